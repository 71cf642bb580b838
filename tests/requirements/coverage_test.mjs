// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// That the requirements of this repository are proved by its tests, and that the script which says so cannot be pleased with less.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTests, test } from '../wasm/cases.mjs';
import { allCases, casesOf, citationsIn } from './citations.mjs';
import { repositoryRoot } from './repository_root.mjs';
import { problems, readOpen, readRequirements } from './requirements.mjs';

const root = repositoryRoot();
const read = (name) => readFileSync(join(root, 'tests/requirements', name), 'utf8');

const LISTED = readRequirements([
  'P-1\tprotocol\tcore\tone thing',
  'P-2\tprotocol\tcore\tanother',
  'S-1\tsessions-http\tserver\tsomething of the shell',
  'C-1\tcompat\tcore\told habits',
  'P-3\tprotocol\tdocumentary\tsomething to know\tnobody can test it',
  'P-4\tprotocol\tsuperseded by P-2\tno more\tby the other',
  'F-1\tfrontend\tas P-1\tthe same from the other side',
  'C-1\tbrowser\tbrowser\twhat a page does',
].join('\n'));
const ALL = ['P-1', 'P-2', 'S-1', 'compat C-1', 'browser C-1'];
const citing = (...names) => [{ file: 'a_test.cc', line: 1, suite: 'A', name: 'B', cites: names }];

test('every requirement is cited by a test, or stands in open.tsv with its reason', () => {
  assert.deepEqual(problems(readRequirements(read('requirements.tsv')), readOpen(read('open.tsv')), allCases(root)), []);
});

test('cases are found in every kind of file', () => {
  const files = allCases(root).map(({ file }) => file);
  for (const part of ['tests/core/tracker/', 'tests/conformance/transcripts/', 'tests/native_server/', 'tests/wasm/', 'tests/browser/', 'web/test/unit/', 'web/test/browser/']) {
    assert.ok(files.some((file) => file.startsWith(part)), `no case in ${part}`);
  }
});

test('what a case says counts, what its file says does not', () => {
  const cpp = `// Everything about P-1.
#include "x.h"

// Neither does this P-2, which stands apart.

// P-3: the comment above.
TEST_F(Things, Work) {
  Do();  // T-4
}

// P-5
void Helper() {}

TEST(Things,
     WithALongName) {
  EXPECT_TRUE(Holds()) << "S-6";
}
`;
  assert.deepEqual(casesOf('tests/core/things_test.cc', cpp).map(({ suite, name, line, cites }) => [suite, name, line, cites]), [
    ['Things', 'Work', 7, ['P-3', 'T-4']],
    ['Things', 'WithALongName', 14, ['S-6']],
  ]);
});

test('a case of JavaScript has its name, its body and the comment above it', () => {
  const script = `// All of F-1.
import { test } from './cases.mjs';

// P-2
test('one: F-3', () => {
  check(); // L-4
});
test('two', () => check('H-5'));
const other = 'P-6';
`;
  assert.deepEqual(casesOf('web/test/unit/one_test.ts', script).map(({ name, cites }) => [name, cites]), [
    ['one: F-3', ['P-2', 'F-3', 'L-4']],
    ['two', ['H-5']],
  ]);
});

test('of a transcript only the sentence counts', () => {
  const text = '# one_thing\n# What is true (P-1, D-2).\n# More about P-3.\napp person\n\n# P-4\na> {}\n';
  assert.deepEqual(casesOf('tests/conformance/transcripts/frames/one_thing.txt', text), [
    { file: 'tests/conformance/transcripts/frames/one_thing.txt', line: 2, suite: 'frames', name: 'one_thing', cites: ['P-1', 'D-2'] },
  ]);
});

test('a range cites its ends', () => {
  assert.deepEqual(citationsIn('P-107 … P-109, L-31…L-40'), ['P-107', 'P-109', 'L-31', 'L-40']);
});

test('other words are no citations', () => {
  assert.deepEqual(citationsIn('UTF-8, X-1, SHA-256, P-1a, sl-P-2, ISO-8859-1'), []);
});

test('C- is named with its file', () => {
  assert.deepEqual(citationsIn('compat C-4, C-5 and C-6; browser C-7'), ['compat C-4', 'compat C-5', 'compat C-6', 'browser C-7']);
  assert.deepEqual(citationsIn('C-10'), ['? C-10']);
  assert.deepEqual(casesOf('web/test/browser/x_test.ts', "scene('C-1 C-2 x', {});\n")[0].cites, ['browser C-1', 'browser C-2']);
  assert.match(problems(LISTED, new Map(), citing(...ALL, '? C-1')).join(), /^C-1 could be of two files.*a_test\.cc:1/);
});

test('an uncited requirement is a problem unless it is open', () => {
  assert.deepEqual(problems(LISTED, new Map(), citing('P-1', 'compat C-1')), [
    'no test cites P-2 (core): another', 'no test cites S-1 (server): something of the shell', 'no test cites browser C-1 (browser): what a page does',
  ]);
  assert.deepEqual(problems(LISTED, new Map([['P-2', 'later'], ['S-1', 'later'], ['browser C-1', 'later']]), citing('P-1', 'compat C-1')), []);
});

test('an open entry that is cited, unknown or not demanded is a problem', () => {
  const open = new Map([['P-1', 'later'], ['P-3', 'later'], ['P-9', 'later']]);
  const found = problems(LISTED, open, citing(...ALL)).join('\n');
  assert.match(found, /P-1 is not open any more/);
  assert.match(found, /P-3 is documentary/);
  assert.match(found, /P-9 does not exist/);
});

test('a citation of what does not exist is a problem', () => {
  assert.match(problems(LISTED, new Map(), citing(...ALL, 'P-77')).join(), /^P-77 does not exist: a_test\.cc:1 \(A\.B\)$/);
  assert.match(problems(LISTED, new Map(), citing(...ALL, 'TC-77', 'browser C-2')).join('\n'), /^TC-77 does not exist.*\nbrowser C-2 does not exist/);
});

test('the lists are read strictly', () => {
  for (const [line, message] of [
    ['P-1\tprotocol\tcore', /four or five columns/],
    ['P-1\tprotocol\tsomehow\twords', /unknown status/],
    ['P-1\tprotocol\tdocumentary\twords', /needs a reason/],
    ['1\tprotocol\tcore\twords', /no number/],
    ['P-1\tprotocol\tcore\twords\nP-1\tprotocol\tcore\twords', /:2: P-1 is there twice/],
  ]) assert.throws(() => readRequirements(line), message);
  assert.throws(() => readOpen('P-1'), /a reason/);
  for (const status of ['superseded by D-9', 'as D-9']) {
    assert.match(problems(readRequirements(`P-1\tprotocol\t${status}\twords\tso`), new Map(), []).join(), new RegExp(`P-1 is ${status}, which does not exist`));
  }
  const circle = readRequirements('P-1\tprotocol\tas P-2\twords\nP-2\tprotocol\tas P-1\twords');
  assert.match(problems(circle, new Map(), []).join('\n'), /P-1 is as P-2, which no test proves\nP-2 is as P-1/);
});

await runTests('requirements');
