// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A thousand cuts: scripted sessions of the real front end's protocol side with the real server, through a proxy that cuts
// every socket at a random byte. No event may get lost, none be doubled, none change places, nothing be told or shown anew,
// and in the end everything stands as if nothing had been cut (D-42). With a server that gives pages up at once, all has to be
// told anew every time (F-20), and still no event may be lost, doubled or misplaced.
//
//   TANDEM_SEED=N  the same scripts and the same plans for cuts again
//   TANDEM_CUTS=N  how many cuts (1000)

import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { nativeHome, type NativeHome } from '../browser/homes.mjs';
import { CuttingProxy } from './cutting_proxy';
import { HeadlessPage } from './headless_page';
import { Random, chooseSeed } from './random';
import { Script, isShown, newSession, pause, portOf, whatTheServerKnows, type State } from './script';

const CUTS = Number(process.env['TANDEM_CUTS'] ?? 1000);
// Sessions side by side, each with an equal share of the cuts: most of the time a page waits to be reconnected.
const SESSIONS = 4;
const FREEZE_ONE_IN = 8;
// The first attempt to reconnect then comes after 25 ms, a half-open socket is noticed after 200.
const HASTE = 40;

const SITE = 'tests/cutting/site';

const seed = chooseSeed();
const servers: NativeHome[] = [];
let patient: string;
let forgetful: string;

before(async () => {
  console.log(`TANDEM_SEED=${seed} TANDEM_CUTS=${CUTS}`);
  const site = await mkdtemp(join(tmpdir(), 'tandem-forgetful-'));
  await cp(SITE, site, { recursive: true });
  await mkdir(join(site, 'config'));
  await writeFile(join(site, 'config/config.toml'), '[session]\nresume_grace = "1ms"\n');
  servers.push(await nativeHome(SITE), await nativeHome(site));
  [patient = '', forgetful = ''] = servers.map(({ url }) => url);
});

after(() => Promise.all(servers.map((server) => server.close())));

// Goes on until `isEnough`, and until all of it has arrived. Returns how many steps it were.
async function play(page: HeadlessPage, script: Script, isEnough: (steps: number) => boolean): Promise<number> {
  // From numbers of their own: the script must not depend on how long anything takes.
  const pauses = new Random(seed);
  let steps = 0;
  for (; !isEnough(steps); steps += 1) {
    script.step();
    await pause(page, script, pauses);
  }
  script.finish();
  await isShown(page, script);
  return steps;
}

async function whatHappensUncut(steps: number, scriptSeed: number): Promise<State> {
  const session = await newSession(patient);
  const page = new HeadlessPage({ socketPort: portOf(patient), serverPort: portOf(patient), session }, HASTE);
  try {
    await play(page, new Script(page, new Random(scriptSeed)), (done) => done === steps);
  } finally {
    page.leave();
  }
  return whatTheServerKnows(portOf(patient), session);
}

// What must hold whatever happened on the way. Returns the page, for what else is asked of it.
async function playWithCuts(name: string, server: string, cuts: number, scriptSeed: number): Promise<HeadlessPage> {
  const proxy = new CuttingProxy(portOf(server), new Random(scriptSeed ^ 0x5eed), FREEZE_ONE_IN);
  const session = await newSession(server);
  const page = new HeadlessPage({ socketPort: await proxy.start(), serverPort: portOf(server), session }, HASTE);
  const script = new Script(page, new Random(scriptSeed));
  let steps = 0;
  let known: State;
  try {
    steps = await play(page, script, () => {
      proxy.isCutting = proxy.cuts.total < cuts;
      return !proxy.isCutting;
    });
    known = await whatTheServerKnows(portOf(server), session);
    await page.until(`the page shows the rows ${String(known.labels)}`, () => page.labels() === known.labels);
  } finally {
    page.leave();
    await proxy.stop();
    console.log(`${name}: ${steps} steps, ${proxy.connections} connections, ${JSON.stringify(proxy.cuts)}, told again ${page.startedOver} times, ${page.edits} edits`);
  }
  assert.deepEqual(page.diagnostics.problems, []);
  assert.ok(page.edits > 0, 'the list never came as edits (D-41)');
  assert.deepEqual(String(known.log).split(' '), script.events, 'what was recorded is not what was done');
  assert.deepEqual([page.value('text'), known.text], [script.text, script.text], 'what was typed last is not what is there');
  assert.deepEqual(known, await whatHappensUncut(steps, scriptSeed), 'without cuts it would have ended differently');
  return page;
}

const isIncreasing = (values: readonly unknown[]): boolean =>
  values.every((value, index) => index === 0 || Number(values[index - 1]) < Number(value));

describe('cuts', { concurrency: true }, () => {
  const share = Math.ceil(CUTS / SESSIONS);
  for (let index = 1; index <= SESSIONS; index += 1) {
    test(`D-42 D-41 session ${index}: nothing lost, doubled, reordered or told anew over ${share} cuts`, { timeout: 300_000 }, async () => {
      const page = await playWithCuts(`session ${index}`, patient, share, seed + index);
      assert.equal(page.startedOver, 0, 'the page had to be told again');
      assert.deepEqual(page.shown.get('title'), ['Recorder'], 'what never changed was told again');
      assert.ok(isIncreasing(page.shown.get('ticks') ?? []), 'ticks were shown twice or out of order');
      assert.ok(isIncreasing(page.shown.get('count()') ?? []), 'counts were shown twice or out of order');
    });
  }

  test('D-42 F-20 F-21 nothing is lost, doubled or reordered by a server that has forgotten the page', { timeout: 120_000 }, async () => {
    const cuts = Math.min(CUTS, 60);
    const page = await playWithCuts('forgetful server', forgetful, cuts, seed);
    // Not after cuts that the server did not notice, or that came before the page was there again.
    assert.ok(page.startedOver > cuts / 4, `the page was told again only ${page.startedOver} times`);
  });
});
