// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the server tells an inspector page, as types (docs/inspector.md), and what the page and the app's own pages tell
// each other in the browser.

// How one page of the app shows a variable.
export interface PageSight {
  readonly page: number;
  readonly id: number; // Its number there.
  readonly watches: boolean;
  readonly elementId?: string;
  readonly viewdef?: string;
}

export interface InspectedVariable {
  readonly id: number;
  readonly parentId: number;
  readonly type?: string;
  readonly goType?: string;
  readonly path?: string;
  readonly value?: unknown; // Absent: nil.
  readonly cutFrom?: number; // `value` is the beginning of something of this length.
  readonly baseValue?: unknown; // What is behind the wrapper, if `value` is one.
  readonly properties?: Readonly<Record<string, string>>;
  readonly error?: string;
  readonly active: boolean;
  readonly access?: string;
  readonly diags?: readonly string[];
  readonly changeCount: number;
  readonly depth: number;
  readonly elementId: string;
  readonly pages?: readonly PageSight[];
}

export interface Frame {
  readonly n: number;
  readonly at: number; // Microseconds since the inspector was opened.
  readonly way: 'in' | 'out' | 'joined' | 'left';
  readonly connection: number;
  readonly bytes: number;
  readonly text: string; // Its beginning, if `bytes` says that there is more.
}

export interface Stats {
  readonly variables: number;
  readonly rounds: number; // How often a look at the variables found changes.
  readonly memory: number; // Bytes of the session's VM.
  readonly records: number;
}

export type Answer =
  | { readonly edited: number; readonly error: string }
  | { readonly whole: number; readonly value: unknown }
  | { readonly error: string };

export interface Report {
  readonly session: number;
  readonly reset?: true; // All that was known is over.
  readonly began?: number; // The zero of frames' times, as the wall clock had it, in milliseconds.
  readonly variables?: readonly InspectedVariable[]; // New ones, and those that are not as they were.
  readonly gone?: readonly number[];
  readonly times?: readonly number[]; // Id, nanoseconds of the last computation, of the longest; and so on.
  readonly stats?: Stats;
  readonly frames?: readonly Frame[];
  readonly dropped?: number; // So many frames passed that there was no room for.
  readonly handled?: readonly number[]; // Number of a frame, microseconds it took to handle; and so on.
  readonly answers?: readonly Answer[];
}

export type Request =
  | { readonly edit: number; readonly value: unknown }
  | { readonly read: number };

// --- Between the tabs of one browser -------------------------------------------------------------------------------

export const channelName = (session: string): string => `tandem-inspector:${session}`;

// An element of the app, as a page of it may know it. A page that has a variable of that number with that path is meant.
export interface LampTarget {
  readonly id: number;
  readonly path: string;
  readonly elementId: string;
}

export type LampMessage =
  // To the app's pages: light these, and nothing else.
  | { readonly kind: 'light'; readonly targets: readonly LampTarget[]; readonly label: string }
  // From each of them: so many of its elements are lit.
  | { readonly kind: 'lit'; readonly count: number }
  // From one of them: this element was pointed at.
  | { readonly kind: 'pick'; readonly target: LampTarget };
