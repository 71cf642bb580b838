// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The variable tree of the browser: what it sends, what it hears, what it keeps.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { ClientMessage } from '../../src/protocol/message';
import type { Urgency } from '../../src/store/batcher';
import { sameValue, showsValue } from '../../src/store/variable';
import { VariableStore } from '../../src/store/variable_store';
import { QuietDiagnostics } from '../harness/quiet_diagnostics';

let sent: Array<{ message: ClientMessage; urgency: Urgency }>;
let isOver: boolean;
let pending: Set<number>;
let sequence: number;
let lost: number[];
let refused: string[];
let diagnostics: QuietDiagnostics;
let store: VariableStore;

beforeEach(() => {
  sent = [];
  isOver = false;
  pending = new Set();
  sequence = 1;
  lost = [];
  refused = [];
  diagnostics = new QuietDiagnostics();
  store = new VariableStore({
    enqueue(message, urgency) {
      if (isOver) return 'offline';
      sent.push({ message, urgency });
      return sequence;
    },
    isPending: (varId) => pending.has(varId),
  }, diagnostics);
  store.setListener({ onActionLost: ({ varId }) => lost.push(varId), onResyncRefused: ({ code }) => refused.push(code) });
});

// The store catches what watchers throw: a failed assertion in one must not go unnoticed.
afterEach(() => {
  const [assertion] = diagnostics.problems.filter(({ detail }) => detail instanceof assert.AssertionError);
  assert.equal(assertion?.message, undefined);
});

const create = (path: string, parentId = 1, properties: Record<string, string> = {}) => store.create({ parentId, properties: { path, ...properties } });
const update = (varId: number, value: unknown, properties?: Record<string, string>) =>
  store.receive({ type: 'update', data: { varId, ...(value === undefined ? {} : { value }), ...(properties ? { properties } : {}) } });
const take = () => sent.splice(0).map(({ message }) => message);

test('store F-50 F-51: ids from 2, created at once', () => {
  assert.deepEqual([create('a'), create('b')], [2, 3]);
  assert.deepEqual(take()[0], { type: 'create', data: { id: 2, parentId: 1, properties: { path: 'a' } } });
  assert.equal(store.get(2)?.value, undefined);
});

test('store F-38 F-52: a widget gives the element id and stays here', () => {
  store.create({ parentId: 1, properties: { path: 'a' }, widget: { elementId: 'e' } });
  assert.deepEqual(take(), [{ type: 'create', data: { id: 2, parentId: 1, properties: { path: 'a', elementId: 'e' } } }]);
  assert.deepEqual(store.get(2)?.widget, { elementId: 'e' });
});

test('store F-53: an update replaces the value, merges properties, clears the error', () => {
  const id = create('a');
  const heard: unknown[] = [];
  const errors: unknown[] = [];
  store.watch(id, (record, value, properties) => heard.push([record.value, value, properties]));
  store.watchErrors(id, (error) => errors.push(error?.code ?? null));
  store.receive({ type: 'error', data: { varId: id, code: 'c', description: 'd' } });
  store.frameEnded();
  update(id, 1, { type: 'T' });
  update(id, undefined, { other: 'x' });
  assert.deepEqual(heard, [[1, 1, { type: 'T' }], [1, undefined, { other: 'x' }]]);
  assert.deepEqual(store.get(id)?.properties, { path: 'a', type: 'T', other: 'x' });
  assert.deepEqual(errors, [null, 'c', null]);
});

test('store F-55: updates for strangers and the dead are dropped', () => {
  const id = create('a');
  store.destroy(id);
  update(id, 1);
  update(99, 1);
  update(0, 1);
  assert.deepEqual([store.get(id), store.get(99), store.get(0)], [undefined, undefined, undefined]);
  update(-4, 1);
  assert.equal(store.get(-4)?.value, 1);
});

test('store F-57 F-58: the same value again is not sent', () => {
  const id = create('a');
  take();
  for (const value of [5, 5, '5', ['a'], ['a'], { a: 1 }]) store.update(id, value);
  store.update(id, { a: 1 });
  store.update(id, 5, { dropped: 'x' });
  store.update(id, 5, { dropped: 'x' });
  assert.equal(take().length, 6);
});

