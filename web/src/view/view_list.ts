// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// An element that shows one view per element of an array variable (section 16). A row belongs to an object and goes with
// it wherever the array has it (D-40). Its variable is below the list's and has the path `@OBJECT` where the server knows
// that (D-41), so that a move costs nothing on the wire; otherwise the place, and a row that moves gets another path. Of a
// long list only the rows around what is in sight exist (list_window.ts, loaded when there is one). With `ui-repeat` the
// element itself is the template of a row, and the rows stand where it stood (F-154).

import {
  ELEMENT_ID, FALLBACK_NAMESPACE, FIRST_ROWS, ITEM_WRAPPER, LONG_LIST_ROWS, NAMESPACE, NAMESPACE_ATTRIBUTE, PATH, VIRTUAL,
  WRAPPER,
} from '../constants';
import { FocusMemory, focusAnyway } from './focus_memory';
import { namesOf, objectOf } from './list_order';
import { putInOrder, type Row } from './list_row';
import type { ListWindow } from './list_window';
import { itemNamespace } from './namespace';
import type { Runtime } from './runtime';
import { View, type Nested } from './view';
import type { Viewdef } from './viewdef_store';

// Once a long list has needed it.
let windows: typeof import('./list_window') | null = null;

export class ViewList implements Nested {
  names: readonly string[] = [];
  private elements: readonly unknown[] = [];
  private rows = new Map<string, Row>(); // In order.
  // Whether only some of the rows are shown; with a window as soon as it is loaded.
  private isLong = false;
  private window: ListWindow | null = null;
  private isDisposed = false;
  readonly element: HTMLElement;
  private readonly exemplar: Element;
  private readonly end: Comment | null = null; // Behind the last row, where that is not the element's end.
  private readonly stopWatching: () => void;

  // Takes the element's content: its first child is the pattern of the items' hosts (F-141). With a template for the rows
  // it takes the element's place.
  constructor(
    private readonly runtime: Runtime,
    element: HTMLElement,
    private readonly varId: number,
    private readonly options: { readonly scrollOnOutput: boolean; readonly template?: Viewdef | undefined },
  ) {
    if (options.template) {
      this.element = element.parentElement ?? element;
      this.exemplar = document.createElement(element.localName);
      this.exemplar.setAttribute(NAMESPACE_ATTRIBUTE, element.getAttribute(NAMESPACE_ATTRIBUTE) ?? '');
      this.end = document.createComment('');
      element.replaceWith(this.end);
    } else {
      this.element = element;
      this.exemplar = element.firstElementChild ?? document.createElement('div');
      element.replaceChildren();
      if (options.scrollOnOutput) runtime.scroll.mark(element);
    }
    this.stopWatching = runtime.store.watch(varId, (record, value) => {
      if (value !== undefined) this.follow(Array.isArray(record.value) ? record.value : []);
    });
  }

  // Of a list that has taken its element's place.
  nodes(): Node[] {
    return [...this.shownRows().flatMap(({ view }) => view.nodes()), ...(this.end ? [this.end] : [])];
  }

  isSettled(): boolean {
    return [...this.rows.values()].every(({ view }) => !this.runtime.store.isAwaiting(view.varId) && view.isSettled());
  }

  collectShown(): View[] {
    return this.shownRows().flatMap(({ view }) => view.collectShown());
  }

  dispose(): void {
    this.isDisposed = true;
    this.stopWatching();
    this.window?.dispose();
    for (const { view } of this.rows.values()) view.dispose(); // What stands in the document is still asked for.
  }

  // --- For the window ----------------------------------------------------------------------------------------------

  get fullPath(): string {
    const { store } = this.runtime;
    const paths: Array<string | undefined> = [];
    for (let at = store.get(this.varId); at; at = at.parentId === undefined ? undefined : store.get(at.parentId)) paths.unshift(at.properties[PATH]);
    return paths.join(' ');
  }

  shownRows(): Row[] {
    return [...this.rows.values()];
  }

  // Brings into the document what is to be shown, and nothing else.
  arrange(): void {
    const places = this.places();
    const keepInSight = this.window?.anchor();
    const giveFocus = this.dropRows(new Set(places.map((place) => this.names[place] ?? '')));
    const fresh = document.createDocumentFragment();
    const rows = new Map<string, Row>();
    for (const place of places) {
      const name = this.names[place] ?? '';
      const path = this.pathOf(place);
      const row = this.rows.get(name) ?? this.createRow(name, path, fresh);
      if (row.path !== path) this.runtime.store.repath(row.view.varId, path);
      Object.assign(row, { name, path, place });
      rows.set(name, row);
    }
    this.rows = rows;
    putInOrder(this.element, this.shownRows(), this.window?.spaces() ?? [], this.end);
    keepInSight?.();
    giveFocus?.();
    this.runtime.scroll.notify(this.element);
  }

  // From now on, however many there are.
  showAll(): void {
    this.isLong = false;
    this.window?.dispose();
    this.window = null;
    this.arrange();
  }

  // --- What the array says -----------------------------------------------------------------------------------------

