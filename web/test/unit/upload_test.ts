// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Files on their way: what leaves when, what happens when the server forgets the page or refuses. The document's part is
// tried in tests/browser/files_test.mjs.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Upload, type Progress } from '../../src/bind/upload';
import type { ClientMessage, FileMessage } from '../../src/protocol/message';
import type { VariableStore } from '../../src/store/variable_store';

// A FileReader for Node, and a document that knows events.
class Reader {
  result: string | null = null;
  error: Error | null = null;
  onload: () => void = () => undefined;
  onerror: () => void = () => undefined;
  readAsDataURL(blob: Blob): void {
    blob.arrayBuffer().then((bytes) => {
      this.result = `data:;base64,${Buffer.from(bytes).toString('base64')}`;
      this.onload();
    }, () => this.onerror());
  }
}
Object.assign(globalThis, { FileReader: Reader, document: new EventTarget() });

let page: string | null;
let sent: FileMessage[];
let reports: Progress[];
let isOffline: boolean;

const store = {
  send: (message: ClientMessage) => {
    if (isOffline) return 'offline';
    sent.push(message as FileMessage);
    return 1;
  },
} as unknown as VariableStore;

beforeEach(() => {
  page = 'P';
  sent = [];
  reports = [];
  isOffline = false;
});

const fileOf = (text: string, name = 'a.txt') =>
  Object.assign(new Blob([text], { type: 'text/plain' }), { name, lastModified: 1700000000999 }) as unknown as File;

function begin(files: readonly File[], isList = false): Upload {
  const connection = { link: { get page() { return page; } }, flush: () => undefined };
  const upload = new Upload(store, connection, 7, files, isList, (progress) => reports.push(progress));
  upload.start();
  return upload;
}

// Waits until so many messages have left that were not looked at yet, and takes them.
async function next(count: number): Promise<FileMessage[]> {
  while (sent.length < count) await new Promise((resolve) => setImmediate(resolve));
  return sent.splice(0, count);
}

async function quiet(): Promise<void> {
  for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

const textOf = (messages: readonly FileMessage[]) => messages.map(({ data }) => Buffer.from(data.data ?? '', 'base64').toString()).join('');
const last = () => reports[reports.length - 1];

test('upload: nothing is sent before the beginning is acknowledged, then two pieces at a time', async () => {
  begin([fileOf('x'.repeat(20000))]);
  const [first] = await next(1);
  assert.deepEqual([first?.type, first?.data.varId, first?.data.value],
    ['upload', 7, { name: 'a.txt', type: 'text/plain', size: 20000, modified: 1700000000 }]);
  await quiet();
  assert.equal(sent.length, 0);
  first?.taken?.(true);
  const pieces = await next(2);
  await quiet();
  assert.equal(sent.length, 0);
  while (textOf(pieces).length < 20000) {
    pieces[pieces.length - 2]?.taken?.(true);
    pieces.push(...(await next(1)));
  }
  assert.equal(textOf(pieces), 'x'.repeat(20000));
  assert.equal(last()?.state, 'sending');
  for (const piece of pieces) piece.taken?.(true);
  await quiet();
  assert.deepEqual([last()?.state, last()?.sent, last()?.size], ['done', 20000, 20000]);
  assert.ok(pieces.length < 5, 'pieces grow on a quick connection');
});

test('upload: several files are one, in their order, and one without bytes has no piece', async () => {
  begin([fileOf('bb', 'b'), fileOf('', 'none'), fileOf('a', 'a')], true);
  const [first] = await next(1);
  assert.deepEqual((first?.data.value as ReadonlyArray<{ name: string }>).map(({ name }) => name), ['b', 'none', 'a']);
  first?.taken?.(true);
  const pieces = await next(2);
  assert.equal(textOf(pieces), 'bba');
  for (const piece of pieces) piece.taken?.(true);
  await quiet();
  assert.deepEqual(last(), { state: 'done', names: ['b', 'none', 'a'], sent: 3, size: 3, message: '' });
});

test('upload: a server that has forgotten the page gets all of it again, under another number', async () => {
  begin([fileOf('hello')]);
  const [first] = await next(1);
  first?.taken?.(true);
  const [piece] = await next(1);
  page = 'Q';
  piece?.taken?.(false);
  const [again] = await next(1);
  assert.equal(again?.type, 'upload');
  assert.ok((again?.data.upload ?? 0) > (first?.data.upload ?? 0));
  again?.taken?.(true);
  const [whole] = await next(1);
  assert.equal(textOf(whole ? [whole] : []), 'hello');
  whole?.taken?.(true);
  await quiet();
  assert.equal(last()?.state, 'done');
});

test('upload: it notices between two pieces too', async () => {
  const upload = begin([fileOf('x'.repeat(9000))]);
  (await next(1))[0]?.taken?.(true);
  const pieces = await next(2);
  page = 'Q';
  pieces[0]?.taken?.(true);
  const [again] = await next(1);
  assert.equal(again?.type, 'upload');
  again?.taken?.(false);
  assert.equal((await next(1))[0]?.type, 'upload');
  upload.cancel();
});

test('upload: canceled, it says so once and sends no more; the next one has its turn', async () => {
  const upload = begin([fileOf('hello')]);
  const waiting = begin([fileOf('next')]);
  const [first] = await next(1);
  upload.cancel();
  upload.cancel();
  first?.taken?.(true);
  const [cancel, other] = await next(2);
  assert.deepEqual([cancel?.type, cancel?.data.upload], ['cancel', first?.data.upload]);
  assert.deepEqual([other?.type, (other?.data.value as { size: number }).size], ['upload', 4]);
  waiting.cancel();
  await quiet();
  assert.deepEqual(sent.map(({ type }) => type), ['cancel']);
});

test('upload: what the server refuses is not sent on', async () => {
  const upload = begin([fileOf('hello')]);
  const [first] = await next(1);
  first?.taken?.(true);
  upload.fail('too large');
  await quiet();
  assert.deepEqual([sent.length, last()?.state, last()?.message], [0, 'failed', 'too large']);
});

test('upload: a file that cannot be read any more is named, and given up', async () => {
  const file = fileOf('hello');
  Object.assign(file, { slice: () => ({ size: 5, arrayBuffer: () => Promise.reject(new Error('gone')) }) });
  begin([file]);
  (await next(1))[0]?.taken?.(true);
  assert.equal((await next(1))[0]?.type, 'cancel');
  await quiet();
  assert.deepEqual(last()?.message, '“a.txt” cannot be read any more. It may have been changed, moved or removed.');
});

test('upload: without a session it fails, and the next one is not held up', async () => {
  isOffline = true;
  begin([fileOf('hello')]);
  await quiet();
  assert.deepEqual([last()?.state, last()?.message], ['failed', 'There is no session any more.']);
  isOffline = false;
  const upload = begin([fileOf('hello')]);
  await next(1);
  document.dispatchEvent(new Event('ui-session-expired'));
  assert.deepEqual([last()?.state, last()?.message], ['failed', 'The session has ended. Choose again in a new one.']);
  upload.cancel();
});
