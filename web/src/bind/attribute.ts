// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// `ui-attr-NAME`, `ui-class-NAME` and `ui-style-NAME`: a value shown as an attribute, as the presence of a class, or as
// a style property (sections 17.2, 17.3). Values are not trusted: event handler attributes and script URLs are refused,
// and a frame's markup unless it is trusted as that of `ui-html` (F-184).

import { ATTR_PREFIX, CLASS_PREFIX, ERROR_CLASS, STYLE_PREFIX } from '../constants';
import { isRuntimeClass } from '../view/host';
import { createVariable, followValue, markScroll, type Binding } from './binding_support';
import { trustsMarkup } from './html';
import type { Widget } from './widget';

const URL_ATTRIBUTES: ReadonlySet<string> = new Set(['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'to', 'from', 'by', 'values']);
// Browsers skip white space and control characters in front of and inside the scheme.
const SKIPPED = /[\s\u0000-\u0020]+/g;
const SCRIPT_URL = /^javascript:/i;
// On native elements the attribute alone does nothing once a user has touched the control (F-182).
const PROPERTIES: Readonly<Record<string, string>> = {
  checked: 'checked', selected: 'selected', disabled: 'disabled', open: 'open', muted: 'muted',
  indeterminate: 'indeterminate', readonly: 'readOnly', value: 'value',
};

export function bindAttribute(binding: Binding): void {
  const attribute = binding.name.slice(ATTR_PREFIX.length);
  if (attribute === '' || attribute.startsWith('on')) return refuse(binding, `the attribute ${attribute || '(no name)'} cannot be bound`);
  if (attribute === 'srcdoc' && !trustsMarkup(binding)) {
    return refuse(binding, 'markup that is not sanitised needs ?trusted, and trusted_html = true in the table [page] of config.toml');
  }
  const { widget } = binding;
  const id = createVariable(binding, { access: 'r' });
  markScroll(binding);
  let current: unknown;
  const apply = (value: unknown): void => {
    current = value;
    const text = value === null || value === undefined || value === false ? null : String(value);
    if (text !== null && URL_ATTRIBUTES.has(attribute) && SCRIPT_URL.test(text.replace(SKIPPED, ''))) {
      refuse(binding, `a script address is not allowed in ${attribute}`);
      setAttribute(widget, attribute, null);
      return;
    }
    setAttribute(widget, attribute, text);
  };
  followValue(binding, id, apply);
  widget.onMove(() => apply(current));
  // What the person has toggled and the app has not taken over is undone (F-183).
  if (attribute === 'checked') widget.onAction = (action) => binding.context.runtime.store.whenAnswered(action, () => apply(current));
}

export function bindClass(binding: Binding): void {
  const name = binding.name.slice(CLASS_PREFIX.length);
  if (name === '') return refuse(binding, 'the class has no name');
  const { widget } = binding;
  const id = createVariable(binding, { access: 'r' });
  markScroll(binding);
  followValue(binding, id, (value) => {
    widget.classes.set(name, Boolean(value));
    applyClasses(widget);
  });
  widget.onMove(() => applyClasses(widget));
}

export function bindStyle(binding: Binding): void {
  const name = binding.name.slice(STYLE_PREFIX.length);
  if (name === '') return refuse(binding, 'the style has no name');
  const { widget } = binding;
  const id = createVariable(binding, { access: 'r' });
  markScroll(binding);
  followValue(binding, id, (value) => {
    const text = value === null || value === undefined ? null : String(value);
    if (widget.styles.get(name) === text) return;
    widget.styles.set(name, text);
    applyStyles(widget);
  });
  widget.onMove(() => applyStyles(widget));
}

function refuse(binding: Binding, reason: string): void {
  binding.context.runtime.diagnostics.report('warning', 'refused', `${binding.name}="${binding.path}" in viewdef ` +
    `${binding.context.view.viewdefKey}: ${reason}`);
}

// `text` null removes. What counts is what the attribute says now, not what was last written: "open" sent twice opens
// twice when the user has closed in between (F-183). Text the user has typed over an unchanged `value` stays.
function setAttribute(widget: Widget, attribute: string, text: string | null): void {
  const { element } = widget;
  if (attribute === 'class') return replaceClasses(widget, text);
  const isUnchanged = element.getAttribute(attribute) === text;
  if (text === null) element.removeAttribute(attribute);
  else if (!isUnchanged) element.setAttribute(attribute, text);
  if (attribute === 'style') applyStyles(widget);
  // A page opened by a link must not get a handle on this one (F-293).
  if (attribute === 'href' && element.matches('[target=_blank]:not([rel])')) element.setAttribute('rel', 'noopener noreferrer');
  const property = PROPERTIES[attribute];
  if (!property || element.localName.includes('-') || !(property in element)) return;
  if (property === 'value' && isUnchanged) return;
  Object.assign(element, { [property]: property === 'value' ? (text ?? '') : text !== null });
}

// The author's classes go; those of the runtime and of ui-class-* stay (F-181).
function replaceClasses(widget: Widget, text: string | null): void {
  const { element } = widget;
  const kept = [...element.classList].filter((name) => isRuntimeClass(name) || name === ERROR_CLASS);
  if (text === null && kept.length === 0) element.removeAttribute('class');
  else element.setAttribute('class', text ?? '');
  element.classList.add(...kept);
  applyClasses(widget);
}

function applyClasses({ element, classes }: Widget): void {
  for (const [name, isOn] of classes) {
    if (element.classList.contains(name) !== isOn) element.classList.toggle(name, isOn);
  }
}

function applyStyles({ element, styles }: Widget): void {
  if (!(element instanceof HTMLElement || element instanceof SVGElement || element instanceof MathMLElement)) return;
  for (const [name, text] of styles) {
    element.style.removeProperty(name); // An invalid value would otherwise leave the old one in place.
    if (text !== null) element.style.setProperty(name, text);
  }
}
