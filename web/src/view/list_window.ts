// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Which rows of a long list exist: those around what is in sight, and the one with the focus. Empty elements take the room
// of the others, as high as these were when last seen, or as rows are on average. What is in sight stays where it is when
// rows come and go above it. Only for rows that stand one below the other in blocks, flex columns and table bodies; where
// the first ones show something else, the list shows all of them.

import { FIRST_ROWS, LEGACY_MS, LOOK_LIMIT_MS, NEW_VIEW_CLASS, SPACE_CLASS, WINDOW_MARGIN_SCREENS, WINDOW_SCREENS } from '../constants';
import { describePosition, forgetPositions } from './list_position';
import type { Row } from './list_row';
import type { View } from './view';

// What a window needs of its list.
export interface WindowedList {
  readonly element: HTMLElement;
  // The paths that lead to its variable: the same after its template was edited.
  readonly fullPath: string;
  readonly names: readonly string[];
  shownRows(): Row[];
  arrange(): void;
  showAll(): void;
}

// What a window leaves to the one of the list that takes its list's place (F-116): how high rows are, and which there were.
interface Legacy {
  readonly heights: Map<string, number>;
  readonly total: number;
  readonly first: number;
  readonly end: number;
}

const legacies = new Map<string, Legacy>();

// The first row in sight and where it was, to notice that something else than scrolling has moved it.
interface Sight {
  readonly scroller: Element;
  readonly scrollTop: number;
  readonly name: string;
  readonly top: number; // Below the top of what scrolls.
}

interface Box {
  readonly row: Row;
  readonly top: number;
  readonly bottom: number;
}

export class ListWindow {
  private readonly path: string;
  // The range of places.
  private first = 0;
  private end = FIRST_ROWS;
  // From the top of a row to the top of the next, by name.
  private heights = new Map<string, number>();
  private total = 0; // Of all of them.
  private offsets: Float64Array | null = null; // Where each place begins; null when something has changed.
  private seen: Sight | null = null;
  private isApproved = false;
  private isLookDue = false;
  private isDisposed = false;
  private readonly spacePool: HTMLElement[] = [];
  private readonly onChange = (): void => this.lookSoon();
  private readonly resizes = new ResizeObserver(this.onChange);

  constructor(private readonly list: WindowedList) {
    this.path = list.fullPath;
    Object.assign(this, legacies.get(this.path));
    legacies.delete(this.path);
    // Any ancestor may scroll, and scrolling does not bubble.
    document.addEventListener('scroll', this.onChange, { capture: true, passive: true });
    window.addEventListener('resize', this.onChange);
    this.resizes.observe(list.element);
    for (const { view } of list.shownRows()) this.await(view);
    this.lookSoon();
  }

  dispose(): void {
    this.isDisposed = true;
    document.removeEventListener('scroll', this.onChange, { capture: true });
    window.removeEventListener('resize', this.onChange);
    this.resizes.disconnect();
    for (const space of this.spacePool) space.remove();
    forgetPositions(this.list.element, this.list.shownRows());
    const { path, heights, total, first, end } = this;
    const legacy = { heights, total, first, end };
    legacies.set(path, legacy);
    setTimeout(() => legacies.get(path) === legacy && legacies.delete(path), LEGACY_MS);
  }

  // --- For the list ------------------------------------------------------------------------------------------------

  // The rows to be shown; those beside the one with the focus too, so that the Tab key finds them.
  places(): number[] {
    const { length } = this.list.names;
    const places = new Set<number>();
    for (let place = this.first; place < Math.min(this.end, length); place += 1) places.add(place);
    const focused = this.focusedPlace();
    for (const place of [focused - 1, focused, focused + 1]) if (focused >= 0 && place >= 0 && place < length) places.add(place);
    return [...places].sort((a, b) => a - b);
  }