  private follow(elements: readonly unknown[]): void {
    const before = this.names;
    this.elements = elements;
    this.names = namesOf(elements);
    this.keepChanged(before);
    this.chooseWindow(before.length);
    this.window?.follow(before);
    this.arrange();
  }

  // A value that another has taken the place of has changed; its row stays (an object would take its row away).
  private keepChanged(before: readonly string[]): void {
    const wanted = new Set(this.names);
    this.names.forEach((name, place) => {
      const old = before[place];
      const row = old === undefined || wanted.has(old) ? undefined : this.rows.get(old);
      if (!row || this.rows.has(name) || !isValue(name) || !isValue(row.name)) return;
      this.rows.delete(row.name);
      this.rows.set(name, row);
    });
  }

  // A list that is long stays so until it has become much shorter: rows that come and go at the limit cost nothing.
  private chooseWindow(lengthBefore: number): void {
    const { length } = this.names;
    if (this.isLong && length <= LONG_LIST_ROWS / 2) {
      this.isLong = false;
      this.window?.dispose();
      this.window = null;
    } else if (!this.isLong && length > LONG_LIST_ROWS && lengthBefore <= LONG_LIST_ROWS && this.mayBeLong()) {
      this.isLong = true;
      if (windows) this.window = new windows.ListWindow(this);
      else void this.loadWindow();
    }
  }

  // `?virtual=false` on the list, or on the element whose wrapper has made it one.
  private mayBeLong(): boolean {
    const { store } = this.runtime;
    const list = store.get(this.varId);
    const above = list?.parentId === undefined ? undefined : store.get(list.parentId);
    return !this.end && (list?.properties[VIRTUAL] ?? above?.properties[VIRTUAL]) !== 'false';
  }

  private async loadWindow(): Promise<void> {
    try {
      windows = await import('./list_window');
      if (!this.isLong || this.window || this.isDisposed) return;
      this.window = new windows.ListWindow(this);
      this.arrange();
    } catch (exception) {
      this.runtime.diagnostics.report('warning', 'no-window', 'a long list is shown whole: its window could not be loaded', exception);
      if (this.isLong && !this.isDisposed) this.showAll();
    }
  }

  // Those to be shown, in order.
  private places(): readonly number[] {
    if (this.window) return this.window.places();
    const count = this.isLong ? Math.min(FIRST_ROWS, this.names.length) : this.names.length;
    return Array.from({ length: count }, (_, place) => place);
  }

  // --- Rows --------------------------------------------------------------------------------------------------------

  // Removes the rows that are not wanted. Returns how to give the focus to a neighbour if it was in one of them (F-116): to
  // the same control of the row that has taken the place, else of the one before. Where there is none, or somebody types,
  // whose next letters are not meant for another object, the list itself gets it.
  private dropRows(wanted: ReadonlySet<string>): (() => void) | null {
    let giveFocus: (() => void) | null = null;
    for (const [name, { view, position }] of this.rows) {
      if (wanted.has(name)) continue;
      const memory = FocusMemory.of(view.nodes());
      if (memory) {
        giveFocus = () => {
          const rows = this.shownRows();
          const heir = memory.isText ? undefined : rows[Math.min(position, rows.length - 1)];
          if (heir) memory.restore(heir.view.rootElements());
          else focusAnyway(this.element);
        };
      }
      this.runtime.store.destroy(view.varId);
      view.remove();
      this.rows.delete(name);
    }
    return giveFocus;
  }

  private pathOf(place: number): string {
    const object = this.runtime.speaks('list') ? objectOf(this.elements[place]) : undefined;
    return object === undefined ? String(place) : `@${object}`;
  }

  private createRow(name: string, path: string, parent: ParentNode): Row {
    const { ids, store } = this.runtime;
    const host = this.exemplar.cloneNode(true) as HTMLElement;
    host.id = ids.vend();
    if (this.end) this.end.before(host);
    else parent.append(host);
    const varId = store.create({ parentId: this.varId, properties: this.rowProperties(path, host) });
    const row = { view: new View(this.runtime, { host, varId, template: this.options.template }), name, path, place: -1, position: -1 };
    this.window?.hold(host, row);
    return row;
  }

  private rowProperties(path: string, host: Element): Record<string, string> {
    const { store } = this.runtime;
    const list = store.get(this.varId);
    const wrapper = list?.parentId === undefined ? undefined : store.get(list.parentId)?.properties[ITEM_WRAPPER];
    const namespace = itemNamespace(host, this.element, list?.properties[NAMESPACE]);
    const fallback = list?.properties[FALLBACK_NAMESPACE];
    return {
      [PATH]: path,
      [ELEMENT_ID]: host.id,
      ...(wrapper ? { [WRAPPER]: wrapper } : {}),
      ...(namespace ? { [NAMESPACE]: namespace } : {}),
      ...(fallback ? { [FALLBACK_NAMESPACE]: fallback } : {}),
    };
  }
}

// Whether it is the name of something that is not an object.
function isValue(name: string): boolean {
  return name.startsWith('=');
}
