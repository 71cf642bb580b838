// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Lists too long to be shown whole: what kinds of layout have a window, what the others do, and what is said to assistive
// technology. What is measured of the whole system is in tests/browser.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { object, scene, type Setting, type Stage } from '../harness/stage';
import type { Entry } from '../harness/stub_server';

const LONG = 1000;
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const refs = (count: number, from = 0): Entry => ({ value: Array.from({ length: count }, (_, index) => ({ obj: 5000 + from + index })) });

// `app` has the list "rows" of objects whose field n is their number.
function long(app: string, item: string, count = LONG): Setting {
  return {
    viewdefs: { 'App.DEFAULT': app, 'It.DEFAULT': item },
    model: {
      rows: refs(count),
      ...Object.fromEntries(Array.from({ length: count + 100 }, (_, i) => [`@${5000 + i}`, object('It')])),
      ...Object.fromEntries(Array.from({ length: count + 100 }, (_, i) => [`rows.@${5000 + i}.n`, i])),
    },
    prepare: (stub) => void (stub.features = ['ack', 'list']),
  };
}

// The numbers of the rows that exist, and of those that are in sight of what scrolls.
const look = (stage: Stage) => stage.page.evaluate(() => {
  const rows = [...document.querySelectorAll('.row')];
  const scroller = document.querySelector('#scroller') ?? document.documentElement;
  const top = scroller === document.documentElement ? 0 : scroller.getBoundingClientRect().top;
  const bottom = top + scroller.clientHeight;
  return {
    all: rows.map((row) => Number(row.querySelector('b')?.textContent)),
    inSight: rows.filter((row) => row.getBoundingClientRect().bottom > top + 1 && row.getBoundingClientRect().top < bottom - 1)
      .map((row) => Number(row.querySelector('b')?.textContent)),
    tops: rows.filter((row) => row.getBoundingClientRect().bottom > top + 1).map((row) => Math.round(row.getBoundingClientRect().top - top)),
  };
});

const scroll = async (stage: Stage, share: number) => {
  await stage.page.evaluate((part) => {
    const scroller = document.querySelector('#scroller') ?? document.documentElement;
    scroller.scrollTop = part * scroller.scrollHeight;
  }, share);
  await stage.settle();
};

// The first look at the rows may take its time on a busy machine.
const untilWindow = (stage: Stage) => stage.until('there is a window', () => stage.page.evaluate(() =>
  [...document.querySelectorAll('.tandem-space')].some((space) => space.getBoundingClientRect().height > 1000)));

function assertWindow({ all, inSight }: { all: number[]; inSight: number[] }, around: number): void {
  assert.ok(all.length < 200, `${all.length} rows exist`);
  assert.deepEqual(inSight, inSight.map((_n, i) => (inSight[0] ?? 0) + i));
  assert.ok(inSight.length >= 5 && Math.abs((inSight[0] ?? 0) - around) < 0.05 * LONG, `in sight: ${inSight}`);
}

const KINDS: Record<string, [string, string]> = {
  'a list': ['<ol ui-viewlist="rows"><li></li></ol>', '<li class="row"><b ui-value="n"></b></li>'],
  'a table body in an element that scrolls': [
    '<div id="scroller" tabindex="0" style="height:300px;overflow:auto"><table style="border-spacing:0"><thead><tr><th>n</th></tr></thead><tbody ui-viewlist="rows"><tr></tr></tbody></table></div>',
    '<tr class="row"><td><b ui-value="n"></b></td></tr>'],
  'a flex column with gaps': [
    '<div id="scroller" tabindex="0" style="height:300px;overflow:auto"><div style="display:flex;flex-direction:column;gap:7px" ui-viewlist="rows"></div></div>',
    '<p class="row" style="margin:3px"><b ui-value="n"></b></p>'],
  'blocks of several roots, where everything changes slowly': [
    '<style>* { transition: all 1s }</style><div id="scroller" tabindex="0" style="height:300px;overflow:auto"><div ui-viewlist="rows"></div></div>',
    '<p class="row"><b ui-value="n"></b></p><p ui-style-padding-top="pad">more</p>'],
};

for (const [kind, [app, item]] of Object.entries(KINDS)) {
  scene(`F-153 ${kind} has a window`, long(`<div><button ui-action="go()">x</button>${app}</div>`, item), async (stage) => {
    await untilWindow(stage);
    assertWindow(await look(stage), 0);
    await scroll(stage, 0.5);
    assertWindow(await look(stage), 0.5 * LONG);
    const before = await look(stage);
    const { value } = refs(LONG);
    stage.stub.update('rows', [...(refs(100, LONG).value as unknown[]), ...(value as unknown[])]);
    await stage.settle();
    const after = await look(stage);
    assert.deepEqual([after.inSight, after.tops.slice(0, 5)], [before.inSight, before.tops.slice(0, 5)]);
    await scroll(stage, 1);
    assert.equal((await look(stage)).all.at(-1), LONG - 1);
    // Short again: everything is there, and nothing of the window is.
    stage.stub.update('rows', refs(20).value);
    await stage.settle();
    assert.deepEqual((await look(stage)).all, Array.from({ length: 20 }, (_, i) => i));
    assert.equal(await stage.count('.tandem-space, [aria-posinset], [aria-rowcount], [aria-rowindex], li[value]'), 0);
  });
}

