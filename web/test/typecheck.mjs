// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Runs the TypeScript compiler over the sources and over the tests, each a case of its own, and writes JUnit XML to
// $XML_OUTPUT_FILE.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = dirname(dirname(fileURLToPath(import.meta.url)));
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');

const cases = ['tsconfig.json', 'test/tsconfig.json'].map((project) => {
  const started = Date.now();
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', join(web, project)], { encoding: 'utf8' });
  const seconds = (Date.now() - started) / 1000;
  if (status !== 0) console.log(`FAILED ${project}\n${stdout}`);
  return { project, seconds, failure: status === 0 ? null : stdout };
});

const failed = cases.filter(({ failure }) => failure !== null).length;
if (process.env.XML_OUTPUT_FILE) {
  const body = cases.map(({ project, seconds, failure }) => `  <testcase classname="web.typecheck" name="${project}" time="${seconds}">` +
    `${failure === null ? '' : `<failure message="type errors">${failure.replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)}</failure>`}</testcase>`);
  writeFileSync(process.env.XML_OUTPUT_FILE, `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n<testsuite name="web.typecheck" ` +
    `tests="${cases.length}" failures="${failed}">\n${body.join('\n')}\n</testsuite>\n</testsuites>\n`);
}
console.log(`${cases.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
