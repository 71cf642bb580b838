// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Files in real Chromium: chosen, dropped, canceled, refused, over cuts and slow connections, on the server's disk. What is on
// the wire is in tests/conformance/transcripts/files.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { assertAccessible } from './axe.mjs';
import { inEachHome } from './each_home.mjs';
import { localHome, nativeHome } from './homes.mjs';
import { leave, runAll, test } from './runner.mjs';
import { siteOf } from './site.mjs';

// Servers of this test keep their temporary files here.
process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'tandem-files-test-'));

const FILES = {
  'lua/main.lua': `
    local App = session:prototype("App", { heard = "", calls = 0, note = "" })
    local function sample(data)
      local sum = #data
      for i = 1, #data, 997 do sum = (sum * 31 + data:byte(i)) % 1000003 end
      return sum
    end
    function App:take(file)
      self.calls = self.calls + 1
      if file.name == "bad.txt" then error("not this one") end
      self.heard = ("%s, %s, %d, %d"):format(file.name, file.type, file.size, sample(file.data))
    end
    function App:photoNames()
      local names = {}
      for i, photo in ipairs(self.photos or {}) do names[i] = photo.name end
      return table.concat(names, "+")
    end
    function App:forget() self.photos = nil end
    session:createAppVariable(session:create(App, {}))`,
  'viewdefs/App.DEFAULT.html': `<template><section>
    <h1>Files</h1>
    <p><label>One <input id="one" type="file" ui-value="take(_)"></label></p>
    <p>Heard: <b id="heard" ui-value="heard"></b> in <b id="calls" ui-value="calls"></b></p>
    <div id="zone" ui-drop="photos" multiple accept="image/*"><p>Drop pictures here, or</p>
      <label>Photos <input id="photos" type="file" multiple ui-value="photos"></label></div>
    <p>Photos: <b id="names" ui-value="photoNames()"></b></p>
    <button id="forget" ui-action="forget()">Forget</button>
    <p><label>Note <input id="note" ui-value="note?keypress"></label> <b id="echo" ui-value="note?access=r"></b></p>
  </section></template>`,
};
const SITE = siteOf(FILES);

const sampleOf = (data) => {
  let sum = data.length;
  for (let i = 0; i < data.length; i += 997) sum = (sum * 31 + data[i]) % 1000003;
  return sum;
};
const file = (name, data, mimeType = 'application/octet-stream') => ({ name, mimeType, buffer: Buffer.from(data) });
const heardOf = ({ name, mimeType, buffer }) => `${name}, ${mimeType}, ${buffer.length}, ${sampleOf(buffer)}`;

const choose = (page, id, files) => page.locator(id).setInputFiles(files);
const shows = (page, id, text) => page.waitForFunction(([css, wanted]) => document.querySelector(css)?.textContent === wanted, [id, text]);
const row = (page, text) => page.locator('.tandem-upload', { hasText: text });
const calls = async (page, count) => shows(page, '#calls', String(count));
// Until so much of it has been taken.
const isUnderWay = (page) => page.waitForFunction(() => {
  const bar = document.querySelector('.tandem-upload progress');
  return bar && bar.value > 0 && bar.value < bar.max;
});

