// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What scripts of templates do in real apps, and `ui-code`: elements they find, what they leave behind for later, what happens
// when one of them fails, and under which policy they run.

import assert from 'node:assert/strict';
import { object, scene } from '../harness/stage';

const kid = (app: string, template: string) => ({ viewdefs: { 'App.DEFAULT': app, 'Kid.DEFAULT': template } });
const CODE = { head: '<meta name="tandem-allow-code" content="yes"><script>window.s = []</script>' };

scene('C-226 C-227 F-92 F-125 what scripts of templates usually do works', {
  ...kid('<div><section ui-view="kid"></section><i ui-code="js"></i></div>', `<div class="root"><button id="deep">x</button><p class="inner">p</p></div><script>
    document.getElementById('deep').addEventListener('click', () => s.push('clicked'));
    s.push(document.querySelector('.root') !== null, document.querySelector('.inner') !== null, this === window, document.currentScript.isConnected);
    const tick = setInterval(() => { clearInterval(tick); s.push('ticked') }, 1);
    window.ofTheApp = () => s.push('called');
    window.uiApp.poke = (what) => s.push('poked ' + what);
    const link = document.createElement('link'); link.rel = 'help'; link.href = '/own'; document.head.append(link);
  </script>`),
  model: { kid: object('Kid') }, ...CODE,
}, async (stage) => {
  await stage.until('the clock has ticked', async () => ((await stage.page.evaluate('s')) as unknown[]).includes('ticked'));
  await stage.page.locator('#deep').click();
  await stage.page.evaluate('ofTheApp()');
  stage.stub.update('js', 'uiApp.poke("by code")');
  await stage.settle();
  assert.deepEqual(await stage.page.evaluate('s'), [true, true, true, true, 'ticked', 'clicked', 'called', 'poked by code']);
  assert.equal(await stage.count('head link[href="/own"]'), 1);
});

scene('F-93 C-225 a script that throws is named after its template, and stops nobody', {
  ...kid('<div><section ui-view="kid"></section></div>', '<p>k</p><script>s.push(1)</script><script>throw new Error("mine")</script><script>s.push(3)</script>'),
  model: { kid: object('Kid') }, head: `${CODE.head}<script>addEventListener('error', (e) => s.push(e.filename))</script>`,
}, async (stage) => {
  stage.expectProblem(/mine/);
  assert.deepEqual(await stage.page.evaluate('s'), [1, 'viewdef/Kid.DEFAULT/2.js', 3]);
});

scene('F-194 F-193 ui-code runs for each update, also of equal text, and not for properties', {
  ...kid('<div><i ui-code="js"></i></div>', ''), model: { js: 's.push(value.length)' }, ...CODE,
}, async (stage) => {
  assert.deepEqual(await stage.page.evaluate('s'), [20]);
  stage.stub.update('js', 's.push(value.length)');
  stage.stub.update('js', undefined, { note: 'x' });
  stage.stub.update('js', 's.push(value.length) // 2');
  stage.stub.update('js', '');
  await stage.settle();
  assert.deepEqual(await stage.page.evaluate('s'), [20, 20, 25]);
});

scene('C-304 F-94 scripts and styles of templates bear the page\'s nonce', {
  ...kid('<div><section ui-view="kid"></section><i ui-code="js"></i></div>', '<style>.k { color: rgb(1, 2, 3) }</style><p class="k">k</p><script>document.body.dataset.ran = "yes"</script>'),
  model: { kid: object('Kid'), js: 'document.body.dataset.code = "ran"' },
  headers: { 'content-security-policy': "default-src 'self'; script-src 'nonce-abc' 'strict-dynamic'; style-src 'nonce-abc'; img-src data:" },
  prepare: (stub) => void (stub.pages['/S1'] = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Nonce</title><link rel="icon" href="data:,"><meta name="tandem-allow-code" content="yes">' +
    '<script type="module" nonce="abc" src="/_tandem/main.js"></script></head><body><main ui-app></main></body></html>'),
}, async (stage) => {
  assert.deepEqual(await stage.page.evaluate(() => ({ ...document.body.dataset })), { ran: 'yes', code: 'ran' });
  assert.equal(await stage.page.locator('.k').evaluate((e) => getComputedStyle(e).color), 'rgb(1, 2, 3)');
  assert.equal(await stage.page.locator('#ui-no-flash-style').evaluate((e) => (e as HTMLStyleElement).nonce), 'abc');
});
