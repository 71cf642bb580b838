// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Keeps elements marked with `scrollOnOutput` at their bottom while content arrives inside them (section 20). Changes
// are collected and looked at once, after the layout of the frame; each scrolls the nearest marked element above it
// (F-233). An element the user has scrolled up stays where it is until it is back near the bottom (F-234).

import { STICK_TO_BOTTOM_PX } from '../constants';

export class ScrollKeeper {
  // Whether a marked element follows its output.
  private readonly following = new Map<Element, boolean>();
  private readonly changed = new Set<Element>();

  mark(element: Element): void {
    if (this.following.has(element)) return;
    this.following.set(element, true);
    let last = element.scrollTop;
    // Growing content moves the bottom away without the user's doing: only scrolling up lets go of it.
    const look = (): void => {
      if (isNearBottom(element)) this.following.set(element, true);
      else if (element.scrollTop < last) this.following.set(element, false);
      last = element.scrollTop;
    };
    element.addEventListener('scroll', look, { passive: true });
    element.addEventListener('load', () => this.notify(element), { capture: true }); // Images have their height now.
  }

  // What is inside `element` has just become visible: hidden elements have no bottom to be at.
  notifyShown(element: Element): void {
    for (const marked of [...this.following.keys()]) {
      if (!marked.isConnected) this.following.delete(marked);
      else if (element.contains(marked)) this.notify(marked);
    }
    this.notify(element);
  }

  // Content in or under `element` has changed.
  notify(element: Element): void {
    if (this.following.size === 0) return; // Most pages mark nothing.
    if (this.changed.size === 0) requestAnimationFrame(() => this.settle());
    this.changed.add(element);
  }

  private settle(): void {
    const containers = new Set<Element>();
    for (const element of this.changed) {
      let container: Element | null = element;
      while (container && !this.following.has(container)) container = container.parentElement;
      if (container) containers.add(container);
    }
    this.changed.clear();
    for (const container of containers) {
      if (this.following.get(container) && container.scrollHeight > container.clientHeight) {
        container.scrollTop = container.scrollHeight;
      }
    }
  }
}

function isNearBottom(element: Element): boolean {
  return element.scrollHeight - element.scrollTop - element.clientHeight <= STICK_TO_BOTTOM_PX;
}