  // The array has changed. What is in sight stays, wherever it is now.
  follow(before: readonly string[]): void {
    const { names } = this.list;
    this.offsets = null;
    const size = this.end - this.first;
    if (this.scroller().scrollTop > 0) {
      const now = new Map(names.map((name, place) => [name, place]));
      for (const { row } of this.boxesInSight()) {
        const place = now.get(before[row.place] ?? '');
        if (place === undefined) continue;
        this.first += place - row.place;
        break;
      }
    }
    this.first = Math.max(0, Math.min(this.first, names.length - size));
    this.end = this.first + size;
    if (this.heights.size > 2 * names.length + FIRST_ROWS) this.forgetHeights(new Set(names));
  }

  // A row's place is kept for it until it can be seen.
  hold(host: HTMLElement, { view }: Row): void {
    if (this.heights.size > 0) Object.assign(host.style, { height: `${this.average}px`, flex: 'none' });
    this.await(view);
  }

  // The empty elements for the rows as they are now; see putInOrder.
  spaces(): Array<HTMLElement | undefined> {
    const { names } = this.list;
    const rows = this.list.shownRows();
    const spaces: Array<HTMLElement | undefined> = [];
    let used = 0;
    let next = 0; // The first place that nothing stands for yet.
    rows.concat({ place: names.length } as Row).forEach(({ place }, position) => {
      if (place > next) {
        const space = (this.spacePool[used] ??= this.createSpace(rows[0]));
        used += 1;
        setHeight(space, this.offsetOf(place) - this.offsetOf(next));
        spaces[position] = space;
      }
      next = place + 1;
    });
    for (const space of this.spacePool.slice(used)) space.remove();
    describePosition(this.list.element, rows, names.length);
    return spaces;
  }

  // Returns how to scroll so that what is in sight now is where it is now, as far as it still exists.
  anchor(): (() => void) | undefined {
    const scroller = this.scroller();
    if (scroller.scrollTop <= 0) return undefined; // At the top, what is new at the top is to be seen.
    const boxes = this.boxesInSight();
    return () => {
      const rows = new Set(this.list.shownRows());
      for (const { row, top } of boxes) {
        const box = rows.has(row) ? boxOf(row) : undefined;
        if (!box) continue;
        if (Math.abs(box.top - top) > 0.5) scroller.scrollTop += box.top - top;
        return this.noteSight();
      }
    };
  }

  // A row that appears may take the room of something as high: nothing else tells.
  private await(view: View): void {
    view.onPrimaryChanged = () => view.whenShown(this.onChange);
    view.whenShown(this.onChange);
  }

  // --- Looking -----------------------------------------------------------------------------------------------------

  private lookSoon(): void {
    if (this.isLookDue) return;
    this.isLookDue = true;
    const look = (): void => {
      if (!this.isLookDue) return;
      this.isLookDue = false;
      this.look();
    };
    requestAnimationFrame(look);
    setTimeout(look, LOOK_LIMIT_MS);
  }

  private look(): void {
    const { element, names } = this.list;
    if (this.isDisposed || !element.isConnected || element.getClientRects().length === 0) return; // Not to be seen at all.
    if (!this.isApproved && !isColumn(element)) return this.list.showAll();
    let boxes = this.boxes();
    if (boxes.length === 0) return this.awaitContent();
    if (!this.isApproved && !areStacked(boxes)) return this.list.showAll();
    this.isApproved = true;
    if (this.comeBack()) boxes = this.boxes();
    const hasGrown = this.measure(boxes);
    const [top, bottom] = this.sight();
    const screen = Math.min(window.innerHeight, this.scroller().clientHeight);
    // A row in sight knows better where the list begins than the list does, whose rows may not be as high as was thought.
    const [first] = this.boxesInSight();
    const origin = first ? first.top - this.offsetOf(first.row.place) : this.top();
    const range = (margin: number): [number, number] =>
      [this.placeAt(top - origin - margin * screen), Math.min(names.length, this.placeAt(bottom - origin + margin * screen) + 1)];
    const [from, end] = range(WINDOW_MARGIN_SCREENS);
    const wide = range(WINDOW_SCREENS);
    const isCovered = from >= this.first && end <= this.end;
    const isTooMuch = this.end - this.first > 2 * (wide[1] - wide[0]) + FIRST_ROWS;
    if (!isCovered || isTooMuch) [this.first, this.end] = wide;
    if (!isCovered || isTooMuch || hasGrown) this.list.arrange();
    else describePosition(element, this.list.shownRows(), names.length);
    this.noteSight();
  }

