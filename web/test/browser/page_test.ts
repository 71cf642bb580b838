// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The page as a whole: scripts' interface, scrolling, an app that does not start, the stock page's looks and
// accessibility, a strict policy, and the home without a server.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { assets, items, object, scene } from '../harness/stage';
import { updateMessage } from '../harness/stub_server';

const app = (html: string) => ({ viewdefs: { 'App.DEFAULT': html } });

scene('C-290 C-291 C-292 F-271 F-273 updateValue, by the authored id', {
  ...app('<div><span id="br" ui-value="d?access=rw"></span><input id="i" ui-value="v"><p id="none" ui-class-x="c"></p></div>'), model: { d: 'old', v: '' },
}, async (stage) => {
  await stage.page.evaluate(() => {
    const input = document.querySelector('input');
    if (input) input.value = 't';
    window.uiApp?.updateValue('br', 'P');
    window.uiApp?.updateValue('br', 'P');
    window.uiApp?.updateValue('br');
    window.uiApp?.updateValue('i');
    window.uiApp?.updateValue('none', 1);
    window.uiApp?.updateValue('nobody', 1);
  });
  await stage.settle();
  assert.deepEqual([stage.values('d'), stage.values('v')], [['P'], ['t']]);
  assert.equal(await stage.text('#br'), 'old');
});

scene('C-293 F-272 five megabytes pass', { ...app('<div><span id="br" ui-value="d?access=rw"></span><button ui-action="go()">x</button></div>') }, async (stage) => {
  await stage.page.evaluate(() => {
    window.uiApp?.updateValue('br', 'x'.repeat(5_000_000));
    document.querySelector('button')?.click();
  });
  await stage.until('it has arrived', () => stage.values('go()').length === 1);
  assert.deepEqual(stage.values('d').map((value) => String(value).length), [5_000_000]);
});

scene('C-294 F-60 F-270 watching a variable of one\'s own', app('<p>x</p>'), async (stage) => {
  const id = await stage.page.evaluate(() => {
    const log: unknown[] = ((window as unknown as { log: unknown[] }).log = []);
    const id = window.uiStore?.create({ parentId: 1, properties: { path: 'mine', elementId: 'none' } }) ?? 0;
    (window as unknown as { stop?: () => void }).stop = window.uiStore?.watch(id, (record, value, properties) =>
      log.push([record.varId, record.value, value, properties?.['k']])) ?? (() => undefined);
    return id;
  });
  await stage.settle();
  stage.stub.send(updateMessage(id, 5, { k: 'v' }));
  await stage.settle();
  await stage.page.evaluate(() => (window as unknown as { stop: () => void }).stop());
  await stage.settle();
  stage.stub.send(updateMessage(id, 6));
  await stage.settle();
  assert.deepEqual(await stage.page.evaluate('log'), [[id, 5, 5, 'v']]);
  assert.deepEqual(stage.stub.messages('watch').length, 1);
  assert.deepEqual(stage.stub.messages('unwatch'), [{ type: 'unwatch', data: { varId: id } }]);
});

scene('C-295 F-240 F-260 F-270 navigateTo, widgets, views', { ...app('<div id="x"><b id="v" ui-value="a"></b><i ui-view="kid"></i></div>'), model: { kid: object('Kid') } }, async (stage) => {
  await stage.page.evaluate(() => window.uiApp?.navigateTo('/S1/a/b'));
  await stage.settle();
  assert.equal(new URL(stage.page.url()).pathname, '/S1/a/b');
  assert.deepEqual(stage.stub.messages('update').at(-1), { type: 'update', data: { varId: 1, properties: { url: '/a/b' } } });
  const facts = await stage.page.evaluate(() => {
    const binding = window.uiApp?.getBinding();
    const widget = binding?.getWidget('v');
    return [widget?.hasBinding('ui-value'), widget?.getVariableId('ui-value'), widget?.getElement().id, window.uiApp?.getAppView()?.isRendered(), window.uiApp?.getConnection().isConnected()];
  });
  assert.deepEqual(facts, [true, stage.stub.id('a'), 'v', true, true]);
});

