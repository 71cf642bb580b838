// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The inspector's own line to the server: reports come in, requests go out. It finds its way back when the server was
// started anew, and says so when the session is over.

import type { Report, Request } from './report';

export type LineState = 'connecting' | 'live' | 'retrying' | 'ended';

const RETRY_MS = 1000;

export class Line {
  private socket: WebSocket | null = null;

  // `address` is that of the page.
  constructor(
    private readonly address: string,
    private readonly onReport: (report: Report) => void,
    private readonly onState: (state: LineState) => void,
  ) {}

  open(): void {
    this.onState('connecting');
    this.attempt();
  }

  // False if there is no line.
  send(request: Request): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(request));
    return true;
  }

  private attempt(): void {
    const socket = new WebSocket(this.address.replace(/^http/, 'ws').replace(/[?#].*$/, ''));
    this.socket = socket;
    socket.onopen = () => this.onState('live');
    socket.onmessage = ({ data }) => this.onReport(JSON.parse(String(data)) as Report);
    socket.onclose = () => void this.lost();
  }

  // Why a socket is refused, a browser does not say.
  private async lost(): Promise<void> {
    this.socket = null;
    this.onState('retrying');
    const status = await fetch(this.address, { cache: 'no-store' }).then((reply) => reply.status, () => 0);
    if (status === 404) return this.onState('ended');
    setTimeout(() => this.attempt(), RETRY_MS);
  }
}
