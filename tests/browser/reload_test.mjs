// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Editing an app while its page is open, as its author does: what is on the screen changes, what the person at it was doing does
// not (H-40, H-63, F-116, D-22).

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { assertAccessible } from './axe.mjs';
import { nativeHome } from './homes.mjs';
import { leave, runAll, test } from './runner.mjs';

const LUA = (title) => `
Notes = session:prototype("Notes", { draft = "", count = 0 })
function Notes:title() return "${title}" end
function Notes:add() self.count = self.count + 1 end
if not session.reloading then session:createAppVariable(Notes:new()) end
`;

const HTML = (note) => `<template>
  <section>
    <h1 ui-value="title()?access=r"></h1>
    <input id="draft" aria-label="Draft" ui-value="draft">
    <button id="add" ui-action="add()">Add</button>
    <p id="count" ui-value="count"></p>
    <p id="note">${note}</p>
  </section>
</template>
`;

// As editors save: whole, under its name at once.
function save(folder, path, text) {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(join(folder, 'aside'), text);
  renameSync(join(folder, 'aside'), file);
}

function editing(name, main, run) {
  test(name, async (tools) => {
    const folder = mkdtempSync(join(tmpdir(), 'tandem-site-'));
    save(folder, 'lua/main.lua', main);
    save(folder, 'viewdefs/Notes.DEFAULT.html', HTML('first note'));
    const home = await nativeHome(folder, ['--dev']);
    try {
      await tools.page.goto(home.url);
      await run({ ...tools, home, save: (path, text) => save(folder, path, text) });
    } finally {
      await leave(tools.page);
      await home.close();
    }
  });
}

const showing = (page, selector, text) => page.locator(selector, { hasText: text }).waitFor();

editing('edits appear around somebody who is typing', LUA('One'), async ({ page, save, screenshot }) => {
  await showing(page, 'h1', /^One$/);
  await page.locator('#add').click();
  await showing(page, '#count', /^1$/);
  const draft = page.locator('#draft');
  await draft.click();
  await draft.pressSequentially('half a thought');
  await draft.press('Home');
  await draft.press('ArrowRight');
  const typing = () => page.evaluate(() => {
    const { id, value, selectionStart } = document.activeElement;
    return { id, value, selectionStart };
  });
  const before = { id: 'draft', value: 'half a thought', selectionStart: 1 };
  assert.deepEqual(await typing(), before);

  save('lua/main.lua', LUA('Two'));
  await showing(page, 'h1', /^Two$/);
  assert.deepEqual(await typing(), before);

  save('viewdefs/Notes.DEFAULT.html', HTML('second note'));
  await showing(page, '#note', /^second note$/);
  await showing(page, '#count', /^1$/);
  await showing(page, 'h1', /^Two$/);
  assert.deepEqual(await typing(), before);
  await screenshot('reload_while_typing');

  // What was being typed can be finished, and arrives.
  await draft.press('End');
  await draft.pressSequentially(', now whole');
  await page.locator('#add').click();
  await showing(page, '#count', /^2$/);
  save('lua/main.lua', LUA('Three').replace('"Three"', '"Three: " .. self.draft'));
  await showing(page, 'h1', /^Three: half a thought, now whole$/);
});

editing('a slip is said and harms nothing; the mended file is taken up', LUA('One'), async ({ page, save, home }) => {
  await showing(page, 'h1', /^One$/);
  const said = page.waitForEvent('console', (message) => /reload-failure/.test(message.text()) || /lua\/main.lua:1/.test(message.text()));
  save('lua/main.lua', 'this is not Lua\n');
  assert.match((await said).text(), /lua\/main\.lua:1: syntax error/);
  assert.ok(home.log.some((line) => line.includes('reload failed')), home.log.join('\n'));
  await page.locator('#add').click();
  await showing(page, '#count', /^1$/);
  save('lua/main.lua', LUA('Two'));
  await showing(page, 'h1', /^Two$/);
  await showing(page, '#count', /^1$/);
});

// F-108
editing('a template that is missing is said in its place, and takes it when it is written', `
Cat = session:prototype("my.Cat", { name = "Minou" })
${LUA('One').replace('Notes:new()', 'session:create(Notes, { cat = session:create(Cat) })')}`, async ({ page, save, screenshot }) => {
  await showing(page, 'h1', /^One$/);
  save('viewdefs/Notes.DEFAULT.html', HTML('<b>a cat:</b> <span id="cat" ui-view="cat" ui-namespace="short"></span>'));
  const notice = page.locator('#cat tandem-missing-viewdef');
  await notice.getByText('no viewdef for my.Cat [short, DEFAULT]').waitFor();
  await assertAccessible(page, 'a page that lacks a template');
  await screenshot('missing_viewdef');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 360, height: 640 });
  await assertAccessible(page, 'a page that lacks a template, dark, on a phone');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it is too wide for a phone');
  await screenshot('missing_viewdef_dark_phone');
  // Written while nothing else happens.
  save('viewdefs/my.Cat.short.html', '<template><span>called <i ui-value="name"></i></span></template>');
  await showing(page, '#cat', /^called Minou$/);
  assert.equal(await page.locator('tandem-missing-viewdef').count(), 0);
});

editing('an app that could not start does once its main.lua is mended', 'error("not yet")\n', async ({ page, save, problems }) => {
  await page.getByText('lua/main.lua:1: not yet').first().waitFor();
  save('lua/main.lua', 'error("still not")\n');
  await page.getByText('lua/main.lua:1: still not').first().waitFor();
  save('lua/main.lua', LUA('Here'));
  await showing(page, 'h1', /^Here$/);
  assert.equal(await page.getByText('could not start').count(), 0);
  await page.locator('#add').click();
  await showing(page, '#count', /^1$/);
  problems.length = 0; // The page reports the errors to the console as well.
});

process.exit((await runAll('reload')) === 0 ? 0 : 1);
