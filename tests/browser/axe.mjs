// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a page owes to people who do not see it, do not point at it, or look at it on something small, as far as a machine can
// tell: axe finds nothing serious, and nothing is wider than the window.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// Whatever axe finds counts, less than serious too, except inside what the selectors of `others` match.
export async function assertAccessible(page, what, others = []) {
  // Fading in would look like too little contrast.
  await page.waitForFunction(() => !document.querySelector(':not(:defined)') && document.getAnimations().every((a) => a.playState !== 'running' || a.effect?.getTiming().iterations === Infinity));
  await page.evaluate(AXE);
  const found = await page.evaluate(async (exclude) => (await window.axe.run({ include: [['html']], exclude }, { resultTypes: ['violations'] })).violations
    .map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary}`).join(' | ')}`), others.map((selector) => [selector]));
  assert.deepEqual(found, [], `${what} is not accessible`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${what} scrolls sideways by ${wide} pixels`);
}

// 640 pixels are what 1280 are at 200 %.
export const LOOKS = [
  { name: 'light', colorScheme: 'light', width: 1280, height: 800 },
  { name: 'dark', colorScheme: 'dark', width: 1280, height: 800 },
  { name: 'phone_light', colorScheme: 'light', width: 390, height: 844 },
  { name: 'phone_dark', colorScheme: 'dark', width: 390, height: 844 },
  { name: 'zoomed', colorScheme: 'light', width: 640, height: 400 },
];

export async function look(page, { colorScheme, width, height }) {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height });
}
