// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Sends the files of one choice (docs/protocol.md, "Files"): all of them, or nothing. They are read and sent in pieces, of
// which no more than two are on their way, so that whatever a person does meanwhile is never far behind. A piece is as
// large as takes a moment on this connection. After a cut the Link sends again what did not arrive; from a server that has
// forgotten the page the files begin again. One choice after another: the next begins when the one before is over.

import { SESSION_EXPIRED_EVENT } from '../constants';
import type { FileDescription, FileMessage } from '../protocol/message';
import type { VariableStore } from '../store/variable_store';
import type { Runtime } from '../view/runtime';

export interface Progress {
  readonly state: 'waiting' | 'sending' | 'done' | 'failed' | 'canceled';
  readonly names: readonly string[];
  // Bytes of all of them.
  readonly sent: number;
  readonly size: number;
  // Why it failed.
  readonly message: string;
}

const SMALLEST_PIECE = 4 * 1024;
const LARGEST_PIECE = 48 * 1024;
const ON_THEIR_WAY = 2;
const MOMENT_MS = 100;

// Of this document: the server wants them to grow.
let lastNumber = 0;

let turn: Promise<void> = Promise.resolve();

export class Upload {
  // Of what is being sent now; 0 before.
  number = 0;
  private state: Progress['state'] = 'waiting';
  private sent = 0;
  private message = '';
  private piece = SMALLEST_PIECE;
  private settle: () => void = () => undefined;
  // Waits for nothing any more when the files are over.
  private readonly over = new Promise<void>((resolve) => (this.settle = resolve));

  constructor(
    private readonly store: VariableStore,
    private readonly connection: Runtime['connection'],
    private readonly varId: number,
    private readonly files: readonly File[],
    private readonly isList: boolean,
    private readonly onProgress: (progress: Progress) => void,
  ) {}

  start(): void {
    this.report();
    const onEnd = (): void => this.fail('The session has ended. Choose again in a new one.');
    document.addEventListener(SESSION_EXPIRED_EVENT, onEnd);
    turn = turn.then(() => Promise.race([this.send(), this.over])).catch((exception: unknown) => this.fail(String(exception)));
    void this.over.then(() => document.removeEventListener(SESSION_EXPIRED_EVENT, onEnd));
  }

  cancel(): void {
    if (this.isOver()) return;
    if (this.number > 0) this.post('cancel', {});
    this.end('canceled');
  }

  fail(why: string): void {
    if (this.state === 'failed' || this.state === 'canceled') return;
    this.message = why;
    this.end('failed');
  }

  private isOver(): boolean {
    return this.state !== 'waiting' && this.state !== 'sending';
  }

  private end(state: 'done' | 'failed' | 'canceled'): void {
    this.state = state;
    this.report();
    this.settle();
  }

  // Again for each page that the server has forgotten.
  private async send(): Promise<void> {
    while (!this.isOver() && !(await this.attempt()));
    if (!this.isOver()) this.end('done');
  }

  // Whether the server has all of it, or does not want it.
  private async attempt(): Promise<boolean> {
    const { page } = this.connection.link;
    this.number = ++lastNumber;
    this.state = 'sending';
    this.sent = 0;
    this.report();
    const described = this.files.map(describe);
    const [first] = described;
    if (!first || !(await this.post('upload', { varId: this.varId, value: this.isList ? described : first }))) return false;
    const pieces: Array<Promise<boolean>> = [];
    for (const file of this.files) {
      for (let at = 0; at < file.size;) {
        const slice = file.slice(at, at + this.piece);
        const data = await read(slice).catch(() => null);
        if (this.isOver()) return true;
        if (data === null) {
          this.post('cancel', {});
          this.fail(`“${file.name}” cannot be read any more. It may have been changed, moved or removed.`);
          return true;
        }
        if (this.connection.link.page !== page) return false;
        pieces.push(this.sendPiece(data, slice.size));
        at += slice.size;
        if (pieces.length === ON_THEIR_WAY && !(await pieces.shift())) return false;
        if (this.isOver()) return true;
      }
    }
    return (await Promise.all(pieces)).every((isTaken) => isTaken);
  }

  private async sendPiece(data: string, size: number): Promise<boolean> {
    const began = performance.now();
    if (!(await this.post('chunk', { data }))) return false;
    const took = performance.now() - began;
    if (took < MOMENT_MS) this.piece = Math.min(2 * this.piece, LARGEST_PIECE);
    if (took > 2 * MOMENT_MS) this.piece = Math.max(this.piece / 2, SMALLEST_PIECE);
    this.sent += size;
    if (!this.isOver()) this.report();
    return true;
  }

  // Whether the server has it; never, if there is no session any more.
  private post(type: FileMessage['type'], data: Omit<FileMessage['data'], 'upload'>): Promise<boolean> {
    return new Promise((taken) => {
      const message: FileMessage = { type, data: { ...data, upload: this.number }, taken };
      if (this.store.send(message) === 'offline') this.fail('There is no session any more.');
      this.connection.flush(); // With what was typed, which came before.
    });
  }

  private report(): void {
    const size = this.files.reduce((sum, file) => sum + file.size, 0);
    this.onProgress({ state: this.state, names: this.files.map(({ name }) => name), sent: this.sent, size, message: this.message });
  }
}

function describe({ name, type, size, lastModified }: File): FileDescription {
  return { name, type, size, modified: Math.max(0, Math.floor(lastModified / 1000)) };
}

// In base64.
function read(slice: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.readAsDataURL(slice);
  });
}
