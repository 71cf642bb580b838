// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One row of a list, and how the nodes of all rows come into the order of the rows: as few as possible are moved, never
// those that have the focus, and what is new and side by side goes in together (F-153).

import { stayingPlaces } from './list_order';
import { moveBefore } from './move';
import type { View } from './view';

export interface Row {
  readonly view: View;
  // What it is known by (list_order.ts). Changes with the value of a row that belongs to no object.
  name: string;
  // Of its variable, below the list's.
  path: string;
  // Its place in the array.
  place: number;
  // How many rows stand before it in the document, -1 before it is there.
  position: number;
}

// `spaces[i]`, where there is one, stands before the i-th row; the last one after all rows, and before `end`.
export function putInOrder(list: Element, rows: readonly Row[], spaces: ReadonlyArray<Element | undefined>, end: Node | null): void {
  const active = document.activeElement;
  const hasFocus = ({ position, view }: Row): boolean =>
    position >= 0 && view.nodes().some((node) => node.contains(active));
  const pinned = active && list.contains(active) ? rows.findIndex(hasFocus) : -1;
  const staying = stayingPlaces(rows.map(({ position }) => position), pinned);
  let before: Node | null = end;
  let fresh: Node[] = []; // Last first.
  const insertFresh = (): void => {
    const first = fresh[fresh.length - 1];
    if (!first) return;
    const fragment = document.createDocumentFragment();
    for (const node of fresh.reverse()) fragment.append(node);
    list.insertBefore(fragment, before);
    before = first;
    fresh = [];
  };
  const insertSpace = (space: Element | undefined): void => {
    if (!space) return;
    insertFresh();
    if (space.parentNode !== list || space.nextSibling !== before) list.insertBefore(space, before);
    before = space;
  };
  insertSpace(spaces[rows.length]);
  for (let position = rows.length - 1; position >= 0; position -= 1) {
    const row = rows[position];
    if (!row) continue;
    const nodes = row.view.nodes();
    if (row.position < 0) {
      fresh.push(...nodes.reverse());
    } else {
      insertFresh();
      if (!staying.has(position)) for (const node of nodes) moveBefore(list, node, before);
      before = nodes.find((node) => node.parentNode === list) ?? before;
    }
    row.position = position;
    insertSpace(spaces[position]);
  }
  insertFresh();
}
