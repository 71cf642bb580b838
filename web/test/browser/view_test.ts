// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Views: what takes a host's place, when, and what becomes of the old; namespaces; templates that change.

import assert from 'node:assert/strict';
import { object, scene, type Stage } from '../harness/stage';

const kid = (app: string, template: string) => ({ viewdefs: { 'App.DEFAULT': app, 'Kid.DEFAULT': template } });

// Marks an element, to recognise it later.
const tag = (stage: Stage, selector: string) => stage.page.locator(selector).first().evaluate((e) => void ((e as unknown as { mine: number }).mine = 1));
const isTagged = (stage: Stage, selector: string) => stage.page.locator(selector).first().evaluate((e) => (e as unknown as { mine?: number }).mine === 1);

scene('C-190 C-191 F-95 F-125 F-128 the root takes the host\'s place, id, looks and accessible attributes', {
  ...kid('<div><article id="spot" class="h1" style="top:1px" ui-view="kid" data-x="1" aria-label="L" onclick="1"></article></div>',
    '<p id="mine" class="t" style="left:2px"><i id="inner">k</i></p>'), model: { kid: object('Kid') },
}, async (stage) => {
  assert.equal(await stage.count('article'), 0);
  assert.deepEqual((await stage.attribute('p', 'class'))?.split(' ').sort(), ['h1', 't', 'ui-view-2']);
  assert.equal(await stage.attribute('p', 'style'), 'left:2px; top:1px');
  assert.deepEqual([await stage.attribute('p', 'id'), stage.created('kid')?.['elementId']], ['spot', 'spot']);
  assert.deepEqual([await stage.attribute('p', 'data-x'), await stage.attribute('p', 'aria-label'), await stage.attribute('p', 'onclick')], ['1', 'L', null]);
  assert.equal(await stage.count('#inner'), 1);
  assert.equal(await stage.count('#mine'), 0);
});

scene('C-192 C-211 F-84 F-122 several roots and text between them', {
  ...kid('<div><u ui-view="kid"></u></div>', 'pre<p>1</p>mid<p>2</p>post'), model: { kid: object('Kid') },
}, async (stage) => {
  const text = () => stage.text('[ui-viewdef="App.DEFAULT"]');
  assert.equal(await text(), 'pre1mid2post');
  assert.equal(await stage.count('p.ui-view-2[ui-viewdef="Kid.DEFAULT"]'), 2);
  assert.equal(await stage.attribute('p', 'id'), stage.created('kid')?.['elementId']);
  stage.stub.update('kid', null, { type: '' });
  await stage.settle();
  assert.equal(await text(), '');
});

scene('C-193 F-120 F-129 a leading style is not the primary root', {
  ...kid('<div><div class="h" ui-view="kid" ui-class-on="c"></div></div>', '<style>.q{color:red}</style><p class="q">k</p>'), model: { kid: object('Kid'), c: true },
}, async (stage) => {
  assert.deepEqual((await stage.attribute('p', 'class'))?.split(' ').sort(), ['h', 'on', 'q', 'ui-view-2']);
  assert.equal(await stage.attribute('p', 'id'), stage.created('kid')?.['elementId']);
  assert.equal(await stage.attribute('div style', 'class'), 'ui-view-2');
});

scene('C-194 F-129 bindings of a host survive its replacement', {
  ...kid('<div><div ui-view="kid" ui-class-on="c" ui-attr-title="t" ui-event-click="hit()" ui-style-color="s"></div></div>', '<p>a</p>'),
  model: { kid: object('Kid'), c: true, t: 'tip', s: 'red' },
  prepare: (stub) => void (stub.viewdefs['B.DEFAULT'] = '<b>b</b>'),
}, async (stage) => {
  for (const [type, selector] of [['Kid', 'p'], ['B', 'b'], ['Kid', 'p']] as const) {
    stage.stub.update('kid', { obj: 7 }, { type });
    await stage.settle();
    const { mark } = stage;
    await stage.page.locator(selector).click();
    await stage.settle();
    assert.match((await stage.attribute(selector, 'class')) ?? '', /\bon\b/);
    assert.equal(await stage.attribute(selector, 'title'), 'tip');
    assert.equal(await stage.attribute(selector, 'style'), 'color: red;');
    assert.deepEqual(stage.values('hit()', mark), [null]);
  }
});

