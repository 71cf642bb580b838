// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The JavaScript face of the WASM core as this folder uses it. The module that implements it, core/tandem_core.js, is
// built by //wasm and loaded at run time.

export interface TandemHost {
  monotonicMs(): number;
  wallMs(): number;
  // The host calls fireTimer(id) on the core when due.
  setTimer(id: number, ms: number): void;
  clearTimer(id: number): void;
  fillRandom(bytes: Uint8Array): void;
  log(level: number, text: string): void; // 0 is for everybody, up to 4 for the curious
}

export interface LoadOptions {
  readonly wasmUrl?: string;
  readonly wasmBinary?: ArrayBuffer;
  // The site: path below its root → text.
  readonly files: Readonly<Record<string, string>>;
  readonly dev?: boolean;
}

export interface TandemCore {
  create(): string; // Session id. Throws an Error with a message.
  // onClose, if called at all, comes last: the core has ended the connection.
  connect(session: string, onFrame: (frame: string) => void, onClose?: (code: number, reason: string) => void): number;
  receive(connection: number, frame: string): void;
  disconnect(connection: number): void;
  destroy(session: string): void;
  fireTimer(id: number): void;
}

export interface TandemCoreModule {
  readonly TandemCore: { load(host: TandemHost, options: LoadOptions): Promise<TandemCore> };
}
