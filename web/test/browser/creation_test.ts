// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the page tells the server when a template is rendered: which variables, with which properties, in which order.

import assert from 'node:assert/strict';
import { scene } from '../harness/stage';

const app = (html: string) => ({ viewdefs: { 'App.DEFAULT': html } });

scene('C-40 C-41 F-66 ui-value is read-only on text and not on inputs', app(
  '<div><span ui-value="full.name"></span><input ui-value="nick"></div>',
), async (stage) => {
  const { elementId, ...span } = stage.created('full.name') ?? {};
  assert.deepEqual(span, { path: 'full.name', access: 'r' });
  assert.equal(elementId, await stage.attribute('span', 'id'));
  assert.deepEqual(Object.keys(stage.created('nick') ?? {}).sort(), ['elementId', 'path']);
});

scene('C-42 C-43 F-71 F-72 the query becomes properties', app(
  '<div><span ui-value="p?flag&k=a%20b+c&priority=high"></span><span ui-value="a?b?c=1"></span></div>',
), async (stage) => {
  const { elementId: _p, ...p } = stage.created('p') ?? {};
  assert.deepEqual(p, { path: 'p', access: 'r', flag: 'true', k: 'a b c', priority: 'high' });
  const { elementId: _a, ...a } = stage.created('a') ?? {};
  assert.deepEqual(a, { path: 'a', access: 'r', b: 'true' });
});

scene('F-221 properties that only concern the browser are not sent', app(
  '<div><button ui-action="go()?stop&prevent&once&debounce=5">x</button><input ui-value="n?type=number&keypress"></div>',
), async (stage) => {
  assert.deepEqual(Object.keys(stage.created('go()') ?? {}).sort(), ['access', 'elementId', 'path']);
  assert.deepEqual(Object.keys(stage.created('n') ?? {}).sort(), ['elementId', 'keypress', 'path']);
});

scene('C-44 C-45 F-164 the order of bindings on one element', {
  ...app('<div><p ui-html="h" ui-code="j" ui-style-color="s" ui-class-x="c" ui-attr-title="t"></p>' +
    '<input ui-event-focus="f()" ui-class-x="c2" ui-value="v" ui-attr-title="t2" ui-action="a()"></div>'),
  head: '<meta name="tandem-allow-code" content="yes">',
}, async (stage) => {
  assert.deepEqual(stage.createdPaths(), ['t', 'c', 's', 'j', 'h', 'v', 't2', 'c2', 'f()', 'a()']);
  for (const path of ['t', 'c', 's', 'j', 'h']) assert.equal(stage.created(path)?.['access'], 'r');
});

scene('C-46 F-206 events are actions of low priority unless told otherwise', app(
  '<div><i ui-event-dblclick="d()"></i><i ui-event-dblclick="e()?access=rw&priority=high"></i></div>',
), async (stage) => {
  assert.deepEqual([stage.created('d()')?.['access'], stage.created('d()')?.['priority']], ['action', 'low']);
  assert.deepEqual([stage.created('e()')?.['access'], stage.created('e()')?.['priority']], ['rw', 'high']);
});

scene('C-47 F-66 keypress bindings', app(
  '<input ui-event-keypress-enter="go()" ui-event-keypress-b="last" ui-event-keypress-c="ch(_)?priority=high">',
), async (stage) => {
  assert.deepEqual(['go()', 'last', 'ch(_)'].map((path) => stage.created(path)?.['access']), ['action', undefined, 'action']);
  assert.deepEqual(['go()', 'last', 'ch(_)'].map((path) => stage.created(path)?.['priority']), [undefined, undefined, 'high']);
});

scene('C-48 F-66 views keep wrapper and create, lists drop them', app(
  '<div><div ui-view="v?wrapper=W&item=I&create=C&zip=1&scrollOnOutput"></div><ul ui-viewlist="l?wrapper=W&item=I&create=C&zip=1&scrollOnOutput"></ul></div>',
), async (stage) => {
  const { elementId: _v, ...view } = stage.created('v') ?? {};
  assert.deepEqual(view, { path: 'v', wrapper: 'W', item: 'I', create: 'C', zip: '1', access: 'r' });
  const { elementId: _l, ...list } = stage.created('l') ?? {};
  assert.deepEqual(list, { path: 'l', item: 'I', zip: '1', access: 'r' });
});

scene('C-49 F-100 lists before views before bindings', app(
  '<div><u ui-value="x"></u><p ui-view="y"></p><ul ui-viewlist="z"></ul></div>',
), async (stage) => assert.deepEqual(stage.createdPaths(), ['z', 'y', 'x']));

scene('C-50 F-170 what a ui-value that calls may ask for', app(
  '<div><input ui-value="a()"><input ui-value="b()?access=rw"><input ui-value="c()?access=action"><input id="d" ui-value="d()?access=w" ui-attr-title="t"></div>',
), async (stage) => {
  stage.expectProblem(/d\(\).*cannot have access=w/);
  assert.deepEqual(['a()', 'b()', 'c()', 'd()'].map((path) => stage.created(path)?.['access']), ['r', 'rw', 'action', undefined]);
  assert.ok(stage.created('t'));
});

scene('C-51 F-74 an empty attribute binds nothing', app(
  '<div><span ui-value="">kept</span><p ui-class-x=""></p><div ui-view=""></div></div>',
), async (stage) => {
  assert.deepEqual(stage.createdPaths(), []);
  assert.equal(await stage.text('span'), 'kept');
});

