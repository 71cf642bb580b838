// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the server has been told of this page and has taken: the variables that were created, which of them it reports
// on, and the properties they were given. A server that has forgotten the page is told exactly this again (F-20); what
// it has not taken yet follows as it was said the first time. Values are not in here: they live in the application.

import { APP_VARIABLE } from '../constants';
import type { ClientMessage, CreateMessage } from '../protocol/message';

interface Entry {
  // Null for variables the page did not create.
  readonly create: CreateMessage | null;
  readonly properties: Record<string, string>;
  readonly children: Set<number>;
  isWatched: boolean;
}

export class Ledger {
  // Parents before their children, because they were created first.
  private readonly entries = new Map<number, Entry>();

  note(message: ClientMessage): void {
    switch (message.type) {
      case 'create': {
        const { id, parentId = 0 } = message.data;
        this.entries.set(id, entryOf(message));
        this.entries.get(parentId)?.children.add(id);
        return;
      }
      case 'watch':
      case 'unwatch':
        this.find(message.data.varId).isWatched = message.type === 'watch';
        return;
      case 'update':
        if (message.data.properties) Object.assign(this.find(message.data.varId).properties, message.data.properties);
        return;
      case 'destroy':
        return this.forget(message.data.varId);
      case 'error':
        return;
      default: // Of files: whoever sends them begins again.
        message.taken?.(true);
    }
  }

  // With everything below it; whoever destroyed it.
  forget(id: number): void {
    const entry = this.entries.get(id);
    if (!entry) return;
    this.entries.get(entry.create?.data.parentId ?? 0)?.children.delete(id);
    this.entries.delete(id);
    for (const child of entry.children) this.forget(child);
  }

  // All of it as messages, variable 1 first, and empties the ledger.
  take(): ClientMessage[] {
    const root: ClientMessage[] = [];
    const variables: ClientMessage[] = [];
    const properties: ClientMessage[] = [];
    for (const [varId, { create, isWatched, properties: given }] of this.entries) {
      if (create) variables.push(create);
      if (isWatched !== isWatchedFirst(create)) {
        (varId === APP_VARIABLE ? root : variables).push({ type: isWatched ? 'watch' : 'unwatch', data: { varId } });
      }
      if (Object.keys(given).length > 0) properties.push({ type: 'update', data: { varId, properties: given } });
    }
    this.entries.clear();
    return [...root, ...variables, ...properties];
  }

  private find(id: number): Entry {
    const known = this.entries.get(id);
    if (known) return known;
    const entry = entryOf(null);
    this.entries.set(id, entry);
    return entry;
  }
}

function entryOf(create: CreateMessage | null): Entry {
  return { create, properties: {}, children: new Set(), isWatched: isWatchedFirst(create) };
}

function isWatchedFirst(create: CreateMessage | null): boolean {
  return create !== null && create.data.nowatch !== true;
}
