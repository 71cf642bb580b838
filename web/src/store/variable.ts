// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One variable as the browser knows it. Templates' scripts see the public half (VariableRecord); the rest is the
// store's own book-keeping. Also the two comparisons of values that decide whether anything has to be sent.

import type { ClientMessage, PropertyMap } from '../protocol/message';

export interface VariableRecord {
  readonly varId: number;
  readonly parentId: number | undefined;
  readonly value: unknown;
  readonly properties: Readonly<Record<string, string>>;
  readonly widget?: unknown;
}

// `value` and `properties` are those of the message, undefined when it had none; the record holds the current ones.
export type VariableWatcher = (record: VariableRecord, value: unknown, properties: PropertyMap | undefined) => void;

export interface VariableError {
  readonly code: string;
  readonly description: string;
  readonly upload?: number; // The upload that has ended with it.
}

export type ErrorWatcher = (error: VariableError | null) => void;

export interface CreateOptions {
  readonly parentId: number;
  readonly properties: PropertyMap;
  readonly value?: unknown;
  readonly nowatch?: boolean;
  readonly unbound?: boolean;
  // Supplies the property `elementId` when the properties lack it (F-52). Never sent (F-38).
  readonly widget?: { readonly elementId: string };
}

export class Variable implements VariableRecord {
  value: unknown = undefined;
  properties: Record<string, string>;
  error: VariableError | null = null;

  readonly children = new Set<number>();
  readonly watchers = new Set<VariableWatcher>();
  readonly errorWatchers = new Set<ErrorWatcher>();

  // Whether the server sends us updates, as far as we have asked for them.
  subscribed: boolean;

  // The frame that carried the create, and whether the server has since said anything about this variable.
  sequence = 0;
  answered = false;

  // Told again to a server that had forgotten it, and not heard of since.
  resumed = false;

  // The array the server sent last, which its edits are about: `value` may be one that was put in here.
  base: readonly unknown[] | null = null;

  constructor(
    readonly varId: number,
    readonly parentId: number | undefined,
    // What the create says; null for variables the browser did not create.
    public created: CreateOptions | null,
    readonly widget?: unknown,
  ) {
    this.properties = { ...created?.properties };
    this.subscribed = created !== null && created.nowatch !== true;
  }
}

export function createMessage({ varId, created }: Variable): ClientMessage {
  const { widget: _widget, ...data } = created ?? { parentId: 0, properties: {} };
  return { type: 'create', data: { id: varId, ...data } };
}

export function watchMessage(type: 'watch' | 'unwatch' | 'destroy', { varId }: Variable): ClientMessage {
  return { type, data: { varId } };
}

// Duplicate suppression (F-57, F-58): strict for everything but arrays.
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return a.every((item, index) => sameValue(item, b[index]));
}

// Whether what a control shows stands for `cached` (F-205): a number equals its decimal text, nothing equals "".
export function showsValue(shown: unknown, cached: unknown): boolean {
  if (sameValue(shown, cached)) return true;
  if (cached === null || cached === undefined) {
    return shown === '' || shown === false || shown === 0 || (Array.isArray(shown) && shown.length === 0);
  }
  if (typeof shown === 'string' && !Array.isArray(cached) && typeof cached !== 'object') return shown === String(cached);
  return false;
}
