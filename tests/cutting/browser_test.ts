// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The same in Chromium, where there are things that only a browser has: what is being typed, the caret, the focus, scroll
// positions, the elements themselves, what the page says of its connection, and people who click while there is none (D-42, F-20).
//
//   TANDEM_SEED=N  the same clicks and the same plans for cuts again
//   TANDEM_CUTS=N  so many cuts; 1,000 take four minutes on an idle machine

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launch } from '../../web/test/harness/stage';
import { nativeHome, type NativeHome } from '../browser/homes.mjs';
import { CuttingProxy } from './cutting_proxy';
import { HeadlessPage } from './headless_page';
import { Random, chooseSeed } from './random';

const CUTS = Number(process.env['TANDEM_CUTS'] ?? 36);
const LONG_TEXT = 60;
// A gap that is shorter is not worth a word (STATUS_AFTER_MS); a busy machine may measure it a little shorter than the page.
const SILENT_GAP_MS = 4500;
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
    // What the browser itself says of sockets and of requests that were cut.
    const isAboutCuts = /^(WebSocket connection to|Failed to load resource: net::)/.test(text);
    if (['error', 'warning'].includes(message.type()) && !isAboutCuts) problems.push(text);
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

// What the page has to keep a record of: its gaps, what it says in them, what it renders, what moves in the list.
async function observe(page: Page): Promise<void> {
  await page.evaluate(() => {
    const record = { gaps: [] as number[], notices: [] as number[], renders: 0, scrolls: 0, blurs: 0 };
    Object.assign(window, { record });
    let goneAt = 0;
    document.addEventListener('ui-disconnected', () => (goneAt ||= performance.now()));
    document.addEventListener('ui-connected', () => {
      record.gaps.push(performance.now() - goneAt);
      goneAt = 0;
    });
    document.addEventListener('ui-view-ready', () => (record.renders += 1));
    new MutationObserver(() => {
      if (document.querySelector('.tandem-status')?.textContent) record.notices.push(performance.now() - goneAt);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    const list = document.querySelector('ul') as HTMLElement;
    Object.assign(list.style, { height: '30px', overflow: 'auto', overflowAnchor: 'none' });
    list.scrollTop = 17;
    list.addEventListener('scroll', () => (record.scrolls += Number(list.scrollTop !== 17)));
    document.activeElement?.addEventListener('blur', () => (record.blurs += 1));
  });
}

interface PageRecord {
  readonly gaps: number[];
  readonly notices: number[];
  readonly renders: number;
  readonly scrolls: number;
  readonly blurs: number;
}

test('D-42 typing, clicks, caret, focus, scroll and elements survive cuts, without a word', { timeout: 60_000 + CUTS * 3000 }, async () => {
  await open(async (scene) => {
    const { page, proxy } = scene;
    const random = new Random(seed + 1);
    const events: string[] = [];
    let typed = '[]';
    await page.locator('#text').click();
    await page.keyboard.type(typed);
    await page.keyboard.press('ArrowLeft');
    await observe(page);
    proxy.isCutting = true;
    for (let step = 0; proxy.cuts.total < CUTS; step += 1) {
      if (random.below(2) === 0) {
        const letter = String.fromCharCode(97 + (step % 26));
        await page.keyboard.type(letter);
        typed = `${typed.slice(0, -1)}${letter}]`;
        if (typed.length > LONG_TEXT) {
          for (let i = 0; i < LONG_TEXT / 2; i += 1) await page.keyboard.press('Backspace');
          typed = `${typed.slice(0, -LONG_TEXT / 2 - 1)}]`;
        }
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
    const { gaps, notices, renders, scrolls, blurs } = await page.evaluate(() => (window as unknown as { record: PageRecord }).record);
    assert.deepEqual({ renders, scrolls, blurs }, { renders: 0, scrolls: 0, blurs: 0 });
    assert.equal(await page.locator('ul').evaluate((list) => list.scrollTop), 17);
    assert.deepEqual(notices.filter((gap) => gap < SILENT_GAP_MS), [], 'a notice in a short gap');
    await page.locator('#click').click(); // Takes what is typed along.
    await page.locator('#count', { hasText: new RegExp(`^${events.length + 1}$`) }).waitFor();
    assert.deepEqual(await recorded(scene), { log: [...events, 'click'], text: typed });
    gaps.sort((a, b) => a - b);
    console.log(`${events.length} clicks, ${typed.length} letters, ${proxy.connections} connections, ${JSON.stringify(proxy.cuts)}; ` +
      `${gaps.length} gaps, the middle one ${gaps[gaps.length >> 1]?.toFixed(0)} ms, the longest ${gaps.at(-1)?.toFixed(0)} ms; ` +
      `${notices.length} changes of the notice`);
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
