// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a person sees when something is wrong: a broken or missing app, an address that is no session, a server that is gone.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
