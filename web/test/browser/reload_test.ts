// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Templates that are edited under somebody's hands: what is rendered again, what is left alone, what the person keeps.

import assert from 'node:assert/strict';
import { items, object, scene, type Setting, type Stage } from '../harness/stage';
import type { Entry } from '../harness/stub_server';

const kid = (app: string, template: string) => ({ viewdefs: { 'App.DEFAULT': app, 'Kid.DEFAULT': template } });
const CODE = { head: '<meta name="tandem-allow-code" content="yes"><script>window.s = []</script>' };
const AUTHOR = { head: '<meta name="tandem-dev" content="yes">' };

async function deliver(stage: Stage, viewdefs: Record<string, string>): Promise<void> {
  stage.stub.update('', undefined, stage.stub.viewdefsProperty(viewdefs));
  await stage.settle();
}

scene('C-228 C-222 F-119 F-89 scripts run at each render: later, and again after a reload', {
  ...kid('<div><p ui-view="kid"></p></div>', '<i>1</i><script>s.push(document.querySelector("i").textContent)</script>'), model: { kid: { value: null } }, ...CODE,
}, async (stage) => {
  assert.deepEqual(await stage.page.evaluate('s'), []);
  stage.stub.update('kid', { obj: 2 }, { type: 'Kid' });
  await stage.settle();
  assert.deepEqual(await stage.page.evaluate('s'), ['1']);
  await deliver(stage, { 'Kid.DEFAULT': '<i>2</i><script>s.push(document.querySelector("i").textContent)</script>' });
  await deliver(stage, { 'Kid.DEFAULT': '<i>2</i><script>s.push(document.querySelector("i").textContent)</script>' }); // Nothing new.
  assert.deepEqual(await stage.page.evaluate('s'), ['1', '2']);
});

scene('C-267 F-112 a template that begins with a script is rendered again', {
  ...kid('<div><p ui-view="kid"></p></div>', '<script>s.push(1)</script><i>1</i>'), model: { kid: object('Kid') }, ...CODE,
}, async (stage) => {
  await deliver(stage, { 'Kid.DEFAULT': '<script>s.push(2)</script><i>2</i>' });
  assert.deepEqual([await stage.text('i'), await stage.count('i'), await stage.count('script[ui-viewdef]')], ['2', 1, 1]);
  assert.deepEqual(await stage.page.evaluate('s'), [1, 2]);
});

scene('F-82 F-118 of a delivery everything is stored before anything is rendered, and nothing twice', {
  viewdefs: { 'App.DEFAULT': '<div><p ui-view="kid"></p><u ui-view="late"></u></div>', 'Kid.DEFAULT': '<i ui-view="deep"></i>', 'Deep.DEFAULT': '<b>1</b>' },
  model: { kid: object('Kid'), deep: object('Deep'), late: object('Late') },
}, async (stage) => {
  const before = stage.stub.id('kid.deep');
  const { mark } = stage;
  // The outer template first and last: the inner view of the old one is gone, and is not rendered again on the way.
  await deliver(stage, { 'Late.DEFAULT': '<em ui-view="deep"></em>', 'Kid.DEFAULT': '<h2 ui-view="deep"></h2>', 'Deep.DEFAULT': '<b>2</b>' });
  assert.deepEqual(await stage.page.locator('b').allTextContents(), ['2', '2']);
  const reports = stage.stub.frames.slice(mark).flatMap(({ messages }) => messages)
    .flatMap((m) => (m.type === 'update' && m.data.properties ? [m.data.properties['viewdef']] : []));
  assert.deepEqual(reports.sort(), ['Deep.DEFAULT', 'Deep.DEFAULT', 'Kid.DEFAULT', 'Late.DEFAULT']);
  assert.equal(stage.stub.variables.has(before), false);
});

