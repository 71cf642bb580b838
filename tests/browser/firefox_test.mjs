// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One walk through each example in Debian's Firefox, in both homes: it shows, hears and reports nothing. Screenshots go to the
// test's outputs.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Firefox } from './firefox.mjs';
import { localHome, nativeHome } from './homes.mjs';
import { writeReport } from './report.mjs';

const OUTPUTS = process.env.TEST_UNDECLARED_OUTPUTS_DIR ?? mkdtempSync(join(tmpdir(), 'tandem-firefox-'));

const WALKS = {
  counter: async (firefox) => {
    await firefox.until(`document.querySelector('.counter-count')?.textContent === '0' && !document.querySelector(':not(:defined)')`);
    await firefox.click('sl-button:has(sl-icon[name=plus-lg])');
    await firefox.until(`document.querySelector('.counter-count').textContent === '1'`);
  },
  tasks: async (firefox) => {
    await firefox.until(`document.querySelectorAll('.task').length === 6 && !document.querySelector(':not(:defined)')`);
    await firefox.click('.tasks-add sl-input');
    await firefox.type('Fire');
    await firefox.type('\uE007');
    await firefox.until(`document.querySelectorAll('.task').length === 7 && document.querySelector('.tasks-head p').textContent === '5 of 7 to go'`);
    await firefox.click('.task-done');
    await firefox.until(`document.querySelector('.tasks-head p').textContent === '4 of 7 to go'`);
  },
  contacts: async (firefox) => {
    await firefox.until(`document.querySelectorAll('.book-row').length === 12 && !document.querySelector(':not(:defined)')`);
    await firefox.click('.book-search sl-input');
    await firefox.type('wrona');
    await firefox.until(`document.querySelectorAll('.book-row').length === 1`);
    await firefox.click('.book-row');
    await firefox.until(`document.querySelector('.card-name h2')?.textContent === 'Łucja Wrona'`);
    await firefox.click('sl-icon-button[label=Edit]');
    await firefox.until(`document.querySelector('sl-dialog[label="Edit contact"]')?.open`);
  },
  gallery: async (firefox) => {
    await firefox.until(`document.querySelector('.page h1')?.textContent === 'ui-value' && document.querySelector('.gallery-link[href$="/page/html"]') && !document.querySelector(':not(:defined)')`);
    await firefox.click('.gallery-link[href$="/page/html"]');
    await firefox.until(`document.title.startsWith('ui-html') && location.href.endsWith('/page/html') && document.querySelector('.page-demo b')`);
    await firefox.evaluate('history.back()');
    await firefox.until(`document.querySelector('.page h1').textContent === 'ui-value'`);
  },
};

mkdirSync(OUTPUTS, { recursive: true });
const firefox = await Firefox.start();
const report = [];
for (const [site, walk] of Object.entries(WALKS)) {
  for (const start of [nativeHome, localHome]) {
    const name = `${site} in Firefox (${start === nativeHome ? 'native' : 'local'})`;
    const started = Date.now();
    const home = await start(`examples/${site}`);
    let failure = null;
    firefox.problems.length = 0;
    try {
      await firefox.goto(home.url);
      await walk(firefox);
      assert.deepEqual(firefox.problems, [], 'the page had problems');
    } catch (error) {
      failure = error;
    }
    writeFileSync(join(OUTPUTS, `${name.replaceAll(/\W+/g, '_')}.png`), await firefox.screenshot());
    await firefox.goto('about:blank');
    await home.close();
    report.push({ name, failure, seconds: (Date.now() - started) / 1000 });
    console.log(`${failure ? 'FAIL' : 'PASS'}: ${name}${failure ? `\n${failure.stack}\n${firefox.problems.join('\n')}` : ''}`);
  }
}
await firefox.close();
process.exit(writeReport('firefox', report) === 0 ? 0 : 1);
