// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The browser home of Tandem: the same core as the native server's, as a WebAssembly module.
// One TandemCore is one site with its sessions. It does nothing by itself: the host lends it
// time, timers, randomness and a log, and calls it when a timer is due or a frame arrives.
//
// Calls are synchronous. They may be made from onFrame and onClose, but not from the methods of
// TandemHost. If the module itself fails, the call that hit it and all later ones throw.

// What the core is lent. Times are milliseconds, possibly with a fraction.
export interface TandemHost {
  // Since any fixed start; never goes back.
  monotonicMs(): number;

  // Since the Unix epoch.
  wallMs(): number;

  // Asks for core.fireTimer(id) once, `ms` from now; never inside this call. At most 2^31 - 1.
  setTimer(id: number, ms: number): void;

  // Takes setTimer back. An id that has fired already: nothing.
  clearTimer(id: number): void;

  // Fills all of `bytes`, which is valid only during the call.
  fillRandom(bytes: Uint8Array): void;

  // Level 0 is for everybody, up to 4 for the curious; only lines up to `verbosity` arrive.
  log(level: number, text: string): void;
}

export interface TandemCoreOptions {
  // Where the .wasm file is; by default beside tandem_core.js. Not needed with wasmBinary.
  wasmUrl?: string;

  // The .wasm file itself.
  wasmBinary?: ArrayBuffer | ArrayBufferView;

  // The site: path in the site folder → text. "config/config.json", if there, is the site's
  // configuration in JSON.
  files: Record<string, string>;

  // Development mode: errors reach the page with their traceback.
  dev?: boolean;

  // 0 to 4.
  verbosity?: number;
}

export class TandemCore {
  private constructor(host: TandemHost);

  // Rejects with an Error that names the file or key if the module does not load, a path is
  // malformed or the configuration is wrong. A broken main.lua is no error here: sessions show it.
  static load(host: TandemHost, options: TandemCoreOptions): Promise<TandemCore>;

  // Adds or replaces files of the site; running sessions take them up as they do when a file on disk
  // is saved: the old code goes on where the new fails, and all state stays. In the order given.
  // Throws an Error that names a malformed path; files before it are in place, but not taken up.
  reload(files: Record<string, string>): void;

  // Starts a session: runs main.lua. Its id. Throws an Error when there are too many.
  create(): string;

  // Joins a connection to a session. Its number, or 0 for an unknown session. Every frame of the
  // server side goes to onFrame, in order, after the call that caused it has finished. When the core
  // ends the connection, onClose is called with a WebSocket close code, last; the connection is then
  // gone.
  connect(
    session: string,
    onFrame: (frame: string) => void,
    onClose?: (code: number, reason: string) => void,
  ): number;

  // One frame from the client. What is wrong with it is answered in a frame. Unknown connection:
  // nothing.
  receive(connection: number, frame: string): void;

  // The client is gone: nothing is delivered any more, while the session lives on. Unknown
  // connection: nothing.
  disconnect(connection: number): void;

  // Ends a session and closes its connections. Unknown session: nothing.
  destroy(session: string): void;

  // The timer that setTimer asked for is due. Unknown id: nothing.
  fireTimer(id: number): void;

  // Bytes in use on the core's heap, all sessions together.
  memoryBytes(): number;
}
