// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The sibling nodes that stand in the document for one view: its host, the roots of its template, or a placeholder; and,
// during a change, the old nodes that are still shown beside the new. Where a template's root is itself a host, an inner
// view's nodes are this view's nodes (F-102): that is why they are asked for, never stored.

import { OBSOLETE_VIEW_CLASS } from '../constants';
import { primaryOf } from './host';
import type { NodeGroup } from './runtime';

// A group that can say which of its elements is the primary root.
export interface PrimaryGroup extends NodeGroup {
  primaryElement(): Element | undefined;
}

type Part = Node | NodeGroup;

// What becomes of the nodes that are replaced: gone at once, or kept on show until dropLeaving().
export type OldNodes = 'remove' | 'retire';

export class Content implements NodeGroup {
  private parts: Part[];
  private primary: Part;
  private leaving: Node[] = [];

  constructor(host: Element) {
    this.parts = [host];
    this.primary = host;
  }

  // In document order.
  nodes(): Node[] {
    return [...this.leaving, ...this.currentNodes()];
  }

  // Without what is on its way out.
  currentNodes(): Node[] {
    return this.parts.flatMap((part) => (part instanceof Node ? [part] : part.nodes()));
  }

  rootElements(): Element[] {
    return this.currentNodes().filter((node): node is Element => node instanceof Element);
  }

  primaryElement(): Element | undefined {
    const { primary } = this;
    if (primary instanceof Element) return primary;
    if ('primaryElement' in primary) return (primary as PrimaryGroup).primaryElement();
    return primaryOf(this.rootElements());
  }

  isPrimary(part: Part): boolean {
    return this.primary === part;
  }

  // Null when somebody has taken the nodes out of the document.
  parent(): ParentNode | null {
    const [first] = this.parts;
    const node = first instanceof Node ? first : first?.nodes()[0];
    return node?.parentNode ?? null;
  }

  // `old`, one of the nodes, is from now on stood for by `part`.
  replacePart(old: Node, part: Part): void {
    this.parts = this.parts.map((other) => (other === old ? part : other));
    if (this.primary === old) this.primary = part;
  }

  // `fresh` comes after the current nodes and takes over from them. There must be a parent.
  replaceWith(fresh: ParentNode & Node, primary: Element, oldNodes: OldNodes): void {
    const old = this.currentNodes();
    const last = old[old.length - 1];
    const [parent, before] = [last?.parentNode, last?.nextSibling ?? null];
    this.parts = fresh instanceof DocumentFragment ? [...fresh.childNodes] : [fresh];
    this.primary = primary;
    if (oldNodes === 'retire') this.leaving = old;
    else for (const node of old) node.parentNode?.removeChild(node);
    parent?.insertBefore(fresh, before);
  }

  dropLeaving(): void {
    for (const node of this.leaving.splice(0)) node.parentNode?.removeChild(node);
  }

  // The current nodes are about to be retired by `fresh`: they stay visible but are dead, and give up the ids that the
  // new content has too (F-163).
  deaden(fresh: DocumentFragment, viewClass: string): void {
    const claimed = new Set([...fresh.querySelectorAll('[id]')].map(({ id }) => id));
    for (const root of this.rootElements()) {
      for (const element of root.querySelectorAll('[id]')) if (claimed.has(element.id)) element.removeAttribute('id');
      root.removeAttribute('id');
      root.classList.add(viewClass, OBSOLETE_VIEW_CLASS);
      root.setAttribute('inert', '');
    }
  }
}
