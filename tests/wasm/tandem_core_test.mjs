// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The built module through its JavaScript interface, with time that stands still: what only
// WebAssembly can get wrong. What the core does with a message is tested natively and by the
// conformance transcripts.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { TandemCore } from "../../wasm/core/tandem_core.js";
import { runTests, test } from "./cases.mjs";
import { ManualHost } from "./node_host.mjs";

const wasmBinary = readFileSync(new URL("../../wasm/core/tandem_core_module.wasm", import.meta.url));

const counter = `
Counter = session:prototype("Counter", {count = 0})
function Counter:add() self.count = self.count + 1 end
function Counter:fail() error("no more") end
session:createAppVariable(session:create(Counter))
`;

// A core on a ManualHost, with lua/main.lua and whatever else is given.
async function start(main, { files = {}, ...options } = {}) {
  const host = new ManualHost();
  const all = main === null ? files : { "lua/main.lua": main, ...files };
  const core = host.attach(await TandemCore.load(host, { wasmBinary, files: all, ...options }));
  return { host, core };
}

// A client of a session: what it says goes out as a user event, so that answers come at once.
class Client {
  frames = [];
  closed = null;

  constructor(core, session = core.create()) {
    this.core = core;
    this.session = session;
    this.connection = core.connect(
      session,
      (frame) => this.frames.push(frame),
      (code, reason) => (this.closed = { code, reason }),
    );
    assert.notEqual(this.connection, 0);
  }

  say(...messages) {
    this.core.receive(this.connection, JSON.stringify({ userEvent: true, messages }));
  }

  watch() {
    this.say({ type: "watch", data: { varId: 1 } });
  }

  bind(id, path, properties = {}) {
    this.say({ type: "create", data: { id, parentId: 1, properties: { path, ...properties } } });
  }

  set(varId, value) {
    this.say({ type: "update", data: { varId, value } });
  }

  // The messages since last taken.
  take() {
    return this.frames.splice(0).flatMap((frame) => JSON.parse(frame));
  }

  // The last value told of a variable; undefined if none was.
  takeValue(varId) {
    const told = this.take().filter((m) => m.type === "update" && m.data.varId === varId);
    return told.findLast((m) => "value" in m.data)?.data.value;
  }
}

// What `run` made the core report as uncaught exceptions.
function uncaught(run) {
  const real = globalThis.queueMicrotask;
  const errors = [];
  globalThis.queueMicrotask = (rethrow) => {
    try {
      rethrow();
    } catch (error) {
      errors.push(error.message);
    }
  };
  try {
    run();
  } finally {
    globalThis.queueMicrotask = real;
  }
  return errors;
}

test("a counter counts", async () => {
  const { core } = await start(counter);
  const client = new Client(core);
  client.watch();
  const app = client.take().find((m) => m.data.varId === 1 && "value" in m.data);
  assert.equal(typeof app.data.value.obj, "number");
  assert.equal(app.data.properties.type, "Counter");
  client.bind(2, "count");
  client.bind(3, "add()", { access: "action" });
  assert.equal(client.takeValue(2), 0);
  client.set(3, null);
  client.set(3, null);
  assert.equal(client.takeValue(2), 2);
});

test("random bytes, and so session ids, are those of the C++ FakeHost", async () => {
  const { core } = await start(counter);
  assert.equal(core.create(), "91bef87171c3e08549cb679a74876f2a");
  const host = new ManualHost();
  host.seed = 7;
  const bytes = new Uint8Array(16);
  host.fillRandom(bytes);
  assert.equal(Buffer.from(bytes).toString("hex"), "6304e695733f775322691af5ebdfdd8c");
});

test("output that nobody waits for leaves after its delay (P-99)", async () => {
  const { host, core } = await start(counter);
  const client = new Client(core);
  core.receive(client.connection, '[{"type":"watch","data":{"varId":1}}]');
  host.advance(9);
  assert.deepEqual(client.frames, []);
  host.advance(1);
  assert.equal(client.frames.length, 1);
});

