// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A scripted stand-in for the server: serves the page and the built assets, records every frame with its time, and
// answers from a model, a map from variable paths to values. A variable is looked up by its full path (its own and its
// ancestors' below variable 1, joined with '.') and then by its own. All answers to one frame go out as one frame.
// It speaks Tandem's extension for one page at a time, and can be told to forget the page, or to know nothing of it.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import type { ClientFrame, ClientHead, ClientMessage, Feature } from '../../src/protocol/message';

export interface Entry {
  readonly value?: unknown;
  readonly properties?: Record<string, string>;
}

export interface Recorded extends ClientFrame {
  readonly at: number;
  readonly connection: number;
  readonly bytes: number;
}

export interface StubVariable {
  readonly id: number;
  readonly parentId: number;
  readonly properties: Record<string, string>;
  readonly keys: readonly string[];
}

// A page of the extension: which frames came, and those it has not acknowledged.
interface StubPage {
  readonly name: string;
  received: number;
  sent: number;
  kept: Array<{ readonly seq: number; readonly messages: readonly unknown[] }>;
}

const ANSWER_AFTER_MS = 15;
const TYPES: Record<string, string> = {
  '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.html': 'text/html; charset=utf-8', '.json': 'application/json',
  '.wasm': 'application/wasm', '.txt': 'text/plain',
};

export class StubServer {
  // Those with messages, each once.
  readonly frames: Recorded[] = [];
  // What the page said of the extension, frame by frame.
  readonly heads: ClientHead[] = [];
  readonly upgrades: string[] = [];
  readonly requests: string[] = [];
  // Variables of the latest page; without the extension every connection is one.
  readonly variables = new Map<number, StubVariable>();
  lastTraffic = 0;
  pendingAnswers = 0;

  // --- What a test may change ---
  pages: Record<string, string> = {};
  redirects: Record<string, string> = {};
  headers: Record<string, string> = {};
  viewdefs: Record<string, string> = {};
  model: Record<string, Entry> = {};
  root: Entry = { value: { obj: 1 }, properties: { type: 'App' } };
  answers = true;
  answerAfterMs = ANSWER_AFTER_MS;
  speaksExtension = true;
  features: readonly Feature[] = ['ack'];
  // A page that comes back is told that it is gone.
  forgetsPages = false;
  // The connection ends, unanswered, as soon as so many frames with messages have come; 0 for never.
  dropsAt = 0;
  // What the upgrade and HEAD requests for a session get; 101 opens a socket.
  upgradeStatus = 101;
  headStatus = 200;
  errorsOnCreate: { code: string; description: string } | null = null;

