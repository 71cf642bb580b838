// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// How a view takes its place: the steps of a render one by one, ids and classes, what waits, and what is gone afterwards.

import assert from 'node:assert/strict';
import { items, object, scene, type Stage } from '../harness/stage';
import { updateMessage } from '../harness/stub_server';

const kid = (app: string, template: string) => ({ viewdefs: { 'App.DEFAULT': app, 'Kid.DEFAULT': template } });

// Hands a message to the store and looks at the document at once: nothing has been shown yet.
const receiveAndLook = (stage: Stage, message: unknown, selector: string) => stage.page.evaluate(([wire, where]) => {
  window.uiStore?.receive(wire as never);
  return [...document.querySelectorAll(where as string)].map((e) => ({
    tag: e.localName, id: e.id, classes: [...e.classList].sort(), inert: e.hasAttribute('inert'), shown: e.getClientRects().length > 0, marker: e.getAttribute('ui-viewdef'),
  }));
}, [message, selector] as const);

scene('C-260 F-99 F-160 F-163 F-121 the steps of a render: the old stays, dead, the new is there, hidden, and dressed', {
  ...kid('<main><i>before</i><article class="h" style="top:1px" ui-view="kid"></article><i>after</i></main>', '<p id="mine"><b id="deep">old</b></p>'), model: { kid: object('Kid') },
  prepare: (stub) => void (stub.viewdefs['B.DEFAULT'] = '<style>u{}</style><u id="root" style="left:2px" class="t"><b id="deep">new</b></u><u id="other">2</u><ul ui-viewlist="l"></ul><em ui-view="v"></em><s ui-value="s"></s>'),
}, async (stage) => {
  const [id, varId] = [stage.created('kid')?.['elementId'] ?? '', stage.stub.id('kid')];
  assert.equal(await stage.page.locator('p').getAttribute('id'), id);
  const { mark } = stage;
  const look = await receiveAndLook(stage, updateMessage(varId, { obj: 8 }, { type: 'B' }), 'main > *');
  assert.deepEqual(look.map(({ tag, id: own, classes, inert, shown }) => [tag, own === id ? 'the id' : own.replace(/\d+/, 'n'), classes.join(' '), inert, shown]), [
    ['i', '', '', false, true],
    ['p', '', 'h ui-obsolete-view ui-view-2', true, true],
    ['style', 'ui-n', 'ui-new-view ui-view-2', false, false],
    ['u', 'the id', 'h t ui-new-view ui-view-2', false, false],
    ['u', 'ui-n', 'ui-new-view ui-view-2', false, false],
    ['ul', 'ui-n', 'ui-new-view ui-view-2', false, false],
    ['em', 'ui-n', 'ui-new-view ui-view-2', false, false],
    ['s', 'ui-n', 'ui-new-view ui-view-2', false, false],
    ['i', '', '', false, true],
  ]);
  assert.deepEqual(look.filter(({ tag }) => ['style', 'u', 'ul', 's'].includes(tag)).map(({ marker }) => marker), Array(5).fill('B.DEFAULT'));
  assert.equal(await stage.page.evaluate((name) => document.getElementById(name)?.localName, id), 'u');
  await stage.settle();
  assert.deepEqual(await stage.page.locator('main > *').evaluateAll((all) => all.map((e) => e.localName)), ['i', 'style', 'u', 'u', 'ul', 'em', 's', 'i']);
  assert.equal(await stage.attribute('u', 'style'), 'left:2px; top:1px');
  assert.equal(await stage.count('.ui-new-view, .ui-obsolete-view, [inert]'), 0);
  // In each root its lists and then its views; bindings when all roots have theirs; then the report.
  const told = stage.stub.frames.slice(mark).flatMap(({ messages }) => messages).map((m) =>
    (m.type === 'create' ? m.data.properties['path'] : m.type === 'update' ? m.data.properties?.['viewdef'] : m.type));
  assert.deepEqual(told, ['l', 'v', 's', 'B.DEFAULT']);
});

