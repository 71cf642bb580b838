// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// `ui-event-keypress-[MODIFIER-…]KEY`: one key, with exactly the named modifiers, becomes an update (section 17.8).

import { ACCESS, KEYPRESS_PREFIX } from '../constants';
import { isCall, takesArgument } from '../protocol/path';
import { createVariable, listen, type Binding } from './binding_support';

type Modifier = 'ctrl' | 'shift' | 'alt' | 'meta';
const MODIFIERS: readonly Modifier[] = ['ctrl', 'shift', 'alt', 'meta'];

// Names in attributes for the `key` of the event, in lower case; all others are the same in both.
const KEYS: Readonly<Record<string, string>> = {
  left: 'arrowleft', right: 'arrowright', up: 'arrowup', down: 'arrowdown', space: ' ', plus: '+', minus: '-',
  slash: '/', comma: ',', period: '.', backslash: '\\',
};

export interface Shortcut {
  readonly name: string;
  readonly key: string;
  readonly modifiers: ReadonlySet<Modifier>;
}

// Null when there is no key (F-210). Modifiers may stand anywhere; of several keys the last counts.
export function parseShortcut(suffix: string): Shortcut | null {
  const parts = suffix.toLowerCase().split('-').filter(Boolean);
  const isModifier = (part: string): part is Modifier => (MODIFIERS as readonly string[]).includes(part);
  const name = parts.filter((part) => !isModifier(part)).pop();
  if (name === undefined) return null;
  return { name, key: KEYS[name] ?? name, modifiers: new Set(parts.filter(isModifier)) };
}

export function matchesShortcut(shortcut: Shortcut, event: KeyboardEvent): boolean {
  const pressed = { ctrl: event.ctrlKey, shift: event.shiftKey, alt: event.altKey, meta: event.metaKey };
  return event.key.toLowerCase() === shortcut.key && MODIFIERS.every((name) => pressed[name] === shortcut.modifiers.has(name));
}

export function bindKeypress(binding: Binding): void {
  const { name, path, options, widget, context: { runtime } } = binding;
  const shortcut = parseShortcut(name.slice(KEYPRESS_PREFIX.length));
  if (!shortcut) {
    runtime.diagnostics.report('error', 'bad-key', `${name}="${path}" names no key`);
    return;
  }
  const isAction = isCall(path) || takesArgument(path);
  const id = createVariable(binding, {}, isAction ? { [ACCESS]: 'action' } : {});
  const prevents = options.prevent || ['ctrl', 'alt', 'meta'].some((modifier) => shortcut.modifiers.has(modifier as Modifier));
  listen(binding, 'keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || !matchesShortcut(shortcut, event)) return;
    if (event.isComposing || event.keyCode === 229) return; // The key belongs to an input method (F-217).
    if (prevents) event.preventDefault();
    if (options.stop) event.stopPropagation();
    if (event.repeat && isAction && !options.repeat) return;
    widget.flushEdit?.();
    runtime.store.update(id, isCall(path) ? null : shortcut.name, undefined, 'always');
  });
}
