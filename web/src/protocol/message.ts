// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The messages of the wire as types, mirroring core/protocol/message.h. Every message is {type, data}; ids are called
// `varId` everywhere except in `create`, which says `id` (P-22). An absent `value` means "unchanged", null is a value
// (F-36).

export type PropertyMap = Readonly<Record<string, string>>;

export interface CreateMessage {
  readonly type: 'create';
  readonly data: {
    readonly id: number;
    readonly parentId?: number;
    readonly value?: unknown;
    readonly properties: PropertyMap;
    readonly nowatch?: boolean;
    readonly unbound?: boolean;
  };
}

export interface UpdateMessage {
  readonly type: 'update';
  readonly data: {
    readonly varId: number;
    readonly value?: unknown;
    readonly properties?: PropertyMap;
    // From the server in place of `value`, where both sides know `list`: what has changed in an array (edits.ts).
    readonly edits?: readonly Splice[];
  };
}

export type Splice = readonly [at: number, remove: number, inserted: readonly unknown[]];

export interface WatchMessage {
  readonly type: 'watch' | 'unwatch' | 'destroy';
  readonly data: { readonly varId: number };
}

export interface DestroyMessage {
  readonly type: 'destroy';
  readonly data: { readonly varId: number };
}

export interface ErrorMessage {
  readonly type: 'error';
  // `upload`: the one that has ended with it.
  readonly data: { readonly varId?: number; readonly code: string; readonly description: string; readonly upload?: number };
}

// What the page says of a file. `modified` is in seconds.
export interface FileDescription {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly modified: number;
}

// Of feature `files`: files begin, their next bytes, they are given up. `taken` is no part of what is sent: it is called
// with true when the server is known to have the message, with false when it has forgotten the page and will not get it.
export interface FileMessage {
  readonly type: 'upload' | 'chunk' | 'cancel';
  readonly data: {
    readonly upload: number;
    readonly varId?: number;
    readonly value?: FileDescription | readonly FileDescription[];
    readonly data?: string;
  };
  readonly taken?: (isTaken: boolean) => void;
}

export type ClientMessage = CreateMessage | UpdateMessage | WatchMessage | ErrorMessage | FileMessage;
export type ServerMessage = UpdateMessage | DestroyMessage | ErrorMessage;

// Whether the message puts a value into the variable.
export function isWriteOf(message: ClientMessage, varId: number): boolean {
  return message.type === 'update' && message.data.varId === varId && message.data.value !== undefined;
}

// --- Tandem's extension (docs/protocol.md) ---------------------------------------------------------------------------

export type Feature = 'ack' | 'list' | 'files';

// Who is in front of the page, as a greeting says it: the name of a time zone, and a language tag.
export interface User {
  readonly timezone?: string;
  readonly locale?: string;
}

// The field `tandem` of a client frame.
export interface ClientHead extends User {
  readonly version?: number;
  readonly features?: readonly Feature[];
  readonly resume?: string;
  readonly seq?: number;
  readonly ack?: number;
  readonly ping?: true;
  readonly bye?: true;
}

// The data of the message of type `tandem` at the head of a server frame.
export interface ServerHead {
  readonly features?: readonly string[];
  readonly page?: string;
  readonly resumed?: boolean;
  readonly seq?: number;
  readonly ack?: number;
}

// --- Frames ----------------------------------------------------------------------------------------------------------

// What travels from the browser in one WebSocket message (F-33).
export interface ClientFrame {
  readonly userEvent: boolean;
  readonly messages: readonly ClientMessage[];
}
