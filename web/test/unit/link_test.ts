// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One page over several sockets: numbering, acknowledging, resuming, starting over, and servers that know none of it.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Ledger } from '../../src/link/ledger';
import { Link, type Pipe } from '../../src/link/link';
import type { ClientFrame, ClientHead, ClientMessage, ServerHead, ServerMessage } from '../../src/protocol/message';
import { FakeTiming } from '../harness/fake_timing';
import { QuietDiagnostics } from '../harness/quiet_diagnostics';

interface Sent extends ClientFrame {
  readonly tandem?: ClientHead;
}

let timing: FakeTiming;
let diagnostics: QuietDiagnostics;
let features: Pipe['features'];
let user: Pipe['user'];
let sent: Sent[];
let heard: string[];
let restarts: number;
let link: Link;

beforeEach(() => {
  timing = new FakeTiming();
  diagnostics = new QuietDiagnostics();
  features = ['ack'];
  user = undefined;
  sent = [];
  heard = [];
  restarts = 0;
  link = new Link({
    get features() { return features; },
    get user() { return user; },
    send: (text) => Boolean(sent.push(JSON.parse(text) as Sent)),
    restart: () => {
      restarts += 1;
      link.close();
    },
  }, {
    onMessages: (messages) => heard.push(...messages.map((message) => (message.type === 'stranger' ? message.reason : `${message.type} ${message.data.varId}`))),
    onStartedOver: () => heard.push('started over'),
  }, timing, diagnostics);
});

const watch = (varId: number): ClientMessage => ({ type: 'watch', data: { varId } });
const create = (id: number, parentId = 1): ClientMessage => ({ type: 'create', data: { id, parentId, properties: { path: `p${id}` } } });
const event = (varId: number, value: unknown = null): ClientMessage => ({ type: 'update', data: { varId, value } });
const update = (varId: number): ServerMessage => ({ type: 'update', data: { varId, value: 0 } });
const send = (...messages: ClientMessage[]) => link.send({ userEvent: true, messages });
const answer = (head: ServerHead, ...messages: ServerMessage[]) => link.accept(JSON.stringify([{ type: 'tandem', data: head }, ...messages]));
const take = () => sent.splice(0);
const heads = () => take().map(({ tandem }) => tandem);

// A page that has sent one frame, watch 1, and been greeted.
function greeted(): void {
  send(watch(1));
  link.open();
  answer({ features: ['ack'], page: 'P', resumed: false, seq: 1, ack: 1 });
  take();
}

function cut(): void {
  link.close();
  link.open();
}

test('link D-43: the first frame greets, and nothing else leaves before the answer', () => {
  send(watch(1));
  send(create(2));
  link.open();
  send(create(3));
  assert.deepEqual(take(), [{ tandem: { version: 1, features: ['ack'], seq: 1 }, userEvent: true, messages: [watch(1)] }]);
  answer({ features: ['ack'], page: 'P', resumed: false, seq: 1, ack: 1 }, update(1));
  assert.deepEqual(heard, ['update 1']);
  assert.deepEqual(take(), [2, 3].map((id) => ({ tandem: { seq: id, ack: 1 }, userEvent: true, messages: [create(id)] })));
});

test('link F-16: what was said before there was a socket comes after the watch of variable 1', () => {
  send(create(2), event(2));
  send(watch(1));
  link.open();
  assert.deepEqual(take().map(({ messages }) => messages), [[watch(1)]]);
  link.accept(JSON.stringify(update(1)));
  assert.deepEqual(take().map(({ messages }) => messages), [[create(2), event(2)]]);
});

test('link D-43: a greeting without messages has no number', () => {
  link.open();
  assert.deepEqual(take(), [{ tandem: { version: 1, features: ['ack'] }, messages: [] }]);
  answer({ features: ['ack'], page: 'P', resumed: false, ack: 0 });
  send(watch(1));
  assert.deepEqual(heads(), [{ seq: 1, ack: 0 }]);
});

test('link D-43: every greeting says who is in front of the page, also where there is nothing else to agree on', () => {
  user = { timezone: 'Europe/Berlin', locale: 'de-DE' };
  send(watch(1));
  link.open();
  answer({ features: ['ack'], page: 'P', resumed: false, seq: 1, ack: 1 });
  cut();
  features = [];
  link.leave();
  cut();
  assert.deepEqual(heads().filter((head) => head?.version === 1), [
    { version: 1, features: ['ack'], ...user, seq: 1 },
    { version: 1, features: ['ack'], ...user, resume: 'P', ack: 1 },
    { version: 1, features: [], ...user },
  ]);
});

