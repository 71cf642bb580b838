// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The list of mutations, read strictly, applied to a text, and judged by the report of the test that should have noticed.

const FIELDS = ['breaks', 'file', 'new', 'old', 'test'];

// mutations.json: [{file, old, new, breaks, test}…]. Throws over an entry that is not of that form or is there twice.
export function readMutations(text) {
  const mutations = JSON.parse(text);
  const seen = new Set();
  for (const [at, mutation] of mutations.entries()) {
    const refuse = (what) => { throw new Error(`mutations.json, entry ${at + 1} (${mutation.file}): ${what}`); };
    if (Object.keys(mutation).sort().join() !== FIELDS.join()) refuse(`the fields are ${FIELDS.join(', ')}`);
    if (!/^core\/.*\.(cc|h)$/.test(mutation.file)) refuse('only sources of the core are mutated');
    if (!/^\/\/tests\/[\w/]+:\w+$/.test(mutation.test)) refuse(`"${mutation.test}" is no test of ours`);
    if (mutation.old === mutation.new) refuse('old and new are the same');
    const key = JSON.stringify([mutation.file, mutation.old, mutation.new]);
    if (seen.has(key)) refuse('it is there twice');
    seen.add(key);
  }
  return mutations;
}

// The mutated text. Throws unless `old` occurs exactly once: a source that moved on leaves no mutation behind unnoticed.
export function applied({ file, old, new: replacement }, text) {
  const places = text.split(old).length - 1;
  if (places !== 1) throw new Error(`${file} has ${places} times: ${old}`);
  return text.replace(old, () => replacement);
}

// The file of a target's cases, or the folder of transcripts that it plays.
export function sourceOf(test) {
  const [folder, name] = test.slice(2).split(':');
  return folder === 'tests/conformance' ? 'tests/conformance/transcripts/' : `${folder}/${name}.cc`;
}

// Those of `cases` that `test` runs.
export function casesOfTest(test, cases) {
  return cases.filter(({ file }) => file.startsWith(sourceOf(test)));
}

// The failed cases of a JUnit report as "Suite.Name", without what parameters add.
export function failedCases(xml) {
  const markup = xml.replaceAll(/<!\[CDATA\[[\s\S]*?\]\]>/g, '');
  const failed = [];
  for (const [, attributes, body = ''] of markup.matchAll(/<testcase\b((?:[^>"]|"[^"]*")*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g)) {
    if (!/<(failure|error)\b/.test(body)) continue;
    const value = (name) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
    failed.push(`${value('classname').split('/').at(-1)}.${value('name').split('/')[0]}`);
  }
  return [...new Set(failed)];
}

// What a run of the mutated test says: {caught, why}. Caught means that a case failed which cites what was broken.
export function judge({ breaks, test }, { built, xml }, cases) {
  if (!built) return { caught: false, why: 'the mutated source does not build' };
  const failed = failedCases(xml);
  if (failed.length === 0) return { caught: false, why: 'no case failed' };
  const citing = casesOfTest(test, cases)
    .filter(({ suite, name, cites }) => cites.includes(breaks) && failed.includes(`${suite}.${name}`))
    .map(({ suite, name }) => `${suite}.${name}`);
  if (citing.length === 0) return { caught: false, why: `none of the failed cases cites ${breaks}: ${failed.join(', ')}` };
  return { caught: true, why: citing.join(', ') };
}

