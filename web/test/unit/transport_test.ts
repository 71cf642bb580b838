// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Finding the way back to a server, and what goes through meanwhile.

import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { ClientMessage, ServerMessage } from '../../src/protocol/message';
import { Connection, type Receiver } from '../../src/transport/connection';
import type { Transport, TransportState } from '../../src/transport/transport';
import { WebSocketTransport, type Socket } from '../../src/transport/websocket_transport';
import { findSession } from '../../src/app/page';
import { fetchSite, parseSite } from '../../src/worker/site_bundle';
import { FakeTiming } from '../harness/fake_timing';
import { QuietDiagnostics } from '../harness/quiet_diagnostics';

class FakeSocket implements Socket {
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  readonly sent: string[] = [];
  isClosed = false;
  send(data: string): void { this.sent.push(data); }
  close(): void { this.isClosed = true; }
  succeed(): void { this.onopen?.({} as Event); }
  fail(): void { this.onclose?.({} as CloseEvent); }
}

let timing: FakeTiming;
let sockets: FakeSocket[];
let states: TransportState['kind'][];
let frames: string[];
let status: () => Promise<number>;
let promising: (() => void) | null;
let transport: WebSocketTransport;

beforeEach(() => {
  timing = new FakeTiming();
  sockets = [];
  states = [];
  frames = [];
  status = () => Promise.resolve(200);
  promising = null;
  transport = new WebSocketTransport({
    now: () => timing.now(),
    after: (delay, action) => timing.after(delay, action),
    random: () => 0.5,
    probe: () => status(),
    connect: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    onPromisingMoment: (callback) => {
      promising = callback;
      return () => void (promising = null);
    },
  });
  transport.open((frame) => frames.push(frame), ({ kind }) => states.push(kind));
});

const latest = (): FakeSocket => sockets.at(-1) ?? assert.fail('no socket');

test('transport: frames pass while it is open, and only then', () => {
  assert.equal(transport.send('early'), false);
  latest().succeed();
  assert.equal(transport.send('now'), true);
  latest().onmessage?.({ data: 'in' } as MessageEvent);
  latest().onmessage?.({ data: new Uint8Array() } as MessageEvent);
  assert.deepEqual([latest().sent, frames, states], [['now'], ['in'], ['open']]);
});

test('transport F-18 C-20 C-21: 1, 2, 4, 8, 16 and then every 30 seconds', () => {
  const delays: number[] = [];
  for (let attempt = 0; attempt < 7; attempt += 1) {
    latest().fail();
    const [delay = 0] = timing.pending;
    delays.push(delay);
    timing.advance(delay);
  }
  assert.deepEqual(delays, [1050, 2050, 4050, 8050, 16050, 30000, 30000]);
});

test('transport F-17: an opened socket starts the count again', () => {
  latest().fail();
  timing.advance(1050);
  latest().fail();
  timing.advance(2050);
  latest().succeed();
  latest().fail();
  assert.deepEqual(timing.pending, [1050]);
  assert.deepEqual(states, ['retrying', 'retrying', 'open', 'retrying']);
});

test('transport F-18: at a promising moment it tries at once, but never twice', () => {
  latest().fail();
  promising?.();
  promising?.();
  assert.equal(sockets.length, 2);
  timing.advance(1050);
  assert.equal(sockets.length, 2);
  latest().succeed();
  promising?.();
  assert.equal(sockets.length, 2);
});

test('D-42: an attempt that was under way at a promising moment is followed by another at once, and only one', () => {
  promising?.();
  promising?.();
  assert.equal(sockets.length, 1);
  latest().fail();
  timing.advance(0);
  assert.equal(sockets.length, 2);
  latest().fail();
  timing.advance(2000);
  assert.equal(sockets.length, 2);
  timing.advance(100);
  assert.equal(sockets.length, 3);
  promising?.();
  latest().succeed(); // It was good enough.
  latest().fail();
  timing.advance(1000);
  assert.equal(sockets.length, 3);
});

test('transport: an attempt without an end is given up', () => {
  const [first] = sockets;
  timing.advance(10000);
  assert.equal(first?.isClosed, true);
  first?.succeed();
  assert.deepEqual(states, ['retrying']);
});

test('transport F-27: after the second failure it asks whether the session is there', async () => {
  let asked = 0;
  status = () => {
    asked += 1;
    return Promise.resolve(404);
  };
  latest().fail();
  await Promise.resolve();
  assert.equal(asked, 0);
  timing.advance(1050);
  latest().fail();
  await new Promise(setImmediate);
  assert.equal(asked, 1);
  assert.deepEqual(states, ['retrying', 'retrying', 'lost']);
  timing.advance(100000);
  assert.equal(sockets.length, 2);
  assert.equal(promising, null);
});

