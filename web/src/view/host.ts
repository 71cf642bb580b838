// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a view remembers of the element it stands for: the host is replaced by the template's roots, but its classes,
// style and accessible attributes are meant for them (F-121, F-128). Also which of several roots is the primary one
// (F-120), and the placeholder that stands in when there is nothing to show (F-106).

import { NEW_VIEW_CLASS, OBSOLETE_VIEW_CLASS, VIEW_CLASS_PREFIX } from '../constants';

const NEVER_PRIMARY: ReadonlySet<string> = new Set(['script', 'style', 'link', 'meta', 'template']);
const COPIED: ReadonlySet<string> = new Set(['part', 'hidden', 'title', 'role']);
const COPIED_PREFIX = /^(aria|data)-/;
const RUNTIME_CLASS = new RegExp(`^(${VIEW_CLASS_PREFIX}\\d+|${NEW_VIEW_CLASS}|${OBSOLETE_VIEW_CLASS})$`);

// Undefined when there are no roots.
export function primaryOf(roots: readonly Element[]): Element | undefined {
  return roots.find((root) => !NEVER_PRIMARY.has(root.localName)) ?? roots[0];
}

// Whether the runtime, not the author, put this class on an element.
export function isRuntimeClass(name: string): boolean {
  return RUNTIME_CLASS.test(name);
}

export class Host {
  private readonly tag: string;
  private readonly classes: readonly string[];
  private readonly style: string;
  private readonly slot: string | null;
  private readonly attributes: ReadonlyArray<readonly [string, string]>;

  constructor(element: Element) {
    this.tag = element.localName;
    this.classes = [...element.classList].filter((name) => !isRuntimeClass(name));
    this.style = element.getAttribute('style') ?? '';
    this.slot = element.getAttribute('slot');
    this.attributes = [...element.attributes]
      .filter(({ name }) => COPIED.has(name) || COPIED_PREFIX.test(name))
      .map(({ name, value }) => [name, value] as const);
  }

  // Call before the roots are inserted.
  applyTo(primary: Element, roots: readonly Element[]): void {
    this.dress(primary);
    for (const [name, value] of this.attributes) if (!primary.hasAttribute(name)) primary.setAttribute(name, value);
    if (this.slot !== null) for (const root of roots) if (!root.hasAttribute('slot')) root.setAttribute('slot', this.slot);
  }

  // Of the host's own tag, so that it may stand in a table or a select as the host did.
  placeholder(id: string, viewClass: string): HTMLElement {
    const element = document.createElement(this.tag);
    element.id = id;
    element.hidden = true;
    this.dress(element);
    element.classList.add(viewClass);
    if (this.slot !== null) element.slot = this.slot;
    return element;
  }

  private dress(element: Element): void {
    element.classList.add(...this.classes);
    if (this.style === '') return;
    const own = (element.getAttribute('style') ?? '').replace(/[;\s]+$/, '');
    element.setAttribute('style', own === '' ? this.style : `${own}; ${this.style}`);
  }
}
