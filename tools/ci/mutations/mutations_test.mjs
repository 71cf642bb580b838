// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// That the list of mutations fits the sources and the tests of today; run.mjs, which takes its time, says whether they are caught.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allCases } from '../../../tests/requirements/citations.mjs';
import { repositoryRoot } from '../../../tests/requirements/repository_root.mjs';
import { runTests, test } from '../../../tests/wasm/cases.mjs';
import { applied, casesOfTest, failedCases, judge, readMutations } from './mutations.mjs';

const root = repositoryRoot();
const mutations = readMutations(readFileSync(join(root, 'tools/ci/mutations/mutations.json'), 'utf8'));
const cases = allCases(root);

test('every mutation still applies', () => {
  for (const mutation of mutations) applied(mutation, readFileSync(join(root, mutation.file), 'utf8'));
});

test('every mutation breaks what its test says it proves', () => {
  for (const { breaks, file, test: target } of mutations) {
    const citing = casesOfTest(target, cases).filter(({ cites }) => cites.includes(breaks));
    assert.ok(citing.length > 0, `no case of ${target} cites ${breaks}, which a mutation of ${file} breaks`);
  }
});

test('there are forty of them, all over the core', () => {
  assert.ok(mutations.length >= 40, `${mutations.length} mutations`);
  const folders = new Set(mutations.map(({ file }) => file.split('/')[1]));
  for (const folder of ['backend', 'base', 'lua', 'protocol', 'session', 'tracker', 'viewdef']) assert.ok(folders.has(folder), folder);
});

test('a mutation that fits nowhere or twice is an error', () => {
  const mutation = { file: 'core/x.cc', old: 'a', new: '$&b' };
  assert.equal(applied(mutation, 'xay'), 'x$&by');
  assert.throws(() => applied(mutation, 'xyz'), /core\/x\.cc has 0 times: a/);
  assert.throws(() => applied(mutation, 'aa'), /2 times/);
});

test('the list is read strictly', () => {
  const good = { file: 'core/x.cc', old: 'a', new: 'b', breaks: 'P-1', test: '//tests/core/x:x_test' };
  assert.deepEqual(readMutations(JSON.stringify([good])), [good]);
  for (const [change, message] of [
    [{ file: 'wasm/x.cc' }, /only sources of the core/], [{ new: 'a' }, /the same/], [{ test: 'x' }, /no test of ours/], [{ more: 1 }, /the fields are/],
  ]) assert.throws(() => readMutations(JSON.stringify([{ ...good, ...change }])), message);
  assert.throws(() => readMutations(JSON.stringify([good, good])), /entry 2 .*twice/);
});

const REPORT = `<testsuites><testsuite name="A">
  <testcase name="Holds" classname="ATest" time="0"/>
  <testcase name="Breaks" classname="ATest"><failure message="x"><![CDATA[<testcase name="Quoted" classname="ATest"><failure/></testcase>]]></failure></testcase>
  <testcase name="Each/0" classname="All/ATest"><failure message="&lt;x&gt;"/></testcase>
</testsuite></testsuites>`;

test('failed cases are found in a report', () => {
  assert.deepEqual(failedCases(REPORT), ['ATest.Breaks', 'ATest.Each']);
});

test('caught means that a case failed which cites the requirement', () => {
  const mutation = { breaks: 'P-1', test: '//tests/core/a:a_test' };
  const known = (name, ...cites) => ({ file: 'tests/core/a/a_test.cc', suite: 'ATest', name, cites });
  const verdict = (...some) => judge(mutation, { built: true, xml: REPORT }, some);
  assert.deepEqual(verdict(known('Breaks', 'P-1')), { caught: true, why: 'ATest.Breaks' });
  assert.match(verdict(known('Holds', 'P-1'), known('Breaks', 'P-2')).why, /none of the failed cases cites P-1/);
  assert.equal(verdict({ ...known('Breaks', 'P-1'), file: 'tests/core/b/b_test.cc' }).caught, false);
  assert.match(judge(mutation, { built: true, xml: '<testsuites/>' }, []).why, /no case failed/);
  assert.match(judge(mutation, { built: false, xml: '' }, []).why, /does not build/);
});

await runTests('mutations');
