// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// How a page comes to life: which element, which session, the first frame, what is in the document afterwards.

import assert from 'node:assert/strict';
import { object, scene } from '../harness/stage';
import { updateMessage } from '../harness/stub_server';

const HELLO = { 'App.DEFAULT': '<p>hi</p>' };

scene('C-1 F-15 F-33 the first frame watches variable 1 and nothing else', { viewdefs: HELLO }, async ({ stub }) => {
  assert.deepEqual(stub.upgrades, ['/ws/S1']);
  assert.deepEqual(stub.frames[0]?.messages, [{ type: 'watch', data: { varId: 1 } }]);
  assert.equal(stub.frames[0]?.userEvent, false);
});

scene('C-2 F-12 the cookie names the session of a page at /', {
  viewdefs: HELLO, path: '/', head: '<script>document.cookie = "ui-session=abc"</script>',
}, async ({ stub }) => assert.deepEqual(stub.upgrades, ['/ws/abc']));

scene('C-3 F-14 D-4 the path wins over a foreign cookie', {
  viewdefs: HELLO, head: '<script>document.cookie = "ui-session=other"</script>',
}, async ({ stub }) => assert.deepEqual(stub.upgrades, ['/ws/S1']));

scene('C-4 F-12 without a session nothing starts', { path: '/', body: '<main ui-app>kept</main>' }, async (stage) => {
  stage.expectProblem(/belongs to no session/);
  assert.deepEqual(stage.stub.upgrades, []);
  assert.equal(await stage.text('main'), 'kept');
});

scene('C-5 F-1 inert without [ui-app]', { body: '<main>kept</main>' }, async ({ stub, page }) => {
  assert.deepEqual(stub.upgrades, []);
  assert.equal(await page.evaluate(() => typeof window.uiApp), 'undefined');
});

scene('C-6 F-2 a module that comes late starts all the same', {
  viewdefs: HELLO, rendered: false,
  prepare: (stub) => {
    stub.pages['/S1'] = '<!doctype html><html lang="en"><head><title>Late</title><link rel="icon" href="data:,"></head><body><main ui-app></main></body></html>';
  },
}, async (stage) => {
  await stage.page.addScriptTag({ url: '/_tandem/main.js', type: 'module' });
  await stage.until('the app is there', async () => (await stage.count('p')) === 1);
});

scene('C-7 F-5 F-121 the root viewdef replaces the app element and takes its class and style', {
  viewdefs: { 'App.DEFAULT': '<section class="top" style="color:green">hi</section>' },
  body: '<main class="shell wide" style="gap:1px" ui-app="whatever"></main>',
}, async (stage) => {
  assert.equal(await stage.count('[ui-app]'), 0);
  const classes = (await stage.attribute('section', 'class'))?.split(' ').sort();
  assert.deepEqual(classes, ['shell', 'top', 'ui-view-1', 'wide']);
  assert.equal(await stage.attribute('section', 'style'), 'color:green; gap:1px');
  assert.equal(await stage.attribute('section', 'ui-viewdef'), 'App.DEFAULT');
  assert.match((await stage.attribute('section', 'id')) ?? '', /^ui-\d+$/);
});

scene('C-9 F-68 a rendered view reports its viewdef without a value', { viewdefs: HELLO }, async ({ stub }) => {
  assert.deepEqual(stub.messages('update'), [{ type: 'update', data: { varId: 1, properties: { viewdef: 'App.DEFAULT' } } }]);
});

scene('C-10 F-4 the globals are there before the first script', {
  viewdefs: { 'App.DEFAULT': '<p>x</p><script>window.t1 = typeof window.uiApp.updateValue</script>' },
  head: '<meta name="tandem-allow-code" content="yes">',
}, async ({ page }) => assert.equal(await page.evaluate('t1'), 'function'));

scene('C-11 F-11 the no-flash style hides new views', { viewdefs: HELLO }, async (stage) => {
  assert.equal(await stage.count('head style#ui-no-flash-style'), 1);
  assert.match(await stage.text('style#ui-no-flash-style'), /\.ui-new-view[^{]*\{ display: none !important/);
});

scene('C-12 F-83 F-103 templates that come after the type render once', {
  prepare: (stub) => void (stub.root = { value: { obj: 1 }, properties: { type: 'App' } }),
}, async (stage) => {
  stage.stub.send(updateMessage(1, undefined, stage.stub.viewdefsProperty(HELLO)));
  await stage.settle();
  assert.equal(await stage.count('p'), 1);
  assert.equal(stage.stub.messages('update').length, 1);
});

scene('F-6 the app element\'s own namespace chooses the root viewdef', {
  viewdefs: { ...HELLO, 'App.wide': '<p>wide</p>' }, body: '<main ui-app ui-namespace="wide"></main>',
}, async (stage) => assert.equal(await stage.text('p'), 'wide'));

scene('C-204 F-130 a namespace around the app element reaches its direct views', {
  viewdefs: { 'App.DEFAULT': '<div><i ui-view="a"></i></div>' }, model: { a: object('A') },
  body: '<body ui-namespace="PG"><main ui-app></main></body>',
}, async (stage) => assert.equal(stage.created('a')?.['namespace'], 'PG'));

scene('C-8 F-5 F-160 the app element is empty until the app is shown, and there is no gap', {
  viewdefs: HELLO, settle: false, prepare: (stub) => void (stub.answerAfterMs = 300),
  head: `<style>main:empty::before { content: "…" }</style><script>window.seen = []; const look = () => {
    const [main, app] = [document.querySelector('main'), document.querySelector('p')];
    const line = app && app.getClientRects().length > 0 ? 'app' : main ? (main.matches(':empty') ? 'spinner' : 'full') : 'nothing';
    if (document.body && seen.at(-1) !== line) seen.push(line);
    requestAnimationFrame(look);
  }; look()</script>`,
}, async (stage) => {
  await stage.until('the app is shown', async () => (await stage.page.evaluate('seen.at(-1)')) === 'app');
  assert.deepEqual(await stage.page.evaluate('seen'), ['spinner', 'app']);
});

scene('F-3 F-4 the app element is looked up when the socket is open; the globals are there before', {
  viewdefs: HELLO, settle: false, body: '<div><main ui-app></main></div>', prepare: (stub) => void (stub.upgradeStatus = 503),
}, async (stage) => {
  stage.allowProblem(/WebSocket connection to/);
  await stage.until('an attempt has failed', () => stage.stub.upgrades.length > 0);
  assert.deepEqual(await stage.page.evaluate(() => [typeof window.uiApp, typeof window.uiStore, window.uiApp?.getAppView()]), ['object', 'object', null]);
  await stage.page.evaluate(() => (document.querySelector('div') as Element).innerHTML = '<section class="other" ui-app></section><section ui-app>second</section>');
  stage.stub.upgradeStatus = 101;
  await stage.until('the app is there', async () => (await stage.count('p.other')) === 1);
  assert.equal(await stage.text('section'), 'second');
});
