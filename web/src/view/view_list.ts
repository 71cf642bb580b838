// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// An element that shows one view per element of an array variable (section 16). Items go by position: item i is the
// variable with path "i" below the list's variable, whatever object stands there (F-144). Only the array's length is
// looked at; each item follows its own variable (F-149).

import {
  ELEMENT_ID, FALLBACK_NAMESPACE, ITEM_WRAPPER, NAMESPACE, PATH, WRAPPER,
} from '../constants';
import { itemNamespace } from './namespace';
import type { Runtime } from './runtime';
import { View, type Nested } from './view';

export class ViewList implements Nested {
  private readonly items: View[] = [];
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
      if (value !== undefined) this.resize(Array.isArray(record.value) ? record.value.length : 0);
    });
  }

  isSettled(): boolean {
    return this.items.every((item) => !this.runtime.store.isAwaiting(item.varId) && item.isSettled());
  }

  collectShown(): View[] {
    return this.items.flatMap((item) => item.collectShown());
  }

  dispose(): void {
    this.stopWatching();
    for (const item of this.items.splice(0)) item.dispose();
  }

  private resize(length: number): void {
    if (length === this.items.length) return;
    for (let item = this.items[length] && this.items.pop(); item; item = this.items[length] && this.items.pop()) {
      this.runtime.store.destroy(item.varId);
      item.remove();
    }
    const fresh = document.createDocumentFragment(); // One insertion, however many rows (F-153).
    while (this.items.length < length) this.items.push(this.createItem(this.items.length, fresh));
    this.element.append(fresh);
    this.runtime.scroll.notify(this.element);
  }

  private createItem(index: number, parent: ParentNode): View {
    const { ids, store } = this.runtime;
    const host = this.exemplar.cloneNode(true) as Element;
    host.id = ids.vend();
    parent.append(host);
    const varId = store.create({ parentId: this.varId, properties: this.itemProperties(index, host) });
    return new View(this.runtime, { host, varId });
  }

  private itemProperties(index: number, host: Element): Record<string, string> {
    const { store } = this.runtime;
    const list = store.get(this.varId);
    const wrapper = list?.parentId === undefined ? undefined : store.get(list.parentId)?.properties[ITEM_WRAPPER];
    const namespace = itemNamespace(host, this.element, list?.properties[NAMESPACE]);
    const fallback = list?.properties[FALLBACK_NAMESPACE];
    return {
      [PATH]: String(index),
      [ELEMENT_ID]: host.id,
      ...(wrapper ? { [WRAPPER]: wrapper } : {}),
      ...(namespace ? { [NAMESPACE]: namespace } : {}),
      ...(fallback ? { [FALLBACK_NAMESPACE]: fallback } : {}),
    };
  }
}
