// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Losing the connection and finding it again: what is told to the server, what stays on the page, what the user sees.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { object, scene, type Stage } from '../harness/stage';
import type { StubServer } from '../harness/stub_server';

const PAGE = {
  viewdefs: {
    'App.DEFAULT': '<div><input id="q" ui-value="q"><b ui-value="n"></b><i ui-view="kid"></i><button ui-action="boom()">x</button><ul ui-viewlist="rows"></ul></div>',
    'Kid.DEFAULT': '<em ui-value="k"></em>',
  },
  model: { q: 'a', n: '1', kid: object('Kid'), k: 'x', rows: { value: [1] }, 'rows.0': object('Kid') },
};

// A page whose server does not speak Tandem's extension.
const PLAIN = { ...PAGE, prepare: (stub: StubServer) => void (stub.speaksExtension = false) };

async function cutAndReturn(stage: Stage, meanwhile: () => Promise<void> = async () => undefined): Promise<number> {
  const { mark } = stage;
  const { length: upgrades } = stage.stub.upgrades;
  stage.stub.upgradeStatus = 503;
  stage.stub.drop();
  await stage.until('the page has noticed', () => stage.page.evaluate(() => document.documentElement.classList.contains('ui-disconnected')));
  await meanwhile();
  stage.stub.upgradeStatus = 101;
  await stage.until('the page is back', async () => {
    await stage.page.evaluate(() => window.dispatchEvent(new Event('online')));
    return stage.stub.upgrades.length > upgrades && stage.stub.isConnected;
  });
  await stage.settle();
  return mark;
}

// Types into #q without leaving it, and marks every element; the returned function says whether all are still there.
async function typeAndMark(stage: Stage): Promise<() => Promise<boolean>> {
  await stage.page.locator('#q').focus();
  await stage.page.keyboard.press('End');
  await stage.page.keyboard.type('zz');
  await stage.page.evaluate(() => document.querySelectorAll('*').forEach((e) => ((e as unknown as { mine: number }).mine = 1)));
  return () => stage.page.evaluate(() => [...document.querySelectorAll('[ui-viewdef] *')].every((e) => (e as unknown as { mine?: number }).mine === 1));
}

scene('D-42 a page goes on where it was: nothing is told again, nothing changes but what has changed', PAGE, async (stage) => {
  stage.allowProblem(/WebSocket connection to/);
  const isKept = await typeAndMark(stage);
  await stage.page.evaluate(() => {
    const state = window as unknown as { mutated: number };
    state.mutated = 0;
    const app = document.querySelector('[ui-viewdef]') as Element;
    new MutationObserver((list) => (state.mutated += list.length)).observe(app, { childList: true, subtree: true, attributes: true, characterData: true });
  });
  const mutated = () => stage.page.evaluate(() => (window as unknown as { mutated: number }).mutated);
  let mark = await cutAndReturn(stage);
  assert.deepEqual([stage.stub.frames.length - mark, await mutated(), await isKept()], [0, 0, true]);
  assert.equal(stage.stub.heads.at(-1)?.resume ?? stage.stub.heads.at(-2)?.resume, 'page 1');
  mark = await cutAndReturn(stage, async () => stage.stub.update('n', '2'));
  assert.deepEqual([await stage.text('b'), stage.stub.frames.length - mark, await isKept()], ['2', 0, true]);
  assert.equal(await stage.page.locator('#q').inputValue(), 'azz');
  assert.equal(await stage.page.evaluate(() => document.activeElement?.id), 'q');
});

scene('D-42 what is done while there is no connection is done afterwards, in order and once', PAGE, async (stage) => {
  stage.allowProblem(/WebSocket connection to/);
  const mark = await cutAndReturn(stage, async () => {
    await stage.page.locator('#q').fill('of');
    await stage.page.locator('#q').blur();
    await stage.page.locator('button').click();
    await stage.page.locator('#q').fill('off');
    await stage.page.locator('button').click();
  });
  const [q, boom] = [stage.stub.id('q'), stage.stub.id('boom()')];
  const done = stage.stub.frames.slice(mark).flatMap(({ messages }) => messages).flatMap((message) =>
    message.type === 'update' && 'value' in message.data ? [[message.data.varId, message.data.value]] : []);
  assert.deepEqual(done, [[q, 'of'], [boom, null], [q, 'off'], [boom, null]]);
  await cutAndReturn(stage);
  assert.equal(stage.stub.frames.slice(mark).flatMap(({ messages }) => messages).length, done.length);
});

