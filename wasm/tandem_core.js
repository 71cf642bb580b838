// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The core as a JavaScript object; tandem_core.d.ts is its contract. This file is the other half of
// bindings.cc: it turns strings into bytes in the module's memory and back, and it keeps the rule
// that nobody is called back in the middle of a call: what the core sends or closes waits in a
// queue until the outermost export has returned, and is then delivered in order.

import createModule from "./tandem_core_module.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

export class TandemCore {
  #module;
  #host;
  // Connection number → { onFrame, onClose }.
  #connections = new Map();
  // Functions that deliver what the core has sent, oldest first.
  #outgoing = [];
  #delivering = false;
  // Whether an export is running, and what it handed to `result`.
  #inside = false;
  #result = "";
  // An exception of the host that ended the running export, and why the core can no longer be
  // used, once it has crashed.
  #cause = null;
  #crash = null;

  constructor(host) {
    this.#host = host;
  }

  static async load(host, { wasmUrl, wasmBinary, files, dev = false, verbosity = 0 }) {
    const core = new TandemCore(host);
    const compiled = await compile(wasmBinary, wasmUrl);
    core.#module = await new Promise((resolve, reject) => {
      createModule({
        tandem: core.#imports(),
        print: (line) => host.log(0, line),
        printErr: (line) => host.log(0, line),
        instantiateWasm(imports, done) {
          WebAssembly.instantiate(compiled, imports).then(done, reject);
          return {};
        },
      }).then(resolve, reject);
    });
    core.#addFiles(files);
    const options = JSON.stringify({ dev, verbosity });
    if (!core.#call("_tandem_init", options)) throw new Error(core.#result);
    return core;
  }

  reload(files) {
    this.#addFiles(files);
    if (!this.#call("_tandem_reload")) throw new Error(this.#result);
    this.#deliver();
  }

  create() {
    const created = this.#call("_tandem_create");
    const result = this.#result;
    if (!created) throw new Error(result);
    this.#deliver();
    return result;
  }

  connect(session, onFrame, onClose = () => {}) {
    const connection = this.#call("_tandem_connect", session);
    if (connection === 0) this.#host.log(1, `connect: ${this.#result}`);
    else this.#connections.set(connection, { onFrame, onClose });
    this.#deliver();
    return connection;
  }

  receive(connection, frame) {
    this.#call("_tandem_receive", connection, frame);
    this.#deliver();
  }

  disconnect(connection) {
    this.#connections.delete(connection);
    this.#call("_tandem_disconnect", connection);
    this.#deliver();
  }

  destroy(session) {
    this.#call("_tandem_destroy", session);
    this.#deliver();
  }

  fireTimer(id) {
    this.#call("_tandem_fire_timer", id);
    this.#deliver();
  }

  memoryBytes() {
    return this.#call("_tandem_memory_bytes");
  }

  #addFiles(files) {
    for (const [path, text] of Object.entries(files)) {
      if (!this.#call("_tandem_add_file", path, text)) throw new Error(this.#result);
    }
  }

  // Calls an export. A string argument crosses as pointer and length and is freed afterwards; what
  // the export hands to `result` is in #result when this returns.
  #call(name, ...args) {
    if (this.#crash) throw new Error(`the core has crashed: ${this.#crash.message}`);
    if (this.#inside) throw new Error("the core was called from inside one of its own calls");
    this.#inside = true;
    this.#result = "";
    this.#cause = null;
    const module = this.#module;
    const owned = [];
    try {
      const plain = args.flatMap((arg) => {
        if (typeof arg !== "string") return [arg];
        const bytes = encoder.encode(arg);
        // At least one byte, so that 0 always means that memory has run out.
        const at = module._malloc(bytes.length || 1);
        if (at === 0) throw new RangeError(`no memory for ${bytes.length} bytes`);
        owned.push(at);
        module.HEAPU8.set(bytes, at);
        return [at, bytes.length];
      });
      return this.#guard(() => module[name](...plain));
    } finally {
      if (!this.#crash) for (const at of owned) module._free(at);
      this.#inside = false;
    }
  }

  // A trap or an abort leaves the module's memory in an unknown state.
  #guard(run) {
    try {
      return run();
    } catch (error) {
      this.#crash = this.#cause ?? error;
      throw this.#crash;
    }
  }

  // Without time and randomness the core cannot go on.
  #essential(run) {
    try {
      return run();
    } catch (error) {
      this.#cause = error;
      throw error;
    }
  }

  #deliver() {
    if (this.#delivering) return;  // Called from a callback: the loop below goes on with it.
    this.#delivering = true;
    while (this.#outgoing.length > 0) surfacing(this.#outgoing.shift());
    this.#delivering = false;
  }

  #closed(connection, code, reason) {
    const callbacks = this.#connections.get(connection);
    this.disconnect(connection);
    callbacks?.onClose(code, reason);
  }

  // What bindings.cc imports. Runs while an export does.
  #imports() {
    const host = this.#host;
    const text = (at, size) => decoder.decode(this.#module.HEAPU8.subarray(at, at + size));
    return {
      monotonicMs: () => this.#essential(() => host.monotonicMs()),
      wallMs: () => this.#essential(() => host.wallMs()),
      setTimer: (id, ms) => surfacing(() => host.setTimer(id, ms)),
      clearTimer: (id) => surfacing(() => host.clearTimer(id)),
      fillRandom: (at, size) =>
        this.#essential(() => host.fillRandom(this.#module.HEAPU8.subarray(at, at + size))),
      send: (connection, at, size) => {
        const frame = text(at, size);
        this.#outgoing.push(() => this.#connections.get(connection)?.onFrame(frame));
      },
      close: (connection, code, at, size) => {
        const reason = text(at, size);
        this.#outgoing.push(() => this.#closed(connection, code, reason));
      },
      log: (level, at, size) => {
        const line = text(at, size);
        surfacing(() => host.log(level, line));
      },
      result: (at, size) => {
        this.#result = text(at, size);
      },
    };
  }
}

// The module's code, from bytes or from an address; by default from beside this file.
async function compile(binary, url) {
  if (binary) return WebAssembly.compile(binary);
  const address = new URL(url ?? "./tandem_core_module.wasm", import.meta.url);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status} ${response.statusText}`);
  // Streaming insists on the media type, and a plain file server may not know it.
  const streams = (response.headers.get("content-type") ?? "").startsWith("application/wasm");
  if (streams) return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

// An exception of a callback must neither unwind the core nor keep others from being called; it
// becomes an uncaught one, which the page and the tests report.
function surfacing(run) {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