scene('F-129 ui-value on a host is refused aloud', { ...kid('<div><p ui-view="kid" ui-value="v"></p></div>', '<i></i>'), model: { kid: object('Kid') } }, async (stage) => {
  stage.expectProblem(/ui-value on a ui-view element/);
  assert.equal(stage.created('v'), undefined);
});

scene('C-195 F-97 another object of the same type renders nothing anew', { ...kid('<div><p ui-view="kid"></p></div>', '<b ui-value="n"></b>'), model: { kid: object('Kid'), n: 1 } }, async (stage) => {
  await tag(stage, 'b');
  const { mark } = stage;
  stage.stub.update('kid', { obj: 77 }, { type: 'Kid' });
  await stage.settle();
  assert.ok(await isTagged(stage, 'b'));
  assert.equal(stage.mark, mark);
});

scene('C-196 C-197 C-214 F-104 a change of type leaves nothing behind', {
  ...kid('<div><p ui-view="kid"></p></div>', '<div><b ui-value="a" ui-class-x="b"></b><i ui-view="deep"></i></div>'),
  model: { kid: object('Kid'), deep: object('B') },
  prepare: (stub) => void (stub.viewdefs['B.DEFAULT'] = '<u ui-value="c"></u>'),
}, async (stage) => {
  const live = () => stage.stub.variables.size;
  const before = live();
  for (let round = 0; round < 4; round += 1) {
    stage.stub.update('kid', { obj: 7 }, { type: 'B' });
    await stage.settle(60);
    stage.stub.update('kid', { obj: 8 }, { type: 'Kid' });
    await stage.settle(60);
  }
  await stage.settle();
  assert.equal(live(), before);
  const reports = stage.stub.messages('update').flatMap((m) => (m.type === 'update' && m.data.varId === stage.stub.id('kid') ? [m.data.properties?.['viewdef']] : []));
  assert.deepEqual(reports.slice(0, 3), ['Kid.DEFAULT', 'B.DEFAULT', 'Kid.DEFAULT']);
  assert.deepEqual(stage.stub.messages('unwatch'), []);
});

scene('C-198 C-199 F-106 F-107 an empty type leaves a hidden placeholder of the host\'s kind', {
  ...kid('<table><tbody><tr class="r" style="top:1px" ui-view="kid"></tr></tbody></table>', '<tr><td>k</td></tr>'), model: { kid: object('Kid') },
}, async (stage) => {
  stage.stub.update('kid', null, { type: '' });
  await stage.settle();
  const id = stage.created('kid')?.['elementId'];
  assert.deepEqual(await stage.page.locator('tr').evaluateAll((all) => all.map((e) => [e.id, e.className, (e as HTMLElement).hidden, e.innerHTML])),
    [[id, 'r ui-view-2', true, '']]);
  const last = stage.stub.messages('update').at(-1);
  assert.deepEqual(last?.type === 'update' ? last.data.properties : null, { viewdef: '' });
  stage.stub.update('kid', { obj: 3 }, { type: 'Kid' });
  await stage.settle();
  assert.equal(await stage.text('tr.r td'), 'k');
});

scene('C-201 C-202 F-81 which template a view takes', {
  viewdefs: {
    'App.DEFAULT': '<div><i ui-view="a" ui-namespace="N"></i><i ui-view="b" ui-namespace="M"></i><i ui-view="c"></i><i ui-view="d" ui-namespace="card"></i></div>',
    'T.N': '<b>N</b>', 'T.F': '<b>F</b>', 'T.DEFAULT': '<b>D</b>', 'a.b.C.card': '<b>dotted</b>',
  },
  model: { a: object('T'), b: object('T', { fallbackNamespace: 'F' }), c: object('T'), d: object('a.b.C') },
}, async (stage) => assert.deepEqual(await stage.page.locator('b').allTextContents(), ['N', 'F', 'D', 'dotted']));

scene('C-203 C-205 F-130 F-133 namespaces go down', {
  viewdefs: {
    'App.DEFAULT': '<div><div ui-view="a" ui-namespace="X"></div><div ui-namespace="Y"><div ui-view="b"></div><div ui-view="e" ui-namespace="Z"></div></div></div>',
    'E.Z': '<div><i ui-view="f"></i></div>',
    'A.X': '<div><i ui-view="c"></i><u ui-namespace="Q"><i ui-view="d"></i></u></div>',
  },
  model: { a: object('A', { fallbackNamespace: 'list-item' }), e: object('E') },
}, async (stage) => {
  assert.deepEqual(['a', 'b', 'c', 'd', 'e', 'f'].map((path) => stage.created(path)?.['namespace']), ['X', 'Y', 'X', 'Q', 'Z', 'Z']);
  assert.deepEqual(['a', 'b', 'c', 'd'].map((path) => stage.created(path)?.['fallbackNamespace']), [undefined, undefined, 'list-item', 'list-item']);
});

