// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// When messages leave, and in which frames.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { ClientFrame, ClientMessage } from '../../src/protocol/message';
import { Batcher } from '../../src/store/batcher';
import { FakeTiming } from '../harness/fake_timing';

const message = (varId: number): ClientMessage => ({ type: 'watch', data: { varId } });
let timing: FakeTiming;
let frames: Array<{ at: number; userEvent: boolean; ids: number[] }>;
let batcher: Batcher;

beforeEach(() => {
  timing = new FakeTiming();
  frames = [];
  batcher = new Batcher(({ userEvent, messages }: ClientFrame) =>
    frames.push({ at: timing.now() - 1000, userEvent, ids: messages.map((m) => (m.type === 'watch' ? m.data.varId : 0)) }), timing);
});

test('batcher F-40: a message waits ten milliseconds', () => {
  batcher.enqueue(message(1), 'batched');
  timing.advance(9);
  assert.deepEqual(frames, []);
  timing.advance(1);
  assert.deepEqual(frames, [{ at: 10, userEvent: false, ids: [1] }]);
});

test('batcher C-31 F-40: every message starts the wait anew', () => {
  for (let id = 1; id <= 6; id += 1) {
    batcher.enqueue(message(id), 'batched');
    timing.advance(5);
  }
  timing.advance(50);
  assert.deepEqual(frames, [{ at: 35, userEvent: false, ids: [1, 2, 3, 4, 5, 6] }]);
});

test('batcher C-32 F-41: but not beyond fifty', () => {
  for (let id = 1; id <= 40; id += 1) {
    batcher.enqueue(message(id), 'batched');
    timing.advance(5);
  }
  assert.deepEqual(frames.slice(0, 2).map(({ at, ids }) => [at, ids.length]), [[50, 11], [105, 11]]);
});

test('batcher C-33 F-42 F-44: an immediate message takes all along, in order', () => {
  batcher.enqueue(message(1), 'batched');
  batcher.enqueue(message(2), 'immediate');
  batcher.enqueue(message(3), 'batched');
  timing.advance(10);
  assert.deepEqual(frames, [{ at: 0, userEvent: true, ids: [1, 2] }, { at: 10, userEvent: false, ids: [3] }]);
});

test('batcher F-46: nothing sends nothing', () => {
  batcher.flush();
  batcher.enqueue(message(1), 'immediate');
  timing.advance(100);
  assert.equal(frames.length, 1);
  assert.deepEqual(timing.pending, []);
});

test('batcher: take empties without sending and forgets the user event', () => {
  batcher.enqueue(message(1), 'batched');
  assert.equal(batcher.take().length, 1);
  batcher.enqueue(message(2), 'batched');
  timing.advance(10);
  assert.deepEqual(frames, [{ at: 10, userEvent: false, ids: [2] }]);
});

test('batcher: frames are numbered as messages are enqueued', () => {
  assert.deepEqual([batcher.enqueue(message(1), 'batched'), batcher.enqueue(message(2), 'immediate'), batcher.enqueue(message(3), 'batched')], [1, 1, 2]);
});
