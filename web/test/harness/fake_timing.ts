// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Time that stands still until a test moves it.

import type { Timing } from '../../src/store/batcher';

interface Timer {
  readonly due: number;
  readonly action: () => void;
}

export class FakeTiming implements Timing {
  private time = 1000;
  private timers: Timer[] = [];

  now(): number {
    return this.time;
  }

  after(delay: number, action: () => void): () => void {
    const timer = { due: this.time + delay, action };
    this.timers.push(timer);
    return () => void (this.timers = this.timers.filter((other) => other !== timer));
  }

  // Runs what is due on the way, in order of time, at its own time.
  advance(delay: number): void {
    const end = this.time + delay;
    for (;;) {
      const [next] = this.timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
      if (!next) break;
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = Math.max(this.time, next.due);
      next.action();
    }
    this.time = end;
  }

  get pending(): number[] {
    return this.timers.map(({ due }) => due - this.time).sort((a, b) => a - b);
  }
}
