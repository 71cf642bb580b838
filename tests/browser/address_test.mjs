// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Addresses: places in an app, both ways, back and forward, links into an app, links to pass on, titles; in both homes.

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { inEachHome } from './each_home.mjs';
import { nativeHome } from './homes.mjs';
import { leave, runAll, test } from './runner.mjs';
import { siteOf } from './site.mjs';

const SITE = siteOf({
  'lua/main.lua': `
    local App = session:prototype("App", { url = "/", visits = 0 })
    function App:first() self.url = "/notes/1" end
    function App:second() self.url = "notes/2/" end
    function App:home() self.url = nil end
    function App:shown() return self.url or "/" end
    function App:title() if self.url and self.url ~= "/" then return "Note " .. self.url:match("%d+") end end
    function App:hasNote() return self.url == "/notes/2" or self.url == "notes/2/" end
    session:createAppVariable(session:create(App, {}))`,
  'viewdefs/App.DEFAULT.html': `<template><section ui-url="url" ui-title="title()"><h1 id="shown" ui-value="shown()"></h1>
    <button id="first" ui-action="first()">First</button><button id="second" ui-action="second()">Second</button>
    <button id="home" ui-action="home()">Home</button><input id="draft" aria-label="Draft"></section></template>`,
});

const placeOf = (page, home) => page.evaluate((name) =>
  (name === 'native' ? location.pathname.replace(/^\/[^/]*/, '') + location.search : location.hash.slice(1)), home.name);
const shows = (page, text) => page.locator('#shown', { hasText: new RegExp(`^${text}$`) }).waitFor();

// D-50, F-262, F-263: the app writes, the address follows; back and forward write the app's field.
inEachHome('the address follows the app, and the app back and forward', SITE, async ({ page, home }) => {
  await shows(page, '/');
  const original = await page.title();
  const length = await page.evaluate(() => history.length);
  await page.locator('#draft').fill('kept');
  await page.locator('#first').click();
  await shows(page, '/notes/1');
  await page.waitForFunction(() => document.title === 'Note 1');
  assert.equal(await placeOf(page, home), '/notes/1');
  await page.locator('#second').click();
  await page.waitForFunction(() => document.title === 'Note 2');
  assert.equal(await placeOf(page, home), '/notes/2');
  assert.equal(await page.evaluate(() => history.length), length + 2);

  await page.goBack();
  await shows(page, '/notes/1');
  await page.waitForFunction(() => document.title === 'Note 1');
  await page.goBack();
  await shows(page, '/');
  await page.waitForFunction((title) => document.title === title, original);
  await page.goForward();
  await page.goForward();
  await shows(page, '/notes/2');
  assert.equal(await placeOf(page, home), '/notes/2');
  await page.locator('#home').click();
  await shows(page, '/');
  assert.equal(await placeOf(page, home), '');
  assert.equal(await page.locator('#draft').inputValue(), 'kept'); // Never another document.
});

// F-264: the address a page is opened with is the place it begins at, again after a reload. S-36: its assets are found from
// there too.
inEachHome('a page begins where its address says', SITE, async ({ page, home }) => {
  await shows(page, '/');
  const at = page.url();
  await page.goto('about:blank');
  await page.goto(home.name === 'native' ? `${at}/notes/7?tab=a%20b` : `${at}#/notes/7?tab=a%20b`);
  await shows(page, '/notes/7\\?tab=a%20b');
  await page.waitForFunction(() => document.title === 'Note 7');
  assert.equal(await page.evaluate(() => window.uiStore.get(1).properties.url), '/notes/7?tab=a%20b');
  await page.waitForLoadState('networkidle');
  await page.reload();
  await shows(page, '/notes/7\\?tab=a%20b');
  assert.equal(await placeOf(page, home), '/notes/7?tab=a%20b');
});

// F-260, and a link to pass on: it leads to the same place in a session of one's own.
test('what is shared is the place, not the session', async ({ page }) => {
  const home = await nativeHome(SITE);
  await page.goto(home.url);
  await shows(page, '/');
  const session = new URL(page.url()).pathname.slice(1);
  await page.evaluate(() => window.uiApp.navigateTo(`${location.pathname}/notes/3?x=1`));
  await shows(page, '/notes/3\\?x=1');
  const shared = await page.evaluate(() => window.uiApp.shareUrl());
  assert.equal(shared, `${home.url}/notes/3?x=1`);
  assert.equal(await page.locator('link[rel=canonical]').getAttribute('href'), shared);
  await page.goto(shared);
  await shows(page, '/notes/3\\?x=1');
  const other = new URL(page.url()).pathname.split('/')[1];
  assert.match(other, /^[0-9a-f]{32}$/);
  assert.notEqual(other, session);
  // The first one is still where it was.
  await page.goto(`${home.url}/${session}`);
  await shows(page, '/notes/3\\?x=1');
  await leave(page);
  await home.close();
});

// The app's own beginning does not add an entry to go back to.
test('an app that begins somewhere says so in the address', async ({ page }) => {
  const home = await nativeHome(siteOf({
    'lua/main.lua': 'session:createAppVariable(session:create(session:prototype("App", {}), { url = "/welcome", title = "Welcome" }))',
    'viewdefs/App.DEFAULT.html': '<template><div ui-url="url" ui-title="title"><p id="shown" ui-value="url"></p></div></template>',
  }));
  await page.goto(home.url);
  await shows(page, '/welcome');
  await page.waitForFunction(() => location.pathname.endsWith('/welcome'));
  await page.goBack();
  assert.equal(page.url(), 'about:blank');
  await page.goForward();
  await shows(page, '/welcome');
  await leave(page);
  await home.close();
});

// D-50: whoever only looks ahead gets no session; the refusal costs nobody anything.
test('looking ahead makes no session', async ({ page }) => {
  const home = await nativeHome(SITE, ['-v']);
  const ask = (headers) => new Promise((resolve, reject) => {
    request(`${home.url}/notes/1`, { headers: { Accept: 'text/html', ...headers } }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    }).on('error', reject).end();
  });
  assert.equal(await ask({ 'Sec-Purpose': 'prefetch;prerender' }), 503);
  assert.equal(await ask({}), 302);
  await page.goto(`${home.url}/notes/1`);
  await shows(page, '/notes/1');
  assert.equal(home.log.filter((line) => /session \d+ created/.test(line)).length, 2, home.log.join('\n'));
  await leave(page);
  await home.close();
});

// A page without JavaScript says what is missing.
test('without JavaScript the page says so', async ({ page }) => {
  const home = await nativeHome(SITE);
  const context = await page.context().browser().newContext({ javaScriptEnabled: false });
  const bare = await context.newPage();
  await bare.goto(home.url);
  assert.match(await bare.locator('noscript').innerText(), /This app needs JavaScript/);
  await context.close();
  await home.close();
});

process.exit((await runAll('address')) === 0 ? 0 : 1);