scene('C-261 F-161 what renders inside hidden content is never hidden by itself', {
  viewdefs: { 'App.DEFAULT': '<div><i ui-view="kid"></i><ul ui-viewlist="rows"><li></li></ul></div>', 'Kid.DEFAULT': '<i ui-view="deep"></i>', 'Deep.DEFAULT': '<b>1</b>', 'It.DEFAULT': '<li>r</li>' },
  model: { kid: object('Kid'), deep: object('Deep'), rows: items(2), 0: object('It'), 1: object('It') },
  head: `<script>window.hidden = new Set(); new MutationObserver(() => {
    for (const e of document.querySelectorAll('.ui-new-view')) hidden.add(e.localName);
  }).observe(document, { subtree: true, childList: true, attributes: true })</script>`,
}, async (stage) => {
  assert.deepEqual([await stage.count('b'), await stage.count('li')], [1, 2]);
  assert.deepEqual(await stage.page.evaluate('[...hidden]'), ['div']);
});

scene('F-96 F-75 a view hangs below its context, watched from the start; paths are left alone', {
  ...kid('<div><i ui-view="kid"></i><b ui-value="a"></b><b ui-value="a.b"></b></div>', '<div><i ui-view="deep..x[1].@me.m(_).n()?access=rw"></i></div>'), model: { kid: object('Kid'), a: { value: { b: 1 } } },
}, async (stage) => {
  const path = 'deep..x[1].@me.m(_).n()';
  const deep = [...stage.stub.variables.values()].find(({ properties }) => properties['path'] === path);
  assert.deepEqual([deep?.parentId, deep?.properties['access'], stage.stub.variables.get(stage.stub.id('kid'))?.parentId], [stage.stub.id('kid'), 'rw', 1]);
  assert.deepEqual(stage.stub.messages('watch').map((m) => (m.type === 'watch' ? m.data.varId : 0)), [1]);
  assert.deepEqual(await stage.page.locator('b').allTextContents(), ['{"b":1}', '']); // The page looks into no object.
});

scene('F-69 F-98 namespaces that the server sets count, late ones too; only another template renders again', {
  viewdefs: {
    'App.DEFAULT': '<div><p ui-view="kid"></p></div>', 'Kid.DEFAULT': '<i>D</i>', 'Kid.N': '<i>N<b ui-view="deep"></b></i>', 'Kid.F': '<i>F<b ui-view="deep"></b></i>',
  }, model: { kid: object('Kid') },
}, async (stage) => {
  const shown = async () => stage.page.locator('i').evaluate((e) => [e.textContent, (e as unknown as { mine?: number }).mine]);
  const tag = () => stage.page.locator('i').evaluate((e) => void ((e as unknown as { mine: number }).mine = 1));
  await tag();
  stage.stub.update('kid', undefined, { namespace: 'unknown' });
  await stage.settle();
  assert.deepEqual(await shown(), ['D', 1]);
  stage.stub.update('kid', undefined, { fallbackNamespace: 'F' });
  await stage.settle();
  assert.deepEqual(await shown(), ['F', undefined]);
  assert.deepEqual([stage.created('deep')?.['namespace'], stage.created('deep')?.['fallbackNamespace']], ['unknown', 'F']);
  stage.stub.update('kid', undefined, { namespace: 'N' });
  await stage.settle();
  assert.deepEqual(await shown(), ['N', undefined]);
  await tag();
  stage.stub.update('kid', { obj: 99 }, { other: 'x' });
  await stage.settle();
  assert.deepEqual(await shown(), ['N', 1]);
});

scene('F-70 an address that the server pushes as a property moves nobody', { viewdefs: { 'App.DEFAULT': '<p>x</p>' } }, async (stage) => {
  const before = await stage.page.evaluate(() => [location.href, history.length]);
  stage.stub.send(updateMessage(1, undefined, { url: '/elsewhere', historyIndex: '3' }));
  await stage.settle();
  assert.deepEqual(await stage.page.evaluate(() => [location.href, history.length]), before);
  assert.equal(await stage.page.evaluate(() => window.uiStore?.get(1)?.properties['url']), '/elsewhere');
});

scene('F-131 F-132 F-134 a namespace holds inside any root, across views and fall-backs, and leaves the document', {
  viewdefs: {
    'App.DEFAULT': '<div><div ui-namespace="X" ui-view="a"></div></div>', 'A.X': '<p>1</p><div ui-namespace="Q"><i ui-view="d"></i></div><u ui-view="e"></u>',
    'E.DEFAULT': '<div><i ui-view="f"></i><ul ui-viewlist="g"></ul></div>',
  },
  model: { a: object('A'), e: object('E'), g: items(1) },
}, async (stage) => {
  assert.deepEqual(['a', 'd', 'e', 'f', 'g', '0'].map((path) => stage.created(path)?.['namespace']), ['X', 'Q', 'X', 'X', 'X', 'X']);
  assert.equal(await stage.attribute('[ui-viewdef]', 'ui-viewdef'), 'App.DEFAULT');
  assert.equal(await stage.count('[ui-namespace=X]'), 0);
});

