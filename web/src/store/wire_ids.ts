// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A variable that is given another path is a new one for the server, with a new id, while here it stays what it is: views
// and bindings go on holding the id they were given. These are the ids that differ, and those that mean nothing any more.

import type { ClientMessage, ServerMessage } from '../protocol/message';

export class WireIds {
  private readonly wire = new Map<number, number>();
  // Null for an id the server was told to forget, until it has.
  private readonly local = new Map<number, number | null>();

  // The server's name for a variable of ours.
  of(local: number): number {
    return this.wire.get(local) ?? local;
  }

  // Ours, by the server's name; undefined if that means nothing any more.
  here(wire: number): number | undefined {
    const local = this.local.get(wire);
    return local === undefined ? wire : local ?? undefined;
  }

  // The server knows the variable as `wire` from now on.
  rename(local: number, wire: number): void {
    this.local.set(this.of(local), null);
    this.wire.set(local, wire);
    this.local.set(wire, local);
  }

  // The variable is gone.
  forget(local: number): void {
    const wire = this.wire.get(local);
    if (wire === undefined) return;
    this.wire.delete(local);
    this.local.set(wire, null);
  }

  // The message in the server's ids.
  translate(message: ClientMessage): ClientMessage {
    if (this.wire.size === 0) return message;
    if (message.type === 'create') {
      const { data } = message;
      const above = data.parentId === undefined ? {} : { parentId: this.of(data.parentId) };
      return { ...message, data: { ...data, id: this.of(data.id), ...above } };
    }
    return { ...message, data: { ...message.data, varId: this.of(message.data.varId ?? 0) } } as ClientMessage;
  }

  // The message in our ids; undefined when it is about what has been given up.
  translateIncoming(message: ServerMessage): ServerMessage | undefined {
    const wire = message.data.varId;
    const local = wire === undefined ? undefined : this.local.get(wire);
    if (wire === undefined || local === undefined) return message;
    if (local === null) {
      if (message.type === 'destroy') this.local.delete(wire); // The server will not speak of it again.
      return undefined;
    }
    return { ...message, data: { ...message.data, varId: local } } as ServerMessage;
  }
}
