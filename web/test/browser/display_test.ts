// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What values look like: text, attributes, classes, styles, markup, errors.

import assert from 'node:assert/strict';
import { items, object, scene } from '../harness/stage';

const app = (html: string) => ({ viewdefs: { 'App.DEFAULT': html } });

scene('C-60 C-61 C-64 F-172 values as text', {
  ...app('<div>' + 'abcdefghi'.split('').map((p) => `<span id="${p}" ui-value="${p}">old</span>`).join('') + '</div>'),
  model: { a: 'abc', b: 5, c: 0, d: true, e: false, f: null, g: '', h: '<b>x</b>', i: { value: { obj: 4 } } },
}, async (stage) => {
  const texts = await stage.page.locator('span').allTextContents();
  assert.deepEqual(texts, ['abc', '5', '0', 'true', 'false', '', '', '<b>x</b>', '{"obj":4}']);
  assert.equal(await stage.count('#h b'), 0);
});

scene('C-62 F-166 without a value bindings show nothing', app(
  '<div><span ui-value="never">placeholder</span><i class="on" ui-class-on="never"></i><a href="/k" ui-attr-href="never">k</a>' +
  '<u style="color: red" ui-style-color="never"></u><p ui-html="never">old</p></div>',
), async (stage) => {
  assert.equal(await stage.text('span'), '');
  assert.equal(await stage.attribute('i', 'class'), '');
  assert.equal(await stage.attribute('a', 'href'), null);
  assert.equal(await stage.attribute('u', 'style'), '');
  assert.equal(await stage.text('p'), '');
});

scene('C-63 F-54 an update that only carries properties changes nothing', {
  ...app('<div><span ui-value="v"></span><i ui-class-on="c"></i><a ui-attr-title="t"></a><u ui-style-color="s"></u><p ui-html="h"></p></div>'),
  model: { v: 'x', c: true, t: 'tip', s: 'red', h: '<b>k</b>' },
}, async (stage) => {
  await stage.until('the markup is there', async () => (await stage.count('p b')) === 1);
  const before = await stage.page.locator('body').innerHTML();
  for (const path of ['v', 'c', 't', 's', 'h']) stage.stub.update(path, undefined, { note: '1' });
  await stage.settle();
  assert.equal(await stage.page.locator('body').innerHTML(), before);
});

scene('C-65 C-66 C-67 F-172 list items, buttons, meters', {
  ...app('<ul><li ui-value="t"></li><button ui-value="t">x</button><progress max="10" ui-value="n"></progress></ul>'), model: { t: 'tea', n: 4 },
}, async (stage) => {
  assert.equal(await stage.text('li'), 'tea');
  assert.equal(await stage.text('button'), 'tea');
  assert.equal(await stage.page.locator('progress').evaluate((bar: HTMLProgressElement) => bar.value), 4);
  stage.stub.update('n', null);
  await stage.settle();
  assert.equal(await stage.page.locator('progress').evaluate((bar: HTMLProgressElement) => bar.position), -1);
});

scene('C-68 F-172 Shoelace badges, bars and dates', {
  ...app('<div><sl-badge ui-value="n"></sl-badge><sl-progress-bar ui-value="n"></sl-progress-bar><sl-format-number ui-value="n"></sl-format-number></div>'),
  model: { n: 3 }, shoelace: true,
}, async (stage) => {
  assert.equal(await stage.text('sl-badge'), '3');
  assert.equal(await stage.page.locator('sl-progress-bar').evaluate((bar) => (bar as unknown as { value: number }).value), 3);
  assert.equal(await stage.page.locator('sl-format-number').evaluate((e) => e.shadowRoot?.textContent?.trim()), '3');
});