test("timers of the application fire in time and in order (L-35)", async () => {
  const { host, core } = await start(`
    App = session:prototype("App", {log = ""})
    local app = session:create(App)
    session:createAppVariable(app)
    local function note(word) return function() app.log = app.log .. word end end
    session:setTimeout(note("c"), 50)
    session:setTimeout(note("b"), 20)
    session:setInterval(note("."), 20)
    session:setImmediate(note("a"))
    session:clearTimeout(session:setTimeout(note("never"), 30))`);
  const client = new Client(core);
  client.watch();
  client.bind(2, "log");
  client.take();
  host.advance(19);
  host.advance(41);
  host.advance(10);
  assert.equal(client.takeValue(2), "ab..c.");
  core.destroy(client.session);
  host.advance(1000);
  assert.ok(host.pending <= 1, "only the search for expired sessions is left");
});

test("sessions are isolated", async () => {
  const { core } = await start(counter);
  const a = new Client(core);
  const b = new Client(core);
  assert.notEqual(a.session, b.session);
  for (const client of [a, b]) {
    client.watch();
    client.bind(2, "count");
    client.bind(3, "add()", { access: "action" });
    assert.equal(client.takeValue(2), 0);
  }
  a.set(3, null);
  assert.equal(a.takeValue(2), 1);
  assert.deepEqual(b.take(), []);
  core.destroy(a.session);
  b.set(3, null);
  assert.equal(b.takeValue(2), 1);
});

for (const [what, main, pattern] of [
  ["does not compile", "local = 1", /main\.lua:1/],
  ["raises", "\nerror('out of ' .. 'paint')", /main\.lua:2: out of paint/],
]) {
  test(`a main.lua that ${what} gives a session that says so (D-22)`, async () => {
    const { host, core } = await start(main, { dev: true });
    const client = new Client(core);
    assert.match(host.lines.find((line) => line.level === 0 && pattern.test(line.text))?.text, pattern);
    client.watch();
    assert.match(client.frames.join("\n"), pattern);
    assert.match(client.frames.join("\n"), /"error"/);
  });
}

test("replaced files are taken up by running sessions (H-40, H-62, D-22)", async () => {
  const { host, core } = await start("error('not yet')", { files: { "viewdefs/Counter.DEFAULT.html": "<template>1</template>" } });
  const client = new Client(core);
  client.watch();
  assert.match(client.frames.splice(0).join("\n"), /app-failure/);
  core.reload({ "lua/main.lua": counter });
  host.advance(10);
  assert.match(client.frames.splice(0).join("\n"), /<template>1<.*"Counter"/);
  client.bind(2, "count");
  client.bind(3, "add()", { access: "action" });
  client.set(3, null);
  assert.equal(client.takeValue(2), 1);

  core.reload({
    "lua/main.lua": 'function Counter:add() self.count = self.count + 10 end',
    "viewdefs/Counter.DEFAULT.html": "<template>2</template>",
  });
  host.advance(10);
  assert.match(client.frames.splice(0).join("\n"), /<template>2</);
  client.set(3, null);
  assert.equal(client.takeValue(2), 11);

  core.reload({ "lua/main.lua": "this is not Lua" });
  client.set(3, null);
  assert.equal(client.takeValue(2), 21);
  assert.throws(() => core.reload({ "../outside.lua": "" }), /malformed path "..\/outside.lua"/);
});

test("errors of actions are answered and the session goes on", async () => {
  const { core } = await start(counter);
  const client = new Client(core);
  client.watch();
  client.bind(2, "count");
  client.bind(3, "add()", { access: "action" });
  client.bind(4, "fail()", { access: "action" });
  client.take();
  client.set(4, null);
  const [error] = client.take().filter((m) => m.type === "error");
  assert.equal(error.data.varId, 4);
  assert.match(error.data.description, /no more/);
  client.set(3, null);
  assert.equal(client.takeValue(2), 1);
});

