// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The gallery, page by page: that it shows what the file says, works without a pointer, and is accessible, light and wide as well
// as dark and narrow. Pictures of every page go to the test's outputs, to be looked at (F-440, F-441, F-442).

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { sourcesOf } from '../../examples/gallery/sources.mjs';
import { assertAccessible, look, LOOKS } from './axe.mjs';
import { inEachHome } from './each_home.mjs';
import { nativeHome } from './homes.mjs';
import { leave, runAll, test } from './runner.mjs';

const SITE = 'examples/gallery';

// What axe finds inside Shoelace's own shadow trees, which no template can mend.
const SHOELACE = [];

async function open(page, slug) {
  await page.evaluate((path) => window.uiApp.navigateTo(location.pathname.split('/').slice(0, 2).join('/') + path), `/page/${slug}`);
  await page.locator('.page-sources figcaption', { hasText: `lua/pages/${slug}.lua` }).waitFor();
  await page.waitForFunction(() => !document.querySelector(':not(:defined), .ui-new-view, .ui-obsolete-view'));
}

async function slugs(page) {
  await page.waitForFunction(() => {
    const links = [...document.querySelectorAll('.gallery-link')];
    return links.length > 0 && links.every((link) => link.getAttribute('href'));
  });
  return page.locator('.gallery-link').evaluateAll((links) => links.map((link) => link.getAttribute('href').replace('/page/', '')));
}

test('what is shown as source is the source', async () => {
  assert.equal(readFileSync(`${SITE}/lua/sources.lua`, 'utf8'), sourcesOf(SITE), 'run: node examples/gallery/sources.mjs');
});

for (const style of [LOOKS[0], LOOKS[3]]) {
  test(`every page, ${style.name}`, async ({ page, screenshot }) => {
    const home = await nativeHome(SITE);
    await look(page, style);
    await page.goto(home.url);
    const all = await slugs(page);
    assert.ok(all.length > 50, `${all.length} pages`);
    const failures = [];
    for (const slug of all) {
      await open(page, slug);
      await assertAccessible(page, `${slug}, ${style.name}`, SHOELACE).catch(({ message }) => failures.push(message));
      await screenshot(`gallery_${slug}_${style.name}`);
    }
    assert.deepEqual(failures, []);
    await leave(page);
    await home.close();
  });
}

// Every control of every example is reached by Tab, inside groups by arrows, and none holds the focus.
test('every control is reached without a pointer', async ({ page }) => {
  const home = await nativeHome(SITE);
  await page.goto(home.url);
  for (const slug of await slugs(page)) {
    await open(page, slug);
    const missed = await page.evaluate(() => {
      const demo = document.querySelector('.page-demo');
      const seen = window.seen = new Set();
      document.addEventListener('focusin', window.watcher ??= (event) => {
        for (let at = event.target; at; at = at.parentElement) window.seen.add(at);
      });
      demo.setAttribute('tabindex', '-1');
      demo.focus();
      return seen.size;
    });
    assert.ok(missed > 0);
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => !document.querySelector('.page-demo').contains(document.activeElement))) break;
    }
    const left = await page.evaluate(() => {
      const wanted = '[ui-action], [ui-event-click], input, select, textarea, button, a[href], sl-input, sl-textarea, sl-select, ' +
        'sl-checkbox, sl-switch, sl-radio-group, sl-range, sl-rating, sl-color-picker, sl-button, sl-icon-button, sl-copy-button, sl-details';
      return [...document.querySelector('.page-demo').querySelectorAll(wanted)]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled && element.getClientRects().length > 0)
        .filter((element) => !element.closest('sl-dialog:not([open]), sl-drawer:not([open]), sl-menu, sl-tab-group > [slot=nav], [slot=footer]'))
        .filter((element) => !(element.type === 'radio' && !element.checked) && !element.closest('sl-tab[aria-selected=false]'))
        .filter((element) => ![...window.seen].some((seen) => seen === element || element.contains(seen)))
        .map((element) => element.outerHTML.slice(0, 120));
    });
    assert.deepEqual(left, [], `${slug}: not reached`);
  }
  await leave(page);
  await home.close();
});

// The menu is links: Enter opens, the address and the title follow, back leads back.
inEachHome('the menu is worked by keys', SITE, async ({ page }) => {
  await page.locator('.page h1', { hasText: 'ui-value' }).waitFor();
  const link = page.locator('.gallery-link', { hasText: /^sl-range$/ });
  await link.focus();
  await page.keyboard.press('Enter');
  await page.locator('.page h1', { hasText: 'sl-range' }).waitFor();
  await page.waitForFunction(() => document.title.startsWith('sl-range – ') && location.href.endsWith('/page/range'));
  await page.waitForFunction(() => document.querySelector('.gallery-link[aria-current=page]')?.textContent === 'sl-range');
  await page.evaluate(() => document.querySelector('sl-range').focus());
  await page.keyboard.press('ArrowRight');
  await page.locator('.page-demo p', { hasText: '41 %' }).waitFor();
  await page.goBack();
  await page.locator('.page h1', { hasText: 'ui-value' }).waitFor();
});

process.exit((await runAll('gallery')) === 0 ? 0 : 1);
