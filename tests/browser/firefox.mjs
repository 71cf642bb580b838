// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// As much of WebDriver BiDi as it takes to open pages in Firefox, to act and to look: playwright-core drives none that is not
// its own build.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';

const FIREFOX = process.env.FIREFOX ?? '/usr/bin/firefox-esr';

// Nothing is fetched that no page asks for.
const PREFERENCES = {
  'app.update.enabled': false, 'browser.shell.checkDefaultBrowser': false, 'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false, 'toolkit.telemetry.enabled': false,
  'extensions.update.enabled': false, 'browser.safebrowsing.update.enabled': false, 'services.settings.server': 'data:,',
};

export class Firefox {
  #child;
  #profile;
  #socket;
  #context;
  #next = 1;
  #waiting = new Map();
  // What a page has reported: errors of scripts and on the console, violations of its policy.
  problems = [];

  static async start() {
    const firefox = new Firefox();
    await firefox.#launch();
    return firefox;
  }

  async #launch() {
    this.#profile = mkdtempSync(join(tmpdir(), 'tandem-firefox-'));
    writeFileSync(join(this.#profile, 'user.js'),
      Object.entries(PREFERENCES).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''));
    this.#child = spawn(FIREFOX, ['--headless', '--no-remote', '--profile', this.#profile, '--remote-debugging-port=0'], {
      stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, HOME: this.#profile, MOZ_CRASHREPORTER_DISABLE: '1' },
    });
    const said = [];
    const address = await new Promise((resolve, reject) => {
      createInterface({ input: this.#child.stderr }).on('line', (line) => {
        said.push(line);
        const found = /WebDriver BiDi listening on (ws:\S+)/.exec(line);
        if (found) resolve(found[1]);
      });
      this.#child.on('error', reject);
      this.#child.on('exit', (code) => reject(new Error(`Firefox ended with ${code}:\n${said.join('\n')}`)));
    });
    this.#socket = new WebSocket(`${address}/session`);
    await new Promise((resolve, reject) => this.#socket.on('open', resolve).on('error', reject));
    this.#socket.on('message', (data) => this.#receive(JSON.parse(data)));
    await this.#send('session.new', { capabilities: {} });
    await this.#send('session.subscribe', { events: ['log.entryAdded'] });
    await this.#send('script.addPreloadScript', {
      functionDeclaration: `() => addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
        console.error('policy violated: ' + effectiveDirective + ' ' + blockedURI))`,
    });
    const { contexts } = await this.#send('browsingContext.getTree', {});
    this.#context = contexts[0].context;
  }

  async goto(url) {
    await this.#send('browsingContext.navigate', { context: this.#context, url, wait: 'complete' });
  }

  // What `expression`, a text of JavaScript, is worth in the page.
  async evaluate(expression) {
    const answer = await this.#send('script.evaluate', { expression, awaitPromise: true, target: { context: this.#context } });
    if (answer.type === 'exception') throw new Error(`${expression}: ${answer.exceptionDetails.text}`);
    return answer.result.value;
  }

  async until(expression, limit = 20_000) {
    const deadline = Date.now() + limit;
    while (!(await this.evaluate(`Boolean(${expression})`))) {
      if (Date.now() > deadline) throw new Error(`waited in vain for ${expression}; the page says: ${await this.evaluate('document.body.innerText')}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  // With the pointer, where the middle of the first such element is.
  async click(selector) {
    const middle = JSON.parse(await this.evaluate(`(() => { const element = document.querySelector(${JSON.stringify(selector)});
      element.scrollIntoView({ block: 'center' }); const { x, y, width, height } = element.getBoundingClientRect();
      return JSON.stringify([Math.round(x + width / 2), Math.round(y + height / 2)]); })()`));
    await this.#send('input.performActions', { context: this.#context, actions: [{
      type: 'pointer', id: 'mouse', actions: [
        { type: 'pointerMove', x: middle[0], y: middle[1] }, { type: 'pointerDown', button: 0 }, { type: 'pointerUp', button: 0 }],
    }] });
  }

  async type(text) {
    const actions = [...text].flatMap((value) => [{ type: 'keyDown', value }, { type: 'keyUp', value }]);
    await this.#send('input.performActions', { context: this.#context, actions: [{ type: 'key', id: 'keys', actions }] });
  }

  async screenshot() {
    return Buffer.from((await this.#send('browsingContext.captureScreenshot', { context: this.#context })).data, 'base64');
  }

  async close() {
    this.#child.removeAllListeners('exit');
    const ended = new Promise((resolve) => this.#child.on('exit', resolve));
    await this.#send('browser.close', {}).catch(() => {});
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(timer);
    this.#socket.terminate();
    rmSync(this.#profile, { recursive: true, force: true });
  }

  #send(method, params) {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { method, resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    });
  }

  #receive(message) {
    if (message.method === 'log.entryAdded' && message.params.level === 'error') this.problems.push(message.params.text);
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    this.#waiting.delete(message.id);
    if (message.type === 'error') waiting.reject(new Error(`${waiting.method}: ${message.error}: ${message.message}`));
    else waiting.resolve(message.result);
  }
}
