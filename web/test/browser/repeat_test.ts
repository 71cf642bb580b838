// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// `ui-repeat`: the element itself is the template of a row, and the rows stand where it stood.

import assert from 'node:assert/strict';
import { items, object, scene, type Stage } from '../harness/stage';

const refs = (...objects: number[]) => objects.map((obj) => ({ obj }));
const app = (html: string) => ({ viewdefs: { 'App.DEFAULT': html } });

// What stands in an element: tag and text of its children.
const children = (stage: Stage, selector: string) => stage.page.locator(selector).evaluate((e) =>
  [...e.children].map((child) => `${child.localName} ${child.textContent}`));

scene('C-252 F-154 D-28 an element is repeated for each element of an array, between its neighbours', {
  ...app('<div><ol><li>first</li><li class="row" id="own" style="top:1px" ui-repeat="rows" ui-class-on="on" ui-event-click="open()"><b id="same" ui-value="n"></b></li><li>last</li></ol></div>'),
  model: { rows: { value: refs(5, 6) }, 'rows.0.n': 'a', 'rows.1.n': 'b', 'rows.2.n': 'c', 'rows.1.on': true },
}, async (stage) => {
  assert.deepEqual(await children(stage, 'ol'), ['li first', 'li a', 'li b', 'li last']);
  assert.deepEqual([stage.created('rows')?.['access'], stage.created('0')?.['access'], stage.created('n')?.['access']], ['r', undefined, 'r']);
  const [rows, first] = [stage.stub.id('rows'), stage.stub.id('rows.0')];
  assert.deepEqual([stage.stub.variables.get(rows)?.parentId, stage.stub.variables.get(first)?.parentId], [1, rows]);
  assert.equal(stage.stub.variables.get(stage.stub.id('rows.0.n'))?.parentId, first);
  assert.deepEqual(await stage.page.locator('li.row').evaluateAll((all) => all.map((e) => [e.classList.contains('on'), e.getAttribute('style'), e.hasAttribute('ui-repeat')])),
    [[false, 'top:1px', false], [true, 'top:1px', false]]);
  await stage.page.locator('li.row').nth(1).click();
  await stage.settle();
  assert.deepEqual([stage.values('rows.0.open()'), stage.values('rows.1.open()')], [[], [null]]);
  // Rows have no type: none is reported, and none is looked up.
  assert.deepEqual(stage.stub.messages('update').filter((m) => m.type === 'update' && m.data.properties).length, 1);
  stage.stub.update('rows', refs(5, 6, 7));
  await stage.settle();
  assert.deepEqual(await children(stage, 'ol'), ['li first', 'li a', 'li b', 'li c', 'li last']);
  for (const value of [[], null, 5, { obj: 1 }]) {
    stage.stub.update('rows', refs(5));
    stage.stub.update('rows', value);
    await stage.settle(60);
    assert.deepEqual(await children(stage, 'ol'), ['li first', 'li last']);
    assert.equal(stage.stub.variables.size, 1);
  }
});

scene('F-154 D-40 repeated elements go with their objects', {
  ...app('<div><p>head</p><p class="row" ui-repeat="rows"><b ui-value="n"></b><input></p><p>foot</p></div>'),
  model: { rows: { value: refs(5, 6, 7) }, ...Object.fromEntries([5, 6, 7].map((n) => [`rows.@${n}.n`, `object ${n}`])) },
  prepare: (stub) => void (stub.features = ['ack', 'list']),
}, async (stage) => {
  await stage.page.locator('.row').evaluateAll((all) => all.forEach((p) => void ((p as HTMLElement).dataset['was'] = p.textContent ?? '')));
  await stage.page.locator('.row input').nth(1).pressSequentially('mine');
  const { mark } = stage;
  stage.stub.update('rows', refs(7, 6, 5));
  await stage.settle();
  assert.equal(stage.mark, mark);
  assert.deepEqual(await stage.page.locator('.row').evaluateAll((all) => all.map((p) => [p.textContent, (p as HTMLElement).dataset['was']])),
    [7, 6, 5].map((n) => [`object ${n}`, `object ${n}`]));
  assert.deepEqual(await stage.page.evaluate(() => [(document.activeElement as HTMLInputElement).value, document.activeElement?.closest('p')?.textContent]), ['mine', 'object 6']);
});