for (const answer of [200, 500, 503]) {
  test(`transport F-27: status ${answer} is no reason to give up`, async () => {
    status = () => Promise.resolve(answer);
    latest().fail();
    timing.advance(1050);
    latest().fail();
    await new Promise(setImmediate);
    assert.deepEqual(states, ['retrying', 'retrying']);
  });
}

test('transport F-27: nor is a probe that fails', async () => {
  status = () => Promise.reject(new Error('offline'));
  latest().fail();
  timing.advance(1050);
  latest().fail();
  await new Promise(setImmediate);
  assert.deepEqual(states, ['retrying', 'retrying']);
});

test('transport: a socket that is given up is followed by another', () => {
  latest().succeed();
  transport.restart();
  assert.equal(sockets[0]?.isClosed, true);
  timing.advance(1050);
  latest().succeed();
  assert.equal(sockets.length, 2);
  assert.deepEqual(states, ['open', 'retrying', 'open']);
});

test('transport F-26: closed is closed', () => {
  latest().succeed();
  transport.close();
  transport.close();
  latest().fail();
  timing.advance(100000);
  assert.equal(sockets.length, 1);
  assert.deepEqual(states, ['open', 'closed']);
});

// --- Connection ------------------------------------------------------------------------------------------------------

class FakeTransport implements Transport {
  features: Transport['features'] = [];
  sent: string[] = [];
  isOpen = false;
  onFrame: (frame: string) => void = () => undefined;
  onState: (state: TransportState) => void = () => undefined;
  open(onFrame: (frame: string) => void, onState: (state: TransportState) => void): void {
    this.onFrame = onFrame;
    this.onState = (state) => {
      this.isOpen = state.kind === 'open';
      onState(state);
    };
  }
  send(frame: string): boolean {
    if (this.isOpen) this.sent.push(frame);
    return this.isOpen;
  }
  restart(): void { this.onState({ kind: 'retrying' }); }
  close(): void { this.onState({ kind: 'closed' }); }
}

interface Rig {
  pipe: FakeTransport;
  connection: Connection;
  log: string[];
  diagnostics: QuietDiagnostics;
}

function rig(onMessage: (message: ServerMessage) => void = () => undefined): Rig {
  const pipe = new FakeTransport();
  const log: string[] = [];
  const diagnostics = new QuietDiagnostics();
  let isKnown = false;
  const receiver: Receiver = {
    onOpen: () => {
      if (!isKnown) connection.enqueue(watch(1), 'batched');
      isKnown = true;
    },
    onStartedOver: () => log.push('started over'),
    onMessage: (message) => {
      log.push(`${message.type} ${message.data.varId}`);
      onMessage(message);
    },
    onStranger: ({ reason }) => log.push(reason),
    onFrameEnd: () => log.push('end'),
    onState: ({ kind }) => log.push(kind),
  };
  const connection = new Connection(pipe, receiver, timing, diagnostics);
  connection.open();
  return { pipe, connection, log, diagnostics };
}

const watch = (varId: number): ClientMessage => ({ type: 'watch', data: { varId } });

const frame = (...messages: ClientMessage[]): string => JSON.stringify({ userEvent: false, messages });

test('connection F-16 F-20: on every pipe the server first hears of variable 1', () => {
  const { pipe, connection, log } = rig();
  pipe.onState({ kind: 'open' });
  assert.deepEqual(pipe.sent, [frame(watch(1))]);
  assert.equal(connection.enqueue(watch(-6), 'batched'), 2);
  pipe.onState({ kind: 'retrying' });
  pipe.onState({ kind: 'open' });
  assert.deepEqual(pipe.sent.slice(1), [frame(watch(1)), frame(watch(-6))]);
  assert.deepEqual(log, ['open', 'retrying', 'started over', 'open']);
});

test('connection: what is enqueued while there is no pipe leaves with the next, in order and as user events', () => {
  const { pipe, connection } = rig();
  pipe.onState({ kind: 'open' });
  pipe.onState({ kind: 'retrying' });
  const event = (value: number): ClientMessage => ({ type: 'update', data: { varId: 7, value } });
  connection.enqueue(event(1), 'batched');
  assert.deepEqual([connection.isPending(7), connection.isPending(8)], [true, false]);
  connection.enqueue(event(2), 'immediate');
  timing.advance(100);
  connection.enqueue(event(3), 'immediate');
  assert.equal(connection.isPending(7), true);
  pipe.sent = [];
  pipe.onState({ kind: 'open' });
  assert.equal(connection.isPending(7), false);
  assert.deepEqual(pipe.sent.slice(1).map((text) => JSON.parse(text) as unknown),
    [{ userEvent: true, messages: [event(1), event(2)] }, { userEvent: true, messages: [event(3)] }]);
});