test('link D-43: a server that does not answer the greeting gets the plain protocol', () => {
  send(watch(1));
  link.open();
  send(create(2));
  link.accept(JSON.stringify(update(1)));
  assert.deepEqual(heard, ['update 1']);
  assert.deepEqual(take().slice(1), [{ userEvent: true, messages: [create(2)] }]);
  timing.advance(60000);
  assert.deepEqual([take(), restarts], [[], 0]);
});

test('link D-43: so does one that knows the extension but does not acknowledge', () => {
  send(watch(1));
  link.open();
  answer({ features: ['list'], page: 'P', resumed: false });
  send(create(2));
  assert.deepEqual(take().slice(1), [{ userEvent: true, messages: [create(2)] }]);
});

test('link: where nothing can get lost there is no greeting', () => {
  features = [];
  send(watch(1));
  link.open();
  send(create(2));
  assert.deepEqual(take(), [watch(1), create(2)].map((message) => ({ userEvent: true, messages: [message] })));
  assert.deepEqual(timing.pending, []);
});

test('link F-20: in the plain protocol a new socket is told of the page, then of what did not leave', () => {
  send(watch(1));
  link.open();
  link.accept(JSON.stringify(update(1)));
  send(create(2), event(2, 'left'));
  link.close();
  send(event(2, 'kept'));
  send(create(3));
  take();
  link.open();
  assert.deepEqual(take().map(({ messages }) => messages), [[watch(1), create(2)]]);
  assert.deepEqual(heard, ['update 1', 'started over']);
  link.accept(JSON.stringify(update(1)));
  assert.deepEqual(take().map(({ messages }) => messages), [[event(2, 'kept')], [create(3)]]);
});

test('link D-42: an acknowledgement of its own when nothing else leaves', () => {
  greeted();
  timing.advance(49);
  assert.deepEqual(take(), []);
  timing.advance(1);
  assert.deepEqual(take(), [{ tandem: { ack: 1 }, messages: [] }]);
  answer({ seq: 2 }, update(1));
  send(create(2));
  assert.deepEqual(heads(), [{ seq: 2, ack: 2 }]);
  timing.advance(1000);
  assert.deepEqual(take(), []);
});

test('link D-42: a repeated frame is dropped and acknowledged again', () => {
  greeted();
  timing.advance(50);
  answer({ seq: 2, ack: 1 }, update(5));
  timing.advance(50);
  answer({ seq: 2, ack: 1 }, update(5));
  timing.advance(50);
  assert.deepEqual(heard, ['update 5']);
  assert.deepEqual(heads(), [{ ack: 1 }, { ack: 2 }, { ack: 2 }]);
});

test('link D-42: a gap ends the socket, and what is missing is asked for', () => {
  greeted();
  answer({ seq: 3, ack: 1 }, update(5));
  assert.deepEqual([heard, restarts, diagnostics.codes], [[], 1, ['frame-gap']]);
  take();
  link.open();
  assert.deepEqual(heads(), [{ version: 1, features: ['ack'], resume: 'P', ack: 1 }]);
});

test('link D-42: what was not acknowledged is sent again with its number, and nothing is told anew', () => {
  greeted();
  send(create(2));
  send(event(2, 'a'));
  answer({ seq: 2, ack: 2 }, update(2));
  take();
  link.close();
  send(event(2, 'b'));
  link.open();
  send(event(2, 'c'));
  assert.deepEqual(take(), [{ tandem: { version: 1, features: ['ack'], resume: 'P', ack: 2 }, messages: [] }]);
  answer({ features: ['ack'], page: 'P', resumed: true, ack: 2 });
  assert.deepEqual(take(), [[3, 'a'], [4, 'b'], [5, 'c']].map(([seq, value]) => (
    { tandem: { seq, ack: 2 }, userEvent: true, messages: [event(2, value)] })));
  assert.deepEqual(heard, ['update 2']);
  answer({ seq: 2, ack: 5 }, update(2));
  answer({ seq: 3, ack: 5 }, update(3));
  assert.deepEqual(heard, ['update 2', 'update 3']);
});

