// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Actions, events and keys: what is sent for them, and what is not.

import assert from 'node:assert/strict';
import { scene } from '../harness/stage';

const app = (html: string) => ({ viewdefs: { 'App.DEFAULT': html } });

scene('C-150 C-155 F-197 F-42 an action is sent at once, every time', app('<button ui-action="go()">x</button>'), async (stage) => {
  const { mark } = stage;
  await stage.page.locator('button').click();
  await stage.page.locator('button').click();
  await stage.settle();
  const frames = stage.stub.frames.slice(mark);
  assert.deepEqual(frames.map(({ userEvent, messages }) => [userEvent, messages.length]), [[true, 1], [true, 1]]);
  assert.deepEqual(stage.values('go()'), [null, null]);
});

scene('C-151 F-197 (_) takes the element\'s value', { ...app('<div><sl-button value="v7" ui-action="pick(_)">x</sl-button><i ui-action="none(_)">y</i></div>'), shoelace: true }, async (stage) => {
  await stage.page.locator('sl-button').click();
  await stage.page.locator('i').click();
  await stage.settle();
  assert.deepEqual([stage.values('pick(_)'), stage.values('none(_)')], [['v7'], [null]]);
});

scene('C-152 C-153 F-198 F-203 an action prevents the default, an event does not', app('<div><a id="a" href="#there" ui-action="x()">a</a><a id="b" href="#here" ui-event-click="y()">b</a></div>'), async (stage) => {
  await stage.page.locator('#a').click();
  assert.equal(new URL(stage.page.url()).hash, '');
  await stage.page.locator('#b').click();
  await stage.settle();
  assert.equal(new URL(stage.page.url()).hash, '#here');
  assert.deepEqual([stage.values('x()'), stage.values('y()')], [[null], [null]]);
});

scene('C-154 D-30 nested actions go inner first, ?stop keeps the outer quiet', app('<div><p ui-event-click="outer()"><b id="a" ui-action="inner()">a</b><b id="s" ui-action="stop()?stop">s</b></p></div>'), async (stage) => {
  await stage.page.locator('#a').click();
  await stage.page.locator('#s').click();
  await stage.settle();
  const [inner, outer] = [stage.stub.id('inner()'), stage.stub.id('outer()')];
  const sent = stage.stub.messages('update').flatMap((m) => (m.type === 'update' && [inner, outer].includes(m.data.varId) ? [m.data.varId] : []));
  assert.deepEqual(sent, [inner, outer]);
  assert.deepEqual(stage.values('stop()'), [null]);
});

scene('C-33 F-42 an action takes along what is waiting', app('<div><span id="br" ui-value="d?access=rw"></span><button ui-action="go()">x</button></div>'), async (stage) => {
  const { mark } = stage;
  await stage.page.evaluate(() => {
    window.uiApp?.updateValue('br', 'p');
    document.querySelector('button')?.click();
  });
  await stage.settle();
  const [frame, ...others] = stage.stub.frames.slice(mark);
  assert.equal(others.length, 0);
  assert.equal(frame?.userEvent, true);
  assert.deepEqual(frame?.messages.map((m) => (m.type === 'update' ? m.data.value : m.type)), ['p', null]);
});

scene('C-157 F-205 the field is sent before the event, in one frame', { ...app('<sl-input ui-value="v" ui-event-keypress-enter="go()"></sl-input>'), model: { v: '' }, shoelace: true }, async (stage) => {
  await stage.page.locator('sl-input').click();
  await stage.page.keyboard.type('hey');
  const { mark } = stage;
  await stage.page.keyboard.press('Enter');
  await stage.settle();
  const [frame, ...others] = stage.stub.frames.slice(mark);
  assert.equal(others.length, 0, 'the commit after Enter must not be sent again');
  assert.equal(frame?.userEvent, true);
  assert.deepEqual(frame?.messages.map((m) => (m.type === 'update' ? m.data.value : m.type)), ['hey', null]);
});