test('store F-57 F-43: actions and write-only variables are always sent, only actions at once', () => {
  const [action, writeOnly, plain] = [create('a()', 1, { access: 'action' }), create('w', 1, { access: 'w' }), create('p')];
  take();
  for (const id of [action, writeOnly, plain]) {
    store.update(id, null);
    store.update(id, null);
  }
  assert.deepEqual(sent.map(({ urgency }) => urgency), ['immediate', 'immediate', 'batched', 'batched', 'batched']);
});

test('store F-57: a local update does not notify', () => {
  const id = create('a');
  store.watch(id, () => assert.fail('notified'));
  store.update(id, 1);
  assert.equal(store.get(id)?.value, 1);
});

test('store F-214: repetition can be asked for', () => {
  const id = create('a');
  take();
  store.update(id, 'escape', undefined, 'always');
  store.update(id, 'escape', undefined, 'always');
  assert.equal(take().length, 2);
});

test('store F-60: watch is sent for variable 1, and for others only when they were let go', () => {
  const stop1 = store.watch(1, () => undefined);
  store.watch(1, () => undefined)();
  const id = create('a');
  const stop = store.watch(id, () => undefined);
  stop();
  stop();
  store.watch(id, () => undefined);
  stop1();
  assert.deepEqual(take().map(({ type, data }) => [type, 'varId' in data ? data.varId : 0]), [['watch', 1], ['create', 0], ['unwatch', id], ['watch', id], ['unwatch', 1]]);
});

test('store F-61 F-62 F-63: one destroy for a subtree, nothing else', () => {
  const parent = create('a');
  const child = create('b', parent);
  const grandchild = create('c', child);
  const stop = store.watch(grandchild, () => assert.fail('notified'));
  take();
  store.destroy(parent);
  stop();
  store.destroy(child);
  update(grandchild, 1);
  assert.deepEqual(take(), [{ type: 'destroy', data: { varId: parent } }]);
  assert.deepEqual([parent, child, grandchild].map((id) => store.get(id)), [undefined, undefined, undefined]);
  assert.equal(store.size, 1);
});

test('store F-61: a destroy from the server removes the subtree silently, twice is once', () => {
  const parent = create('a');
  const child = create('b', parent);
  take();
  for (const varId of [parent, parent]) store.receive({ type: 'destroy', data: { varId } });
  assert.equal(store.get(child), undefined);
  assert.deepEqual(take(), []);
});

test('store F-53: the value that comes with an error does not clear it, the person\'s next one does', () => {
  const id = create('p');
  const errors: unknown[] = [];
  store.watchErrors(id, (error) => errors.push(error?.code ?? null));
  store.update(id, 'bad');
  store.receive({ type: 'error', data: { varId: id, code: 'c', description: 'd' } });
  store.receive({ type: 'update', data: { varId: id, value: 'good' } });
  store.frameEnded();
  assert.equal(store.get(id)?.value, 'good');
  assert.deepEqual(errors, [null, 'c']);
  store.update(id, 'better');
  assert.deepEqual(errors, [null, 'c', null]);
});

test('store F-64 F-65: errors', () => {
  const id = create('a');
  take();
  store.sendError(id, 'mine', 'told');
  assert.deepEqual(take(), [{ type: 'error', data: { varId: id, code: 'mine', description: 'told' } }]);
  assert.deepEqual(store.getError(id), { code: 'mine', description: 'told' });
  store.receive({ type: 'error', data: { code: '', description: 'general' } });
  assert.match(diagnostics.problems.at(-1)?.message ?? '', /general/);
});

test('store F-48: a watcher that fails does not stop the next', () => {
  const id = create('a');
  const heard: unknown[] = [];
  store.watch(id, () => { throw new Error('mine'); });
  store.watch(id, ({ value }) => heard.push(value));
  update(id, 1);
  assert.deepEqual(heard, [1]);
  assert.deepEqual(diagnostics.codes, ['watcher-failed']);
});

