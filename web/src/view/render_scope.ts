// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Owns everything one render of one view has made: its variables, its nested views and lists, its listeners. When the
// view renders again or goes away all of it goes together (F-104). Variables are destroyed first and only those this
// scope made itself: the store forgets their descendants, so nested scopes send nothing (F-63).

import type { Diagnostics } from '../diagnostics';
import type { VariableStore } from '../store/variable_store';
import type { Disposable } from './runtime';

// A part with variables of its own says itself what it waits for; a view or list is asked by its view.
type Child = Disposable & { isAwaiting?(): boolean };

export class RenderScope implements Disposable {
  private readonly variables: number[] = [];
  private readonly children: Child[] = [];
  private readonly cleanups: Array<() => void> = [];

  constructor(
    private readonly store: VariableStore,
    private readonly diagnostics: Diagnostics,
  ) {}

  ownVariable(id: number): void {
    this.variables.push(id);
  }

  ownChild(child: Child): void {
    this.children.push(child);
  }

  onDispose(cleanup: () => void): void {
    this.cleanups.push(cleanup);
  }

  // Whether the server still owes a first word about a variable made for this view's own elements.
  isAwaiting(): boolean {
    return this.variables.some((id) => this.store.isAwaiting(id)) || this.children.some((child) => child.isAwaiting?.());
  }

  dispose(): void {
    for (const id of this.variables.splice(0)) this.store.destroy(id);
    for (const child of this.children.splice(0)) child.dispose();
    for (const cleanup of this.cleanups.splice(0)) this.diagnostics.guard('cleanup-failed', 'removing a binding', cleanup);
  }
}
