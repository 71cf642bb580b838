// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What all kinds of binding share: the attribute taken apart, and the few steps each takes: making its variable,
// hearing of values, listening to the element.

import { ACCESS, ELEMENT_ID, PATH } from '../constants';
import type { VariableRecord } from '../store/variable';
import type { RenderScope } from '../view/render_scope';
import type { Runtime } from '../view/runtime';
import type { View } from '../view/view';
import type { BindingOptions } from './path_property';
import type { Widget } from './widget';

export interface BindingContext {
  readonly runtime: Runtime;
  readonly scope: RenderScope;
  // The view whose variable is the parent of what is bound.
  readonly view: View;
  // Whether the element is one of the view's roots.
  readonly isRoot: boolean;
}

// One attribute of one element, taken apart.
export interface Binding {
  readonly context: BindingContext;
  readonly widget: Widget;
  // The attribute's name, which is also the binding's (F-240).
  readonly name: string;
  readonly path: string;
  // The properties the author wrote and the server is to know.
  readonly query: Readonly<Record<string, string>>;
  readonly options: BindingOptions;
}

// Creates the binding's variable below the view's. What the author wrote wins over `defaults`, `forced` over both.
export function createVariable(
  { context: { runtime, scope, view }, widget, name, path, query }: Binding,
  defaults: Readonly<Record<string, string>>,
  forced: Readonly<Record<string, string>> = {},
): number {
  const properties: Record<string, string> = { ...defaults, ...query, ...forced, [PATH]: path, [ELEMENT_ID]: widget.elementId };
  const id = runtime.store.create({ parentId: view.varId, properties, widget });
  scope.ownVariable(id);
  widget.setVariable(name, id);
  runtime.diagnostics.trace('bind', `${name}="${path}" on #${widget.elementId} is variable ${id} (${properties[ACCESS] ?? 'rw'})`);
  return id;
}

// Calls `apply` at once with undefined and then with the stored value whenever one arrives. Updates that only carry
// properties change nothing (F-54).
export function followValue(binding: Binding, varId: number, apply: (value: unknown, record?: VariableRecord) => void): void {
  const { scope, runtime } = binding.context;
  apply(undefined);
  const stop = runtime.store.watch(varId, (record, value) => {
    if (value !== undefined) apply(record.value, record);
  });
  scope.onDispose(stop);
}

// Listens on the widget's element, whichever that is at the time.
export function listen(binding: Binding, event: string, handler: (event: Event) => void): void {
  const { widget, context: { scope, runtime } } = binding;
  const guarded = (received: Event): void => {
    runtime.diagnostics.guard('event-failed', `${binding.name}="${binding.path}"`, () => handler(received));
  };
  widget.element.addEventListener(event, guarded);
  widget.onMove((to, from) => {
    from.removeEventListener(event, guarded);
    to.addEventListener(event, guarded);
  });
  scope.onDispose(() => widget.element.removeEventListener(event, guarded));
}

// Marks the widget's element as one that follows its output (F-230).
export function markScroll(binding: Binding): void {
  if (!binding.options.scrollOnOutput) return;
  const { scroll } = binding.context.runtime;
  scroll.mark(binding.widget.element);
  binding.widget.onMove((to) => scroll.mark(to));
}
