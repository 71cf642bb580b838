// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Breaks the core in each of the listed ways, one at a time, and requires that the named test notices with a case that cites the
// requirement. Everything happens in a worktree of the last commit in the system's folder for temporary files; the checkout it is
// called from is not touched. What was caught is remembered there too, so that an interrupted run can be taken up.
//
//     node tools/ci/mutations/run.mjs [--bazel COMMAND] [--config NAME]… [--only TEXT] [--again]
//
// COMMAND is called as `COMMAND test …`; TANDEM_BAZEL says the same. --config goes to Bazel, "opt" if not given. --only takes the
// mutations whose file or requirement contains TEXT. --again forgets what is remembered.

import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { allCases } from '../../../tests/requirements/citations.mjs';
import { applied, casesOfTest, judge, readMutations } from './mutations.mjs';

const { values: options } = parseArgs({
  options: {
    again: { type: 'boolean', default: false },
    bazel: { type: 'string', default: process.env.TANDEM_BAZEL ?? 'bazel' },
    config: { type: 'string', multiple: true, default: ['opt'] },
    only: { type: 'string', default: '' },
  },
});

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(dirname(here)));
const scratch = join(tmpdir(), `tandem-mutations-${userInfo().username}`);
const tree = join(scratch, 'tree');
const remembered = join(scratch, 'caught.json');
const git = (...words) => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim();

// A worktree of the last commit, with what depends on this machine. An existing one is used again: Bazel knows it.
function prepare() {
  mkdirSync(scratch, { recursive: true });
  if (existsSync(tree)) {
    execFileSync('git', ['checkout', '--quiet', '--force', '--detach', git('rev-parse', 'HEAD')], { cwd: tree });
  } else {
    git('worktree', 'prune');
    git('worktree', 'add', '--quiet', '--detach', tree, 'HEAD');
  }
  for (const name of ['.tandem.bazelrc', 'user.bazelrc']) {
    if (existsSync(join(root, name))) copyFileSync(join(root, name), join(tree, name));
  }
}

// Runs one test in the worktree; whether it was built, and its report.
function run(test) {
  const events = join(scratch, 'events.json');
  rmSync(events, { force: true });
  const words = ['test', ...options.config.map((name) => `--config=${name}`), `--build_event_json_file=${events}`, '--test_output=summary', test];
  spawnSync(options.bazel, words, { cwd: tree, stdio: ['ignore', 'ignore', 'ignore'] });
  let xml;
  for (const line of existsSync(events) ? readFileSync(events, 'utf8').split('\n').filter(Boolean) : []) {
    const { id, testResult } = JSON.parse(line);
    const report = id?.testResult && testResult?.testActionOutput?.find(({ name }) => name === 'test.xml');
    if (report) xml = readFileSync(fileURLToPath(report.uri), 'utf8');
  }
  return { built: xml !== undefined, xml: xml ?? '' };
}

const caughtBefore = !options.again && existsSync(remembered) ? JSON.parse(readFileSync(remembered, 'utf8')) : {};
const mutations = readMutations(readFileSync(join(here, 'mutations.json'), 'utf8'))
  .filter(({ file, breaks }) => file.includes(options.only) || breaks === options.only);
prepare();
const cases = allCases(tree);

// What a verdict depends on and can be known without building: the mutation, its source, and the cases that should notice.
function keyOf(mutation, text) {
  const parts = [mutation, text, ...casesOfTest(mutation.test, cases).map(({ file }) => readFileSync(join(tree, file), 'utf8'))];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

let missed = 0;
for (const [at, mutation] of mutations.entries()) {
  const path = join(tree, mutation.file);
  const text = readFileSync(path, 'utf8');
  const key = keyOf(mutation, text);
  const started = Date.now();
  let verdict = caughtBefore[key];
  if (!verdict) {
    try {
      writeFileSync(path, applied(mutation, text));
      verdict = judge(mutation, run(mutation.test), cases);
    } finally {
      writeFileSync(path, text);
    }
    if (verdict.caught) {
      caughtBefore[key] = verdict;
      writeFileSync(remembered, JSON.stringify(caughtBefore));
    }
  }
  if (!verdict.caught) missed += 1;
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`${at + 1}/${mutations.length} ${verdict.caught ? 'caught' : 'MISSED'} ${mutation.breaks} ${mutation.file} (${seconds} s): ${verdict.why}`);
}
console.log(`${mutations.length - missed} of ${mutations.length} mutations caught`);
process.exit(missed === 0 ? 0 : 1);
