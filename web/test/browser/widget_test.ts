// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Controls that keep a state of their own, and Shoelace's: what a person toggles against the app's word, what is disabled,
// which element shows what and asks for which access.

import assert from 'node:assert/strict';
import { object, scene, type Stage } from '../harness/stage';
import { updateMessage } from '../harness/stub_server';

const app = (html: string) => ({ viewdefs: { 'App.DEFAULT': html } });

const property = (stage: Stage, selector: string, name: string) => stage.page.locator(selector).first().evaluate((e, key) => (e as unknown as Record<string, unknown>)[key], name);

const BOXES = '<div><input id="n" type="checkbox" ui-attr-checked="done" ui-event-change="toggle()">' +
  '<sl-checkbox id="s" ui-attr-checked="done" ui-event-sl-change="toggle()">s</sl-checkbox><sl-switch id="w" ui-attr-checked="done" ui-action="toggle()">w</sl-switch></div>';

for (const speaksExtension of [true, false]) {
  scene(`F-183 a toggle that the app does not take over is undone once it has answered${speaksExtension ? '' : ', or has long been silent'}`, {
    ...app(BOXES), model: { done: false }, shoelace: true, prepare: (stub) => void (stub.speaksExtension = speaksExtension),
  }, async (stage) => {
    const checked = () => stage.page.locator('#n, #s, #w').evaluateAll((all) => all.map((e) => (e as HTMLInputElement).checked));
    for (const id of ['#n', '#s']) await stage.page.locator(id).click();
    assert.deepEqual(await checked(), [true, true, false]);
    if (speaksExtension) stage.stub.send(); // Nothing has changed, but it has been received.
    await stage.until('it is undone', async () => (await checked()).join() === 'false,false,false');
    // What it does take over stays.
    await stage.page.locator('#s').click();
    const { variables } = stage.stub;
    for (const { id, properties } of variables.values()) if (properties['path'] === 'done') stage.stub.send(updateMessage(id, true));
    await stage.settle();
    assert.deepEqual(await checked(), [true, true, true]);
    await stage.page.locator('#n').click();
    assert.equal((await checked())[0], false);
    if (speaksExtension) stage.stub.send();
    await stage.until('it is undone', async () => (await checked())[0] === true);
  });
}

scene('F-183 nothing is undone while the action is still on its way', {
  ...app(BOXES), model: { done: false }, shoelace: true, prepare: (_stub, page) => page.clock.install(),
}, async (stage) => {
  stage.allowProblem(/WebSocket connection to/);
  stage.stub.upgradeStatus = 503;
  stage.stub.drop();
  await stage.until('the page has noticed', () => stage.page.evaluate(() => document.documentElement.classList.contains('ui-disconnected')));
  await stage.page.locator('#n').click();
  await stage.page.clock.fastForward(1500); // Longer than a silent server is waited for.
  assert.equal(await stage.page.locator('#n').isChecked(), true);
  stage.stub.upgradeStatus = 101;
  await stage.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await stage.until('it is undone', async () => !(await stage.page.locator('#n').isChecked()));
});

scene('C-119 F-183 a dialog that the person has closed opens again when it is said again, and is not trapped before', {
  ...app('<div><sl-dialog label="d" ui-attr-open="o"><p>in</p><sl-button id="in" ui-action="go()">go</sl-button></sl-dialog></div>'), model: { o: true }, shoelace: true, context: { reducedMotion: 'reduce' },
}, async (stage) => {
  const open = () => property(stage, 'sl-dialog', 'open');
  await stage.until('it is open', async () => stage.page.locator('sl-dialog p').isVisible());
  await stage.page.locator('#in').click();
  await stage.settle();
  await stage.page.keyboard.press('Escape');
  await stage.until('it is closed', async () => !(await stage.page.locator('sl-dialog p').isVisible()));
  stage.stub.send(); // An answer that says nothing of it.
  await stage.settle();
  assert.equal(await open(), false);
  stage.stub.update('o', true);
  await stage.until('it is open again', async () => stage.page.locator('sl-dialog p').isVisible());
  stage.stub.update('o', false);
  await stage.until('it is closed', async () => !(await stage.page.locator('sl-dialog p').isVisible()));
});