scene('F-87 F-101 nested templates, hosts and exemplars are not bound', {
  ...app('<template><div><template><b ui-value="t"></b></template><div ui-view="kid"><b ui-value="lost"></b><i ui-view="lost2"></i></div>' +
    '<ul ui-viewlist="l"><li><b ui-value="lost3"></b><i ui-view="lost4"></i></li></ul></div></template>'),
}, async (stage) => assert.deepEqual(stage.createdPaths(), ['l', 'kid']));

scene('C-30 F-40 everything a template creates travels in one frame', app(
  `<div>${Array.from({ length: 20 }, (_, i) => `<span ui-value="p${i}"></span>`).join('')}</div>`,
), async ({ stub }) => {
  assert.equal(stub.frames.length, 2);
  assert.equal(stub.frames[1]?.messages.length, 21);
  assert.equal(stub.frames[1]?.userEvent, false);
});

scene('C-34 F-44 priorities do not reorder', app(
  '<div><i ui-value="a?priority=low"></i><i ui-value="b?priority=high"></i></div>',
), async (stage) => assert.deepEqual(stage.createdPaths(), ['a', 'b']));

scene('C-306 F-219 an attribute that means nothing is a hint in development', {
  ...app('<div ui-repeat-x="y"></div>'), head: '<meta name="tandem-dev" content="yes">',
}, async (stage) => {
  stage.expectProblem(/ui-repeat-x in viewdef App\.DEFAULT means nothing/);
  assert.deepEqual(stage.createdPaths(), []);
});

// Which fields the data of each kind of message may have (F-35).
const FIELDS: Record<string, string[]> = {
  watch: ['varId'], unwatch: ['varId'], create: ['id', 'parentId', 'properties'], update: ['varId', 'value', 'properties'], destroy: ['varId'], error: ['varId', 'code', 'description'],
};

scene('C-52 F-32 F-35 F-37 F-38 every message has its type and data, nothing else, and properties are text', {
  ...app('<div><input ui-value="v?n=5&amp;on"><button ui-action="go()">x</button><i ui-view="kid"></i><ul ui-viewlist="l"></ul></div>'),
  model: { v: 'a', kid: { value: { obj: 3 }, properties: { type: 'No' } } },
}, async (stage) => {
  stage.expectProblem(/No\.No is not usable/);
  await stage.page.locator('input').fill('b');
  await stage.page.locator('button').click();
  await stage.page.evaluate(() => {
    const store = window.uiStore;
    const id = store?.create({ parentId: 1, properties: { path: 'mine', elementId: 'none' }, widget: { elementId: 'none' } }) ?? 0;
    store?.watch(id, () => undefined)();
    store?.destroy(id);
  });
  stage.stub.update('', undefined, { viewdefs: '{"No.No":"x"}' });
  await stage.settle();
  const all = stage.stub.messages() as ReadonlyArray<{ type: string; data: Record<string, unknown> }>;
  assert.deepEqual(new Set(all.map(({ type }) => type)), new Set(Object.keys(FIELDS)));
  for (const message of all) {
    assert.deepEqual(Object.keys(message), ['type', 'data']);
    assert.deepEqual(Object.keys(message.data).filter((key) => !FIELDS[message.type]?.includes(key)), [], JSON.stringify(message));
    for (const value of Object.values(message.data['properties'] ?? {})) assert.equal(typeof value, 'string');
  }
  assert.deepEqual(all.filter(({ type }) => type === 'watch').map(({ data }) => data['varId']), [1]);
  assert.deepEqual([stage.created('v')?.['n'], stage.created('v')?.['on']], ['5', 'true']);
});

const ALL = 'keypress&scrollOnOutput&access=rw&replace&wrapper=W&itemWrapper=I&item=J&create=C&priority=high&namespace=A&fallbackNamespace=B&mine=1';
const SENT = { keypress: 'true', scrollOnOutput: 'true', access: 'rw', replace: 'true', wrapper: 'W', itemWrapper: 'I', item: 'J', create: 'C', priority: 'high', namespace: 'A', fallbackNamespace: 'B', mine: '1' };

scene('F-220 which properties of a path are sent, by binding', app(
  `<div ui-namespace="N"><input ui-value="value?${ALL}"><b ui-class-x="class?${ALL}"></b><b ui-event-focus="event?${ALL}"></b><b ui-action="action?${ALL}"></b><b ui-html="html?${ALL}"></b>` +
  `<i ui-view="view?${ALL}"></i><ul ui-viewlist="list?${ALL}"></ul></div>`,
), async (stage) => {
  const sent = (path: string) => {
    const { path: _path, elementId: _id, ...others } = stage.created(path) ?? {};
    return others;
  };
  for (const path of ['value', 'class', 'event', 'action', 'html']) assert.deepEqual(sent(path), SENT, path);
  // Views and lists scroll here; what is around them says the namespace; a list has no wrapper.
  const { scrollOnOutput: _scroll, ...view } = SENT;
  assert.deepEqual(sent('view'), { ...view, namespace: 'N' });
  const { wrapper: _wrapper, create: _create, ...list } = view;
  assert.deepEqual(sent('list'), { ...list, namespace: 'N' });
});