// A TCP proxy that can be slow, and cuts a WebSocket after so many bytes of what the page says.
async function startProxy(target) {
  const proxy = { cutAfter: Infinity, cuts: 0, bytesPerSecond: Infinity, sockets: new Set() };
  const server = createServer((client) => {
    const upstream = connect(Number(new URL(target).port), '127.0.0.1');
    let isSocket = false;
    for (const [from, to] of [[client, upstream], [upstream, client]]) {
      proxy.sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        proxy.sockets.delete(from);
        to.destroy();
      });
    }
    upstream.pipe(client);
    client.on('data', (bytes) => {
      isSocket ||= bytes.includes('Upgrade: websocket');
      if (isSocket && proxy.cutAfter < bytes.length) {
        upstream.write(bytes.subarray(0, proxy.cutAfter));
        proxy.cutAfter = Infinity;
        proxy.cuts += 1;
        client.destroy();
        return;
      }
      if (isSocket) proxy.cutAfter -= bytes.length;
      upstream.write(bytes);
      if (!isSocket || proxy.bytesPerSecond === Infinity) return;
      client.pause();
      setTimeout(() => client.resume(), (1000 * bytes.length) / proxy.bytesPerSecond);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy.url = `http://127.0.0.1:${server.address().port}/`;
  proxy.close = () => {
    for (const socket of proxy.sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  };
  return proxy;
}

// Opens `site` through a proxy.
function throughProxy(name, site, run) {
  test(name, async (tools) => {
    const home = await nativeHome(site);
    const proxy = await startProxy(home.url);
    try {
      await tools.page.goto(proxy.url);
      await tools.page.locator('#one').waitFor();
      await run({ ...tools, home, proxy });
    } finally {
      await leave(tools.page);
      await proxy.close();
      await home.close();
    }
  });
}

inEachHome('a file that is chosen reaches the method, once; the page says so', SITE, async ({ page, shot }) => {
  const text = file('notes.txt', 'some notes', 'text/plain');
  await choose(page, '#one', text);
  await shows(page, '#heard', heardOf(text));
  await row(page, 'notes.txt has been sent').waitFor();
  await assertAccessible(page, 'a page that has sent a file');
  await shot('files_sent');
  await calls(page, 1);
  // Any bytes, also the same file again; none at all.
  const bytes = file('all.bin', randomBytes(200_001));
  for (let count = 2; count < 4; count += 1) {
    await choose(page, '#one', bytes);
    await calls(page, count);
    await shows(page, '#heard', heardOf(bytes));
  }
  const empty = file('empty', '');
  await choose(page, '#one', empty);
  await shows(page, '#heard', heardOf(empty));
});

inEachHome('several files are a list in the order chosen; a field that becomes nil empties the input', SITE, async ({ page }) => {
  await choose(page, '#photos', [file('b.png', 'bb', 'image/png'), file('a.png', '', 'image/png'), file('c.png', 'c', 'image/png')]);
  await shows(page, '#names', 'b.png+a.png+c.png');
  await row(page, 'b.png and 2 more has been sent').waitFor();
  assert.equal(await page.locator('#photos').evaluate((input) => input.files.length), 3);
  await page.locator('#forget').click();
  await page.waitForFunction(() => document.querySelector('#photos').files.length === 0);
  await shows(page, '#names', '');
});

// As a person drags files from elsewhere: Chromium does with them what it does of its own accord, which is to open them in
// another tab.
async function dragFiles(page, selector, paths) {
  const devtools = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  const send = (type, { x, y, width, height }) => devtools.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + height / 2, data });
  const place = await page.locator(selector).boundingBox();
  await send('dragEnter', place);
  await send('dragOver', place);
  return {
    drop: () => send('drop', place),
    goAway: async () => {
      const elsewhere = { x: 0, y: 0, width: 2, height: 2 };
      await send('dragOver', elsewhere);
      await send('dragCancel', elsewhere);
    },
  };
}

const hasStayed = (page) => assert.deepEqual(page.context().pages().map((one) => one.url()), [page.url()]);

function fileOnDisk(name, text = 'x') {
  const path = join(mkdtempSync(join(process.env.TMPDIR, 'dragged-')), name);
  writeFileSync(path, text);
  return path;
}

inEachHome('files are dropped on a zone, which shows that they would be taken', SITE, async ({ page }) => {
  await page.waitForLoadState('networkidle'); // What is dropped before the part that takes it is loaded: see below.
  const pictures = [fileOnDisk('1.png'), fileOnDisk('2.jpg')];
  const isHovered = () => page.locator('#zone').evaluate((zone) => zone.classList.contains('ui-dropping'));
  const changedMind = await dragFiles(page, '#zone p', pictures);
  assert.equal(await isHovered(), true);
  await changedMind.goAway();
  assert.equal(await isHovered(), false);
  await (await dragFiles(page, '#zone p', pictures)).drop();
  assert.equal(await isHovered(), false);
  await shows(page, '#names', '1.png+2.jpg');
  await (await dragFiles(page, '#zone p', [fileOnDisk('notes.txt')])).drop();
  await row(page, '“notes.txt” is not of a kind that is taken here.').waitFor();
  await shows(page, '#names', '1.png+2.jpg');
});

// Neither is the page left for the file, nor the file lost.
for (const start of [nativeHome, localHome]) {
  test(`files that are dropped before the page can take them wait for it (${start === nativeHome ? 'native' : 'local'})`, async ({ page }) => {
    const home = await start(SITE);
    let letCome;
    const isToCome = new Promise((resolve) => (letCome = resolve));
    await page.route(/file_picker/, (route) => isToCome.then(() => route.continue()));
    await page.goto(home.url, { waitUntil: 'domcontentloaded' });
    await page.locator('#zone').waitFor();
    const pictures = [fileOnDisk('1.png'), fileOnDisk('2.png')];
    await (await dragFiles(page, '#zone p', pictures)).drop();
    await (await dragFiles(page, '#zone p', pictures)).goAway(); // Files that only hover take nothing away.
    assert.equal(await page.locator('#names').textContent(), '');
    letCome();
    await shows(page, '#names', '1.png+2.png');
    hasStayed(page);
    await leave(page);
    await home.close();
  });
}

test('the place of an app that is still to come takes no files', async ({ page }) => {
  const home = await nativeHome(SITE);
  let letOpen;
  const isToOpen = new Promise((resolve) => (letOpen = resolve));
  await page.routeWebSocket(/\/ws\//, async (socket) => {
    await isToOpen;
    socket.connectToServer();
  });
  await page.goto(home.url);
  await (await dragFiles(page, '[ui-app]', [fileOnDisk('1.png')])).drop();
  letOpen();
  await page.locator('#zone').waitFor();
  hasStayed(page);
  await leave(page);
  await home.close();
});

