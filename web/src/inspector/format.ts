// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Numbers and values as people read them.

export function durationText(ns: number): string {
  if (ns <= 0) return '';
  if (ns < 1e3) return `${ns} ns`;
  if (ns < 1e6) return `${(ns / 1e3).toFixed(1)} µs`;
  if (ns < 1e9) return `${(ns / 1e6).toFixed(2)} ms`;
  return `${(ns / 1e9).toFixed(3)} s`;
}

export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

export const countText = (count: number): string => count.toLocaleString('en');

export const plural = (count: number, noun: string): string => `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;

// One line; nil is the word itself, because there is no such JSON.
export function valueText(value: unknown): string {
  return value === undefined ? 'nil' : JSON.stringify(value);
}

// What a frame is about: its kinds of message, each with how many.
export function frameSummary(text: string, isWhole: boolean): string {
  const counts = new Map<string, number>();
  const count = (kind: string): void => void counts.set(kind, (counts.get(kind) ?? 0) + 1);
  try {
    const frame = JSON.parse(text) as { type?: string; messages?: Array<{ type: string }>; tandem?: Record<string, unknown> };
    const messages = Array.isArray(frame) ? (frame as Array<{ type: string }>) : frame.messages ?? (frame.type ? [{ type: frame.type }] : []);
    for (const { type } of messages) if (type !== 'tandem') count(type);
    if (counts.size === 0) return frame.tandem?.['ping'] ? 'ping' : frame.tandem?.['bye'] ? 'goodbye' : 'acknowledgement';
  } catch {
    if (isWhole) return 'not JSON';
    for (const [, kind] of text.matchAll(/"type":"(create|update|watch|unwatch|destroy|error)"/g)) if (kind) count(kind);
    return `${summary(counts)} …`;
  }
  return summary(counts);
}

function summary(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([kind, count]) => (count === 1 ? kind : `${kind} × ${countText(count)}`)).join(', ');
}

// With line breaks, if it is JSON.
export function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
