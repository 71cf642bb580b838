// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Reads the `ui-*` attributes of one element and sets up their bindings, in an order that is visible on the wire
// (F-164): value, attributes, classes, styles, events, action, code, html, then the page's address and title.

import {
  ACTION_ATTRIBUTE, APP_ATTRIBUTE, ATTRIBUTE_PREFIX, ATTR_PREFIX, CLASS_PREFIX, CODE_ATTRIBUTE, DROP_ATTRIBUTE,
  EVENT_PREFIX, HTML_ATTRIBUTE, LIST_ATTRIBUTE, NAMESPACE_ATTRIBUTE, NO_KEYBOARD_ATTRIBUTE, STYLE_PREFIX, TITLE_ATTRIBUTE,
  URL_ATTRIBUTE, VALUE_ATTRIBUTE, VIEWDEF_MARKER, VIEW_ATTRIBUTE,
} from '../constants';
import { parseBinding } from '../protocol/path';
import type { View } from '../view/view';
import { bindAttribute, bindClass, bindStyle } from './attribute';
import type { Binding, BindingContext } from './binding_support';
import { bindCode } from './code';
import { bindAction, bindEvent } from './event';
import { bindFiles } from './files';
import { bindHtml } from './html';
import { splitProperties } from './path_property';
import { bindTitle, bindUrl } from './place';
import { bindValue } from './value';
import { Widget } from './widget';

type Binder = (binding: Binding) => void;

const NOT_BINDINGS: ReadonlySet<string> = new Set([
  VIEW_ATTRIBUTE, LIST_ATTRIBUTE, NAMESPACE_ATTRIBUTE, APP_ATTRIBUTE, VIEWDEF_MARKER, NO_KEYBOARD_ATTRIBUTE,
]);

export function bindElement(element: Element, context: BindingContext): void {
  bindAttributes(element, context, new Widget(element.id, element));
}

// The host's bindings follow the primary root of the view that takes its place (F-129).
export function bindHost(element: Element, view: View, context: BindingContext): void {
  const widget = new Widget(view.elementId, view.primaryElement() ?? element);
  for (const name of [VALUE_ATTRIBUTE, HTML_ATTRIBUTE]) {
    if (element.hasAttribute(name)) {
      context.runtime.diagnostics.report('warning', 'host-binding', `${name} on a ${VIEW_ATTRIBUTE} element has no effect ` +
        `(viewdef ${context.view.viewdefKey})`);
    }
  }
  if (bindAttributes(element, context, widget, [VALUE_ATTRIBUTE, HTML_ATTRIBUTE])) {
    view.onPrimaryChanged = (primary) => widget.moveTo(primary);
  }
}

// Returns whether there was anything to bind.
function bindAttributes(element: Element, context: BindingContext, widget: Widget, skip: readonly string[] = []): boolean {
  const { runtime, scope } = context;
  const names = element.getAttributeNames().filter((name) => name.startsWith(ATTRIBUTE_PREFIX) && !NOT_BINDINGS.has(name));
  const planned: Array<readonly [string, Binder]> = [];
  for (const [matches, binder] of ORDER) {
    for (const name of names) if (matches(name) && !skip.includes(name)) planned.push([name, binder]);
  }
  for (const name of names) {
    if (ORDER.some(([matches]) => matches(name))) continue;
    runtime.diagnostics.reportOnce('hint', 'unknown-attribute', `${context.view.viewdefKey} ${name}`,
      `the attribute ${name} in viewdef ${context.view.viewdefKey} means nothing`);
  }
  if (planned.length === 0) return false;
  if (!widget.elementId) widget = new Widget(runtime.ids.ensure(element), element);
  runtime.widgets.add(widget);
  scope.onDispose(() => runtime.widgets.remove(widget));
  for (const [name, binder] of planned) {
    const text = parseBinding(element.getAttribute(name) ?? '');
    if (!text) continue;
    const { sent, options } = splitProperties(text.properties);
    const binding: Binding = { context, widget, name, path: text.path, query: sent, options };
    runtime.diagnostics.guard('binding-failed', `${name} in viewdef ${context.view.viewdefKey}`, () => binder(binding));
  }
  return true;
}

const ORDER: ReadonlyArray<readonly [(name: string) => boolean, Binder]> = [
  [(name) => name === VALUE_ATTRIBUTE, bindValue],
  [(name) => name === DROP_ATTRIBUTE, bindFiles],
  [(name) => name.startsWith(ATTR_PREFIX), bindAttribute],
  [(name) => name.startsWith(CLASS_PREFIX), bindClass],
  [(name) => name.startsWith(STYLE_PREFIX), bindStyle],
  [(name) => name.startsWith(EVENT_PREFIX), bindEvent],
  [(name) => name === ACTION_ATTRIBUTE, bindAction],
  [(name) => name === CODE_ATTRIBUTE, bindCode],
  [(name) => name === HTML_ATTRIBUTE, bindHtml],
  [(name) => name === URL_ATTRIBUTE, bindUrl],
  [(name) => name === TITLE_ATTRIBUTE, bindTitle],
];
