// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a browser test came to, for people and, as JUnit, for Bazel.

import { writeFileSync } from 'node:fs';

// `report` has {name, failure, seconds} for each case. Returns how many failed.
export function writeReport(suite, report) {
  const failed = report.filter(({ failure }) => failure).length;
  console.log(`${report.length - failed} passed, ${failed} failed`);
  const file = process.env.XML_OUTPUT_FILE;
  if (!file) return failed;
  const escape = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  const body = report.map(({ name, failure, seconds }) =>
    `<testcase classname="${suite}" name="${escape(name)}" time="${seconds}">` +
    `${failure ? `<failure message="${escape(failure.message)}"/>` : ''}</testcase>`);
  writeFileSync(file, `<testsuites><testsuite name="${suite}" tests="${report.length}" failures="${failed}">${body.join('\n')}</testsuite></testsuites>\n`);
  return failed;
}