test('link D-42: the answer to a resume may say that more was handled', () => {
  greeted();
  send(event(1, 'a'));
  send(event(2, 'b'));
  assert.deepEqual([1, 2, 3].map((id) => link.isPending(id)), [true, true, false]);
  cut();
  take();
  answer({ features: ['ack'], page: 'P', resumed: true, ack: 2 });
  answer({ ack: 2 });
  assert.deepEqual([1, 2, 3].map((id) => link.isPending(id)), [false, true, false]);
  assert.deepEqual(take().map(({ messages }) => messages), [[event(2, 'b')]]);
});

test('link D-42: a frame from before a write is older than it, even when it comes after the news that it was taken', () => {
  greeted();
  send(event(7, 'mine'));
  cut();
  answer({ features: ['ack'], page: 'P', resumed: true, ack: 2 });
  answer({ seq: 2, ack: 1 }, update(7));
  assert.equal(link.isPending(7), true);
  answer({ seq: 3, ack: 2 }, update(7));
  assert.equal(link.isPending(7), false);
});

test('link D-42: a cut before the answer to a resume changes nothing', () => {
  greeted();
  send(event(1, 'a'));
  cut();
  cut();
  take();
  answer({ features: ['ack'], page: 'P', resumed: true, ack: 1 });
  assert.deepEqual(heads(), [{ seq: 2, ack: 1 }]);
});

test('link D-42: a cut before the greeting is answered begins again', () => {
  send(watch(1));
  link.open();
  cut();
  assert.deepEqual(heads(), [{ version: 1, features: ['ack'], seq: 1 }, { version: 1, features: ['ack'], seq: 1 }]);
  assert.deepEqual(heard, []);
});

test('link D-42: a page that is gone is told again as the server had it, then what was not handled, from 1', () => {
  greeted();
  send(create(2), create(3, 2), { type: 'update', data: { varId: 2, properties: { viewdef: 'V' } } });
  send(event(3, 'handled'));
  send(event(3, 'a'), { type: 'destroy', data: { varId: 2 } });
  send(create(4), event(4, 'b'));
  cut();
  take();
  answer({ features: ['ack'], page: 'Q', resumed: false, ack: 3 });
  assert.deepEqual(heard, ['started over']);
  assert.deepEqual(take(), [
    { tandem: { seq: 1, ack: 0 }, userEvent: false, messages: [watch(1), create(2), create(3, 2), { type: 'update', data: { varId: 2, properties: { viewdef: 'V' } } }] },
    { tandem: { seq: 2, ack: 0 }, userEvent: true, messages: [event(3, 'a'), { type: 'destroy', data: { varId: 2 } }] },
    { tandem: { seq: 3, ack: 0 }, userEvent: true, messages: [create(4), event(4, 'b')] },
  ]);
  answer({ seq: 1, ack: 3 }, update(4));
  cut();
  assert.deepEqual(heads().at(-1), { version: 1, features: ['ack'], resume: 'Q', ack: 1 });
  answer({ features: ['ack'], page: 'R', resumed: false, ack: 3 });
  assert.deepEqual(take().map(({ messages }) => messages), [[watch(1), create(4)]]);
});

test('link D-42: a server without any memory gets all that was not acknowledged', () => {
  greeted();
  send(event(1, 'a'));
  cut();
  take();
  answer({ features: ['ack'], page: 'Q', resumed: false, ack: 0 });
  assert.deepEqual(take().map(({ messages }) => messages), [[watch(1)], [event(1, 'a')]]);
});

test('link D-43: a resume that is not answered as one is followed by a greeting', () => {
  greeted();
  send(event(1, 'a'));
  cut();
  link.accept(JSON.stringify(update(1)));
  assert.deepEqual([restarts, heard], [1, []]);
  take();
  link.open();
  assert.deepEqual(take(), [{ tandem: { version: 1, features: ['ack'], seq: 1 }, userEvent: false, messages: [watch(1)] }]);
});

test('link D-42: after 4 s of silence a ping, after 4 more another socket', () => {
  greeted();
  timing.advance(50);
  take();
  timing.advance(3950);
  assert.deepEqual(take(), [{ tandem: { ping: true, ack: 1 }, messages: [] }]);
  timing.advance(3999);
  assert.equal(restarts, 0);
  timing.advance(1);
  assert.equal(restarts, 1);
  timing.advance(60000);
  assert.equal(restarts, 1);
});

