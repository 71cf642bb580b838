// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a person does with the recorder app, the same for the same seed, and what there is to see of it.

import assert from 'node:assert/strict';
import { HeadlessPage } from './headless_page';
import type { Random } from './random';

export const portOf = (server: string): number => Number(new URL(server).port);

export async function newSession(server: string): Promise<string> {
  const response = await fetch(server, { redirect: 'manual' });
  const session = response.headers.get('location')?.replace(/^\//, '');
  return session ?? assert.fail(`no session: status ${response.status}`);
}

// What a person does, step by step, always the same for the same seed.
export class Script {
  readonly events: string[] = [];
  text = '';
  private steps = 0;

  constructor(
    private readonly page: HeadlessPage,
    private readonly random: Random,
  ) {}

  step(): void {
    const { page, random } = this;
    this.steps += 1;
    const place = random.below(50);
    switch (random.below(8)) {
      case 0:
      case 1:
        return this.call('record(_)', `click-${this.steps}`, 'action');
      case 2:
        return this.call('record(_)', `edit-${this.steps}`, 'w');
      case 3:
        this.text = `text ${this.steps}`;
        return page.type(this.text);
      case 4:
        return this.call('insert(_)', `${place}:row-${this.steps}`, 'action');
      case 5:
        return this.call('remove(_)', place, 'action', `remove:${place}`);
      case 6:
        return this.call('rotate()', null, 'action', 'rotate');
      default:
        return page.glance();
    }
  }

  // A click takes all that was typed before it along.
  finish(): void {
    this.call('record(_)', 'last', 'action');
  }

  private call(path: string, value: unknown, access: 'action' | 'w', event = String(value)): void {
    this.events.push(event);
    this.page.call(path, value, access);
  }
}

// Sometimes nothing, sometimes a little while, sometimes until the page shows what has been done so far.
export async function pause(page: HeadlessPage, script: Script, random: Random): Promise<void> {
  const choice = random.below(4);
  if (choice === 0) return;
  if (choice < 3) return void (await new Promise((resolve) => setTimeout(resolve, random.below(6))));
  await isShown(page, script);
}

export function isShown(page: HeadlessPage, script: Script): Promise<void> {
  const { length } = script.events;
  return page.until(`${length} events are counted`, () => page.value('count()') === length);
}

export interface State {
  readonly log: unknown;
  readonly labels: unknown;
  readonly text: unknown;
}

// As a page sees it that comes late and has nothing to remember.
export async function whatTheServerKnows(port: number, session: string): Promise<State> {
  const page = new HeadlessPage({ socketPort: port, serverPort: port, session }, 1);
  const state = (): State => ({ log: page.value('log()'), labels: page.value('labels()'), text: page.value('text') });
  try {
    await page.until('the page is there', () => page.opens > 0);
    await page.until('all is shown', () => Object.values(state()).every((value) => value !== undefined));
    return state();
  } finally {
    page.leave();
  }
}