  // Where nothing was scrolled, what was in sight comes back to where it was: rows whose template was edited are all new
  // elements at once, of which the browser knows none again. Returns whether anything moved.
  private comeBack(): boolean {
    const { seen } = this;
    const scroller = this.scroller();
    if (!seen || seen.scroller !== scroller || seen.scrollTop !== scroller.scrollTop) return false;
    const row = this.list.shownRows().find(({ name }) => name === seen.name);
    const box = row && boxOf(row);
    const moved = box ? box.top - topOf(scroller) - seen.top : 0;
    if (Math.abs(moved) <= 0.5) return false;
    scroller.scrollTop += moved;
    return true;
  }

  private noteSight(): void {
    const scroller = this.scroller();
    const { scrollTop } = scroller;
    const [first] = this.boxesInSight();
    this.seen = first && scrollTop > 0 ? { scroller, scrollTop, name: first.row.name, top: first.top - topOf(scroller) } : null;
  }

  // Rows without content yet may get it without the list growing: beside each other they fill a line that is there already.
  private awaitContent(): void {
    for (const { view } of this.list.shownRows()) for (const root of view.rootElements()) this.resizes.observe(root);
  }

  // What of the screen can show the list: at least a line of it, so that there is a nearest row.
  private sight(): [number, number] {
    const scroller = this.scroller();
    if (scroller === document.scrollingElement) return [0, window.innerHeight];
    const top = topOf(scroller);
    const from = Math.max(0, top);
    return [from, Math.max(from + 1, Math.min(top + scroller.clientHeight, window.innerHeight))];
  }

  // What scrolls the list: an element that only could does not.
  private scroller(): Element {
    for (let element: Element | null = this.list.element; element; element = element.parentElement) {
      if (element === document.body || element === document.documentElement) break;
      const overflows = element.scrollHeight > element.clientHeight && element.clientHeight > 0;
      if (overflows && /auto|scroll/.test(getComputedStyle(element).overflowY)) return element;
    }
    return document.scrollingElement ?? document.documentElement;
  }

  // --- Heights -----------------------------------------------------------------------------------------------------

  private get average(): number {
    return this.heights.size === 0 ? 0 : this.total / this.heights.size;
  }

  // Where the first place begins on the screen.
  private top(): number {
    return this.list.element.firstElementChild?.getBoundingClientRect().top ?? 0;
  }

  private boxes(): Box[] {
    return this.list.shownRows().map(boxOf).filter((box): box is Box => box !== undefined);
  }

  private boxesInSight(): Box[] {
    const [top, bottom] = this.sight();
    return this.boxes().filter((box) => box.bottom > top && box.top < bottom);
  }

  // Returns whether any row is not as high as was thought.
  private measure(boxes: readonly Box[]): boolean {
    let hasChanged = false;
    boxes.forEach(({ row, top, bottom }, index) => {
      const next = boxes[index + 1];
      const height = next?.row.place === row.place + 1 ? next.top - top : bottom - top;
      const known = this.heights.get(row.name);
      if (known !== undefined && (Math.abs(known - height) < 1 || next?.row.place !== row.place + 1)) return;
      this.heights.set(row.name, height);
      this.total += height - (known ?? 0);
      hasChanged = true;
    });
    if (hasChanged) this.offsets = null;
    return hasChanged;
  }

  private forgetHeights(kept: ReadonlySet<string>): void {
    for (const [name, height] of this.heights) {
      if (kept.has(name)) continue;
      this.heights.delete(name);
      this.total -= height;
    }
  }

  private offsetOf(place: number): number {
    return this.sums()[place] ?? 0;
  }