scene('C-69 C-71 F-177 error marks come and go', { ...app('<div><input ui-value="v"><i ui-class-x="c"></i></div>'), model: { v: 'a', c: true } }, async (stage) => {
  stage.expectProblem(/gone "x"/);
  stage.expectProblem(/without an id/);
  stage.stub.send({ type: 'error', data: { varId: stage.stub.id('v'), code: 'path-failure', description: 'gone "x"' } });
  stage.stub.send({ type: 'error', data: { code: 'x', description: 'without an id' } });
  await stage.settle();
  assert.equal(await stage.attribute('input', 'class'), 'ui-error');
  assert.equal(await stage.attribute('input', 'ui-error-code'), 'path-failure');
  assert.equal(await stage.attribute('input', 'ui-error-description'), 'gone "x"');
  assert.equal(await stage.attribute('input', 'aria-invalid'), 'true');
  stage.stub.update('v', undefined, { any: '1' });
  await stage.settle();
  for (const name of ['ui-error-code', 'ui-error-description', 'aria-invalid']) assert.equal(await stage.attribute('input', name), null);
  assert.equal(await stage.attribute('input', 'class'), '');
});

scene('F-177 a Shoelace field shows the error in its help text', { ...app('<div><sl-input label="N" ui-value="v"></sl-input></div>'), model: { v: 'a' }, shoelace: true }, async (stage) => {
  stage.expectProblem(/too short/);
  stage.stub.send({ type: 'error', data: { varId: stage.stub.id('v'), code: 'bad', description: 'too short' } });
  await stage.settle();
  assert.equal(await stage.page.locator('sl-input').evaluate((e) => (e as unknown as { helpText: string }).helpText), 'too short');
  stage.stub.update('v', 'abc');
  await stage.settle();
  assert.equal(await stage.page.locator('sl-input').evaluate((e) => (e as unknown as { helpText: string }).helpText), '');
});

scene('C-110 C-111 F-180 attributes', {
  ...app('<div>' + 'abcdefg'.split('').map((p) => `<i id="${p}" title="old" ui-attr-title="${p}"></i>`).join('') + '<button ui-attr-disabled="b">x</button></div>'),
  model: { a: 's', b: '', c: 0, d: true, e: false, f: null, g: { value: [1, 2] } },
}, async (stage) => {
  const titles = await stage.page.locator('i').evaluateAll((all) => all.map((e) => e.getAttribute('title')));
  assert.deepEqual(titles, ['s', '', '0', 'true', null, null, '1,2']);
  assert.equal(await stage.page.locator('button').isDisabled(), true);
});

scene('C-112 F-185 classes go by truthiness', {
  ...app('<div>' + 'abcdefghi'.split('').map((p) => `<i ui-class-on="${p}"></i>`).join('') + '</div>'),
  model: { a: 1, b: 'x', c: 'false', d: { value: { obj: 1 } }, e: { value: [] }, f: 0, g: '', h: null, i: false },
}, async (stage) => {
  const on = await stage.page.locator('i').evaluateAll((all) => all.map((e) => e.classList.contains('on')));
  assert.deepEqual(on, [true, true, true, true, true, false, false, false, false]);
});

scene('C-114 C-115 F-186 styles, and an invalid one resets', {
  ...app('<div><i ui-style-background-color="c" ui-style---gap="g"></i></div>'), model: { c: 'red', g: 3 },
}, async (stage) => {
  const style = (name: string) => stage.page.locator('i').evaluate((e, n) => (e as HTMLElement).style.getPropertyValue(n), name);
  assert.deepEqual([await style('background-color'), await style('--gap')], ['red', '3']);
  stage.stub.update('c', 'no-colour');
  await stage.settle();
  assert.equal(await style('background-color'), '');
});

scene('C-116 C-117 F-181 ui-attr-class replaces the author\'s classes and keeps the others', {
  ...app('<div><span class="a" ui-attr-class="c" ui-class-hid="h"></span></div>'), model: { c: 'x y', h: true },
}, async (stage) => {
  assert.equal(await stage.attribute('span', 'class'), 'x y hid');
  stage.stub.update('c', 'z');
  await stage.settle();
  assert.equal(await stage.attribute('span', 'class'), 'z hid');
});

scene('F-181 ui-attr-class on a root leaves the runtime\'s classes', { ...app('<div class="a" ui-attr-class="c"></div>'), model: { c: 'x' } }, async (stage) => {
  const classes = (await stage.attribute('[ui-viewdef]', 'class'))?.split(' ').sort();
  assert.deepEqual(classes, ['ui-view-1', 'x']);
});

