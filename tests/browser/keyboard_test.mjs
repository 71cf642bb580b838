// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Every task of the example apps without a pointer: what is to be worked is reached with Tab, shows that it has the focus, and
// does its work by keys. The focus never gets lost on the way.

import assert from 'node:assert/strict';
import { nativeHome } from './homes.mjs';
import { leave, runAll, test } from './runner.mjs';

function byKeyboard(name, site, run) {
  test(name, async ({ page }) => {
    const home = await nativeHome(site);
    try {
      await page.goto(home.url);
      await run(page, new Keyboard(page));
      await leave(page);
    } finally {
      await home.close();
    }
  });
}

class Keyboard {
  constructor(page) {
    this.page = page;
  }

  // Tab, or with `back` Shift+Tab, until the focus is on what `selector` finds, or inside it. At every stop something must
  // show where the focus is.
  async tabTo(selector, back = false) {
    await this.page.locator(selector).first().waitFor();
    for (let presses = 0; presses < 80; presses += 1) {
      const isThere = await this.page.evaluate((wanted) =>
        [...document.querySelectorAll(wanted)].some((element) => element.contains(document.activeElement)), selector);
      if (isThere) return;
      await this.page.keyboard.press(back ? 'Shift+Tab' : 'Tab');
      await this.#assertVisible();
    }
    assert.fail(`Tab does not lead to ${selector}`);
  }

  // The focused element, shadow roots included, has an outline, a shadow or a border of its own.
  async #assertVisible() {
    const bare = await this.page.evaluate(() => {
      let at = document.activeElement;
      if (!at || at === document.body) return null; // Outside of the page, on the way round.
      const chain = [at];
      while (at.shadowRoot?.activeElement) chain.push((at = at.shadowRoot.activeElement));
      const box = at.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) return null;
      for (let node = at; node && node !== document.body; node = node.parentElement ?? node.getRootNode().host) {
        const style = getComputedStyle(node);
        if ((style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none') return null;
      }
      // The controls inside a label show it on a part beside them.
      if ([...(at.parentElement?.children ?? [])].some((other) => getComputedStyle(other).boxShadow !== 'none' || getComputedStyle(other).outlineStyle !== 'none')) return null;
      return chain.map((element) => element.localName).join(' > ');
    });
    assert.equal(bare, null, 'the focus cannot be seen');
  }

  // Where the focus is after something has changed under it.
  async assertOn(selector) {
    await this.page.waitForFunction((wanted) =>
      [...document.querySelectorAll(wanted)].some((element) => element.contains(document.activeElement)), selector);
  }

  press(...keys) {
    return keys.reduce((done, key) => done.then(() => this.page.keyboard.press(key)), Promise.resolve());
  }

  type(text) {
    return this.page.keyboard.type(text);
  }
}

byKeyboard('counter: count up and down, in steps, from nothing', 'examples/counter', async (page, keyboard) => {
  const count = (text) => page.locator('.counter-count', { hasText: new RegExp(`^${text}$`) }).waitFor();
  await count('0');
  await keyboard.tabTo('sl-button:has(sl-icon[name=plus-lg])');
  await keyboard.press('Enter');
  await count('1');
  await keyboard.press('Space');
  await count('2');
  await keyboard.press('ArrowUp', 'ArrowUp', 'ArrowDown');
  await count('3');
  await keyboard.tabTo('sl-radio-group');
  await keyboard.press('ArrowRight');
  await page.waitForFunction(() => document.querySelector('sl-radio-group').value === '5');
  await keyboard.tabTo('sl-button:has(sl-icon[name=dash-lg])', true);
  await keyboard.press('Enter');
  await count('-2');
  await keyboard.tabTo('sl-button:not([circle])');
  await keyboard.press('Enter');
  await count('0');
});

