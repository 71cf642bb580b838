// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What of a view's content is the person's and not the app's: how far things are scrolled and what has been opened. When a
// template is edited, the new content gets it back (F-116); elements are known again by their authored id, else by their
// place. Loaded in development mode only, because nowhere else do templates change under somebody's hands. The focus and
// what is typed are focus_memory.ts's.

import { ATTR_PREFIX, VENDED_ID_PREFIX } from '../constants';

const OPENED = 'details,sl-details,sl-dialog,sl-drawer';
const PATIENCE_MS = 500; // Content that makes an element high enough to scroll may come a little later.

type Openable = Element & { open: boolean };

interface Place {
  readonly top: number;
  readonly left: number;
}

interface Note extends Place {
  // How to find the element that has taken the old one's place.
  readonly find: (roots: readonly Element[]) => Element | undefined;
  readonly open: boolean | null;
}

// `nodes` are about to be replaced. Returns how to bring what will have replaced them into the same state.
export function remember(nodes: readonly Node[]): (roots: readonly Element[]) => void {
  const roots = nodes.filter((node): node is Element => node instanceof Element);
  const notes = roots.flatMap((root) => [root, ...root.querySelectorAll('*')]).flatMap((element) => noteOf(element, roots));
  // Where less than a screen is replaced the browser keeps the page's place itself.
  const page = roots.some((root) => root.getBoundingClientRect().height > window.innerHeight) ? document.scrollingElement : null;
  const wasAt = page?.scrollTop ?? 0;
  return (fresh) => {
    const moved: Array<readonly [Element, Place]> = [];
    for (const note of notes) {
      const element = note.find(fresh);
      if (!element) continue;
      if (note.open !== null) (element as Openable).open = note.open;
      if (note.top > 0 || note.left > 0) moved.push([element, note]);
    }
    if (page) moved.push([page, { top: wasAt, left: 0 }]);
    scroll(moved, performance.now() + PATIENCE_MS);
  };
}

function noteOf(element: Element, roots: readonly Element[]): Note[] {
  const { scrollTop: top, scrollLeft: left } = element;
  // Where the app says whether it is open, that holds.
  const isOwn = element.matches(OPENED) && !element.hasAttribute(`${ATTR_PREFIX}open`);
  if (top === 0 && left === 0 && !isOwn) return [];
  return [{ find: finder(element, roots), top, left, open: isOwn ? (element as Openable).open : null }];
}

function finder(element: Element, roots: readonly Element[]): Note['find'] {
  const { id, localName } = element;
  if (id && !id.startsWith(VENDED_ID_PREFIX)) {
    const selector = `#${CSS.escape(id)}`;
    return (fresh) => fresh.map((root) => (root.matches(selector) ? root : root.querySelector(selector))).find((found) => found !== null) ?? undefined;
  }
  const steps: number[] = [];
  let at = element;
  for (; !roots.includes(at) && at.parentElement; at = at.parentElement) steps.unshift([...at.parentElement.children].indexOf(at));
  const first = roots.indexOf(at);
  return (fresh) => {
    const found = steps.reduce<Element | undefined>((inside, step) => inside?.children[step], fresh[first]);
    return found?.localName === localName ? found : undefined;
  };
}

function scroll(moved: ReadonlyArray<readonly [Element, Place]>, deadline: number): void {
  const short = moved.filter(([element, { top, left }]) => {
    if (element.scrollTop < top) element.scrollTop = top;
    if (element.scrollLeft < left) element.scrollLeft = left;
    return element.scrollTop < top - 1 || element.scrollLeft < left - 1;
  });
  if (short.length > 0 && performance.now() < deadline) requestAnimationFrame(() => scroll(short, deadline));
}
