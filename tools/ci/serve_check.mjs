// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Runs `./tandem serve` as the README says, from another folder and with the site after a flag, and asks it what a browser asks
// first: that "/" leads to a session's page, and the page to its script. Then ends it as Ctrl-C does. Fails, and says why, if
// any of it goes wrong.
//
//   node tools/ci/serve_check.mjs

import { spawn } from 'node:child_process';
import { once } from 'node:events';

const BUILD_LIMIT_MS = 15 * 60 * 1000;
const STOP_LIMIT_MS = 20 * 1000;

const server = spawn('../tandem', ['serve', '--port', '0', 'examples/tasks'], {
  cwd: 'examples',
  stdio: ['ignore', 'inherit', 'pipe'],
});
const ended = once(server, 'exit');
const limit = setTimeout(() => fail('no address was printed'), BUILD_LIMIT_MS);

function fail(why) {
  console.error(`serve: ${why}`);
  server.kill('SIGKILL');
  process.exit(1);
}

async function text(url) {
  const response = await fetch(url);
  if (response.status !== 200) fail(`${url} answers ${response.status}`);
  return { url: response.url, body: await response.text() };
}

async function check(base) {
  const page = await text(base);
  if (!/\/[0-9a-f]{32}$/.test(page.url)) fail(`"/" leads to ${page.url}, which is no session`);
  const script = /<script[^>]* src="([^"]+)"/.exec(page.body);
  if (!script) fail('the page loads no script');
  const { body } = await text(new URL(script[1], page.url));
  if (body.length === 0) fail(`${script[1]} is empty`);
  clearTimeout(limit);
  setTimeout(() => fail('it does not end'), STOP_LIMIT_MS).unref();
  server.kill('SIGINT');
  const [status, signal] = await ended;
  if (status !== 0) fail(`it ended with ${signal ?? status}`);
  console.log(`serve: ${base} serves a session and ends`);
  process.exit(0);
}

let printed = '';
let isListening = false;
server.stderr.setEncoding('utf8').on('data', (chunk) => {
  process.stderr.write(chunk);
  if (isListening) return;
  printed += chunk;
  const address = /listening on (http:\S+)\s/.exec(printed);
  if (!address) return;
  isListening = true;
  check(address[1]).catch((e) => fail(e.message));
});
server.on('exit', (status) => {
  if (!isListening) fail(`it ended with ${status} before it listened`);
});