const LOG = { 'lua.ViewList.DEFAULT': '<div ui-viewlist="items"></div>', 'It.DEFAULT': '<p style="height:30px;margin:0" ui-value="t"></p>' };

scene('C-280 C-281 C-284 C-285 F-231 F-233 F-234 output stays in sight, unless the user looks elsewhere', {
  viewdefs: { 'App.DEFAULT': '<div><pre style="height:40px;overflow:auto" ui-value="log?scrollOnOutput"></pre><section id="box" style="height:100px;overflow:auto" ui-view="msgs?scrollOnOutput"></section></div>', ...LOG },
  model: { log: 'line\n'.repeat(50), msgs: object('lua.ViewList'), items: items(20), ...Object.fromEntries(Array.from({ length: 40 }, (_, i) => [String(i), object('It')])) },
}, async (stage) => {
  const gap = (selector: string) => stage.page.locator(selector).evaluate((e) => Math.round(e.scrollHeight - e.clientHeight - e.scrollTop));
  await stage.settle();
  assert.equal(await gap('pre'), 0);
  assert.equal(await gap('#box'), 0);
  await stage.page.locator('#box').evaluate((e) => (e.scrollTop = 100));
  await stage.settle();
  stage.stub.update('msgs.items', items(25).value);
  await stage.settle();
  assert.equal(await stage.page.locator('#box').evaluate((e) => e.scrollTop), 100);
  await stage.page.locator('#box').evaluate((e) => (e.scrollTop = e.scrollHeight));
  await stage.settle();
  stage.stub.update('msgs.items', items(30).value);
  await stage.settle();
  assert.equal(await gap('#box'), 0);
});

const FAILURE = { type: 'error', data: { varId: 1, code: 'app-failure', description: 'lua/main.lua:3: oops\nstack traceback:\n\t[C]: in ?' } };

scene('an app that does not start is explained in its place, and replaced when it does after all', {
  root: {}, ...app('<p id="up">up</p>'), body: '<main><div ui-app></div></main>',
}, async (stage) => {
  stage.expectProblem(/lua\/main\.lua:3: oops/);
  stage.stub.send(FAILURE);
  await stage.settle();
  assert.equal(await stage.text('[role=alert] h1'), 'This app could not start');
  assert.equal(await stage.text('[role=alert] pre'), FAILURE.data.description);
  assert.equal(await stage.page.locator('[ui-app]').isVisible(), false);
  stage.stub.send(updateMessage(1, undefined, { other: 'x' }));
  await stage.settle();
  assert.equal(await stage.count('[role=alert]'), 1);
  stage.stub.send(FAILURE);
  await stage.settle();
  assert.equal(await stage.count('[role=alert]'), 1);
  stage.stub.send(updateMessage(1, { obj: 1 }, { type: 'App' }));
  await stage.settle();
  assert.equal(await stage.count('[role=alert]'), 0);
  assert.equal(await stage.page.locator('main p').isVisible(), true);
});

const STOCK = {
  viewdefs: {
    'App.DEFAULT': `<div><h1 ui-value="title"></h1><sl-card><form><sl-input label="Search" ui-value="q?keypress" clearable></sl-input>
      <sl-select label="Sort" ui-value="s"><sl-option value="name">Name</sl-option></sl-select><sl-checkbox ui-value="c">Only mine</sl-checkbox></form></sl-card>
      <ul ui-viewlist="rows"><li></li></ul><button ui-action="add()">Add</button><span class="hidden" id="hid">h</span><span class="hidden showing" id="shw">s</span>
      <div ui-view="none"></div><p class="error-alert">An error</p><p class="empty-state">Nothing yet</p></div>`,
    'It.DEFAULT': '<li><p ui-event-click="open()"><b ui-value="n"></b></p></li>',
  },
  model: { title: 'Contacts', q: '', s: 'name', c: true, rows: items(2), 0: object('It'), 1: object('It'), n: 'Ada' },
};

async function stockPage(stub: { pages: Record<string, string> }): Promise<void> {
  stub.pages['/S1'] = await readFile(join(assets, 'index.html'), 'utf8');
}

