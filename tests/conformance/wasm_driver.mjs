// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The browser home as a driver of transcripts. It holds the WebAssembly core in a world made for
// tests and does what wasm_driver.cc tells it: one verb a line in, what the verb caused a line
// out, both JSON. It knows nothing of transcripts and judges nothing.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { TandemCore } from "../../wasm/core/tandem_core.js";
import { ManualHost } from "../wasm/node_host.mjs";

const wasmBinary = readFileSync(new URL("../../wasm/core/tandem_core_module.wasm", import.meta.url));

let host;
let core;
let events;
// Name → id, and name → number.
let sessions;
let connections;

const verbs = {
  async start({ files, config, development }) {
    host = new ManualHost();
    events = [];
    sessions = new Map();
    connections = new Map();
    core = host.attach(
      await TandemCore.load(host, {
        wasmBinary,
        files: { ...files, "config/config.json": JSON.stringify(config) },
        dev: development,
        verbosity: 4,
      }),
    );
  },

  createSession({ session }) {
    sessions.set(session, core.create());
  },

  destroySession({ session }) {
    core.destroy(sessions.get(session));
  },

  connect({ connection, session }) {
    const number = core.connect(
      sessions.get(session),
      (frame) => events.push({ kind: "frame", connection, text: frame }),
      (code) => events.push({ kind: "closed", connection, code }),
    );
    if (number === 0) throw new Error(`no session ${session}`);
    connections.set(connection, number);
  },

  disconnect({ connection }) {
    core.disconnect(connections.get(connection));
  },

  send({ connection, frame }) {
    core.receive(connections.get(connection), frame);
  },

  advance({ ms }) {
    host.advance(ms);
  },

  write({ path, text }) {
    core.reload({ [path]: text });
  },
};

async function perform({ verb, ...args }) {
  try {
    await verbs[verb](args);
  } catch (error) {
    return { error: error.stack ?? String(error), events: [] };
  }
  const logged = host.lines.splice(0).map(({ level, text }) => ({ kind: "log", text: `${level} ${text}` }));
  return { events: [...events.splice(0), ...logged] };
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await perform(JSON.parse(line)))}\n`);
}
