// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the inspector page knows: the session's variables, and which of them are rows, in which order. Touches no
// document.

import type { InspectedVariable, Report, Stats } from './report';
import { valueText } from './format';

export interface Row {
  variable: InspectedVariable;
  timeNs: number;
  maxNs: number;
  children: number[]; // In the order they came.
  changes: number; // How often it was not as before, since the page looks.
  search: string; // Lower case; '' until it is needed.
}

export type Column = 'id' | 'path' | 'value' | 'type' | 'kind' | 'access' | 'watchers' | 'changes' | 'time' | 'max' | 'error';
export type Order = { readonly by: Column; readonly descending: boolean };

// Numbers begin with the largest (F-283).
const NUMERIC: ReadonlySet<Column> = new Set(['id', 'watchers', 'changes', 'time', 'max']);

export const isNumeric = (column: Column): boolean => NUMERIC.has(column);

export interface Shown {
  readonly id: number;
  readonly level: number; // From 1; 1 in a flat table.
  readonly isContext: boolean; // Only there because of what is below.
}

export class Model {
  readonly rows = new Map<number, Row>();
  stats: Stats | null = null;
  session = 0;
  isTree = true;
  order: Order = { by: 'id', descending: false };
  filter = '';
  onlyErrors = false;
  private readonly collapsed = new Set<number>();
  private roots: number[] = [];

  apply(report: Report): void {
    this.session = report.session;
    if (report.reset) {
      this.rows.clear();
      this.roots = [];
    }
    for (const id of report.gone ?? []) this.remove(id);
    for (const variable of report.variables ?? []) this.put(variable);
    const times = report.times ?? [];
    for (let i = 0; i + 2 < times.length; i += 3) {
      const row = this.rows.get(times[i] ?? 0);
      if (row) [row.timeNs, row.maxNs] = [times[i + 1] ?? 0, times[i + 2] ?? 0];
    }
    if (report.stats) this.stats = report.stats;
  }

  // The names from the root down.
  trail(id: number): InspectedVariable[] {
    const trail: InspectedVariable[] = [];
    for (let row = this.rows.get(id); row && trail.length <= this.rows.size; row = this.rows.get(row.variable.parentId)) {
      trail.unshift(row.variable);
    }
    return trail;
  }

  get errors(): number {
    let count = 0;
    for (const { variable } of this.rows.values()) if (variable.error) count += 1;
    return count;
  }

  // --- The tree ------------------------------------------------------------------------------------------------------

  hasChildren(id: number): boolean {
    return (this.rows.get(id)?.children.length ?? 0) > 0;
  }

  // While something is looked for, all that leads to it is open.
  isExpanded(id: number): boolean {
    return this.isFiltering || !this.collapsed.has(id);
  }

  setExpanded(id: number, isExpanded: boolean): void {
    if (isExpanded) this.collapsed.delete(id);
    else this.collapsed.add(id);
  }

  setAllExpanded(isExpanded: boolean): void {
    this.collapsed.clear();
    if (isExpanded) return;
    for (const [id, { children }] of this.rows) if (children.length > 0) this.collapsed.add(id);
  }

  // Opens whatever hides the variable.
  reveal(id: number): void {
    for (const { id: above } of this.trail(id)) if (above !== id) this.collapsed.delete(above);
  }

  // --- What is shown ---------------------------------------------------------------------------------------------------

  get isFiltering(): boolean {
    return this.filter !== '' || this.onlyErrors;
  }

  shown(): Shown[] {
    return this.isTree ? this.shownAsTree() : this.shownAsTable();
  }

  matches(row: Row): boolean {
    if (this.onlyErrors && !row.variable.error) return false;
    if (this.filter === '') return true;
    if (row.search === '') row.search = searchText(row.variable);
    return this.filter.toLowerCase().split(/\s+/).every((word) => row.search.includes(word));
  }

  private shownAsTable(): Shown[] {
    const rows = [...this.rows.values()].filter((row) => this.matches(row));
    const { by, descending } = this.order;
    const sign = descending ? -1 : 1;
    rows.sort((a, b) => sign * compare(keyOf(a, by), keyOf(b, by)) || a.variable.id - b.variable.id);
    return rows.map(({ variable }) => ({ id: variable.id, level: 1, isContext: false }));
  }

  // Without recursion: how deep the tree is, is the application's business.
  private shownAsTree(): Shown[] {
    const wanted = this.isFiltering ? this.leadingToMatches() : null;
    const shown: Shown[] = [];
    const stack = [...this.roots].reverse().map((id) => ({ id, level: 1 }));
    for (let next = stack.pop(); next; next = stack.pop()) {
      const row = this.rows.get(next.id);
      if (!row || (wanted && !wanted.has(next.id))) continue;
      shown.push({ ...next, isContext: wanted !== null && !this.matches(row) });
      if (!this.isExpanded(next.id)) continue;
      for (let i = row.children.length - 1; i >= 0; i -= 1) stack.push({ id: row.children[i] ?? 0, level: next.level + 1 });
    }
    return shown;
  }

  private leadingToMatches(): Set<number> {
    const wanted = new Set<number>();
    for (const [id, row] of this.rows) {
      if (!this.matches(row)) continue;
      for (let above: number = id; above !== 0 && !wanted.has(above); above = this.rows.get(above)?.variable.parentId ?? 0) {
        wanted.add(above);
      }
    }
    return wanted;
  }

  // --- Private -----------------------------------------------------------------------------------------------------

  private put(variable: InspectedVariable): void {
    const known = this.rows.get(variable.id);
    if (known) {
      known.variable = variable;
      known.changes += 1;
      known.search = '';
      return;
    }
    this.rows.set(variable.id, { variable, timeNs: 0, maxNs: 0, children: [], changes: 0, search: '' });
    (this.rows.get(variable.parentId)?.children ?? this.roots).push(variable.id);
  }

  private remove(id: number): void {
    const row = this.rows.get(id);
    if (!row) return;
    const siblings = this.rows.get(row.variable.parentId)?.children ?? this.roots;
    const at = siblings.indexOf(id);
    if (at >= 0) siblings.splice(at, 1);
    this.rows.delete(id);
    this.collapsed.delete(id);
  }
}

export const watchers = (variable: InspectedVariable): number => variable.pages?.filter(({ watches }) => watches).length ?? 0;

function searchText(variable: InspectedVariable): string {
  const { id, path = '', type = '', error = '', value, properties = {} } = variable;
  return [id, path, type, error, valueText(value), ...Object.values(properties)].join(' ').toLowerCase();
}

function keyOf(row: Row, column: Column): string | number {
  const { variable } = row;
  switch (column) {
    case 'id': return variable.id;
    case 'path': return variable.path ?? '';
    case 'value': return valueText(variable.value);
    case 'type': return variable.type ?? '';
    case 'kind': return variable.goType ?? '';
    case 'access': return variable.access ?? '';
    case 'watchers': return watchers(variable);
    case 'changes': return variable.changeCount;
    case 'time': return row.timeNs;
    case 'max': return row.maxNs;
    case 'error': return variable.error ?? '';
  }
}

// Made once: localeCompare makes one for each pair, which takes seconds for 10,000 rows.
const ALPHABET = new Intl.Collator('en', { numeric: true });

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return ALPHABET.compare(String(a), String(b));
}