test("malformed frames harm nobody, and ten in a row end the connection (D-47)", async () => {
  const { core } = await start(counter);
  const client = new Client(core);
  const deep = "[".repeat(100_000);
  for (const frame of ["", "{", "nonsense", "[1,", '"\ud800', "\0", deep, "[[]]", "[null]"]) {
    core.receive(client.connection, frame);
  }
  client.watch();
  assert.ok(client.take().some((m) => m.data.varId === 1 && "value" in m.data));
  assert.equal(client.closed, null);
  for (let i = 0; i < 10; ++i) core.receive(client.connection, "{");
  assert.equal(client.closed.code, 1007);
  client.watch();
  assert.deepEqual(client.frames, []);
});

test("text crosses unharmed in both directions", async () => {
  const { core } = await start(`
    App = session:prototype("App", {text = "grüß dich, 世界 \\0 🎈"})
    session:createAppVariable(session:create(App))`);
  const client = new Client(core);
  client.watch();
  client.bind(2, "text", { access: "rw" });
  client.bind(3, "text");
  assert.equal(client.takeValue(2), "grüß dich, 世界 \0 🎈");
  for (const text of ["", "\ufeffmark", "🎈".repeat(1000), '"\\\n\u2028', "x".repeat(5_000_000)]) {
    client.set(2, text);
    assert.equal(client.takeValue(3), text);
  }
  client.set(2, "half \ud83c");
  assert.equal(client.takeValue(3), "half \ufffd");
});

test("frames are delivered after the call, in order, and callbacks may call", async () => {
  const { core } = await start(counter);
  const session = core.create();
  const seen = [];
  let depth = 0;
  let adds = 3;
  const act = (data) => JSON.stringify({ userEvent: true, messages: [data] });
  const watcher = new Client(core, session);
  watcher.watch();
  watcher.bind(2, "count");
  watcher.take();
  const actor = core.connect(session, (frame) => {
    assert.equal(++depth, 1, "callbacks do not nest");
    for (const message of JSON.parse(frame).length ? JSON.parse(frame) : [JSON.parse(frame)]) {
      if (message.data.varId === 2) seen.push(message.data.value);
    }
    if (adds-- > 0) core.receive(actor, act({ type: "update", data: { varId: 3, value: null } }));
    --depth;
  });
  core.receive(actor, JSON.stringify({
    userEvent: true,
    messages: [
      { type: "create", data: { id: 2, parentId: 1, properties: { path: "count" } } },
      { type: "create", data: { id: 3, parentId: 1, properties: { path: "add()", access: "action" } } },
    ],
  }));
  assert.deepEqual(seen, [0, 1, 2, 3]);
});

test("a callback that throws is reported and keeps nothing from the others", async () => {
  const { core } = await start(counter);
  const session = core.create();
  const broken = core.connect(session, () => {
    throw new Error("broken page");
  });
  core.receive(broken, '[{"type":"watch","data":{"varId":1}}]');
  const client = new Client(core, session);
  const errors = uncaught(() => client.watch());
  assert.deepEqual(errors, ["broken page"]);
  assert.ok(client.take().length > 0);
});

test("a log that calls back into the core is refused", async () => {
  const { host, core } = await start(counter, { verbosity: 4 });
  host.log = () => core.create();
  const errors = uncaught(() => core.create());
  assert.ok(errors.length > 0);
  assert.match(errors[0], /inside one of its own calls/);
});

test("only lines up to the verbosity are logged (S-13)", async () => {
  const main = 'ui.log(0, "zero") ui.log(1, "one") ui.log(2, "two")';
  const { host, core } = await start(main, { verbosity: 1 });
  core.create();
  const text = host.lines.map((line) => line.text).join("\n");
  assert.match(text, /zero/);
  assert.match(text, /one/);
  assert.doesNotMatch(text, /two/);
});

test("a connection that was closed from outside hears nothing more", async () => {
  const { host, core } = await start(counter);
  const client = new Client(core);
  core.receive(client.connection, '[{"type":"watch","data":{"varId":1}}]');
  core.disconnect(client.connection);
  core.disconnect(client.connection);
  host.advance(100);
  client.watch();
  assert.deepEqual(client.frames, []);
  assert.equal(client.closed, null);
  const again = new Client(core, client.session);
  again.watch();
  assert.ok(again.take().length > 0);
});