scene('C-156 F-202 what is disabled does nothing', {
  ...app('<div><button id="a" ui-action="a()" ui-attr-disabled="off">a</button><sl-button id="b" ui-action="b()" ui-attr-disabled="off">b</sl-button>' +
    '<fieldset disabled><button id="c" ui-event-click="c()">c</button></fieldset></div>'), model: { off: true }, shoelace: true,
}, async (stage) => {
  const press = async () => {
    for (const id of ['#a', '#b', '#c']) {
      await stage.page.locator(id).click({ force: true });
      await stage.page.locator(id).evaluate((e) => (e as HTMLElement).click());
    }
    await stage.settle();
  };
  const { mark } = stage;
  await press();
  assert.equal(stage.mark, mark);
  for (const { id, properties } of stage.stub.variables.values()) if (properties['path'] === 'off') stage.stub.send(updateMessage(id, false));
  await stage.settle();
  await press();
  assert.deepEqual([stage.values('a()'), stage.values('b()'), stage.values('c()')], [[null, null], [null, null], []]);
});

scene('C-163 F-203 an alert that is closed says so once', {
  ...app('<div><sl-alert open closable ui-event-sl-after-hide="bye()">note</sl-alert></div>'), shoelace: true,
}, async (stage) => {
  await stage.page.locator('sl-alert').getByRole('button').click();
  await stage.until('it is told', () => stage.values('bye()').length > 0);
  await stage.settle();
  assert.deepEqual(stage.values('bye()'), [null]);
});

scene('C-161 F-208 a tooltip that closes inside a dialog is not the dialog, unless all are asked for', {
  ...app('<div><sl-dialog open label="d" ui-event-sl-after-hide="closed()" ui-event-sl-hide="any()?bubble"><sl-tooltip content="t" trigger="manual" open><i>i</i></sl-tooltip></sl-dialog></div>'), shoelace: true, context: { reducedMotion: 'reduce' },
}, async (stage) => {
  await stage.until('both are open', async () => stage.page.locator('sl-dialog i').isVisible());
  await stage.settle();
  await stage.page.evaluate(() => (document.querySelector('sl-tooltip') as unknown as { hide(): Promise<void> }).hide());
  await stage.settle();
  assert.deepEqual([stage.values('closed()'), stage.values('any()')], [[], [null]]);
  await stage.page.evaluate(() => (document.querySelector('sl-dialog') as unknown as { hide(): Promise<void> }).hide());
  await stage.until('it is told', () => stage.values('closed()').length > 0);
  await stage.settle();
  assert.deepEqual([stage.values('closed()'), stage.values('any()')], [[null], [null, null]]);
});

scene('C-174 F-210 a key pressed inside a component is heard once', {
  ...app('<div><sl-input ui-value="v" ui-event-keypress-enter="go()"></sl-input><section ui-event-keypress-enter="around()"><input id="in"></section></div>'), model: { v: '' }, shoelace: true,
}, async (stage) => {
  await stage.page.locator('sl-input').click();
  await stage.page.keyboard.press('Enter');
  await stage.page.locator('#in').press('Enter');
  await stage.settle();
  assert.deepEqual([stage.values('go()'), stage.values('around()')], [[null], [null]]);
});

// F-170: tags, and the access each asks for; undefined is both ways.
const ACCESS: Record<string, string | undefined> = {
  div: 'r', span: 'r', p: 'r', h1: 'r', a: 'r', img: 'r', details: 'r', button: 'r', 'not-there': 'r',
  input: undefined, textarea: undefined, select: undefined,
  li: 'r', progress: 'r', meter: 'r', output: 'r', data: 'r', option: 'r',
  'sl-copy-button': 'r', 'sl-option': 'r', 'sl-progress-bar': 'r', 'sl-progress-ring': 'r', 'sl-qr-code': 'r',
  'sl-badge': 'r', 'sl-tag': 'r', 'sl-button': 'r', 'sl-format-number': 'r', 'sl-format-date': 'r', 'sl-relative-time': 'r', 'sl-menu-item': 'r',
  'sl-input': undefined, 'sl-textarea': undefined, 'sl-select': undefined, 'sl-checkbox': undefined, 'sl-switch': undefined, 'sl-radio-group': undefined,
  'sl-range': undefined, 'sl-rating': undefined, 'sl-color-picker': undefined,
  'wa-input': undefined, 'wa-switch': undefined, 'wa-slider': undefined, 'wa-badge': 'r', 'wa-progress-bar': 'r',
};

