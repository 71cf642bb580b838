// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Apps in the manner of other people's ui-engine apps, with our front end in both homes: Lua 5.1 idioms, globals, prototypes
// with bases and mutate, wrappers, presenters, selects fed by view lists, keys, fields that begin with an underscore
// (compat C-2). Screenshots go to the test's outputs.

import assert from 'node:assert/strict';
import { inEachHome } from './each_home.mjs';
import { runAll } from './runner.mjs';

// Waits until the elements of that selector have exactly these texts.
const shows = (page, selector, texts) =>
  page.waitForFunction(
    ([selector, texts]) => {
      const shown = [...document.querySelectorAll(selector)].map((node) => node.textContent);
      return JSON.stringify(shown) === JSON.stringify(texts);
    },
    [selector, texts],
  );

// compat C-4, C-5, C-6, C-7, C-10: loadstring, a comparator that is none, format, unpack and getn, number text.
inEachHome('stockroom: formulas, kinds and a drop-down fed by a list', 'tests/foreign_apps/stockroom', async ({ page, shot }) => {
  const rows = page.locator('.row');
  await rows.nth(2).waitFor();
  await page.getByText('3 things, the dearest costs 20', { exact: true }).waitFor();
  await page.getByText('Total: 50', { exact: true }).waitFor();
  // The cheapest first; ids are floats and have no fraction; the last type says more.
  await shows(page, '.tag', ['0009 (3 days)', '0007', '0008']);
  await shows(page, '.worth', ['5', '25', '20']);
  assert.equal(await page.locator('.row.perishable').count(), 1);
  await shot('stockroom');

  await page.locator('.more').first().click();
  await page.getByText('Total: 50.5', { exact: true }).waitFor();
  await page.locator('#formula input').fill('price * quantity / 2 + 1');
  await page.locator('#formula input').blur();
  await page.getByText('Total: 28.25', { exact: true }).waitFor();
  await page.locator('#formula input').fill('price *');
  await page.locator('#formula input').blur();
  await page.locator('.worth', { hasText: 'no formula' }).nth(2).waitFor();
  await page.locator('#formula input').fill('price * quantity');
  await page.locator('#formula input').blur();
  await page.getByText('Total: 50.5', { exact: true }).waitFor();

  // The drop-down's options are a list of the app's, its value is an index.
  await page.locator('#kind').click();
  await page.locator('sl-option', { hasText: 'food' }).click();
  await rows.nth(1).waitFor({ state: 'detached' });
  await shows(page, '.name', ['Apples']);
  await page.locator('#kind').click();
  await page.locator('sl-option', { hasText: 'everything' }).click();
  await rows.nth(2).waitFor();

  await page.locator('#name input').fill('Nails');
  await page.locator('#price input').fill('0.25');
  await page.locator('#price input').press('Enter');
  await page.locator('.name', { hasText: 'Nails' }).waitFor();
  await shows(page, '.name', ['Nails', 'Apples', 'Hammer', 'Saw']);
  assert.equal(await page.locator('#name input').inputValue(), '');
  await page.locator('.remove').nth(1).click();
  await page.getByText('3 things, the dearest costs 20', { exact: true }).waitFor();
  await shot('stockroom_after');
});

// TC-93, TC-100, TC-229, TC-231: presenters, a wrapper, back references, deferred work, keys.
inEachHome('planner: presenters, a wrapper and keys', 'tests/foreign_apps/planner', async ({ page, shot }) => {
  await page.locator('.summary', { hasText: 'Nothing today' }).waitFor();
  const draft = page.locator('#draft input');
  for (const title of ['wash', 'cook', 'read']) {
    await draft.fill(title);
    await draft.press('Enter');
    await page.locator('.entry', { hasText: title }).waitFor();
  }
  await page.locator('.summary', { hasText: '3 today, first wash' }).waitFor();
  await shows(page, '.label span', ['09:00 wash', '10:00 cook', '11:00 read']);
  await draft.fill('never mind');
  await draft.press('Escape');
  await page.waitForFunction(() => document.querySelector('#draft').value === '');

  // A presenter's own state stays with its row when the one before goes.
  await page.locator('.entry', { hasText: 'cook' }).locator('.label').click();
  await page.locator('.details:not(.hidden)').waitFor();
  await page.locator('.entry', { hasText: 'wash' }).locator('.dismiss').click();
  await page.locator('.summary', { hasText: '2 today, first cook' }).waitFor();
  const open = page.locator('.entry:has(.details:not(.hidden))');
  assert.equal(await open.count(), 1);
  assert.match(await open.locator('.label').innerText(), /cook/);
  await open.locator('.title').fill('bake');
  await open.locator('.title').blur();
  await page.locator('.summary', { hasText: '2 today, first bake' }).waitFor();
  await open.locator('.finish').click();
  await page.locator('.entry.done').waitFor();
  await shot('planner');

  await page.locator('#keys').press('F2');
  await page.locator('#keys').press('Control+k');
  await page.locator('#tidy').click();
  await page.locator('#log', { hasText: 'tidied' }).waitFor();
  await shows(page, '.label span', ['11:00 read']);
  assert.equal((await page.locator('#log').innerText()).trim(), 'f2 k tidied');
  await shot('planner_after');
});

// compat C-4, C-6, C-8, C-10, C-19: a console whose answers read as they do in 5.1.
inEachHome('console: an environment of its own and numbers as in 5.1', 'tests/foreign_apps/console', async ({ page, shot }) => {
  const command = page.locator('#command input');
  const run = async (text, answer) => {
    const before = await page.locator('.line').count();
    await command.fill(text);
    await command.press('Enter');
    await page.locator('.line').nth(before).locator('.out', { hasText: answer }).waitFor();
  };
  await command.waitFor();
  await run('6/2', /^3$/);
  await run('2^10, 7/2', /^1024  3\.5$/);
  await run('y = 41', /^$/);
  await run('y + 1', /^42$/);
  await run('thing', /^<Thing lamp>$/);
  await run('unpack({1, 2, 3})', /^1  2  3$/);
  await run('math.pow(2, 3) .. "|" .. table.concat({1.0, 2.5}, ",")', /^8\|1,2\.5$/);
  await run('return +', /^error: /);
  await run('error("no", 0)', /^error: no$/);
  await run('string.format("%d|%04d|%s", 3.9, 7.0, 5.0)', /^3\|0007\|5$/);
  // What a command set stayed in its own environment.
  await run('tostring(console.y)', /^nil$/);
  assert.equal(await page.locator('#last').innerText(), '"nil"');
  await shot('console');
  await command.press('ArrowUp');
  await command.press('ArrowUp');
  await page.waitForFunction(() => document.querySelector('#command').value.startsWith('string.format'));
  await command.press('ArrowDown');
  await command.press('ArrowDown');
  await page.waitForFunction(() => document.querySelector('#command').value === '');
  await page.locator('#clear').click();
  await page.locator('.line').first().waitFor({ state: 'detached' });
});

process.exit((await runAll('foreign_apps')) === 0 ? 0 : 1);
