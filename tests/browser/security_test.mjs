// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a page may do, in Chromium, with the policies both homes really send: values stay text, code runs only where the site
// says so, and what an app brings along works. Every violation of a policy fails a case (runner.mjs).

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { inEachHome } from './each_home.mjs';
import { nativeHome } from './homes.mjs';
import { leave, runAll, test } from './runner.mjs';
import { siteOf } from './site.mjs';

const app = (fields) => `
  local App = session:prototype("App", {})
  ${fields}
  session:createAppVariable(session:create(App, {}))`;

const template = (html) => `<template>${html}</template>`;

// Whatever runs says so here.
const ATTACK = '<img src=x onerror="window.hit=1"><svg onload="window.hit=1"></svg><script>window.hit=1</script>' +
  '<a href="javascript:window.hit=1">a</a><iframe srcdoc="<script>parent.hit=1</script>"></iframe>' +
  '<form action="javascript:window.hit=1"><button>b</button></form><style>body{display:none}</style>"><b id=got>';

// F-180, F-184, F-290, F-291: every binding gets markup and script addresses, nothing comes to life, and what is refused is gone.
inEachHome('a value never becomes markup', siteOf({
  'lua/main.lua': app(`
    App.attack = [==[${ATTACK}]==]
    App.script = " \\tJaVa\\nscRipt:window.hit=1"
    App.data = "data:text/html,<script>parent.hit=1</script>"
    App.title = "<b>bold</b>"
    function App:start() return self.safe and self.script or "/start" end
    function App:turn() self.safe = true end`),
  'viewdefs/App.DEFAULT.html': template(`<section ui-title="title">
    <p id="text" ui-value="attack"></p><h1 id="title" ui-value="title"></h1>
    <input id="input" aria-label="i" ui-value="attack"><textarea id="area" aria-label="t" ui-value="attack"></textarea>
    <select id="select" aria-label="s" ui-value="attack"><option ui-attr-value="attack" ui-value="attack"></option></select>
    <sl-input id="sl" label="x" ui-value="attack"></sl-input><sl-badge id="badge" ui-value="attack"></sl-badge>
    <div id="attrs" ui-attr-title="attack" ui-attr-class="attack" ui-attr-style="attack" ui-class-x="attack" ui-style-color="attack"
      ui-attr-data-x="attack" ui-attr-onclick="attack" ui-attr-onmouseover="attack">attributes</div>
    <a id="link" ui-attr-href="start()">a link</a><a id="data" ui-attr-href="data">data</a>
    <iframe id="frame" title="f" ui-attr-src="script" ui-attr-srcdoc="attack"></iframe>
    <form><button id="form" ui-attr-formaction="script">send</button></form>
    <object id="object" ui-attr-data="script"></object>
    <svg width="10" height="10"><a ui-attr-xlink:href="script"><rect width="10" height="10"></rect></a></svg>
    <div id="html" ui-html="attack"></div>
    <sl-button id="turn" ui-action="turn()">Turn</sl-button>
    <i id="code" ui-code="attack"></i></section>`),
}), async ({ page, home, expectProblem }) => {
  await page.locator('#html a').waitFor(); // The last to show.
  assert.equal(await page.locator('#text').textContent(), ATTACK);
  assert.equal(await page.locator('input#input:not([part])').inputValue(), ATTACK);
  assert.equal(await page.locator('#area').inputValue(), ATTACK);
  assert.equal(await page.title(), '<b>bold</b>');
  assert.equal(await page.locator('#title b, #text *, option *').count(), 0, 'markup came to life');
  assert.equal(await page.locator('#attrs').getAttribute('title'), ATTACK);
  for (const [selector, attribute] of [['#attrs', 'onclick'], ['#attrs', 'onmouseover'], ['#frame', 'src'], ['#frame', 'srcdoc'],
    ['#form', 'formaction'], ['#object', 'data'], ['svg a', 'xlink:href']]) {
    assert.equal(await page.locator(selector).getAttribute(attribute), null, `${selector} ${attribute}`);
  }
  const html = await page.locator('#html').innerHTML();
  assert.doesNotMatch(html, /<script|<iframe|<form|<style|onerror|onload|javascript:/i);
  // What was an address before is none any more.
  assert.equal(await page.locator('#link').getAttribute('href'), '/start');
  await page.locator('#turn').click();
  await page.waitForFunction(() => !document.querySelector('#link').hasAttribute('href'));
  await page.locator('#attrs').click();
  await page.locator('#html a').click();
  assert.equal(await page.evaluate(() => window.hit), undefined);
  // Handlers and styles are reported before the sanitiser takes them out; an image that leads nowhere is a missing file.
  expectProblem(HANDLER);
  if (home.name === 'native') expectProblem(STYLE);
  expectProblem(/404/);
});