  // The place of the row that is so far below the top.
  private placeAt(offset: number): number {
    const sums = this.sums();
    let [low, high] = [0, Math.max(0, sums.length - 2)];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((sums[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private sums(): Float64Array {
    if (this.offsets) return this.offsets;
    const { names } = this.list;
    const { average } = this;
    const sums = new Float64Array(names.length + 1);
    names.forEach((name, place) => (sums[place + 1] = (sums[place] ?? 0) + (this.heights.get(name) ?? average)));
    this.offsets = sums;
    return sums;
  }

  // --- Elements ----------------------------------------------------------------------------------------------------

  private focusedPlace(): number {
    const active = document.activeElement;
    if (!active || !this.list.element.contains(active)) return -1;
    const row = this.list.shownRows().find(({ view }) => view.nodes().some((node) => node.contains(active)));
    return row ? this.list.names.indexOf(row.name) : -1;
  }

  // Of a kind that may stand where rows do.
  private createSpace(row: Row | undefined): HTMLElement {
    const tag = row?.view.primaryElement()?.localName ?? 'div';
    const space = document.createElement(['tr', 'li', 'dd'].includes(tag) ? tag : 'div');
    space.className = SPACE_CLASS;
    space.setAttribute('aria-hidden', 'true');
    if (tag === 'tr') space.append(document.createElement('td'));
    for (const element of [space, ...space.children] as HTMLElement[]) {
      for (const name of ['margin', 'padding', 'border', 'min-height']) element.style.setProperty(name, '0', 'important');
      element.style.setProperty('list-style', 'none', 'important');
      element.style.setProperty('transition', 'none', 'important'); // It has its height at once.
      element.style.setProperty('overflow-anchor', 'none');
    }
    space.style.setProperty('flex', 'none', 'important');
    return space;
  }
}

function setHeight(space: HTMLElement, height: number): void {
  const text = `${Math.round(height)}px`;
  const target = (space.firstElementChild as HTMLElement | null) ?? space;
  if (target.style.height !== text) target.style.setProperty('height', text, 'important');
}

// Where on the screen what an element scrolls begins.
function topOf(scroller: Element): number {
  return scroller === document.scrollingElement ? 0 : scroller.getBoundingClientRect().top + scroller.clientTop;
}

// Undefined for a row that is not to be seen yet.
function boxOf(row: Row): Box | undefined {
  if (!row.view.isRendered()) return undefined;
  const boxes = row.view.rootElements().filter((root) => !root.classList.contains(NEW_VIEW_CLASS))
    .map((root) => root.getBoundingClientRect()).filter(({ height }) => height > 0);
  if (boxes.length === 0) return undefined;
  return { row, top: Math.min(...boxes.map(({ top }) => top)), bottom: Math.max(...boxes.map(({ bottom }) => bottom)) };
}

// Whether the element lays its children out one below the other, and nothing chooses among them (F-156).
function isColumn(element: HTMLElement): boolean {
  if (element.localName.includes('-') || element.closest(CHOOSERS)) return false;
  const { display, flexDirection, flexWrap, columnCount, columnWidth, writingMode } = getComputedStyle(element);
  if (writingMode !== 'horizontal-tb' || columnCount !== 'auto' || columnWidth !== 'auto') return false;
  if (display.endsWith('flex')) return flexDirection === 'column' && flexWrap === 'nowrap';
  return ['block', 'flow-root', 'list-item', 'inline-block', 'table-row-group'].includes(display);
}

const CHOOSERS = 'select,datalist,sl-select,sl-menu,sl-tree,sl-radio-group,sl-carousel,wa-select,wa-tree,wa-radio-group,wa-carousel,wa-dropdown';

function areStacked(boxes: readonly Box[]): boolean {
  return boxes.every(({ row, top }, index) => {
    const above = boxes[index - 1];
    const isBelow = above === undefined || top >= above.bottom - 1;
    return isBelow && row.view.rootElements().every((root) => {
      const { display, float, position } = getComputedStyle(root);
      return float === 'none' && ['static', 'relative'].includes(position) && !display.startsWith('inline');
    });
  });
}
