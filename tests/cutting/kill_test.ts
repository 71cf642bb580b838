// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A server that stores its sessions, and is killed (SIGKILL) at random moments while all of them act. Whatever moment it is: every
// event that a client sent is handled once and in its place, no page has to begin anew, nothing that a page has shown is taken
// back, and in the end everything stands as if there had been one server that nobody touched.
//
//   TANDEM_SEED=N      the same scripts and the same pauses between kills again
//   TANDEM_KILLS=N     how often it is killed (3)
//   TANDEM_SESSIONS=N  how many sessions act (20)

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { nativeHome, type NativeHome } from '../browser/homes.mjs';
import { CuttingProxy } from './cutting_proxy';
import { HeadlessPage } from './headless_page';
import { Random, chooseSeed } from './random';
import { Script, isShown, newSession, portOf, whatTheServerKnows, type State } from './script';

const KILLS = Number(process.env['TANDEM_KILLS'] ?? 3);
const SESSIONS = Number(process.env['TANDEM_SESSIONS'] ?? 20);
// From when the server is there again until it is killed again, at most: some are killed while they still bring sessions back.
const LIFE_MS = 1000;
// How long a person rests between two steps, on average: all of them together keep the machine busy, and no busier.
const REST_MS = 4 * SESSIONS;
// Reconnecting is that much quicker than in a browser.
const HASTE = 4;

const seed = chooseSeed();
const random = new Random(seed);
let folder: string;
let site: string;
let uncut: NativeHome;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const storing = (): Promise<NativeHome> => nativeHome(site, ['--store', `sqlite:${join(folder, 'sessions.db')}`]);

before(async () => {
  console.log(`TANDEM_SEED=${seed} TANDEM_KILLS=${KILLS} TANDEM_SESSIONS=${SESSIONS}`);
  folder = await mkdtemp(join(tmpdir(), 'tandem-kill-'));
  site = join(folder, 'site');
  await cp('tests/cutting/site', site, { recursive: true });
  // A clock that leaves time for so many sessions.
  const main = join(site, 'lua/main.lua');
  const text = await readFile(main, 'utf8');
  const slower = text.replace(/, 7\)$/m, ', 500)');
  assert.notEqual(slower, text);
  await writeFile(main, slower);
  uncut = await nativeHome(site);
});

after(async () => {
  await uncut.close();
  await rm(folder, { recursive: true });
});

// One person with one page of a session.
class Actor {
  readonly page: HeadlessPage;
  readonly script: Script;
  steps = 0;
  private readonly rests: Random;

  constructor(
    port: number,
    readonly session: string,
    readonly seed: number,
  ) {
    this.page = new HeadlessPage({ socketPort: port, serverPort: port, session }, HASTE);
    this.script = new Script(this.page, new Random(seed));
    this.rests = new Random(seed ^ 0x5eed);
  }

  async act(isEnough: () => boolean): Promise<void> {
    for (; !isEnough(); this.steps += 1) {
      this.script.step();
      await sleep(this.rests.below(2 * REST_MS));
    }
    this.script.finish();
    await isShown(this.page, this.script);
  }
}

// The same steps with a server that nobody touches.
async function whatHappensUncut({ seed: scriptSeed, steps }: Actor): Promise<State> {
  const port = portOf(uncut.url);
  const session = await newSession(uncut.url);
  const page = new HeadlessPage({ socketPort: port, serverPort: port, session }, HASTE);
  const script = new Script(page, new Random(scriptSeed));
  try {
    for (let step = 0; step < steps; step += 1) script.step();
    script.finish();
    await isShown(page, script);
  } finally {
    page.leave();
  }
  return whatTheServerKnows(port, session);
}

const isIncreasing = (values: readonly unknown[]): boolean =>
  values.every((value, index) => index === 0 || Number(values[index - 1]) < Number(value));

test('D-42 D-5 nothing that was acknowledged or shown is lost when the server is killed', { timeout: 3_000_000 }, async () => {
  let server = await storing();
  // Sockets go by way of it, because each server has a port of its own.
  const proxy = new CuttingProxy(portOf(server.url), random, 1);
  proxy.isCutting = false;
  const port = await proxy.start();
  const actors: Actor[] = [];
  let kills = 0;
  let revived = 0;
  let downFor = 0;
  try {
    for (let index = 0; index < SESSIONS; index += 1) {
      actors.push(new Actor(port, await newSession(`http://127.0.0.1:${port}`), seed + index + 1));
    }
    const acting = Promise.all(actors.map((actor) => actor.act(() => kills === KILLS)));
    // Whatever goes wrong with one of them is told below.
    acting.catch(() => undefined);
    while (kills < KILLS) {
      await sleep(random.below(LIFE_MS));
      server.kill('SIGKILL');
      await server.close();
      const since = performance.now();
      revived += server.log.filter((line) => line.endsWith(' is back')).length;
      server = await storing();
      downFor += performance.now() - since;
      proxy.target = portOf(server.url);
      kills += 1;
    }
    await acting;
    const events = actors.reduce((sum, { script }) => sum + script.events.length, 0);
    console.log(`${kills} kills, ${SESSIONS} sessions, ${events} events, ${revived} times a session was brought back before the next kill, ` +
      `${Math.round(downFor / kills)} ms from a kill until the next server listens`);
    for (const actor of actors) {
      const { page, script } = actor;
      const known = await whatTheServerKnows(port, actor.session);
      assert.deepEqual(String(known.log).split(' '), script.events, 'what was recorded is not what was done');
      assert.deepEqual(known, await whatHappensUncut(actor), 'with one server it would have ended differently');
      await page.until(`the page shows the rows ${String(known.labels)}`, () => page.labels() === known.labels);
      assert.equal(page.value('text'), known.text);
      assert.equal(page.startedOver, 0, 'the page had to be told again');
      assert.deepEqual(page.diagnostics.problems, []);
      assert.deepEqual(page.shown.get('title'), ['Recorder'], 'what never changed was told again');
      assert.ok(isIncreasing(page.shown.get('ticks') ?? []), 'a tick that was shown was taken back');
      assert.ok(isIncreasing(page.shown.get('count()') ?? []), 'an event that was shown was taken back');
    }
  } catch (error) {
    console.log(server.log.slice(-40).join('\n'));
    throw error;
  } finally {
    for (const { page } of actors) page.leave();
    await proxy.stop();
    await server.close();
  }
});
