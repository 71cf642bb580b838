// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Collects outgoing messages into frames. An ordinary message waits until nothing more has come for 10 ms (F-40), but
// never much longer than 50 ms after the first one (F-41); an immediate one takes everything waiting along at once
// (F-42). Order is first in, first out (F-44). Frames are numbered, so that whoever enqueued a message can later tell
// whether the frame that carried it has been answered.

import { BATCH_CAP_MS, BATCH_DEBOUNCE_MS } from '../constants';
import { isWriteOf, type ClientFrame, type ClientMessage } from '../protocol/message';

export type Urgency = 'batched' | 'immediate';

// Time as the batcher needs it; tests move it by hand.
export interface Timing {
  now(): number;
  // Calls `action` after `delay` milliseconds, never inline. The returned function cancels it.
  after(delay: number, action: () => void): () => void;
}

export class Batcher {
  private pending: ClientMessage[] = [];
  private userEvent = false;
  private firstAt = 0;
  private lastAt = 0;
  private sequence = 1;
  private cancelTimer: (() => void) | null = null;

  constructor(
    private readonly send: (frame: ClientFrame) => void,
    private readonly timing: Timing,
  ) {}

  // Returns the number of the frame that will carry the message.
  enqueue(message: ClientMessage, urgency: Urgency): number {
    const sequence = this.sequence;
    const now = this.timing.now();
    if (this.pending.length === 0) this.firstAt = now;
    this.pending.push(message);
    if (urgency === 'immediate') {
      this.userEvent = true;
      this.flush();
    } else if (now - this.firstAt >= BATCH_CAP_MS) {
      this.flush();
    } else {
      this.lastAt = now;
      if (!this.cancelTimer) this.arm(BATCH_DEBOUNCE_MS);
    }
    return sequence;
  }

  // One timer looks, when it is due, whether the last message is old enough: thousands of messages in one turn set one
  // timer, not thousands.
  private arm(delay: number): void {
    this.cancelTimer = this.timing.after(delay, () => {
      this.cancelTimer = null;
      const rest = this.lastAt + BATCH_DEBOUNCE_MS - this.timing.now();
      if (rest > 0) this.arm(rest);
      else this.flush();
    });
  }

  // Sends what is waiting; an empty queue sends nothing (F-46).
  flush(): void {
    const userEvent = this.userEvent;
    const messages = this.take();
    if (messages.length === 0) return;
    this.sequence += 1;
    this.send({ userEvent, messages });
  }

  // Whether a value for the variable is waiting.
  isPending(varId: number): boolean {
    return this.pending.some((message) => isWriteOf(message, varId));
  }

  // Empties the queue without sending.
  take(): ClientMessage[] {
    this.cancelTimer?.();
    this.cancelTimer = null;
    this.userEvent = false;
    const messages = this.pending;
    this.pending = [];
    return messages;
  }
}

export const realTiming: Timing = {
  now: () => performance.now(),
  after(delay, action) {
    const handle = setTimeout(action, delay);
    return () => clearTimeout(handle);
  },
};
