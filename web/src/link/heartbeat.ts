// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Notices a half-open connection: one that looks open while nothing comes through. After a silence it asks for a sign
// of life; when that stays out as long again, the connection is given up. Anything that is heard is a sign of life.

import { HEARTBEAT_MS } from '../constants';
import type { Timing } from '../store/batcher';

export class Heartbeat {
  private due = 0;
  private hasAsked = false;
  private cancelTimer: (() => void) | null = null;

  constructor(
    private readonly timing: Timing,
    private readonly ask: () => void,
    private readonly giveUp: () => void,
  ) {}

  start(): void {
    this.stop();
    this.heard();
    this.arm(HEARTBEAT_MS);
  }

  stop(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
  }

  // Sets no timer: this is called for every frame.
  heard(): void {
    this.due = this.timing.now() + HEARTBEAT_MS;
    this.hasAsked = false;
  }

  private arm(delay: number): void {
    this.cancelTimer = this.timing.after(delay, () => {
      const rest = this.due - this.timing.now();
      if (rest > 0) return this.arm(rest);
      if (this.hasAsked) {
        this.stop();
        return this.giveUp();
      }
      this.heard();
      this.hasAsked = true;
      this.arm(HEARTBEAT_MS);
      this.ask();
    });
  }
}
