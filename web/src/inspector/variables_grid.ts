// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The variables as a tree or as a table: one grid, of which the tree has no order to choose and rows that open.

import { element, setAttribute, setText } from './dom';
import { countText, durationText, valueText } from './format';
import { isNumeric, watchers, type Column, type Model, type Row, type Shown } from './model';
import { WindowedRows } from './windowed_rows';

export const ROW_HEIGHT = 30;
const SHOWN_OF_VALUE = 100; // F-284

interface ColumnInfo {
  readonly column: Column;
  readonly title: string;
  readonly isOptional: boolean;
  readonly isHidden?: boolean; // At first.
}

export const COLUMNS: readonly ColumnInfo[] = [
  { column: 'path', title: 'Path', isOptional: false },
  { column: 'value', title: 'Value', isOptional: false },
  { column: 'type', title: 'Type', isOptional: true },
  { column: 'kind', title: 'Kind', isOptional: true, isHidden: true },
  { column: 'access', title: 'Access', isOptional: true },
  { column: 'watchers', title: 'Watchers', isOptional: true },
  { column: 'changes', title: 'Changes', isOptional: true },
  { column: 'time', title: 'Time', isOptional: true },
  { column: 'max', title: 'Max time', isOptional: true, isHidden: true },
  { column: 'id', title: 'ID', isOptional: true },
  { column: 'error', title: 'Error', isOptional: true },
];

export class VariablesGrid {
  private shown: Shown[] = [];
  private isStale = true;
  private readonly rows: WindowedRows;
  private readonly header: HTMLElement;
  private columns = COLUMNS;

  constructor(
    private readonly host: HTMLElement,
    private readonly model: Model,
    // `how` is by which means another variable came to be selected.
    private readonly onSelect: (id: number, how: 'key' | 'pointer') => void,
  ) {
    this.header = element('div', { class: 'header', role: 'row', 'aria-rowindex': '1' });
    host.append(element('div', { role: 'rowgroup', class: 'head' }, this.header));
    const grid = this;
    this.rows = new WindowedRows(host, this.header, ROW_HEIGHT, {
      get count() {
        return grid.current().length;
      },
      idOf: (index) => String(this.shown[index]?.id ?? 0),
      render: (row, index) => this.renderRow(row, index),
      onActive: (index, how) => {
        const id = this.shown[index]?.id;
        if (id !== undefined) this.onSelect(id, how);
      },
    });
    host.addEventListener('keydown', (event) => this.onKey(event));
    host.addEventListener('click', (event) => this.onClick(event));
    this.setColumns(COLUMNS.filter(({ isHidden }) => !isHidden).map(({ column }) => column));
  }

  get count(): number {
    return this.current().length;
  }

  setColumns(columns: readonly Column[]): void {
    this.columns = COLUMNS.filter(({ column }) => columns.includes(column));
    this.host.dataset['columns'] = this.columns.map(({ column }) => column).join(' ');
    this.host.style.setProperty('--columns', this.columns.map(({ column }) => `var(--w-${column})`).join(' '));
    for (const row of this.host.querySelectorAll('.row')) row.replaceChildren();
    this.structureChanged();
  }

  // Which rows there are, or their order, may be different.
  structureChanged(): void {
    this.isStale = true;
    this.renderHeader();
    setAttribute(this.host, 'role', this.model.isTree ? 'treegrid' : 'grid');
    setAttribute(this.host, 'aria-colcount', String(this.columns.length));
    this.rows.changed();
  }

  // Brings the variable into view, whatever hid it.
  select(id: number): boolean {
    this.model.reveal(id);
    this.isStale = true;
    const index = this.current().findIndex((shown) => shown.id === id);
    if (index < 0) return false;
    this.rows.setActive(index);
    return true;
  }

  private current(): Shown[] {
    if (this.isStale) this.shown = this.model.shown();
    this.isStale = false;
    return this.shown;
  }

  private renderHeader(): void {
    const { isTree, order } = this.model;
    this.header.replaceChildren(...this.columns.map(({ column, title }, index) => {
      const cell = element('div', { role: 'columnheader', class: `cell ${column}`, 'aria-colindex': String(index + 1) });
      if (isTree) {
        cell.append(title);
        return cell;
      }
      const isSorted = order.by === column;
      cell.setAttribute('aria-sort', isSorted ? (order.descending ? 'descending' : 'ascending') : 'none');
      const button = element('button', { type: 'button', tabindex: '-1', 'data-sort': column }, title);
      if (isSorted) button.append(element('span', { 'aria-hidden': 'true' }, order.descending ? ' ↓' : ' ↑'));
      cell.append(button);
      return cell;
    }));
  }

