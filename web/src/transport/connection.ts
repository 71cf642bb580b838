// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Stands between the store and a Transport: batches outgoing messages into frames, takes incoming frames apart, and
// hands their messages over strictly in order. One message that fails does not stop the next (F-48), and a flood of
// them lets the browser paint in between (F-49). While there is no pipe it takes nothing: enqueue() says 'offline'.

import { SLICE_MS } from '../constants';
import type { Diagnostics } from '../diagnostics';
import { decodeFrame, encodeFrame, type Decoded, type Stranger } from '../protocol/codec';
import type { ClientFrame, ClientMessage, ServerMessage } from '../protocol/message';
import { Batcher, type Timing, type Urgency } from '../store/batcher';
import type { Transport, TransportState } from './transport';

// The page's side of a connection.
export interface Receiver {
  // A pipe has opened. What the server must be told first is returned; it goes out as one frame, whose number follows.
  onOpen(): readonly ClientMessage[];
  onResumed(sequence: number): void;
  onMessage(message: ServerMessage): void;
  onStranger(stranger: Stranger): void;
  // After the last message of each incoming frame.
  onFrameEnd(): void;
  // These were enqueued and did not leave.
  onUnsent(messages: readonly ClientMessage[]): void;
  onState(state: TransportState): void;
}

type Queued = { readonly message: Decoded; readonly isLast: boolean };

export class Connection {
  private readonly batcher: Batcher;
  private queue: Queued[] = [];
  private position = 0;
  private isDraining = false;
  private isOpen = false;
  private readonly messageListeners = new Set<(message: ServerMessage) => void>();
  private readonly connectListeners = new Set<() => void>();
  private readonly disconnectListeners = new Set<() => void>();
  private readonly errorListeners = new Set<(reason: string) => void>();

  constructor(
    private readonly transport: Transport,
    private readonly receiver: Receiver,
    private readonly timing: Timing,
    private readonly diagnostics: Diagnostics,
  ) {
    this.batcher = new Batcher((frame) => this.transmit(frame), timing);
  }

  open(): void {
    this.transport.open((frame) => this.accept(frame), (state) => this.changeState(state));
  }

  enqueue(message: ClientMessage, urgency: Urgency): number | 'offline' {
    return this.isOpen ? this.batcher.enqueue(message, urgency) : 'offline';
  }

  // Sends what is waiting, for moments after which there may be no other.
  flush(): void {
    this.batcher.flush();
  }

  // --- For scripts (F-270) -----------------------------------------------------------------------------------------

  isConnected(): boolean {
    return this.isOpen;
  }

  send(message: ClientMessage): void {
    if (this.enqueue(message, 'batched') === 'offline') {
      this.diagnostics.report('warning', 'offline', `a message of type ${message.type} was dropped: there is no connection`);
    }
  }

  // Flushes, closes, and does not come back (F-26).
  disconnect(): void {
    this.flush();
    this.transport.close();
  }

  onMessage(callback: (message: ServerMessage) => void): () => void {
    return subscribe(this.messageListeners, callback);
  }

  onConnect(callback: () => void): () => void {
    return subscribe(this.connectListeners, callback);
  }

  onDisconnect(callback: () => void): () => void {
    return subscribe(this.disconnectListeners, callback);
  }

  onError(callback: (reason: string) => void): () => void {
    return subscribe(this.errorListeners, callback);
  }

  // --- Private -----------------------------------------------------------------------------------------------------

  private changeState(state: TransportState): void {
    if (state.kind === 'open') {
      this.discardIncoming(); // What the old pipe brought has no meaning on the new one.
      this.diagnostics.guard('open-failed', 'opening the connection', () => {
        const greeting = this.receiver.onOpen();
        this.isOpen = true;
        let sequence = 0;
        for (const message of greeting) sequence = this.batcher.enqueue(message, 'batched');
        this.receiver.onResumed(sequence);
        this.batcher.flush();
      });
      this.call(this.connectListeners);
    } else if (this.isOpen) {
      this.isOpen = false;
      this.receiver.onUnsent(this.batcher.take());
      this.call(this.disconnectListeners);
    }
    if (state.kind === 'failed') for (const listener of [...this.errorListeners]) listener(state.reason);
    this.receiver.onState(state);
  }

  private call(listeners: ReadonlySet<() => void>): void {
    for (const listener of [...listeners]) this.diagnostics.guard('listener-failed', 'a connection listener', listener);
  }

  private transmit(frame: ClientFrame): void {
    const text = encodeFrame(frame);
    this.diagnostics.trace('wire', `> ${text}`);
    if (!this.transport.send(text)) this.receiver.onUnsent(frame.messages);
  }

  private accept(text: string): void {
    this.diagnostics.trace('wire', `< ${text}`);
    const messages = decodeFrame(text);
    messages.forEach((message, index) => this.queue.push({ message, isLast: index === messages.length - 1 }));
    if (!this.isDraining) this.drain();
  }

  private drain(): void {
    this.isDraining = true;
    const started = this.timing.now();
    for (let next = this.queue[this.position]; next; next = this.queue[this.position]) {
      this.position += 1;
      this.handle(next);
      if (this.position < this.queue.length && this.timing.now() - started > SLICE_MS) {
        this.timing.after(0, () => this.drain());
        return;
      }
    }
    this.discardIncoming();
  }

  private discardIncoming(): void {
    this.queue = [];
    this.position = 0;
    this.isDraining = false;
  }

  private handle({ message, isLast }: Queued): void {
    this.diagnostics.guard('message-failed', `handling a message of type ${message.type}`, () => {
      if (message.type === 'stranger') return this.receiver.onStranger(message);
      this.receiver.onMessage(message);
      for (const listener of [...this.messageListeners]) listener(message);
    });
    if (isLast) this.diagnostics.guard('frame-end-failed', 'finishing a frame', () => this.receiver.onFrameEnd());
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