test("destroying a session closes its connections (S-89)", async () => {
  const { core } = await start(counter);
  const client = new Client(core);
  core.destroy(client.session);
  assert.deepEqual(client.closed, { code: 1001, reason: "session ended" });
  assert.equal(core.connect(client.session, () => {}), 0);
  core.destroy(client.session);
});

test("an unknown session gives connection 0 and a line in the log", async () => {
  const { host, core } = await start(counter, { verbosity: 1 });
  assert.equal(core.connect("0".repeat(32), () => {}), 0);
  assert.equal(core.connect("", () => {}), 0);
  assert.equal(host.lines.filter((line) => /^connect: /.test(line.text)).length, 2);
});

test("create throws beyond the configured number of sessions", async () => {
  const files = { "config/config.json": '{"limits":{"sessions":2}}' };
  const { core } = await start(counter, { files });
  core.create();
  core.create();
  assert.throws(() => core.create(), (error) => error instanceof Error && error.message !== "");
});

test("load rejects a wrong configuration, path or module, by name", async () => {
  const config = (text) => ({ files: { "config/config.json": text } });
  await assert.rejects(start(counter, config('{"sessionn":{}}')), /config\.json.*sessionn/);
  await assert.rejects(start(counter, config("{")), /config\.json/);
  await assert.rejects(start(counter, { files: { "../main.lua": "" } }), /\.\.\/main\.lua/);
  const host = new ManualHost();
  const files = {};
  await assert.rejects(
    TandemCore.load(host, { wasmBinary: new Uint8Array([1, 2, 3]), files }),
    WebAssembly.CompileError,
  );
});

test("a site without main.lua starts", async () => {
  const { core } = await start(null);
  const client = new Client(core);
  client.watch();
  assert.equal(client.closed, null);
});

test("modules and templates come from the files", async () => {
  const { core } = await start('Part = require("parts.part") session:createAppVariable(Part.make())', {
    files: {
      "lua/parts/part.lua":
        'local P = session:prototype("Part", {}) return {make = function() return session:create(P) end}',
      "viewdefs/Part.DEFAULT.html": "<template><b>part</b></template>",
    },
  });
  const client = new Client(core);
  client.watch();
  const messages = client.take();
  const viewdefs = messages.find((m) => m.data.properties?.viewdefs).data.properties.viewdefs;
  assert.deepEqual(JSON.parse(viewdefs), {
    "Part.DEFAULT": "<template><b>part</b></template>",
  });
  assert.ok(messages.some((m) => m.data.properties?.type === "Part"));
});

const hungry = `
App = session:prototype("App", {bytes = 0})
function App:eat(n)
  self.food = self.food or {}
  table.insert(self.food, string.rep(tostring(#self.food % 10), n))
  self.bytes = self.bytes + n
end
session:createAppVariable(session:create(App))
`;

test("memory grows, and what crosses afterwards is whole", async () => {
  const { core } = await start(hungry);
  const client = new Client(core);
  client.watch();
  client.bind(2, "bytes");
  client.bind(3, "eat(_)", { access: "action" });
  client.take();
  for (let i = 1; i <= 40; ++i) {
    client.set(3, 1_000_000);
    assert.equal(client.takeValue(2), i * 1_000_000);
  }
  assert.ok(core.memoryBytes() > 40_000_000);
});

test("a session over its memory limit gets an error; the others do not notice", async () => {
  const { core } = await start(hungry, {
    files: { "config/config.json": '{"lua":{"memory_limit_mib":8}}' },
  });
  const other = new Client(core);
  const client = new Client(core);
  for (const one of [client, other]) {
    one.watch();
    one.bind(2, "bytes");
    one.bind(3, "eat(_)", { access: "action" });
    one.take();
  }
  for (let i = 0; i < 20; ++i) client.set(3, 1_000_000);
  const errors = client.take().filter((m) => m.type === "error");
  assert.ok(errors.length > 0);
  assert.match(errors[0].data.description, /memory/);
  other.set(3, 1_000_000);
  assert.equal(other.takeValue(2), 1_000_000);
  client.bind(4, "bytes");
  assert.equal(typeof client.takeValue(4), "number");
});

