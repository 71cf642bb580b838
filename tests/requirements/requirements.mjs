// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The list of requirements, read strictly, and what the citations of the test cases say about it.

const STATUS = /^(core|server|browser|documentary|(?:as|superseded by) ([A-Z]+-\d+))$/;

// What has to be cited by a test, or stand in the list of open ones.
const DEMANDED = new Set(['core', 'server', 'browser']);

// What says by itself why no test is expected.
const NEEDS_NO_REASON = /^as /;

// C- counts in two files, so these go by file and number.
const nameOf = (number, file) => (number.startsWith('C-') ? `${file} ${number}` : number);

function* rows(text) {
  for (const [at, line] of text.split('\n').entries()) {
    if (line !== '' && !line.startsWith('#')) yield { at: at + 1, columns: line.split('\t') };
  }
}

// requirements.tsv as a map from name ("P-47", "compat C-10") to {name, file, status, says, why}. Throws over a line that is not as
// README.md says.
export function readRequirements(text) {
  const requirements = new Map();
  for (const { at, columns } of rows(text)) {
    const [number, file, status, says, why] = columns;
    const refuse = (what) => { throw new Error(`requirements.tsv:${at}: ${what}`); };
    if (columns.length < 4 || columns.length > 5 || columns.some((column) => column.trim() === '')) refuse('four or five columns, none of them empty');
    if (!/^[A-Z]+-\d+$/.test(number)) refuse(`"${number}" is no number of a requirement`);
    if (!STATUS.test(status)) refuse(`unknown status "${status}"`);
    if (!DEMANDED.has(status) && !NEEDS_NO_REASON.test(status) && why === undefined) refuse(`"${status}" needs a reason`);
    const name = nameOf(number, file);
    if (requirements.has(name)) refuse(`${name} is there twice`);
    requirements.set(name, { name, file, status, says, why });
  }
  return requirements;
}

// open.tsv as a map from name to reason.
export function readOpen(text) {
  const open = new Map();
  for (const { at, columns: [name, reason, ...more] } of rows(text)) {
    if (!reason?.trim() || more.length > 0) throw new Error(`open.tsv:${at}: a number, a tab and a reason`);
    if (open.has(name)) throw new Error(`open.tsv:${at}: ${name} is there twice`);
    open.set(name, reason);
  }
  return open;
}

// Which cases cite each name: a map from name to cases.
export function citedBy(cases) {
  const by = new Map();
  for (const each of cases) {
    for (const name of each.cites) by.set(name, [...(by.get(name) ?? []), each]);
  }
  return by;
}

const placeOf = ({ file, line, suite, name }) => `${file}:${line} (${suite}.${name})`;

// Everything that is wrong, one line each; empty when every demanded requirement is cited or open with a reason.
export function problems(requirements, open, cases) {
  const found = [];
  const by = citedBy(cases);
  for (const [name, citing] of by) {
    if (name.startsWith('?')) {
      found.push(`${name.slice(2)} could be of two files: say "compat ${name.slice(2)}" or "browser ${name.slice(2)}": ${citing.map(placeOf).join(', ')}`);
    } else if (!requirements.has(name)) {
      found.push(`${name} does not exist: ${citing.map(placeOf).join(', ')}`);
    }
  }
  for (const { name, status, says } of requirements.values()) {
    const [, , other] = STATUS.exec(status);
    if (other && !requirements.has(other)) found.push(`${name} is ${status}, which does not exist`);
    else if (status.startsWith('as ') && !DEMANDED.has(requirements.get(other).status)) found.push(`${name} is ${status}, which no test proves`);
    if (DEMANDED.has(status) && !by.has(name) && !open.has(name)) found.push(`no test cites ${name} (${status}): ${says}`);
  }
  for (const name of open.keys()) {
    if (!requirements.has(name)) found.push(`open.tsv: ${name} does not exist`);
    else if (!DEMANDED.has(requirements.get(name).status)) found.push(`open.tsv: ${name} is ${requirements.get(name).status}: no test is expected`);
    else if (by.has(name)) found.push(`open.tsv: ${name} is not open any more: ${placeOf(by.get(name)[0])}`);
  }
  return found;
}

// How many of each status are cited, open, or neither.
export function summary(requirements, open, cases) {
  const by = citedBy(cases);
  const lines = new Map();
  for (const { name, status } of requirements.values()) {
    const kind = status.replace(/ by .*| [A-Z].*/, '');
    const line = lines.get(kind) ?? { listed: 0, cited: 0, open: 0 };
    line.listed += 1;
    if (by.has(name)) line.cited += 1;
    else if (open.has(name)) line.open += 1;
    lines.set(kind, line);
  }
  return lines;
}
