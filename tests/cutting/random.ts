// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Pseudo-random numbers that a seed repeats (mulberry32).

export class Random {
  constructor(private state: number) {}

  // 0 ≤ x < 1.
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let x = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 4294967296;
  }

  // 0 ≤ x < end, whole.
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }
}

// From TANDEM_SEED, or a new one.
export function chooseSeed(): number {
  return Number(process.env['TANDEM_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
}