scene('D-42 a frame that was cut off is sent again', PAGE, async (stage) => {
  stage.allowProblem(/WebSocket connection to/);
  const mark = await cutAndReturn(stage, async () => undefined);
  // The server drops the socket at the very moment it gets the click: whether it has it is for the resume to say.
  stage.stub.dropsAt = mark + 1;
  await stage.page.locator('button').click();
  await stage.until('the page is back', async () => {
    await stage.page.evaluate(() => window.dispatchEvent(new Event('online')));
    return stage.values('boom()', mark).length > 0;
  });
  await stage.settle();
  assert.deepEqual(stage.values('boom()', mark), [null]);
});

scene('D-42 a page that the server has forgotten is told again, and stays', { ...PAGE, model: { ...PAGE.model, rows: { value: [] } } }, async (stage) => {
  stage.allowProblem(/WebSocket connection to/);
  const before = stage.stub.messages('create');
  const isKept = await typeAndMark(stage);
  stage.stub.forgetsPages = true;
  const mark = await cutAndReturn(stage, async () => void (await stage.page.locator('button').click()));
  const told = stage.stub.frames.slice(mark).map(({ messages }) => messages);
  assert.deepEqual(told[0]?.[0], { type: 'watch', data: { varId: 1 } });
  assert.deepEqual(told[0]?.filter(({ type }) => type === 'create'), before);
  assert.deepEqual([stage.values('q', mark), stage.values('boom()', mark)], [['azz'], [null]]);
  assert.deepEqual([await isKept(), await stage.page.locator('#q').inputValue()], [true, 'azz']);
});

scene('D-42 a page that goes for good says so', PAGE, async (stage) => {
  await stage.page.goto('about:blank');
  await stage.until('it was said', () => stage.stub.heads.some(({ bye }) => bye === true));
});

scene('C-22 F-20 without the extension the page is taken up again where it was', PLAIN, async (stage) => {
  stage.allowProblem(/WebSocket connection to/);
  const before = stage.stub.messages('create');
  const isKept = await typeAndMark(stage);
  stage.stub.model['n'] = { value: '2' };
  const mark = await cutAndReturn(stage);
  const [first, ...others] = stage.stub.frames[mark]?.messages ?? [];
  assert.deepEqual(first, { type: 'watch', data: { varId: 1 } });
  assert.deepEqual(others.filter(({ type }) => type === 'create'), before);
  assert.deepEqual(others.slice(before.length).map((m) => (m.type === 'update' ? m.data.properties : m.type)),
    [{ viewdef: 'App.DEFAULT' }, { viewdef: 'Kid.DEFAULT' }, { viewdef: 'Kid.DEFAULT' }]);
  assert.ok(await isKept(), 'elements were replaced');
  assert.equal(await stage.text('b'), '2');
  assert.equal(await stage.page.locator('#q').inputValue(), 'azz');
  assert.equal(await stage.page.evaluate(() => document.activeElement?.id), 'q');
});

scene('C-24 C-25 D-42 F-22 without the extension, too, what is done offline arrives, once and in order', PLAIN, async (stage) => {
  stage.allowProblem(/WebSocket connection to/);
  const mark = await cutAndReturn(stage, async () => {
    await stage.page.locator('#q').fill('off');
    await stage.page.locator('#q').blur();
    await stage.page.locator('button').click();
  });
  assert.deepEqual([stage.values('q', mark), stage.values('boom()', mark)], [['off'], [null]]);
  const messages = stage.stub.frames.slice(mark).flatMap((frame) => frame.messages);
  const created = messages.findIndex((m) => m.type === 'create' && m.data.properties['path'] === 'q');
  assert.ok(created < messages.findIndex((m) => m.type === 'update' && m.data.value === 'off'));
  await stage.page.locator('#q').fill('other');
  await stage.page.locator('#q').fill('off');
  await stage.page.locator('#q').blur();
  await stage.settle();
  assert.deepEqual(stage.values('q', mark), ['off']);
  assert.equal(await stage.page.evaluate(() => document.documentElement.className), '');
  assert.equal(await stage.text('[role=status]'), '');
});

