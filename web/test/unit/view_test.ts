// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The parts of views that need no document: templates by key, ids, the moment of revealing, hints.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { IdVendor } from '../../src/view/id_vendor';
import { namesOf, objectOf, stayingPlaces } from '../../src/view/list_order';
import { RevealQueue, type Revealable } from '../../src/view/reveal_queue';
import { templateHints } from '../../src/overlay/template_hints';
import { ViewdefStore } from '../../src/view/viewdef_store';
import { FakeTiming } from '../harness/fake_timing';

let changes: string[][];
let rejected: string[];
let viewdefs: ViewdefStore;

beforeEach(() => {
  changes = [];
  rejected = [];
  viewdefs = new ViewdefStore(
    (text) => (text.startsWith('bad') ? { reason: text } : ({ text } as unknown as HTMLTemplateElement)),
    { onViewdefsChanged: (keys) => changes.push([...keys]), onViewdefRejected: (key, reason) => rejected.push(`${key}: ${reason}`) },
  );
});

test('viewdefs F-77 F-113: deliveries are deltas, equal texts change nothing', () => {
  viewdefs.receive('{"A.DEFAULT":"1","B.DEFAULT":"2"}');
  viewdefs.receive('{"A.DEFAULT":"1","C.x":"3"}');
  viewdefs.receive('{"A.DEFAULT":"1"}');
  viewdefs.receive('');
  assert.deepEqual(changes, [['A.DEFAULT', 'B.DEFAULT'], ['C.x']]);
  assert.deepEqual(viewdefs.getKeys(), ['A.DEFAULT', 'B.DEFAULT', 'C.x']);
});

test('viewdefs F-78 F-79 F-80: what is refused leaves the rest and the old in place', () => {
  viewdefs.receive('{"A.DEFAULT":"1"}');
  viewdefs.receive('{"A.DEFAULT":"bad","nodot":"x","N.x":5,"B.x":"2"}');
  viewdefs.receive('{');
  viewdefs.receive('[]');
  assert.equal(viewdefs.getByKey('A.DEFAULT')?.text, '1');
  assert.deepEqual(viewdefs.getKeys(), ['A.DEFAULT', 'B.x']);
  assert.deepEqual(rejected.map((line) => line.split(':')[0]), ['A.DEFAULT', 'nodot', 'N.x', '(all)', '(all)']);
});

test('viewdefs F-81: which key wins', () => {
  viewdefs.processViewdefs({ 'T.N': 'n', 'T.F': 'f', 'T.DEFAULT': 'd', 'a.b.C.card': 'c' });
  assert.deepEqual([viewdefs.get('T', 'N', 'F'), viewdefs.get('T', 'M', 'F'), viewdefs.get('T', 'M', ''), viewdefs.get('T'), viewdefs.get('a.b.C', 'card')].map((v) => v?.text), ['n', 'f', 'd', 'd', 'c']);
  assert.equal(viewdefs.get('C', 'card'), undefined);
});

test('ids F-124: counted, and never one that is taken', () => {
  const ids = new IdVendor((id) => id === 'ui-2');
  assert.deepEqual([ids.vend(), ids.vend()], ['ui-1', 'ui-3']);
});

class FakeView implements Revealable {
  isReady = false;
  revealedAt: number | null = null;
  constructor(private readonly time: FakeTiming) {}
  isSettled(): boolean { return this.isReady; }
  reveal(): void { this.revealedAt = this.time.now() - 1000; }
}

function revealRig() {
  const timing = new FakeTiming();
  const frames: Array<() => void> = [];
  const queue = new RevealQueue(timing, (callback) => frames.push(callback));
  const view = new FakeView(timing);
  return { timing, queue, view, paint: () => frames.splice(0).forEach((callback) => callback()) };
}

test('reveal F-162: what is settled is shown with the next frame, not before', () => {
  const { queue, view, paint } = revealRig();
  view.isReady = true;
  queue.add(view);
  queue.check();
  assert.equal(view.revealedAt, null);
  paint();
  assert.equal(view.revealedAt, 0);
});