scene('C-206 F-102 a root that is a host itself, three deep', {
  viewdefs: { 'App.DEFAULT': '<div><section class="s" ui-view="row" ui-class-on="c"></section></div>', 'Row.DEFAULT': '<div class="r" ui-view="item"></div>', 'It.DEFAULT': '<p class="i" ui-view="leaf"></p>', 'Leaf.DEFAULT': '<b>1</b><b>2</b>' },
  model: { row: object('Row'), item: object('It'), leaf: object('Leaf'), c: true },
}, async (stage) => {
  const id = stage.created('row')?.['elementId'];
  assert.deepEqual([stage.created('item')?.['elementId'], stage.created('leaf')?.['elementId']], [id, id]);
  assert.equal(await stage.count('b'), 2);
  assert.deepEqual((await stage.attribute('b', 'class'))?.split(' ').sort(), ['i', 'on', 'r', 's', 'ui-view-4']);
  stage.stub.update('leaf', null, { type: '' });
  await stage.settle();
  assert.equal(await stage.page.locator(`#${id}`).isVisible(), false);
  stage.stub.update('leaf', { obj: 5 }, { type: 'Leaf' });
  await stage.settle();
  assert.match((await stage.attribute('b', 'class')) ?? '', /\bon\b/);
  stage.stub.update('row', null, { type: '' });
  await stage.settle();
  assert.equal(await stage.count('b'), 0);
});

scene('C-207 F-128 the slot is kept', { ...kid('<div><div slot="footer" ui-view="kid"></div></div>', '<p>1</p><p>2</p>'), model: { kid: object('Kid') } }, async (stage) => {
  assert.equal(await stage.count('p[slot=footer]'), 2);
});

scene('C-208 F-85 a template without elements leaves the host alone', { ...kid('<div><i ui-view="kid">host</i></div>', '<template>only text</template>'), model: { kid: object('Kid') } }, async (stage) => {
  stage.expectProblem(/Kid\.DEFAULT has no root element/);
  assert.equal(await stage.text('i'), 'host');
  stage.stub.update('', undefined, stage.stub.viewdefsProperty({ 'Kid.DEFAULT': '<b>ok</b>' }));
  await stage.settle();
  assert.equal(await stage.text('b'), 'ok');
});

scene('C-209 C-210 F-79 F-80 templates that are refused, and one with a comment', {
  viewdefs: {
    'App.DEFAULT': '<div><i ui-view="kid"></i></div>', 'Kid.DEFAULT': '<!-- c --> <template><b>ok</b></template>', 'No.DEFAULT': '<div><template></template></div>',
    'Two.DEFAULT': '<template></template><template></template>', Nodot: '<p></p>',
  },
  model: { kid: object('Kid') },
}, async (stage) => {
  for (const pattern of [/No\.DEFAULT is not usable/, /Two\.DEFAULT is not usable/, /Nodot is not usable/]) stage.expectProblem(pattern);
  assert.equal(await stage.text('b'), 'ok');
  assert.deepEqual(await stage.page.evaluate(() => window.uiApp?.getViewdefStore().getKeys()), ['App.DEFAULT', 'Kid.DEFAULT']);
  const errors = stage.stub.messages('error').map((m) => (m.type === 'error' ? [m.data.varId, m.data.code] : []));
  assert.deepEqual(errors, [[1, 'invalid-viewdef'], [1, 'invalid-viewdef'], [1, 'invalid-viewdef']]);
});

scene('C-213 F-114 a better template that comes later is taken', {
  viewdefs: { 'App.DEFAULT': '<div><i ui-view="kid" ui-namespace="N"></i></div>', 'Kid.DEFAULT': '<b>D</b>' }, model: { kid: object('Kid') },
}, async (stage) => {
  stage.stub.update('', undefined, stage.stub.viewdefsProperty({ 'Kid.N': '<b>N</b>' }));
  await stage.settle();
  assert.equal(await stage.text('b'), 'N');
});

