// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the user's edits become: when they are sent, as what, and what the server's values do to a field meanwhile.

import assert from 'node:assert/strict';
import { items, object, scene, type Stage } from '../harness/stage';

const app = (html: string) => ({ viewdefs: { 'App.DEFAULT': html } });
const FIELD = { ...app('<div><input id="f" ui-value="v"><button id="other">x</button></div>'), model: { v: 'p' } };

scene('C-80 C-83 F-172 a text field commits when it is left, and only what changed', FIELD, async (stage) => {
  await stage.page.locator('#f').focus();
  await stage.page.keyboard.press('End');
  await stage.page.keyboard.type('q');
  await stage.settle();
  assert.deepEqual(stage.values('v'), []);
  await stage.page.locator('#other').focus();
  await stage.settle();
  assert.deepEqual(stage.values('v'), ['pq']);
  await stage.page.locator('#f').focus();
  await stage.page.locator('#other').focus();
  await stage.settle();
  assert.deepEqual(stage.values('v'), ['pq']);
});

scene('C-81 F-172 Enter commits once', FIELD, async (stage) => {
  await stage.page.locator('#f').fill('new');
  await stage.page.keyboard.press('Enter');
  await stage.settle();
  assert.deepEqual(stage.values('v'), ['new']);
  await stage.page.locator('#other').focus();
  await stage.settle();
  assert.deepEqual(stage.values('v'), ['new']);
});

scene('C-82 F-173 ?keypress sends every change', { ...app('<div><input id="f" ui-value="v?keypress"></div>'), model: { v: '' } }, async (stage) => {
  await stage.page.locator('#f').pressSequentially('abc', { delay: 30 });
  await stage.settle();
  assert.deepEqual(stage.values('v'), ['a', 'ab', 'abc']);
});

scene('C-84 D-26 numbers stay text unless asked for', {
  ...app('<div><input id="a" type="number" ui-value="a"><input id="b" type="number" ui-value="b?type=number"></div>'), model: { a: 5, b: 5 },
}, async (stage) => {
  for (const id of ['#a', '#b']) {
    await stage.page.locator(id).fill('57');
    await stage.page.locator(id).blur();
  }
  await stage.settle();
  assert.deepEqual([stage.values('a'), stage.values('b')], [['57'], [57]]);
});

scene('C-86 F-172 a native select sends at once, a multiple one an array', {
  ...app('<div><select id="s" ui-value="s"><option>a<option>b</select><select id="m" multiple ui-value="m"><option>a<option>b<option>c</select></div>'),
  model: { s: 'a', m: { value: ['a', 'c'] } },
}, async (stage) => {
  const chosen = () => stage.page.locator('#m').evaluate((s: HTMLSelectElement) => [...s.selectedOptions].map((o) => o.value));
  assert.deepEqual(await chosen(), ['a', 'c']);
  await stage.page.locator('#s').selectOption('b');
  await stage.page.locator('#m').selectOption(['a', 'b', 'c']);
  await stage.settle();
  assert.deepEqual([stage.values('s'), stage.values('m')], [['b'], [['a', 'b', 'c']]]);
  await stage.page.locator('#m').dispatchEvent('change');
  await stage.settle();
  assert.equal(stage.values('m').length, 1, 'F-58: the same array again is not sent');
});

scene('C-87 F-172 sl-input commits when it is left', { ...app('<div><sl-input id="f" ui-value="v"></sl-input><button id="other">x</button></div>'), model: { v: 'p' }, shoelace: true }, async (stage) => {
  await stage.page.locator('#f').click();
  await stage.page.keyboard.press('End');
  await stage.page.keyboard.type('q');
  await stage.settle();
  assert.deepEqual(stage.values('v'), []);
  await stage.page.locator('#other').focus();
  await stage.settle();
  assert.deepEqual(stage.values('v'), ['pq']);
});

