// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// How `ui-value` shows and reads a value on each kind of element (F-172): which property, what stands for nothing, and
// which events mean that the user has changed it. Native controls and Shoelace's; Web Awesome's `wa-*` elements go by
// the row of their `sl-*` namesake and fire native events (F-410, F-411).

import { isTruthy } from './path_property';

export interface ValueAdapter {
  // Free text that a user may be in the middle of typing (F-175).
  readonly isText?: boolean;
  // Offers options that may come later than the value (F-156).
  readonly hasOptions?: boolean;
  write(element: ValueElement, value: unknown): void;
  // What the control holds; undefined when it holds nothing of interest.
  read?(element: ValueElement): unknown;
  // Empty for elements that only show (their variables are read-only, F-170).
  readonly commit: readonly string[];
  readonly live: readonly string[];
}

// An element as the adapters see it: any property may be there.
export type ValueElement = Element & { [property: string]: unknown };

const NATIVE = { commit: ['change', 'blur'], live: ['input'] };
const CHOICE = { commit: ['change'], live: ['change'] };
const SHOELACE = { commit: ['sl-change'], live: ['sl-input'] };
const NONE = { commit: [], live: [] };

export const display: ValueAdapter = {
  ...NONE,
  write: (element, value) => {
    const text = textOf(value);
    if (element.textContent !== text) element.textContent = text;
  },
};

const text = { isText: true, write: writeValue(''), read: readValue };
export const checked = {
  write: (element: ValueElement, value: unknown) => void (element['checked'] = isTruthy(value)),
  read: (element: ValueElement) => element['checked'] === true,
};
const numeric = {
  write: (element: ValueElement, value: unknown) => void (element['value'] = toNumber(value)),
  read: (element: ValueElement) => Number(element['value']),
};
const shownValue: ValueAdapter = { ...NONE, write: writeValue('') };
const nothing: ValueAdapter = { ...NONE, write: () => undefined };

const radio: ValueAdapter = {
  ...CHOICE,
  write: (element, value) => void (element['checked'] = String(value ?? '') === element['value']),
  read: (element) => (element['checked'] === true ? element['value'] : undefined),
};

const select: ValueAdapter = {
  ...CHOICE,
  hasOptions: true,
  write: (element, value) => {
    if (!(element instanceof HTMLSelectElement)) return;
    if (!element.multiple) {
      element.value = String(value ?? '');
      return;
    }
    const wanted = (Array.isArray(value) ? value : [value]).map(String);
    for (const option of element.options) option.selected = wanted.includes(option.value);
  },
  read: (element) => {
    if (!(element instanceof HTMLSelectElement)) return undefined;
    return element.multiple ? [...element.selectedOptions].map(({ value }) => value) : element.value;
  },
};

const shoelaceSelect: ValueAdapter = {
  ...SHOELACE,
  hasOptions: true,
  write: (element, value) => {
    const isMultiple = element['multiple'] === true;
    if (isMultiple) element['value'] = (Array.isArray(value) ? value : [value]).filter((item) => item != null).map(String);
    else element['value'] = String(value ?? '');
    if (value === null || value === undefined || value === '') element['displayLabel'] = '';
  },
  read: readValue,
};

const meter: ValueAdapter = {
  ...NONE,
  write: (element, value) => {
    if (value === null || value === undefined) element.removeAttribute('value');
    else element['value'] = toNumber(value);
  },
};

const progressBar: ValueAdapter = { ...NONE, write: (element, value) => void (element['value'] = toNumber(value)) };

const date: ValueAdapter = {
  ...NONE,
  write: (element, value) => void (element['date'] = typeof value === 'number' ? new Date(value) : textOf(value)),
};

const INPUT_TYPES: Readonly<Record<string, ValueAdapter>> = {
  checkbox: { ...checked, ...CHOICE },
  radio,
  file: nothing,
};

const SHOELACE_TABLE: Readonly<Record<string, ValueAdapter>> = {
  input: { ...text, ...SHOELACE },
  textarea: { ...text, ...SHOELACE },
  select: shoelaceSelect,
  checkbox: { ...checked, ...SHOELACE },
  switch: { ...checked, ...SHOELACE },
  'radio-group': { write: writeText, read: readValue, ...SHOELACE },
  radio: shownValue,
  'radio-button': shownValue,
  range: { ...numeric, ...SHOELACE },
  slider: { ...numeric, ...SHOELACE }, // What Web Awesome calls a range.
  rating: { ...numeric, commit: ['sl-change'], live: ['sl-change'] }, // A rating has no live event.
  'color-picker': { write: writeText, read: readValue, ...SHOELACE },
  'progress-bar': progressBar,
  'progress-ring': progressBar,
  'qr-code': shownValue,
  'copy-button': shownValue,
  option: shownValue,
  'menu-item': shownValue,
  button: shownValue,
  badge: display,
  tag: display,
  'format-bytes': progressBar,
  'format-number': progressBar,
  'format-date': date,
  'relative-time': date,
};

const NATIVE_TABLE: Readonly<Record<string, ValueAdapter>> = {
  textarea: { ...text, ...NATIVE },
  select,
  progress: meter,
  meter,
  output: shownValue,
  data: shownValue,
  option: shownValue,
};

// A custom element nobody has told us about, once it is known to have a `value`.
export const customElement: ValueAdapter = { write: writeValue(''), read: readValue, commit: ['change'], live: ['input'] };

// Undefined for an element of a widget library that `ui-value` can do nothing with.
export function adapterFor(element: Element): ValueAdapter | undefined {
  const tag = element.localName;
  if (tag === 'input') return INPUT_TYPES[(element as HTMLInputElement).type] ?? { ...text, ...NATIVE };
  const library = /^(sl|wa)-(.+)$/.exec(tag);
  if (!library) return NATIVE_TABLE[tag] ?? display;
  const adapter = SHOELACE_TABLE[library[2] ?? ''];
  if (!adapter || library[1] === 'sl') return adapter;
  const toNative = (events: readonly string[]): string[] => events.map((event) => event.replace(/^sl-/, ''));
  return { ...adapter, commit: toNative(adapter.commit), live: toNative(adapter.live) };
}

// What a value looks like as text (F-172): objects and arrays as JSON.
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

// Numbers go in as numbers, everything else as text. Equal text leaves caret and selection alone.
function writeValue(empty: string): (element: ValueElement, value: unknown) => void {
  return (element, value) => {
    const wanted = typeof value === 'number' ? value : textOf(value) || empty;
    if (String(element['value'] ?? '') !== String(wanted)) element['value'] = wanted;
  };
}

function writeText(element: ValueElement, value: unknown): void {
  element['value'] = textOf(value);
}

function readValue(element: ValueElement): unknown {
  return element['value'];
}

function toNumber(value: unknown): number {
  const number = Number(value ?? 0);
  return Number.isFinite(number) ? number : 0;
}