scene('F-20 what has become nil while away is cleared', PLAIN, async (stage) => {
  stage.allowProblem(/WebSocket connection to/);
  delete stage.stub.model['n'];
  delete stage.stub.model['kid'];
  await cutAndReturn(stage);
  await stage.until('it is cleared', async () => (await stage.text('b')) === '');
  assert.equal(await stage.count('div > em'), 0);
  assert.equal(await stage.page.locator('#q').inputValue(), 'a');
});

scene('F-20 a server that refuses makes the page be built anew', PLAIN, async (stage) => {
  stage.allowProblem(/WebSocket connection to/);
  stage.expectProblem(/built anew/);
  stage.expectProblem(/already in use/);
  const last = Math.max(...stage.stub.variables.keys());
  stage.stub.errorsOnCreate = { code: 'duplicate-id', description: 'variable is already in use' };
  await cutAndReturn(stage, async () => {
    // Only the re-created ones are refused.
    const { stub } = stage;
    const timer = setInterval(() => {
      if (stub.frames.at(-1)?.messages[0]?.type === 'watch' && stub.frames.length > 2) {
        stub.errorsOnCreate = null;
        clearInterval(timer);
      }
    }, 1);
  });
  assert.equal(await stage.text('b'), '1');
  assert.equal(await stage.text('em'), 'x');
  assert.ok(Math.min(...stage.stub.variables.keys()) > last, 'ids were used again');
});

scene('C-23 F-25 the first connection may fail', { ...PAGE, settle: false, prepare: (stub) => void (stub.upgradeStatus = 503) }, async (stage) => {
  stage.allowProblem(/WebSocket connection to/);
  assert.equal(await stage.page.evaluate(() => typeof window.uiApp), 'object');
  stage.stub.upgradeStatus = 101;
  await stage.until('the app is there', async () => (await stage.count('#q')) === 1);
});

scene('F-23 F-25 when the first connection fails the page says so, and goes on trying', { ...PAGE, settle: false, prepare: (stub) => void (stub.upgradeStatus = 503) }, async (stage) => {
  stage.allowProblem(/WebSocket connection to/);
  await stage.until('the user is told', async () => /No connection to the server yet/.test(await stage.text('[role=status]')), 12000);
  stage.stub.upgradeStatus = 101;
  await stage.until('the app is there', async () => (await stage.count('#q')) === 1, 12000);
  assert.equal(await stage.text('[role=status]'), '');
});

for (const moment of ['online', 'focus', 'visibilitychange', 'pageshow']) {
  scene(`D-42 F-18 another attempt at once when ${moment} promises something`, PAGE, async (stage) => {
    stage.allowProblem(/WebSocket connection to/);
    stage.stub.upgradeStatus = 503;
    stage.stub.drop();
    // After the third failure in a row, this one and two attempts, the next is 4 s away.
    await stage.until('two attempts have failed', () => stage.stub.upgrades.length === 3, 12000);
    stage.stub.upgradeStatus = 101;
    await stage.page.evaluate((type) => {
      const event = type === 'pageshow' ? new PageTransitionEvent(type, { persisted: true }) : new Event(type);
      (type === 'visibilitychange' ? document : window).dispatchEvent(event);
    }, moment);
    await stage.until('it is back', () => stage.stub.isConnected, 2000);
  });
}

scene('C-302 F-23 after five seconds a polite word, once; gone when the connection is back', PAGE, async (stage) => {
  stage.allowProblem(/WebSocket connection to/);
  await cutAndReturn(stage, async () => {
    assert.equal(await stage.text('[role=status]'), '');
    await stage.until('the user is told', async () => /No connection/.test(await stage.text('[role=status]')));
  });
  assert.equal(await stage.text('[role=status]'), '');
});