scene('F-7 F-8 F-9 the stock page brings what existing apps assume, and an app\'s own style wins over it', {
  viewdefs: {
    'App.DEFAULT': '<style>.hidden { display: inline } .app-container { max-width: 500px }</style><div><p class="hidden" id="a">a</p><p class="hidden showing" id="b">b</p><p class="error-alert" id="c">c</p><p class="empty-state" id="d">d</p></div>',
  }, settle: false,
  prepare: (stub) => {
    stub.answers = false;
    return stockPage(stub);
  },
}, async (stage) => {
  const spinner = () => stage.page.evaluate(() => getComputedStyle(document.querySelector('[ui-app]') as Element, '::after').animationName);
  await stage.until('something turns', async () => (await spinner()) !== 'none');
  const look = await stage.page.evaluate(() => {
    const [root, body] = [getComputedStyle(document.documentElement), getComputedStyle(document.body)];
    const token = (name: string) => root.getPropertyValue(name).trim();
    return [token('--app-max-width'), token('--spacing-sm'), token('--spacing-md'), token('--spacing-lg'), body.boxSizing, body.margin, body.padding,
      parseFloat(body.minHeight) >= innerHeight, body.backgroundColor === 'rgba(0, 0, 0, 0)', body.fontFamily.includes('sans')];
  });
  assert.deepEqual(look, ['800px', '.5rem', '1rem', '1.5rem', 'border-box', '0px', '16px', true, false, true]);
  assert.deepEqual([await stage.attribute('head link#app-favicon', 'rel'), await stage.count('link[href*="shoelace"]') > 0], ['icon', true]);
  stage.stub.send(updateMessage(1, { obj: 1 }, { type: 'App', ...stage.stub.viewdefsProperty(stage.stub.viewdefs) }));
  await stage.until('the app is there', async () => (await stage.count('#a')) === 1);
  await stage.settle();
  const styles = await stage.page.evaluate(() => ['a', 'b', 'c', 'd'].map((id) => getComputedStyle(document.getElementById(id) as Element).display));
  assert.deepEqual(styles.slice(0, 2), ['inline', 'inline']);
  assert.equal(await stage.page.locator('.app-container').evaluate((e) => getComputedStyle(e).maxWidth), '500px');
  await stage.page.evaluate(() => ((document.getElementById('app-favicon') as HTMLLinkElement).href = 'data:,')); // As apps do.
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1280]) {
    scene(`C-300 F-7 F-8 the stock page, ${colorScheme}, ${width} wide, is accessible and complete`, {
      ...STOCK, prepare: stockPage, context: { colorScheme, viewport: { width, height: 800 } },
    }, async (stage) => {
      await stage.until('the components are there', () => stage.page.evaluate(() => !document.querySelector(':not(:defined)')));
      await stage.settle();
      if (process.env['SCREENSHOTS']) await stage.page.screenshot({ path: join(process.env['SCREENSHOTS'], `stock_${colorScheme}_${width}.png`) });
      assert.equal(await stage.page.locator('#hid').isVisible(), false);
      assert.equal(await stage.page.locator('#shw').isVisible(), true);
      assert.equal(await stage.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, 'the page scrolls sideways');
      assert.ok(stage.stub.requests.some((request) => /assets\/system\/.*\.svg/.test(request)), 'icons come from files');
      const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      await stage.page.evaluate(source);
      const violations = await stage.page.evaluate(async () => {
        const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Array<{ id: string; impact: string; nodes: Array<{ html: string }> }> }> } };
        return (await axe.run()).violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      });
      assert.deepEqual(violations, []);
    });
  }
}

scene('C-303 F-292 a strict policy is enough', {
  ...STOCK, prepare: stockPage, headers: { 'content-security-policy': "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'" },
}, async (stage) => {
  await stage.until('the components are there', () => stage.page.evaluate(() => !document.querySelector(':not(:defined)')));
  assert.equal(await stage.text('b'), 'Ada');
});

