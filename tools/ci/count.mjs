// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Counts test cases as their runners reported them. A stage hands over JUnit files, or the build events of a
// `bazel test`, which say of every target how it ended and where its test.xml is. What failed without saying which case (a
// crash, a time-out, a target that does not build, a command with a bad exit status) counts as one failed case, so that
// nothing that went wrong is missing from the sum. Skipped and disabled cases count as neither.
//
//   node count.mjs --stage NAME --status EXIT_STATUS --tally FILE [RESULTS.xml|EVENTS.json]…    appends to the tally
//   node count.mjs --total FILE                                                                 prints the sum

import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    stage: { type: 'string' },
    status: { type: 'string' },
    tally: { type: 'string' },
    total: { type: 'string' },
  },
});

if (values.total) {
  const sum = { passed: 0, failed: 0 };
  const text = existsSync(values.total) ? readFileSync(values.total, 'utf8') : '';
  for (const line of text.split('\n').filter(Boolean)) {
    const [, passed, failed] = /\t(\d+) passed, (\d+) failed$/.exec(line);
    sum.passed += Number(passed);
    sum.failed += Number(failed);
  }
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
} else {
  const count = { passed: 0, failed: 0 };
  const files = positionals.filter(existsSync);
  for (const file of files) {
    if (file.endsWith('.json')) countEvents(readFileSync(file, 'utf8'), count);
    else add(count, countJUnit(readFileSync(file, 'utf8')));
  }
  if (values.status !== '0' && count.failed === 0) count.failed = 1;
  if (values.status === '0' && files.length === 0) count.passed = 1;
  appendFileSync(values.tally, `${values.stage}\t${count.passed} passed, ${count.failed} failed\n`);
  process.exit(count.failed === 0 ? 0 : 1);
}

function add(count, more) {
  count.passed += more.passed;
  count.failed += more.failed;
}

function countJUnit(xml) {
  const count = { passed: 0, failed: 0 };
  // Output quoted in a report may look like a report.
  const markup = xml.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, '');
  for (const [, attributes, body = ''] of markup.matchAll(/<testcase\b((?:[^>"]|"[^"]*")*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
    if (/<(failure|error)\b/.test(body)) count.failed += 1;
    else if (!/<skipped\b/.test(body) && !/\b(status="notrun"|result="(skipped|suppressed)")/.test(attributes)) count.passed += 1;
  }
  return count;
}

function countEvents(text, count) {
  const results = new Map(); // The last attempt of each run and shard of each test.
  const targets = new Map(); // Whether each target was built; of tests only what never ran stays in question.
  for (const line of text.split('\n').filter(Boolean)) {
    const event = JSON.parse(line);
    const { testResult, targetCompleted } = event.id ?? {};
    if (testResult && event.testResult) {
      results.set([testResult.label, testResult.run, testResult.shard].join(' '), event.testResult);
    }
    if (targetCompleted) targets.set(targetCompleted.label, Boolean(event.completed?.success) || event.aborted?.reason === 'SKIPPED');
  }
  for (const result of results.values()) {
    const report = (result.testActionOutput ?? []).find((output) => output.name === 'test.xml');
    const path = report ? fileURLToPath(report.uri) : '';
    const cases = path && existsSync(path) ? countJUnit(readFileSync(path, 'utf8')) : { passed: 0, failed: 0 };
    if (result.status !== 'PASSED' && cases.failed === 0) cases.failed = 1;
    add(count, cases);
  }
  for (const built of targets.values()) if (!built) count.failed += 1;
}