scene('C-27 F-27 a session that is gone offers a new one and keeps what is typed', PAGE, async (stage) => {
  stage.allowProblem(/WebSocket connection to/);
  stage.expectProblem(/status of 404/);
  await stage.page.evaluate(() => document.addEventListener('ui-session-expired', () => (document.title = 'expired')));
  await stage.page.locator('#q').fill('typed');
  stage.stub.upgradeStatus = 404;
  stage.stub.headStatus = 404;
  stage.stub.drop();
  await stage.until('the user is told', async () => (await stage.count('[role=status] a')) === 1);
  assert.deepEqual([await stage.text('[role=status] a'), await stage.attribute('[role=status] a', 'href')], ['Start a new session', '/']);
  assert.equal(await stage.page.locator('#q').inputValue(), 'typed');
  assert.equal(await stage.page.title(), 'expired');
  const attempts = stage.stub.upgrades.length;
  await stage.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await stage.settle();
  assert.equal(stage.stub.upgrades.length, attempts);
});

const FORM = {
  viewdefs: {
    'App.DEFAULT': '<div><label>Name <input id="name" ui-value="name"></label><textarea id="note" aria-label="Note" ui-value="note?keypress"></textarea>' +
      '<input id="secret" type="password" aria-label="Secret" ui-value="secret"><input id="untouched" aria-label="Untouched" ui-value="given">' +
      '<sl-input id="city" label="City" ui-value="city"></sl-input><div ui-view="extra"></div></div>',
    'Extra.DEFAULT': '<p><input id="gone" aria-label="Gone" ui-value="gone"></p>',
  },
  model: { name: '', note: '', secret: '', given: 'by the app', city: '', extra: object('Extra'), gone: '' },
  shoelace: true,
};

scene('D-42 F-27 what was typed in a session that has ended is offered in the next', FORM, async (stage) => {
  stage.allowProblem(/WebSocket connection to|Password field is not contained/);
  stage.expectProblem(/status of 404/);
  await stage.page.locator('#name').fill('Ada');
  await stage.page.locator('#note').fill('two\nlines'); // This is sent, and lost with the session.
  await stage.page.locator('#secret').fill('hush');
  await stage.page.locator('#gone').fill('homeless');
  await stage.page.locator('#city input').fill('London');
  await stage.settle();
  stage.stub.upgradeStatus = 404;
  stage.stub.headStatus = 404;
  stage.stub.drop();
  await stage.until('the user is told', async () => (await stage.count('[role=status] a')) === 1);
  await stage.page.locator('#name').press('End');
  await stage.page.keyboard.type(' L.');
  stage.stub.upgradeStatus = 101;
  stage.stub.redirects = { '/': '/S2' };
  stage.stub.pages['/S2'] = stage.stub.pages['/S1'] ?? '';
  stage.stub.viewdefs = { ...FORM.viewdefs, 'Extra.DEFAULT': '<p>nothing to fill in</p>' };
  stage.stub.model['note'] = { value: '' };
  stage.stub.frames.splice(0); // Another document, with ids of its own.
  await stage.page.locator('[role=status] a').click();
  await stage.until('the text is offered', async () => /had typed/.test(await stage.text('[role=status]')));
  await stage.settle();
  assert.deepEqual(await stage.page.locator('[role=status] dt').allTextContents(), ['Name', 'Note', 'City', 'Gone']);
  assert.deepEqual(await stage.page.locator('[role=status] dd').allTextContents(), ['Ada L.', 'two\nlines', 'London', 'homeless']);
  await stage.page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') });
  const violations = await stage.page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(where: string): Promise<{ violations: Array<{ id: string }> }> } };
    return (await axe.run('[role=status]')).violations.map(({ id }) => id);
  });
  assert.deepEqual(violations, []);
  stage.stub.drop(); // A short gap does not take the offer away.
  await stage.until('it is back', () => stage.stub.isConnected);
  await stage.settle();
  if (process.env['SCREENSHOTS']) await stage.page.screenshot({ path: `${process.env['SCREENSHOTS']}/kept_text.png` });
  await stage.page.locator('[role=status] button', { hasText: 'Put it back' }).click();
  await stage.settle();
  assert.deepEqual([stage.values('name').at(-1), stage.values('note').at(-1), stage.values('city').at(-1), stage.values('given')],
    ['Ada L.', 'two\nlines', 'London', []]);
  assert.equal(await stage.page.locator('#name').inputValue(), 'Ada L.');
  // What has no place can still be read and copied.
  assert.deepEqual(await stage.page.locator('[role=status] dd').allTextContents(), ['homeless']);
  assert.equal(await stage.count('[role=status] button'), 2);
  await stage.page.locator('[role=status] button', { hasText: 'Dismiss' }).click();
  assert.deepEqual(await stage.page.evaluate(() => sessionStorage.length), 0);
  assert.equal(await stage.text('[role=status]'), '');
});