scene('F-123 F-126 all roots of a view are found by its class, everything bound by its id', {
  ...kid('<div><section ui-view="kid"></section><b class="bound" ui-class-x="c"></b><ul class="bound" ui-viewlist="l"></ul><s class="bound" ui-action="a()"></s></div>', '<style>p{}</style><p>1</p><p>2</p>'), model: { kid: object('Kid') },
}, async (stage) => {
  const elementId = stage.created('kid')?.['elementId'] ?? '';
  const roots = await stage.page.evaluate((id) => {
    const name = [...(document.getElementById(id)?.classList ?? [])].find((one) => one.startsWith('ui-view-'));
    return [...document.querySelectorAll(`.${name}`)].map((e) => `${e.localName} ${e.id === '' ? 'without an id' : e.getAttribute('ui-viewdef')}`);
  }, elementId);
  assert.deepEqual(roots, ['style Kid.DEFAULT', 'p Kid.DEFAULT', 'p Kid.DEFAULT']);
  const ids = await stage.page.locator('.bound').evaluateAll((all) => all.map(({ id }) => id));
  assert.deepEqual(ids, ['c', 'l', 'a()'].map((path) => stage.created(path)?.['elementId']));
  assert.equal(new Set([...ids, elementId]).size, 4);
});

scene('F-109 a view without a value renders by its type alone', {
  ...kid('<div><i ui-view="kid"></i></div>', '<b>here</b>'), model: { kid: { value: null, properties: { type: 'Kid' } } },
}, async (stage) => {
  assert.equal(await stage.text('b'), 'here');
  stage.stub.update('kid', 5);
  stage.stub.update('kid', undefined, { other: 'x' });
  await stage.settle();
  assert.equal(await stage.text('b'), 'here');
});

scene('C-200 F-103 a type without a template leaves the host as it is, until there is one', {
  viewdefs: { 'App.DEFAULT': '<div><i class="h" ui-view="kid">host</i></div>' }, model: { kid: object('Kid') },
}, async (stage) => {
  assert.equal(await stage.text('i.h'), 'host');
  stage.stub.update('', undefined, stage.stub.viewdefsProperty({ 'Other.DEFAULT': '<b>no</b>', 'Kid.other': '<b>no</b>' }));
  await stage.settle();
  assert.equal(await stage.text('i.h'), 'host');
  stage.stub.update('', undefined, stage.stub.viewdefsProperty({ 'Kid.DEFAULT': '<b>yes</b>' }));
  await stage.settle();
  assert.equal(await stage.text('b.h'), 'yes');
});

scene('F-110 in development a view that waits for long says what for, once', {
  viewdefs: { 'App.DEFAULT': '<div><i ui-view="kid" ui-namespace="N"></i><i ui-view="none"></i></div>' }, model: { kid: object('Kid', { fallbackNamespace: 'F' }) },
  head: '<meta name="tandem-dev" content="yes">', prepare: (_stub, page) => page.clock.install(),
}, async (stage) => {
  const heard: string[] = [];
  stage.page.on('console', (message) => void (message.type() === 'warning' && heard.push(message.text())));
  await stage.page.clock.fastForward(1500);
  assert.deepEqual(heard, []);
  await stage.page.clock.fastForward(9000);
  await stage.settle();
  stage.expectProblem(/the view of "kid" \(variable \d+\) is still empty: no viewdef Kid\.N or Kid\.F or Kid\.DEFAULT/);
  stage.expectProblem(/the view of "none" \(variable \d+\) is still empty: its value has no type/);
  assert.equal(heard.length, 2, heard.join('\n'));
});

scene('C-212 F-167 F-168 nothing that vanishes is bound, nor what comes from elsewhere', {
  viewdefs: { 'App.DEFAULT': '<div><p ui-html="h"></p><div ui-view="kid"><b ui-value="lost"></b><i ui-view="lost2"></i></div><ul ui-viewlist="l"><li ui-class-x="lost3"><b ui-value="lost4"></b></li></ul></div>', 'It.DEFAULT': '<li>r</li>' },
  model: { l: items(1), 0: object('It'), h: '<b ui-value="late">kept</b>' },
}, async (stage) => {
  await stage.until('the markup is there', async () => (await stage.count('p b')) === 1);
  await stage.page.evaluate(() => document.querySelector('p')?.insertAdjacentHTML('afterend', '<u ui-value="late2">kept</u><i ui-view="late3"></i>'));
  await stage.settle();
  assert.deepEqual(stage.createdPaths(), ['l', 'kid', 'h', '0']);
  assert.deepEqual([await stage.text('p b'), await stage.text('u')], ['kept', 'kept']);
});

