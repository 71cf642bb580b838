// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a person sees when something is wrong: a broken or missing app, code of the app that fails while it runs, an address that
// is no session, a server that is gone.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeHome } from './homes.mjs';
import { leave, runAll, test } from './runner.mjs';

// A site of one main.lua; null makes a site without any.
function site(mainLua) {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-site-'));
  mkdirSync(join(folder, 'lua'));
  if (mainLua !== null) writeFileSync(join(folder, 'lua/main.lua'), mainLua);
  return folder;
}

function withServer(name, folder, flags, run) {
  test(name, async (tools) => {
    const home = await nativeHome(typeof folder === 'function' ? folder() : folder, flags);
    try {
      await run({ ...tools, home });
    } finally {
      await leave(tools.page);
      await home.close();
    }
  });
}

withServer('a main.lua that raises is shown with file, line and traceback in development',
  () => site('local x = 1\nlocal y = x.field.missing\n'), ['--dev'], async ({ page, home, problems, screenshot }) => {
    await page.goto(home.url);
    await page.getByText('lua/main.lua:2:').first().waitFor();
    await page.getByText('stack traceback').first().waitFor();
    await screenshot('broken_main');
    assert.ok(home.log.some((line) => line.includes('lua/main.lua:2:')), home.log.join('\n'));
    problems.length = 0; // The page reports the error to the console as well.
  });

withServer('a syntax error names its line', () => site('this is not Lua\n'), ['--dev'], async ({ page, home, problems }) => {
  await page.goto(home.url);
  await page.getByText('lua/main.lua:1:').first().waitFor();
  problems.length = 0;
});

withServer('in production the reason stays in the log', () => site('error("secret")\n'), [], async ({ page, home, problems }) => {
  await page.goto(home.url);
  await page.getByText('could not start').first().waitFor();
  assert.equal(await page.getByText('secret').count(), 0);
  assert.ok(home.log.some((line) => line.includes('secret')), home.log.join('\n'));
  problems.length = 0;
});

withServer('a site without main.lua says so', () => site(null), ['--dev'], async ({ page, home, problems }) => {
  await page.goto(home.url);
  await page.getByText('main.lua').first().waitFor();
  problems.length = 0;
});

withServer('an unknown session gets a page with a way out', 'examples/counter', [], async ({ page, home, problems, screenshot }) => {
  const response = await page.goto(`${home.url}/${'0123456789abcdef'.repeat(2)}`);
  assert.equal(response.status(), 404);
  await screenshot('unknown_session');
  problems.length = 0;
  await page.getByRole('link').first().click();
  await page.locator('.counter-count').waitFor();
});

// --- Errors of an app that runs -------------------------------------------------------------------------------------

const FAULTY = `
local Part = session:prototype("Part", { bad = false })
function Part:price()
  if self.bad then error("no price today") end
  return 12.5
end
local Faulty = session:prototype("Faulty", { name = "Ann", part = EMPTY })
function Faulty:explode() error("boom") end
function Faulty:label(text)
  if text then error("labels are fixed") end
  return "a label"
end
if not session.reloading then
  local app = session:create(Faulty)
  app.part = session:create(Part)
  session:createAppVariable(app)
end
`;

const FAULTY_TEMPLATES = {
  'Faulty.DEFAULT': `<template><main>
    <button class="explode" ui-action="explode()">Explode</button>
    <label>Label <input class="label" ui-value="label()?access=rw"></label>
    <div ui-view="part"></div>
  </main></template>`,
  'Part.DEFAULT': `<template><div>
    <label><input type="checkbox" ui-value="bad"> Bad</label> <span class="price" ui-value="price()"></span>
  </div></template>`,
};

function faultySite() {
  const folder = site(FAULTY);
  mkdirSync(join(folder, 'viewdefs'));
  for (const [key, html] of Object.entries(FAULTY_TEMPLATES)) writeFileSync(join(folder, `viewdefs/${key}.html`), html);
  return folder;
}