scene('C-215 F-55 updates for what is destroyed are dropped', { ...kid('<div><i ui-view="kid"></i></div>', '<b ui-value="n"></b>'), model: { kid: object('Kid'), n: 1 } }, async (stage) => {
  const id = stage.stub.id('kid.n');
  stage.stub.update('kid', null, { type: '' });
  await stage.settle();
  stage.stub.send({ type: 'update', data: { varId: id, value: 2 } });
  await stage.settle();
  assert.equal(await stage.page.evaluate((n) => window.uiStore?.get(n), id), undefined);
});

scene('C-260 C-263 C-264 F-160 F-162 F-163 old content stays, dead, until the new is answered', {
  ...kid('<div><p ui-view="kid"></p></div>', '<b id="same" ui-value="n"></b>'), model: { kid: object('Kid'), n: 1 },
  prepare: (stub) => void (stub.viewdefs['B.DEFAULT'] = '<u id="same2" class="new" ui-value="n"></u>'),
}, async (stage) => {
  await stage.page.evaluate(() => {
    const log: string[] = ((window as unknown as { log: string[] }).log = []);
    const look = (): void => {
      const visible = [...document.querySelectorAll('b, u')].filter((e) => e.getClientRects().length > 0).map((e) => e.localName + (e.hasAttribute('inert') ? ' inert' : ''));
      const line = visible.join(',') || (document.querySelector('u') ? 'hidden' : 'nothing');
      if (log.at(-1) !== line) log.push(line);
      requestAnimationFrame(look);
    };
    document.querySelectorAll('b').forEach((e) => (e.textContent = 'old'));
    look();
  });
  stage.stub.update('kid', { obj: 8 }, { type: 'B' });
  await stage.settle();
  const log = await stage.page.evaluate(() => (window as unknown as { log: string[] }).log);
  assert.equal(log[0], 'b');
  assert.equal(log.at(-1), 'u');
  assert.ok(!log.includes('nothing') && !log.includes('hidden'), `there was a gap: ${log.join(' → ')}`);
  assert.ok(log.includes('b inert'), `the old copy was never inert: ${log.join(' → ')}`);
});

scene('C-262 F-160 a server that does not answer delays the reveal by no more than 100 ms', {
  ...kid('<div><p ui-view="kid"></p></div>', '<b ui-value="silent"></b>'), model: { kid: { value: null } },
  prepare: (stub) => void (stub.viewdefs['B.DEFAULT'] = '<u ui-value="silent">x</u>'),
}, async (stage) => {
  await stage.page.evaluate(() => void ((window as unknown as { seen: Promise<number> }).seen = new Promise<number>((resolve) => {
    let start = 0;
    new MutationObserver(() => {
      const fresh = document.querySelector('u');
      if (fresh && start === 0) start = performance.now();
      if (fresh && !fresh.classList.contains('ui-new-view')) resolve(performance.now() - start);
    }).observe(document, { subtree: true, childList: true, attributes: true });
  })));
  stage.stub.answers = false;
  stage.stub.update('kid', { obj: 8 }, { type: 'B' });
  const delay = await stage.page.evaluate(() => (window as unknown as { seen: Promise<number> }).seen);
  assert.ok(delay > 60 && delay < 400, `revealed after ${delay} ms`);
});

scene('C-265 C-266 F-111 F-113 F-115 a changed template renders again, an equal one does not', {
  ...kid('<div><p ui-view="kid"></p></div>', '<b ui-value="n"></b>'), model: { kid: object('Kid'), n: 1 },
}, async (stage) => {
  const id = stage.stub.id('kid');
  const inner = stage.stub.id('kid.n');
  await tag(stage, 'b');
  stage.stub.update('', undefined, stage.stub.viewdefsProperty({ 'Kid.DEFAULT': '<b ui-value="n"></b>' }));
  await stage.settle();
  assert.ok(await isTagged(stage, 'b'));
  stage.stub.update('', undefined, stage.stub.viewdefsProperty({ 'Kid.DEFAULT': '<u ui-value="n"></u>' }));
  await stage.settle();
  assert.equal(await stage.text('u'), '1');
  assert.equal(stage.stub.id('kid'), id);
  assert.notEqual(stage.stub.id('kid.n'), inner);
});

