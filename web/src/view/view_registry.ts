// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// All live views, and those among them that wait for a type or a template. Finds the views that a delivery of templates
// concerns without looking at the document (F-112).

import { PENDING_NOTICE_MS, VIEWDEF_MARKER } from '../constants';
import type { Diagnostics } from '../diagnostics';
import type { Timing } from '../store/batcher';
import type { View } from './view';

export class ViewRegistry {
  private readonly views = new Set<View>();
  private readonly pending = new Map<View, number>();
  private isNoticeSet = false;
  private lastNumber = 0;

  constructor(
    private readonly timing: Timing,
    private readonly diagnostics: Diagnostics,
  ) {}

  // The n of `ui-view-n`, from 1.
  vendNumber(): number {
    this.lastNumber += 1;
    return this.lastNumber;
  }

  add(view: View): void {
    this.views.add(view);
  }

  remove(view: View): void {
    this.views.delete(view);
    this.pending.delete(view);
  }

  // The innermost one where several share an element id (F-102).
  findByElementId(elementId: string): View | undefined {
    return [...this.views].reverse().find((view) => view.elementId === elementId);
  }

  // The innermost one that shows `element`.
  findAround(element: Element | null): View | undefined {
    const root = element?.closest(`[${VIEWDEF_MARKER}]`);
    return root ? [...this.views].reverse().find((view) => view.rootElements().includes(root)) : undefined;
  }

  get count(): number {
    return this.views.size;
  }

  get pendingCount(): number {
    return this.pending.size;
  }

  setPending(view: View): void {
    if (this.pending.has(view)) return;
    this.pending.set(view, this.timing.now());
    this.armNotice();
  }

  setShown(view: View): void {
    this.pending.delete(view);
  }

  // `changed` are keys whose template has a new text. Outer views come before the views inside them; those an earlier one has
  // removed are skipped (F-118).
  evaluateAll(changed?: ReadonlySet<string>): void {
    for (const view of [...this.views]) {
      if (!this.views.has(view)) continue;
      this.diagnostics.guard('render-failed', `rendering variable ${view.varId}`, () => view.evaluate(changed));
    }
  }

  // F-110: in development mode one hint for each view that has waited for long.
  private armNotice(): void {
    if (this.isNoticeSet || !this.diagnostics.development) return;
    this.isNoticeSet = true;
    this.timing.after(PENDING_NOTICE_MS, () => {
      this.isNoticeSet = false;
      const due = this.timing.now() - PENDING_NOTICE_MS;
      for (const [view, since] of this.pending) {
        if (since <= due) this.diagnostics.reportOnce('hint', 'view-pending', String(view.varId), view.describePending());
        else this.armNotice();
      }
    });
  }
}