scene('C-88 C-89 F-172 sl-select, single and multiple', {
  ...app('<div><sl-select id="s" ui-value="s"><sl-option value="a">A</sl-option><sl-option value="b">B</sl-option></sl-select>' +
    '<sl-select id="m" multiple ui-value="m"><sl-option value="a">A</sl-option><sl-option value="b">B</sl-option><sl-option value="c">C</sl-option></sl-select></div>'),
  model: { s: 'a', m: { value: ['a', 'c'] } }, shoelace: true,
}, async (stage) => {
  const value = (id: string) => stage.page.locator(id).evaluate((e) => (e as unknown as { value: unknown }).value);
  assert.deepEqual([await value('#s'), await value('#m')], ['a', ['a', 'c']]);
  await stage.page.locator('#s').click();
  await stage.page.locator('#s sl-option[value=b]').click();
  await stage.page.locator('#m').click();
  await stage.page.locator('#m sl-option[value=b]').click();
  await stage.page.keyboard.press('Escape');
  await stage.settle();
  assert.deepEqual([stage.values('s'), stage.values('m')], [['b'], [['a', 'b', 'c']]]);
  stage.stub.update('s', null);
  await stage.settle();
  assert.equal(await value('#s'), '');
  assert.equal(stage.values('s').length, 1);
});

scene('C-90 D-25 checkboxes and switches are booleans', {
  ...app('<div><input id="n" type="checkbox" ui-value="n"><sl-checkbox id="c" ui-value="c">c</sl-checkbox><sl-switch id="w" ui-value="w">w</sl-switch></div>'),
  model: { n: true, c: 'false', w: 0 }, shoelace: true,
}, async (stage) => {
  const checked = () => stage.page.locator('#n, #c, #w').evaluateAll((all) => all.map((e) => (e as HTMLInputElement).checked));
  assert.deepEqual(await checked(), [true, false, false]);
  for (const id of ['#n', '#c', '#w']) await stage.page.locator(id).click();
  await stage.settle();
  assert.deepEqual([stage.values('n'), stage.values('c'), stage.values('w')], [[false], [true], [true]]);
  for (const path of ['n', 'c', 'w']) stage.stub.update(path, null);
  await stage.settle();
  assert.deepEqual(await checked(), [false, false, false]);
});

scene('C-91 D-25 radios', {
  ...app('<div>' + 'abc'.split('').map((v) => `<input type="radio" name="g" id="${v}" value="${v}" ui-value="r${v}">`).join('') +
    '<sl-radio-group id="g" label="g" ui-value="g"><sl-radio value="a">A</sl-radio><sl-radio value="b">B</sl-radio></sl-radio-group></div>'),
  model: { ra: 'b', rb: 'b', rc: 'b', g: 'a' }, shoelace: true,
}, async (stage) => {
  assert.deepEqual(await stage.page.locator('#a, #b, #c').evaluateAll((all) => all.map((e) => (e as HTMLInputElement).checked)), [false, true, false]);
  await stage.page.locator('#c').click();
  await stage.page.locator('#g sl-radio[value=b]').click();
  await stage.settle();
  assert.deepEqual(['ra', 'rb', 'rc', 'g'].map((path) => stage.values(path)), [[], [], ['c'], ['b']]);
});

scene('C-92 C-93 D-25 ranges, ratings and colours', {
  ...app('<div><sl-range id="a" label="a" ui-value="a"></sl-range><sl-rating id="b" label="b" ui-value="b"></sl-rating><sl-color-picker id="c" label="c" ui-value="c"></sl-color-picker></div>'),
  model: { a: 3, b: 3, c: '#ff0000' }, shoelace: true,
}, async (stage) => {
  const values = () => stage.page.locator('#a, #b, #c').evaluateAll((all) => all.map((e) => (e as unknown as { value: unknown }).value));
  assert.deepEqual(await values(), [3, 3, '#ff0000']);
  for (const id of ['#a', '#b']) {
    await stage.page.locator(id).evaluate((e) => (e as HTMLElement).focus());
    await stage.page.keyboard.press('ArrowRight');
  }
  await stage.settle();
  assert.deepEqual([stage.values('a'), stage.values('b')], [[4], [4]]);
  for (const path of ['a', 'b']) stage.stub.update(path, null);
  await stage.settle();
  assert.deepEqual((await values()).slice(0, 2), [0, 0]);
});

