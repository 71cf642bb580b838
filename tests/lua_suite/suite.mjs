// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Lua's official test suite against the Lua we build: each file in a state of its own, natively and in WebAssembly. What
// does not apply is left out and said, with the reason: whole files, or single lines that our patches contradict on purpose.

import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NO_C_TESTS = "tests the inside of the C code, through a library T that only a debug build of Lua has";
const SAME_TEXT = "strings of one text have one number: their address is not to be seen (third_party/lua54/patches/serials.patch)";

// Files that do not run, in no build or not in the one named.
const LEFT_OUT = {
  "all.lua": { why: "only runs the others, one after the other; here each has a state of its own" },
  "api.lua": { why: NO_C_TESTS },
  "bwcoercion.lua": { why: "part of strings.lua and bitwise.lua" },
  "code.lua": { why: NO_C_TESTS },
  "heavy.lua": { why: "fills all memory there is; the suite does not run it either" },
  "main.lua": { why: "tests the stand-alone interpreter, which we do not build" },
  "memerr.lua": { why: NO_C_TESTS },
  "tracegc.lua": { why: "part of all.lua" },
  "files.lua": {
    build: "wasm",
    why: "tests files and dates of Emscripten's C library; no application reaches them, they get core/lua/os_library.h",
  },
};

// Lines that are not run: file, the line without white space around it, reason.
const LINES = [
  ["literals.lua", "assert(sd == s1 and getadd(sd) ~= a1)", SAME_TEXT],
  ["pm.lua", 'assert(r == s and string.format("%p", s) ~= string.format("%p", r))', SAME_TEXT],
  ["strings.lua", 'assert(string.format("%p", s1) ~= string.format("%p", s2))', SAME_TEXT],
];

export const HOW_TO_GET = [
  "Lua's test suite is not part of this repository. For Lua 5.4.7:",
  "    curl -LO https://www.lua.org/tests/lua-5.4.7-tests.tar.gz && tar xzf lua-5.4.7-tests.tar.gz",
  "    ./tandem test --lua-tests lua-5.4.7-tests",
].join("\n");

// A copy of the suite in which the lines that do not apply are comments, so that line numbers stay; and those lines.
function prepare(folder) {
  const copy = mkdtempSync(join(process.env.TEST_TMPDIR ?? tmpdir(), "lua_suite."));
  cpSync(folder, copy, { recursive: true, dereference: true });
  const dropped = [];
  for (const [file, line, why] of LINES) {
    if (!existsSync(join(copy, file))) continue;
    // The files are not UTF-8 throughout.
    const lines = readFileSync(join(copy, file), "latin1").split("\n");
    lines.forEach((text, i) => {
      if (text.trim() !== line) return;
      lines[i] = `-- ${text}`;
      dropped.push({ place: `${file}:${i + 1}`, why });
    });
    writeFileSync(join(copy, file), lines.join("\n"), "latin1");
  }
  return { copy, dropped };
}

// Runs the suite in `folder`; `builds` are [name, command, arguments before the file]. Says what it does to `say`, and
// returns { passed, failed, leftOut, dropped }, lists of "file (build)" or of { place, why }.
export function runSuite(folder, builds, say) {
  const { copy, dropped } = prepare(folder);
  const result = { passed: [], failed: [], leftOut: [], dropped };
  const files = readdirSync(copy).filter((name) => name.endsWith(".lua"));
  for (const file of files.sort()) {
    for (const [build, command, before] of builds) {
      const out = LEFT_OUT[file];
      if (out && (out.build ?? build) === build) {
        result.leftOut.push({ place: `${file} (${build})`, why: out.why });
        continue;
      }
      const { status, signal, stdout, stderr, error } = spawnSync(command, [...before, file], {
        cwd: copy,
        encoding: "latin1",
        timeout: 600_000,
        maxBuffer: 1 << 28,
      });
      const ok = status === 0;
      result[ok ? "passed" : "failed"].push(`${file} (${build})`);
      say(`${ok ? "passed" : "FAILED"}  ${file} (${build})`);
      if (ok) continue;
      say([error?.message, signal && `ended by ${signal}`, stdout.slice(-500), stderr.slice(-2000)].filter(Boolean).join("\n"));
    }
  }
  for (const { place, why } of [...result.leftOut, ...dropped]) say(`does not apply: ${place}: ${why}`);
  rmSync(copy, { recursive: true, force: true });
  return result;
}

// The two builds, as they lie in the folder that tools/npm/node.bzl lays out.
export function builds() {
  const here = process.cwd();
  // Node would load the module with fetch, which knows no files.
  const wasm = ["--no-experimental-fetch", join(here, "tests/lua_suite/run_file_module.js")];
  return [
    ["native", join(here, "tests/lua_suite/run_file"), []],
    ["wasm", process.execPath, wasm],
  ];
}
