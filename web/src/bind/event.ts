// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// `ui-action` and `ui-event-NAME`: something the user does becomes an update of a variable whose path is usually a call
// (sections 17.6, 17.7). An edit that is still only in the element goes first, in the same frame (F-205).

import {
  ACCESS, ATTRIBUTE_PREFIX, EVENT_PREFIX, KEYPRESS_PREFIX, LITERAL_SUFFIX, NO_KEYBOARD_ATTRIBUTE, PRIORITY,
  ERROR_CLASS, ERROR_CODE_ATTRIBUTE, ERROR_DESCRIPTION_ATTRIBUTE,
} from '../constants';
import { isCall, takesArgument } from '../protocol/path';
import type { VariableError } from '../store/variable';
import { createVariable, listen, type Binding } from './binding_support';
import { bindKeypress } from './keypress';
import type { ValueElement } from './value_table';

// These are fired by disclosure widgets and bubble: one that closes inside another is not the other's business (F-208).
const OWN_ONLY: ReadonlySet<string> = new Set([
  'sl-show', 'sl-after-show', 'sl-hide', 'sl-after-hide', 'sl-request-close', 'toggle',
]);
const NATIVELY_FOCUSABLE = 'a[href],button,input,select,textarea,summary,label,iframe,audio[controls],video[controls],[contenteditable]';
const CONTROLS = `${NATIVELY_FOCUSABLE},[tabindex],sl-button,sl-icon-button,sl-input,sl-select,sl-checkbox,sl-switch`;
// A role would take these out of the structure they belong to.
const STRUCTURAL: ReadonlySet<string> = new Set(['li', 'tr', 'td', 'th', 'dt', 'dd', 'option']);
// Of the widget libraries' elements those that a keyboard cannot reach by themselves.
const INERT_WIDGETS = /^(sl|wa)-(icon|badge|tag|card|avatar|divider|spinner|skeleton)$/;

export function bindAction(binding: Binding): void {
  const { widget, path, context: { runtime, scope } } = binding;
  const id = createVariable(binding, { [ACCESS]: 'action' });
  scope.onDispose(runtime.store.watchErrors(id, (error) => markError(widget.element, error)));
  hear(binding, 'click', (event) => {
    event.preventDefault();
    runtime.widgets.flushFocusedEdit();
    const held = (widget.element as ValueElement)['value'];
    runtime.store.update(id, takesArgument(path) ? (held ?? null) : null);
    widget.onAction?.(id);
  });
  makeReachable(binding);
}

// What was to be done was not: a quiet mark, until it has been done (P-132).
function markError(element: Element, error: VariableError | null): void {
  element.classList.toggle(ERROR_CLASS, error !== null);
  for (const [name, text] of [[ERROR_CODE_ATTRIBUTE, error?.code], [ERROR_DESCRIPTION_ATTRIBUTE, error?.description]] as const) {
    if (text === undefined) element.removeAttribute(name);
    else element.setAttribute(name, text);
  }
}

export function bindEvent(binding: Binding): void {
  const { widget, name, path, context: { runtime } } = binding;
  if (name.startsWith(KEYPRESS_PREFIX)) return bindKeypress(binding);
  if (isLiteral(widget.element, name)) return;
  const event = name.slice(EVENT_PREFIX.length);
  if (event === '') {
    runtime.diagnostics.report('error', 'bad-event', `${name}="${path}" names no event`);
    return;
  }
  const literal = widget.element.getAttribute(`${name}${LITERAL_SUFFIX}`);
  const access = literal !== null && !isCall(path) && !takesArgument(path) ? 'rw' : 'action';
  const id = createVariable(binding, { [ACCESS]: access, [PRIORITY]: 'low' });
  hear(binding, event, (received) => {
    if (OWN_ONLY.has(event) && received.target !== widget.element && !binding.options.bubble) return;
    widget.flushEdit?.();
    if (event === 'click') runtime.widgets.flushFocusedEdit();
    runtime.store.update(id, literal !== null ? parseLiteral(literal) : payload(binding, received));
    widget.onAction?.(id);
  });
  if (event === 'click') makeReachable(binding);
}

// As listen(), with the author's modifiers (D-30).
function hear(binding: Binding, event: string, handler: (event: Event) => void): void {
  const { options, context: { scope } } = binding;
  let isSpent = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  scope.onDispose(() => clearTimeout(timer));
  listen(binding, event, (received) => {
    if (options.prevent) received.preventDefault();
    if (options.stop) received.stopPropagation();
    if (options.once && isSpent) return;
    isSpent = true;
    if (options.debounce === 0) return handler(received);
    clearTimeout(timer);
    timer = setTimeout(() => binding.context.runtime.diagnostics.guard('event-failed', binding.name, () => handler(received)),
      options.debounce);
  });
}

// `ui-event-X-value` beside `ui-event-X` is not a binding but the value to send (F-207).
function isLiteral(element: Element, name: string): boolean {
  return name.startsWith(ATTRIBUTE_PREFIX) && name.endsWith(LITERAL_SUFFIX) && element.hasAttribute(name.slice(0, -LITERAL_SUFFIX.length));
}

function parseLiteral(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

// F-204: only a path that asks for an argument gets one.
function payload({ path, widget }: Binding, event: Event): unknown {
  if (!takesArgument(path)) return null;
  const detail: unknown = event instanceof CustomEvent ? event.detail : undefined;
  if (typeof detail === 'object' && detail !== null && 'value' in detail && isPlain(detail.value)) return detail.value;
  if (detail !== undefined && detail !== null && isPlain(detail) && !isEmptyObject(detail)) return detail;
  const held = (widget.element as ValueElement)['value'];
  return held !== undefined && isPlain(held) ? held : null;
}

// What widgets hand out that have nothing to say: their value says it.
function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && !Array.isArray(value) && value !== null && Object.keys(value).length === 0;
}

// Whether a value says on the wire what it says here: no elements, no events, no functions.
function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || value === null) return ['string', 'number', 'boolean'].includes(typeof value) || value === null;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isPlain);
}

// What can be clicked can be reached and pressed with the keyboard (F-201).
function makeReachable(binding: Binding): void {
  const { element } = binding.widget;
  const isWidget = element.localName.includes('-');
  if (isWidget ? !INERT_WIDGETS.test(element.localName) : element.matches(NATIVELY_FOCUSABLE)) return;
  if (element.hasAttribute(NO_KEYBOARD_ATTRIBUTE) || element.closest('svg')) return;
  const decorate = (target: Element): void => {
    if (!target.hasAttribute('tabindex')) target.setAttribute('tabindex', '0');
    // A button must not contain other controls; a row that does stays what it is.
    const mayBeButton = !STRUCTURAL.has(target.localName) && !target.querySelector(CONTROLS);
    if (!target.hasAttribute('role') && mayBeButton) target.setAttribute('role', 'button');
  };
  decorate(element);
  binding.widget.onMove((to) => decorate(to));
  listen(binding, 'keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || event.target !== binding.widget.element || event.repeat) return;
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    if (event.target instanceof HTMLElement) event.target.click();
  });
}
