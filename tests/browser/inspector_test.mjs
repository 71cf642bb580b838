// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The inspector as a person uses it, beside the app it looks at: real server, real Chromium, two tabs.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativeHome } from './homes.mjs';
import { leave, runAll, test } from './runner.mjs';

const APP = `
local Row = session:prototype("Row", { label = "", done = false })
local Shop = session:prototype("Shop", { title = "Corner shop", note = "open", bad = false, ticks = 0 })
function Shop:rename() self.title = self.title .. "!" end
function Shop:price() if self.bad then error("no price today") end return 12.5 end
local shop = session:create(Shop)
shop.rows = {}
for i = 1, 3 do shop.rows[i] = session:create(Row, { label = "row " .. i }) end
session:createAppVariable(shop)
`;

const TEMPLATES = {
  'Shop.DEFAULT': `<template><section>
    <h1 ui-value="title"></h1>
    <input id="note" aria-label="Note" ui-value="note">
    <p class="price" ui-value="price()"></p>
    <label><input type="checkbox" ui-value="bad"> No prices</label>
    <button class="rename" ui-action="rename()">Rename</button>
    <div ui-view="rows?wrapper=lua.ViewList"></div>
  </section></template>`,
  'lua.ViewList.DEFAULT': '<template><div><div ui-viewlist="items"></div></div></template>',
  'lua.ViewListItem.list-item': '<template><div ui-view="item" ui-namespace="list-item"></div></template>',
  'Row.list-item': '<template><p class="row" ui-value="label"></p></template>',
};

// Very many variables, of one page that needs no template for each.
const MANY = `
local app = session:prototype("Many", {})
function app:touch() self.f5000 = "touched" end
local one = session:create(app)
for i = 1, 10000 do one["f" .. i] = "value " .. i end
session:createAppVariable(one)
`;

function site(mainLua, templates = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-inspector-'));
  mkdirSync(join(folder, 'lua'));
  mkdirSync(join(folder, 'viewdefs'));
  writeFileSync(join(folder, 'lua/main.lua'), mainLua);
  for (const [key, html] of Object.entries(templates)) writeFileSync(join(folder, `viewdefs/${key}.html`), html);
  return folder;
}

// `page` shows the inspector, `app` the app.
function inspecting(name, run, { main = APP, templates = TEMPLATES, ready = '.row >> nth=2' } = {}) {
  test(name, async (tools) => {
    const home = await nativeHome(site(main, templates), ['--dev']);
    const app = await tools.page.context().newPage();
    try {
      await app.goto(home.url);
      await app.locator(ready).waitFor();
      // Whatever is behind draws once a second.
      await tools.page.bringToFront();
      await tools.page.goto(`${app.url()}/variables`);
      await tools.page.locator('#state[data-state=live]').waitFor();
      await tools.page.locator('#grid .row').first().waitFor();
      await run({ ...tools, app, home, grid: tools.page.locator('#grid') });
    } finally {
      await leave(app);
      await leave(tools.page);
      await home.close();
    }
  });
}

// The row of a variable, by its path.
const row = (page, path) => page.locator('#grid .row').filter({ has: page.locator('.cell.path .name', { hasText: new RegExp(`^${path.replaceAll(/[()]/g, '\\$&')}$`) }) });

const textOf = (page, selector) => page.evaluate((s) => document.querySelector(s)?.textContent ?? '', selector);
const until = (page, condition, argument) => page.waitForFunction(condition, argument, { polling: 'raf' });

async function violations(page) {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  return page.evaluate(async () => (await axe.run()).violations.map(({ id, impact, nodes }) =>
    `${impact} ${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' ')}`));
}

// F-280, F-284, F-286
inspecting('the variables are there as a tree, with all that is known of each', async ({ page, grid, screenshot }) => {
  assert.equal(await grid.getAttribute('role'), 'treegrid');
  await row(page, 'title').waitFor();
  const title = row(page, 'title');
  assert.equal(await title.locator('.cell.value').textContent(), '"Corner shop"');
  assert.equal(await title.locator('.cell.watchers').textContent(), '1');
  assert.equal(await title.getAttribute('aria-level'), '2');
  assert.equal(await row(page, '(root)').locator('.cell.type').textContent(), 'Shop');
  assert.equal(await row(page, '(root)').getAttribute('aria-expanded'), 'true');
  assert.equal(await row(page, 'label').count(), 3);
  await title.click();
  await page.locator('#variable h2', { hasText: '(root) › title' }).waitFor();
  for (const part of ['ID', 'Access', 'Watchers', 'Changes', 'Properties', 'Shown by']) {
    await page.locator('#variable').getByText(part, { exact: true }).first().waitFor();
  }
  await screenshot('inspector_tree');
});