inEachHome('a file that is too large is not sent, and the page says why; so does a script that fails', SITE, async ({ page }) => {
  await choose(page, '#one', file('big.bin', Buffer.alloc(10 * 1024 * 1024 + 1)));
  await row(page, '"big.bin" has 10485761 bytes, more than the limit of 10485760').waitFor();
  assert.equal(await page.locator('#one').evaluate((input) => input.files.length), 0);
  await choose(page, '#one', file('bad.txt', 'x'));
  await row(page, 'not this one').waitFor();
  await page.getByRole('button', { name: 'Close the message about bad.txt' }).click();
  await page.locator('.tandem-upload').waitFor({ state: 'detached' });
  await calls(page, 1);
  const good = file('good.txt', 'x', 'text/plain');
  await choose(page, '#one', good);
  await shows(page, '#heard', heardOf(good));
});

inEachHome('sending is canceled by key; the app has never heard of it, and of the next', SITE, async ({ page, shot }) => {
  const events = await page.evaluateHandle(() => {
    const states = [];
    document.addEventListener('ui-file-progress', ({ detail }) => {
      if (states.at(-1) !== detail.state) states.push(detail.state);
    });
    return states;
  });
  await choose(page, '#one', file('long.bin', randomBytes(10 * 1024 * 1024)));
  await isUnderWay(page);
  const cancel = page.getByRole('button', { name: 'Cancel sending long.bin' });
  await cancel.focus();
  await shot('files_sending');
  await page.keyboard.press('Enter');
  await row(page, 'long.bin was not sent').waitFor();
  const next = file('next.txt', 'next', 'text/plain');
  await choose(page, '#one', next);
  await shows(page, '#heard', heardOf(next));
  await calls(page, 1);
  assert.deepEqual(await events.jsonValue(), ['waiting', 'sending', 'canceled', 'waiting', 'sending', 'done']);
});

inEachHome('whoever shows the progress themselves prevents the default', SITE, async ({ page }) => {
  await page.evaluate(() => document.addEventListener('ui-file-progress', (event) => {
    event.preventDefault();
    document.title = `${event.detail.names} ${event.detail.state} ${event.detail.sent}/${event.detail.size}`;
  }));
  await choose(page, '#one', file('mine.txt', '12345'));
  await page.waitForFunction(() => document.title === 'mine.txt done 5/5');
  assert.equal(await page.locator('.tandem-upload').count(), 0);
});

// D-42
throughProxy('cuts in the middle of a file cost nothing: it goes on where it was', SITE, async ({ page, proxy }) => {
  const large = file('large.bin', randomBytes(5 * 1024 * 1024));
  proxy.bytesPerSecond = 4_000_000;
  await choose(page, '#one', large);
  for (const bytes of [300_000, 1_234_567, 70_001]) {
    proxy.cutAfter = bytes;
    const { cuts } = proxy;
    while (proxy.cuts === cuts) await page.waitForTimeout(20);
  }
  proxy.bytesPerSecond = Infinity;
  await shows(page, '#heard', heardOf(large));
  await calls(page, 1);
  assert.equal(proxy.cuts, 3);
});