scene('C-118 F-182 ui-attr-checked on a native checkbox', { ...app('<div><input type="checkbox" ui-attr-checked="k"></div>'), model: { k: false } }, async (stage) => {
  await stage.page.locator('input').click();
  assert.equal(await stage.page.locator('input').isChecked(), true);
  stage.stub.update('k', true);
  stage.stub.update('k', false);
  await stage.settle();
  assert.equal(await stage.page.locator('input').isChecked(), false);
});

scene('C-120 F-184 handlers and script addresses are refused', {
  ...app('<div><i ui-attr-onclick="a"></i><a ui-attr-href="b">b</a><a id="ok" ui-attr-href="c">c</a></div>'),
  model: { a: 'alert(1)', b: ' java\tscript:alert(1)', c: '/javascript:x' },
}, async (stage) => {
  stage.expectProblem(/onclick cannot be bound/);
  stage.expectProblem(/script address is not allowed/);
  assert.equal(await stage.attribute('i', 'onclick'), null);
  assert.equal(await stage.attribute('a', 'href'), null);
  assert.equal(await stage.attribute('#ok', 'href'), '/javascript:x');
});

for (const [policy, path, isShown] of [['sanitize', 'd?trusted', false], ['by-binding', 'd', false], ['by-binding', 'd?trusted', true], ['trusted', 'd', true]] as const) {
  scene(`F-184 a frame's markup, "${path}" where the policy is "${policy}", is ${isShown ? 'shown' : 'refused'}`, {
    ...app(`<div><iframe title="f" srcdoc="old" ui-attr-srcdoc="${path}"></iframe></div>`), model: { d: '<i>k</i>' },
    head: `<meta name="ui-html-policy" content="${policy}">`,
  }, async (stage) => {
    if (isShown) return void (await stage.page.frameLocator('iframe').locator('i').waitFor());
    stage.expectProblem(/ui-attr-srcdoc="d" in viewdef App\.DEFAULT: markup that is not sanitised needs \?trusted, and trusted_html = true/);
    assert.equal(await stage.attribute('iframe', 'srcdoc'), 'old');
    assert.deepEqual(stage.createdPaths(), []);
  });
}

scene('C-131 D-24 markup is sanitised, icons and styling stay', {
  ...app('<div><p ui-html="h?trusted"></p></div>'),
  model: { h: '<img src="data:," onerror="window.hacked=1"><script>window.hacked=2</script><a href="javascript:1">j</a><a target="_blank" href="/x">l</a><sl-icon name="gear" onclick="1"></sl-icon><b class="k" style="color: red">b</b><form action="/y"></form>' },
}, async (stage) => {
  stage.expectProblem(/trusted on ui-html means nothing on this page/);
  await stage.until('the markup is there', async () => (await stage.count('p b.k')) === 1);
  const html = await stage.page.locator('p').innerHTML();
  assert.doesNotMatch(html, /onerror|onclick|<script|javascript:|<form/);
  assert.equal(await stage.count('p sl-icon[name=gear]'), 1);
  assert.equal(await stage.attribute('p b', 'style'), 'color: red');
  assert.equal(await stage.attribute('p a[target]', 'rel'), 'noopener noreferrer');
  assert.equal(await stage.page.evaluate('window.hacked'), undefined);
});

for (const [policy, html] of [['by-binding', 'h?trusted'], ['trusted', 'h']] as const) {
  scene(`D-24 F-187 F-291 with the policy ${policy} markup is shown as it is, scripts in it stay inert`, {
    ...app(`<div><p id="as-is" ui-html="${html}"></p><p id="other" ui-html="h"></p></div>`),
    head: `<meta name="ui-html-policy" content="${policy}">`,
    model: { h: '<b onclick="window.hit=1">b</b><script>window.hacked=1</script>' },
  }, async (stage) => {
    await stage.until('the markup is there', async () => (await stage.count('#as-is b')) === 1 && (await stage.count('#other b')) === 1);
    await stage.page.locator('#as-is b').click();
    assert.deepEqual(await stage.page.evaluate('[window.hit, window.hacked]'), [1, undefined]);
    assert.equal(await stage.attribute('#other b', 'onclick'), policy === 'trusted' ? 'window.hit=1' : null);
  });
}

