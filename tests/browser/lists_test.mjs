// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Lists whose arrays change, in both homes: rows go with their objects, the person in one of them is not disturbed, and what
// crosses the wire is about what has changed (D-40, D-41).

import assert from 'node:assert/strict';
import { localHome, nativeHome } from './homes.mjs';
import { leave, runAll, test } from './runner.mjs';

const ROWS = 1000;

// What has crossed the wire since take() was called last. The page says it when it is asked to.
class Wire {
  lines = [];

  constructor(page) {
    page.on('console', (message) => {
      const [, line] = /^tandem wire: ([<>] .*)$/.exec(message.text()) ?? [];
      if (line) this.lines.push(line);
    });
  }

  take() {
    const lines = this.lines.splice(0).map((line) => ({ isUp: line.startsWith('>'), text: line.slice(2) }));
    const messages = lines.flatMap(({ isUp, text }) => {
      const frame = JSON.parse(text);
      const list = Array.isArray(frame) ? frame : (frame.messages ?? [frame]);
      return list.filter(({ type }) => type !== 'tandem').map(({ type }) => `${isUp ? '>' : '<'} ${type}`);
    });
    return { messages, bytes: lines.reduce((sum, { text }) => sum + text.length, 0) };
  }
}

// A case for both homes with a roster of `rows` people, the elements of those that are shown marked with whose they are.
function roster(name, rows, run, { prepare = () => {}, isCrowd = false } = {}) {
  for (const start of [nativeHome, localHome]) {
    test(`${name} (${start === nativeHome ? 'native' : 'local'})`, async ({ page }) => {
      const home = await start('tests/browser/lists_site');
      try {
        const wire = new Wire(page);
        await page.addInitScript(() => {
          if (location.protocol === 'http:') localStorage.setItem('ui-debug', 'wire'); // about:blank has none.
        });
        await page.addInitScript(prepare);
        await page.goto(home.url);
        await page.locator(isCrowd ? '#gather' : '#fill').fill(String(rows));
        await page.keyboard.press('Enter');
        await page.locator('li b', { hasText: isCrowd ? 'person 60' : `person ${rows}` }).waitFor();
        await page.waitForFunction(() => !document.querySelector('.ui-new-view'));
        await page.evaluate(() => {
          for (const row of document.querySelectorAll('li')) row.whose = row.querySelector('b')?.textContent;
        });
        await quiet(page, wire);
        wire.take();
        await run({ page, wire });
      } finally {
        await leave(page);
        await home.close();
      }
    });
  }
}

// Until nothing has crossed the wire for a while.
async function quiet(page, wire) {
  for (let seen = -1; seen !== wire.lines.length;) {
    seen = wire.lines.length;
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 150)));
  }
}

// Presses a button as a key of the page might: the focus stays where it is. Returns what crossed the wire.
async function press(page, wire, id) {
  wire.take();
  await page.evaluate((button) => document.getElementById(button).click(), id);
  do await quiet(page, wire); while (!wire.lines.some((line) => line.startsWith('<')));
  return wire.take();
}

// The labels in order, and how many rows are not the elements they were.
async function look(page) {
  return page.evaluate(() => {
    const rows = [...document.querySelectorAll('#people li')];
    return {
      labels: rows.map((row) => row.querySelector('b').textContent),
      strangers: rows.filter((row) => row.whose !== row.querySelector('b').textContent).length,
    };
  });
}

const count = ({ messages }, kind) => messages.filter((message) => message === kind).length;