scene('C-268 F-112 an outer template of a shared place reloads, and the inner one alone', {
  viewdefs: { 'App.DEFAULT': '<div><section ui-view="row"></section></div>', 'Row.DEFAULT': '<div class="r" ui-view="item"></div>', 'It.DEFAULT': '<b>1</b>' },
  model: { row: object('Row'), item: object('It') },
}, async (stage) => {
  const outer = stage.stub.id('row.item');
  stage.stub.update('', undefined, stage.stub.viewdefsProperty({ 'It.DEFAULT': '<b>2</b>' }));
  await stage.settle();
  assert.deepEqual([await stage.text('b.r'), stage.stub.id('row.item')], ['2', outer]);
  stage.stub.update('', undefined, stage.stub.viewdefsProperty({ 'Row.DEFAULT': '<div class="s" ui-view="item"></div>' }));
  await stage.settle();
  assert.equal(await stage.text('b.s'), '2');
  assert.notEqual(stage.stub.id('row.item'), outer);
});

scene('C-270 F-127 a value during the overlap reaches the new copy', { ...kid('<div><p ui-view="kid"></p></div>', '<div><input id="q" ui-value="v"></div>'), model: { kid: object('Kid'), v: 'old' } }, async (stage) => {
  const before = stage.stub.id('kid.v');
  delete stage.stub.model['v']; // The overlap lasts until the update below.
  stage.stub.update('', undefined, stage.stub.viewdefsProperty({ 'Kid.DEFAULT': '<div class="n"><input id="q" ui-value="v"></div>' }));
  await stage.until('the new variable is there', () => stage.stub.variables.size > 0 && stage.stub.id('kid.v') !== before);
  assert.equal(await stage.count('#q'), 1, 'the old copy has kept the id');
  stage.stub.update('kid.v', 'new');
  await stage.settle();
  assert.equal(await stage.page.locator('#q').inputValue(), 'new');
});

scene('C-301 F-116 the focus and what was typed survive a reload of the template', { ...kid('<div><p ui-view="kid"></p></div>', '<div><input id="q" ui-value="v"></div>'), model: { kid: object('Kid'), v: 'old' } }, async (stage) => {
  await stage.page.locator('#q').focus();
  await stage.page.keyboard.press('End');
  await stage.page.keyboard.type('er');
  await stage.page.keyboard.press('ArrowLeft');
  stage.stub.model['v'] = { value: 'older' };
  const [old, { mark }] = [stage.stub.id('kid.v'), stage];
  stage.stub.update('', undefined, stage.stub.viewdefsProperty({ 'Kid.DEFAULT': '<div class="n"><input id="q" ui-value="v"></div>' }));
  await stage.settle();
  assert.deepEqual(await stage.page.evaluate(() => {
    const active = document.activeElement as HTMLInputElement;
    return [active.id, active.value, active.selectionStart];
  }), ['q', 'older', 4]);
  const sent = stage.stub.frames.slice(mark).flatMap(({ messages }) => messages).find((m) => m.type === 'update' && m.data.varId === old);
  assert.deepEqual(sent, { type: 'update', data: { varId: old, value: 'older' } });
});

scene('F-116 the caret finds its place again when the text comes after the template', { ...kid('<div><p ui-view="kid"></p></div>', '<div><input id="q" ui-value="v"></div>'), model: { kid: object('Kid'), v: 'slow' } }, async (stage) => {
  const place = () => stage.page.evaluate(() => {
    const active = document.activeElement as HTMLInputElement;
    return [active.id, active.value, active.selectionStart];
  });
  await stage.page.locator('#q').focus();
  await stage.page.keyboard.press('End');
  await stage.page.keyboard.press('ArrowLeft');
  stage.stub.answerAfterMs = 600; // Long after the new content is shown.
  stage.stub.update('', undefined, stage.stub.viewdefsProperty({ 'Kid.DEFAULT': '<div class="n"><input id="q" ui-value="v"></div>' }));
  await stage.until('the new field is there, empty', async () => (await place()).join() === 'q,,0' && (await stage.count('.n')) === 1);
  await stage.settle();
  assert.deepEqual(await place(), ['q', 'slow', 3]);
});

scene('F-108 content of a type that is gone goes after a second', { ...kid('<div><p ui-view="kid"></p></div>', '<b>1</b>'), model: { kid: object('Kid') } }, async (stage) => {
  stage.expectProblem(/no viewdef Unknown\.DEFAULT/);
  stage.stub.update('kid', { obj: 7 }, { type: 'Unknown' });
  await stage.settle();
  assert.equal(await stage.count('b'), 1);
  await stage.until('it is gone', async () => (await stage.count('b')) === 0);
});

