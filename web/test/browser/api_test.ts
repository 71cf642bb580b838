// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What scripts may do with the page: call the app, follow what is shown, bring widgets of their own, look around.

import assert from 'node:assert/strict';
import { object, scene, type Stage } from '../harness/stage';
import { updateMessage } from '../harness/stub_server';

const app = (html: string) => ({ viewdefs: { 'App.DEFAULT': html } });
type Page = Window & { log: unknown[] };

// The messages since `mark`, as type, and path or id.
const told = (stage: Stage, mark: number) => stage.stub.frames.slice(mark).map(({ userEvent, messages }) => [userEvent, ...messages.map((m) => m.type)]);

scene('D-29 uiApp.call sends one action to the object that the view around an element shows', {
  viewdefs: { 'App.DEFAULT': '<div><input id="f" ui-value="v"><section ui-view="kid"></section></div>', 'Kid.DEFAULT': '<div><p><b id="inner">x</b></p></div>' },
  model: { kid: object('Kid'), v: '' },
}, async (stage) => {
  const kid = stage.stub.id('kid');
  await stage.page.locator('#f').pressSequentially('typed');
  const { mark } = stage;
  await stage.page.evaluate(() => window.uiApp?.call('inner', 'choose(_)', { n: 1 }));
  await stage.settle();
  // What is being typed goes first, and the variable does not stay.
  assert.deepEqual(told(stage, mark), [[true, 'update', 'create', 'update'], [false, 'destroy']]);
  const [, create, update] = stage.stub.frames[mark]?.messages ?? [];
  assert.deepEqual(create?.type === 'create' ? [create.data.parentId, create.data.properties] : null,
    [kid, { path: 'choose(_)', access: 'action', elementId: 'inner' }]);
  assert.deepEqual(update?.type === 'update' ? update.data.value : null, { n: 1 });
  const second = stage.mark;
  await stage.page.evaluate(() => window.uiApp?.call(document.querySelector('#f') as Element, 'go()'));
  await stage.settle();
  const [go, nothing] = stage.stub.frames[second]?.messages ?? [];
  assert.deepEqual([go?.type === 'create' && go.data.parentId, nothing?.type === 'update' && nothing.data.value], [1, null]);
});

scene('D-29 a call from where no view is does nothing and says so', app('<p>x</p>'), async (stage) => {
  stage.expectProblem(/no view shows nobody, so go\(\) is of no object/);
  stage.expectProblem(/no view shows \[object HTMLBodyElement\]/);
  const { mark } = stage;
  await stage.page.evaluate(() => {
    window.uiApp?.call('nobody', 'go()');
    window.uiApp?.call(document.body, 'go()');
  });
  await stage.settle();
  assert.equal(stage.mark, mark);
});

scene('D-29 what an element shows is told to scripts', {
  ...app('<div><span id="a" ui-value="a"></span><input id="b" ui-value="a"><progress id="c" ui-value="a"></progress></div>'), model: { a: 1 },
  head: '<script>window.log = []; addEventListener("ui-value-changed", (e) => log.push([e.target.id, e.detail.value, e.target.textContent]))</script>',
}, async (stage) => {
  stage.stub.update('a', null);
  stage.stub.send(updateMessage(stage.stub.id('a'), undefined, { note: 'x' }));
  await stage.settle();
  assert.deepEqual(await stage.page.evaluate('log'), [['a', 1, '1'], ['c', 1, ''], ['a', null, '']]);
});

const DIAL = {
  kind: 'value', read: '(e) => Number(e.dataset.at)', write: '(e, v) => { e.dataset.at = String(v ?? 0) }',
  events: { commit: 'turned', live: ['turning'] },
  mount: '(e, context) => { log.push("mount " + context.path); e.context = context }', unmount: '() => log.push("unmount")',
};
const register = (tag: string, handler: Record<string, unknown>) => `uiApp.registerWidget("${tag}", { ${Object.entries(handler).map(([key, value]) =>
  `${key}: ${/^(read|write|mount|unmount)$/.test(key) ? String(value) : JSON.stringify(value)}`).join(', ')} })`;

