// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the inspector's page makes of reports, and what the overlay makes of an error's text.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationText, frameSummary, valueText } from '../../src/inspector/format';
import { Model } from '../../src/inspector/model';
import type { InspectedVariable, Report } from '../../src/inspector/report';
import { appError, isSame } from '../../src/overlay/app_error';

function variable(id: number, parentId: number, path: string, more: Partial<InspectedVariable> = {}): InspectedVariable {
  return { id, parentId, path, active: true, changeCount: 0, depth: 0, elementId: '', ...more };
}

function modelOf(...variables: InspectedVariable[]): Model {
  const model = new Model();
  model.apply({ session: 1, reset: true, variables });
  return model;
}

const apply = (model: Model, report: Omit<Report, 'session'>): void => model.apply({ session: 1, ...report });

const shown = (model: Model): string => model.shown()
  .map(({ id, level, isContext }) => `${' '.repeat(level - 1)}${id}${isContext ? '?' : ''}`).join('\n');

const SAMPLE = [
  variable(1, 0, ''), variable(2, 1, 'items'), variable(5, 1, 'title', { value: 'Shop' }),
  variable(3, 2, '0', { value: { obj: 9 } }), variable(4, 3, 'label', { value: 'tea' }),
];

// F-283
test('F-283 the tree is in the order of creation, and closes', () => {
  const model = modelOf(...SAMPLE);
  assert.equal(shown(model), '1\n 2\n  3\n   4\n 5');
  model.setExpanded(2, false);
  assert.equal(shown(model), '1\n 2\n 5');
  model.reveal(4);
  assert.equal(shown(model), '1\n 2\n  3\n   4\n 5');
  model.setAllExpanded(false);
  assert.equal(shown(model), '1');
});

test('F-286 a search keeps what leads to its matches, also through what is closed', () => {
  const model = modelOf(...SAMPLE);
  model.setAllExpanded(false);
  model.filter = 'TEA label';
  assert.equal(shown(model), '1?\n 2?\n  3?\n   4');
  model.filter = 'nothing';
  assert.equal(shown(model), '');
});

test('F-283 a table is sorted by text and by number', () => {
  const model = modelOf(...SAMPLE, variable(6, 1, 'field 10'), variable(7, 1, 'field 9'));
  model.isTree = false;
  model.order = { by: 'path', descending: false };
  assert.equal(model.shown().map(({ id }) => id).join(), '1,3,7,6,2,4,5');
  apply(model, { times: [5, 2000, 9000, 2, 1000, 1000] });
  model.order = { by: 'time', descending: true };
  assert.equal(model.shown()[0]?.id, 5);
});

test('what is gone leaves its place, and what comes takes one', () => {
  const model = modelOf(...SAMPLE);
  apply(model, { gone: [4, 3, 2], variables: [variable(8, 1, 'note')] });
  assert.equal(shown(model), '1\n 5\n 8');
  apply(model, { variables: [variable(5, 1, 'title', { value: 'Market', error: 'no' })] });
  assert.equal(model.rows.get(5)?.changes, 1);
  assert.equal(model.errors, 1);
  model.onlyErrors = true;
  assert.equal(shown(model), '1?\n 5');
  model.apply({ session: 1, reset: true, variables: [variable(1, 0, '')] });
  assert.equal(model.rows.size, 1);
});

test('F-281 durations have the unit that fits', () => {
  assert.deepEqual([0, 850, 12_345, 1_420_000, 1_250_000_000].map(durationText), ['', '850 ns', '12.3 µs', '1.42 ms', '1.250 s']);
});

test('a frame is told by its messages', () => {
  assert.equal(frameSummary('{"userEvent":true,"messages":[{"type":"update"},{"type":"create"},{"type":"create"}]}', true), 'update, create × 2');
  assert.equal(frameSummary('[{"type":"tandem","data":{}},{"type":"update"}]', true), 'update');
  assert.equal(frameSummary('{"type":"error","data":{}}', true), 'error');
  assert.equal(frameSummary('{"tandem":{"ping":true},"messages":[]}', true), 'ping');
  assert.equal(frameSummary('{"tandem":{"ack":3},"messages":[]}', true), 'acknowledgement');
  assert.equal(frameSummary('{"messages":[{"type":"update","data":{"val', false), 'update …');
  assert.equal(frameSummary('garbage', true), 'not JSON');
  assert.equal(valueText(undefined), 'nil');
});

test('an error of the app says where it is', () => {
  const records = new Map([
    [1, { parentId: undefined, properties: {} }],
    [2, { parentId: 1, properties: { path: 'rows' } }],
    [3, { parentId: 2, properties: { path: 'price()' } }],
  ]);
  const error = appError(records, 3, 'method-failure', 'method call failed: lua/shop.lua:7: no price\nstack traceback:\n\t[C]: in ?\n\tlua/shop.lua:7: in method');
  assert.deepEqual(error, {
    varId: 3, path: 'rows › price()', code: 'method-failure', message: 'method call failed: lua/shop.lua:7: no price',
    place: 'lua/shop.lua:7', traceback: '[C]: in ?\nlua/shop.lua:7: in method',
  });
  assert.ok(isSame(error, { ...error, traceback: '' }));
  assert.ok(!isSame(error, { ...error, path: '' }));
  assert.deepEqual(appError(records, undefined, 'reload-failure', 'broken'), {
    varId: undefined, path: '', code: 'reload-failure', message: 'broken', place: '', traceback: '',
  });
});
