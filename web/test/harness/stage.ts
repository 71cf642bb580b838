// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One browser test: a page in Chromium, a stub server behind it, and a small vocabulary. When a test ends the stage
// checks what must hold after any test: well-formed traffic, no leaked variables, no left-over classes, no failed
// requests, no errors on the page or in the console other than those the test expected.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { StubServer, type Entry } from './stub_server';

export interface Setting {
  readonly viewdefs?: Record<string, string>;
  readonly model?: Record<string, Entry | string | number | boolean | null>;
  readonly root?: Entry;
  readonly shoelace?: boolean;
  readonly head?: string;
  readonly body?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly context?: BrowserContextOptions;
  // Before the page is loaded.
  readonly prepare?: (stub: StubServer, page: Page) => Promise<void> | void;
  // Wait for the page to come to rest (the default).
  readonly settle?: boolean;
  // Whether App.DEFAULT will be shown without further ado; by default if there is one.
  readonly rendered?: boolean;
}

// The built folder under test; run.mjs says where.
export const assets = process.env['TANDEM_WEB_ASSETS'] ?? 'assets';

let browser: Browser | null = null;
let lastObject = 1;

after(async () => {
  await browser?.close();
});

// A model entry for an object of a type.
export function object(type: string, properties: Record<string, string> = {}): Entry {
  lastObject += 1;
  return { value: { obj: lastObject }, properties: { type, ...properties } };
}

export function items(count: number): Entry {
  return { value: Array.from({ length: count }, (_, index) => ({ obj: 1000 + index })) };
}

// Bazel may spread the cases over several processes.
const shards = Number(process.env['TEST_TOTAL_SHARDS'] ?? 1);
const shard = Number(process.env['TEST_SHARD_INDEX'] ?? 0);
let registered = 0;

// Registers a test. Its name begins with the numbers of the requirements it is about.
export function scene(name: string, setting: Setting, play: (stage: Stage) => Promise<void>): void {
  registered += 1;
  if (registered % shards !== shard) return;
  test(name, { timeout: 60000 }, async () => {
    const stage = await Stage.open(setting);
    try {
      await play(stage);
      await stage.inspect();
    } finally {
      await stage.close();
    }
  });
}

export class Stage {
  private readonly problems: string[] = [];
  private readonly expected: RegExp[] = [];
  private readonly allowed: RegExp[] = [];

  private constructor(
    readonly page: Page,
    readonly stub: StubServer,
    readonly address: string,
  ) {}

  static async open(setting: Setting): Promise<Stage> {
    const stub = new StubServer(assets);
    const address = await stub.start();
    stub.viewdefs = setting.viewdefs ?? {};
    stub.model = Object.fromEntries(Object.entries(setting.model ?? {}).map(([path, entry]) => [path, asEntry(entry)]));
    if (setting.root) stub.root = setting.root;
    stub.headers = setting.headers ?? {};
    const path = setting.path ?? '/S1';
    stub.pages[path] = pageText(setting);
    if (!browser?.isConnected()) browser = await launch();
    const context = await browser.newContext(setting.context ?? {});
    const page = await context.newPage();
    const stage = new Stage(page, stub, address);
    stage.listen();
    await page.addInitScript(() => {
      const state = window as unknown as { lastMutation: number };
      state.lastMutation = performance.now();
      new MutationObserver(() => (state.lastMutation = performance.now())).observe(document, {
        childList: true, subtree: true, attributes: true, characterData: true,
      });
    });
    await setting.prepare?.(stub, page);
    page.setDefaultTimeout(10000);
    await page.goto(address + path);
    if (setting.settle === false) return stage;
    const renders = setting.rendered ?? (setting.root === undefined && 'App.DEFAULT' in stub.viewdefs);
    if (renders) await stage.until('the app is rendered', () => page.evaluate(() => document.querySelector('[ui-viewdef]') !== null));
    await stage.settle();
    return stage;
  }

  // Waits until nothing has moved for a while, on the wire or on the page. A busy machine makes the page slow and the
  // silence meaningless: it must also last while the page has shown a frame and run a timer.
  async settle(quiet = 90): Promise<void> {
    const deadline = Date.now() + 20000;
    let since = Date.now(); // What has just been done may only begin to show.
    for (;;) {
      assert.ok(Date.now() < deadline, 'the page does not come to rest');
      const still = await this.stillness();
      const rest = quiet - Math.min(still, Date.now() - Math.max(since, this.stub.lastTraffic));
      if (rest > 0 || this.stub.pendingAnswers > 0) {
        await new Promise((resolve) => setTimeout(resolve, Math.max(5, rest)));
        continue;
      }
      const before = Date.now();
      await this.page.evaluate(() => new Promise((resolve) => {
        requestAnimationFrame(() => setTimeout(resolve, 20));
        setTimeout(resolve, 1000); // A browser short of resources may stop painting.
      }));
      if (this.stub.pendingAnswers === 0 && this.stub.lastTraffic < before && (await this.stillness()) >= Date.now() - before) return;
      since = Math.min(before, since);
    }
  }

  // Milliseconds since the document changed; 0 while a component of its is still being loaded.
  private stillness(): Promise<number> {
    return this.page.evaluate(() => {
      if (document.querySelector('script[src*=shoelace]') && document.querySelector(':not(:defined)')) return 0;
      return performance.now() - (window as unknown as { lastMutation: number }).lastMutation;
    });
  }

