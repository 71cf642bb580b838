// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Bindings whose promise takes both sides, the page's and the core's: elements repeated for objects that move, toggles that the app
// refuses, scripts that call the app. In both homes.

import assert from 'node:assert/strict';
import { inEachHome } from './each_home.mjs';
import { runAll } from './runner.mjs';
import { siteOf } from './site.mjs';

const template = (html) => `<template>${html}</template>`;

const STOPS = siteOf({
  'lua/main.lua': `
    local App = session:prototype("App", { stops = EMPTY, nights = 0 })
    local Stop = session:prototype("Stop", { name = "", nights = 0, trip = EMPTY })
    function App:turn()
      local turned = {}
      for i = #self.stops, 1, -1 do table.insert(turned, self.stops[i]) end
      self.stops = turned
    end
    function App:insert() table.insert(self.stops, 1, session:create(Stop, { name = "Faro", trip = self })) end
    function Stop:stay() self.nights = self.nights + 1; self.trip.nights = self.trip.nights + 1 end
    function Stop:drop()
      for i, stop in ipairs(self.trip.stops) do if stop == self then return table.remove(self.trip.stops, i) end end
    end
    local app = session:create(App, { stops = {} })
    for _, name in ipairs({ "Braga", "Porto", "Lisboa" }) do table.insert(app.stops, session:create(Stop, { name = name, trip = app })) end
    session:createAppVariable(app)`,
  'viewdefs/App.DEFAULT.html': template(`<section><ol><li class="edge">Start</li>
    <li class="stop" ui-repeat="stops"><b ui-value="name"></b> <input ui-attr-aria-label="name" ui-value="nights?type=integer"> <button class="stay" ui-action="stay()">+</button><button class="drop" ui-action="drop()">x</button></li>
    <li class="edge">End</li></ol><button id="turn" ui-action="turn()">turn</button><button id="insert" ui-action="insert()">insert</button><p id="nights" ui-value="nights"></p></section>`),
});

// F-154, D-28, D-40, F-116.
inEachHome('repeated elements go with their objects, and so does who is in one of them', STOPS, async ({ page }) => {
  const names = () => page.locator('ol > li').evaluateAll((all) => all.map((e) => e.querySelector('b')?.textContent ?? e.textContent));
  const shows = (...expected) => page.waitForFunction((wanted) =>
    [...document.querySelectorAll('ol > li')].map((e) => e.querySelector('b')?.textContent ?? e.textContent).join() === wanted, expected.join());
  await shows('Start', 'Braga', 'Porto', 'Lisboa', 'End');
  await page.evaluate(() => document.querySelectorAll('.stop').forEach((e) => (e.was = e.querySelector('b').textContent)));
  await page.locator('.stop .stay').nth(1).click();
  await page.locator('#nights', { hasText: /^1$/ }).waitFor();
  await page.waitForFunction(() => document.querySelectorAll('.stop input')[1].value === '1');
  await page.locator('.stop input').nth(2).focus();
  await page.keyboard.press('End');
  await page.keyboard.type('7');
  for (const id of ['turn', 'insert']) await page.evaluate((button) => document.getElementById(button).click(), id);
  await shows('Start', 'Faro', 'Lisboa', 'Porto', 'Braga', 'End');
  const strangers = await page.evaluate(() => [...document.querySelectorAll('.stop')].filter((e) => e.was !== e.querySelector('b').textContent).length);
  assert.equal(strangers, 1);
  assert.deepEqual(await page.evaluate(() => [document.activeElement.value, document.activeElement.closest('li').was]), ['07', 'Lisboa']);
  await page.locator('.stop .drop').nth(2).focus();
  await page.keyboard.press('Enter');
  await shows('Start', 'Faro', 'Lisboa', 'Braga', 'End');
  assert.deepEqual(await page.evaluate(() => [document.activeElement.className, document.activeElement.closest('li').was]), ['drop', 'Braga']);
  assert.equal((await names()).length, 5);
});

const SWITCHES = siteOf({
  'config/config.toml': '[page]\ncode = true\n',
  'lua/main.lua': `
    local App = session:prototype("App", { on = false, tries = 0, said = "", level = 3 })
    local Lamp = session:prototype("Lamp", { name = "lamp", lit = "" })
    function App:try() self.tries = self.tries + 1; if self.tries > 2 then self.on = not self.on end end
    function App:ignore() end
    function Lamp:light(how) self.lit = how.colour .. " " .. how.watts end
    session:createAppVariable(session:create(App, { lamp = session:create(Lamp) }))`,
  'viewdefs/App.DEFAULT.html': template(`<section><sl-switch id="switch" ui-attr-checked="on" ui-event-sl-change="try()">s</sl-switch><p id="tries" ui-value="tries"></p>
    <input type="checkbox" id="silent" aria-label="silent" ui-attr-checked="on" ui-event-change="ignore()">
    <x-level id="level" ui-value="level"></x-level><p id="shown" ui-value="level"></p><div ui-view="lamp"></div>
    <script>uiApp.registerWidget('x-level', { read: (e) => Number(e.dataset.level), write: (e, v) => { e.dataset.level = v }, events: { commit: 'changed' } })</script></section>`),
  'viewdefs/Lamp.DEFAULT.html': template('<div><b id="inner" ui-value="name"></b><i id="lit" ui-value="lit"></i></div>'),
});

// F-183: also where the server has nothing at all to say about it.
inEachHome('a toggle that the app refuses goes back, one that it takes stays', SWITCHES, async ({ page }) => {
  await page.waitForFunction(() => document.querySelector('#switch') && !document.querySelector('sl-switch:not(:defined)'));
  const isOn = (wanted) => page.waitForFunction((on) => document.querySelector('#switch').checked === on, wanted);
  for (const [tries, on] of [['1', false], ['2', false], ['3', true]]) {
    await page.locator('#switch').click();
    await page.locator('#tries', { hasText: new RegExp(`^${tries}$`) }).waitFor();
    await isOn(on);
  }
  await page.waitForFunction(() => document.querySelector('#silent').checked);
  assert.equal(await page.evaluate(() => {
    document.querySelector('#silent').click();
    return document.querySelector('#silent').checked;
  }), false);
  await page.waitForFunction(() => document.querySelector('#silent').checked);
});

// D-29, F-244.
inEachHome('scripts call the app and bring their own widgets', SWITCHES, async ({ page }) => {
  await page.waitForFunction(() => document.querySelector('#level')?.dataset.level === '3');
  await page.evaluate(() => {
    addEventListener('ui-value-changed', ({ target, detail }) => { if (target.id === 'lit') window.heard = detail.value; });
    window.uiApp.call('inner', 'light(_)', { colour: 'amber', watts: 40 });
    const level = document.querySelector('#level');
    level.dataset.level = '8';
    level.dispatchEvent(new Event('changed'));
  });
  await page.locator('#lit', { hasText: 'amber 40' }).waitFor();
  await page.locator('#shown', { hasText: /^8$/ }).waitFor();
  assert.equal(await page.evaluate(() => window.heard), 'amber 40');
});

process.exit((await runAll('bindings')) === 0 ? 0 : 1);