scene('C-94 C-95 F-171 file inputs and read-only fields send nothing', {
  ...app('<div><input id="f" type="file" ui-value="f"><input id="r" ui-value="v?access=r" ui-event-keypress-enter="go()"></div>'), model: { f: 'x', v: 'a' },
}, async (stage) => {
  await stage.page.locator('#f').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('a') });
  await stage.page.locator('#r').fill('b');
  await stage.page.keyboard.press('Enter');
  await stage.page.locator('#r').blur();
  await stage.settle();
  assert.deepEqual([stage.values('f'), stage.values('v'), stage.values('go()')], [[], [], [null]]);
});

scene('C-96 C-97 F-174 custom elements', { ...app('<div><my-dial ui-value="v"></my-dial></div>'), model: { v: 'm' } }, async (stage) => {
  await stage.page.evaluate(() => {
    customElements.define('my-dial', class extends HTMLElement {
      held: unknown = null;
      get value(): unknown { return this.held; }
      set value(v: unknown) { this.held = v; }
    });
  });
  await stage.settle();
  assert.equal(await stage.page.locator('my-dial').evaluate((e) => (e as unknown as { value: unknown }).value), 'm');
  await stage.page.evaluate(() => document.querySelector('my-dial')?.dispatchEvent(new CustomEvent('ui-value-change', { detail: { value: [1, 2] } })));
  await stage.settle();
  assert.deepEqual(stage.values('v'), [[1, 2]]);
});

scene('C-98 F-175 what is being typed is not overwritten', FIELD, async (stage) => {
  await stage.page.locator('#f').focus();
  await stage.page.keyboard.press('End');
  await stage.page.keyboard.type('xy');
  stage.stub.update('v', 'srv');
  await stage.settle();
  assert.equal(await stage.page.locator('#f').inputValue(), 'pxy');
  await stage.page.locator('#other').focus();
  await stage.settle();
  assert.deepEqual(stage.values('v'), ['pxy']);
});

scene('F-175 a focused field nobody has typed in takes the value and keeps the caret', { ...FIELD, model: { v: 'abcdef' } }, async (stage) => {
  await stage.page.locator('#f').evaluate((e: HTMLInputElement) => { e.focus(); e.setSelectionRange(2, 5); });
  const state = () => stage.page.locator('#f').evaluate((e: HTMLInputElement) => [e.value, e.selectionStart, e.selectionEnd]);
  stage.stub.update('v', 'uvwxyz');
  await stage.settle();
  assert.deepEqual(await state(), ['uvwxyz', 2, 5]);
  stage.stub.update('v', 'abc');
  await stage.settle();
  assert.deepEqual(await state(), ['abc', 2, 3]);
});

scene('C-99 F-176 stale echoes do not undo typing', { ...app('<div><input id="f" ui-value="v?keypress"></div>'), model: { v: '' } }, async (stage) => {
  await stage.page.locator('#f').pressSequentially('ab', { delay: 40 });
  stage.stub.update('v', 'a');
  await stage.settle();
  assert.equal(await stage.page.locator('#f').inputValue(), 'ab');
});

scene('C-100 F-175 an equal value leaves the caret alone', { ...FIELD, model: { v: 'abcd' } }, async (stage) => {
  await stage.page.locator('#f').evaluate((e: HTMLInputElement) => { e.focus(); e.setSelectionRange(2, 2); });
  stage.stub.update('v', 'abcd');
  await stage.settle();
  assert.equal(await stage.page.locator('#f').evaluate((e: HTMLInputElement) => e.selectionStart), 2);
});

scene('F-176 what an action makes of the field is no echo', { ...app('<div><input id="f" ui-value="v?keypress" ui-event-keypress-escape="clear()"></div>'), model: { v: 'x' } }, async (stage) => {
  await stage.page.locator('#f').fill('');
  await stage.page.locator('#f').pressSequentially('a');
  await stage.page.locator('#f').press('Escape');
  stage.stub.update('v', '');
  await stage.settle();
  assert.equal(await stage.page.locator('#f').inputValue(), '');
});