scene('F-170 which access ui-value asks for', app(`<div>${Object.keys(ACCESS).map((tag) => `<${tag} ui-value="${tag}"></${tag}>`).join('')}` +
  ['checkbox', 'radio', 'number', 'range', 'date', 'color', 'hidden'].map((type) => `<input type="${type}" value="1" ui-value="type-${type}">`).join('') +
  '<span ui-value="asked?access=rw"></span><input ui-value="read?access=r"></div>'), async (stage) => {
  const access = (path: string) => (stage.created(path) ?? { access: 'none' })['access'];
  assert.deepEqual(Object.fromEntries(Object.keys(ACCESS).map((tag) => [tag, access(tag)])), ACCESS);
  for (const type of ['checkbox', 'radio', 'number', 'range', 'date', 'color', 'hidden']) assert.equal(access(`type-${type}`), undefined);
  assert.deepEqual([access('asked'), access('read')], ['rw', 'r']);
});

scene('F-169 F-172 elements that show: as text, as value, as a date', {
  ...app('<div><output id="out" ui-value="t"></output><data id="data" ui-value="t"></data><select><option id="option" ui-value="t">label</option></select><meter id="meter" max="10" ui-value="n"></meter>' +
    '<sl-tag ui-value="t"></sl-tag><sl-progress-ring ui-value="n"></sl-progress-ring><sl-qr-code ui-value="t"></sl-qr-code><sl-copy-button ui-value="t"></sl-copy-button>' +
    '<sl-button ui-value="t">label</sl-button><sl-menu><sl-menu-item ui-value="t">label</sl-menu-item></sl-menu><sl-radio-group label="g"><sl-radio ui-value="t">label</sl-radio></sl-radio-group>' +
    '<sl-format-bytes ui-value="bytes"></sl-format-bytes><sl-format-date lang="en" year="numeric" ui-value="ms"></sl-format-date><sl-relative-time lang="en" ui-value="iso"></sl-relative-time>' +
    '<sl-textarea label="t" ui-value="t"></sl-textarea><i id="list" ui-value="list"></i></div>'),
  model: { t: 'text', n: 4, bytes: 2000, ms: Date.UTC(1999, 6, 1), iso: '1990-01-01T00:00:00Z', list: { value: [1, { a: 'b' }] } }, shoelace: true,
}, async (stage) => {
  for (const selector of ['#out', '#data', '#option', 'sl-qr-code', 'sl-copy-button', 'sl-button', 'sl-menu-item', 'sl-radio', 'sl-textarea']) {
    assert.equal(await property(stage, selector, 'value'), 'text', selector);
  }
  for (const selector of ['#option', 'sl-button', 'sl-menu-item', 'sl-radio']) assert.equal(await stage.text(selector), 'label');
  assert.deepEqual([await property(stage, '#meter', 'value'), await property(stage, 'sl-progress-ring', 'value')], [4, 4]);
  assert.equal(await stage.text('sl-tag'), 'text');
  assert.equal(await stage.text('#list'), '[1,{"a":"b"}]');
  const shown = (selector: string) => stage.page.locator(selector).evaluate((e) => e.shadowRoot?.textContent?.replace(/\u00a0/g, ' ').trim());
  assert.match((await shown('sl-format-bytes')) ?? '', /^2 ?kB$/);
  assert.equal(await shown('sl-format-date'), '1999');
  assert.match((await shown('sl-relative-time')) ?? '', /^\d+ years ago$/);
});

scene('F-172 a component that shows nothing says so once', { ...app('<div><sl-divider ui-value="v"></sl-divider><sl-divider ui-value="w"></sl-divider></div>'), shoelace: true }, async (stage) => {
  const heard: string[] = [];
  stage.page.on('console', (message) => heard.push(message.text()));
  stage.expectProblem(/ui-value does nothing on <sl-divider>/);
  await stage.page.reload();
  await stage.settle();
  assert.equal(heard.length, 1);
  assert.equal(stage.created('v'), undefined);
  stage.stub.frames.splice(0);
});