scene('C-130 C-132 F-187 F-192 markup comes, goes and is not bound', {
  ...app('<div><p ui-html="h"></p></div>'), model: { h: '<span ui-value="q">k</span>' },
}, async (stage) => {
  await stage.until('the markup is there', async () => (await stage.count('p span')) === 1);
  assert.equal(stage.created('q'), undefined);
  await stage.page.locator('p span').evaluate((e) => ((e as unknown as { mine: number }).mine = 1));
  stage.stub.update('h', '<span ui-value="q">k</span>');
  await stage.settle();
  assert.equal(await stage.page.locator('p span').evaluate((e) => (e as unknown as { mine: number }).mine), 1);
  stage.stub.update('h', 5);
  await stage.settle();
  assert.equal(await stage.page.locator('p').innerHTML(), '5');
  stage.stub.update('h', null);
  await stage.settle();
  assert.equal(await stage.page.locator('p').innerHTML(), '');
});

scene('C-133 C-134 C-135 C-136 F-188 F-189 markup in the place of an element', {
  ...app('<div id="box"><i>before</i><div id="z" ui-html="h?replace"></div><i>after</i></div>'.replace('<div id="box">', '<div><div id="box">') + '</div>'),
  model: { h: '<p>1</p>mid<p id="own">2</p>' },
}, async (stage) => {
  const shape = () => stage.page.locator('#box').evaluate((box) => [...box.childNodes].map((n) => (n instanceof Element ? `${n.localName}#${n.id.replace(/\d+$/, 'n')}` : n.textContent)));
  await stage.until('the markup is there', async () => (await stage.count('p#z')) === 1);
  assert.deepEqual(await shape(), ['i#', 'p#z', 'mid', 'p#ui-n', 'i#']);
  stage.stub.update('h', 'plain');
  await stage.settle();
  assert.deepEqual(await shape(), ['i#', 'span#z', 'i#']);
  assert.equal(await stage.text('#z'), 'plain');
  stage.stub.update('h', null);
  await stage.settle();
  assert.equal(await stage.page.locator('#z').isVisible(), false);
  stage.stub.update('h', '<b>x</b>');
  await stage.settle();
  assert.deepEqual(await shape(), ['i#', 'b#z', 'i#']);
});

scene('F-188 markup in the place of a root keeps the view together', {
  ...app('<div><div ui-view="kid"></div></div>'), model: { kid: { value: { obj: 9 }, properties: { type: 'Kid' } }, h: '<b>1</b>' },
  prepare: (stub) => void (stub.viewdefs['Kid.DEFAULT'] = '<i ui-html="h?replace"></i>'),
}, async (stage) => {
  await stage.until('the markup is there', async () => (await stage.count('b')) === 1);
  assert.equal(await stage.attribute('b', 'ui-viewdef'), 'Kid.DEFAULT');
  stage.stub.update('kid', null, { type: '' });
  await stage.settle();
  assert.equal(await stage.count('b'), 0);
});

scene('C-70 F-177 an error of a class is not shown on the element', { ...app('<div><i class="a" ui-class-x="c"></i><b ui-attr-title="t"></b></div>'), model: { c: true, t: 'tip' } }, async (stage) => {
  stage.expectProblem(/gone/);
  const before = await stage.page.locator('body').innerHTML();
  for (const path of ['c', 't']) stage.stub.send({ type: 'error', data: { varId: stage.stub.id(path), code: 'path-failure', description: 'gone' } });
  await stage.settle();
  assert.equal(await stage.page.locator('body').innerHTML(), before);
});