roster('D-40 D-41 F-153 rows move with their objects, and changes cost what they change', ROWS, async ({ page, wire }) => {
  let { labels } = await look(page);
  const report = {};

  const inserted = await press(page, wire, 'insertFirst');
  labels = ['person 1001', ...labels];
  assert.deepEqual(await look(page), { labels, strangers: 1 });
  assert.equal(count(inserted, '> create'), 4); // The row's variable and those of its three bindings.
  assert.ok(inserted.messages.length < 15 && inserted.bytes < 2500, JSON.stringify(inserted));
  report.insert = inserted.bytes;

  const removed = await press(page, wire, 'removeMiddle');
  labels.splice(Math.floor(labels.length / 2), 1);
  assert.deepEqual(await look(page), { labels, strangers: 1 });
  assert.equal(count(removed, '> destroy'), 1);
  assert.ok(removed.messages.length < 12 && removed.bytes < 1500, JSON.stringify(removed));
  report.remove = removed.bytes;

  const reversed = await press(page, wire, 'reverse');
  labels.reverse();
  assert.deepEqual(await look(page), { labels, strangers: 1 });
  assert.deepEqual(reversed.messages, ['> update', '< update']);
  assert.ok(reversed.bytes < 20 * ROWS, `${reversed.bytes} bytes`); // The array of references, once.
  report.reverse = reversed.bytes;

  const sorted = await press(page, wire, 'sort');
  const ranked = [...labels].sort((a, b) => rank(a) - rank(b));
  assert.deepEqual(await look(page), { labels: ranked, strangers: 1 });
  assert.deepEqual(sorted.messages, ['> update', '< update']);
  report.sort = sorted.bytes;
  console.log(`bytes both ways: ${JSON.stringify(report)}`);
});

const rank = (label) => Number(label.slice('person '.length)) * 7919 % 10007;

roster('D-40 an object that is in the array twice has two rows', 5, async ({ page, wire }) => {
  await press(page, wire, 'twice');
  assert.deepEqual(await look(page), { labels: ['person 3', 'person 1', 'person 2', 'person 3', 'person 4', 'person 5'], strangers: 1 });
  await press(page, wire, 'reverse');
  assert.deepEqual((await look(page)).labels, ['person 5', 'person 4', 'person 3', 'person 2', 'person 1', 'person 3']);
});

// One changed value touches one node.
roster('D-41 F-54 a changed value changes one node', ROWS, async ({ page, wire }) => {
  await page.evaluate(() => {
    window.changes = [];
    new MutationObserver((records) => {
      for (const { type, target } of records) window.changes.push(`${type} ${target.parentElement?.localName} ${target.nodeName}`);
    }).observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
  });
  const renamed = await press(page, wire, 'renameMiddle');
  assert.deepEqual(await page.evaluate(() => window.changes), ['childList li B']);
  assert.deepEqual(renamed.messages, ['> update', '< update']);
  assert.ok(renamed.bytes < 400, `${renamed.bytes} bytes`);
});

const withoutMoveBefore = () => {
  delete Element.prototype.moveBefore;
  delete DocumentFragment.prototype.moveBefore;
};

for (const [how, prepare] of [['', undefined], [', also where moving a node takes it out on the way', withoutMoveBefore]]) {
  roster(`D-40 F-116 focus, caret, text and scroll stay in the row that is edited${how}`, ROWS, async ({ page, wire }) => {
    const note = page.locator('#people li').nth(500).locator('input');
    await note.click();
    await page.keyboard.type('half a [] thought');
    for (let i = 0; i < ' ] thought'.length - 1; i += 1) await page.keyboard.press('ArrowLeft');
    await page.evaluate(() => {
      window.blurs = 0;
      document.activeElement.addEventListener('blur', () => (window.blurs += 1));
      document.activeElement.scrollLeft = 5;
    });
    const state = () => page.evaluate(() => {
      const { value, selectionStart, selectionEnd } = document.activeElement;
      return { value, selectionStart, selectionEnd, whose: document.activeElement.closest('li')?.whose, blurs: window.blurs };
    });
    const before = await state();
    assert.deepEqual([before.value, before.selectionStart, before.whose], ['half a [] thought', 8, 'person 501']);
    for (const change of ['insertFirst', 'reverse', 'sort', 'removeMiddle', 'insertHundred', 'reverse']) {
      await press(page, wire, change);
      assert.deepEqual(await state(), before, change);
    }
    await page.keyboard.type('typed on');
    assert.equal((await state()).value, 'half a [typed on] thought');
    await page.keyboard.press('Tab');
    await quiet(page, wire);
    assert.equal(count(wire.take(), '> update'), 1);
  }, prepare ? { prepare } : {});
}

roster('F-116 the focus of a row that goes is given to its neighbour, and to the list where somebody typed', 5, async ({ page, wire }) => {
  await page.locator('#people li').nth(1).locator('button').focus();
  await page.keyboard.press('Enter');
  await quiet(page, wire);
  const focused = () => page.evaluate(() => `${document.activeElement.localName} ${document.activeElement.closest('li')?.whose}`);
  assert.equal(await focused(), 'button person 3');
  await page.locator('#people li').nth(2).locator('input').focus();
  await press(page, wire, 'removeMiddle');
  assert.equal(await focused(), 'ul undefined');
});