inspecting('it is live: values, new variables, gone variables, errors, times', async ({ page, app }) => {
  await app.locator('.rename').click();
  await row(page, 'title').locator('.cell.value', { hasText: '"Corner shop!"' }).waitFor();
  await until(page, () => [...document.querySelectorAll('#grid .cell.time')].some(({ textContent }) => /^[\d.]+ (ns|µs|ms)$/.test(textContent)));
  const before = Number(await row(page, 'title').locator('.cell.changes').textContent());
  await app.locator('.rename').click();
  await until(page, (n) => [...document.querySelectorAll('#grid .row')].some((r) => r.querySelector('.name')?.textContent === 'title'
    && Number(r.querySelector('.cell.changes').textContent) === n), before + 1);

  await app.locator('input[type=checkbox]').check();
  const price = row(page, 'price()');
  await price.locator('.cell.error', { hasText: 'no price today' }).waitFor();
  assert.match(await price.getAttribute('class'), /failed/);
  await until(page, () => /1 error /.test(document.querySelector('#stats').textContent));
  await page.getByLabel('Only errors').check();
  await until(page, () => document.querySelectorAll('#grid .row').length === 2);
  await page.getByLabel('Only errors').uncheck();

  // A second page asks for the same: it is the same variables, with one more watcher; and then it goes.
  const second = await page.context().newPage();
  await second.goto(app.url());
  await second.locator('.row').nth(2).waitFor();
  await row(page, 'title').locator('.cell.watchers', { hasText: '2' }).waitFor();
  await leave(second);
  await row(page, 'title').locator('.cell.watchers', { hasText: '1' }).waitFor();
});

// F-283
inspecting('as a table it is sorted by what one clicks', async ({ page, grid }) => {
  await page.getByLabel('Flat').check();
  assert.equal(await grid.getAttribute('role'), 'grid');
  const firstIs = (id) => until(page, (text) => document.querySelector('#grid .row[data-index="0"] .cell.id')?.textContent === text, String(id));
  const last = Math.max(...(await page.locator('#grid .cell.id').allTextContents()).map(Number).filter(Boolean));
  const header = page.getByRole('columnheader', { name: 'ID' });
  // Numbers begin with the largest.
  await header.getByRole('button').click();
  assert.equal(await header.getAttribute('aria-sort'), 'descending');
  await firstIs(last);
  await header.getByRole('button').click();
  assert.equal(await header.getAttribute('aria-sort'), 'ascending');
  await firstIs(1);
  await page.getByRole('columnheader', { name: 'Path' }).getByRole('button').click();
  await page.locator('[aria-sort=ascending]', { hasText: 'Path' }).waitFor();
});

// F-282, live in place of its polling.
inspecting('columns can be chosen, and are remembered', async ({ page }) => {
  assert.equal(await page.getByRole('columnheader', { name: 'Kind' }).count(), 0);
  await page.getByText('Columns').click();
  await page.getByLabel('Kind').check();
  await page.getByRole('columnheader', { name: 'Kind' }).waitFor();
  assert.equal(await row(page, 'title').locator('.cell.kind').textContent(), 'string');
  await page.reload();
  await page.getByRole('columnheader', { name: 'Kind' }).waitFor();
});

inspecting('searching shows what matches, and what leads to it', async ({ page }) => {
  await page.keyboard.press('/');
  await page.keyboard.type('2"'); // The end of the text "row 2".
  await until(page, () => /^\d+ of \d+ rows$/.test(document.querySelector('#count').textContent));
  await until(page, () => [...document.querySelectorAll('#grid .row:not(.context) .cell.value')].map(({ textContent }) => textContent).join() === '"row 2"');
  assert.ok(await page.locator('#grid .row.context').count() >= 2, 'its ancestors');
  await page.keyboard.press('Escape');
  await row(page, 'title').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'grid');
});

// F-286
inspecting('a clicked row lights its element in the app', async ({ page, app, screenshot }) => {
  await row(page, 'title').click();
  await app.locator('.tandem-lamp').waitFor();
  const [lamp, title] = [await app.locator('.tandem-lamp').boundingBox(), await app.locator('h1').boundingBox()];
  assert.ok(Math.abs(lamp.x - title.x) < 8 && Math.abs(lamp.y - title.y) < 8 && Math.abs(lamp.width - title.width) < 12,
    `${JSON.stringify(lamp)} is around ${JSON.stringify(title)}`);
  assert.match(await app.locator('.tandem-lamp').textContent(), /title/);
  await page.getByText('Lit in one page.').waitFor();

  // A row of a list: the one that shows that object, and no other.
  await page.locator('#search').fill('row 3');
  await page.locator('#grid .row:not(.context)').filter({ hasText: '"row 3"' }).click();
  await until(app, () => {
    const lamp = document.querySelector('.tandem-lamp')?.getBoundingClientRect();
    const third = [...document.querySelectorAll('.row')][2].getBoundingClientRect();
    return lamp && Math.abs(lamp.top - third.top) < 8;
  });
  assert.equal(await app.locator('.tandem-lamp').count(), 1);
  await app.screenshot({ path: join(process.env.TEST_UNDECLARED_OUTPUTS_DIR ?? tmpdir(), 'inspector_lamp.png') });
  await leave(page);
  await until(app, () => document.querySelector('.tandem-lamp') === null);
});