async function violations(page) {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  return page.evaluate(async () => (await axe.run('tandem-errors')).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`));
}

const overlay = (page) => page.locator('tandem-errors section');
const isOverlayLoaded = (page) => page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('error_overlay')));

withServer('an action that raises is shown with message, file, line, traceback and path', faultySite, ['--dev'], async ({ page, home, screenshot }) => {
  await page.goto(home.url);
  const explode = page.locator('.explode');
  await explode.click({ trial: true });
  assert.equal(await isOverlayLoaded(page), false, 'not before it is needed');
  await explode.focus();
  await page.keyboard.press('Enter');
  await overlay(page).waitFor();
  const item = overlay(page).locator('li');
  assert.match(await item.locator('.message').textContent(), /boom/);
  assert.deepEqual(await item.locator('.where code').allTextContents(), ['lua/main.lua:8', 'explode()']);
  assert.match(await item.locator('pre').textContent(), /main\.lua:8: in (method|function)/);
  assert.ok(await page.evaluate(() => document.activeElement.classList.contains('explode')), 'focus stays where it was');
  assert.equal(await page.locator('tandem-errors [role=status]').textContent(), 'Error in the app: ' + (await item.locator('.message').textContent()));
  await page.locator('tandem-errors summary').click();
  await screenshot('overlay');
  assert.deepEqual(await violations(page), []);
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.deepEqual(await violations(page), [], 'dark');

  // The same again is counted, not listed.
  await explode.click();
  await item.locator('.count', { hasText: '× 2' }).waitFor();
  assert.equal(await item.count(), 1);

  // It leads to the inspector.
  assert.equal(await overlay(page).getByRole('link', { name: 'Inspector' }).getAttribute('href'), `${new URL(page.url()).pathname}/variables`);
  // By keyboard: from the button on, then away.
  await overlay(page).getByRole('button', { name: /^Dismiss: / }).focus();
  await page.keyboard.press('Escape');
  await overlay(page).waitFor({ state: 'hidden' });
});

withServer('an error of reading goes when it is mended; one of writing when it is dismissed', faultySite, ['--dev'], async ({ page, home, screenshot }) => {
  await page.goto(home.url);
  await page.locator('.price', { hasText: '12.5' }).waitFor();
  await page.locator('input[type=checkbox]').check();
  const item = overlay(page).locator('li');
  await item.filter({ hasText: 'no price today' }).waitFor();
  assert.deepEqual(await item.locator('.where code').allTextContents(), ['lua/main.lua:4', 'part › price()']);
  // F-177
  assert.match(await page.locator('.price').getAttribute('ui-author-error'), /^price\(\): .*no price today$/);
  assert.equal(await page.locator('.price').evaluate((e) => getComputedStyle(e).outlineStyle), 'dashed');
  await screenshot('marked_light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await screenshot('marked_dark');
  assert.match(await item.locator('pre').textContent(), /main\.lua:4: in (method|function)/);
  await page.locator('input.label').fill('new');
  await page.locator('input.label').blur();
  await item.filter({ hasText: 'labels are fixed' }).waitFor();
  assert.equal(await item.count(), 2);
  await page.locator('input[type=checkbox]').uncheck();
  await item.filter({ hasText: 'no price today' }).waitFor({ state: 'detached' });
  assert.equal(await page.locator('.price').getAttribute('ui-author-error'), null);
  await overlay(page).getByRole('button', { name: /labels are fixed/ }).click();
  await overlay(page).waitFor({ state: 'hidden' });
});

test('a file that is saved with a mistake is shown over the app, which goes on', async ({ page }) => {
  const folder = faultySite();
  const home = await nativeHome(folder, ['--dev']);
  try {
    await page.goto(home.url);
    await page.locator('.price', { hasText: '12.5' }).waitFor();
    writeFileSync(join(folder, 'lua/main.lua'), `${FAULTY}\nlocal x = nil + 1\n`);
    await overlay(page).locator('li', { hasText: 'attempt to perform arithmetic on a nil value' }).waitFor();
    assert.equal(await overlay(page).locator('.where code').first().textContent(), `lua/main.lua:${FAULTY.split('\n').length + 1}`);
    assert.equal(await page.locator('.price').textContent(), '12.5');
    await leave(page);
  } finally {
    await home.close();
  }
});

withServer('in production an error is a quiet mark and a line on the console', faultySite, [], async ({ page, home }) => {
  const lines = [];
  page.on('console', (message) => lines.push(message.text()));
  await page.goto(home.url);
  await page.locator('.explode').click();
  await page.locator('.explode.ui-error').waitFor();
  assert.equal(await page.locator('.explode').getAttribute('ui-error-code'), 'method-failure');
  const [line] = lines.filter((text) => text.includes('the server reports an error'));
  assert.match(line, /explode\(\).*boom/);
  assert.doesNotMatch(line, /traceback/);
  assert.equal(await isOverlayLoaded(page), false);
  assert.equal(await page.locator('tandem-errors, [ui-author-error]').count(), 0);
});

test('a site folder that is missing leaves the server up and the page readable', async ({ page, problems }) => {
  const folder = site('');
  rmSync(folder, { recursive: true });
  const home = await nativeHome(folder, ['--dev']);
  try {
    await page.goto(home.url);
    await page.getByText('main.lua').first().waitFor();
    problems.length = 0;
    await leave(page);
  } finally {
    await home.close();
  }
});

test('a killed server is noticed, said politely, and typing is not lost', async ({ page, problems }) => {
  const home = await nativeHome('examples/contacts');
  await page.goto(home.url);
  await page.locator('.book-row').nth(11).waitFor();
  const search = page.locator('.book-search input');
  home.kill('SIGKILL');
  await search.pressSequentially('mat');
  await page.getByRole('status').filter({ hasText: /connection|reconnect|offline/i }).first().waitFor();
  assert.equal(await search.inputValue(), 'mat');
  assert.equal(await page.locator('.book-row').count(), 12);
  problems.length = 0; // Failed connections are what this is about.
  await page.goto('about:blank');
  await home.close();
});

process.exit((await runAll('errors')) === 0 ? 0 : 1);
