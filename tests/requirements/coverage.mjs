// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Which tests prove which requirement.
//
//     coverage.mjs           what is wrong, and the sums
//     coverage.mjs --list    every requirement with the cases that cite it, or why none does

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allCases } from './citations.mjs';
import { citedBy, problems, readOpen, readRequirements, summary } from './requirements.mjs';
import { repositoryRoot } from './repository_root.mjs';

const root = repositoryRoot();
const read = (name) => readFileSync(join(root, 'tests/requirements', name), 'utf8');
const requirements = readRequirements(read('requirements.tsv'));
const open = readOpen(read('open.tsv'));
const cases = allCases(root);

if (process.argv.includes('--list')) {
  const by = citedBy(cases);
  for (const { name, status, says, why } of requirements.values()) {
    console.log(`${name}\t${status}\t${says}`);
    if (open.has(name)) console.log(`    open: ${open.get(name)}`);
    if (why) console.log(`    ${why}`);
    for (const { file, line, suite, name: test } of by.get(name) ?? []) console.log(`    ${suite}.${test}  ${file}:${line}`);
  }
}
for (const [kind, { listed, cited, open: still }] of summary(requirements, open, cases)) {
  console.log(`${kind}: ${listed} listed, ${cited} cited by tests, ${still} open`);
}
const wrong = problems(requirements, open, cases);
for (const problem of wrong) console.error(problem);
process.exit(wrong.length === 0 ? 0 : 1);