  private readonly server: Server;
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 * 1024 });
  private current: WebSocket | null = null;
  private connections = 0;
  private page: StubPage | null = null;
  private pageCount = 0;

  constructor(private readonly assets: string) {
    this.server = createServer((request, response) => void this.serve(request, response));
    this.server.on('upgrade', (request, socket, head) => {
      this.upgrades.push(request.url ?? '');
      if (this.upgradeStatus !== 101) {
        socket.end(`HTTP/1.1 ${this.upgradeStatus} Refused\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      this.sockets.handleUpgrade(request, socket, head, (webSocket) => this.accept(webSocket));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.drop();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  // Cuts the connection without a word.
  drop(): void {
    this.current?.terminate();
    this.current = null;
  }

  get isConnected(): boolean {
    return this.current !== null;
  }

  // Sends one frame: one message bare, several as an array. Where there is a page it is kept until it has arrived.
  send(...messages: unknown[]): void {
    this.deliver(this.page?.received ?? 0, messages);
  }

  // `ack`: what of the page the messages take into account.
  private deliver(ack: number, messages: readonly unknown[]): void {
    this.lastTraffic = Date.now();
    if (!this.page) return this.sendText(JSON.stringify(messages.length === 1 ? messages[0] : messages));
    this.page.sent += 1;
    const frame = { seq: this.page.sent, messages };
    this.page.kept.push(frame);
    this.sendHead({ seq: frame.seq, ack }, ...messages);
  }

  private sendHead(data: unknown, ...messages: unknown[]): void {
    this.sendText(JSON.stringify([{ type: 'tandem', data }, ...messages]));
  }

  sendText(text: string): void {
    this.current?.send(text);
  }

  update(path: string, value?: unknown, properties?: Record<string, string>): void {
    this.send(updateMessage(this.id(path), value, properties));
  }

  // The id the page chose for the variable with this path; '' is variable 1.
  id(path: string): number {
    if (path === '') return 1;
    for (const { id, properties } of this.variables.values()) {
      if (this.fullPath(id) === path || properties['path'] === path) return id;
    }
    throw new Error(`the page has no variable with path ${path}`);
  }

  messages(type?: ClientMessage['type']): ClientMessage[] {
    return this.frames.flatMap(({ messages }) => messages).filter((message) => !type || message.type === type);
  }

  fullPath(id: number): string {
    const variable = this.variables.get(id);
    if (!variable) return '';
    const above = variable.parentId === 1 ? '' : this.fullPath(variable.parentId);
    const own = variable.properties['path'] ?? '';
    return above ? `${above}.${own}` : own;
  }

  private accept(socket: WebSocket): void {
    this.current = socket;
    this.connections += 1;
    const connection = this.connections;
    let isFirst = true;
    socket.on('message', (data) => {
      const text = String(data);
      const { tandem: head, ...frame } = JSON.parse(text) as ClientFrame & { tandem?: ClientHead };
      if (head && this.speaksExtension) this.heads.push(head);
      if (isFirst) this.begin(head);
      isFirst = false;
      if (this.page && head && !this.takes(head, socket)) return;
      if (frame.messages.length === 0) return;
      this.lastTraffic = Date.now();
      this.frames.push({ ...frame, at: performance.now(), connection, bytes: text.length });
      if (this.frames.length === this.dropsAt) this.drop();
      for (const message of frame.messages) this.apply(message);
      const answers = frame.messages.flatMap((message) => this.answer(message));
      if (!this.answers || answers.length === 0) return;
      this.pendingAnswers += 1;
      const { page } = this;
      const ack = page?.received ?? 0;
      setTimeout(() => {
        this.pendingAnswers -= 1;
        if (page ? page === this.page : socket === this.current) this.deliver(ack, answers);
      }, this.answerAfterMs);
    });
    socket.on('close', () => {
      if (this.current === socket) this.current = null;
    });
  }

  // The first frame of a socket says which page it is about.
  private begin(head: ClientHead | undefined): void {
    const known = this.page;
    if (!head?.version || !this.speaksExtension) {
      this.page = null;
      this.variables.clear();
      return;
    }
    const isResumed = head.resume !== undefined && head.resume === known?.name && !this.forgetsPages;
    if (!isResumed) {
      this.pageCount += 1;
      this.page = { name: `page ${this.pageCount}`, received: 0, sent: 0, kept: [] };
      this.variables.clear();
    }
    const ack = head.resume === undefined ? (head.seq ?? 0) : (known?.received ?? 0);
    this.sendHead({ version: 1, features: this.features, page: this.page?.name, resumed: isResumed, ack });
    if (!isResumed || !this.page) return;
    this.page.kept = this.page.kept.filter(({ seq }) => seq > (head.ack ?? 0));
    for (const { seq, messages } of this.page.kept) this.sendHead({ seq, ack: this.page.received }, ...messages);
  }

  // False for a frame that came before.
  private takes({ seq, ack = 0, ping, bye }: ClientHead, socket: WebSocket): boolean {
    const { page } = this;
    if (!page) return true;
    page.kept = page.kept.filter((frame) => frame.seq > ack);
    if (ping) this.sendHead({ ack: page.received });
    if (bye) this.page = null;
    if (seq === undefined) return true;
    if (seq > page.received + 1) socket.close(1002);
    if (seq !== page.received + 1) return false;
    page.received = seq;
    return true;
  }

  // What a frame changes comes before what it is answered, as in the server's turns.
  private apply(message: ClientMessage): void {
    if (message.type === 'create') {
      const { id, parentId = 0, properties } = message.data;
      this.variables.set(id, { id, parentId, properties: { ...properties }, keys: Object.keys(message.data) });
    }
    if (message.type === 'update' && 'value' in message.data) {
      const path = this.fullPath(message.data.varId);
      const key = path in this.model ? path : (this.variables.get(message.data.varId)?.properties['path'] ?? '');
      if (key in this.model) this.model[key] = { ...this.model[key], value: message.data.value };
    }
  }

  private answer(message: ClientMessage): unknown[] {
    switch (message.type) {
      case 'watch':
        if (message.data.varId !== 1) return [];
        return [updateMessage(1, this.root.value, { ...this.root.properties, ...this.viewdefsProperty(this.viewdefs) })];
      case 'create': {
        const { id, properties } = message.data;
        if (this.errorsOnCreate) return [{ type: 'error', data: { varId: id, ...this.errorsOnCreate } }];
        const entry = this.model[this.fullPath(id)] ?? this.model[properties['path'] ?? ''];
        return entry ? [updateMessage(id, entry.value, entry.properties)] : [];
      }
      case 'destroy':
        return this.destroy(message.data.varId);
      default:
        return [];
    }
  }

  viewdefsProperty(viewdefs: Record<string, string>): Record<string, string> {
    const wrapped = Object.entries(viewdefs).map(([key, html]) => [key, /<template/.test(html) ? html : `<template>${html}</template>`]);
    return wrapped.length > 0 ? { viewdefs: JSON.stringify(Object.fromEntries(wrapped)) } : {};
  }

  private destroy(id: number): unknown[] {
    if (!this.variables.has(id)) return [];
    const below = [...this.variables.values()].filter(({ parentId }) => parentId === id);
    const messages = below.flatMap((child) => this.destroy(child.id));
    this.variables.delete(id);
    return [...messages, { type: 'destroy', data: { varId: id } }];
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://stub').pathname;
    this.requests.push(`${request.method} ${path}`);
    if (request.method === 'HEAD') {
      response.writeHead(this.headStatus).end();
      return;
    }
    const elsewhere = this.redirects[path];
    if (elsewhere) {
      response.writeHead(302, { location: elsewhere }).end();
      return;
    }
    const page = this.pages[path];
    if (page !== undefined) {
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/html; charset=utf-8', ...this.headers }).end(page);
      return;
    }
    const file = /(?:^|\/)_tandem\/(.*)$/.exec(path)?.[1];
    try {
      if (!file) throw new Error('not an asset');
      const content = await readFile(join(this.assets, normalize(`/${file}`)));
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  }
}

export function updateMessage(varId: number, value?: unknown, properties?: Record<string, string>): unknown {
  return {
    type: 'update',
    data: {
      varId,
      ...(value === undefined ? {} : { value }),
      ...(properties && Object.keys(properties).length > 0 ? { properties } : {}),
    },
  };
}