scene('C-272 F-104 twenty reloads leave nothing behind', {
  viewdefs: {
    'App.DEFAULT': '<div><p ui-view="kid"></p></div>',
    'Kid.DEFAULT': '<div><b ui-value="a" ui-class-x="b"></b><i ui-view="deep"></i><ul ui-viewlist="rows"></ul><u ui-repeat="rows"><b ui-value="n"></b></u></div>', 'It.DEFAULT': '<li ui-value="n"></li>',
    'Deep.DEFAULT': '<b ui-value="c"></b>',
  },
  model: { kid: object('Kid'), deep: object('Deep'), rows: items(3), 0: object('It'), 1: object('It'), 2: object('It'), n: 1 },
}, async (stage) => {
  const before = stage.stub.variables.size;
  for (let round = 0; round < 20; round += 1) {
    await deliver(stage, { 'Kid.DEFAULT': `<div class="r${round}"><b ui-value="a" ui-class-x="b"></b><i ui-view="deep"></i><ul ui-viewlist="rows"></ul><u ui-repeat="rows"><b ui-value="n"></b></u></div>` });
  }
  assert.equal(stage.stub.variables.size, before);
  assert.deepEqual([await stage.count('li'), await stage.count('u')], [3, 3]);
});

const FORM = (note: string) => `<section><input id="q" ui-value="v"><div id="box" style="height:60px;overflow:auto"><p style="height:400px">${note}</p></div>` +
  '<pre style="height:40px;overflow:auto">' + 'line\n'.repeat(40) + '</pre><details><summary>more</summary>text</details><details><summary>less</summary>text</details><sl-details summary="s">x</sl-details></section>';

scene('C-269 F-116 what is typed, scrolled and opened stays while a template is edited', {
  ...kid('<div><p ui-view="kid"></p><details><summary>o</summary></details></div>', FORM('one')), model: { kid: object('Kid'), v: 'abc' }, shoelace: true, ...AUTHOR,
}, async (stage) => {
  await stage.page.evaluate(async () => {
    document.querySelector('#box')?.scrollTo(0, 40);
    document.querySelector('pre')?.scrollTo(0, 70);
    document.querySelectorAll('details')[1]?.toggleAttribute('open');
    await (document.querySelector('sl-details') as unknown as { show(): Promise<void> }).show();
  });
  await stage.page.locator('#q').focus();
  await stage.page.keyboard.press('End');
  await stage.page.keyboard.type('d');
  await stage.page.keyboard.press('ArrowLeft');
  await stage.page.keyboard.press('ArrowLeft');
  stage.stub.model['v'] = { value: 'abcd' };
  const [old, { mark }] = [stage.stub.id('kid.v'), stage];
  await deliver(stage, { 'Kid.DEFAULT': FORM('two') });
  assert.deepEqual(await stage.page.evaluate(() => {
    const field = document.activeElement as HTMLInputElement;
    return {
      field: [field.id, field.value, field.selectionStart], box: document.querySelector('#box')?.scrollTop, pre: document.querySelector('pre')?.scrollTop,
      open: [...document.querySelectorAll('details')].map(({ open }) => open), sl: (document.querySelector('sl-details') as unknown as { open: boolean }).open,
      text: document.querySelector('#box p')?.textContent,
    };
  }), { field: ['q', 'abcd', 2], box: 40, pre: 70, open: [false, true, false], sl: true, text: 'two' });
  const sent = stage.stub.frames.slice(mark).flatMap(({ messages }) => messages).find((m) => m.type === 'update' && m.data.varId === old);
  assert.deepEqual(sent?.type === 'update' ? sent.data.value : null, 'abcd');
});

scene('F-116 the app\'s word on what is open is not overruled', {
  ...kid('<div><p ui-view="kid"></p></div>', '<details ui-attr-open="o"><summary>s</summary></details>'), model: { kid: object('Kid'), o: true }, ...AUTHOR,
}, async (stage) => {
  stage.stub.model['o'] = { value: false };
  await deliver(stage, { 'Kid.DEFAULT': '<details class="n" ui-attr-open="o"><summary>s</summary></details>' });
  assert.equal(await stage.page.locator('details').evaluate((e) => (e as HTMLDetailsElement).open), false);
});

