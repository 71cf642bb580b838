// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One page's conversation with its session, over as many sockets as it takes (docs/protocol.md, "Tandem's extension").
// Frames are numbered and kept until the server has acknowledged them; after a cut the next socket takes the page up
// and both sides send again what the other has not got, so that nothing is lost, nothing happens twice, and the page
// notices nothing. A server that has forgotten the page is told again what it had taken, then what it had not. One that
// does not answer the greeting gets the plain protocol: what has left counts as taken. It touches no browser.

import { ACK_DELAY_MS, APP_VARIABLE, PROTOCOL_VERSION } from '../constants';
import type { Diagnostics } from '../diagnostics';
import { decodeFrame, encodeFrame, type Decoded } from '../protocol/codec';
import { isWriteOf, type ClientFrame, type ClientHead, type Feature, type ServerHead, type User } from '../protocol/message';
import type { Timing } from '../store/batcher';
import { Heartbeat } from './heartbeat';
import { Ledger } from './ledger';

// What a link needs of a transport.
export interface Pipe {
  // What is worth negotiating on it; nothing where nothing can get lost.
  readonly features: readonly Feature[];
  // Who is in front of the page.
  readonly user?: User | undefined;
  send(text: string): boolean;
  // Gives the present socket up and finds another.
  restart(): void;
}

export interface LinkListener {
  // Those of one frame, of which there may be none. Frames come once each and in order.
  onMessages(messages: readonly Decoded[]): void;
  // The server does not know the page: what it had been told is on its way again, and before all else.
  onStartedOver(): void;
}

// How the present socket stands. Between the first frame and its answer nothing else leaves: who answers, and what has
// become of the page, decides how it is to be sent.
type Phase = 'down' | 'greeting' | 'resuming' | 'numbered' | 'plain';

export class Link {
  private readonly ledger = new Ledger();
  private readonly heartbeat: Heartbeat;
  private phase: Phase = 'down';
  // The name by which the server knows this page; null until it has given one.
  page: string | null = null;
  // What has not been acknowledged, oldest first. `first` is the number of the first of these, and `sent` of them have
  // left on the present socket.
  private queue: ClientFrame[] = [];
  private first = 1;
  private sent = 0;
  // The server has these too, up to that number, but said so ahead of frames that it had made before.
  private overtaken: ClientFrame[] = [];
  private overtakenUpTo = 0;
  private features: readonly string[] = [];
  // The number of the last frame from the server.
  private received = 0;
  private cancelAck: (() => void) | null = null;

  constructor(
    private readonly pipe: Pipe,
    private readonly listener: LinkListener,
    private readonly timing: Timing,
    private readonly diagnostics: Diagnostics,
  ) {
    this.heartbeat = new Heartbeat(
      timing,
      () => this.transmit({ ping: true, ack: this.received }),
      () => this.pipe.restart(),
    );
  }

  // There is a new socket.
  open(): void {
    const { features, user } = this.pipe;
    this.sent = 0;
    if (features.includes('ack')) this.heartbeat.start();
    if (this.page !== null) {
      this.phase = 'resuming';
      this.transmit({ version: PROTOCOL_VERSION, features, ...user, resume: this.page, ack: this.received });
      return;
    }
    this.startOver();
    if (features.length === 0) {
      this.phase = 'plain';
      // The answer says nothing that matters here.
      if (user) this.transmit({ version: PROTOCOL_VERSION, features, ...user });
      return this.pump();
    }
    this.phase = 'greeting';
    this.putWatchFirst();
    const [frame] = this.queue;
    this.sent = frame ? 1 : 0;
    const head = { version: PROTOCOL_VERSION, features, ...user };
    this.transmit(frame && features.includes('ack') ? { ...head, seq: this.first } : head, frame);
  }

  // The socket is gone.
  close(): void {
    this.phase = 'down';
    this.heartbeat.stop();
    this.dropAck();
  }

  // Takes the frame in any case; it leaves as soon as it can.
  send(frame: ClientFrame): void {
    this.queue.push(frame);
    this.pump();
  }

  // Whether the server knows that part of the extension too.
  speaks(feature: Feature): boolean {
    return this.features.includes(feature);
  }

  // Whether a value for the variable is younger than anything the server has said yet.
  isPending(varId: number): boolean {
    return [...this.overtaken, ...this.queue].some(({ messages }) => messages.some((message) => isWriteOf(message, varId)));
  }

  // The page will not come back.
  leave(): void {
    if (this.phase === 'numbered') this.transmit({ bye: true });
    this.page = null;
  }

