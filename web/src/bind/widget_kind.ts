// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What an app says of elements of its own, by tag: how `ui-value` shows and reads them, and what is done when one is bound
// and let go (F-244). It comes before the built-in table (value_table.ts), and elements that are bound already are bound
// again.

import { customElement, display, checked, type ValueAdapter, type ValueElement } from './value_table';

export interface WidgetHandler {
  // What is meant where `read` or `write` is missing: the property `value` (the usual), `checked`, or the text.
  readonly kind?: 'value' | 'checked' | 'display';
  read?(element: Element): unknown;
  write?(element: Element, value: unknown): void;
  // Names of the events that mean that the person is done, and that they are at it (for `?keypress`). None: it only shows.
  readonly events?: { readonly commit?: string | readonly string[]; readonly live?: string | readonly string[] };
  mount?(element: Element, context: WidgetContext): void;
  unmount?(element: Element): void;
}

export interface WidgetContext {
  readonly varId: number;
  readonly path: string;
  send(value: unknown): void;
}

const KINDS: Readonly<Record<string, Pick<ValueAdapter, 'read' | 'write'>>> = { value: customElement, checked, display };

export class WidgetKinds {
  private readonly handlers = new Map<string, WidgetHandler>();
  private readonly bound = new Set<{ readonly tag: string; readonly bindAgain: () => void }>();

  register(tag: string, handler: WidgetHandler): void {
    const name = tag.toLowerCase();
    this.handlers.set(name, handler);
    for (const one of [...this.bound]) if (one.tag === name) one.bindAgain();
  }

  find(tag: string): WidgetHandler | undefined {
    return this.handlers.get(tag);
  }

  // Returns how to stop following.
  follow(tag: string, bindAgain: () => void): () => void {
    const entry = { tag, bindAgain };
    this.bound.add(entry);
    return () => void this.bound.delete(entry);
  }
}

export function adapterOf({ kind = 'value', read, write, events = {} }: WidgetHandler): ValueAdapter {
  const base = KINDS[kind] ?? customElement;
  const commit = [events.commit ?? []].flat();
  return {
    ...base,
    ...(read ? { read: (element: ValueElement) => read(element) } : {}),
    ...(write ? { write: (element: ValueElement, value: unknown) => write(element, value) } : {}),
    commit,
    live: [events.live ?? commit].flat(),
  };
}