// Text fields of all kinds, each with another control to go to.
const TEXT_FIELDS = ['input', 'textarea', 'sl-input', 'sl-textarea'];
const textField = (tag: string, query = '') => ({
  ...app(`<div><${tag} id="f" ui-value="v${query}"></${tag}><button id="other">x</button></div>`), model: { v: 'abcdef' }, shoelace: tag.startsWith('sl-'),
});
const typed = (stage: Stage) => stage.page.locator('#f').evaluate((e) => {
  const field = (e as unknown as { input?: HTMLInputElement }).input ?? (e as HTMLInputElement);
  return [field.value, field.selectionStart, field.selectionEnd];
});
const selectInside = (stage: Stage, start: number, end: number) => stage.page.locator('#f').evaluate((e, [from, to]) => {
  (e as HTMLElement).focus();
  const field = (e as unknown as { input?: HTMLInputElement }).input ?? (e as HTMLInputElement);
  field.setSelectionRange(from ?? 0, to ?? 0);
}, [start, end]);

for (const tag of TEXT_FIELDS) {
  for (const query of ['', '?keypress']) {
    scene(`F-175 who is typing in <${tag}${query}> keeps text, caret and selection, and gets the last word of others when done`, textField(tag, query), async (stage) => {
      await selectInside(stage, 3, 3);
      await stage.page.keyboard.type('XY');
      await stage.settle();
      stage.stub.update('v', 'from elsewhere');
      await stage.settle();
      assert.deepEqual(await typed(stage), ['abcXYdef', 5, 5]);
      await stage.page.keyboard.press('Shift+ArrowLeft');
      stage.stub.update('v', 'from elsewhere, again');
      await stage.settle();
      assert.deepEqual(await typed(stage), ['abcXYdef', 4, 5]);
      const { mark } = stage;
      await stage.page.locator('#other').focus();
      await stage.settle();
      // What had been sent is older than what others wrote; what had not is newer.
      assert.deepEqual(stage.values('v', mark), query ? [] : ['abcXYdef']);
      assert.equal((await typed(stage))[0], query ? 'from elsewhere, again' : 'abcXYdef');
    });
  }

  scene(`F-175 a focused <${tag}> nobody has typed in takes the value and keeps the caret`, textField(tag), async (stage) => {
    await selectInside(stage, 2, 5);
    stage.stub.update('v', 'uvwxyz');
    await stage.settle();
    assert.deepEqual(await typed(stage), ['uvwxyz', 2, 5]);
  });

  scene(`F-175 F-217 an input method composes in <${tag}> undisturbed`, {
    ...textField(tag, '?keypress'),
    ...app(`<div><${tag} id="f" ui-value="v?keypress" ui-event-keypress-enter="go()"></${tag}><button id="other">x</button></div>`),
  }, async (stage) => {
    await selectInside(stage, 6, 6);
    const session = await stage.page.context().newCDPSession(stage.page);
    const { mark } = stage;
    for (const text of ['に', 'にほ', 'にほん']) {
      await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
      await stage.settle();
      stage.stub.update('v', `from elsewhere ${text}`);
      await stage.settle();
      assert.deepEqual(await typed(stage), [`abcdef${text}`, 6 + text.length, 6 + text.length]);
    }
    assert.equal(stage.mark, mark, 'something was sent while composing');
    await session.send('Input.insertText', { text: '日本' });
    await stage.settle();
    assert.deepEqual(stage.values('v', mark), ['abcdef日本']);
    assert.deepEqual(await typed(stage), ['abcdef日本', 8, 8]);
  });
}