  private renderRow(node: HTMLElement, index: number): void {
    const shown = this.shown[index];
    const row = shown && this.model.rows.get(shown.id);
    if (!shown || !row) return;
    if (node.childElementCount !== this.columns.length) {
      node.replaceChildren(...this.columns.map(({ column }, at) => element('div', {
        role: column === 'path' ? 'rowheader' : 'gridcell', class: `cell ${column}`, 'aria-colindex': String(at + 1),
      })));
    }
    const { variable } = row;
    node.classList.toggle('failed', variable.error !== undefined);
    node.classList.toggle('inactive', !variable.active);
    node.classList.toggle('context', shown.isContext);
    flash(node, row);
    setAttribute(node, 'aria-level', this.model.isTree ? String(shown.level) : null);
    const hasChildren = this.model.isTree && this.model.hasChildren(shown.id);
    setAttribute(node, 'aria-expanded', hasChildren ? String(this.model.isExpanded(shown.id)) : null);
    this.columns.forEach(({ column }, at) => {
      const cell = node.children[at] as HTMLElement;
      if (column === 'path') this.renderPath(cell, shown, row, hasChildren);
      else setText(cell, textOf(row, column));
    });
  }

  private renderPath(cell: HTMLElement, shown: Shown, { variable }: Row, hasChildren: boolean): void {
    const [twisty, name] = cell.childElementCount === 2 ? [...cell.children] as HTMLElement[] : [];
    const mark = hasChildren ? (this.model.isExpanded(shown.id) ? '▾' : '▸') : '';
    if (!twisty || !name) {
      cell.replaceChildren(element('span', { class: 'twisty', 'aria-hidden': 'true' }, mark), element('span', { class: 'name' }));
      return this.renderPath(cell, shown, { variable } as Row, hasChildren);
    }
    setText(twisty, mark);
    setText(name, this.model.isTree ? variable.path || '(root)' : this.trailText(shown.id));
    cell.style.setProperty('--level', String(shown.level - 1));
  }

  private trailText(id: number): string {
    return this.model.trail(id).map(({ path }) => path).filter(Boolean).join(' › ') || '(root)';
  }

  private onClick(event: MouseEvent): void {
    if (!(event.target instanceof Element)) return;
    const sort = event.target.closest<HTMLElement>('[data-sort]')?.dataset['sort'] as Column | undefined;
    if (sort) {
      const { order } = this.model;
      this.model.order = { by: sort, descending: order.by === sort ? !order.descending : isNumeric(sort) };
      return this.structureChanged();
    }
    const index = Number(event.target.closest<HTMLElement>('.row')?.dataset['index'] ?? -1);
    if (event.target.closest('.twisty') && this.shown[index]) this.toggle(index);
  }

  private toggle(index: number, isExpanded?: boolean): void {
    const id = this.shown[index]?.id;
    if (id === undefined || !this.model.hasChildren(id)) return;
    this.model.setExpanded(id, isExpanded ?? !this.model.isExpanded(id));
    this.structureChanged();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target !== this.host || !this.model.isTree) return;
    const index = this.rows.active;
    const shown = this.shown[index];
    if (!shown) return;
    const isOpen = this.model.hasChildren(shown.id) && this.model.isExpanded(shown.id);
    switch (event.key) {
      case 'ArrowRight':
        if (isOpen) this.rows.setActive(index + 1, 'key');
        else this.toggle(index, true);
        break;
      case 'ArrowLeft':
        if (isOpen && !this.model.isFiltering) this.toggle(index, false);
        else this.toParent(index);
        break;
      case '*':
        this.model.setAllExpanded(true);
        this.structureChanged();
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  private toParent(index: number): void {
    const level = this.shown[index]?.level ?? 1;
    for (let at = index - 1; at >= 0; at -= 1) {
      if ((this.shown[at]?.level ?? 0) < level) return this.rows.setActive(at, 'key');
    }
  }
}

function textOf({ variable, timeNs, maxNs }: Row, column: Column): string {
  switch (column) {
    case 'id': return String(variable.id);
    case 'path': return variable.path ?? '';
    case 'value': {
      const text = variable.access === 'action' ? '' : valueText(variable.value);
      return text.length > SHOWN_OF_VALUE ? `${text.slice(0, SHOWN_OF_VALUE)}…` : text;
    }
    case 'type': return variable.type ?? '';
    case 'kind': return variable.goType ?? '';
    case 'access': return variable.access ?? 'rw';
    case 'watchers': return watchers(variable) ? String(watchers(variable)) : '';
    case 'changes': return variable.changeCount ? countText(variable.changeCount) : '';
    case 'time': return durationText(timeNs);
    case 'max': return durationText(maxNs);
    case 'error': return variable.error?.split('\n')[0] ?? '';
  }
}

// Shows for a moment that the variable is not as it was. Two names for one animation: each change starts it anew.
function flash(node: HTMLElement, { changes }: Row): void {
  const before = node.dataset['changes'];
  node.dataset['changes'] = String(changes);
  if (before === undefined || before === String(changes)) return;
  node.classList.toggle('flash-a', changes % 2 === 0);
  node.classList.toggle('flash-b', changes % 2 === 1);
}