test('store: a watcher may destroy what is being notified', () => {
  const id = create('a');
  store.watch(id, () => store.destroy(id));
  store.watch(id, () => assert.fail('notified'));
  update(id, 1);
  assert.equal(store.get(id), undefined);
  assert.deepEqual(diagnostics.codes, []);
});

test('store P-33 P-100: one answered frame answers all variables in it', () => {
  const [a, b] = [create('a'), create('b')];
  sequence = 2;
  const c = create('c');
  assert.deepEqual([a, b, c].map((id) => store.isAwaiting(id)), [true, true, true]);
  update(a, 1);
  assert.deepEqual([a, b, c].map((id) => store.isAwaiting(id)), [false, false, true]);
  update(a, 2);
  assert.equal(store.isAwaiting(c), true);
});

test('store F-27: an action that cannot be done any more is told, typing is not', () => {
  const [value, action] = [create('a'), create('go()', 1, { access: 'action' })];
  isOver = true;
  store.update(value, 'x');
  store.update(action, null);
  assert.deepEqual(lost, [action]);
});

test('store D-41: edits change the array the server sent last, not one that was put in here', () => {
  const id = create('rows');
  const heard: unknown[] = [];
  store.watch(id, ({ value }, told) => heard.push([value, told]));
  update(id, [1, 2, 3]);
  store.update(id, ['mine']);
  store.receive({ type: 'update', data: { varId: id, edits: [[0, 1, []], [2, 0, [4, [5]]]] } });
  store.receive({ type: 'update', data: { varId: id, edits: [[3, 1, []]] } });
  assert.deepEqual(heard.slice(1), [[[2, 3, 4, [5]], [2, 3, 4, [5]]], [[2, 3, 4], [2, 3, 4]]]);
});

test('store D-42: what the server says before it has our value is older than it', () => {
  const [id, rows] = [create('a'), create('rows')];
  update(rows, [1, 2]);
  const heard: unknown[] = [];
  store.watch(id, ({ value }, told, properties) => heard.push([value, told, properties]));
  store.update(id, 'mine');
  store.update(rows, ['mine']);
  pending.add(id).add(rows);
  update(id, 'older', { type: 'T' });
  store.receive({ type: 'update', data: { varId: rows, edits: [[2, 0, [3]]] } });
  assert.deepEqual(heard, [['mine', undefined, { type: 'T' }]]);
  assert.deepEqual(store.get(rows)?.value, ['mine']);
  pending.clear();
  update(id, 'newer');
  store.receive({ type: 'update', data: { varId: rows, edits: [[0, 1, []]] } });
  assert.deepEqual([store.get(id)?.value, store.get(rows)?.value], ['newer', [2, 3]]);
});

test('store D-41: edits that do not fit are told, and the whole array is asked for', () => {
  const id = create('rows');
  update(id, [1]);
  store.watch(id, (_record, value) => assert.equal(value, undefined));
  take();
  store.receive({ type: 'update', data: { varId: id, edits: [[1, 1, []]] } });
  assert.deepEqual(take(), ['unwatch', 'watch'].map((type) => ({ type, data: { varId: id } })));
  assert.deepEqual(diagnostics.codes, ['bad-edits']);
  assert.deepEqual(store.get(id)?.value, [1]);
});

test('store F-20: what a server that was told again does not speak of is gone', () => {
  const [kept, gone, writeOnly, typed] = [create('a'), create('b'), create('w', 1, { access: 'w' }), create('t')];
  store.update(writeOnly, 'x');
  update(kept, 1);
  update(gone, { obj: 2 }, { type: 'T' });
  store.update(typed, 'on its way');
  pending.add(typed);
  store.startedOver();
  assert.deepEqual([store.answeredResync(), store.isResuming()], [0, true]);
  const heard: unknown[] = [];
  store.watch(gone, ({ value, properties }) => heard.push([value, properties['type']]));
  store.watch(writeOnly, () => assert.fail('notified'));
  store.watch(typed, () => assert.fail('notified'));
  update(kept, 1);
  assert.equal(store.answeredResync(), 1);
  store.settleResync(1);
  assert.deepEqual(heard, [[null, '']]);
  assert.equal(store.get(kept)?.value, 1);
  assert.deepEqual([store.answeredResync(), store.isResuming()], [0, false]);
});