const CODE_SITE = {
  'lua/main.lua': app('App.js = "element.textContent = [value.length, typeof store.get].join()"\nApp.html = [==[<b id="bold" onclick="window.hit=1">bold</b>]==]'),
  'viewdefs/App.DEFAULT.html': template(`<style>#styled { color: rgb(1, 2, 3) }</style>
    <section><p id="styled" style="font-weight: 700">styled</p><i id="code" ui-code="js"></i><div id="html" ui-html="html?trusted"></div>
    <p id="script">still</p><script>document.querySelector("#script").textContent = "ran"</script></section>`),
};

// What the browser says about handlers in markup, which the policy forbids (F-292).
const HANDLER = /policy violated: script-src-attr inline|Executing inline event handler violates/;
const STYLE = /policy violated: style-src-elem inline|Applying inline style violates/;

// F-196, F-292, D-24: scripts and ui-code are silent, styles of templates are not.
inEachHome('without the site\'s word no code runs', siteOf(CODE_SITE), async ({ page, home, expectProblem }) => {
  await page.locator('#bold').waitFor();
  assert.equal(await page.locator('#script').textContent(), 'still');
  assert.equal(await page.locator('#code').textContent(), '');
  assert.equal(await page.locator('#bold').getAttribute('onclick'), null);
  assert.equal(await page.locator('#styled').evaluate((e) => [getComputedStyle(e).color, getComputedStyle(e).fontWeight].join()), 'rgb(1, 2, 3),700');
  assert.ok(!home.log.some((line) => line.includes('[page]')), home.log.join('\n'));
  expectProblem(HANDLER);
});

// F-89, F-94, F-193: with it they run, under a policy that still allows neither eval nor handlers in markup.
inEachHome('with the site\'s word code runs', siteOf({ ...CODE_SITE, 'config/config.toml': '[page]\ncode = true\n' }), async ({ page, home, expectProblem }) => {
  await page.locator('#script', { hasText: 'ran' }).waitFor();
  await page.locator('#code', { hasText: /,function$/ }).waitFor();
  assert.equal(await page.locator('#bold').getAttribute('onclick'), null);
  if (home.name === 'native') assert.ok(home.log.some((line) => line.includes('ui-code ([page] code)')), home.log.join('\n'));
  const blocked = await page.evaluate(() => {
    const script = document.createElement('script');
    script.text = 'document.body.setAttribute("onclick", "window.hit = 1"); document.body.click()';
    script.nonce = document.querySelector('script[nonce]')?.nonce ?? '';
    document.head.append(script);
    return window.hit === undefined;
  });
  assert.ok(blocked, 'a handler in markup ran');
  expectProblem(HANDLER);
});

// D-24: markup as it is only where the binding asks for it and the site allows it.
inEachHome('trusted markup is the site\'s choice', siteOf({
  ...CODE_SITE, 'config/config.toml': '[page]\ntrusted_html = true\n',
  'viewdefs/App.DEFAULT.html': template('<section><div id="as-is" ui-html="html?trusted"></div><div id="clean" ui-html="html"></div></section>'),
}), async ({ page, expectProblem }) => {
  await page.locator('#as-is b').waitFor();
  await page.locator('#clean b').waitFor();
  assert.equal(await page.locator('#as-is b').getAttribute('onclick'), 'window.hit=1');
  assert.equal(await page.locator('#clean b').getAttribute('onclick'), null);
  await page.locator('#as-is b').click();
  assert.equal(await page.evaluate(() => window.hit), undefined); // The policy is the second wall.
  expectProblem(HANDLER);
});

// F-184: a frame's markup is as little to be trusted, and goes by the same word. What the frame may do the page's policy says.
inEachHome('the markup of a frame is trusted where ui-html may be', siteOf({
  'config/config.toml': '[page]\ntrusted_html = true\n',
  'lua/main.lua': app('App.letter = [==[<b id="bold" onclick="parent.hit=1">bold</b><script>parent.hit=1</script>]==]'),
  'viewdefs/App.DEFAULT.html': template(`<section><iframe id="as-is" title="a" ui-attr-srcdoc="letter?trusted"></iframe>
    <iframe id="refused" title="r" ui-attr-srcdoc="letter"></iframe></section>`),
}), async ({ page, expectProblem }) => {
  await page.frameLocator('#as-is').locator('#bold').click();
  assert.equal(await page.locator('#refused').getAttribute('srcdoc'), null);
  assert.equal(await page.evaluate(() => window.hit), undefined);
  expectProblem(HANDLER);
  expectProblem(/Executing inline script violates|policy violated: script-src-elem inline/);
});

