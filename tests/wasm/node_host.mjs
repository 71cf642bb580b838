// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The world that a core under test lives in when it runs in Node: time stands still until a test
// moves it, random bytes are the same on every run, log lines are kept. It is the twin of FakeHost
// in core/testing/fake_host.h, down to the start of time and every random byte, so that the same
// dialogue gives the same frames in both homes.

const kMask = (1n << 64n) - 1n;
const kMaxTimersAtOneTime = 100_000;

export class ManualHost {
  // What was logged: { level, text }, oldest first.
  lines = [];

  #core;
  #monotonicMs = 3_600_000;  // An hour.
  #wallMs = 1_700_000_000_000;  // 2023-11-14 22:13:20 UTC
  // Id → when it is due.
  #timers = new Map();
  #random = 1n;

  // The core may also be attached later, since loading one takes a host.
  constructor(core = null) {
    this.#core = core;
  }

  attach(core) {
    this.#core = core;
    return core;
  }

  // Restarts the random bytes: the same seed, a whole number, gives the same bytes.
  set seed(value) {
    this.#random = BigInt(value) & kMask;
  }

  // How many timers are set.
  get pending() {
    return this.#timers.size;
  }

  // Lets `ms` pass. Timers that become due meanwhile fire, in order of due time, then of id, with
  // the clock standing at their due time; so do those that they set.
  advance(ms) {
    const end = this.#monotonicMs + ms;
    let firedAtThisTime = 0;
    for (let next = this.#next(); next && next.due <= end; next = this.#next()) {
      if (next.due > this.#monotonicMs) {
        this.#pass(next.due - this.#monotonicMs);
        firedAtThisTime = 0;
      }
      if (++firedAtThisTime > kMaxTimersAtOneTime) {
        throw new Error("a timer sets itself again without delay for ever");
      }
      this.#timers.delete(next.id);
      this.#core.fireTimer(next.id);
    }
    if (end > this.#monotonicMs) this.#pass(end - this.#monotonicMs);
  }

  // The methods of TandemHost.

  monotonicMs() {
    return this.#monotonicMs;
  }

  wallMs() {
    return this.#wallMs;
  }

  setTimer(id, ms) {
    this.#timers.set(id, this.#monotonicMs + ms);
  }

  clearTimer(id) {
    this.#timers.delete(id);
  }

  // SplitMix64, one step for each byte.
  fillRandom(bytes) {
    for (let i = 0; i < bytes.length; ++i) {
      this.#random = (this.#random + 0x9e3779b97f4a7c15n) & kMask;
      let mixed = this.#random;
      mixed = ((mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n) & kMask;
      mixed = ((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn) & kMask;
      bytes[i] = Number((mixed ^ (mixed >> 31n)) >> 56n);
    }
  }

  log(level, text) {
    this.lines.push({ level, text });
  }

  #pass(ms) {
    this.#monotonicMs += ms;
    this.#wallMs += ms;
  }

  #next() {
    let next = null;
    for (const [id, due] of this.#timers) {
      if (!next || due < next.due || (due === next.due && id < next.id)) next = { id, due };
    }
    return next;
  }
}