scene('F-177 in development every element that has a binding in error is outlined, and says why', {
  ...app('<div><i ui-class-x="c" ui-attr-title="t"></i><b ui-html="h"></b><button ui-action="act()">a</button><u ui-style-color="s">s</u><input aria-label="v" ui-value="v">' +
    '<button id="ev" ui-event-dblclick="ev()">e</button><p ui-view="kid"></p><ul ui-viewlist="l"><li></li></ul></div>'),
  model: { c: true, t: 'tip', h: 'h', s: 'red', v: '1', kid: object('Kid'), l: items(1) }, head: '<meta name="tandem-dev" content="yes">',
  prepare: (stub) => void Object.assign(stub.viewdefs, { 'Kid.DEFAULT': '<em>k</em>', 'Kid.other': '<strong>o</strong>', 'It.DEFAULT': '<li>r</li>' }),
}, async (stage) => {
  const ELEMENTS: Record<string, string> = { c: 'i', h: 'b', 'act()': 'button', s: 'u', v: 'input', 'ev()': '#ev', kid: 'em', l: 'ul' };
  const fail = (path: string) => stage.stub.send({ type: 'error', data: { varId: stage.stub.id(path), code: 'path-failure', description: `${path} broke\nstack traceback:\n\tx` } });
  const look = (selector: string) => stage.page.locator(selector).first().evaluate((e) => [e.getAttribute('ui-author-error'), getComputedStyle(e).outlineStyle]);
  for (const path of Object.keys(ELEMENTS)) {
    fail(path);
    stage.expectProblem(new RegExp(`the server reports an error for variable \\d+ \\(${path.replace('()', '\\(\\)')}\\): .* broke`));
  }
  for (const [path, selector] of Object.entries(ELEMENTS)) {
    await stage.until(`${path} is marked`, async () => (await look(selector)).join() === `${path}: ${path} broke,dashed`);
  }
  // The one for everybody is `ui-value`'s and `ui-action`'s.
  assert.deepEqual(await stage.page.locator('.ui-error').evaluateAll((all) => all.map((e) => e.localName)), ['button', 'input']);
  // Two of one element; each goes when it is mended.
  fail('t');
  stage.expectProblem(/t broke/);
  await stage.until('both are said', async () => (await look('i'))[0] === 'c: c broke\nt: t broke');
  stage.stub.update('c', false);
  await stage.until('one is left', async () => (await look('i'))[0] === 't: t broke');
  for (const path of ['t', 'h', 's', 'kid', 'l']) stage.stub.update(path, undefined, { any: '1' });
  await stage.until('they are mended', async () => (await stage.count('[ui-author-error]')) === 3);
  for (const selector of ['i', 'b', 'u', 'em', 'ul']) assert.deepEqual(await look(selector), [null, 'none'], selector);
  // The outline of the focus comes first.
  await stage.page.locator('button').first().focus();
  await stage.page.keyboard.press('Shift+Tab');
  await stage.page.keyboard.press('Tab');
  assert.notEqual((await look('button'))[1], 'dashed');
  stage.allowProblem(/is still empty/);
});

scene('F-177 F-129 in development the mark of a host\'s binding goes to what takes its place, and ends with the binding', {
  ...app('<div><p ui-view="kid" ui-class-x="c"></p></div>'), model: { kid: object('Kid'), c: true }, head: '<meta name="tandem-dev" content="yes">',
  prepare: (stub) => void Object.assign(stub.viewdefs, { 'Kid.DEFAULT': '<em>k</em>', 'Cat.DEFAULT': '<strong>c</strong>' }),
}, async (stage) => {
  stage.expectProblem(/gone/);
  stage.stub.send({ type: 'error', data: { varId: stage.stub.id('c'), code: 'path-failure', description: 'gone' } });
  await stage.page.locator('em[ui-author-error]').waitFor();
  stage.stub.update('kid', { obj: 4 }, { type: 'Cat' });
  await stage.page.locator('strong[ui-author-error]').waitFor();
  stage.stub.update('', undefined, stage.stub.viewdefsProperty({ 'App.DEFAULT': '<div class="n"><p ui-view="kid"></p></div>' }));
  await stage.page.locator('.n em').waitFor();
  assert.equal(await stage.count('[ui-author-error]'), 0);
});

scene('F-177 help texts of the author\'s are left alone', {
  ...app('<div><sl-textarea label="T" ui-value="t"></sl-textarea><sl-select label="S" ui-value="s"><sl-option value="a">A</sl-option></sl-select>' +
    '<sl-input id="own" label="O" help-text="own" ui-value="o"></sl-input><sl-input id="slot" label="P" ui-value="p"><b slot="help-text">slot</b></sl-input></div>'),
  model: { t: 'a', s: 'a', o: 'a', p: 'a' }, shoelace: true,
}, async (stage) => {
  const FIELDS = ['sl-textarea', 'sl-select', '#own', '#slot'];
  const look = async () => Promise.all(FIELDS.map((selector) => stage.page.locator(selector).evaluate((e) =>
    [(e as unknown as { helpText: string }).helpText, e.getAttribute('aria-invalid')])));
  for (const path of ['t', 's', 'o', 'p']) stage.stub.send({ type: 'error', data: { varId: stage.stub.id(path), code: 'bad', description: 'too short' } });
  stage.expectProblem(/too short/);
  await stage.settle();
  assert.deepEqual(await look(), [['too short', 'true'], ['too short', 'true'], ['own', 'true'], ['', 'true']]);
  for (const path of ['t', 's', 'o', 'p']) stage.stub.update(path, undefined, { any: '1' });
  await stage.settle();
  assert.deepEqual(await look(), [['', null], ['', null], ['own', null], ['', null]]);
});

