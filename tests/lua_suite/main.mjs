// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Usage: bazel run //tests/lua_suite -- --lua-tests DIR    (or ./tandem test --lua-tests DIR)

import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";

import { HOW_TO_GET, builds, runSuite } from "./suite.mjs";

const [flag, folder, ...rest] = process.argv.slice(2);
if (flag !== "--lua-tests" || folder === undefined || rest.length > 0) {
  console.error(`usage: bazel run //tests/lua_suite -- --lua-tests DIR\n\n${HOW_TO_GET}`);
  process.exit(2);
}
const path = isAbsolute(folder) ? folder : join(process.env.BUILD_WORKING_DIRECTORY ?? "", folder);
if (!existsSync(join(path, "all.lua"))) {
  console.error(`lua_suite: there is no Lua test suite (no all.lua) in ${path}\n\n${HOW_TO_GET}`);
  process.exit(2);
}
const { passed, failed } = runSuite(path, builds(), console.log);
console.log(`${passed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 || passed.length === 0 ? 1 : 0;
