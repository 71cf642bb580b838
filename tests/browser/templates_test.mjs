// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Runs the examples of docs/templates.md: each is a site, opened in Chromium, and the block `try` under it says what is done and
// what must then be seen. The guide itself explains how an example is completed and what the words mean.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { nativeHome } from './homes.mjs';
import { leave, runAll, test } from './runner.mjs';
import { siteOf } from './site.mjs';

const GUIDE = 'docs/templates.md';

// The examples: the code blocks up to each `try`, with the heading they stand under.
function examplesOf(text) {
  const examples = [];
  let heading = '';
  let blocks = [];
  let open = null;
  text.split('\n').forEach((line, index) => {
    const fence = /^```(.*)$/.exec(line);
    if (!fence && !open) heading = /^#+ (.*)$/.exec(line)?.[1] ?? heading;
    if (!fence) return open?.lines.push(line);
    if (!open) {
      open = { info: fence[1], lines: [], at: index + 1 };
      return undefined;
    }
    if (open.info === 'try') {
      examples.push({ heading, at: open.at, blocks, steps: open.lines });
      blocks = [];
    } else if (/^(html|lua)\b/.test(open.info)) {
      blocks.push({ info: open.info, text: open.lines.join('\n') });
    }
    open = null;
    return undefined;
  });
  assert.equal(open, null, `${GUIDE}: a block is not closed`);
  return { examples, left: blocks };
}

function siteFor(blocks) {
  const files = {};
  for (const { info, text } of blocks) {
    if (info === 'lua main') files['lua/main.lua'] = text;
    else if (info === 'lua') {
      files['lua/main.lua'] = `local App = session:prototype("App", {})\n${text}\nsession:createAppVariable(App:new())`;
    } else if (info === 'html' || info.startsWith('html config: ')) {
      files['viewdefs/App.DEFAULT.html'] = `<template><div>\n${text}\n</div></template>`;
      if (info !== 'html') files['config/config.toml'] = info.replace(/^html config: (\[\w+\]) /, '$1\n');
    } else files[`viewdefs/${info.replace('html ', '')}.html`] = text;
  }
  return siteOf(files);
}

// Texts without regard to how white space falls.
const flat = (text) => text.replace(/\s+/g, ' ').trim();
// A control by the text in front of it in its label, or by its selector.
const field = (page, label) => (label.startsWith('#') ? page.locator(label)
  : page.locator('label').filter({ hasText: new RegExp(`^\\s*${label}\\b`) }).locator('input, select, textarea').or(page.locator(`sl-input[label="${label}"]`)).first());

// "a.txt=hello, b.txt=bye": names with what is in them.
const filesIn = (list) => list.split(', ').map((file) => {
  const [name, text] = file.split('=');
  return { name, text, mimeType: '', buffer: Buffer.from(text) };
});

const STEPS = {
  shows: (page, text) => page.waitForFunction((wanted) => document.body.innerText.replace(/\s+/g, ' ').includes(wanted), flat(text)),
  gone: (page, text) => page.waitForFunction((wanted) => !document.body.innerText.replace(/\s+/g, ' ').includes(wanted), flat(text)),
  click: (page, name) => page.getByRole('button', { name, exact: true }).click(),
  fill: async (page, label, text) => {
    await field(page, label).fill(text);
    await field(page, label).press('Enter');
  },
  type: async (page, label, text) => {
    await field(page, label).click();
    await page.keyboard.type(text);
  },
  press: (page, label, key) => field(page, label).press(key),
  check: (page, label) => page.getByLabel(label).click(),
  choose: (page, label, values) => field(page, label).selectOption(values.split(', ')),
  holds: async (page, label, text) => {
    const control = await field(page, label).elementHandle();
    await page.waitForFunction(([element, wanted]) => element.value === wanted, [control, text]);
  },
  has: (page, selector, text) => page.waitForFunction(([css, name, wanted]) => document.querySelector(css)?.getAttribute(name) === wanted,
    [selector, ...text.split(/=(.*)/s)]),
  hasnt: (page, selector, name) => page.waitForFunction(([css, attribute]) => document.querySelector(css)?.hasAttribute(attribute) === false, [selector, name]),
  none: async (page, selector) => assert.equal(await page.locator(selector).count(), 0, selector),
  send: (page, label, files) => field(page, label).setInputFiles(filesIn(files)),
  drop: async (page, selector, files) => {
    const dataTransfer = await page.evaluateHandle((all) => {
      const transfer = new DataTransfer();
      for (const { name, text } of all) transfer.items.add(new File([text], name));
      return transfer;
    }, filesIn(files));
    for (const event of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent(selector, event, { dataTransfer });
  },
  title: (page, text) => page.waitForFunction((wanted) => document.title === wanted, text),
  address: (page, place) => page.waitForFunction((wanted) => location.pathname.endsWith(wanted), place),
  back: (page) => page.goBack(),
};
const WITH_TWO = new Set(['fill', 'type', 'press', 'choose', 'holds', 'has', 'hasnt', 'send', 'drop']);

async function follow(page, line) {
  const [, word, rest] = /^(\w+) ?(.*)$/.exec(line);
  assert.ok(STEPS[word], `${GUIDE}: nobody knows how to "${word}"`);
  const [, first, second] = WITH_TWO.has(word) ? /^(.*?): ?(.*)$/.exec(rest) : [rest, rest];
  try {
    await STEPS[word](page, first, second);
  } catch (error) {
    const seen = await page.evaluate(() => document.body.innerText);
    throw new Error(`"${line}" did not come true. The page says:\n${seen}\n${error.message}`);
  }
}

const { examples, left } = examplesOf(readFileSync(GUIDE, 'utf8'));

test('every example has something that is tried', async () => {
  assert.deepEqual(left, []);
  assert.ok(examples.length >= 18, `${examples.length} examples`);
  for (const { steps, at } of examples) assert.ok(steps.some((line) => /^(shows|has|title|holds)/.test(line)), `line ${at}`);
});

for (const { heading, at, blocks, steps } of examples) {
  test(`line ${at}: ${heading}`, async ({ page }) => {
    page.setDefaultTimeout(8000);
    // A refusal that the guide speaks of is said on the console as a warning, which is no problem of the page.
    const home = await nativeHome(siteFor(blocks));
    await page.goto(home.url);
    await page.waitForFunction(() => document.querySelector('[ui-viewdef]') && !document.querySelector(':not(:defined)'));
    for (const line of steps) await follow(page, line);
    await leave(page);
    await home.close();
  });
}

process.exit((await runAll('templates')) === 0 ? 0 : 1);