scene('F-190 markup in the place of an element goes with its binding, text and all', {
  ...app('<div><section ui-view="kid"></section></div>'), model: { kid: { value: { obj: 9 }, properties: { type: 'Kid' } }, h: 'one <b>two</b> three' },
  prepare: (stub) => void (stub.viewdefs['Kid.DEFAULT'] = '<i ui-html="h?replace"></i><p>p</p>'),
}, async (stage) => {
  await stage.until('the markup is there', async () => (await stage.count('b')) === 1);
  assert.equal(await stage.text('[ui-viewdef="App.DEFAULT"]'), 'one two threep');
  stage.stub.update('kid', null, { type: '' });
  await stage.settle();
  assert.equal(await stage.text('[ui-viewdef="App.DEFAULT"]'), '');
});

scene('F-293 F-184 a bound link to another window gives it no handle', {
  ...app('<div><a id="a" target="_blank" ui-attr-href="h">a</a><a id="b" target="_blank" rel="author" ui-attr-href="h">b</a><a id="c" ui-attr-href="h">c</a></div>'), model: { h: '/x' },
}, async (stage) => {
  assert.deepEqual(await stage.page.locator('a').evaluateAll((all) => all.map((e) => e.getAttribute('rel'))), ['noopener noreferrer', 'author', null]);
});

scene('F-181 ui-attr-style replaces the author\'s style and keeps what ui-style says', {
  ...app('<div><i style="top: 1px" ui-attr-style="s" ui-style-color="c"></i></div>'), model: { s: 'left: 2px', c: 'red' },
}, async (stage) => {
  assert.equal(await stage.attribute('i', 'style'), 'left: 2px; color: red;');
  stage.stub.update('s', 'left: 3px; color: blue');
  await stage.settle();
  assert.equal(await stage.attribute('i', 'style'), 'left: 3px; color: red;');
  stage.stub.update('s', null);
  await stage.settle();
  assert.equal(await stage.attribute('i', 'style'), 'color: red;');
});

scene('F-182 attributes of native controls are properties too, on components they are not', {
  ...app('<div><input id="v" ui-attr-value="text"><input id="ro" ui-attr-readonly="on"><input id="ind" type="checkbox" ui-attr-indeterminate="on"><button id="dis" ui-attr-disabled="on">d</button>' +
    '<select><option>a</option><option id="sel" ui-attr-selected="on">b</option></select><video id="mu" ui-attr-muted="on"></video><details id="op" ui-attr-open="on"></details><x-own id="own" ui-attr-disabled="on"></x-own></div>'),
  model: { text: 'one', on: true },
}, async (stage) => {
  const NAMES = { v: 'value', ro: 'readOnly', ind: 'indeterminate', dis: 'disabled', sel: 'selected', mu: 'muted', op: 'open', own: 'disabled' };
  const look = () => stage.page.evaluate((names) => Object.entries(names).map(([id, name]) => (document.getElementById(id) as unknown as Record<string, unknown>)[name] ?? 'none'), NAMES);
  assert.deepEqual(await look(), ['one', true, true, true, true, true, true, 'none']);
  await stage.page.locator('#v').fill('typed over');
  for (const { id, properties } of [...stage.stub.variables.values()]) {
    if (properties['path'] === 'on') stage.stub.send({ type: 'update', data: { varId: id, value: false } });
  }
  stage.stub.update('text', 'one'); // The same again leaves what was typed.
  await stage.settle();
  assert.deepEqual(await look(), ['typed over', false, false, false, false, false, false, 'none']);
  stage.stub.update('text', 'two');
  await stage.settle();
  assert.equal(await stage.page.locator('#v').inputValue(), 'two');
});
