// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Runs named cases one after the other in one browser, each with a page of its own, and writes a JUnit report. A case fails on
// an exception, and also on any page error, console error, violation of the page's policy, failed request or error response
// that it did not announce.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { writeReport } from './report.mjs';

const CHROMIUM = '/usr/bin/chromium';
const ARGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync',
];

// Where screenshots go: kept by Bazel beside the test's log.
const OUTPUTS = process.env.TEST_UNDECLARED_OUTPUTS_DIR ?? mkdtempSync(join(tmpdir(), 'tandem-browser-'));

const cases = [];

// `run` gets {page, problems, screenshot, expectProblem}. `problems` collects what went wrong in the page; a case that causes
// some on purpose takes them out again, or says before it ends what they are like: there must then be some.
export function test(name, run) {
  cases.push({ name, run });
}

// Takes the page away before its server goes, once nothing is loading any more: a request cut off by us is no failure of the app.
export async function leave(page) {
  await page.waitForLoadState('networkidle').catch(() => {});
  await page.goto('about:blank');
}

export async function runAll(suite) {
  mkdirSync(OUTPUTS, { recursive: true });
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  const report = [];
  for (const { name, run } of cases) {
    const started = Date.now();
    let failure = null;
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const problems = [];
    await page.addInitScript(() => addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) =>
      console.error(`policy violated: ${effectiveDirective} ${blockedURI} ${sample}`)));
    page.on('pageerror', (error) => problems.push(`page error: ${error.stack ?? error}`));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`console error: ${message.text()}`);
    });
    page.on('requestfailed', (request) => problems.push(`request failed: ${request.url()} ${request.failure()?.errorText}`));
    page.on('response', (response) => {
      if (response.status() >= 400) problems.push(`${response.status()} for ${response.url()}`);
    });
    const screenshot = (shot) => page.screenshot({ path: join(OUTPUTS, `${shot}.png`) });
    try {
      const expected = [];
      await run({ page, problems, screenshot, expectProblem: (pattern) => expected.push(pattern) });
      for (const pattern of expected) assert.ok(problems.some((text) => pattern.test(text)), `no problem like ${pattern}`);
      const others = problems.filter((text) => !expected.some((pattern) => pattern.test(text)));
      assert.deepEqual(others, [], 'the page had problems');
    } catch (error) {
      failure = error;
      await screenshot(`FAILED ${name}`.replaceAll(/\W+/g, '_')).catch(() => {});
    }
    await context.close();
    console.log(`${failure ? 'FAIL' : 'PASS'}: ${name} (${Date.now() - started} ms)`);
    if (failure) console.log(`${failure.stack ?? failure}\n${problems.join('\n')}`);
    report.push({ name, failure, seconds: (Date.now() - started) / 1000 });
  }
  await browser.close();
  return writeReport(suite, report);
}
