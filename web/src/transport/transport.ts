// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A pipe of frames to wherever the session lives: a server behind a WebSocket, or a core in a Worker. It knows nothing
// of variables. It finds its way back by itself and says how it stands; what becomes of frames meanwhile is the business
// of the Link above it.

import type { Feature, User } from '../protocol/message';

export type TransportState =
  // Frames flow. Each 'open' is a new pipe: what was on its way in an earlier one may never arrive.
  | { readonly kind: 'open' }
  // No pipe; another attempt follows by itself.
  | { readonly kind: 'retrying' }
  // The session does not exist any more. Final.
  | { readonly kind: 'lost' }
  // The home could not be brought up at all; the reason is for the user. Final.
  | { readonly kind: 'failed'; readonly reason: string }
  // close() was called. Final.
  | { readonly kind: 'closed' };

export interface Transport {
  // What of Tandem's extension is worth asking for; `ack` where a pipe can break.
  readonly features: readonly Feature[];
  // Who is to be named when a pipe opens.
  readonly user?: User;
  // Called once. Neither callback runs before open() has returned.
  open(onFrame: (frame: string) => void, onState: (state: TransportState) => void): void;
  // Returns false, and sends nothing, unless the state is 'open'.
  send(frame: string): boolean;
  // Gives the present pipe up for another. Only while the state is 'open'.
  restart(): void;
  // Ends the pipe and all attempts. Idempotent.
  close(): void;
}
