// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The one way problems are reported. A problem has a severity, a short code for machines and tests, and a sentence for
// people. Errors and warnings always reach the console; hints only in development mode, because they are about how a
// template is written. Tracing is silent unless localStorage 'ui-debug' names the channel (F-277).

import { DEBUG_STORAGE_KEY } from './constants';

export type Severity = 'error' | 'warning' | 'hint';
export type TraceChannel = 'wire' | 'render' | 'bind';

export interface Problem {
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  // What the problem is attributed to: the caught exception, the element, the variable id.
  readonly detail?: unknown;
}

export type ProblemListener = (problem: Problem) => void;

export class Diagnostics {
  readonly development: boolean;
  private readonly channels: ReadonlySet<string>;
  private readonly seen = new Set<string>();
  private readonly listeners = new Set<ProblemListener>();

  constructor(options: { development: boolean; channels: string }) {
    this.channels = new Set(options.channels.split(/[\s,|]+/).filter(Boolean));
    this.development = options.development || this.channels.size > 0;
  }

  report(severity: Severity, code: string, message: string, detail?: unknown): void {
    const problem: Problem = { severity, code, message, ...(detail === undefined ? {} : { detail }) };
    for (const listener of [...this.listeners]) listener(problem);
    if (severity === 'hint' && !this.development) return;
    const line = `tandem: ${message} [${code}]`;
    const more = detail === undefined ? [] : [detail];
    if (severity === 'error') console.error(line, ...more);
    else console.warn(line, ...more);
  }

  // As report, but a second problem with the same code and key is swallowed.
  reportOnce(severity: Severity, code: string, key: string, message: string, detail?: unknown): void {
    const seenKey = `${code} ${key}`;
    if (this.seen.has(seenKey)) return;
    this.seen.add(seenKey);
    this.report(severity, code, message, detail);
  }

  // Runs `action`; an exception becomes a problem instead of reaching the caller (F-48, F-117).
  guard(code: string, what: string, action: () => void): void {
    try {
      action();
    } catch (exception) {
      this.report('error', code, `${what}: ${describe(exception)}`, exception);
    }
  }

  // What the application or the core has to say for everybody, such as the output of Lua's print.
  note(text: string): void {
    console.info(`tandem: ${text}`);
  }

  trace(channel: TraceChannel, text: string): void {
    if (this.channels.has(channel) || this.channels.has('all')) console.info(`tandem ${channel}: ${text}`);
  }

  onProblem(listener: ProblemListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

// The channels a user switched on in this browser; empty where storage is not available.
export function storedDebugChannels(): string {
  try {
    return globalThis.localStorage?.getItem(DEBUG_STORAGE_KEY) ?? '';
  } catch {
    return ''; // Storage is blocked by the user's privacy settings: the same as nothing stored.
  }
}

export function describe(exception: unknown): string {
  return exception instanceof Error ? exception.message : String(exception);
}
