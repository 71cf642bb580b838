// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Taking a page up again after the connection was lost (F-20): which values are still unsent, what a server that knows
// nothing of the page must be told, and, once it has answered, which variables it no longer has anything to say about.

import { ACCESS, APP_VARIABLE, TYPE } from '../constants';
import type { ClientMessage } from '../protocol/message';
import type { Variable } from './variable';

export class Resumption {
  // In the order of the edits.
  private readonly unsent = new Set<number>();
  private sequence = 0;

  constructor(private readonly variables: ReadonlyMap<number, Variable>) {}

  // The variable has a value the server has not been sent.
  keep(id: number): void {
    this.unsent.delete(id); // So that the latest edit is sent last.
    this.unsent.add(id);
  }

  forget(id: number): void {
    this.unsent.delete(id);
  }

  // Everything, in order, as one frame. Clears what was unsent.
  takeMessages(): ClientMessage[] {
    const messages: ClientMessage[] = [];
    const live = [...this.variables.values()].sort((a, b) => a.varId - b.varId); // Parents have the smaller ids.
    for (const variable of live) {
      if (variable.varId === APP_VARIABLE && variable.subscribed) messages.unshift(watchMessage('watch', variable));
      else if (variable.created) messages.push(createMessage(variable));
      else if (variable.subscribed) messages.push(watchMessage('watch', variable));
      if (variable.created && variable.created.nowatch !== true && !variable.subscribed) {
        messages.push(watchMessage('unwatch', variable));
      }
    }
    for (const id of this.unsent) {
      messages.push({ type: 'update', data: { varId: id, value: this.variables.get(id)?.value ?? null } });
    }
    this.unsent.clear();
    for (const { varId, reported } of live) {
      if (Object.keys(reported).length > 0) messages.push({ type: 'update', data: { varId, properties: { ...reported } } });
    }
    return messages;
  }

  // The frame `sequence` carried those messages.
  begin(sequence: number): void {
    this.sequence = sequence;
    for (const variable of this.variables.values()) {
      if (!variable.created) continue;
      variable.sequence = sequence;
      variable.answered = false;
      variable.resumed = true;
    }
  }

  // The frame that is being answered or settled, 0 when none is.
  get current(): number {
    return this.sequence;
  }

  // The answer to the frame is complete. Returns the variables that had a value and were not spoken of: they have none
  // any more. Ignored when the page has been resumed again since.
  finish(sequence: number): Variable[] {
    if (sequence !== this.sequence) return [];
    this.sequence = 0;
    const silent: Variable[] = [];
    for (const variable of this.variables.values()) {
      const { resumed, answered, value, properties } = variable;
      variable.resumed = false;
      const hadValue = (value ?? properties[TYPE] ?? null) !== null;
      if (resumed && !answered && hadValue && !isOneWay(properties[ACCESS])) silent.push(variable);
    }
    return silent;
  }
}

function isOneWay(access: string | undefined): boolean {
  return access === 'action' || access === 'w';
}

export function createMessage({ varId, created }: Variable): ClientMessage {
  const { widget: _widget, ...data } = created ?? { parentId: 0, properties: {} };
  return { type: 'create', data: { id: varId, ...data } };
}

export function watchMessage(type: 'watch' | 'unwatch' | 'destroy', { varId }: Variable): ClientMessage {
  return { type, data: { varId } };
}