// F-172: another library's elements go by their namesakes, and fire native events.
scene('F-172 Web Awesome\'s elements go by Shoelace\'s rows', { ...app('<div><wa-input id="i" ui-value="v"></wa-input><wa-switch id="s" ui-value="d"></wa-switch><wa-badge id="b" ui-value="v"></wa-badge><wa-slider id="r" ui-value="n"></wa-slider></div>'), model: { v: 'text', d: 'no', n: 4 } }, async (stage) => {
  await stage.page.evaluate(() => {
    for (const [tag, name] of [['wa-input', 'value'], ['wa-switch', 'checked'], ['wa-slider', 'value']] as const) {
      const held = new WeakMap<Element, unknown>();
      const type = class extends HTMLElement {};
      Object.defineProperty(type.prototype, name, { get(this: Element) { return held.get(this); }, set(this: Element, value: unknown) { held.set(this, value); } });
      customElements.define(tag, type);
    }
    customElements.define('wa-badge', class extends HTMLElement {});
  });
  await stage.settle();
  assert.deepEqual([await property(stage, '#i', 'value'), await property(stage, '#s', 'checked'), await stage.text('#b'), await property(stage, '#r', 'value')], ['text', false, 'text', 4]);
  await stage.page.evaluate(() => {
    for (const [id, name, value, event] of [['i', 'value', 'typed', 'input'], ['i', 'value', 'typed', 'change'], ['s', 'checked', true, 'change'], ['r', 'value', 7, 'change']] as const) {
      const element = document.getElementById(id) as HTMLElement;
      Object.assign(element, { [name]: value });
      element.dispatchEvent(new Event(event, { bubbles: true }));
    }
  });
  await stage.settle();
  assert.deepEqual([stage.values('v'), stage.values('d'), stage.values('n')], [['typed'], [true], [7]]);
});

scene('P-136 F-250 what nil looks like', {
  viewdefs: {
    'App.DEFAULT': '<div><b id="text" ui-value="v"></b><input id="input" ui-value="v"><textarea id="area" ui-value="v"></textarea><input id="check" type="checkbox" ui-value="v">' +
      '<sl-select id="select" label="s" ui-value="v"><sl-option value="x">X</sl-option></sl-select><sl-input id="sl" label="i" ui-value="v"></sl-input><sl-switch id="switch" ui-value="v">w</sl-switch>' +
      '<i id="attr" ui-attr-title="v" ui-class-on="v" ui-style-color="v"></i><p id="html" ui-html="v"></p><section ui-view="kid"></section><ul ui-viewlist="rows"></ul><u ui-repeat="rows"></u><em ui-code="js"></em></div>',
    'Kid.DEFAULT': '<h2>kid</h2>',
  },
  model: { v: 'x', kid: object('Kid'), rows: { value: [1, 2] }, js: 'ran += 1' }, shoelace: true,
  head: '<meta name="tandem-allow-code" content="yes"><script>window.ran = 0</script>',
}, async (stage) => {
  const look = () => stage.page.evaluate(() => {
    const find = (id: string) => document.getElementById(id) as HTMLInputElement;
    const attr = find('attr');
    return [find('text').textContent, ...['input', 'area', 'select', 'sl'].map((id) => find(id).value), find('check').checked, find('switch').checked,
      attr.getAttribute('title'), attr.classList.contains('on'), attr.style.color === '' ? 'none' : attr.style.color, find('html').textContent,
      document.querySelectorAll('h2').length, document.querySelectorAll('ul > *').length, document.querySelectorAll('u').length, (window as unknown as { ran: number }).ran];
  });
  for (const { id, properties } of stage.stub.variables.values()) if (properties['elementId'] === 'attr') stage.stub.send(updateMessage(id, 'red'));
  await stage.until('the markup is there', async () => (await stage.text('#html')) === 'x');
  await stage.settle();
  assert.deepEqual(await look(), ['x', 'x', 'x', 'x', 'x', true, true, 'red', true, 'red', 'x', 1, 2, 2, 1]);
  for (const { id, properties } of [...stage.stub.variables.values()]) {
    if (!/^\d+$/.test(properties['path'] ?? '')) stage.stub.send(updateMessage(id, null, properties['path'] === 'kid' ? { type: '' } : undefined));
  }
  await stage.settle();
  assert.deepEqual(await look(), ['', '', '', '', '', false, false, null, false, 'none', '', 0, 0, 0, 1]);
  // And nothing of it was the person's doing.
  assert.deepEqual(stage.stub.messages('update').filter((m) => m.type === 'update' && 'value' in m.data), []);
});
