// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Splits the text of a binding attribute, `PATH?QUERY`, into its path and its properties (F-71, F-72). Paths are opaque
// to the browser except for how they end: `()` is a call without argument, `(_)` a call with the update's value.

import { CREATE, ITEM, WRAPPER } from '../constants';

export interface BindingText {
  readonly path: string;
  readonly properties: Readonly<Record<string, string>>;
}

// For these the first of repeated keys wins, for all others the last.
const FIRST_WINS: ReadonlySet<string> = new Set([CREATE, WRAPPER, ITEM]);

// Null when the attribute is empty: it then binds nothing (F-74).
export function parseBinding(text: string): BindingText | null {
  const [path = '', query = ''] = text.split('?');
  const trimmed = path.trim();
  if (trimmed === '') return null;
  const properties: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(query)) {
    if (key === '' || (FIRST_WINS.has(key) && key in properties)) continue;
    properties[key] = value === '' ? 'true' : value;
  }
  return { path: trimmed, properties };
}

export function isCall(path: string): boolean {
  return path.endsWith('()');
}

export function takesArgument(path: string): boolean {
  return path.endsWith('(_)');
}