test('link D-42: whatever is heard is a sign of life', () => {
  greeted();
  for (let round = 0; round < 5; round += 1) {
    timing.advance(3000);
    answer({ ack: 1 });
  }
  assert.deepEqual(take().map(({ tandem }) => tandem?.ping), [undefined]);
  timing.advance(4000);
  answer({ ack: 1 });
  assert.equal(take().length, 1);
  timing.advance(3999);
  assert.deepEqual([take(), restarts], [[], 0]);
  timing.advance(1);
  assert.equal(take()[0]?.tandem?.ping, true);
});

test('link D-42: a socket whose greeting is not answered is given up too', () => {
  send(watch(1));
  link.open();
  timing.advance(8000);
  assert.equal(restarts, 1);
});

test('link D-42: a page that goes says bye, and is not taken up again', () => {
  greeted();
  link.leave();
  assert.deepEqual(take(), [{ tandem: { bye: true }, messages: [] }]);
  cut();
  assert.equal(take()[0]?.tandem?.resume, undefined);
});

test('link: strangers pass, and what comes after the socket has gone does not', () => {
  greeted();
  link.accept('{');
  link.close();
  link.accept(JSON.stringify(update(1)));
  assert.deepEqual(heard, ['not JSON']);
});

// --- Ledger ----------------------------------------------------------------------------------------------------------

function ledgerOf(...messages: ClientMessage[]): Ledger {
  const ledger = new Ledger();
  for (const message of messages) ledger.note(message);
  return ledger;
}

test('ledger F-20: variable 1 first, parents before children, properties last, values not at all', () => {
  const properties = (varId: number, given: Record<string, string>): ClientMessage => ({ type: 'update', data: { varId, value: 1, properties: given } });
  const ledger = ledgerOf(create(2), watch(-3), create(3, 2), watch(1), properties(2, { a: '1', b: '1' }), event(3, 'x'), properties(2, { b: '2' }));
  assert.deepEqual(ledger.take(), [watch(1), create(2), watch(-3), create(3, 2), { type: 'update', data: { varId: 2, properties: { a: '1', b: '2' } } }]);
  assert.deepEqual(ledger.take(), []);
});

test('ledger F-61: what is destroyed goes with everything below it', () => {
  const ledger = ledgerOf(watch(1), create(2), create(3, 2), create(4, 3), create(5), { type: 'destroy', data: { varId: 3 } });
  assert.deepEqual(ledger.take(), [watch(1), create(2), create(5)]);
  const told = ledgerOf(create(2), create(3, 2));
  told.forget(2);
  told.forget(2);
  assert.deepEqual(told.take(), []);
});

test('ledger F-60: who is watched', () => {
  const unwatch = (varId: number): ClientMessage => ({ type: 'unwatch', data: { varId } });
  const quiet: ClientMessage = { type: 'create', data: { id: 4, parentId: 1, properties: {}, nowatch: true } };
  const ledger = ledgerOf(watch(1), unwatch(1), watch(-2), unwatch(-2), create(2), unwatch(2), create(3), unwatch(3), watch(3), quiet, watch(4));
  assert.deepEqual(ledger.take(), [create(2), unwatch(2), create(3), quiet, watch(4)]);
});

// Whoever sends files hears what has become of each message.
const heardOf: string[] = [];
const piece = (name: string): ClientMessage =>
  ({ type: 'chunk', data: { upload: 1, data: name }, taken: (isTaken) => void heardOf.push(`${name} ${isTaken}`) });

test('link D-42: a message of files is told when it is acknowledged, and is sent again after a cut', () => {
  heardOf.length = 0;
  greeted();
  send(piece('a'));
  send(piece('b'));
  assert.deepEqual(take().map(({ messages }) => messages), ['a', 'b'].map((data) => [{ type: 'chunk', data: { upload: 1, data } }]));
  answer({ ack: 2 });
  assert.deepEqual(heardOf, ['a true']);
  cut();
  answer({ features: ['ack'], page: 'P', resumed: true, ack: 2 });
  assert.equal(take().length, 2);
  answer({ ack: 3 });
  assert.deepEqual(heardOf, ['a true', 'b true']);
});

test('link D-42: a server that has forgotten the page does not get what was under way of files', () => {
  heardOf.length = 0;
  greeted();
  send(piece('a'));
  send(event(5), piece('b'));
  send(piece('c'));
  cut();
  take();
  const before = link.page;
  answer({ features: ['ack'], page: 'Q', resumed: false, ack: 2 });
  assert.deepEqual(heardOf, ['a true', 'b false', 'c false']);
  assert.notEqual(link.page, before);
  assert.deepEqual(take().map(({ messages }) => messages), [[watch(1)], [event(5)]]);
});
