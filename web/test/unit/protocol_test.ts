// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Frames, binding texts and their properties.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeFrame, encodeFrame } from '../../src/protocol/codec';
import { applyEdits } from '../../src/protocol/edits';
import { isCall, parseBinding, takesArgument } from '../../src/protocol/path';
import { isTruthy, splitProperties, typedValue } from '../../src/bind/path_property';
import { matchesShortcut, parseShortcut } from '../../src/bind/keypress';

const messages = (text: string) => decodeFrame(text).messages;

test('codec F-33: a frame says userEvent and messages', () => {
  const frame = { userEvent: true, messages: [{ type: 'watch', data: { varId: 1 } }] } as const;
  assert.equal(encodeFrame(frame), '{"userEvent":true,"messages":[{"type":"watch","data":{"varId":1}}]}');
});

test('codec F-34: one message or an array of them', () => {
  const update = { type: 'update', data: { varId: 3, value: 1 } };
  assert.deepEqual(messages(JSON.stringify(update)), [update]);
  assert.deepEqual(messages(JSON.stringify([update, { type: 'destroy', data: { varId: 4 } }])), [update, { type: 'destroy', data: { varId: 4 } }]);
  assert.deepEqual(messages('[]'), []);
});

test('codec F-36: absent and null values differ', () => {
  const [absent, none] = messages('[{"type":"update","data":{"varId":3}},{"type":"update","data":{"varId":3,"value":null}}]');
  assert.deepEqual(absent, { type: 'update', data: { varId: 3 } });
  assert.deepEqual(none, { type: 'update', data: { varId: 3, value: null } });
});

test('codec F-56: priority suffixes of property names are dropped', () => {
  assert.deepEqual(messages('{"type":"update","data":{"varId":1,"properties":{"a:high":"1","b:MED":"2","c:x":"3","d:medium":"4"}}}'),
    [{ type: 'update', data: { varId: 1, properties: { a: '1', b: '2', 'c:x': '3', d: '4' } } }]);
});

test('codec F-39: an error may lack everything', () => {
  assert.deepEqual(messages('{"type":"error","data":{}}'), [{ type: 'error', data: { code: '', description: '' } }]);
  assert.deepEqual(messages('{"type":"error","data":{"varId":2,"code":"c","description":"d"}}'), [{ type: 'error', data: { varId: 2, code: 'c', description: 'd' } }]);
});

test('codec D-43: the extension travels beside the messages, and at the head of a frame', () => {
  assert.equal(encodeFrame(undefined, { ping: true, ack: 3 }), '{"tandem":{"ping":true,"ack":3},"messages":[]}');
  assert.deepEqual(JSON.parse(encodeFrame({ userEvent: false, messages: [] }, { seq: 1 })), { tandem: { seq: 1 }, userEvent: false, messages: [] });
  const head = { version: 1, features: ['ack'], page: 'p', resumed: false, seq: 1, ack: 0 };
  const { version: _version, ...known } = head;
  assert.deepEqual(decodeFrame(JSON.stringify({ type: 'tandem', data: head })), { head: known, messages: [] });
  const destroy = { type: 'destroy', data: { varId: 2 } };
  assert.deepEqual(decodeFrame(JSON.stringify([{ type: 'tandem', data: { seq: '1', ack: -1 } }, destroy])), { head: {}, messages: [destroy] });
  assert.deepEqual(decodeFrame(JSON.stringify([destroy])), { head: null, messages: [destroy] });
});

test('codec D-41: edits are splices or a stranger', () => {
  const update = (edits: unknown) => messages(JSON.stringify({ type: 'update', data: { varId: 3, edits } }))[0];
  assert.deepEqual(update([[0, 0, [{ obj: 9 }]], [500, 1, []]]), { type: 'update', data: { varId: 3, edits: [[0, 0, [{ obj: 9 }]], [500, 1, []]] } });
  for (const bad of [5, null, [5], [[0, 0]], [[-1, 0, []]], [[0, 0.5, []]], [[0, 0, 'x']]]) assert.equal(update(bad)?.type, 'stranger');
});

test('edits D-41: one after the other, in a new array', () => {
  const before = ['a', 'b', 'c'];
  assert.deepEqual(applyEdits(before, [[0, 1, []], [1, 1, ['x', ['y']]], [3, 0, ['z']]]), ['b', 'x', ['y'], 'z']);
  assert.deepEqual(before, ['a', 'b', 'c']);
  assert.deepEqual(applyEdits([], []), []);
  assert.equal(applyEdits(before, [[3, 1, []]]), null);
  assert.equal(applyEdits(before, [[4, 0, ['x']]]), null);
  assert.equal(applyEdits([], [[0, 0, Array.from({ length: 200000 }, () => 0)]])?.length, 200000);
});

