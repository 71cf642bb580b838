// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A page of the recorder app without a document: the front end's own store, connection, link and transport under Node, over
// real sockets, with the variables that the templates of site/viewdefs would make. Time runs faster for it, so that a
// thousand reconnects take a minute.

import WebSocket from 'ws';
import type { Stranger } from '../../web/src/protocol/codec';
import type { ServerMessage } from '../../web/src/protocol/message';
import { VariableStore } from '../../web/src/store/variable_store';
import { Connection, type Receiver } from '../../web/src/transport/connection';
import type { TransportState } from '../../web/src/transport/transport';
import { WebSocketTransport, type Environment, type Socket } from '../../web/src/transport/websocket_transport';
import { QuietDiagnostics } from '../../web/test/harness/quiet_diagnostics';

const APP = 1;
const PATIENCE_MS = 30_000;

export interface Address {
  // Where sockets go, perhaps through a proxy.
  readonly socketPort: number;
  readonly serverPort: number;
  readonly session: string;
}

export class HeadlessPage implements Receiver {
  readonly diagnostics = new QuietDiagnostics();
  // How often the page was opened, and how often it had to be told to the server again.
  opens = 0;
  startedOver = 0;
  // How many updates came as edits.
  edits = 0;
  state: TransportState['kind'] = 'retrying';
  // Each value that was shown of a variable below the app, by path.
  readonly shown = new Map<string, unknown[]>();
  readonly store: VariableStore;
  private readonly connection: Connection;
  private readonly ids = new Map<string, number>();
  private readonly rows: number[] = [];
  private glanced = 0;
  private waiting: Array<{ readonly condition: () => boolean; readonly resolve: () => void }> = [];

  // Time passes `haste` times as fast as it does.
  constructor(address: Address, haste: number) {
    const environment = environmentFor(address, haste);
    this.store = new VariableStore({
      enqueue: (message, urgency) => this.connection.enqueue(message, urgency),
      isPending: (varId) => this.connection.isPending(varId),
    }, this.diagnostics);
    this.connection = new Connection(new WebSocketTransport(environment), this, environment, this.diagnostics);
    this.connection.open();
  }

  // --- What a person does ------------------------------------------------------------------------------------------

  // Calls a method: at once as a click does, or soon as an edit does.
  call(path: string, value: unknown, access: 'action' | 'w'): void {
    this.store.update(this.variable(path, { access }), value);
  }

  type(text: string): void {
    this.store.update(this.variable('text'), text);
  }

  // Opens something beside the rest, or closes it again.
  glance(): void {
    if (this.glanced === 0) this.glanced = this.create('labels()', APP);
    else this.store.destroy(this.glanced);
    this.glanced = this.store.get(this.glanced) ? this.glanced : 0;
  }

  // --- What a person sees ------------------------------------------------------------------------------------------

  value(path: string): unknown {
    return this.store.get(this.variable(path))?.value;
  }

  labels(): string {
    return this.rows.map((row) => String(this.store.get(this.ids.get(`${row}.label`) ?? 0)?.value)).join(' ');
  }

  // Fails when it takes longer than a busy machine could explain.
  async until(what: string, condition: () => boolean): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`waited in vain until ${what}; the connection is ${this.state}`)), PATIENCE_MS);
      this.waiting.push({
        condition,
        resolve: () => {
          clearTimeout(timer);
          resolve();
        },
      });
    });
  }

  leave(): void {
    this.connection.disconnect();
  }

  // --- Receiver ----------------------------------------------------------------------------------------------------

  onOpen(): void {
    this.opens += 1;
    if (this.opens > 1) return;
    this.store.watch(APP, () => undefined);
    for (const path of ['title', 'ticks', 'count()', 'text']) this.variable(path);
    const list = this.variable('rows');
    this.store.watch(list, ({ value }) => this.resize(list, Array.isArray(value) ? value.length : 0));
  }

  onStartedOver(): void {
    this.startedOver += 1;
    this.store.startedOver();
  }

  onMessage(message: ServerMessage): void {
    if (message.type === 'update' && message.data.edits) this.edits += 1;
    this.store.receive(message);
  }

  onStranger({ reason, text }: Stranger): void {
    this.diagnostics.report('error', reason, text);
  }

  onFrameEnd(): void {
    const due = this.waiting.filter(({ condition }) => condition());
    this.waiting = this.waiting.filter((one) => !due.includes(one));
    for (const { resolve } of due) resolve();
  }

  onState({ kind }: TransportState): void {
    this.state = kind;
  }

  // --- Private -----------------------------------------------------------------------------------------------------

  private variable(path: string, properties: Record<string, string> = {}): number {
    const key = `${path} ${properties['access'] ?? ''}`;
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = this.create(path, APP, properties);
    this.ids.set(key, id);
    return id;
  }

  private create(path: string, parentId: number, properties: Record<string, string> = {}): number {
    const id = this.store.create({ parentId, properties: { path, ...properties } });
    const seen = this.shown.get(path) ?? [];
    if (parentId === APP) this.shown.set(path, seen);
    this.store.watch(id, ({ value }) => seen.push(value));
    return id;
  }

  // One variable for each row and one below it for its label, as a view list makes them.
  private resize(list: number, length: number): void {
    for (const row of this.rows.splice(length)) {
      this.ids.delete(`${row}.label`);
      this.store.destroy(row);
    }
    while (this.rows.length < length) {
      const row = this.create(String(this.rows.length), list);
      this.ids.set(`${row}.label`, this.create('label', row));
      this.rows.push(row);
    }
  }
}

function environmentFor({ socketPort, serverPort, session }: Address, haste: number): Environment {
  return {
    now: () => performance.now() * haste,
    after(delay, action) {
      const timer = setTimeout(action, delay / haste);
      return () => clearTimeout(timer);
    },
    random: Math.random,
    connect: () => connect(`ws://127.0.0.1:${socketPort}/ws/${session}`),
    async probe() {
      const response = await fetch(`http://127.0.0.1:${serverPort}/${session}`, { method: 'HEAD' });
      return response.status;
    },
    onPromisingMoment: () => () => undefined,
  };
}

// The part of a browser's WebSocket that the transport uses. One that is closed is gone at once: waiting for the other side's
// close frame would be waiting for a proxy that swallows it.
function connect(address: string): Socket {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  socket.on('error', () => undefined); // The close follows.
  const face: Socket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (data) => socket.send(data),
    close: () => socket.terminate(),
  };
  socket.on('open', () => face.onopen?.({} as Event));
  socket.on('message', (data) => face.onmessage?.({ data: String(data) } as MessageEvent));
  socket.on('close', () => face.onclose?.({} as CloseEvent));
  return face;
}
