// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What development mode adds to a page for the author of its app: errors stand over it (error_overlay.ts) and mark what they
// are of (error_marks.ts), a missing template is said in its place (missing_viewdef.ts), templates are looked through for
// mistakes (template_hints.ts), and an edit of one leaves scrolled what was scrolled (state_memory.ts). Loaded as the app
// starts, in development mode only.

import { APP_VARIABLE, FAILURE_CODES } from '../constants';
import type { VariableError } from '../store/variable';
import type { Runtime } from '../view/runtime';
import { appError } from './app_error';
import { ErrorMarks } from './error_marks';
import type { ErrorOverlay } from './error_overlay';
import { showMissing } from './missing_viewdef';
import { remember } from './state_memory';
import { templateHints } from './template_hints';

export class AuthorAids {
  readonly showMissing = showMissing;
  readonly remember = remember;
  private readonly marks: ErrorMarks;
  private overlay: Promise<ErrorOverlay> | null = null;

  // `inspector` is the address of the session's inspector; null where there is none. `isRunning`: whether the app is on show;
  // until it is, a panel in its place says why not.
  constructor(
    private readonly runtime: Runtime,
    private readonly inspector: string | null,
    private readonly isRunning: () => boolean,
  ) {
    this.marks = new ErrorMarks(runtime);
  }

  // The server reports an error, of a variable or of none.
  onError(varId: number | undefined, error: VariableError): void {
    const { code, description } = error;
    if (varId === APP_VARIABLE && FAILURE_CODES.has(code) && !this.isRunning()) return;
    if (varId !== undefined) this.marks.add(varId, error);
    this.overlay ??= import('./error_overlay').then(({ ErrorOverlay: Overlay }) => new Overlay(this.inspector));
    void this.overlay.then((overlay) => overlay.show(appError(this.runtime.store, varId, code, description)));
  }

  // The variable has no error any more.
  onMended(varId: number): void {
    this.marks.remove(varId);
    void this.overlay?.then((overlay) => overlay.mended(varId));
  }

  // The text of a viewdef has come.
  onViewdef(text: string): void {
    for (const hint of templateHints(text)) this.runtime.diagnostics.reportOnce('hint', 'template', hint, hint);
  }
}