for (const [text, reason] of [
  ['{', 'not JSON'], ['5', 'not an object'], ['null', 'not an object'], ['{"error":"x"}', 'bare error'], ['{"result":1}', 'no type'],
  ['{"type":"create","data":{"id":1}}', 'unknown type'], ['{"type":"update"}', 'no data'], ['{"type":"destroy","data":{}}', 'no varId'],
  ['{"type":"update","data":[]}', 'no data'], ['[[]]', 'not an object'], ['{"type":"tandem"}', 'unknown type'],
] as const) {
  test(`codec F-34: ${text} is a stranger (${reason})`, () => {
    const [found] = messages(text);
    assert.equal(found?.type, 'stranger');
    assert.equal(found?.type === 'stranger' ? found.reason : '', reason);
  });
}

test('path F-71 F-72: path, query, second question mark', () => {
  assert.deepEqual(parseBinding('a.b?flag&k=a%20b+c&e='), { path: 'a.b', properties: { flag: 'true', k: 'a b c', e: 'true' } });
  assert.deepEqual(parseBinding('a?b?c=1'), { path: 'a', properties: { b: 'true' } });
  assert.equal(parseBinding(''), null);
  assert.equal(parseBinding('?x=1'), null);
});

test('path F-72: which of repeated keys wins', () => {
  assert.deepEqual(parseBinding('a?k=1&k=2&wrapper=A&wrapper=B&item=A&item=B&create=A&create=B')?.properties, { k: '2', wrapper: 'A', item: 'A', create: 'A' });
});

test('path F-71: calls', () => {
  assert.deepEqual(['a()', 'a.b()', 'a(_)', 'a'].map((path) => [isCall(path), takesArgument(path)]), [[true, false], [true, false], [false, true], [false, false]]);
});

test('path F-221: local properties are not sent', () => {
  const { sent, options } = splitProperties({ keypress: 'true', scrollOnOutput: 'true', replace: 'true', trusted: 'true', debounce: '20', type: 'integer', access: 'r' });
  assert.deepEqual(sent, { keypress: 'true', scrollOnOutput: 'true', replace: 'true', access: 'r' });
  assert.deepEqual([options.keypress, options.scrollOnOutput, options.replace, options.trusted, options.debounce, options.valueType], [true, true, true, true, 20, 'integer']);
});

test('path F-173: keypress must be true, debounce a number', () => {
  const { options } = splitProperties({ keypress: 'false', debounce: 'x', type: 'wild' });
  assert.deepEqual([options.keypress, options.debounce, options.valueType], [false, 0, 'text']);
});

test('typed values D-26', () => {
  assert.deepEqual(['number', 'integer', 'boolean', 'json', 'text'].map((type) => typedValue('7.5', type as 'number')), [7.5, 7, true, 7.5, '7.5']);
  assert.deepEqual(['number', 'json', 'text'].map((type) => typedValue('', type as 'number')), [null, null, '']);
  assert.deepEqual([typedValue('x', 'number'), typedValue('{', 'json'), typedValue('{"a":1}', 'json'), typedValue(true, 'number')], [undefined, undefined, { a: 1 }, true]);
});

test('truth F-172', () => {
  assert.deepEqual([true, 1, 'yes', 'x', {}, []].map(isTruthy), [true, true, true, true, true, true]);
  assert.deepEqual([false, 0, '', 'false', 'FALSE', '0', 'off', 'No', null, undefined].map(isTruthy), Array(10).fill(false));
});

test('keys F-210 F-211: shortcuts', () => {
  assert.equal(parseShortcut(''), null);
  assert.equal(parseShortcut('ctrl-shift'), null);
  assert.deepEqual(parseShortcut('enter-CTRL'), { name: 'enter', key: 'enter', modifiers: new Set(['ctrl']) });
  assert.deepEqual(['left', 'space', 'plus', 'f12'].map((name) => parseShortcut(name)?.key), ['arrowleft', ' ', '+', 'f12']);
});

test('keys F-212: modifiers must match exactly', () => {
  const press = (key: string, pressed: object = {}) => ({ key, ctrlKey: false, shiftKey: false, altKey: false, metaKey: false, ...pressed }) as KeyboardEvent;
  const shortcut = parseShortcut('ctrl-k');
  assert.ok(shortcut);
  assert.deepEqual([press('k', { ctrlKey: true }), press('K', { ctrlKey: true }), press('k'), press('k', { ctrlKey: true, shiftKey: true })].map((event) => matchesShortcut(shortcut, event)), [true, true, false, false]);
});