// A page of the site's own: its scripts are the author's, with nonces put in by the server; markup handlers are not run.
test('a site\'s own page runs its own scripts', async ({ page, problems }) => {
  const home = await nativeHome(siteOf({
    'lua/main.lua': app('App.word = "hello"'),
    'viewdefs/App.DEFAULT.html': template('<div><p id="word" ui-value="word"></p></div>'),
    'html/index.html': `<!doctype html><html lang="en" class="theme-dusk"><head><title>Own</title><link rel="icon" href="/favicon.svg"><style>body { color: rgb(4, 5, 6) }</style>
      <script>document.documentElement.dataset.inline = "ran"</script><script src="/own.js" defer></script>
      <script type="module" src="/_tandem/main.js"></script></head><body><div ui-app></div></body></html>`,
    'html/own.js': 'document.documentElement.dataset.file = "ran"',
    'html/favicon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  }));
  const response = await page.goto(home.url);
  await page.locator('#word', { hasText: 'hello' }).waitFor();
  assert.deepEqual(await page.evaluate(() => ({ ...document.documentElement.dataset })), { inline: 'ran', file: 'ran' });
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).color), 'rgb(4, 5, 6)');
  assert.equal(await page.evaluate(() => document.documentElement.className), 'theme-dusk'); // F-10
  // The nonce is nowhere a style sheet could read it.
  assert.equal(await page.evaluate(() => document.querySelector('script').getAttribute('nonce')), '');
  const policy = (await response.allHeaders())['content-security-policy'];
  assert.match(policy, /script-src 'nonce-[\w-]{22,}'/);
  assert.doesNotMatch(policy, /unsafe-eval/);
  // Markup that got in all the same has no nonce.
  await page.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<img src="/own.js" onerror="window.hit=1">'));
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.text = 'window.hit = 1';
    document.body.append(script);
  });
  assert.equal(await page.evaluate(() => window.hit), undefined);
  assert.ok(problems.some((text) => text.includes('policy violated: script-src')), problems.join('\n'));
  problems.length = 0;
  await leave(page);
  await home.close();
});

// Compat: what apps for ui-engine do works without a change to them.
inEachHome('compatibility runs what unmodified apps bring', siteOf({
  'config/config.toml': '[compat]\nui-engine = true\n',
  'lua/main.lua': app(`App.js = "element.textContent = 'code'"
    App.html = [==[<a id="rich" href="#" onclick="window.rich = 1">rich</a>]==]`),
  'viewdefs/App.DEFAULT.html': template(`<style>#deep { color: rgb(7, 8, 9) }</style><div>
    <p id="handler" onclick="window.handled = 1">handler</p><i id="code" ui-code="js"></i><span ui-html="html"></span><b id="deep">deep</b>
    <script>document.getElementById('app-favicon').href = 'data:,'; window.evaluated = eval('1 + 1');
      const style = document.createElement('style'); style.textContent = '#handler { color: rgb(9, 9, 9) }'; document.head.append(style);</script></div>`),
}), async ({ page, home }) => {
  await page.locator('#code', { hasText: 'code' }).waitFor();
  await page.waitForFunction(() => window.evaluated === 2);
  await page.locator('#handler').click();
  await page.locator('#rich').click();
  assert.deepEqual(await page.evaluate(() => [window.handled, window.rich]), [1, 1]);
  assert.equal(await page.locator('#handler').evaluate((e) => getComputedStyle(e).color), 'rgb(9, 9, 9)');
  if (home.name === 'native') assert.ok(home.log.some((line) => line.includes('[compat] ui-engine')), home.log.join('\n'));
});

