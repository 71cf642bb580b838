// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Test cases in Node: `test(name, body)` collects them, `runTests(suite)` runs them one after the
// other, prints each, and writes them to $XML_OUTPUT_FILE in JUnit's form, which is how Bazel learns
// how many there were. The process fails if a case did.

import { writeFileSync } from "node:fs";

const cases = [];

// `body` may be asynchronous. It fails by throwing.
export function test(name, body) {
  cases.push({ name, body });
}

export async function runTests(suite) {
  const results = [];
  for (const { name, body } of cases) {
    const begun = performance.now();
    let failure = null;
    try {
      await body();
    } catch (error) {
      failure = error?.stack ?? String(error);
    }
    const seconds = (performance.now() - begun) / 1000;
    console.log(`${failure ? "FAILED" : "ok"}: ${name} (${seconds.toFixed(3)} s)`);
    if (failure) console.log(failure);
    results.push({ name, seconds, failure });
  }
  const failed = results.filter(({ failure }) => failure).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  if (process.env.XML_OUTPUT_FILE) writeFileSync(process.env.XML_OUTPUT_FILE, junit(suite, results));
  if (failed > 0 || results.length === 0) process.exitCode = 1;
}

function junit(suite, results) {
  const cases = results.map(({ name, seconds, failure }) => {
    const inner = failure ? `<failure>${escaped(failure)}</failure>` : "";
    return `<testcase classname="${suite}" name="${escaped(name)}" time="${seconds}">${inner}</testcase>`;
  });
  const failed = results.filter(({ failure }) => failure).length;
  const counts = `tests="${results.length}" failures="${failed}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites><testsuite name="${suite}" ${counts}>
${cases.join("\n")}
</testsuite></testsuites>
`;
}

// Control characters have no form in XML 1.0 at all.
function escaped(text) {
  return text
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/g, "?")
    .replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
}