scene('F-108 content of a type that comes back in time stays', { ...kid('<div><p ui-view="kid"></p></div>', '<b>1</b>'), model: { kid: object('Kid') }, prepare: (_stub, page) => page.clock.install() }, async (stage) => {
  await tag(stage, 'b');
  for (const type of ['Unknown', 'Kid']) {
    stage.stub.update('kid', { obj: 7 }, { type });
    await stage.until(`the type is ${type}`, () => stage.evaluate(([id, name]) => window.uiStore?.get(id)?.properties['type'] === name, [stage.stub.id('kid'), type] as const));
  }
  await stage.page.clock.runFor(2000);
  assert.equal(await isTagged(stage, 'b'), true);
});

const CODE = { head: '<meta name="tandem-allow-code" content="yes"><script>window.s = []</script>' };

scene('C-220 C-221 C-225 F-89 F-91 scripts run once, in order, when their view is visible', {
  ...kid('<script>s.push("a" + (document.querySelector("b").offsetParent !== null))</script><div><b>x</b><p ui-view="kid"></p><script>throw new Error("mine")</script><script>s.push("c")</script></div>', '<i>k</i><script>s.push("kid")</script>'),
  model: { kid: object('Kid') }, ...CODE,
}, async (stage) => {
  stage.expectProblem(/mine/);
  assert.deepEqual(await stage.page.evaluate('s'), ['atrue', 'kid', 'c']);
});

scene('C-223 F-91 scripts of a superseded render do not run', {
  ...kid('<div><p ui-view="kid"></p></div>', '<i ui-value="v">k</i><script>s.push("a")</script>'), model: { kid: { value: null } }, ...CODE,
  prepare: (stub) => void (stub.viewdefs['B.DEFAULT'] = '<u>b</u><script>s.push("b")</script>'),
}, async (stage) => {
  const id = stage.stub.id('kid');
  for (const type of ['Kid', 'B']) stage.stub.send({ type: 'update', data: { varId: id, value: { obj: 3 }, properties: { type } } });
  await stage.settle();
  assert.deepEqual(await stage.page.evaluate('s'), ['b']);
});

scene('C-224 F-90 attributes of scripts and data blocks', {
  ...kid('<div><script type="application/json" id="cfg">{"a":1}</script><script src="/probe.js" data-x="1"></script><script type="module">s.push(typeof import.meta.url)</script></div>', ''),
  ...CODE, prepare: (stub) => void (stub.pages['/probe.js'] = 's.push("probe" + document.currentScript.dataset.x)'),
}, async (stage) => {
  await stage.until('both have run', async () => ((await stage.page.evaluate('s.length')) as number) === 2);
  assert.deepEqual((await stage.page.evaluate('s') as string[]).sort(), ['probe1', 'string']);
  assert.equal(await stage.text('#cfg'), '{"a":1}');
});

scene('C-137 C-138 C-139 C-140 F-193 F-195 ui-code', {
  ...kid('<div><i id="e" ui-code="js"></i><i ui-code="late"></i><script>window.fn = () => { s.push("fn") }</script></div>', ''),
  model: { js: 's.push(element.id, typeof variable.varId, typeof store.get)', late: 'fn()' }, ...CODE,
}, async (stage) => {
  stage.expectProblem(/ui-code="js": bad/);
  assert.deepEqual(await stage.page.evaluate('s'), ['e', 'number', 'function', 'fn']);
  for (const value of ['throw new Error("bad")', 7, null, 's.push("again")']) stage.stub.update('js', value);
  await stage.settle();
  assert.equal(await stage.page.evaluate('s.at(-1)'), 'again');
});

scene('C-141 F-196 code is off unless the page allows it', {
  ...kid('<div><i ui-code="js"></i><script>window.s.push(1)</script></div>', ''), model: { js: 's.push(2)' }, head: '<script>window.s = []</script>',
}, async (stage) => {
  stage.expectProblem(/contain scripts or ui-code, which this page does not run/);
  assert.deepEqual(await stage.page.evaluate('s'), []);
  assert.equal(stage.created('js'), undefined);
});

scene('F-276 F-119 lifecycle events', {
  ...kid('<div><p ui-view="kid"></p></div>', '<b>1</b>'), model: { kid: object('Kid') },
  head: '<script>window.s = []; for (const n of ["ui-connected", "ui-view-ready", "ui-view-dispose"]) document.addEventListener(n, (e) => s.push(n + (e.target.localName ?? "")))</script>',
}, async (stage) => {
  stage.stub.update('kid', null, { type: '' });
  await stage.settle();
  assert.deepEqual(await stage.page.evaluate('s'), ['ui-connected', 'ui-view-readydiv', 'ui-view-readyb', 'ui-view-disposeb']);
});