test('connection F-16: what is enqueued before there is any pipe keeps its order behind the watch of variable 1', () => {
  const { pipe, connection } = rig();
  pipe.features = ['ack'];
  const event = (value: number): ClientMessage => ({ type: 'update', data: { varId: -7, value } });
  connection.enqueue(event(1), 'immediate');
  connection.enqueue(event(2), 'batched');
  pipe.onState({ kind: 'open' });
  pipe.onFrame('{"type":"update","data":{"varId":1,"value":0}}');
  assert.deepEqual(pipe.sent.map((text) => (JSON.parse(text) as { messages: unknown }).messages), [[watch(1)], [event(1)], [event(2)]]);
});

test('connection: when there is no session any more nothing is taken', () => {
  const { pipe, connection, diagnostics } = rig();
  pipe.onState({ kind: 'open' });
  connection.enqueue(watch(5), 'batched');
  pipe.onState({ kind: 'lost' });
  assert.equal(connection.enqueue(watch(6), 'batched'), 'offline');
  connection.send(watch(6));
  assert.deepEqual(diagnostics.codes, ['offline']);
  timing.advance(100);
  assert.equal(pipe.sent.length, 1);
});

test('connection F-47 F-48: in order, and past a failure', () => {
  const { pipe, log, diagnostics } = rig(({ data }) => {
    if (data.varId === 2) throw new Error('mine');
  });
  pipe.onState({ kind: 'open' });
  pipe.onFrame('[{"type":"destroy","data":{"varId":2}},{"type":"x"},{"type":"destroy","data":{"varId":3}}]');
  assert.deepEqual(log, ['open', 'destroy 2', 'unknown type', 'destroy 3', 'end']);
  assert.deepEqual(diagnostics.codes, ['message-failed']);
});

test('connection F-47: a frame that arrives while one is handled waits its turn', () => {
  const { pipe, log } = rig(({ data }) => {
    if (data.varId === 2) pipe.onFrame('{"type":"destroy","data":{"varId":9}}');
    log.push(`done ${data.varId}`);
  });
  pipe.onState({ kind: 'open' });
  pipe.onFrame('[{"type":"destroy","data":{"varId":2}},{"type":"destroy","data":{"varId":3}}]');
  assert.deepEqual(log.slice(1), ['destroy 2', 'done 2', 'destroy 3', 'done 3', 'end', 'destroy 9', 'done 9', 'end']);
});

test('connection F-49: a flood is sliced at message boundaries', () => {
  const { pipe, log } = rig(() => timing.advance(30));
  pipe.onState({ kind: 'open' });
  pipe.onFrame(JSON.stringify([1, 2, 3, 4].map((varId) => ({ type: 'destroy', data: { varId } }))));
  assert.deepEqual(log.slice(1), ['destroy 1', 'destroy 2']);
  timing.advance(0);
  assert.deepEqual(log.slice(1), ['destroy 1', 'destroy 2', 'destroy 3', 'destroy 4', 'end']);
});

test('connection F-270: listeners hear, and stop', () => {
  const { pipe, connection } = rig();
  const heard: string[] = [];
  const stop = connection.onMessage(({ type }) => heard.push(type));
  connection.onConnect(() => heard.push('connect'));
  connection.onDisconnect(() => heard.push('disconnect'));
  pipe.onState({ kind: 'open' });
  pipe.onFrame('{"type":"destroy","data":{"varId":2}}');
  stop();
  pipe.onFrame('{"type":"destroy","data":{"varId":2}}');
  connection.disconnect();
  assert.deepEqual(heard, ['connect', 'destroy', 'disconnect']);
  assert.equal(connection.isConnected(), false);
});

// --- Page and site ---------------------------------------------------------------------------------------------------

test('session F-12 F-14: the path first, then the cookie', () => {
  assert.equal(findSession('/abc/deep/link', 'ui-session=other'), 'abc');
  assert.equal(findSession('/', 'a=1; ui-session=x%20y; b=2'), 'x%20y');
  assert.equal(findSession('/', 'my-ui-session=no'), null);
  assert.equal(findSession('/', ''), null);
});

test('site: what a bundle must be', () => {
  assert.deepEqual(parseSite('{"files":{"lua/main.lua":"x"}}', 'u'), { 'lua/main.lua': 'x' });
  assert.throws(() => parseSite('{', 'u'), /u is not JSON/);
  assert.throws(() => parseSite('null', 'u'), /u has no "files"/);
  assert.throws(() => parseSite('{"files":{"a":1}}', 'u'), /file a is not text/);
});

test('site: a missing bundle is told with its status', async () => {
  await assert.rejects(fetchSite('u', () => Promise.resolve(new Response('no', { status: 404 }))), /u could not be loaded \(status 404\)/);
});
