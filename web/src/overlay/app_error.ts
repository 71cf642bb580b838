// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// An error of the application, as the server described it, taken apart for people: what went wrong, where in which file,
// how it came to that, and which variable was being read, written or done.

import { APP_VARIABLE, PATH } from '../constants';

export interface AppError {
  readonly varId: number | undefined; // Undefined: of no variable.
  readonly path: string; // From the app down to the variable, as templates say it; '' for the app and for no variable.
  readonly code: string;
  readonly message: string;
  readonly place: string; // `lua/main.lua:3`; '' if the message names none.
  readonly traceback: string; // '' if there is none.
}

// What is known of a variable, for its path.
export interface PathSource {
  get(id: number): { readonly parentId: number | undefined; readonly properties: Readonly<Record<string, string>> } | undefined;
}

const TRACEBACK = '\nstack traceback:';
const PLACE = /([\w./-]+\.lua:\d+)/;

export function appError(store: PathSource, varId: number | undefined, code: string, description: string): AppError {
  const at = description.indexOf(TRACEBACK);
  const message = at < 0 ? description : description.slice(0, at);
  const traceback = at < 0 ? '' : description.slice(at + TRACEBACK.length).split('\n').map((line) => line.trim()).filter(Boolean).join('\n');
  return { varId, path: pathOf(store, varId), code, message, place: PLACE.exec(message)?.[1] ?? '', traceback };
}

function pathOf(store: PathSource, varId: number | undefined): string {
  const names: string[] = [];
  for (let id = varId; id !== undefined && id !== APP_VARIABLE; id = store.get(id)?.parentId) {
    const record = store.get(id);
    if (!record) break;
    names.unshift(record.properties[PATH] ?? '');
  }
  return names.filter(Boolean).join(' › ');
}

// Whether two are the same mistake, made again.
export function isSame(a: AppError, b: AppError): boolean {
  return a.code === b.code && a.message === b.message && a.path === b.path;
}
