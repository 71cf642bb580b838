// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Carries the focus over a re-render: where it was is remembered by authored id, else by what the element was bound to or
// by its kind, and the how manieth of these it was; the corresponding new element gets it together with the selection.
// Failing that, the first element that can have it; the focus never falls back to the body (F-116).

import { ACTION_ATTRIBUTE, CLICK_ATTRIBUTE, VALUE_ATTRIBUTE, VENDED_ID_PREFIX } from '../constants';

type TextField = HTMLInputElement | HTMLTextAreaElement;
type Selection = readonly [start: number, end: number];
const FOCUSABLE = 'a[href],button,input,select,textarea,summary,[tabindex],sl-button,sl-input,sl-textarea,sl-select';
const TAKEN_FROM = [ACTION_ATTRIBUTE, CLICK_ATTRIBUTE, VALUE_ATTRIBUTE, 'name'];

export class FocusMemory {
  private constructor(
    private readonly selector: string,
    private readonly nth: number,
    private readonly selection: Selection | null,
    // Whether it was where somebody types.
    readonly isText: boolean,
  ) {}

  // Null when the focus is not inside `nodes`.
  static of(nodes: readonly Node[]): FocusMemory | null {
    const active = document.activeElement;
    if (!active || !nodes.some((node) => node.contains(active))) return null;
    const selector = selectorFor(active);
    const roots = nodes.filter((node): node is Element => node instanceof Element);
    return new FocusMemory(selector, all(roots, selector).indexOf(active), selectionOf(active), textFieldOf(active) !== null || (active as HTMLElement).isContentEditable);
  }

  // Does nothing when the focus has meanwhile gone somewhere on its own.
  restore(roots: readonly Element[]): void {
    if (!isFocusFree()) return;
    const alike = all(roots, this.selector);
    const found = alike[this.nth] ?? alike[0] ?? all(roots, FOCUSABLE)[0] ?? roots[0];
    if (!found) return;
    focusAnyway(found);
    if (this.selection) {
      const [start, end] = this.selection;
      setSelection(found, start, end);
    }
  }
}

// Gives the focus, if nothing has it, to an element, also to one that is not made for it, for as long as it keeps it then.
export function focusAnyway(element: Element): void {
  if (!isFocusFree() || !(element instanceof HTMLElement || element instanceof SVGElement)) return;
  element.focus({ preventScroll: true });
  if (document.activeElement === element) return;
  element.setAttribute('tabindex', '-1');
  element.focus({ preventScroll: true });
  element.addEventListener('blur', () => element.removeAttribute('tabindex'), { once: true });
}

function isFocusFree(): boolean {
  return !document.activeElement || document.activeElement === document.body;
}

// Selections that a field could not take because its text had not come yet, with what it took instead.
const owed = new WeakMap<Element, { readonly wanted: Selection; readonly taken: Selection }>();

// The selection of a text field, null where there is none (numbers and dates have no selection). One that is owed counts
// until the user has moved the caret.
export function selectionOf(element: Element): Selection | null {
  const field = textFieldOf(element);
  if (!field) return null;
  const { selectionStart, selectionEnd } = field;
  if (selectionStart === null || selectionEnd === null) return null;
  const debt = owed.get(field);
  const isUntouched = debt?.taken[0] === selectionStart && debt.taken[1] === selectionEnd;
  return debt && isUntouched ? debt.wanted : [selectionStart, selectionEnd];
}

// Clamped to the text; owed as long as the text is too short.
export function setSelection(element: Element, start: number, end: number): void {
  const field = textFieldOf(element);
  if (!field) return;
  const { length } = field.value;
  const taken: Selection = [Math.min(start, length), Math.min(end, length)];
  field.setSelectionRange(...taken);
  if (end > length) owed.set(field, { wanted: [start, end], taken });
  else owed.delete(field);
}

// The element itself, or the field inside a widget library's.
function textFieldOf(element: Element): TextField | null {
  if (isTextField(element)) return element;
  const { input } = element as Element & { readonly input?: unknown };
  return input instanceof Element && isTextField(input) ? input : null;
}

function isTextField(element: Element): element is TextField {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}

function selectorFor(element: Element): string {
  const { id } = element;
  if (id && !id.startsWith(VENDED_ID_PREFIX)) return `#${CSS.escape(id)}`;
  for (const name of TAKEN_FROM) {
    const value = element.getAttribute(name);
    if (value) return `${element.localName}[${name}="${CSS.escape(value)}"]`;
  }
  return element.localName;
}

function all(roots: readonly Element[], selector: string): Element[] {
  return roots.flatMap((root) => [...(root.matches(selector) ? [root] : []), ...root.querySelectorAll(selector)]);
}