scene('C-85 F-205 a number nobody touched is not sent', { ...app('<input type="number" ui-value="n" ui-event-keypress-enter="go()">'), model: { n: 5 } }, async (stage) => {
  await stage.page.locator('input').press('Enter');
  await stage.settle();
  assert.deepEqual([stage.values('n'), stage.values('go()')], [[], [null]]);
});

scene('F-200 an action sends the edit of the focused field first', { ...app('<div><input ui-value="v"><button ui-action="go()">x</button></div>'), model: { v: '' } }, async (stage) => {
  await stage.page.locator('input').pressSequentially('typed');
  const { mark } = stage;
  await stage.page.evaluate(() => document.querySelector('button')?.click()); // Without moving the focus.
  await stage.settle();
  assert.deepEqual(stage.stub.frames[mark]?.messages.map((m) => (m.type === 'update' ? m.data.value : m.type)), ['typed', null]);
});

scene('C-158 F-205 a select\'s value once, its events in order', {
  ...app('<sl-select ui-value="s" ui-event-sl-change="c()" ui-event-sl-input="i()"><sl-option value="a">A</sl-option><sl-option value="b">B</sl-option></sl-select>'),
  model: { s: 'a' }, shoelace: true,
}, async (stage) => {
  await stage.page.locator('sl-select').click();
  await stage.page.locator('sl-option[value=b]').click();
  await stage.settle();
  const names = new Map([[stage.stub.id('s'), 's'], [stage.stub.id('c()'), 'c'], [stage.stub.id('i()'), 'i']]);
  const sent = stage.stub.messages('update').flatMap((m) => (m.type === 'update' && names.has(m.data.varId) ? [names.get(m.data.varId)] : []));
  assert.deepEqual(sent, ['s', 'i', 'c']);
});

scene('D-25 ui-attr-checked with a change action sends one action and no value', {
  ...app('<sl-checkbox ui-attr-checked="done" ui-event-sl-change="toggle()">x</sl-checkbox>'), model: { done: false }, shoelace: true,
}, async (stage) => {
  const { mark } = stage;
  await stage.page.locator('sl-checkbox').click();
  await stage.settle();
  assert.deepEqual(stage.stub.frames.slice(mark).map(({ messages }) => messages), [[{ type: 'update', data: { varId: stage.stub.id('toggle()'), value: null } }]]);
});

scene('C-159 F-204 what an event carries', app('<x-map ui-event-pick="p(_)" ui-event-drop2="q()"></x-map>'), async (stage) => {
  await stage.page.evaluate(() => {
    const map = document.querySelector('x-map');
    map?.dispatchEvent(new CustomEvent('pick', { detail: { lat: 1 } }));
    map?.dispatchEvent(new CustomEvent('pick', { detail: { value: 'v' } }));
    map?.dispatchEvent(new CustomEvent('pick', { detail: { node: document.body } }));
    map?.dispatchEvent(new CustomEvent('drop2', { detail: { lat: 1 } }));
  });
  await stage.settle();
  assert.deepEqual([stage.values('p(_)'), stage.values('q()')], [[{ lat: 1 }, 'v', null], [null]]);
});

scene('C-160 F-207 D-27 a literal value', app('<div><b ui-event-click="tab" ui-event-click-value="2">x</b><b id="t" ui-event-click="name" ui-event-click-value="two">y</b></div>'), async (stage) => {
  assert.deepEqual(stage.createdPaths(), ['tab', 'name']);
  assert.equal(stage.created('tab')?.['access'], 'rw');
  await stage.page.locator('b').first().click();
  await stage.page.locator('#t').click();
  await stage.settle();
  assert.deepEqual([stage.values('tab'), stage.values('name')], [[2], ['two']]);
});