inspecting('an element that is pointed at in the app is found', async ({ page, app }) => {
  await app.locator('.rename').click({ modifiers: ['Alt'] });
  await page.locator('#variable h2', { hasText: 'rename()' }).waitFor();
  assert.equal(await app.locator('h1').textContent(), 'Corner shop', 'it was not clicked');
  await page.locator('#search').fill('nothing has this');
  await app.locator('.row').nth(1).click({ modifiers: ['Alt'] });
  await page.locator('#variable h2', { hasText: /label$/ }).waitFor();
  assert.equal(await page.locator('#grid .row[aria-selected=true] .cell.value').textContent(), '"row 2"');
  assert.equal(await page.locator('#search').inputValue(), '');
});

inspecting('a value is written, and an action is run', async ({ page, app }) => {
  await row(page, 'note').click();
  const field = page.getByLabel('Value (JSON)');
  assert.equal(await field.inputValue(), '"open"');
  await field.fill('closed');
  await page.getByRole('button', { name: 'Write' }).click();
  await page.getByText('Not JSON').waitFor();
  await field.fill('"closed"');
  await field.press('Control+Enter');
  await page.getByText('Written.').waitFor();
  await until(app, () => document.querySelector('input').value === 'closed');
  await row(page, 'note').locator('.cell.value', { hasText: '"closed"' }).waitFor();

  await row(page, 'rename()').click();
  await page.getByRole('button', { name: 'Run' }).click();
  await until(app, () => document.querySelector('h1').textContent === 'Corner shop!');

  await row(page, 'price()').click();
  await page.getByText('it cannot be written').waitFor();
});

inspecting('what is being typed there is not disturbed', async ({ page, app }) => {
  await row(page, 'note').click();
  const field = page.locator('#variable textarea');
  await field.fill('"mine"');
  await app.locator('.rename').click();
  await row(page, 'title').locator('.cell.value', { hasText: '"Corner shop!"' }).waitFor();
  assert.equal(await field.inputValue(), '"mine"');
});

inspecting('frames are seen with their size and the time they took', async ({ page, app, screenshot }) => {
  await page.getByRole('tab', { name: 'Traffic' }).click();
  await app.locator('.rename').click();
  const frame = page.locator('#frames .row[data-way=in]').filter({ hasText: 'update' }).first();
  await frame.waitFor();
  await until(page, () => [...document.querySelectorAll('#frames .row[data-way=in] .cell.took')].some(({ textContent }) => /^[\d.]+ (ns|µs|ms)$/.test(textContent)));
  await page.locator('#frames .row[data-way=out]').filter({ hasText: 'update' }).first().waitFor();
  assert.match(await frame.locator('.cell.size').textContent(), /^\d+ B$/);
  await frame.click();
  await page.locator('#frame pre', { hasText: '"userEvent": true' }).waitFor();
  await screenshot('inspector_traffic');

  await page.getByRole('button', { name: 'Pause' }).click();
  const seen = await textOf(page, '#count');
  await app.locator('.rename').click();
  await app.locator('h1', { hasText: '!!' }).waitFor();
  assert.equal(await textOf(page, '#count'), seen);
  await page.getByRole('button', { name: 'Pause' }).click();
  await until(page, (before) => document.querySelector('#count').textContent !== before, seen);
  await page.getByRole('button', { name: 'Clear' }).click();
  await until(page, () => document.querySelectorAll('#frames .row').length === 0);
});