// --- More rows than anybody can see ---------------------------------------------------------------------------------------

const CROWD = 10_000;

// What is in the document, and which rows are in sight where.
async function survey(page) {
  return page.evaluate(() => {
    const rows = [...document.querySelectorAll('#crowd > li:not(.tandem-space)')];
    return {
      nodes: document.querySelectorAll('*').length,
      variables: window.uiStore.size,
      rows: rows.length,
      inSight: rows.map((row) => ({ label: row.querySelector('b')?.textContent, top: Math.round(row.getBoundingClientRect().top) }))
        .filter(({ top }) => top >= 0 && top < innerHeight),
    };
  });
}

async function scrollTo(page, wire, share) {
  await page.evaluate((part) => scrollTo(0, part * document.documentElement.scrollHeight), share);
  await quiet(page, wire);
}

// Neighbours in the crowd one below the other, from the top of the screen to its bottom.
function assertFilled({ inSight }) {
  const [first] = inSight;
  const from = Number(first.label.slice('person '.length));
  assert.deepEqual(inSight.map(({ label }) => label), inSight.map((_row, i) => `person ${from + i}`));
  assert.ok(inSight.length >= 10, `${inSight.length} rows are in sight`);
}

roster('F-153 of ten thousand rows those around what is in sight exist', CROWD, async ({ page, wire }) => {
  let seen = await survey(page);
  assert.ok(seen.rows < 150 && seen.nodes < 700 && seen.variables < 700, JSON.stringify(seen));
  for (const share of [0.5, 0.9, 0.1]) {
    await scrollTo(page, wire, share);
    seen = await survey(page);
    assertFilled(seen);
    assert.ok(seen.rows < 150 && seen.variables < 700, JSON.stringify(seen));
    assert.ok(Math.abs(Number(seen.inSight[0].label.slice('person '.length)) - share * CROWD) < 0.01 * CROWD, seen.inSight[0].label);
  }
  await scrollTo(page, wire, 1);
  assert.equal((await survey(page)).inSight.at(-1).label, `person ${CROWD}`);
  assert.equal(await page.locator('#crowd > li').last().getAttribute('aria-posinset'), String(CROWD));
  assert.equal(await page.locator('#crowd > li').last().getAttribute('aria-setsize'), String(CROWD));
}, { isCrowd: true });

roster('D-40 what is in sight of ten thousand rows stays when others come and go above it', CROWD, async ({ page, wire }) => {
  await scrollTo(page, wire, 0.5);
  const before = await survey(page);
  await page.evaluate(() => {
    for (const row of document.querySelectorAll('#crowd > li')) row.whose = row.querySelector('b')?.textContent;
  });
  const inserted = await press(page, wire, 'insertHundred');
  assert.deepEqual((await survey(page)).inSight, before.inSight);
  assert.deepEqual(inserted.messages, ['> update', '< update', '< update']); // The edit of the array, and the count.
  await press(page, wire, 'insertFirst');
  assert.deepEqual((await survey(page)).inSight, before.inSight);
  const strangers = await page.evaluate(() => [...document.querySelectorAll('#crowd b')].filter((b) => b.closest('li').whose !== b.textContent).length);
  assert.equal(strangers, 0);
}, { isCrowd: true });

roster('F-116 a row with the focus exists wherever the page is scrolled', CROWD, async ({ page, wire }) => {
  await page.locator('#crowd input').nth(3).click();
  await page.keyboard.type('still ');
  await scrollTo(page, wire, 0.7);
  assertFilled(await survey(page));
  assert.equal(await page.evaluate(() => document.activeElement.closest('li')?.whose), 'person 4');
  await page.evaluate(() => document.activeElement.setRangeText('here', 6, 6, 'end'));
  await page.keyboard.press('Tab'); // To the button beside it, which is scrolled to, and then to the next row.
  await page.keyboard.press('Tab');
  await quiet(page, wire);
  assert.equal(await page.evaluate(() => document.activeElement.closest('li')?.querySelector('b').textContent), 'person 5');
  assertFilled(await survey(page));
  assert.equal(await page.locator('#crowd input').nth(3).inputValue(), 'still here');
}, { isCrowd: true });

process.exit((await runAll('lists')) === 0 ? 0 : 1);
