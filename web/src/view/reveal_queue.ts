// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Decides when freshly rendered, still hidden content takes the place of the old (F-160, F-162): as soon as the server
// has answered for everything inside it, but not before the next animation frame and not later than 100 ms after the
// first render. One timer and one animation frame serve all views, however many rows a list has just gained.

import { REVEAL_LIMIT_MS } from '../constants';
import type { Timing } from '../store/batcher';

export interface Revealable {
  isSettled(): boolean;
  reveal(): void;
}

interface Waiting {
  readonly deadline: number;
  framePassed: boolean;
}

export class RevealQueue {
  private readonly waiting = new Map<Revealable, Waiting>();
  private isFrameRequested = false;
  private isTimerSet = false;

  constructor(
    private readonly timing: Timing,
    private readonly requestFrame: (callback: () => void) => void,
  ) {}

  // A view that is waiting already keeps its deadline.
  add(view: Revealable): void {
    if (this.waiting.has(view)) return;
    this.waiting.set(view, { deadline: this.timing.now() + REVEAL_LIMIT_MS, framePassed: false });
    this.armTimer();
    if (this.isFrameRequested) return;
    this.isFrameRequested = true;
    this.requestFrame(() => {
      this.isFrameRequested = false;
      for (const entry of this.waiting.values()) entry.framePassed = true;
      this.check();
    });
  }

  cancel(view: Revealable): void {
    this.waiting.delete(view);
  }

  // Call when the server may have answered.
  check(): void {
    for (const [view, { framePassed }] of [...this.waiting]) {
      if (framePassed && this.waiting.has(view) && view.isSettled()) this.reveal(view);
    }
  }

  private reveal(view: Revealable): void {
    this.waiting.delete(view);
    view.reveal();
  }

  private armTimer(): void {
    const [next] = this.waiting.values(); // Insertion order is deadline order.
    if (this.isTimerSet || !next) return;
    this.isTimerSet = true;
    this.timing.after(Math.max(0, next.deadline - this.timing.now()), () => {
      this.isTimerSet = false;
      const now = this.timing.now();
      for (const [view, { deadline }] of [...this.waiting]) {
        if (deadline <= now && this.waiting.has(view)) this.reveal(view);
      }
      this.armTimer();
    });
  }
}