scene('C-297 F-244 a widget that is registered late is bound again, and works both ways', {
  viewdefs: { 'App.DEFAULT': '<div><section ui-view="kid"></section></div>', 'Kid.DEFAULT': '<div><x-dial id="d" ui-value="v?keypress" ui-class-on="c"></x-dial><x-other ui-value="v"></x-other></div>' },
  model: { kid: object('Kid'), v: 3, c: true }, head: '<script>window.log = []</script>',
}, async (stage) => {
  assert.equal(await stage.text('#d'), '3'); // Nobody has said more of it.
  const [before, section] = [stage.stub.id('kid.v'), await stage.page.locator('#d').elementHandle()];
  await stage.page.evaluate(register('X-Dial', DIAL));
  await stage.settle();
  assert.equal(await stage.page.locator('#d').evaluate((e, old) => e === old, section), true);
  assert.equal(await stage.attribute('#d', 'data-at'), '3');
  assert.equal(await stage.attribute('#d', 'class'), 'on');
  const varId = await stage.page.evaluate(() => window.uiApp?.getBinding().getWidget('d')?.getVariableId('ui-value') ?? 0);
  assert.notEqual(varId, before);
  assert.equal(stage.stub.variables.has(before), false);
  assert.equal(stage.stub.variables.get(varId)?.properties['access'], undefined); // It may write now.
  const sent = () => stage.stub.messages('update').flatMap((m) => (m.type === 'update' && m.data.varId === varId ? [m.data.value] : []));
  await stage.page.evaluate(() => {
    const dial = document.querySelector('#d') as HTMLElement & { context: { send(value: unknown): void } };
    for (const [at, event] of [['4', 'turning'], ['5', 'turned'], ['5', 'turned'], ['9', 'other']]) {
      dial.dataset['at'] = at;
      dial.dispatchEvent(new Event(event ?? ''));
    }
    dial.context.send(6);
  });
  await stage.settle();
  assert.deepEqual(sent(), [4, 5, 6]);
  stage.stub.send(updateMessage(varId, 7));
  await stage.settle();
  assert.equal(await stage.attribute('#d', 'data-at'), '7');
  stage.stub.update('kid', null, { type: '' });
  await stage.settle();
  assert.deepEqual(await stage.page.evaluate('log'), ['mount v', 'unmount']);
});

scene('F-244 what is registered comes before the built-in table; a kind fills what is not said', {
  viewdefs: { 'App.DEFAULT': '<div><sl-badge id="a" ui-value="v"></sl-badge><x-tick id="b" ui-value="t"></x-tick><x-show id="c" ui-value="v"></x-show></div>' },
  model: { v: 'text', t: true }, head: '<script>window.log = []</script>',
}, async (stage) => {
  await stage.page.evaluate([
    register('sl-badge', { write: '(e, v) => e.setAttribute("data-v", String(v))' }),
    register('x-tick', { kind: 'checked', events: { commit: 'change' } }), register('x-show', { kind: 'display' }),
  ].join(';'));
  await stage.settle();
  assert.equal(await stage.attribute('#a', 'data-v'), 'text');
  assert.equal(await stage.page.locator('#b').evaluate((e) => (e as HTMLInputElement).checked), true);
  assert.equal(await stage.text('#c'), 'text');
  await stage.page.locator('#b').evaluate((e) => {
    (e as HTMLInputElement).checked = false;
    e.dispatchEvent(new Event('change'));
  });
  await stage.settle();
  const widget = (id: string) => stage.page.evaluate((name) => window.uiApp?.getBinding().getWidget(name)?.getVariableId('ui-value') ?? 0, id);
  const [tick, show] = [await widget('b'), await widget('c')];
  assert.deepEqual(stage.stub.messages('update').flatMap((m) => (m.type === 'update' && m.data.varId === tick ? [m.data.value] : [])), [false]);
  assert.equal(stage.stub.variables.get(show)?.properties['access'], 'r');
});