byKeyboard('tasks: add, finish, rename, weigh, filter, remove, clear', 'examples/tasks', async (page, keyboard) => {
  const summary = (text) => page.locator('.tasks-head p', { hasText: text }).waitFor();
  const titles = () => page.locator('.task-title').evaluateAll((all) => all.map((one) => one.value));
  await summary('4 of 6 to go');
  await keyboard.tabTo('.tasks-add sl-input');
  await keyboard.type('Water the ferns');
  await keyboard.press('Enter');
  await summary('5 of 7 to go');
  await keyboard.assertOn('.tasks-add sl-input');
  await page.locator('.task').nth(6).waitFor();

  await keyboard.tabTo('.task:first-of-type .task-done');
  await keyboard.press('Space');
  await summary('4 of 7 to go');
  await keyboard.tabTo('.task-title');
  const [before] = await titles();
  await keyboard.press('End');
  await keyboard.type(' soon');
  await keyboard.press('Enter');
  await page.waitForFunction((text) => [...document.querySelectorAll('.task-title')].some((one) => one.value === text), `${before} soon`);

  await keyboard.tabTo('.task-priority');
  const label = () => page.evaluate(() => document.activeElement.getAttribute('label'));
  const first = await label();
  await keyboard.press('Enter');
  await page.waitForFunction((text) => document.activeElement.getAttribute('label') !== text, first);
  await keyboard.tabTo('.task-tools sl-icon-button[name=x-lg]');
  await keyboard.press('Enter');
  await page.locator('.task').nth(6).waitFor({ state: 'detached' });
  assert.ok(!(await titles()).includes(`${before} soon`));

  await keyboard.tabTo('.tasks-tools sl-radio-group', true);
  await keyboard.press('ArrowRight', 'ArrowRight');
  await page.waitForFunction(() => document.querySelectorAll('.task').length === 2);
  await keyboard.press('ArrowLeft', 'ArrowLeft');
  await page.waitForFunction(() => document.querySelectorAll('.task').length === 6);
  await keyboard.tabTo('.tasks-tools sl-switch');
  await keyboard.press('Space');
  await page.waitForFunction(() => document.querySelector('.tasks-tools sl-switch').checked);
  await keyboard.tabTo('.tasks-foot sl-button');
  await keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.task').length === 4);
});

byKeyboard('contacts: find, open, mark, edit, add with a slip, delete', 'examples/contacts', async (page, keyboard) => {
  const name = (text) => page.locator('.card-name h2', { hasText: text }).waitFor();
  await page.locator('.book-row').nth(11).waitFor();
  await keyboard.tabTo('.book-search sl-input');
  await keyboard.type('wrona');
  await page.getByText('1 of 12 contacts').waitFor();
  await keyboard.press('Enter');
  await name('Łucja Wrona');
  await keyboard.press('Escape');
  await page.getByText('12 contacts', { exact: true }).waitFor();
  await keyboard.press('ArrowDown');
  await name('Mateus Carvalho');
  await keyboard.tabTo('li:nth-of-type(2) .book-row');
  await keyboard.press('Enter');
  await name('Farid Hosseini');

  await keyboard.tabTo('.card-tools sl-icon-button[name^=star]');
  await keyboard.press('Enter');
  await page.locator('.card-tools [label="Add to favourites"]').waitFor();
  await keyboard.assertOn('.card-tools sl-icon-button[name^=star]');

  await keyboard.tabTo('sl-icon-button[label=Edit]');
  await keyboard.press('Enter');
  const edit = 'sl-dialog[label="Edit contact"]';
  await keyboard.assertOn(`${edit} sl-input[label=Name]`);
  await keyboard.tabTo(`${edit} sl-input[label=City]`);
  await keyboard.press('Control+A');
  await keyboard.type('Ghent');
  await keyboard.press('Enter');
  await page.locator('.card-field', { hasText: 'Ghent' }).waitFor();
  await keyboard.assertOn('sl-icon-button[label=Edit]'); // Back where the dialog was opened from.

  await keyboard.tabTo('.book-head sl-button', true);
  await keyboard.press('Enter');
  const add = 'sl-dialog[label="New contact"]';
  await keyboard.assertOn(`${add} sl-input[label=Name]`);
  await keyboard.press('Enter');
  await page.locator(add).getByText('Please enter a name.').waitFor();
  await keyboard.type('Zora Quill');
  await keyboard.tabTo(`${add} sl-button[variant=primary]`);
  await keyboard.press('Enter');
  await page.getByText('13 contacts', { exact: true }).waitFor();
  await name('Zora Quill');

  await keyboard.tabTo('sl-icon-button[label=Delete]');
  await keyboard.press('Enter');
  const question = 'sl-dialog[label="Delete this contact?"]';
  await keyboard.assertOn(`${question} sl-button`);
  await keyboard.press('Escape');
  await page.waitForFunction((dialog) => !document.querySelector(dialog).open, question);
  await keyboard.assertOn('sl-icon-button[label=Delete]');
  await keyboard.press('Enter');
  await keyboard.tabTo(`${question} sl-button[variant=danger]`);
  await keyboard.press('Enter');
  await page.getByText('12 contacts', { exact: true }).waitFor();
  await keyboard.assertOn('.book-detail'); // Where the contact was (F-116).
});

process.exit((await runAll('keyboard')) === 0 ? 0 : 1);
