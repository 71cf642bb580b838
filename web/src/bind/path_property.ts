// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The properties after the `?` of a binding (section 18): what each means here, and which of them the server is told.
// Those that only say how the browser behaves are not sent (F-221).

// How a binding was asked to behave.
export interface BindingOptions {
  readonly keypress: boolean; // send while typing
  readonly scrollOnOutput: boolean;
  readonly replace: boolean; // ui-html takes the element's place
  readonly trusted: boolean; // ui-html and ui-attr-srcdoc: markup as it is
  readonly bubble: boolean; // hear disclosure events of descendants too
  readonly prevent: boolean;
  readonly stop: boolean;
  readonly once: boolean;
  readonly repeat: boolean; // hear a key that is held down
  readonly debounce: number; // milliseconds, 0 for none
  readonly valueType: ValueType;
}

export type ValueType = 'text' | 'number' | 'integer' | 'boolean' | 'json';

const VALUE_TYPES: Readonly<Record<string, ValueType>> = {
  number: 'number', integer: 'integer', boolean: 'boolean', json: 'json', date: 'text',
};

const LOCAL: ReadonlySet<string> = new Set(['trusted', 'bubble', 'prevent', 'stop', 'once', 'repeat', 'debounce', 'type']);

export interface SplitProperties {
  readonly sent: Readonly<Record<string, string>>;
  readonly options: BindingOptions;
}

export function splitProperties(properties: Readonly<Record<string, string>>): SplitProperties {
  const isOn = (name: string): boolean => properties[name] === 'true';
  const sent = Object.fromEntries(Object.entries(properties).filter(([name]) => !LOCAL.has(name)));
  const debounce = Number(properties['debounce']);
  return {
    sent,
    options: {
      keypress: isOn('keypress'),
      scrollOnOutput: isOn('scrollOnOutput'),
      replace: isOn('replace'),
      trusted: isOn('trusted'),
      bubble: isOn('bubble'),
      prevent: isOn('prevent'),
      stop: isOn('stop'),
      once: isOn('once'),
      repeat: isOn('repeat'),
      debounce: debounce > 0 ? debounce : 0,
      valueType: VALUE_TYPES[properties['type'] ?? ''] ?? 'text',
    },
  };
}

// What a control's text means under `?type=…` (D-26). Null stands for an empty field, undefined for text that is not of
// the type: it is then not sent.
export function typedValue(shown: unknown, type: ValueType): unknown {
  if (type === 'text' || typeof shown !== 'string') return shown;
  const text = shown.trim();
  if (text === '') return null;
  switch (type) {
    case 'number':
    case 'integer': {
      const number = Number(text);
      if (!Number.isFinite(number)) return undefined;
      return type === 'integer' ? Math.trunc(number) : number;
    }
    case 'boolean':
      return isTruthy(text);
    case 'json':
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return undefined;
      }
  }
}

// Whether a value checks a box (F-172).
export function isTruthy(value: unknown): boolean {
  if (typeof value === 'string') return !['', 'false', '0', 'off', 'no'].includes(value.trim().toLowerCase());
  return Boolean(value);
}