scene('F-274 F-240 F-270 the store, widgets and views under their names', {
  viewdefs: { 'App.DEFAULT': '<div><input id="v" ui-value="a" ui-class-x="b" ui-event-focus="f()" ui-event-keypress-enter="g()"><i ui-view="kid"></i></div>', 'Kid.DEFAULT': '<b>k</b>' },
  model: { kid: object('Kid') },
}, async (stage) => {
  const elementId = stage.created('kid')?.['elementId'] ?? '';
  const facts = await stage.page.evaluate((kid) => {
    const [ui, page] = [window.uiApp, window as unknown as Page & Record<string, unknown>];
    const widget = ui?.getBinding().getWidget('v');
    (ui as Record<string, unknown>)['mine'] = () => 'mine';
    return {
      store: ui?.getStore() === page['uiStore'],
      bindings: ['ui-value', 'ui-class-x', 'ui-event-focus', 'ui-event-keypress-enter', 'ui-attr-x'].map((name) => widget?.hasBinding(name)),
      view: ui?.getBinding().getView(kid)?.isRendered(),
      nobody: [ui?.getBinding().getWidget('nobody'), ui?.getBinding().getView('nobody')],
      viewdefs: [ui?.getViewdefStore().get('Kid')?.key, ui?.getViewdefStore().get('Kid', 'no', 'neither')?.key, ui?.getViewdefStore().getByKey('No.DEFAULT')],
      root: ui?.getAppView()?.getView().viewdefKey,
      mine: (window.uiApp as unknown as { mine(): string }).mine(),
    };
  }, elementId);
  assert.deepEqual(facts, {
    store: true, bindings: [true, true, true, true, false], view: true, nobody: [undefined, undefined],
    viewdefs: ['Kid.DEFAULT', 'Kid.DEFAULT', undefined], root: 'App.DEFAULT', mine: 'mine',
  });
});

scene('F-270 scripts hear of messages and of the connection, until they have heard enough', app('<p ui-value="a"></p>'), async (stage) => {
  stage.allowProblem(/WebSocket connection to/);
  await stage.page.evaluate(() => {
    const log: unknown[] = ((window as unknown as Page).log = []);
    const connection = window.uiApp?.getConnection();
    const stop = connection?.onMessage((message) => {
      log.push(message.type);
      if (log.filter((line) => line === 'update').length === 2) stop?.();
    });
    connection?.onDisconnect(() => log.push(`down ${connection.isConnected()}`));
    connection?.onConnect(() => log.push(`up ${connection.isConnected()}`));
  });
  for (const value of [1, 2, 3]) {
    stage.stub.update('a', value);
    await stage.settle();
  }
  stage.stub.drop();
  await stage.until('it is back', async () => ((await stage.page.evaluate('log.at(-1)')) === 'up true'));
  assert.deepEqual(await stage.page.evaluate('log'), ['update', 'update', 'down false', 'up true']);
});

scene('F-277 C-305 the console is silent unless asked', {
  ...app('<div><span ui-value="a"></span><button ui-action="go()">x</button></div>'), model: { a: 1 },
}, async (stage) => {
  const heard: string[] = [];
  stage.page.on('console', (message) => heard.push(message.text()));
  await stage.page.locator('button').click();
  await stage.settle();
  assert.deepEqual(heard, []);
  for (const [channels, kinds] of [['wire', ['wire']], ['render bind', ['bind', 'render']], ['all', ['bind', 'render', 'wire']]] as const) {
    await stage.page.evaluate((text) => localStorage.setItem('ui-debug', text), channels);
    await stage.page.goto('about:blank'); // The document that goes says so on its own channels.
    heard.length = 0;
    stage.stub.frames.splice(0); // The next has ids of its own.
    await stage.page.goto(`${stage.address}/S1`);
    await stage.until('the app is rendered', async () => (await stage.count('[ui-viewdef] span')) === 1);
    await stage.settle();
    assert.deepEqual([...new Set(heard.map((line) => /^tandem (\w+):/.exec(line)?.[1]))].sort(), kinds);
  }
  stage.expectProblem(/tandem (wire|render|bind):/);
});