test('reveal F-162: as soon as the server has answered', () => {
  const { timing, queue, view, paint } = revealRig();
  queue.add(view);
  paint();
  timing.advance(30);
  queue.check();
  assert.equal(view.revealedAt, null);
  view.isReady = true;
  queue.check();
  assert.equal(view.revealedAt, 30);
});

test('reveal F-160: after a hundred milliseconds in any case, counted from the first render', () => {
  const { timing, queue, view } = revealRig();
  const later = new FakeView(timing);
  queue.add(view);
  timing.advance(40);
  queue.add(view);
  queue.add(later);
  timing.advance(200);
  assert.deepEqual([view.revealedAt, later.revealedAt], [100, 140]);
});

test('reveal: what was cancelled is not shown', () => {
  const { timing, queue, view, paint } = revealRig();
  view.isReady = true;
  queue.add(view);
  queue.cancel(view);
  paint();
  timing.advance(200);
  assert.equal(view.revealedAt, null);
});

test('hints F-73 F-88', () => {
  assert.deepEqual(templateHints('<template><div ui-view="x"><br/><input ui-value="a"/><svg><path d="M0"/></svg></div></template>'), []);
  assert.match(templateHints('<div ui-view="x"/>')[0] ?? '', /<div …\/> does not close itself/);
  assert.match(templateHints('<p ui-class-isHot="x"></p>')[0] ?? '', /ui-class-isHot is read as ui-class-ishot/);
});

test('lists D-40: an element is known by its object, or its value, and which of several it is', () => {
  assert.deepEqual(namesOf([{ obj: 3 }, 'a', { obj: 3 }, 'a', 1, '1', null, [1]]), ['@3', '="a"', '@3 1', '="a" 1', '=1', '="1"', '=null', '=[1]']);
  assert.deepEqual([{ obj: 3 }, { obj: '3' }, null, 3, [3]].map(objectOf), [3, undefined, undefined, undefined, undefined]);
});

test('lists D-40: as many rows stay as can, with the one that must', () => {
  const staying = (was: number[], pinned?: number) => [...stayingPlaces(was, pinned)].sort((a, b) => a - b);
  assert.deepEqual(staying([0, 1, 2, 3]), [0, 1, 2, 3]);
  assert.deepEqual(staying([-1, 0, 1, 2]), [1, 2, 3]);
  assert.deepEqual(staying([3, 0, 1, 2]), [1, 2, 3]);
  assert.deepEqual(staying([3, 0, 1, 2], 0), [0]);
  assert.deepEqual(staying([1, 2, 0, 3, 4]), [0, 1, 3, 4]);
  assert.deepEqual(staying([1, 2, 0, 3, 4], 2), [2, 3, 4]);
  assert.deepEqual(staying([3, 2, 1, 0], 2), [2]);
  assert.deepEqual(staying([-1, -1], 1), []);
  assert.deepEqual(staying([]), []);
  // Against all subsets.
  for (let round = 0; round < 200; round += 1) {
    const was = [0, 1, 2, 3, 4, 5, 6].sort(() => Math.random() - 0.5);
    const pinned = round % 8 - 1;
    let best = 0;
    for (let bits = 0; bits < 128; bits += 1) {
      const chosen = was.filter((_old, place) => bits & (1 << place));
      if (chosen.every((old, i) => i === 0 || old > (chosen[i - 1] ?? 0)) && (pinned < 0 || bits & (1 << pinned))) best = Math.max(best, chosen.length);
    }
    const found = staying(was, pinned);
    assert.ok(found.every((place, i) => i === 0 || (was[place] ?? 0) > (was[found[i - 1] ?? 0] ?? 0)), `${was}`);
    assert.equal(found.length, best, `${was} with ${pinned}`);
    assert.ok(pinned < 0 || found.includes(pinned));
  }
});