// Says what a core would for a page that watches variable 1; echoes nothing else.
const FAKE_CORE = `export class TandemCore {
  static async load(host, options) { const core = new TandemCore(); core.host = host; core.options = options; return core; }
  create() { if (this.options.files['lua/main.lua'] === 'fail') throw new Error('main.lua:1: no'); return 's'; }
  connect(session, onFrame, onClose) { this.onFrame = onFrame; this.onClose = onClose; return 7; }
  receive(connection, text) {
    const { messages } = JSON.parse(text);
    if (messages.some((m) => m.data.properties?.url)) this.onClose(1001, 'gone');
    if (messages.some((m) => m.data.properties?.fail)) { this.host.log(0, 'hello'); throw new Error('broken call'); }
    if (connection !== 7 || messages[0].type !== 'watch') return;
    const bytes = new Uint8Array(70000); this.host.fillRandom(bytes);
    this.random = bytes.some((b) => b !== 0);
    this.host.setTimer(3, 5); this.host.setTimer(4, 5); this.host.clearTimer(4);
  }
  fireTimer(id) {
    const viewdefs = JSON.stringify({ 'App.DEFAULT': this.options.files['viewdefs/App.DEFAULT.html'] });
    const title = [id, this.random, this.host.monotonicMs() > 0, this.host.wallMs() > 1e12, /\\/core\\/tandem_core_module\\.wasm$/.test(this.options.wasmUrl)].join(' ');
    this.onFrame(JSON.stringify({ type: 'update', data: { varId: 1, value: { obj: 1 }, properties: { type: 'App', viewdefs, title } } }));
  }
}`;

function localSite(main: string): string {
  return JSON.stringify({ files: { 'lua/main.lua': main, 'viewdefs/App.DEFAULT.html': '<template><p>local</p></template>' } });
}

async function localPage(stub: { pages: Record<string, string> }, main: string): Promise<void> {
  stub.pages['/some/folder/local.html'] = await readFile(join(assets, 'local.html'), 'utf8');
  stub.pages['/some/folder/_tandem/core/tandem_core.js'] = FAKE_CORE;
  stub.pages['/some/folder/site.json'] = localSite(main);
}

const LOCAL = { path: '/some/folder/local.html' };

scene('the local home runs from any folder without a server', { ...LOCAL, prepare: (stub) => localPage(stub, 'ok') }, async (stage) => {
  await stage.until('the app is there', async () => (await stage.count('main p')) === 1);
  assert.equal(await stage.page.evaluate(() => window.uiStore?.get(1)?.properties['title']), '3 true true true true');
  assert.deepEqual(stage.stub.upgrades, []);
});

scene('F-27 a local session that ends offers a new one', { ...LOCAL, prepare: (stub) => localPage(stub, 'ok') }, async (stage) => {
  await stage.until('the app is there', async () => (await stage.count('main p')) === 1);
  await stage.page.evaluate(() => window.uiStore?.update(1, undefined, { url: '/end' }));
  await stage.until('the user is told', async () => (await stage.count('[role=status] a')) === 1);
  assert.equal(await stage.attribute('[role=status] a', 'href'), '/some/folder/local.html');
  assert.equal(await stage.page.evaluate(() => document.documentElement.className), 'ui-disconnected');
});

scene('a core that fails in a call is reported, what it prints is passed on', { ...LOCAL, prepare: (stub) => localPage(stub, 'ok') }, async (stage) => {
  stage.expectProblem(/error: tandem: the core failed: broken call/);
  stage.expectProblem(/console output: tandem: hello/);
  await stage.until('the app is there', async () => (await stage.count('main p')) === 1);
  await stage.page.evaluate(() => window.uiStore?.update(1, undefined, { fail: '1' }));
});

scene('a local app that does not start is explained', { ...LOCAL, prepare: (stub) => localPage(stub, 'fail') }, async (stage) => {
  await stage.until('the panel is there', async () => (await stage.count('[role=alert]')) === 1);
  assert.equal(await stage.text('[role=alert] pre'), 'main.lua:1: no');
});

scene('a local page without its site says so', {
  ...LOCAL, prepare: async (stub) => { await localPage(stub, 'ok'); delete stub.pages['/some/folder/site.json']; },
}, async (stage) => {
  await stage.until('the panel is there', async () => (await stage.count('[role=alert]')) === 1);
  assert.match(await stage.text('[role=alert] pre'), /site\.json could not be loaded \(status 404\)/);
});
