// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A list of very many rows of one height, of which only those in view are in the document. The list is one stop for the
// keyboard; the row that counts is named by aria-activedescendant and is always there. Whoever uses it says what a row
// holds and what else keys do.

import { setAttribute } from './dom';

export interface RowSource {
  readonly count: number;
  // What stays the same when rows move.
  idOf(index: number): string;
  // `row` is new, or was another row's until now.
  render(row: HTMLElement, index: number): void;
  // The active row is another one, by keys or pointer.
  onActive(index: number, how: 'key' | 'pointer'): void;
}

const OVERSCAN = 8;

export class WindowedRows {
  private readonly body: HTMLElement;
  private readonly pool = new Map<string, HTMLElement>();
  private activeId: string | null = null;
  private activeAt = -1;
  private isScheduled = false;

  // `host` scrolls, has a role with rows, and holds a header of that role already.
  constructor(
    private readonly host: HTMLElement,
    private readonly header: HTMLElement,
    private readonly rowHeight: number,
    private readonly source: RowSource,
  ) {
    this.body = document.createElement('div');
    this.body.className = 'rows';
    this.body.setAttribute('role', 'rowgroup');
    host.append(this.body);
    host.tabIndex = 0;
    host.addEventListener('scroll', () => this.schedule(), { passive: true });
    host.addEventListener('keydown', (event) => this.onKey(event));
    this.body.addEventListener('pointerdown', (event) => this.onPointer(event));
    new ResizeObserver(() => this.schedule()).observe(host);
  }

  get active(): number {
    return this.activeAt;
  }

  // Something about the rows is not as it was.
  changed(): void {
    this.schedule();
  }

  setActive(index: number, how: 'key' | 'pointer' | 'silent' = 'silent'): void {
    if (this.source.count === 0) return;
    const at = Math.max(0, Math.min(index, this.source.count - 1));
    this.activeAt = at;
    this.activeId = this.source.idOf(at);
    this.scrollTo(at);
    this.draw();
    if (how !== 'silent') this.source.onActive(at, how);
  }

  clearActive(): void {
    this.activeId = null;
    this.activeAt = -1;
    this.schedule();
  }

  private schedule(): void {
    if (this.isScheduled) return;
    this.isScheduled = true;
    requestAnimationFrame(() => {
      this.isScheduled = false;
      this.draw();
    });
  }

  private get headerHeight(): number {
    return this.header.offsetHeight;
  }

  private scrollTo(index: number): void {
    const top = index * this.rowHeight;
    const room = this.host.clientHeight - this.headerHeight;
    if (top < this.host.scrollTop) this.host.scrollTop = top;
    else if (top + this.rowHeight > this.host.scrollTop + room) this.host.scrollTop = top + this.rowHeight - room;
  }

  private draw(): void {
    const { count } = this.source;
    this.body.style.height = `${count * this.rowHeight}px`;
    setAttribute(this.host, 'aria-rowcount', String(count + 1));
    this.findActive();
    const first = Math.max(0, Math.floor(this.host.scrollTop / this.rowHeight) - OVERSCAN);
    const last = Math.min(count, Math.ceil((this.host.scrollTop + this.host.clientHeight) / this.rowHeight) + OVERSCAN);
    const indices: number[] = [];
    for (let i = first; i < last; i += 1) indices.push(i);
    if (this.activeAt >= 0 && (this.activeAt < first || this.activeAt >= last)) indices.push(this.activeAt);

    const kept = new Set<string>();
    for (const index of indices) kept.add(this.source.idOf(index));
    for (const [id, row] of this.pool) {
      if (kept.has(id)) continue;
      row.remove();
      this.pool.delete(id);
    }
    for (const index of indices) this.place(index);
    const active = this.activeId === null ? undefined : this.pool.get(this.activeId);
    setAttribute(this.host, 'aria-activedescendant', active ? active.id : null);
  }

  private place(index: number): void {
    const id = this.source.idOf(index);
    let row = this.pool.get(id);
    if (!row) {
      row = document.createElement('div');
      row.className = 'row';
      row.id = `${this.host.id}-${id}`;
      row.setAttribute('role', 'row');
      this.pool.set(id, row);
      this.body.append(row);
    }
    row.dataset['index'] = String(index);
    row.style.transform = `translateY(${index * this.rowHeight}px)`;
    setAttribute(row, 'aria-rowindex', String(index + 2));
    setAttribute(row, 'aria-selected', id === this.activeId ? 'true' : 'false');
    this.source.render(row, index);
  }

  // Rows may have moved since.
  private findActive(): void {
    if (this.activeId === null) return;
    const { count } = this.source;
    if (this.activeAt < count && this.activeAt >= 0 && this.source.idOf(this.activeAt) === this.activeId) return;
    this.activeAt = -1;
    for (let i = 0; i < count && this.activeAt < 0; i += 1) if (this.source.idOf(i) === this.activeId) this.activeAt = i;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target !== this.host) return;
    const page = Math.max(1, Math.floor((this.host.clientHeight - this.headerHeight) / this.rowHeight) - 1);
    const at = this.activeAt;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: this.source.count - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.setActive(to, 'key');
  }

  private onPointer(event: PointerEvent): void {
    if (event.button !== 0 || !(event.target instanceof Element)) return;
    const row = event.target.closest<HTMLElement>('.row');
    if (row?.dataset['index']) this.setActive(Number(row.dataset['index']), 'pointer');
  }
}
