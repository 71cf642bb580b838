// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What becomes of errors that the server reports: always a line on the console and a mark on the element (which the store
// and the bindings see to), and in development mode the overlay, which is loaded with the first of them.

import { APP_VARIABLE, FAILURE_CODES } from '../constants';
import type { VariableError } from '../store/variable';
import type { PathSource } from './app_error';
import type { ErrorOverlay } from './error_overlay';

export interface AppErrorsOptions {
  readonly development: boolean;
  // The address of the session's inspector; null where there is none.
  readonly inspector: string | null;
  readonly store: PathSource;
  // Whether the app is on show; until it is, a panel in its place says why not.
  readonly isRunning: () => boolean;
}

export class AppErrors {
  private overlay: Promise<ErrorOverlay> | null = null;

  constructor(private readonly options: AppErrorsOptions) {}

  onError(varId: number | undefined, { code, description }: VariableError): void {
    const { development, inspector, store, isRunning } = this.options;
    if (!development || (varId === APP_VARIABLE && FAILURE_CODES.has(code) && !isRunning())) return;
    void import('./app_error').then(async ({ appError }) => {
      this.overlay ??= import('./error_overlay').then(({ ErrorOverlay: Overlay }) => new Overlay(inspector));
      (await this.overlay).show(appError(store, varId, code, description));
    });
  }

  // The variable has no error any more.
  onMended(varId: number): void {
    void this.overlay?.then((overlay) => overlay.mended(varId));
  }
}
