// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The Worker that is the home of a session without a server: it loads the site and the WASM core, lends the core its
// clock, timers, randomness and log, creates one session and connects the page to it. Every failure on the way is told
// to the page in one sentence.

import { describe } from '../diagnostics';
import type { TandemCore, TandemCoreModule, TandemHost } from './core_api';
import { fetchSite } from './site_bundle';
import type { FromWorker, ToWorker } from './worker_message';

// What a dedicated worker's global offers; the DOM's types describe a window.
interface WorkerScope {
  readonly location: { readonly href: string };
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  postMessage(message: FromWorker): void;
}
const scope = self as unknown as WorkerScope;

const timers = new Map<number, ReturnType<typeof setTimeout>>();
let core: TandemCore | null = null;
let connection = 0;

const host: TandemHost = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  setTimer(id, ms) {
    host.clearTimer(id);
    timers.set(id, setTimeout(() => {
      timers.delete(id);
      guard(() => core?.fireTimer(id));
    }, ms));
  },
  clearTimer(id) {
    clearTimeout(timers.get(id));
    timers.delete(id);
  },
  fillRandom(bytes) {
    // The platform hands out at most 65536 bytes at a time, and not into shared memory.
    for (let at = 0; at < bytes.length; at += 65536) {
      bytes.set(crypto.getRandomValues(new Uint8Array(Math.min(65536, bytes.length - at))), at);
    }
  },
  log: (level, text) => scope.postMessage({ kind: 'log', level, text }),
};

// An exception of the core is reported; the session may still be able to go on.
function guard(action: () => void): void {
  try {
    action();
  } catch (exception) {
    scope.postMessage({ kind: 'problem', text: `the core failed: ${describe(exception)}` });
  }
}

async function start(siteUrl: string, development: boolean): Promise<void> {
  const address = (path: string): string => new URL(path, scope.location.href).href;
  const [files, module] = await Promise.all([
    fetchSite(siteUrl),
    import(address('./core/tandem_core.js')) as Promise<TandemCoreModule>,
  ]);
  const wasmUrl = address('./core/tandem_core_module.wasm');
  core = await module.TandemCore.load(host, { wasmUrl, files, dev: development });
  const onFrame = (frame: string): void => scope.postMessage({ kind: 'frame', frame });
  connection = core.connect(core.create(), onFrame, () => scope.postMessage({ kind: 'closed' }));
  scope.postMessage({ kind: 'open' });
}

scope.onmessage = ({ data }) => {
  if (data.kind === 'frame') guard(() => core?.receive(connection, data.frame));
  else start(data.siteUrl, data.development).catch((e: unknown) => scope.postMessage({ kind: 'failed', reason: describe(e) }));
};
