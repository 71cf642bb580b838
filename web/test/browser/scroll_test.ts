// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// `scrollOnOutput`: who marks what, whose output scrolls it, and what leaves it alone.

import assert from 'node:assert/strict';
import { items, object, scene, type Stage } from '../harness/stage';

const BOX = 'height:60px;overflow:auto;white-space:pre';
const LINES = 'line\n'.repeat(30);
const gap = (stage: Stage, selector: string) => stage.page.locator(selector).evaluate((e) => Math.round(e.scrollHeight - e.clientHeight - e.scrollTop));
const top = (stage: Stage, selector: string) => stage.page.locator(selector).evaluate((e) => Math.round(e.scrollTop));
const app = (html: string) => ({ viewdefs: { 'App.DEFAULT': html } });

// F-230: every binding marks its element; F-232: text in it, and markup, scrolls it.
const MARKS = {
  value: 'ui-value="x?scrollOnOutput"', attr: 'ui-attr-title="x?scrollOnOutput"', class: 'ui-class-x="x?scrollOnOutput"',
  style: 'ui-style-color="x?scrollOnOutput"', code: 'ui-code="x?scrollOnOutput"',
};

scene('F-230 F-178 F-191 F-232 F-233 what marks an element, and what scrolls it', {
  ...app(`<div>${Object.entries(MARKS).map(([id, binding]) => (id === 'value' ? `<p id="value" style="${BOX}" ${binding}></p>`
    : `<div id="${id}" style="${BOX}" ${binding}><section><b ui-value="log"></b></section></div>`)).join('')}
    <div id="html" style="${BOX}" ui-html="x?scrollOnOutput"></div><div id="around" style="${BOX}" ui-class-x="n?scrollOnOutput"><i ui-html="log"></i></div>
    <div id="list" style="${BOX}" ui-viewlist="rows?scrollOnOutput"><p></p></div><div id="plain" style="${BOX}"><b ui-value="log"></b></div></div>`),
  model: { x: '', log: '', rows: items(0), ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [String(i), object('Row')])) },
  prepare: (stub) => void (stub.viewdefs['Row.DEFAULT'] = '<p>row</p>'),
  head: '<meta name="tandem-allow-code" content="yes">',
}, async (stage) => {
  for (const { id, properties } of [...stage.stub.variables.values()]) {
    if (['x', 'log'].includes(properties['path'] ?? '') && properties['elementId'] !== 'code') stage.stub.send({ type: 'update', data: { varId: id, value: LINES } });
  }
  stage.stub.update('rows', items(20).value);
  await stage.until('the markup is there', async () => (await stage.text('#html')) !== '' && (await stage.text('#around i')) !== '');
  await stage.settle();
  for (const id of [...Object.keys(MARKS), 'html', 'around', 'list']) assert.deepEqual([id, await gap(stage, `#${id}`)], [id, 0]);
  assert.equal(await top(stage, '#plain'), 0);
});

const CHAT = {
  viewdefs: {
    'App.DEFAULT': `<div><section id="box" style="${BOX}" ui-view="msgs?wrapper=lua.ViewList&scrollOnOutput"></section></div>`,
    'lua.ViewList.DEFAULT': '<div ui-viewlist="items"></div>', 'It.DEFAULT': '<p style="margin:0"><span ui-value="t"></span><textarea style="display:block" ui-value="a"></textarea><input ui-value="b"></p>',
  },
  model: { msgs: object('lua.ViewList'), items: items(8), ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [String(i), object('It')])) },
};

scene('C-282 F-179 F-232 text that grows inside a row scrolls what is around it, up the document', CHAT, async (stage) => {
  assert.equal(await gap(stage, '#box'), 0);
  stage.stub.update('msgs.items.7.t', LINES);
  await stage.settle();
  assert.equal(await gap(stage, '#box'), 0);
  assert.ok((await top(stage, '#box')) > 300);
});

scene('C-283 F-179 text in a field scrolls nothing', CHAT, async (stage) => {
  await stage.page.locator('#box').evaluate((e) => {
    const before = e.scrollHeight;
    (e.querySelectorAll('textarea')[7] as HTMLElement).style.height = '200px'; // Higher by somebody's hand.
    return before;
  });
  const before = await top(stage, '#box');
  for (const path of ['a', 'b']) stage.stub.update(`msgs.items.7.${path}`, LINES);
  await stage.settle();
  assert.deepEqual([await top(stage, '#box'), (await gap(stage, '#box')) > 100], [before, true]);
});

scene('F-231 F-232 what is shown late scrolls too, and what does not overflow stays', {
  viewdefs: { 'App.DEFAULT': `<div><section id="box" style="${BOX}" ui-class-x="n?scrollOnOutput"><i ui-view="kid"></i></section><section id="small" style="${BOX}" ui-class-x="n?scrollOnOutput"><b ui-value="t"></b></section></div>`, 'Kid.DEFAULT': `<p style="height:300px">k</p>` },
  model: { kid: { value: null }, t: 'short' },
}, async (stage) => {
  assert.equal(await top(stage, '#box'), 0);
  stage.stub.update('kid', { obj: 4 }, { type: 'Kid' });
  await stage.settle();
  assert.deepEqual([await gap(stage, '#box'), await top(stage, '#small')], [0, 0]);
});

scene('F-234 an image that is loaded later scrolls too, unless the person has scrolled up', {
  ...app(`<div>${['stays', 'up'].map((id) => `<section id="${id}" style="${BOX}" ui-class-x="n?scrollOnOutput"><b ui-value="log"></b><img alt="i" ui-attr-src="src"></section>`).join('')}</div>`),
  model: { log: LINES, src: null },
}, async (stage) => {
  assert.equal(await gap(stage, '#stays'), 0);
  await stage.page.locator('#up').evaluate((e) => e.scrollTo(0, 20));
  await stage.settle();
  stage.stub.pages['/high.svg'] = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="300"/>';
  for (const { id, properties } of [...stage.stub.variables.values()]) {
    if (properties['path'] === 'src') stage.stub.send({ type: 'update', data: { varId: id, value: '/high.svg' } });
  }
  await stage.until('the images are there', () => stage.page.evaluate(() => [...document.images].every(({ naturalHeight }) => naturalHeight === 300)));
  await stage.settle();
  assert.deepEqual([await gap(stage, '#stays'), await top(stage, '#up')], [0, 20]);
});
