// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The pipe to the native server. A lost or refused socket is tried again after 1, 2, 4, 8, 16 and then about every 30
// seconds for as long as the page lives, and at once when the browser comes back online or the page comes back into
// view or gets the focus (F-18). After the second failure in a row it asks over HTTP whether the session still exists, because a refused
// upgrade does not say why (F-27). What it needs of the browser comes in as an Environment so that tests can be one.

import {
  CONNECT_TIMEOUT_MS, PROBE_AFTER_FAILURES, RECONNECT_DELAYS_MS, RECONNECT_SPREAD_MS, RECONNECT_STEADY_JITTER,
  RECONNECT_STEADY_MS,
} from '../constants';
import type { User } from '../protocol/message';
import type { Timing } from '../store/batcher';
import type { Transport, TransportState } from './transport';

// The part of WebSocket that is used.
export interface Socket {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(data: string): void;
  close(): void;
}

export interface Environment extends Timing {
  connect(): Socket;
  // The HTTP status of the session's page; rejects when there is no network.
  probe(): Promise<number>;
  random(): number; // 0 ≤ x < 1
  // Calls back whenever trying at once is promising. Returns the way to stop.
  onPromisingMoment(callback: () => void): () => void;
}

export class WebSocketTransport implements Transport {
  readonly features: Transport['features'] = ['ack', 'list', 'files'];
  private socket: Socket | null = null;
  private state: TransportState = { kind: 'retrying' };
  private failures = 0;
  private isPromising = false; // Another attempt is: the present one was begun before.
  private cancelTimer: (() => void) | null = null;
  private stopListening: (() => void) | null = null;
  private onFrame: (frame: string) => void = () => undefined;
  private onState: (state: TransportState) => void = () => undefined;

  constructor(private readonly environment: Environment, readonly user: User = {}) {}

  open(onFrame: (frame: string) => void, onState: (state: TransportState) => void): void {
    this.onFrame = onFrame;
    this.onState = onState;
    this.stopListening = this.environment.onPromisingMoment(() => {
      if (this.state.kind !== 'retrying') return;
      this.isPromising = this.socket !== null;
      if (!this.socket) this.attempt();
    });
    this.attempt();
  }

  send(frame: string): boolean {
    if (this.state.kind !== 'open' || !this.socket) return false;
    this.socket.send(frame);
    return true;
  }

  restart(): void {
    if (this.socket) this.drop(this.socket);
  }

  close(): void {
    this.finish({ kind: 'closed' });
  }

  // Never called while a socket exists: there is at most one attempt in flight.
  private attempt(): void {
    this.cancelTimer?.();
    const socket = this.environment.connect();
    this.socket = socket;
    this.cancelTimer = this.environment.after(CONNECT_TIMEOUT_MS, () => this.drop(socket));
    socket.onopen = () => {
      if (this.socket !== socket) return;
      this.cancelTimer?.();
      this.failures = 0;
      this.isPromising = false;
      this.enter({ kind: 'open' });
    };
    socket.onmessage = ({ data }) => {
      if (this.socket === socket && typeof data === 'string') this.onFrame(data);
    };
    socket.onclose = () => this.drop(socket);
  }

  private drop(socket: Socket): void {
    if (this.socket !== socket) return;
    this.socket = null;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.failures += 1;
    this.cancelTimer?.();
    this.cancelTimer = this.environment.after(this.isPromising ? 0 : this.delay(), () => this.attempt());
    this.isPromising = false;
    this.enter({ kind: 'retrying' });
    if (this.failures === PROBE_AFTER_FAILURES || this.failures > RECONNECT_DELAYS_MS.length) void this.probe();
  }

  private delay(): number {
    const { random } = this.environment;
    const early = RECONNECT_DELAYS_MS[this.failures - 1];
    if (early !== undefined) return early + random() * RECONNECT_SPREAD_MS;
    return RECONNECT_STEADY_MS * (1 + RECONNECT_STEADY_JITTER * (2 * random() - 1));
  }

  private async probe(): Promise<void> {
    const status = await this.environment.probe().catch(() => 0); // No network: the attempts go on.
    if ((status === 404 || status === 410) && this.state.kind === 'retrying') this.finish({ kind: 'lost' });
  }

  private finish(state: TransportState): void {
    if (this.state.kind === 'closed' || this.state.kind === 'lost') return;
    this.cancelTimer?.();
    this.stopListening?.();
    const socket = this.socket;
    this.socket = null;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    this.enter(state);
  }

  private enter(state: TransportState): void {
    this.state = state;
    this.onState(state);
  }
}
