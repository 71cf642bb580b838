// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The two homes an app can run in, as a browser test sees them: an address to open, and a way to end it. Both are real: the
// native server as a process of its own, and the exported folder behind a server that knows nothing but files.

import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { createInterface } from 'node:readline';

const BINARY = 'native_server/tandem';
const ASSETS = 'web/assets';

// The native server on a free port. `flags` are added to its command line. `log` collects what it writes to stderr.
export async function nativeHome(site, flags = []) {
  const child = spawn(BINARY, ['serve', '--site', site, '--assets', ASSETS, '--port', '0', ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const url = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /(http:\/\/\S+)/.exec(line);
      if (found) resolve(found[1]);
    });
    child.on('exit', (code) => reject(new Error(`the server ended with ${code}:\n${log.join('\n')}`)));
  });
  return {
    name: 'native',
    url,
    log,
    kill: (signal) => child.kill(signal),
    close: () => new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.removeAllListeners('exit');
      child.on('exit', () => resolve());
      child.kill('SIGTERM');
    }),
  };
}

const MIME = {
  '.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.txt': 'text/plain', '.wasm': 'application/wasm',
};

// The same site exported to a folder and served as plain files below a path of its own.
export async function localHome(site) {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-local-'));
  const done = spawnSync(BINARY, ['export', '--site', site, '--assets', ASSETS, '--out', folder], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`export ended with ${done.status}:\n${done.stderr}`);
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname));
    if (!path.startsWith('/somewhere/')) return response.writeHead(404).end();
    let file = join(folder, path.slice('/somewhere/'.length));
    try {
      if (statSync(file).isDirectory()) file = join(file, 'index.html');
      statSync(file);
    } catch {
      return response.writeHead(404).end();
    }
    response.writeHead(200, { 'Content-Type': MIME[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    name: 'local',
    url: `http://127.0.0.1:${server.address().port}/somewhere/`,
    log: [],
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };
}
