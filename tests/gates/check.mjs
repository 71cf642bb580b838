// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Holds sizes and counts to the bounds committed in bounds.json. Prints one line per gate and fails when a value is beyond its
// bound, when a gate has no value, or a value no gate. A path after "brotli:" stands for the compressed size of that file, one
// after "script:" for that of a script with all it imports before it runs: what it imports on demand is not counted but reported
// beside it.
//
//     node check.mjs [--junit FILE] NAME=NUMBER NAME=brotli:FILE NAME=script:FILE …

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

const here = dirname(fileURLToPath(import.meta.url));
const bounds = JSON.parse(readFileSync(join(here, 'bounds.json'), 'utf8'));

function brotliBytes(file) {
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  return brotliCompressSync(readFileSync(file), quality).length;
}

// The file and what it imports statically, as esbuild writes it.
function modules(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:import|from)\s*"(\.[^"]+)"/g)) modules(join(dirname(file), path), found);
  return found;
}

// What the script imports on demand, each with all that comes with it.
function onDemand(file) {
  const before = modules(file);
  const found = new Map();
  for (const module of before) {
    for (const [, path] of readFileSync(module, 'utf8').matchAll(/import\("(\.[^"]+)"\)/g)) {
      const chunk = join(dirname(module), path);
      found.set(chunk, [...modules(chunk)].filter((part) => !before.has(part)));
    }
  }
  return [...found].map(([chunk, parts]) => [basename(chunk), parts.reduce((sum, part) => sum + brotliBytes(part), 0)]);
}

function measure(text) {
  if (text.startsWith('script:')) return [...modules(text.slice('script:'.length))].reduce((sum, file) => sum + brotliBytes(file), 0);
  if (text.startsWith('brotli:')) return brotliBytes(text.slice('brotli:'.length));
  return /^\d+$/.test(text) ? Number(text) : NaN;
}

// Null when the value keeps to its bound, else what is wrong with it.
function complaint(bound, value) {
  if (!Number.isFinite(value)) return 'was not measured';
  if (bound.max !== undefined && value > bound.max) return `is ${value - bound.max} over its bound`;
  if (bound.min !== undefined && value < bound.min) return `is ${bound.min - value} under its bound`;
  return null;
}

const args = process.argv.slice(2);
const junit = args[0] === '--junit' ? args.splice(0, 2)[1] : undefined;
const values = new Map(args.map((arg) => {
  const at = arg.indexOf('=');
  return [arg.slice(0, at), measure(arg.slice(at + 1))];
}));

const beside = new Map(args.flatMap((arg) => {
  const [, name, file] = /^(\w+)=script:(.*)$/.exec(arg) ?? [];
  return name ? [[name, onDemand(file)]] : [];
}));

const cases = [];
for (const [name, bound] of Object.entries(bounds)) {
  const value = values.has(name) ? values.get(name) : NaN;
  const wrong = complaint(bound, value);
  const limit = bound.max !== undefined ? `at most ${bound.max}` : `at least ${bound.min}`;
  console.log(`gate ${name}: ${value} (${limit}; ${bound.what})${wrong ? ` FAILED: ${wrong}` : ''}`);
  for (const [chunk, bytes] of beside.get(name) ?? []) console.log(`  on demand: ${chunk}: ${bytes}`);
  cases.push({ name, wrong });
}
for (const name of values.keys()) {
  if (!(name in bounds)) cases.push({ name, wrong: `gate ${name} is not in bounds.json` });
}

const failed = cases.filter((c) => c.wrong);
for (const { name, wrong } of failed) console.error(`gate ${name} ${wrong}`);
if (junit !== undefined) {
  mkdirSync(dirname(junit), { recursive: true });
  const body = cases.map(({ name, wrong }) =>
    `<testcase classname="gates" name="${name}">${wrong ? `<failure message="${wrong}"/>` : ''}</testcase>`);
  writeFileSync(junit, `<testsuites><testsuite name="gates" tests="${cases.length}" ` +
    `failures="${failed.length}">${body.join('')}</testsuite></testsuites>\n`);
}
process.exit(failed.length === 0 ? 0 : 1);
