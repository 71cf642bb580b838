// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// An element that shows one view per element of an array variable (section 16). A row belongs to an object and goes with
// it wherever the array has it (D-40): its nodes are moved, as few as possible and never those that have the focus. Its
// variable is below the list's and has the path `@OBJECT` where the server knows that (D-41), so that a move costs
// nothing on the wire; otherwise the place, and a row that moves gets another path.

import {
  ELEMENT_ID, FALLBACK_NAMESPACE, ITEM_WRAPPER, NAMESPACE, PATH, WRAPPER,
} from '../constants';
import { FocusMemory } from './focus_memory';
import { namesOf, objectOf, stayingPlaces } from './list_order';
import { moveBefore } from './move';
import { itemNamespace } from './namespace';
import type { Runtime } from './runtime';
import { View, type Nested } from './view';

interface Row {
  readonly view: View;
  path: string;
  // The place in the document among the rows, -1 before there is one.
  place: number;
}

export class ViewList implements Nested {
  private elements: readonly unknown[] = [];
  private names: readonly string[] = [];
  private rows = new Map<string, Row>();
  private readonly exemplar: Element;
  private readonly stopWatching: () => void;

  // Takes the element's content: its first child is the pattern of the items' hosts (F-141).
  constructor(
    private readonly runtime: Runtime,
    private readonly element: HTMLElement,
    private readonly varId: number,
    scrollOnOutput: boolean,
  ) {
    this.exemplar = element.firstElementChild ?? document.createElement('div');
    element.replaceChildren();
    if (scrollOnOutput) runtime.scroll.mark(element);
    this.stopWatching = runtime.store.watch(varId, (record, value) => {
      if (value !== undefined) this.follow(Array.isArray(record.value) ? record.value : []);
    });
  }

  isSettled(): boolean {
    return [...this.rows.values()].every(({ view }) => !this.runtime.store.isAwaiting(view.varId) && view.isSettled());
  }

  collectShown(): View[] {
    return this.inOrder().flatMap(({ view }) => view.collectShown());
  }

  dispose(): void {
    this.stopWatching();
    for (const { view } of this.rows.values()) view.dispose();
    this.rows.clear();
  }

  // --- What the array says -----------------------------------------------------------------------------------------

  private follow(elements: readonly unknown[]): void {
    const before = this.names;
    this.elements = elements;
    this.names = namesOf(elements);
    this.keepChanged(before);
    this.arrange();
  }

  // A value that another has taken the place of has changed; its row stays (an object would take its row away).
  private keepChanged(before: readonly string[]): void {
    const wanted = new Set(this.names);
    this.names.forEach((name, place) => {
      const old = before[place];
      const row = old === undefined || wanted.has(old) ? undefined : this.rows.get(old);
      if (!row || this.rows.has(name) || !isValue(name) || !isValue(old ?? '')) return;
      this.rows.delete(old ?? '');
      this.rows.set(name, row);
    });
  }

  private arrange(): void {
    const focus = this.dropRows();
    const fresh = document.createDocumentFragment();
    const rows = new Map<string, Row>();
    this.names.forEach((name, place) => {
      const path = this.pathOf(place);
      const row = this.rows.get(name) ?? this.createRow(path, fresh);
      if (row.path !== path) this.runtime.store.repath(row.view.varId, path);
      row.path = path;
      rows.set(name, row);
    });
    this.rows = rows;
    this.place();
    focus?.();
    this.runtime.scroll.notify(this.element);
  }

  // Removes the rows nobody wants. Returns how to give the focus to a neighbour if it was in one of them (F-116), unless
  // somebody types there: the next letters are not meant for another object.
  private dropRows(): (() => void) | null {
    const wanted = new Set(this.names);
    let restore: (() => void) | null = null;
    for (const [name, { view, place }] of this.rows) {
      if (wanted.has(name)) continue;
      const memory = FocusMemory.of(view.nodes());
      if (memory && !memory.isText) {
        restore = () => {
          const rows = this.inOrder();
          const heir = rows[Math.min(place, rows.length - 1)];
          if (heir) memory.restore(heir.view.rootElements());
        };
      }
      this.runtime.store.destroy(view.varId);
      view.remove();
      this.rows.delete(name);
    }
    return restore;
  }

  // --- Nodes -------------------------------------------------------------------------------------------------------

  private inOrder(): Row[] {
    return [...this.rows.values()];
  }

  // Brings the rows' nodes into the order of the rows. What is new and side by side goes in together (F-153).
  private place(): void {
    const rows = this.inOrder();
    const active = document.activeElement;
    const pinned = active && this.element.contains(active)
      ? rows.findIndex(({ view, place }) => place >= 0 && view.nodes().some((node) => node.contains(active))) : -1;
    const staying = stayingPlaces(rows.map(({ place }) => place), pinned);
    let before: Node | null = null;
    let run: Node[] = []; // Last first.
    const insertRun = (): void => {
      const first = run[run.length - 1];
      if (!first) return;
      const fragment = document.createDocumentFragment();
      for (const node of run.reverse()) fragment.append(node);
      this.element.insertBefore(fragment, before);
      before = first;
      run = [];
    };
    for (let index = rows.length - 1; index >= 0; index -= 1) {
      const row = rows[index];
      if (!row) continue;
      const nodes = row.view.nodes();
      if (row.place < 0) {
        run.push(...nodes.reverse());
      } else {
        insertRun();
        if (!staying.has(index)) for (const node of nodes) moveBefore(this.element, node, before);
        before = nodes.find((node) => node.parentNode === this.element) ?? before;
      }
      row.place = index;
    }
    insertRun();
  }

  // --- Making a row ------------------------------------------------------------------------------------------------

  private pathOf(place: number): string {
    const object = this.runtime.speaks('list') ? objectOf(this.elements[place]) : undefined;
    return object === undefined ? String(place) : `@${object}`;
  }

  private createRow(path: string, parent: ParentNode): Row {
    const { ids, store } = this.runtime;
    const host = this.exemplar.cloneNode(true) as Element;
    host.id = ids.vend();
    parent.append(host);
    const varId = store.create({ parentId: this.varId, properties: this.rowProperties(path, host) });
    return { view: new View(this.runtime, { host, varId }), path, place: -1 };
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
