// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The same in Chromium, where there are things that only a browser has: what is being typed, the caret, the focus, the elements
// themselves, and people who click while there is no connection (D-42, F-20).
//
//   TANDEM_SEED=N  the same clicks and the same plans for cuts again

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launch } from '../../web/test/harness/stage';
import { nativeHome, type NativeHome } from '../browser/homes.mjs';
import { CuttingProxy } from './cutting_proxy';
import { HeadlessPage } from './headless_page';
import { Random, chooseSeed } from './random';

const CUTS = 36;
// Half-open connections have a case of their own: a browser takes its time to notice them.
const NEVER = Number.MAX_SAFE_INTEGER;

const seed = chooseSeed();
let server: NativeHome;
let browser: Browser;

before(async () => {
  console.log(`TANDEM_SEED=${seed}`);
  server = await nativeHome('tests/cutting/site');
  browser = await launch();
});

after(async () => {
  await browser.close();
  await server.close();
});

interface Scene {
  readonly page: Page;
  readonly proxy: CuttingProxy;
  readonly problems: string[];
  readonly session: string;
  readonly port: number;
}

// A page of the recorder behind a proxy that does not cut yet, with every element of the app marked.
async function open(play: (scene: Scene) => Promise<void>): Promise<void> {
  const port = Number(new URL(server.url).port);
  const proxy = new CuttingProxy(port, new Random(seed), NEVER);
  proxy.isCutting = false;
  const address = `http://127.0.0.1:${await proxy.start()}/`;
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    const text = message.text();
    if (['error', 'warning'].includes(message.type()) && !/^WebSocket connection to/.test(text)) problems.push(text);
  });
  try {
    await page.goto(address);
    await page.locator('li').nth(2).waitFor();
    await page.waitForLoadState('networkidle');
    await page.evaluate(() => {
      for (const element of document.querySelectorAll('*')) (element as unknown as { isMarked: boolean }).isMarked = true;
    });
    await play({ page, proxy, problems, port, session: new URL(page.url()).pathname.slice(1) });
    assert.deepEqual(problems, []);
    assert.ok(await page.evaluate(() => [...document.querySelectorAll('section, section *')].every((element) =>
      (element as unknown as { isMarked?: boolean }).isMarked)), 'elements were replaced');
  } finally {
    await context.close();
    await proxy.stop();
  }
}

async function recorded({ port, session }: Scene): Promise<{ log: string[]; text: unknown }> {
  const late = new HeadlessPage({ socketPort: port, serverPort: port, session }, 1);
  await late.until('the page is there', () => late.opens > 0);
  await late.until('all is shown', () => late.value('log()') !== undefined && late.value('text') !== undefined);
  const result = { log: String(late.value('log()')).split(' '), text: late.value('text') };
  late.leave();
  return result;
}

test('D-42 typing, clicks, caret, focus and elements survive cuts', { timeout: 120_000 }, async () => {
  await open(async (scene) => {
    const { page, proxy } = scene;
    const random = new Random(seed + 1);
    const events: string[] = [];
    let typed = '[]';
    await page.locator('#text').click();
    await page.keyboard.type(typed);
    await page.keyboard.press('ArrowLeft');
    proxy.isCutting = true;
    for (let step = 0; proxy.cuts.total < CUTS; step += 1) {
      if (random.below(2) === 0) {
        const letter = String.fromCharCode(97 + (step % 26));
        await page.keyboard.type(letter);
        typed = `${typed.slice(0, -1)}${letter}]`;
      } else {
        const event = random.pick(['click', 'rotate']);
        events.push(event);
        // As a key of the page might: it leaves the focus alone.
        await page.evaluate((id) => document.getElementById(id)?.click(), event);
      }
      // Nobody wants to wait for the delays between attempts; that they are as they should be is tested elsewhere.
      if (random.below(4) === 0) await page.evaluate(() => window.dispatchEvent(new Event('online')));
    }
    proxy.isCutting = false;
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.locator('#count', { hasText: new RegExp(`^${events.length}$`) }).waitFor();
    const input = await page.locator('#text').evaluate((element: HTMLInputElement) => (
      { value: element.value, caret: element.selectionStart, hasFocus: document.activeElement === element }));
    assert.deepEqual(input, { value: typed, caret: typed.length - 1, hasFocus: true });
    await page.locator('#click').click(); // Takes what is typed along.
    await page.locator('#count', { hasText: new RegExp(`^${events.length + 1}$`) }).waitFor();
    assert.deepEqual(await recorded(scene), { log: [...events, 'click'], text: typed });
    console.log(`${events.length} clicks, ${typed.length} letters, ${proxy.connections} connections, ${JSON.stringify(proxy.cuts)}`);
  });
});

test('D-42 a half-open connection is noticed within 10 s, and what was done meanwhile is done', { timeout: 60_000 }, async () => {
  await open(async (scene) => {
    const { page, proxy } = scene;
    const { connections } = proxy;
    const reconnected = page.waitForEvent('websocket', { timeout: 12_000 });
    proxy.freeze();
    const frozenAt = performance.now();
    await page.locator('#click').click();
    await page.locator('#rotate').click();
    await reconnected;
    const noticed = performance.now() - frozenAt;
    assert.ok(noticed < 10_000 + 1_200, `another connection was tried after ${noticed} ms`); // 1.1 s is the first delay.
    await page.locator('#count', { hasText: /^2$/ }).waitFor();
    assert.ok(proxy.connections > connections);
    assert.deepEqual((await recorded(scene)).log, ['click', 'rotate']);
  });
});
