// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What happens to the rows of a list when its array changes (D-40): by which name a row is known, so that it follows its
// object, and which rows can stay where they are while the others move around them. Knows no documents.

// The object an element refers to, undefined when it is none.
export function objectOf(element: unknown): number | undefined {
  if (typeof element !== 'object' || element === null) return undefined;
  const id = (element as { readonly obj?: unknown }).obj;
  return typeof id === 'number' ? id : undefined;
}

// One name for each element: its object, or else its value, and the how manieth of these it is.
export function namesOf(elements: readonly unknown[]): string[] {
  const counts = new Map<string, number>();
  return elements.map((element) => {
    const object = objectOf(element);
    const name = object === undefined ? `=${JSON.stringify(element)}` : `@${object}`;
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return count === 0 ? name : `${name} ${count}`;
  });
}

// `was[i]` is the place that the row now wanted at place i had before, -1 for a new one. Returns the places whose rows
// need not move: as many as possible, with `pinned` among them if it is a place of an old row. That is the longest
// increasing subsequence of what is in order with the pinned one.
export function stayingPlaces(was: readonly number[], pinned = -1): Set<number> {
  const anchor = was[pinned] ?? -1;
  const isCandidate = (old: number, place: number): boolean =>
    old >= 0 && (anchor < 0 || place === pinned || (place < pinned ? old < anchor : old > anchor));
  const tails: number[] = []; // Of each length, the place where the best subsequence ends.
  const previous = new Map<number, number>();
  was.forEach((old, place) => {
    if (!isCandidate(old, place)) return;
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((was[tails[middle] ?? 0] ?? 0) < old) low = middle + 1;
      else high = middle;
    }
    const before = tails[low - 1];
    if (before !== undefined) previous.set(place, before);
    tails[low] = place;
  });
  const staying = new Set<number>();
  for (let place = tails[tails.length - 1]; place !== undefined; place = previous.get(place)) staying.add(place);
  return staying;
}