scene('C-161 F-208 disclosure events of what is inside are not the element\'s own', app('<div><div id="o" ui-event-sl-after-hide="own()"><i id="i"></i></div></div>'), async (stage) => {
  await stage.page.evaluate(() => {
    for (const id of ['i', 'o']) document.getElementById(id)?.dispatchEvent(new CustomEvent('sl-after-hide', { bubbles: true }));
  });
  await stage.settle();
  assert.deepEqual(stage.values('own()'), [null]);
});

scene('C-162 F-201 what can be clicked can be reached by keyboard', app(
  '<div><p id="a" ui-event-click="go()">x</p><p id="b" ui-event-click="row()"><button>in</button></p><p id="c" ui-no-a11y ui-action="c()">c</p></div>',
), async (stage) => {
  assert.deepEqual([await stage.attribute('#a', 'tabindex'), await stage.attribute('#a', 'role')], ['0', 'button']);
  assert.deepEqual([await stage.attribute('#b', 'tabindex'), await stage.attribute('#b', 'role')], ['0', null]);
  assert.equal(await stage.attribute('#c', 'tabindex'), null);
  await stage.page.locator('#a').press('Enter');
  await stage.page.locator('#a').press('Space');
  await stage.page.locator('#b button').press('Enter');
  await stage.settle();
  assert.deepEqual([stage.values('go()'), stage.values('row()')], [[null, null], [null]]);
});

scene('C-164 F-165 drawings are bindable', { ...app('<svg width="50" height="50"><circle cx="20" cy="20" ui-attr-r="r" ui-event-click="hit()"></circle></svg>'), model: { r: 14 } }, async (stage) => {
  assert.equal(await stage.attribute('circle', 'r'), '14');
  await stage.page.locator('circle').click();
  await stage.settle();
  assert.deepEqual(stage.values('hit()'), [null]);
});

scene('D-30 ?once and ?debounce', app('<div><b id="a" ui-action="a()?once">a</b><b id="b" ui-event-click="b()?debounce=60">b</b></div>'), async (stage) => {
  await stage.page.evaluate(() => {
    for (const id of ['a', 'a', 'b', 'b', 'b']) document.getElementById(id)?.click();
  });
  await stage.settle();
  assert.deepEqual([stage.values('a()'), stage.values('b()')], [[null], [null]]);
});

const KEYS = ['enter', 'escape', 'left', 'tab', 'space', 'f2', 'delete', 'pagedown', 'plus'];

scene('C-170 C-177 F-211 named keys', app(`<input ${KEYS.map((key) => `ui-event-keypress-${key}="${key}(_)"`).join(' ')}>`), async (stage) => {
  for (const key of ['Enter', 'Escape', 'ArrowLeft', 'Space', 'F2', 'Delete', 'PageDown', '+', 'Tab']) await stage.page.locator('input').press(key);
  await stage.settle();
  assert.deepEqual(KEYS.map((key) => stage.values(`${key}(_)`)), KEYS.map((key) => [key]));
});

scene('C-171 C-172 F-212 modifiers must match exactly', app('<input ui-event-keypress-k="k()" ui-event-keypress-enter-ctrl="ce()">'), async (stage) => {
  for (const key of ['k', 'Shift+K', 'Control+Enter', 'Enter', 'Control+Shift+Enter']) await stage.page.locator('input').press(key);
  await stage.settle();
  assert.deepEqual([stage.values('k()'), stage.values('ce()')], [[null], [null]]);
});

scene('C-173 F-214 a plain path gets the key\'s name, each time, without hurry', app('<input ui-event-keypress-escape="lastKey">'), async (stage) => {
  const { mark } = stage;
  await stage.page.locator('input').press('Escape');
  await stage.settle();
  await stage.page.locator('input').press('Escape');
  await stage.settle();
  assert.deepEqual(stage.values('lastKey'), ['escape', 'escape']);
  assert.ok(stage.stub.frames.slice(mark).every(({ userEvent }) => !userEvent));
});