scene('F-86 style elements of a template hold for the page, as long as it is shown', {
  ...kid('<div><u id="out">u</u><i ui-view="kid"></i></div>', '<style>#out { color: rgb(1, 2, 3) }</style><div><style>#in { color: rgb(4, 5, 6) }</style><b id="in">b</b></div>'), model: { kid: object('Kid') },
}, async (stage) => {
  const colour = (selector: string) => stage.page.locator(selector).evaluate((e) => getComputedStyle(e).color);
  assert.deepEqual([await colour('#out'), await colour('#in')], ['rgb(1, 2, 3)', 'rgb(4, 5, 6)']);
  stage.stub.update('kid', null, { type: '' });
  await stage.settle();
  assert.notEqual(await colour('#out'), 'rgb(1, 2, 3)');
});

scene('F-105 F-241 F-243 a view that goes takes its views, variables, listeners and marks along', {
  viewdefs: {
    'App.DEFAULT': '<div><ul ui-viewlist="rows"><li></li></ul></div>', 'It.DEFAULT': '<li><button ui-action="a()">x</button><input ui-value="v" ui-event-keypress-enter="k()"><i ui-view="deep"></i><u ui-view="waits"></u></li>',
    'Deep.DEFAULT': '<b ui-value="n" ui-class-x="c"></b>', 'Slow.DEFAULT': '<b ui-value="never">s</b>',
  },
  model: { rows: items(2), 0: object('It'), 1: object('It'), deep: object('Deep'), v: 'x', n: 1 },
}, async (stage) => {
  stage.expectProblem(/gone/);
  const first = [...stage.stub.variables.values()].find(({ properties }) => properties['path'] === 'v')?.id;
  stage.stub.send({ type: 'error', data: { varId: first, code: 'c', description: 'gone' } });
  await stage.settle();
  await stage.page.evaluate(() => {
    const row = document.querySelector('li');
    Object.assign(window, { kept: { button: row?.querySelector('button'), input: row?.querySelector('input'), rowId: row?.id, deepId: row?.querySelector('b')?.id } });
  });
  assert.equal(await stage.page.evaluate('kept.input.className'), 'ui-error');
  // It goes while one of its views is still hidden.
  const [row] = [...stage.stub.variables.values()].filter(({ properties }) => properties['path'] === 'waits').map(({ id }) => id);
  const { mark } = stage;
  await stage.page.evaluate(([varId, list]) => {
    window.uiStore?.receive({ type: 'update', data: { varId: varId ?? 0, value: { obj: 5 }, properties: { type: 'Slow' } } });
    window.uiStore?.receive({ type: 'update', data: { varId: list ?? 0, value: [] } });
  }, [row, stage.stub.id('rows')]);
  await stage.settle();
  const after = stage.mark;
  const left = await stage.page.evaluate(() => {
    const { button, input, rowId, deepId } = (window as unknown as { kept: { button: HTMLElement; input: HTMLInputElement; rowId: string; deepId: string } }).kept;
    button.click();
    input.value = 'late';
    for (const event of [new Event('change'), new CustomEvent('ui-value-change', { detail: { value: 1 } }), new KeyboardEvent('keydown', { key: 'Enter' })]) input.dispatchEvent(event);
    const binding = window.uiApp?.getBinding();
    return [input.className, input.hasAttribute('ui-error-code'), binding?.getView(rowId), binding?.getView(deepId), binding?.getWidget(deepId), binding?.getWidget(input.id), window.uiStore?.size];
  });
  await stage.settle();
  assert.deepEqual(left, ['', false, undefined, undefined, undefined, undefined, 2]);
  assert.equal(stage.mark, after);
  const told = stage.stub.frames.slice(mark).flatMap(({ messages }) => messages);
  assert.deepEqual(told.filter(({ type }) => type === 'destroy').length, 2); // One for each row, whatever is below it.
  assert.deepEqual(told.filter(({ type }) => type === 'unwatch'), []);
});