  async until(what: string, condition: () => boolean | Promise<boolean>, limit = 8000): Promise<void> {
    const deadline = Date.now() + limit;
    while (!(await condition())) {
      assert.ok(Date.now() < deadline, `timed out waiting until ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  // A problem on the console whose text matches is not a failure; that there was none is.
  expectProblem(pattern: RegExp): void {
    this.expected.push(pattern);
  }

  // A problem that may or may not come, depending on who is faster.
  allowProblem(pattern: RegExp): void {
    this.allowed.push(pattern);
  }

  async text(selector: string): Promise<string> {
    return (await this.page.locator(selector).first().textContent()) ?? '';
  }

  async attribute(selector: string, name: string): Promise<string | null> {
    return this.page.locator(selector).first().getAttribute(name);
  }

  async count(selector: string): Promise<number> {
    return this.page.locator(selector).count();
  }

  async evaluate<T, A>(action: (argument: A) => T, argument: A): Promise<T> {
    return this.page.evaluate(action as never, argument as never);
  }

  // The value messages for a path since `mark`, in order.
  values(path: string, mark = 0): unknown[] {
    const id = this.stub.id(path);
    return this.stub.frames.slice(mark).flatMap(({ messages }) => messages).flatMap((message) =>
      message.type === 'update' && message.data.varId === id && 'value' in message.data ? [message.data.value] : []);
  }

  get mark(): number {
    return this.stub.frames.length;
  }

  // The properties of the create for a path, or undefined.
  created(path: string): Record<string, string> | undefined {
    const found = this.stub.messages('create').find((message) => message.type === 'create' && message.data.properties['path'] === path);
    return found?.type === 'create' ? { ...found.data.properties } : undefined;
  }

  createdPaths(): string[] {
    return this.stub.messages('create').map((message) => (message.type === 'create' ? (message.data.properties['path'] ?? '') : ''));
  }

  async inspect(): Promise<void> {
    await this.settle();
    this.inspectTraffic();
    const left = await this.page.evaluate(() => ({
      marked: document.querySelectorAll('.ui-new-view, .ui-obsolete-view').length,
      vended: [...document.querySelectorAll('[id^="ui-"]')].map(({ id }) => id).filter((id) => /^ui-\d+$/.test(id)),
      live: (window as unknown as { uiStore?: { size: number } }).uiStore?.size ?? 1,
    }));
    assert.equal(left.marked, 0, 'elements are left in the middle of a reveal (G-5)');
    assert.equal(new Set(left.vended).size, left.vended.length, 'a vended id occurs twice (G-6)');
    if (this.stub.isConnected) assert.equal(left.live - 1, this.stub.variables.size, 'page and server do not know the same variables (F-243)');
    const unexpected = this.problems.filter((problem) => ![...this.expected, ...this.allowed].some((pattern) => pattern.test(problem)));
    assert.deepEqual(unexpected, [], 'problems on the page');
    for (const pattern of this.expected) assert.ok(this.problems.some((problem) => pattern.test(problem)), `nothing was reported like ${pattern}`);
  }

  async close(): Promise<void> {
    await this.page.context().close();
    await this.stub.stop();
  }

  private inspectTraffic(): void {
    const destroyed = new Set<number>();
    let lastId = 1;
    let connection = 0;
    for (const frame of this.stub.frames) {
      assert.equal(typeof frame.userEvent, 'boolean');
      assert.ok(frame.messages.length > 0, 'an empty frame was sent (G-3)');
      const isResync = frame.connection !== connection;
      connection = frame.connection;
      for (const message of frame.messages) {
        if (message.type === 'create') {
          const { id, parentId = 0, properties } = message.data;
          assert.ok(isResync || id > lastId, `ids are not increasing: ${id} after ${lastId} (G-1)`);
          lastId = Math.max(lastId, id);
          assert.ok(parentId === 1 || (parentId <= lastId && !destroyed.has(parentId)), `create below ${parentId} (G-2)`);
          assert.ok(properties['path'] && properties['elementId'], 'a create lacks path or elementId (G-4)');
          const strangers = Object.keys(message.data).filter((key) => !['id', 'parentId', 'value', 'properties', 'nowatch', 'unbound'].includes(key));
          assert.deepEqual(strangers, [], 'unknown fields in a create (G-8)');
        }
        if (message.type === 'destroy') destroyed.add(message.data.varId);
        if (message.type === 'update') {
          assert.ok(!destroyed.has(message.data.varId), `update of the destroyed ${message.data.varId} (G-7)`);
          for (const value of Object.values(message.data.properties ?? {})) assert.equal(typeof value, 'string');
        }
      }
    }
  }

  private listen(): void {
    this.page.on('pageerror', (error) => this.problems.push(`page error: ${error.message}`));
    this.page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.problems.push(`${message.type()}: ${message.text()}`);
      else if (!/^DevTools/.test(message.text())) this.problems.push(`console output: ${message.text()}`);
    });
    this.page.on('requestfailed', (request) => this.problems.push(`request failed: ${request.url()} ${request.failure()?.errorText ?? ''}`));
    this.page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.origin !== this.address && !['data:', 'blob:'].includes(url.protocol)) this.problems.push(`foreign request: ${request.url()}`);
    });
  }
}

function asEntry(entry: Entry | string | number | boolean | null): Entry {
  return typeof entry === 'object' && entry !== null ? entry : { value: entry };
}

function pageText({ head = '', body = '<main class="shell" ui-app></main>', shoelace = false }: Setting): string {
  const widgets = shoelace
    ? '<link rel="stylesheet" href="/_tandem/shoelace/themes/light.css"><script type="module" src="/_tandem/shoelace_setup.js"></script>'
    : '';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Test</title><link rel="icon" href="data:,">${widgets}` +
    `<script type="module" src="/_tandem/main.js"></script>${head}</head>${body.startsWith('<body') ? body : `<body>${body}</body>`}</html>`;
}

export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
  });
}
