// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The runner itself, on files of our own in the suite's style: sample/ holds, failing/ does not.

import assert from "node:assert/strict";
import { join } from "node:path";

import { runTests, test } from "../wasm/cases.mjs";
import { HOW_TO_GET, builds, runSuite } from "./suite.mjs";

const folder = (name) => join(process.cwd(), "tests/lua_suite", name);

function run(name) {
  const said = [];
  return { ...runSuite(folder(name), builds(), (text) => said.push(text)), said: said.join("\n") };
}

test("files that hold pass in both builds", () => {
  const { passed, failed, said } = run("sample");
  assert.deepEqual(failed, [], said);
  assert.deepEqual(passed, [
    "big.lua (native)",
    "big.lua (wasm)",
    "files.lua (native)",
    "strings.lua (native)",
    "strings.lua (wasm)",
    "tpack.lua (native)",
    "tpack.lua (wasm)",
  ]);
});

test("what does not apply is said, with the reason", () => {
  const { leftOut, dropped, said } = run("sample");
  assert.deepEqual(leftOut.map(({ place }) => place), ["api.lua (native)", "api.lua (wasm)", "files.lua (wasm)"]);
  assert.deepEqual(dropped.map(({ place }) => place), ["strings.lua:11"]);
  assert.match(said, /does not apply: api\.lua \(native\): .*debug build/);
  assert.match(said, /does not apply: strings\.lua:11: .*one number/);
});

test("a file that does not hold fails with the line that said so", () => {
  const { passed, failed, said } = run("failing");
  assert.deepEqual(failed, ["math.lua (native)", "math.lua (wasm)", "syntax.lua (native)", "syntax.lua (wasm)"]);
  assert.deepEqual(passed, []);
  assert.equal(said.match(/math\.lua:6: assertion failed!/g).length, 2);
  assert.match(said, /syntax\.lua:4: /);
});

test("without a folder it is said how to get one", () => {
  assert.match(HOW_TO_GET, /lua-5\.4\.7-tests/);
});

await runTests("lua_suite");