// D-42
throughProxy('a server that has forgotten the page gets the file again from its beginning', siteOf({
  ...FILES, 'config/config.toml': '[session]\nresume_grace = "0"\n',
}), async ({ page, proxy }) => {
  const large = file('large.bin', randomBytes(2 * 1024 * 1024));
  await choose(page, '#one', large);
  proxy.bytesPerSecond = 4_000_000;
  proxy.cutAfter = 1_000_000;
  await shows(page, '#heard', heardOf(large));
  await calls(page, 1);
  assert.equal(proxy.cuts, 1);
});

// F-175: on a connection where the file takes half a minute.
throughProxy('typing stays quick while a file is sent', SITE, async ({ page, proxy }) => {
  proxy.bytesPerSecond = 250_000;
  await choose(page, '#one', file('slow.bin', randomBytes(6 * 1024 * 1024)));
  await isUnderWay(page);
  const took = [];
  let text = '';
  for (const letter of 'typing on') {
    text += letter;
    const began = Date.now();
    await page.locator('#note').press(letter === ' ' ? 'Space' : letter);
    await shows(page, '#echo', text);
    took.push(Date.now() - began);
  }
  await isUnderWay(page); // Still.
  console.log(`echoes took ${took.join(', ')} ms`);
  assert.ok(took.sort((a, b) => a - b)[Math.floor(took.length / 2)] < 700, `echoes took ${took.join(', ')} ms`);
  await page.getByRole('button', { name: 'Cancel sending slow.bin' }).click();
  await row(page, 'slow.bin was not sent').waitFor();
});

throughProxy('a file that changes while it is sent is given up, and the page says so', SITE, async ({ page, proxy }) => {
  const path = join(process.env.TMPDIR, 'changing.bin');
  writeFileSync(path, randomBytes(6 * 1024 * 1024));
  proxy.bytesPerSecond = 1_000_000;
  await choose(page, '#one', path);
  await isUnderWay(page);
  truncateSync(path, 1000);
  await row(page, '“changing.bin” cannot be read any more.').waitFor();
  await calls(page, 0);
});

test('with [files] temporary a file is on the disk, for its owner, as long as its session; a killed server leaves nothing for long', async ({ page, problems }) => {
  const site = siteOf({
    ...FILES,
    'config/config.toml': '[files]\ntemporary = true\n[lua]\nlibraries = ["io"]\n',
    'lua/main.lua': `
      local App = session:prototype("App", { heard = "", calls = 0, note = "" })
      function App:take(file)
        local handle = assert(io.open(file.path, "rb"))
        self.heard = file.path .. " " .. #handle:read("a") .. " " .. tostring(file.data)
        handle:close()
      end
      function App:photoNames() return "" end
      function App:forget() end
      session:createAppVariable(session:create(App, {}))`,
  });
  const folders = () => readdirSync(process.env.TMPDIR).filter((name) => name.startsWith('tandem-files-'));
  const home = await nativeHome(site);
  await page.goto(home.url);
  const bytes = randomBytes(300_000);
  await choose(page, '#one', file('../../evil.bin', bytes));
  await page.waitForFunction(() => / 300000 nil$/.test(document.querySelector('#heard').textContent));
  const [path] = (await page.locator('#heard').textContent()).split(' ');
  assert.ok(path.startsWith(join(process.env.TMPDIR, 'tandem-files-')), path);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
  assert.ok(statSync(path).size === 300_000);
  assert.equal(folders().length, 1);
  home.kill('SIGKILL');
  while (existsSync(path) && problems.length === 0) await page.waitForTimeout(20);
  assert.ok(existsSync(path), 'nobody could remove it');

  const next = await nativeHome(site);
  assert.ok(!existsSync(path));
  assert.equal(folders().length, 1);
  await page.goto('about:blank');
  problems.length = 0; // The page lost its server.
  await next.close();
  assert.equal(folders().length, 0);
});

process.exit((await runAll('files')) === 0 ? 0 : 1);
