// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Finds the test cases of this repository and the requirements each of them cites. A citation counts only where it belongs to one
// case: in the body of a TEST and the comment directly above it, in a transcript's sentence, in a test('…') of JavaScript and the
// comment directly above that. What a file says of itself counts for nothing, and "P-1 … P-9" cites two requirements, not nine.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

// Where cases are looked for, below the root of the repository.
const FOLDERS = ['tests', 'web/test'];

// Tests of how tests are written: what they quote is no citation.
const ABOUT_TESTS = new Set([
  'tests/conformance/catalogue_test.cc',
  'tests/conformance/frame_pattern_test.cc',
  'tests/conformance/runner_test.cc',
  'tests/conformance/transcript_test.cc',
  'tests/requirements/coverage_test.mjs',
]);

// A number with its letters; for C- also the word before it, or before the list it stands in: "compat C-4, C-5 and C-6".
const CITATION = /(?<![\w-])(P|T|L|H|S|D|F|TC)-(\d+)(?!\w)/g;
const CATALOGUED = /(?:\b(compat|browser) )?((?<![\w-])C-\d+(?!\w)(?:(?:, | and )C-\d+(?!\w))*)/g;

// What registers a case of JavaScript: the runners' own functions, and those of tests/browser that put something around them.
const REGISTERS = /^\s*(?:test|scene|inEachHome|inEachLook|byKeyboard|withServer|editing|roster|inspecting)\((['"`])(.*?)\1/;

// The requirements `text` names: "P-47", "compat C-10". Two files count with C-: where neither is named, the numbers are
// `catalogue`'s, and "? C-10" if that is not given.
export function citationsIn(text, catalogue = '?') {
  const found = new Set();
  for (const [, letters, number] of text.matchAll(CITATION)) found.add(`${letters}-${number}`);
  for (const [, named, list] of text.matchAll(CATALOGUED)) {
    for (const [number] of list.matchAll(/C-\d+/g)) found.add(`${named ?? catalogue} ${number}`);
  }
  return [...found];
}

// The comment lines directly above line `at`, and the lines from there to `end`.
function withComment(lines, at, end) {
  let first = at;
  while (first > 0 && /^\s*\/\//.test(lines[first - 1])) first -= 1;
  return lines.slice(first, end + 1).join('\n');
}

// The line on which the body begun at `at` ends: the next "}" at the very left.
function endOfCpp(lines, at) {
  if (/\{.*\}$/.test(lines[at])) return at;
  const end = lines.findIndex((line, number) => number > at && line.startsWith('}'));
  return end < 0 ? lines.length - 1 : end;
}

// The same for a call in JavaScript: what stands further right belongs to it, and the line that closes it.
function endOfCall(lines, at) {
  const indent = /^\s*/.exec(lines[at])[0];
  for (let line = at + 1; line < lines.length; line += 1) {
    if (lines[line].trim() === '' || lines[line].startsWith(`${indent} `)) continue;
    return /^\s*[)}\]]/.test(lines[line]) ? line : line - 1;
  }
  return lines.length - 1;
}

function casesOfCpp(file, text) {
  const cases = [];
  const lines = text.split('\n');
  lines.forEach((line, at) => {
    // The names may stand on two lines.
    const head = /^(?:TEST|TEST_F|TEST_P|TYPED_TEST)\(\s*(\w+),\s*(\w+)\)/.exec(`${line} ${lines[at + 1] ?? ''}`);
    if (!head) return;
    cases.push({ file, line: at + 1, suite: head[1], name: head[2], cites: citationsIn(withComment(lines, at, endOfCpp(lines, at))) });
  });
  return cases;
}

function casesOfScript(file, text) {
  const cases = [];
  const lines = text.split('\n');
  const catalogue = file.startsWith('web/') || file.startsWith('tests/browser/') ? 'browser' : '?';
  lines.forEach((line, at) => {
    const head = REGISTERS.exec(line);
    if (!head) return;
    const cites = citationsIn(withComment(lines, at, endOfCall(lines, at)), catalogue);
    cases.push({ file, line: at + 1, suite: basename(file).replace(/\.\w+$/, ''), name: head[2], cites });
  });
  return cases;
}

// "# name" and "# the sentence": one case of that name in the suite of its folder.
function caseOfTranscript(file, text) {
  const [title = '', sentence = ''] = text.split('\n');
  const folder = file.split('/').at(-2);
  return [{ file, line: 2, suite: folder, name: title.replace(/^# /, '').trim(), cites: citationsIn(sentence) }];
}

// The cases of one file, whose path is relative to the root of the repository.
export function casesOf(file, text) {
  if (/\.(cc|h)$/.test(file)) return casesOfCpp(file, text);
  if (/_test\.(mjs|ts)$/.test(file)) return casesOfScript(file, text);
  if (file.startsWith('tests/conformance/transcripts/') && file.endsWith('.txt')) return caseOfTranscript(file, text);
  return [];
}

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules') yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

// Every case of the repository at `root`, in the order of the files.
export function allCases(root) {
  const folders = FOLDERS.map((folder) => join(root, folder)).filter(existsSync);
  return folders.flatMap((folder) => [...filesBelow(folder)])
    .map((path) => [relative(root, path), path])
    .filter(([file]) => !ABOUT_TESTS.has(file))
    .flatMap(([file, path]) => casesOf(file, readFileSync(path, 'utf8')));
}
