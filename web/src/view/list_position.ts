// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What assistive technology is told about rows of which some do not exist: how many there are and which of them each is,
// where the element's role allows it (WAI-ARIA 1.2).

import type { Row } from './list_row';

const SET_ROLES: ReadonlySet<string> = new Set(['listitem', 'option', 'treeitem', 'menuitem', 'article', 'comment']);
const TABLES = 'table,[role=table],[role=grid],[role=treegrid]';

export function describePosition(list: Element, rows: readonly Row[], count: number): void {
  const table = list.closest(TABLES);
  const before = table ? rowsBefore(table, list) : 0;
  for (const { view, place } of rows) {
    const element = view.primaryElement();
    if (!element) continue;
    if (element.localName === 'tr' || element.getAttribute('role') === 'row') {
      set(element, 'aria-rowindex', before + place + 1);
    } else if (isOfSet(element)) {
      set(element, 'aria-setsize', count);
      set(element, 'aria-posinset', place + 1);
      if (list.localName === 'ol') set(element, 'value', place + 1);
    }
  }
  if (table && rows.some(({ view }) => view.primaryElement()?.hasAttribute('aria-rowindex'))) set(table, 'aria-rowcount', before + count);
}

// All rows exist again.
export function forgetPositions(list: Element, rows: readonly Row[]): void {
  list.closest(TABLES)?.removeAttribute('aria-rowcount');
  for (const { view } of rows) {
    const element = view.primaryElement();
    if (list.localName === 'ol' && element?.hasAttribute('aria-posinset')) element.removeAttribute('value');
    for (const name of ['aria-rowindex', 'aria-setsize', 'aria-posinset']) element?.removeAttribute(name);
  }
}

function isOfSet(element: Element): boolean {
  const role = element.getAttribute('role');
  return role === null ? element.localName === 'li' || element.localName === 'article' : SET_ROLES.has(role);
}

// Rows of the table that stand before the list: its head.
function rowsBefore(table: Element, list: Element): number {
  const rows = [...table.querySelectorAll('tr,[role=row]')];
  return rows.filter((row) => !list.contains(row) && row.compareDocumentPosition(list) & Node.DOCUMENT_POSITION_FOLLOWING).length;
}

function set(element: Element, name: string, value: number): void {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}
