// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a person had typed on the page of a session that has ended, taken along to the page of the next one. It lies in the
// tab's own storage until it has been put back or dismissed (kept_text_offer.ts). Secrets are left out.

import { KEPT_TEXT_KEY, VALUE_ATTRIBUTE, VIEWDEF_MARKER } from '../constants';

export interface KeptText {
  // Where it was: the same place of the same template, and the how manieth of these.
  readonly place: string;
  readonly nth: number;
  readonly label: string;
  readonly text: string;
}

type Field = HTMLElement & { value?: unknown; label?: unknown; type?: unknown; labels?: NodeListOf<HTMLLabelElement> | null };

// Keeps what is in the fields that somebody has `edited`. Call before the page goes.
export function keepText(edited: WeakSet<EventTarget>): void {
  const seen = new Map<string, number>();
  const kept: KeptText[] = [];
  for (const field of fields()) {
    const place = placeOf(field);
    const nth = seen.get(place) ?? 0;
    seen.set(place, nth + 1);
    const text = field.value;
    if (!edited.has(field) || typeof text !== 'string' || text === '' || isSecret(field)) continue;
    kept.push({ place, nth, label: labelOf(field), text });
  }
  storeKeptText(kept);
}

export function keptText(): readonly KeptText[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT_TEXT_KEY) ?? '[]') as KeptText[];
  } catch {
    return []; // Storage is blocked by the user's privacy settings.
  }
}

export function storeKeptText(kept: readonly KeptText[]): void {
  try {
    if (kept.length === 0) sessionStorage.removeItem(KEPT_TEXT_KEY);
    else sessionStorage.setItem(KEPT_TEXT_KEY, JSON.stringify(kept));
  } catch {
    // Storage is blocked or full: the text is still on the page that was left, one step back.
  }
}

export function fields(): Field[] {
  return [...document.querySelectorAll<Field>(`[${VALUE_ATTRIBUTE}]`)];
}

export function placeOf(field: Field): string {
  const viewdef = field.closest(`[${VIEWDEF_MARKER}]`)?.getAttribute(VIEWDEF_MARKER) ?? '';
  return `${viewdef} ${field.localName} ${field.getAttribute(VALUE_ATTRIBUTE)}`;
}

function isSecret(field: Field): boolean {
  return field.type === 'password' || /^(cc-|one-time-code|current-password|new-password)/.test(field.getAttribute('autocomplete') ?? '');
}

function labelOf(field: Field): string {
  const own = field.getAttribute('aria-label') || field.labels?.[0]?.textContent?.trim() || field.label;
  return String(own || field.getAttribute('placeholder') || field.getAttribute('name') || field.getAttribute(VALUE_ATTRIBUTE));
}
