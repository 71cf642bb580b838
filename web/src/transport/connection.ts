// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Stands between the store and a Link: batches outgoing messages into frames, and hands incoming messages over strictly
// in order. One message that fails does not stop the next (F-48), and a flood of them lets the browser paint in between
// (F-49). What is enqueued while there is no pipe leaves when there is one again, in its order (D-42).

import { SLICE_MS } from '../constants';
import type { Diagnostics } from '../diagnostics';
import { Link } from '../link/link';
import type { Decoded, Stranger } from '../protocol/codec';
import type { ClientMessage, Feature, ServerMessage } from '../protocol/message';
import { Batcher, type Timing, type Urgency } from '../store/batcher';
import type { Transport, TransportState } from './transport';

// The page's side of a connection.
export interface Receiver {
  // A pipe has opened; nothing has left on it yet.
  onOpen(): void;
  // The server does not know the page: what it had been told is on its way again (F-20).
  onStartedOver(): void;
  onMessage(message: ServerMessage): void;
  onStranger(stranger: Stranger): void;
  // After the last message of each incoming frame.
  onFrameEnd(): void;
  onState(state: TransportState): void;
}

type Queued = { readonly message: Decoded; readonly isLast: boolean };

export class Connection {
  private readonly batcher: Batcher;
  readonly link: Link;
  private queue: Queued[] = [];
  private position = 0;
  private isDraining = false;
  private isOpen = false;
  private isFinal = false;
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
    this.batcher = new Batcher((frame) => this.link.send(frame), timing);
    this.link = new Link(transport, {
      onMessages: (messages) => this.accept(messages),
      onStartedOver: () => {
        this.discardIncoming(); // The answers that follow say it again.
        receiver.onStartedOver();
      },
    }, timing, diagnostics);
  }

  open(): void {
    this.transport.open((frame) => this.link.accept(frame), (state) => this.changeState(state));
  }

  enqueue(message: ClientMessage, urgency: Urgency): number | 'offline' {
    return this.isFinal ? 'offline' : this.batcher.enqueue(message, urgency);
  }

  isPending(varId: number): boolean {
    return this.batcher.isPending(varId) || this.link.isPending(varId);
  }

  speaks(feature: Feature): boolean {
    return this.link.speaks(feature);
  }

  // Sends what is waiting, for moments after which there may be no other.
  flush(): void {
    this.batcher.flush();
  }

  // The page goes for good: sends what is waiting and lets the server forget the page.
  leave(): void {
    this.flush();
    this.link.leave();
  }

  // --- For scripts (F-270) -----------------------------------------------------------------------------------------

  isConnected(): boolean {
    return this.isOpen;
  }

  send(message: ClientMessage): void {
    if (this.enqueue(message, 'batched') === 'offline') {
      this.diagnostics.report('warning', 'offline', `a message of type ${message.type} was dropped: there is no session`);
    }
  }

  // Flushes, closes, and does not come back (F-26).
  disconnect(): void {
    this.leave();
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
      this.isOpen = true;
      this.batcher.flush(); // So that what opening says is a frame of its own, which may leave first.
      this.diagnostics.guard('open-failed', 'opening the connection', () => this.receiver.onOpen());
      this.batcher.flush();
      this.link.open();
      this.call(this.connectListeners);
    } else {
      this.isFinal = state.kind !== 'retrying';
      if (this.isFinal) this.batcher.take();
      this.link.close();
      const wasOpen = this.isOpen;
      this.isOpen = false;
      if (wasOpen) this.call(this.disconnectListeners);
    }
    if (state.kind === 'failed') for (const listener of [...this.errorListeners]) listener(state.reason);
    this.receiver.onState(state);
  }

  private call(listeners: ReadonlySet<() => void>): void {
    for (const listener of [...listeners]) this.diagnostics.guard('listener-failed', 'a connection listener', listener);
  }

  private accept(messages: readonly Decoded[]): void {
    messages.forEach((message, index) => this.queue.push({ message, isLast: index === messages.length - 1 }));
    if (messages.length === 0 && !this.isDraining) this.endFrame();
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
    if (isLast) this.endFrame();
  }

  private endFrame(): void {
    this.diagnostics.guard('frame-end-failed', 'finishing a frame', () => this.receiver.onFrameEnd());
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