const WHOLE: Record<string, [string, string]> = {
  'a list that says so': ['<ul ui-viewlist="rows?virtual=false"><li></li></ul>', '<li class="row"><b ui-value="n"></b></li>'],
  'a grid': ['<div style="display:grid;grid-template-columns:repeat(auto-fill,5em)" ui-viewlist="rows"></div>', '<p class="row"><b ui-value="n"></b></p>'],
  'rows side by side': ['<div ui-viewlist="rows"></div>', '<span class="row" style="display:inline-block"><b ui-value="n"></b></span>'],
  'columns': ['<div style="columns:3" ui-viewlist="rows"></div>', '<p class="row"><b ui-value="n"></b></p>'],
  'a flex row': ['<div style="display:flex" ui-viewlist="rows"></div>', '<p class="row"><b ui-value="n"></b></p>'],
  'a list of no more than 300': ['<ul ui-viewlist="rows"><li></li></ul>', '<li class="row"><b ui-value="n"></b></li>'],
};

for (const [kind, [app, item]] of Object.entries(WHOLE)) {
  const count = kind.endsWith('300') ? 300 : 400;
  scene(`F-153 ${kind} is shown whole`, long(`<div>${app}</div>`, item, count), async (stage) => {
    await stage.until('all rows are there', async () => (await look(stage)).all.length === count);
    assert.deepEqual((await look(stage)).all, Array.from({ length: count }, (_, i) => i));
    assert.equal(await stage.count('.tandem-space, [aria-posinset]'), 0);
  });
}

const select = long('<div><select aria-label="s" ui-value="v" ui-viewlist="rows"></select></div>', '<option class="row" ui-attr-value="n"><b ui-value="n"></b></option>', 400);

scene('F-153 F-155 F-156 a long select has all its options and keeps its value', { ...select, model: { ...select.model, v: '350' } }, async (stage) => {
  await stage.until('all options are there', async () => (await stage.count('option')) === 400);
  await stage.settle();
  assert.equal(await stage.page.locator('select').inputValue(), '350');
});

scene('F-153 virtual=false above a wrapper holds for the list it makes', {
  viewdefs: {
    'App.DEFAULT': '<div><div ui-view="c?wrapper=lua.ViewList&virtual=false"></div></div>', 'lua.ViewList.DEFAULT': '<div><div ui-viewlist="items"></div></div>',
    'It.DEFAULT': '<p class="row"><b ui-value="n"></b></p>',
  },
  model: { c: object('lua.ViewList'), items: refs(400), ...Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`@${5000 + i}`, object('It')])), n: 1 },
  prepare: (stub) => void (stub.features = ['ack', 'list']),
}, async (stage) => stage.until('all rows are there', async () => (await stage.count('.row')) === 400));

scene('F-153 a list that is hidden at first has a window once it is seen', {
  ...long('<div><div id="tab" hidden><ul ui-viewlist="rows"><li></li></ul></div></div>', '<li class="row" style="height:40px"><b ui-value="n"></b></li>'),
}, async (stage) => {
  assert.ok((await stage.count('.row')) <= 60);
  await stage.page.locator('#tab').evaluate((tab) => void ((tab as HTMLElement).hidden = false));
  await untilWindow(stage);
  await scroll(stage, 0.5);
  assertWindow(await look(stage), 0.5 * LONG);
});

for (const kind of ['a list', 'a table body in an element that scrolls']) {
  const [app = '', item = ''] = KINDS[kind] ?? [];
  scene(`F-153 ${kind} says how long it is and where each row belongs`, long(`<main><h1>Rows</h1>${app}</main>`, item), async (stage) => {
    await untilWindow(stage);
    await scroll(stage, 0.5);
    const { all: [first = -1] } = await look(stage);
    if (kind === 'a list') {
      assert.deepEqual([await stage.attribute('.row', 'aria-posinset'), await stage.attribute('.row', 'aria-setsize'), await stage.attribute('.row', 'value')],
        [String(first + 1), String(LONG), String(first + 1)]);
    } else { // The head is a row too.
      assert.deepEqual([await stage.attribute('.row', 'aria-rowindex'), await stage.attribute('table', 'aria-rowcount')], [String(first + 2), String(LONG + 1)]);
    }
    await stage.page.addScriptTag({ path: AXE });
    const violations = await stage.page.evaluate(async () => {
      const { axe } = window as unknown as { axe: { run(where: string): Promise<{ violations: Array<{ id: string; impact: string }> }> } };
      return (await axe.run('main')).violations.filter(({ impact }) => ['serious', 'critical'].includes(impact)).map(({ id }) => id);
    });
    assert.deepEqual(violations, []);
  });
}