scene('F-175 Enter is the end of an edit too: what others wrote before it is gone, what they write after it is shown', FIELD, async (stage) => {
  await stage.page.locator('#f').focus();
  await stage.page.keyboard.press('End');
  await stage.page.keyboard.type('xy');
  stage.stub.update('v', 'before');
  await stage.settle();
  await stage.page.keyboard.press('Enter');
  await stage.settle();
  assert.deepEqual([stage.values('v'), await stage.page.locator('#f').inputValue()], [['pxy'], 'pxy']);
  stage.stub.update('v', 'after');
  await stage.settle();
  assert.equal(await stage.page.locator('#f').inputValue(), 'after');
});

scene('F-175 text that was typed and taken back is nobody\'s', FIELD, async (stage) => {
  await stage.page.locator('#f').focus();
  await stage.page.keyboard.press('End');
  await stage.page.keyboard.type('x');
  stage.stub.update('v', 'from elsewhere');
  await stage.settle();
  await stage.page.keyboard.press('Backspace');
  assert.equal(await stage.page.locator('#f').inputValue(), 'p');
  await stage.page.locator('#other').focus();
  await stage.settle();
  assert.deepEqual([stage.values('v'), await stage.page.locator('#f').inputValue()], [[], 'from elsewhere']);
});

const OPTIONS = {
  'lua.ViewList.o': '<span ui-viewlist="items"></span>',
  'lua.ViewListItem.o': '<sl-option ui-attr-value="index"><span ui-value="nm"></span></sl-option>',
};

scene('C-101 F-156 a Shoelace select keeps its value until its options come', {
  viewdefs: { 'App.DEFAULT': '<div><sl-select ui-value="pick"><span ui-view="opts()?wrapper=lua.ViewList" ui-namespace="o"></span></sl-select></div>', ...OPTIONS },
  model: {
    pick: 1, 'opts()': object('lua.ViewList'), items: items(2), 0: object('lua.ViewListItem'), 1: object('lua.ViewListItem'),
  },
  shoelace: true,
}, async (stage) => {
  await stage.settle();
  for (const index of [0, 1]) {
    stage.stub.update(`opts().items.${index}.index`, index);
    stage.stub.update(`opts().items.${index}.nm`, `name ${index}`);
  }
  await stage.settle(300);
  const shown = await stage.page.locator('sl-select').evaluate((e) => {
    const select = e as unknown as { value: string; displayLabel: string };
    return [select.value, select.displayLabel];
  });
  assert.deepEqual(shown, ['1', 'name 1']);
  assert.deepEqual(stage.values('pick'), []);
});

scene('C-102 F-156 and so does a native one', {
  viewdefs: { 'App.DEFAULT': '<div><select id="s" ui-value="pick"><optgroup label="g" ui-viewlist="opts"><option></option></optgroup></select></div>', 'O.DEFAULT': '<option ui-attr-value="index" ui-value="nm"></option>' },
  model: { pick: 'k1', opts: items(2), 0: object('O'), 1: object('O') },
}, async (stage) => {
  for (const index of [0, 1]) stage.stub.update(`opts.${index}.index`, `k${index}`);
  await stage.settle();
  assert.equal(await stage.page.locator('#s').inputValue(), 'k1');
  assert.deepEqual(stage.values('pick'), []);
});

scene('C-103 C-104 F-57 what counts as the same value', {
  ...app('<div><i ui-value="a?access=rw"></i><i ui-value="b?access=w"></i></div>'), model: { a: 5 },
}, async (stage) => {
  await stage.page.evaluate(([a, b]) => {
    for (const value of [5, '5', '5']) window.uiStore?.update(a ?? 0, value);
    for (const value of ['x', 'x']) window.uiStore?.update(b ?? 0, value);
  }, [stage.stub.id('a'), stage.stub.id('b')]);
  await stage.settle();
  assert.deepEqual([stage.values('a'), stage.values('b')], [['5'], ['x', 'x']]);
});

scene('C-105 F-59 two fields on one path are two variables', { ...app('<div><input id="a" ui-value="v"><input id="b" ui-value="v"></div>'), model: { v: 'p' } }, async (stage) => {
  await stage.page.locator('#a').fill('new');
  await stage.page.locator('#a').blur();
  await stage.settle();
  assert.equal(await stage.page.locator('#b').inputValue(), 'p');
});
