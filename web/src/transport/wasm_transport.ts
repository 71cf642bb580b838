// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The pipe to a core that runs in this browser: a dedicated Worker holds the WASM module and one session, and frames
// cross as messages. There is nothing to reconnect to: the session lives and dies with the Worker.

import type { Diagnostics } from '../diagnostics';
import type { User } from '../protocol/message';
import type { FromWorker, ToWorker } from '../worker/worker_message';
import type { Transport, TransportState } from './transport';

export interface WasmTransportOptions {
  readonly workerUrl: URL;
  readonly siteUrl: URL;
  readonly development: boolean;
  readonly user: User;
}

export class WasmTransport implements Transport {
  readonly features: Transport['features'] = ['list', 'files'];
  readonly user: User;
  private worker: Worker | null = null;
  private isOpen = false;

  constructor(
    private readonly options: WasmTransportOptions,
    private readonly diagnostics: Diagnostics,
  ) {
    this.user = options.user;
  }

  open(onFrame: (frame: string) => void, onState: (state: TransportState) => void): void {
    const worker = new Worker(this.options.workerUrl, { type: 'module', name: 'tandem core' });
    this.worker = worker;
    const fail = (reason: string): void => {
      this.close();
      onState({ kind: 'failed', reason });
    };
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      switch (data.kind) {
        case 'open':
          this.isOpen = true;
          return onState({ kind: 'open' });
        case 'frame':
          return onFrame(data.frame);
        case 'log':
          return data.level === 0 ? this.diagnostics.note(data.text) : this.diagnostics.trace('wire', data.text);
        case 'problem':
          return this.diagnostics.report('error', 'core-failed', data.text);
        case 'closed':
          this.close();
          return onState({ kind: 'lost' });
        case 'failed':
          return fail(data.reason);
      }
    };
    // A worker script that cannot be loaded reports an event without a message.
    worker.onerror = (event) => {
      event.preventDefault();
      const reason = event.message || `The worker script ${this.options.workerUrl.pathname} could not be loaded.`;
      if (this.isOpen) this.diagnostics.report('error', 'core-failed', reason);
      else fail(reason);
    };
    const { siteUrl, development } = this.options;
    this.post({ kind: 'start', siteUrl: siteUrl.href, development });
  }

  send(frame: string): boolean {
    if (!this.isOpen) return false;
    this.post({ kind: 'frame', frame });
    return true;
  }

  // Nobody asks for it: what crosses to a Worker arrives.
  restart(): void {}

  close(): void {
    this.isOpen = false;
    this.worker?.terminate();
    this.worker = null;
  }

  private post(message: ToWorker): void {
    this.worker?.postMessage(message);
  }
}