  accept(text: string): void {
    this.diagnostics.trace('wire', `< ${text}`);
    const { head, messages } = decodeFrame(text);
    this.heartbeat.heard();
    switch (this.phase) {
      case 'greeting':
        this.greeted(head);
        break;
      case 'resuming':
        if (!this.resumed(head)) return this.pipe.restart();
        break;
      case 'numbered':
        this.acknowledge(head?.ack);
        if ((head?.ack ?? 0) >= this.overtakenUpTo) this.overtaken = [];
        break;
      case 'plain':
        break;
      case 'down':
        return;
    }
    if (this.phase === 'numbered' && head?.seq !== undefined && !this.isNext(head.seq)) return;
    for (const message of messages) if (message.type === 'destroy') this.ledger.forget(message.data.varId);
    this.listener.onMessages(messages);
    this.pump();
  }

  private greeted(head: ServerHead | null): void {
    this.features = head?.features ?? [];
    if (head?.page !== undefined && head.features?.includes('ack')) {
      this.phase = 'numbered';
      this.page = head.page;
      this.received = 0;
      this.acknowledge(head.ack);
      return;
    }
    this.phase = 'plain';
    this.heartbeat.stop();
    this.settle(this.sent);
  }

  // False when this is no answer of a server that has ever known the page: the next socket then begins with a greeting.
  private resumed(head: ServerHead | null): boolean {
    if (head?.page === undefined) {
      this.page = null;
      return false;
    }
    this.phase = 'numbered';
    this.overtaken.push(...this.acknowledge(head.ack));
    this.overtakenUpTo = head.ack ?? 0;
    if (head.features) this.features = head.features;
    if (head.resumed) return true;
    this.page = head.page;
    this.received = 0;
    this.startOver();
    return true;
  }

  // Numbers the queue from 1, behind all that the server has to be told again.
  private startOver(): void {
    const messages = this.ledger.take();
    this.overtaken = [];
    this.first = 1;
    this.sent = 0;
    this.dropFiles();
    if (messages.length === 0) return;
    this.queue.unshift({ userEvent: false, messages });
    this.listener.onStartedOver();
  }

  // What the server had of files went with the page.
  private dropFiles(): void {
    this.queue = this.queue.flatMap((frame) => {
      // Whoever is told returns nothing.
      const messages = frame.messages.filter((message) => !('taken' in message) || message.taken?.(false));
      return messages.length > 0 ? { ...frame, messages } : [];
    });
  }

  // The watch of variable 1 has an answer in either protocol. What was said before there was any socket need not have one.
  private putWatchFirst(): void {
    const at = this.queue.findIndex(({ messages }) =>
      messages.some(({ type, data }) => type === 'watch' && data.varId === APP_VARIABLE));
    if (at > 0) this.queue.unshift(...this.queue.splice(at, 1));
  }

  private pump(): void {
    for (let frame = this.queue[this.sent]; frame; frame = this.queue[this.sent]) {
      if (this.phase !== 'numbered' && this.phase !== 'plain') return;
      const head = this.phase === 'numbered' ? { seq: this.first + this.sent, ack: this.received } : undefined;
      if (!this.transmit(head, frame)) return;
      this.sent += 1;
      if (this.phase === 'plain') this.settle(1);
    }
  }

  private acknowledge(last = 0): readonly ClientFrame[] {
    return this.settle(last - this.first + 1);
  }

  // The server has the first `count` of the queue. Returns them.
  private settle(count: number): readonly ClientFrame[] {
    const taken = this.queue.splice(0, Math.max(0, count));
    for (const { messages } of taken) for (const message of messages) this.ledger.note(message);
    this.first += taken.length;
    this.sent = Math.max(0, this.sent - taken.length);
    return taken;
  }

  // Whether a numbered frame is to be handled. In any case the server hears what has been received, soon.
  private isNext(seq: number): boolean {
    this.cancelAck ??= this.timing.after(ACK_DELAY_MS, () => this.transmit({ ack: this.received }));
    if (seq > this.received + 1) {
      this.diagnostics.report('warning', 'frame-gap', `frame ${seq} came after frame ${this.received}: connecting anew`);
      this.pipe.restart();
    }
    if (seq !== this.received + 1) return false;
    this.received = seq;
    return true;
  }

  private transmit(head: ClientHead | undefined, frame?: ClientFrame): boolean {
    this.dropAck(); // Whatever leaves says it too.
    const text = encodeFrame(frame, head);
    this.diagnostics.trace('wire', `> ${text}`);
    return this.pipe.send(text);
  }

  private dropAck(): void {
    this.cancelAck?.();
    this.cancelAck = null;
  }
}