test('store F-20: an old settling does not touch a page that was told again since', () => {
  const [id, other] = [create('a'), create('b')];
  update(id, 1);
  store.startedOver();
  update(other, 1);
  store.startedOver();
  store.settleResync(1);
  update(other, 1);
  store.settleResync(1);
  assert.equal(store.get(id)?.value, 1);
});

test('store F-20: a refused re-creation is told, a failed read is not', () => {
  const [a, b] = [create('a'), create('b')];
  store.startedOver();
  store.receive({ type: 'error', data: { varId: b, code: 'path-failure', description: '' } });
  assert.deepEqual(refused, []);
  store.receive({ type: 'error', data: { varId: a, code: 'duplicate-id', description: '' } });
  assert.deepEqual(refused, ['duplicate-id']);
  store.receive({ type: 'error', data: { varId: a, code: 'not-found', description: '' } });
  assert.deepEqual(refused, ['duplicate-id']);
});

test('values F-57 F-58: which are the same', () => {
  assert.ok(sameValue([1, ['a']], [1, ['a']]));
  for (const [a, b] of [[5, '5'], [null, undefined], [[1], [2]], [[1], [1, 2]], [{}, {}]] as const) assert.ok(!sameValue(a, b));
});

test('values F-205: what a control shows for a value', () => {
  for (const [shown, cached] of [['5', 5], ['', null], ['', undefined], [false, null], [0, undefined], [[], null], ['true', true], [['a'], ['a']]] as const) {
    assert.ok(showsValue(shown, cached), `${String(shown)} for ${String(cached)}`);
  }
  for (const [shown, cached] of [['5', 6], ['a', null], [true, null], ['', 0], ['[object Object]', {}], ['a', ['a']]] as const) {
    assert.ok(!showsValue(shown, cached), `${String(shown)} for ${String(cached)}`);
  }
});

test('store D-40: a variable with another path is new for the server and the same here', () => {
  const row = create('0');
  const label = create('label', row, { access: 'r' });
  const heard: unknown[] = [];
  store.watch(label, (record, value) => heard.push([record.varId, value]));
  update(label, 'a');
  take();
  store.repath(row, '0');
  assert.deepEqual(take(), []);
  store.repath(row, '3');
  assert.deepEqual(take(), [
    { type: 'destroy', data: { varId: row } },
    { type: 'create', data: { id: 4, parentId: 1, properties: { path: '3' } } },
    { type: 'create', data: { id: 5, parentId: 4, properties: { path: 'label', access: 'r' } } },
  ]);
  assert.deepEqual([store.get(label)?.value, store.get(row)?.properties['path']], ['a', '3']);
  update(label, 'of what is at 0 now'); // The server had not heard of it yet.
  store.receive({ type: 'destroy', data: { varId: label } });
  store.receive({ type: 'destroy', data: { varId: row } });
  update(5, 'b');
  assert.deepEqual(heard, [[label, 'a'], [label, 'b']]);
  store.update(label, 'c');
  assert.equal(create('other', row), 6);
  store.destroy(row);
  assert.deepEqual(take().map(({ data }) => data), [
    { varId: 5, value: 'c' }, { id: 6, parentId: 4, properties: { path: 'other' } }, { varId: 4 },
  ]);
  update(5, 'd');
  assert.deepEqual([store.get(label), heard.length], [undefined, 2]);
});

test('store D-40: what has become nil while its path changed has no value', () => {
  const row = create('0');
  const label = create('label', row);
  update(row, { obj: 1 }, { type: 'T' });
  update(label, 'a');
  store.repath(row, '1');
  update(4, { obj: 1 }, { type: 'T' });
  assert.equal(store.get(label)?.value, 'a');
  store.settleResync(store.answeredResync());
  assert.equal(store.get(label)?.value, null);
  assert.deepEqual(store.get(row)?.value, { obj: 1 });
});
