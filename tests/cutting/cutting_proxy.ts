// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A TCP proxy that cuts. Every connection through it is given a direction and a number of bytes; when so many have gone that
// way it is cut: in the middle of a frame, of the handshake, wherever that happens to be. The last bytes before the cut do
// arrive. How it is cut is drawn too: ended, reset, or frozen, which is a half-open connection: both sides believe it to be
// open, and nothing comes through any more.

import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Random } from './random';

type Direction = 'up' | 'down';
type Kind = 'end' | 'reset' | 'freeze';

interface Plan {
  readonly direction: Direction;
  readonly at: number;
  readonly kind: Kind;
}

export interface CutCounts {
  total: number;
  end: number;
  reset: number;
  freeze: number;
  up: number;
  down: number;
  // Before the answer to the upgrade was through.
  inHandshake: number;
}

// One connection in so many is cut within its first bytes, where the handshake is.
const EARLY_ONE_IN = 6;
const EARLY_BYTES = 400;
// The others live for this long on average.
const MEAN_BYTES = 2500;

export class CuttingProxy {
  readonly cuts: CutCounts = { total: 0, end: 0, reset: 0, freeze: 0, up: 0, down: 0, inHandshake: 0 };
  connections = 0;
  // While false, everything passes, what is frozen apart.
  isCutting = true;
  private readonly sockets = new Set<Socket>();
  private readonly freezes = new Set<() => void>();
  private readonly server: Server;

  constructor(
    // Where new connections go.
    public target: number,
    private readonly random: Random,
    // One cut in so many freezes: it costs the client a heartbeat to notice.
    private readonly freezeOneIn: number,
  ) {
    this.server = createServer((client) => this.join(client));
  }

  // Returns the port it listens on.
  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  // Makes all present connections half-open.
  freeze(): void {
    for (const freeze of this.freezes) freeze();
    this.freezes.clear();
  }

  private join(client: Socket): void {
    this.connections += 1;
    const server = connect(this.target, '127.0.0.1');
    const ends = { up: { from: client, to: server }, down: { from: server, to: client } };
    // Counted while cutting.
    const passed = { up: 0, down: 0 };
    const plan = this.draw();
    let isFrozen = false;
    this.freezes.add(() => (isFrozen = true));
    for (const direction of ['up', 'down'] as const) {
      const { from, to } = ends[direction];
      this.sockets.add(from);
      from.setNoDelay(true);
      from.on('error', () => undefined); // Comes with a reset; the close follows.
      from.on('close', () => {
        this.sockets.delete(from);
        if (!isFrozen) to.destroy();
      });
      from.on('data', (chunk: Buffer) => {
        if (isFrozen) return;
        if (!this.isCutting) return void to.write(chunk);
        const before = passed[direction];
        passed[direction] += chunk.length;
        if (plan.direction !== direction || passed[direction] < plan.at) return void to.write(chunk);
        this.count(plan, passed.down);
        const last = chunk.subarray(0, plan.at - before);
        if (plan.kind === 'freeze') {
          isFrozen = true;
          to.write(last);
          return;
        }
        from.removeAllListeners('data');
        if (plan.kind === 'end') {
          to.end(last);
          from.destroy();
        } else {
          to.write(last, () => to.resetAndDestroy());
          from.resetAndDestroy();
        }
      });
    }
  }

  private draw(): Plan {
    const { random } = this;
    const isEarly = random.below(EARLY_ONE_IN) === 0;
    return {
      direction: random.pick(['up', 'down'] as const),
      at: 1 + (isEarly ? random.below(EARLY_BYTES) : Math.floor(-Math.log(1 - random.next()) * MEAN_BYTES)),
      kind: random.below(this.freezeOneIn) === 0 ? 'freeze' : random.pick(['end', 'reset'] as const),
    };
  }

  private count({ direction, kind, at }: Plan, down: number): void {
    this.cuts.total += 1;
    this.cuts[kind] += 1;
    this.cuts[direction] += 1;
    if (down === 0 || (direction === 'down' && at < 100)) this.cuts.inHandshake += 1;
  }
}