scene('F-154 F-101 repetitions in repetitions, and together with views and lists', {
  viewdefs: {
    'App.DEFAULT': '<table><tbody><tr ui-repeat="rows"><td ui-repeat="cells"><i ui-value="v"></i></td><td ui-view="kid" class="k"></td><td ui-viewlist="more"><u></u></td></tr></tbody></table>',
    'Kid.DEFAULT': '<td><b ui-value="n"></b></td>', 'It.DEFAULT': '<em>m</em>',
  },
  model: {
    rows: { value: refs(5, 6) }, cells: items(2), 'rows.0.cells.0.v': '00', 'rows.0.cells.1.v': '01', 'rows.1.cells.0.v': '10', 'rows.1.cells.1.v': '11',
    kid: object('Kid'), n: 'kid', more: items(1), 'rows.0.more.0': object('It'), 'rows.1.more.0': object('It'),
  },
}, async (stage) => {
  await stage.until('all is there', async () => (await stage.count('em')) === 2);
  assert.deepEqual(await stage.page.locator('tr').allTextContents(), ['0001kidm', '1011kidm']);
  assert.equal(await stage.count('td.k b'), 2);
  stage.stub.update('rows', refs(5));
  await stage.settle();
  assert.equal(await stage.count('tr'), 1);
});

scene('F-154 a view on the repeated element itself shows each object by its own template', {
  viewdefs: { 'App.DEFAULT': '<div><p ui-repeat="rows" ui-view="item" ui-namespace="N"></p></div>', 'A.N': '<b>A</b>', 'B.DEFAULT': '<i>B</i>' },
  model: { rows: { value: refs(5, 6) }, 'rows.0.item': object('A'), 'rows.1.item': object('B') },
}, async (stage) => {
  assert.deepEqual(await children(stage, '[ui-viewdef="App.DEFAULT"]'), ['b A', 'i B']);
  assert.equal(stage.created('item')?.['namespace'], 'N');
});

scene('F-154 F-111 a repetition may be a root, and comes back when its template is edited', {
  viewdefs: { 'App.DEFAULT': '<div><section ui-view="kid"></section><footer></footer></div>', 'Kid.DEFAULT': '<p ui-repeat="rows"><b ui-value="n"></b></p>' },
  model: { kid: object('Kid'), rows: { value: refs(5, 6) }, n: 'x' },
}, async (stage) => {
  const shown = () => children(stage, '[ui-viewdef="App.DEFAULT"]');
  assert.deepEqual(await shown(), ['p x', 'p x', 'footer ']);
  stage.stub.update('', undefined, stage.stub.viewdefsProperty({ 'Kid.DEFAULT': '<h2>rows</h2><i ui-repeat="rows"><b ui-value="n"></b></i>' }));
  await stage.settle();
  assert.deepEqual(await shown(), ['h2 rows', 'i x', 'i x', 'footer ']);
  stage.stub.update('kid', null, { type: '' });
  await stage.settle();
  assert.deepEqual(await shown(), ['section ', 'footer ']);
  stage.stub.update('kid', { obj: 3 }, { type: 'Kid' });
  await stage.settle();
  assert.deepEqual(await shown(), ['h2 rows', 'i x', 'i x', 'footer ']);
});

scene('F-154 F-74 an empty ui-repeat binds nothing', app('<div><p ui-repeat=""><b ui-value="n"></b></p></div>'), async (stage) => {
  assert.deepEqual(stage.createdPaths(), []);
});
