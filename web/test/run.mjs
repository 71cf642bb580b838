// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Runs the tests of one kind, `unit` or `browser`, or one test file elsewhere in the repository: bundles the TypeScript
// files, runs them with node:test, prints what failed and a summary, and writes JUnit XML to $XML_OUTPUT_FILE with one
// <testcase> per case. Arguments after the first are parts of test names; only cases whose name contains one of them run.

import { build } from 'esbuild';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { run } from 'node:test';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [subject = 'unit', ...patterns] = process.argv.slice(2);
const kind = basename(subject, '_test.ts');
const work = await mkdtemp(join(process.env.TEST_TMPDIR ?? tmpdir(), 'tandem-web-'));
// Built by Bazel, or by `npm run build`.
process.env.TANDEM_WEB_ASSETS ??= [join(here, '../assets'), join(here, '../build/assets')].find((folder) => existsSync(folder));

if (kind === 'browser' && !process.env.TANDEM_WEB_ASSETS) throw new Error('there are no assets to test: npm run build');

const sources = subject === kind
  ? (await readdir(join(here, kind))).filter((name) => name.endsWith('_test.ts')).sort().map((name) => join(here, kind, name))
  : [resolve(subject)];
if (sources.length === 0) throw new Error(`there are no ${kind} tests`);

// One entry for all files: browser tests then share one browser.
const entry = join(work, `${kind}.mjs`);
await build({
  absWorkingDir: here,
  stdin: { contents: sources.map((file) => `import ${JSON.stringify(file)};`).join('\n'), resolveDir: here, loader: 'ts' },
  outfile: entry, bundle: true, platform: 'node', format: 'esm', target: 'node18', packages: 'external', sourcemap: 'inline',
  logLevel: 'warning',
  tsconfig: join(here, '../tsconfig.json'), // The tests' own says where packages lie, and esbuild would take them in.
});
// Packages are found from the bundle as they are from here.
const modules = createRequire(import.meta.url).resolve('esbuild/package.json').replace(/esbuild[\\/]package\.json$/, '');
await symlink(modules, join(work, 'node_modules'), 'dir');

// How Bazel learns that TEST_SHARD_INDEX is heeded (test/harness/stage.ts).
if (process.env.TEST_SHARD_STATUS_FILE) await writeFile(process.env.TEST_SHARD_STATUS_FILE, '');

const cases = [];
const stream = run({
  files: [entry],
  concurrency: false,
  ...(patterns.length > 0 ? { testNamePatterns: patterns.map((pattern) => new RegExp(pattern)) } : {}),
});
const note = (outcome) => (event) => {
  if (process.env.PROGRESS) console.log(`${outcome} ${event.name} ${Math.round(event.details?.duration_ms ?? 0)} ms`);
  if (event.details?.type === 'suite' || event.name === entry || event.nesting === undefined) return;
  if (/\.mjs$/.test(event.name) && outcome === 'pass') return;
  cases.push({
    name: event.name,
    seconds: (event.details?.duration_ms ?? 0) / 1000,
    skipped: event.skip !== undefined && event.skip !== false,
    failure: outcome === 'fail' ? reasonOf(event.details?.error) : null,
  });
};
stream.on('test:pass', note('pass'));
stream.on('test:fail', note('fail'));
stream.on('test:stderr', ({ message }) => process.stderr.write(message));
stream.on('test:stdout', ({ message }) => process.stdout.write(message));
for await (const _event of stream) { /* Listened to above. */ }

await rm(work, { recursive: true, force: true });
const executed = cases.filter(({ skipped }) => !skipped);
const failed = executed.filter(({ failure }) => failure !== null);
for (const { name, failure } of failed) console.log(`FAILED ${name}\n${failure.replace(/^/gm, '    ')}\n`);
if (process.env.XML_OUTPUT_FILE) await writeFile(process.env.XML_OUTPUT_FILE, junit());
console.log(`${executed.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 || executed.length === 0 ? 1 : 0;

function reasonOf(error) {
  const cause = error?.cause ?? error;
  return String(cause?.stack ?? cause?.message ?? cause ?? 'no reason given');
}

function junit() {
  const time = cases.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(3);
  const body = cases.map(({ name, seconds, skipped, failure }) => {
    const head = `  <testcase classname="web.${kind}" name="${escape(name)}" time="${seconds.toFixed(3)}"`;
    if (failure !== null) return `${head}><failure message="failed">${escape(failure)}</failure></testcase>`;
    return skipped ? `${head}><skipped/></testcase>` : `${head}/>`;
  });
  const counts = `tests="${cases.length}" failures="${failed.length}" skipped="${cases.length - executed.length}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${counts}>\n<testsuite name="web.${kind}" ${counts} time="${time}">\n` +
    `${body.join('\n')}\n</testsuite>\n</testsuites>\n`;
}

function escape(text) {
  // Control characters have no place in XML, not even escaped.
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '').replace(/[&<>"]/g, (c) =>
    ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
}