// The engine's own stack is about a megabyte: Lua has to give up before it does.
for (const [how, expression] of [
  ["C calls", "(function() local function f(s) return (s:gsub('.', f)) end return f('x') end)()"],
  ["metamethods", "(function() local t = {} setmetatable(t, {__index = function(u, k) return u[k .. 'x'] end}) return t.a end)()"],
  ["coroutines", "(function() local function f() return coroutine.wrap(f)() end return f() end)()"],
  ["protected calls", "(function() local function f() return pcall(f) end f() error('stack overflow') end)()"],
  ["source", "load('return ' .. string.rep('(', 5000) .. '1' .. string.rep(')', 5000))() or error('overflow')"],
  ["sorting", "(function() local function f(a, b) table.sort({3, 2, 1}, f) return a < b end table.sort({1, 2, 3}, f) end)()"],
  ["plain calls", "(function() local function f() return 1 + f() end return f() end)()"],
]) {
  test(`endless recursion through ${how} is an error of the script`, async () => {
    const { core } = await start(`
      App = session:prototype("App", {ok = "yes"})
      function App:dig() return ${expression} end
      session:createAppVariable(session:create(App))`);
    const client = new Client(core);
    client.watch();
    client.bind(2, "dig()", { access: "action" });
    client.take();
    client.set(2, null);
    assert.equal(client.take().filter((m) => m.type === "error").length, 1);
    client.bind(3, "ok");
    assert.equal(client.takeValue(3), "yes");
  });
}

test("ten thousand frames leak nothing", async () => {
  const { core } = await start(counter);
  const client = new Client(core);
  client.watch();
  client.bind(2, "count");
  client.bind(3, "add()", { access: "action" });
  const round = (times) => {
    for (let i = 0; i < times; ++i) {
      client.set(3, null);
      client.frames.length = 0;
    }
    return core.memoryBytes();
  };
  round(2_000);
  const before = round(1);
  let least = Infinity;  // The collector runs when it likes: of many readings the lowest counts.
  for (let i = 0; i < 10; ++i) least = Math.min(least, round(1_000));
  client.bind(4, "count");
  assert.equal(client.takeValue(4), 12_001);
  assert.ok(least < before + 20_000, `${before} bytes before, at least ${least} after`);
});

test("variables that come and go leak nothing", async () => {
  const { core } = await start(counter);
  const client = new Client(core);
  client.watch();
  let id = 2;
  const round = (times) => {
    for (let i = 0; i < times; ++i) {
      client.bind(++id, "count");
      client.say({ type: "destroy", data: { varId: id } });
      client.frames.length = 0;
    }
    return core.memoryBytes();
  };
  round(1_000);
  const before = round(1);
  let least = Infinity;
  for (let i = 0; i < 10; ++i) least = Math.min(least, round(200));
  assert.ok(least < before + 20_000, `${before} bytes before, at least ${least} after`);
});

test("a destroyed session gives its memory back", async () => {
  const { core } = await start(counter);
  const live = () => {
    const client = new Client(core);
    client.watch();
    client.bind(2, "count");
    core.destroy(client.session);
  };
  live();
  const before = core.memoryBytes();
  for (let i = 0; i < 200; ++i) live();
  const after = core.memoryBytes();
  assert.ok(after < before + 20_000, `${before} bytes before, ${after} after`);
});

test("a host that fails where the core cannot go on stops it for good, and says so", async () => {
  const { host, core } = await start(counter);
  host.fillRandom = () => {
    throw new Error("no randomness");
  };
  assert.throws(() => core.create(), /^Error: no randomness$/);
  assert.throws(() => core.create(), /has crashed: no randomness/);
  assert.throws(() => core.memoryBytes(), /has crashed/);
});

await runTests("wasm.tandem_core");
