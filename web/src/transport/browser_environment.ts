// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The real Environment of a WebSocketTransport: the page's own host and session (F-15), and the moments at which a
// browser is likely to have got its network back (F-18).

import { WEBSOCKET_PATH } from '../constants';
import { realTiming } from '../store/batcher';
import type { Environment } from './websocket_transport';

export function browserEnvironment(session: string): Environment {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const address = `${scheme}//${location.host}${WEBSOCKET_PATH}${session}`;
  return {
    ...realTiming,
    random: Math.random,
    connect: () => new WebSocket(address),
    async probe() {
      const response = await fetch(`/${session}`, { method: 'HEAD', cache: 'no-store' });
      await response.text(); // An answer that is not read to its end counts as a failed request.
      return response.status;
    },
    onPromisingMoment(callback) {
      const stop = new AbortController();
      const { signal } = stop;
      for (const event of ['online', 'focus']) window.addEventListener(event, callback, { signal });
      window.addEventListener('pageshow', (event) => event.persisted && callback(), { signal });
      document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && callback(), { signal });
      return () => stop.abort();
    },
  };
}