scene('C-298 F-276 the document hears of the connection, views of being shown and of going', {
  viewdefs: { 'App.DEFAULT': '<div><p ui-view="kid"></p></div>', 'Kid.DEFAULT': '<b>1</b>', 'B.DEFAULT': '<i>2</i>' }, model: { kid: object('Kid') },
  head: '<script>window.s = []; for (const n of ["ui-connected", "ui-disconnected", "ui-view-ready", "ui-view-dispose"]) document.addEventListener(n, (e) => s.push(n.slice(3) + " " + (e.target.localName ?? "document")))</script>',
}, async (stage) => {
  stage.allowProblem(/WebSocket connection to/);
  stage.stub.update('kid', { obj: 4 }, { type: 'B' });
  await stage.settle();
  await cutAndReturn(stage);
  assert.deepEqual(((await stage.page.evaluate('s')) as string[]).filter((line, i, all) => line !== all[i - 1]), [
    'connected document', 'view-ready div', 'view-ready b', 'view-dispose b', 'view-ready i', 'disconnected document', 'connected document',
  ]);
});

scene('F-26 an explicit disconnect sends what is waiting and does not come back', PAGE, async (stage) => {
  await stage.page.evaluate((id) => {
    window.uiStore?.update(id, 'last');
    window.uiApp?.getConnection().disconnect();
  }, stage.stub.id('q'));
  await stage.settle();
  await stage.page.evaluate(() => window.dispatchEvent(new Event('online')));
  await stage.settle();
  assert.equal(stage.stub.upgrades.length, 1);
  assert.deepEqual(stage.values('q'), ['last']);
});

scene('C-35 C-36 C-37 F-34 F-48 strangers and failing messages do not stop the rest', {
  viewdefs: { 'App.DEFAULT': '<div><b ui-value="a"></b><i ui-value="b"></i></div>' }, model: { a: 1, b: 1 },
}, async (stage) => {
  for (const pattern of [/bare error/, /no type/, /unknown type/, /not an object/, /no data/, /not JSON/]) stage.expectProblem(pattern);
  const { stub } = stage;
  stub.send({ error: 'x' });
  stub.send({ result: {} });
  stub.sendText('[null, 5, "s"]');
  stub.sendText('{');
  stub.send({ type: 'mystery' });
  const update = (path: string, value: number) => ({ type: 'update', data: { varId: stub.id(path), value } });
  stub.send(update('a', 2), { type: 'update' }, update('b', 2));
  await stage.settle();
  assert.deepEqual([await stage.text('b'), await stage.text('i')], ['2', '2']);
});

scene('F-48 F-117 a template that cannot be set up does not stop the others', {
  viewdefs: { 'App.DEFAULT': '<div><b ui-value="a"></b><i ui-view="bad"></i><u ui-view="good"></u></div>', 'Bad.DEFAULT': 'nothing here', 'Good.DEFAULT': '<p>good</p>' },
  model: { a: 1, bad: object('Bad'), good: object('Good') },
}, async (stage) => {
  stage.expectProblem(/Bad\.DEFAULT has no root element/);
  assert.equal(await stage.text('p'), 'good');
});
