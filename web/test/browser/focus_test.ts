// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Where the focus goes when what has it goes away: never to nowhere, never to where the next key would do harm.

import assert from 'node:assert/strict';
import { object, scene, type Stage } from '../harness/stage';

const rows = (app: string, item: string, count: number) => ({
  viewdefs: { 'App.DEFAULT': app, 'It.DEFAULT': item, 'B.DEFAULT': '<section><a href="#x">x</a></section>', 'C.DEFAULT': '<p>only text</p>' },
  model: { rows: { value: refs(...Array.from({ length: count }, (_, i) => i + 1)) }, ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`@${i}`, object('It')])), kid: object('It') },
  prepare: (stub: { features: readonly string[] }) => void (stub.features = ['ack', 'list']),
});
const refs = (...objects: number[]) => objects.map((obj) => ({ obj }));
const LIST = '<div><ul id="list" aria-label="L" ui-viewlist="rows"><li></li></ul><p><button id="other">o</button></p></div>';
const ROW = '<li class="row"><button class="a" ui-action="a()">a</button><button class="del" ui-action="del()">x</button><input ui-value="n"></li>';

const name = (stage: Stage) => stage.page.locator('.row').evaluateAll((all) => all.forEach((row, i) => void ((row as HTMLElement).dataset['was'] = String(i + 1))));
const focused = (stage: Stage) => stage.page.evaluate(() => {
  const active = document.activeElement as HTMLElement;
  return [active.className || active.id.replace(/^ui-\d+$/, '') || active.localName, active.closest('li')?.dataset['was']].filter(Boolean).join(' of ');
});

scene('F-116 the focus of a row that goes is the next one\'s, else the one\'s before, else the list\'s', rows(LIST, ROW, 4), async (stage) => {
  await name(stage);
  await stage.page.locator('.del').nth(1).focus();
  for (const [left, expected] of [[[1, 3, 4], 'del of 3'], [[1, 3], 'del of 3'], [[1], 'del of 1'], [[], 'list']] as const) {
    stage.stub.update('rows', refs(...left));
    await stage.settle();
    assert.equal(await focused(stage), expected);
  }
  assert.equal(await stage.attribute('#list', 'tabindex'), '-1');
  await stage.page.locator('#other').focus();
  assert.equal(await stage.attribute('#list', 'tabindex'), null);
});

scene('F-116 the last row\'s focus is the one\'s before, and several rows may go at once', rows(LIST, ROW, 5), async (stage) => {
  await name(stage);
  await stage.page.locator('.a').nth(4).focus();
  stage.stub.update('rows', refs(1, 2, 3));
  await stage.settle();
  assert.equal(await focused(stage), 'a of 3');
  await stage.page.locator('.del').first().focus();
  stage.stub.update('rows', refs(3));
  await stage.settle();
  assert.equal(await focused(stage), 'del of 3');
});

scene('F-116 who types in a row that goes does not go on in another', rows(LIST, ROW, 3), async (stage) => {
  await stage.page.locator('.row input').nth(1).pressSequentially('half a w');
  stage.stub.update('rows', refs(1, 3));
  await stage.page.locator('.row').nth(2).waitFor({ state: 'detached' });
  await stage.page.keyboard.type('ord ');
  await stage.page.keyboard.press('Enter');
  await stage.settle();
  assert.equal(await focused(stage), 'list');
  assert.deepEqual(await stage.page.locator('.row input').evaluateAll((all) => all.map((e) => (e as HTMLInputElement).value)), ['', '']);
  assert.deepEqual(stage.stub.messages('update').filter((m) => m.type === 'update' && 'value' in m.data), []);
});

scene('F-116 who is elsewhere is left alone', rows(LIST, ROW, 3), async (stage) => {
  await stage.page.locator('#other').focus();
  stage.stub.update('rows', refs(2));
  await stage.settle();
  assert.equal(await focused(stage), 'other');
});

scene('F-154 F-116 and so it is with repeated elements', rows('<div><ul id="list"><li>head</li><li class="row" ui-repeat="rows"><button class="del">x</button></li></ul></div>', ROW, 2), async (stage) => {
  await name(stage);
  await stage.page.locator('.del').nth(0).focus();
  stage.stub.update('rows', refs(2));
  await stage.settle();
  assert.equal(await focused(stage), 'del of 2');
  stage.stub.update('rows', refs());
  await stage.settle();
  assert.equal(await focused(stage), 'list');
});

scene('C-301 F-116 a view of another type takes the focus over, and an empty one leaves it where it was', rows('<div id="place"><div ui-view="kid"></div><button id="other">o</button></div>', ROW, 0), async (stage) => {
  await stage.page.locator('.a').focus();
  stage.stub.update('kid', { obj: 7 }, { type: 'B' });
  await stage.settle();
  assert.equal(await focused(stage), 'a'); // The first that can have it: a link.
  assert.equal(await stage.page.evaluate(() => document.activeElement?.getAttribute('href')), '#x');
  stage.stub.update('kid', { obj: 8 }, { type: 'C' });
  await stage.settle();
  assert.equal(await stage.page.evaluate(() => document.activeElement?.textContent), 'only text');
  stage.stub.update('kid', null, { type: '' });
  await stage.settle();
  assert.equal(await stage.page.evaluate(() => document.activeElement?.getAttribute('ui-viewdef')), 'App.DEFAULT');
  // A change beside it disturbs nobody.
  await stage.page.locator('#other').focus();
  for (const type of ['It', 'B', '']) {
    stage.stub.update('kid', type === '' ? null : { obj: 9 }, { type });
    await stage.settle();
    assert.equal(await focused(stage), 'other');
  }
});

for (const [gone, expected] of [['the row', 'list'], ['nothing', 'del of 2']] as const) {
  scene(`F-116 a dialog that closes gives the focus back, where ${gone} is gone`, {
    ...rows(`<div><ul id="list" aria-label="L" ui-viewlist="rows"><li></li></ul><sl-dialog label="sure?" ui-attr-open="asks"><sl-button id="yes" ui-action="yes()">yes</sl-button></sl-dialog></div>`, ROW, 3), shoelace: true, context: { reducedMotion: 'reduce' },
  }, async (stage) => {
    await name(stage);
    for (let round = 0; round < 2; round += 1) { // The first loads what the second finds.
      await stage.page.locator('.del').nth(1).focus();
      stage.stub.update('asks', true);
      await stage.until('it is open', async () => stage.page.locator('#yes').isVisible());
      await stage.page.locator('#yes').focus();
      await stage.settle();
      if (round === 1 && gone === 'the row') stage.stub.update('rows', refs(1, 3));
      stage.stub.update('asks', false);
      await stage.until('it is closed', async () => !(await stage.page.locator('#yes').isVisible()));
      await stage.settle();
      assert.equal(await focused(stage), round === 0 ? 'del of 2' : expected);
    }
  });
}
