// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Changes of an array as the feature `list` sends them: splices, each applied to what the one before it left.

import type { Splice } from './message';

// A new array; null if a splice reaches beyond the end.
export function applyEdits(array: readonly unknown[], edits: readonly Splice[]): readonly unknown[] | null {
  let result = array;
  for (const [at, remove, inserted] of edits) {
    if (at + remove > result.length) return null;
    // Not splice(), whose arguments a large insertion would be too many for.
    result = result.slice(0, at).concat(inserted, result.slice(at + remove));
  }
  return result;
}