// The stock page's components under the policies of both homes: each kind once, with its icons and its popup.
inEachHome('Shoelace needs nothing more', siteOf({
  'lua/main.lua': app('App.kind = "a"\nApp.open = true'),
  'viewdefs/App.DEFAULT.html': template(`<section>
    <sl-select id="select" label="Kind" ui-value="kind"><sl-option value="a">A</sl-option><sl-option value="b">B</sl-option></sl-select>
    <sl-dropdown><sl-button id="menu" slot="trigger" caret>Menu</sl-button><sl-menu><sl-menu-item value="x" type="checkbox">X</sl-menu-item></sl-menu></sl-dropdown>
    <sl-color-picker label="Colour" value="#ff0000"></sl-color-picker><sl-rating label="Stars" value="3"></sl-rating><sl-qr-code value="x" label="code"></sl-qr-code>
    <sl-tab-group><sl-tab slot="nav" panel="one">One</sl-tab><sl-tab-panel name="one">First</sl-tab-panel></sl-tab-group>
    <sl-tree><sl-tree-item>Leaf</sl-tree-item></sl-tree><sl-details summary="More">More</sl-details><sl-split-panel style="height: 40px"></sl-split-panel>
    <sl-avatar initials="AB" label="AB"></sl-avatar><sl-icon name="gear" label="gear"></sl-icon><sl-copy-button value="x"></sl-copy-button><sl-spinner></sl-spinner>
    <sl-carousel navigation pagination><sl-carousel-item>1</sl-carousel-item><sl-carousel-item>2</sl-carousel-item></sl-carousel>
    <sl-image-comparer></sl-image-comparer><sl-range label="r"></sl-range><sl-switch>s</sl-switch><sl-progress-ring value="3"></sl-progress-ring></section>`),
}), async ({ page }) => {
  await page.waitForFunction(() => document.querySelector('sl-select') && !document.querySelector(':not(:defined)'));
  await page.locator('#select').click();
  await page.locator('sl-option', { hasText: 'B' }).click();
  await page.locator('#menu').click();
  await page.locator('sl-menu-item').waitFor({ state: 'visible' });
  await page.waitForLoadState('networkidle');
});

// Somebody else's server: a picture, and a script that says so when it runs. `asked` are the paths that one case asked for.
const asked = [];
const others = createServer(({ url }, response) => {
  asked.push(url);
  const isScript = url.endsWith('.js');
  response.writeHead(200, { 'Content-Type': isScript ? 'text/javascript' : 'image/svg+xml' });
  response.end(isScript ? 'window.hit = 1' : '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"/>');
});
await new Promise((resolve) => others.listen(0, '127.0.0.1', resolve));
const OTHERS = `http://127.0.0.1:${others.address().port}`;

// [page] content_from: what other origins have comes in where the site names them, their scripts never.
for (const isNamed of [false, true]) {
  inEachHome(`pictures of another origin are ${isNamed ? 'shown where the site names it, its scripts are not run' : 'not even asked for'}`, siteOf({
    'config/config.toml': isNamed ? `[page]\ncontent_from = ["${OTHERS}"]\n` : '',
    'lua/main.lua': app(`App.picture = "${OTHERS}/bound.svg"\nApp.html = [==[<img id="inside" alt="inside" src="${OTHERS}/inside.svg">]==]\nApp.own = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='5' height='5'/%3E"`),
    'viewdefs/App.DEFAULT.html': template('<section><img id="bound" alt="bound" ui-attr-src="picture"><img id="own" alt="own" ui-attr-src="own"><div ui-html="html"></div></section>'),
  }), async ({ page, expectProblem }) => {
    await page.locator('#inside').waitFor({ state: 'attached' });
    await page.waitForFunction(() => ['bound', 'inside', 'own'].every((id) => document.getElementById(id)?.complete));
    const widths = await page.evaluate(() => ['bound', 'inside', 'own'].map((id) => document.getElementById(id).naturalWidth));
    assert.deepEqual(widths, isNamed ? [7, 7, 5] : [0, 0, 5]);
    await page.evaluate((address) => new Promise((resolve) => {
      const script = document.createElement('script');
      script.src = address;
      script.onload = script.onerror = resolve;
      document.head.append(script);
    }), `${OTHERS}/foreign.js`);
    assert.equal(await page.evaluate(() => window.hit), undefined);
    assert.deepEqual(asked.splice(0).sort(), isNamed ? ['/bound.svg', '/inside.svg'] : []);
    expectProblem(/policy violated: script-src-elem|violates the following Content Security Policy directive: "script-src/);
    expectProblem(/request failed: .*foreign\.js/);
    if (!isNamed) for (const pattern of [/policy violated: img-src|directive: "img-src/, /request failed: .*(bound|inside)\.svg/]) expectProblem(pattern);
  });
}

process.exit((await runAll('security')) === 0 ? 0 : 1);