scene('C-175 F-210 a shortcut without a key is reported', app('<input ui-event-keypress-ctrl="x()" ui-value="v">'), async (stage) => {
  stage.expectProblem(/names no key/);
  assert.deepEqual(stage.createdPaths(), ['v']);
});

scene('C-178 F-217 a held key and an input method\'s keys', app('<input ui-event-keypress-enter="go()">'), async (stage) => {
  await stage.page.locator('input').evaluate((input) => {
    const press = (options: KeyboardEventInit) => input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, ...options }));
    press({});
    press({ repeat: true });
    press({ isComposing: true });
  });
  await stage.settle();
  assert.deepEqual(stage.values('go()'), [null]);
});

scene('C-176 F-216 modified shortcuts belong to the app', app('<input ui-event-keypress-ctrl-s="save()" ui-event-keypress-x="x()">'), async (stage) => {
  const prevented = await stage.page.locator('input').evaluate((input) => ['s', 'x'].map((key) =>
    !input.dispatchEvent(new KeyboardEvent('keydown', { key, ctrlKey: key === 's', bubbles: true, cancelable: true }))));
  assert.deepEqual(prevented, [true, false]);
  await stage.settle();
  assert.deepEqual(stage.values('save()'), [null]);
});

scene('F-199 F-57 an action on a path that is no call writes null; with another access it is a value like others', app(
  '<div><b id="a" ui-action="field">a</b><b id="b" ui-action="other?access=rw">b</b></div>',
), async (stage) => {
  assert.deepEqual([stage.created('field')?.['access'], stage.created('other')?.['access']], ['action', 'rw']);
  const { mark } = stage;
  for (const id of ['#a', '#a', '#b', '#b']) await stage.page.locator(id).click();
  await stage.settle();
  assert.deepEqual([stage.values('field'), stage.values('other')], [[null, null], [null]]);
  assert.deepEqual(stage.stub.frames.slice(mark).map(({ userEvent }) => userEvent), [true, true, false]);
});

scene('C-113 F-73 F-209 names are lower case, those of events too', {
  ...app('<div ui-event-MyEvent="heard()" ui-class-isHot="hot"></div>'), model: { hot: true },
}, async (stage) => {
  assert.ok(((await stage.attribute('[ui-viewdef]', 'class')) ?? '').split(' ').includes('ishot'));
  await stage.page.evaluate(() => {
    for (const name of ['MyEvent', 'myevent']) document.querySelector('[ui-viewdef]')?.dispatchEvent(new Event(name));
  });
  await stage.settle();
  assert.deepEqual(stage.values('heard()'), [null]);
});

scene('F-213 what a key sends: nothing to a call, its name without modifiers to others', app(
  '<input ui-event-keypress-ctrl-enter="call()" ui-event-keypress-shift-ctrl-left="taken(_)" ui-event-keypress-alt-K="plain">',
), async (stage) => {
  for (const key of ['Control+Enter', 'Control+Shift+ArrowLeft', 'Alt+k']) await stage.page.locator('input').press(key);
  await stage.settle();
  assert.deepEqual([stage.values('call()'), stage.values('taken(_)'), stage.values('plain')], [[null], ['left'], ['k']]);
});

scene('C-179 F-215 a key is told before the text it makes', { ...app('<input ui-value="v?keypress" ui-event-keypress-z="z()">'), model: { v: 'a' } }, async (stage) => {
  await stage.page.locator('input').focus();
  await stage.page.keyboard.press('End');
  const { mark } = stage;
  await stage.page.keyboard.type('z');
  await stage.settle();
  const names = new Map([[stage.stub.id('v'), 'v'], [stage.stub.id('z()'), 'z()']]);
  assert.deepEqual(stage.stub.frames.slice(mark).map(({ userEvent, messages }) => [userEvent, ...messages.map((m) => (m.type === 'update' ? [names.get(m.data.varId), m.data.value] : m.type))]),
    [[true, ['z()', null]], [false, ['v', 'az']]]);
});