// F-286
inspecting('everything works by keyboard', async ({ page, app }) => {
  await page.locator('#grid').focus();
  const active = () => page.evaluate(() => {
    const id = document.querySelector('#grid').getAttribute('aria-activedescendant');
    return document.getElementById(id)?.querySelector('.name').textContent;
  });
  await page.keyboard.press('ArrowDown');
  assert.equal(await active(), '(root)');
  await page.keyboard.press('ArrowLeft');
  await until(page, () => document.querySelectorAll('#grid .row').length === 1);
  await page.keyboard.press('ArrowRight');
  await until(page, () => document.querySelectorAll('#grid .row').length > 5);
  await page.keyboard.press('ArrowRight');
  const first = await active();
  assert.notEqual(first, '(root)');
  await app.locator('.tandem-lamp').waitFor();
  await page.keyboard.press('ArrowLeft');
  if ((await active()) === first) await page.keyboard.press('ArrowLeft'); // The first time it closed.
  assert.equal(await active(), '(root)');
  await page.keyboard.press('End');
  assert.notEqual(await active(), '(root)');
  await page.keyboard.press('Home');
  assert.equal(await active(), '(root)');
  while ((await active()) !== 'note') await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'TEXTAREA');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('"by hand"');
  await page.keyboard.press('Control+Enter');
  await until(app, () => document.querySelector('input').value === 'by hand');
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'grid');
  await page.getByRole('tab', { name: 'Variables' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('#panel-traffic:not([hidden])').waitFor();
});

// F-286
inspecting('ten thousand variables are no burden', async ({ page, app }) => {
  await app.evaluate(() => {
    const store = window.uiApp.getStore();
    for (let i = 1; i <= 10000; i += 1) store.create({ parentId: 1, properties: { path: `f${i}` } });
    window.touch = store.create({ parentId: 1, properties: { path: 'touch()', access: 'action' } });
  });
  // With variable 1 and what the template shows.
  await until(page, () => document.querySelector('#count').textContent === '10,003 rows');
  assert.ok(await page.locator('#grid .row').count() < 100, 'only what is in view is there');
  await page.locator('#grid').focus();
  await page.keyboard.press('End');
  await row(page, 'touch()').waitFor();
  assert.ok(await page.locator('#grid .row').count() < 100);
  const begun = Date.now();
  await page.locator('#search').fill('f9999');
  await row(page, 'f9999').waitFor();
  await page.locator('#search').fill('');
  await page.getByLabel('Flat').check();
  await page.getByRole('columnheader', { name: 'Value' }).getByRole('button').click();
  await page.locator('[aria-sort=ascending]').waitFor();
  console.log(`  search and two arrangements of 10,000 rows: ${Date.now() - begun} ms`);
  // Scrolling draws in time: no task of the page takes longer than a few frames.
  const longest = await page.evaluate(async () => {
    const grid = document.querySelector('#grid');
    let worst = 0;
    for (let i = 0; i < 60; i += 1) {
      const at = performance.now();
      grid.scrollTop = (i * 5003) % grid.scrollHeight;
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      worst = Math.max(worst, performance.now() - at);
    }
    return worst;
  });
  console.log(`  the slowest of 60 jumps: ${longest.toFixed(0)} ms`);
  await page.getByLabel('Tree').check();
  await page.locator('#search').fill('f5000');
  await app.evaluate(() => window.uiApp.getStore().update(window.touch, null));
  await row(page, 'f5000').locator('.cell.value', { hasText: '"touched"' }).waitFor();
}, {
  main: MANY,
  templates: { 'Many.DEFAULT': '<template><p class="ready" ui-value="f1"></p></template>' },
  ready: '.ready',
});

inspecting('axe finds nothing, light or dark, wide or narrow', async ({ page, app, screenshot }) => {
  await app.locator('input[type=checkbox]').check();
  await row(page, 'price()').click();
  await page.locator('pre.error').waitFor();
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page), [], `variables, ${colorScheme}`);
    await screenshot(`inspector_${colorScheme}`);
  }
  await page.setViewportSize({ width: 390, height: 800 });
  await screenshot('inspector_narrow');
  assert.deepEqual(await violations(page), [], 'narrow');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
  await page.getByRole('tab', { name: 'Traffic' }).click();
  await page.locator('#frames .row').first().click();
  assert.deepEqual(await violations(page), [], 'traffic');
});

inspecting('the end of the session is said; a server that comes back is found again', async ({ page, app, home, problems }) => {
  await leave(app);
  home.kill('SIGKILL');
  await page.locator('#state[data-state=retrying]').waitFor();
  problems.length = 0;
  await page.goto('about:blank');
  problems.length = 0;
});

// F-287
test('in production there is no inspector', async ({ page, problems }) => {
  const home = await nativeHome(site(APP, TEMPLATES));
  try {
    await page.goto(home.url);
    await page.locator('.row').nth(2).waitFor();
    const address = page.url();
    const replies = await page.evaluate((base) => Promise.all(['/variables', '/variables.json'].map(async (path) => (await fetch(base + path)).status)), address);
    assert.deepEqual(replies, [404, 404]);
    assert.equal(await page.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => name.includes('lamp'))), false);
    await leave(page);
    problems.length = 0; // The browser says of each refusal that it was one.
  } finally {
    await home.close();
  }
});

process.exit((await runAll('inspector')) === 0 ? 0 : 1);
