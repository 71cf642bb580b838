// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The example apps and the error pages in each of their states: light and dark, on a phone, zoomed to 200 % (C-300).
// Pictures of all go to the test's outputs, to be looked at.

import { assertAccessible, look, LOOKS } from './axe.mjs';
import { nativeHome } from './homes.mjs';
import { leave, runAll, test } from './runner.mjs';
import { siteOf } from './site.mjs';

// Holds `run`, which calls `check` with a name in each state, for each of the looks.
function inEachLook(name, site, run, { flags = [], expects = [] } = {}) {
  test(name, async ({ page, screenshot, expectProblem }) => {
    for (const pattern of expects) expectProblem(pattern);
    const home = await nativeHome(typeof site === 'function' ? site() : site, flags);
    try {
      for (const style of LOOKS) {
        await look(page, style);
        await page.goto(home.url);
        await run(page, async (state) => {
          await assertAccessible(page, `${name}, ${state}, ${style.name}`);
          await screenshot(`${name}_${state}_${style.name}`.replaceAll(' ', '_'));
        }, home);
        await leave(page);
      }
    } finally {
      await home.close();
    }
  });
}

inEachLook('counter', 'examples/counter', async (page, check) => {
  await page.locator('.counter-count', { hasText: /^0$/ }).waitFor();
  await check('start');
  await page.locator('sl-button:has(sl-icon[name=plus-lg])').click();
  await page.locator('.counter-count', { hasText: /^1$/ }).waitFor();
  await check('counted');
});

inEachLook('tasks', 'examples/tasks', async (page, check) => {
  await page.getByText('4 of 6 to go').first().waitFor();
  await check('start');
  await page.locator('sl-radio-button[value=done]').click();
  await page.locator('.task').nth(2).waitFor({ state: 'detached' });
  await check('done');
});

inEachLook('contacts', 'examples/contacts', async (page, check) => {
  await page.locator('.book-row').nth(11).waitFor();
  await check('start');
  await page.locator('.book-row').nth(3).click();
  await page.locator('.card-name h2').waitFor();
  await check('card');
  await page.locator('sl-icon-button[label=Edit]').click();
  await page.locator('sl-dialog[label="Edit contact"] input').first().waitFor({ state: 'visible' });
  await page.locator('sl-dialog[label="Edit contact"]').getByLabel('E-mail').fill('nonsense');
  await page.locator('sl-dialog[label="Edit contact"] sl-button[variant=primary]').click();
  await page.locator('.form-problem', { hasText: 'Not saved' }).waitFor();
  await check('form');
  await page.keyboard.press('Escape');
  await page.locator('sl-dialog[label="Edit contact"] input').first().waitFor({ state: 'hidden' });
  await page.locator('sl-icon-button[label=Delete]').click();
  await page.locator('sl-dialog[label="Delete this contact?"] sl-button').first().waitFor({ state: 'visible' });
  await check('question');
  await page.locator('sl-dialog[label="Delete this contact?"] sl-button').first().click();
  await page.locator('sl-dialog[label="Delete this contact?"] sl-button').first().waitFor({ state: 'hidden' });
  const back = page.locator('.card-back');
  if (await back.isVisible()) await back.click();
  await page.locator('.book-search input').fill('zzz');
  await page.getByText('Nobody here matches').waitFor();
  await check('nobody');
});

inEachLook('an ended session', 'examples/counter', async (page, check, home) => {
  await page.goto('about:blank');
  await page.goto(`${home.url}/${'0123456789abcdef'.repeat(2)}`);
  await check('ended');
  await page.goto(`${home.url}/missing.html`);
  await check('missing');
}, { expects: [/404/] });

inEachLook('an app that does not start', () => siteOf({ 'lua/main.lua': 'local x = 1\nlocal y = x.field.missing\n' }), async (page, check) => {
  await page.getByText('lua/main.lua:2:').first().waitFor();
  await check('broken');
}, { flags: ['--dev'] });

process.exit((await runAll('access')) === 0 ? 0 : 1);