scene('F-116 the focus goes to the same control among several alike', {
  viewdefs: {
    'App.DEFAULT': '<div><p ui-view="kid"></p></div>',
    'Kid.DEFAULT': '<div><ul ui-viewlist="rows"><li></li></ul><a href="#a">a</a><a href="#b">b</a></div>', 'It.DEFAULT': '<li><input ui-value="n"><button ui-action="go()">x</button></li>',
  },
  model: { kid: object('Kid'), rows: items(3), 0: object('It'), 1: object('It'), 2: object('It'), n: 'text' },
}, async (stage) => {
  const focused = () => stage.page.evaluate(() => {
    const { activeElement: active } = document;
    return [active?.localName, active?.closest('li') ? [...document.querySelectorAll('li')].indexOf(active.closest('li') as HTMLLIElement) : active?.textContent];
  });
  let version = 0;
  for (const [selector, nth, expected] of [['input', 1, ['input', 1]], ['button', 2, ['button', 2]], ['a', 1, ['a', 'b']]] as const) {
    await stage.page.locator(selector).nth(nth).focus();
    version += 1;
    await deliver(stage, { 'Kid.DEFAULT': `<div class="v${version}"><ul ui-viewlist="rows"><li></li></ul><a href="#a">a</a><a href="#b">b</a></div>` });
    assert.deepEqual(await focused(), expected);
  }
});

const LONG = 1000;

function long(app: string): Setting {
  const refs: Entry = { value: Array.from({ length: LONG }, (_, index) => ({ obj: 5000 + index })) };
  return {
    viewdefs: { 'App.DEFAULT': '<div><h1>t</h1><section ui-view="kid"></section></div>', 'Kid.DEFAULT': app, 'It.DEFAULT': '<li class="row" style="height:30px"><b ui-value="n"></b></li>' },
    model: {
      kid: object('Kid'), rows: refs, ...Object.fromEntries(Array.from({ length: LONG }, (_, i) => [`@${5000 + i}`, object('It')])),
      ...Object.fromEntries(Array.from({ length: LONG }, (_, i) => [`kid.rows.@${5000 + i}.n`, i])),
    },
    prepare: (stub) => void (stub.features = ['ack', 'list']),
    ...AUTHOR,
  };
}

for (const [where, app] of [
  ['the page', '<div class="v"><ol ui-viewlist="rows"><li></li></ol></div>'],
  ['an element of the template', '<div class="v"><div id="scroller" tabindex="0" style="height:300px;overflow:auto"><ol ui-viewlist="rows"><li></li></ol></div></div>'],
] as const) {
  scene(`F-116 F-153 a long list keeps its place when its template, or that of its rows, is edited, where ${where} scrolls`, long(app), async (stage) => {
    await stage.until('there is a window', () => stage.page.evaluate(() => [...document.querySelectorAll('.tandem-space')].some((space) => space.getBoundingClientRect().height > 1000)));
    await stage.page.evaluate(() => {
      const scroller = document.querySelector('#scroller') ?? document.documentElement;
      scroller.scrollTop = 0.6 * scroller.scrollHeight + 11;
    });
    await stage.settle();
    const inSight = () => stage.page.evaluate(() => {
      const scroller = document.querySelector('#scroller') ?? document.documentElement;
      const top = scroller === document.documentElement ? 0 : scroller.getBoundingClientRect().top;
      return [...document.querySelectorAll('.row')].map((row) => [Number(row.querySelector('b')?.textContent), Math.round(row.getBoundingClientRect().top - top)] as const)
        .filter(([, y]) => y >= 0 && y < 250);
    });
    const before = await inSight();
    assert.ok(before.length > 6 && (before[0]?.[0] ?? 0) > 500, JSON.stringify(before));
    const { mark } = stage;
    await deliver(stage, { 'Kid.DEFAULT': app.replace('class="v"', 'class="w"') });
    assert.equal(await stage.count('.w'), 1);
    assert.deepEqual(await inSight(), before);
    // Nor is it told of rows that nobody sees on the way.
    const created = stage.stub.frames.slice(mark).flatMap(({ messages }) => messages).filter((m) => m.type === 'create' && m.data.properties['path']?.startsWith('@'));
    assert.equal(created.length, await stage.count('.row'));
    await deliver(stage, { 'It.DEFAULT': '<li class="row new" style="height:30px"><b ui-value="n"></b></li>' });
    assert.deepEqual(await inSight(), before);
    assert.ok((await stage.count('.row.new')) > 6);
    await deliver(stage, { 'It.DEFAULT': '<li class="row" style="height:50px"><b ui-value="n"></b></li>' });
    assert.equal((await inSight())[0]?.[0], before[0]?.[0]);
  });
}
