// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The example apps as a person uses them, in both homes: the same clicks, the same results. Screenshots go to the test's outputs.

import assert from 'node:assert/strict';
import { inEachHome } from './each_home.mjs';
import { localHome, nativeHome } from './homes.mjs';
import { leave, runAll, test } from './runner.mjs';

const button = (page, name) => page.getByRole('button', { name, exact: true });

inEachHome('counter counts, resets and changes its step', 'examples/counter', async ({ page, shot }) => {
  const count = page.locator('.counter-count');
  await count.filter({ hasText: /^0$/ }).waitFor();
  await page.locator('sl-button', { has: page.locator('sl-icon[name=plus-lg]') }).click();
  await count.filter({ hasText: /^1$/ }).waitFor();
  await page.locator('sl-radio-button[value="5"]').click();
  await page.locator('sl-button', { has: page.locator('sl-icon[name=plus-lg]') }).click();
  await count.filter({ hasText: /^6$/ }).waitFor();
  await page.locator('sl-button', { has: page.locator('sl-icon[name=dash-lg]') }).click();
  await count.filter({ hasText: /^1$/ }).waitFor();
  await shot('counter');
  await button(page, 'Reset').click();
  await count.filter({ hasText: /^0$/ }).waitFor();
});

inEachHome('contacts: find, add with a slip, edit, delete', 'examples/contacts', async ({ page, shot }) => {
  const rows = page.locator('.book-row');
  await rows.nth(11).waitFor();
  assert.equal(await rows.count(), 12);
  await page.locator('.book-row sl-avatar').first().waitFor();
  await shot('contacts');

  // Search as you type.
  const search = page.locator('.book-search input');
  await search.pressSequentially('lucja');
  await page.getByText('1 of 12 contacts').waitFor();
  assert.equal(await rows.count(), 1);
  assert.match(await rows.first().innerText(), /Łucja Wrona/);
  await search.press('Escape');
  await page.getByText('12 contacts', { exact: true }).waitFor();

  // Add: first without a name and with an address that is none, then properly.
  await button(page, 'Add contact').first().click();
  const dialog = page.locator('sl-dialog[label="New contact"]');
  await dialog.locator('input').first().waitFor({ state: 'visible' });
  await dialog.getByLabel('E-mail').fill('nonsense');
  await dialog.locator('sl-button[variant=primary]').click();
  await dialog.getByText('Please enter a name.').waitFor();
  await dialog.getByText('This does not look like an e-mail address').waitFor();
  await shot('contacts_form');
  await dialog.getByLabel('Name').fill('Zora Quill');
  await dialog.getByLabel('E-mail').fill('zora@example.com');
  await dialog.locator('sl-button[variant=primary]').click();
  await page.getByText('13 contacts', { exact: true }).waitFor();
  await page.locator('.card-name h2', { hasText: 'Zora Quill' }).waitFor();

  // Edit.
  await page.locator('sl-icon-button[label=Edit]').click();
  const edit = page.locator('sl-dialog[label="Edit contact"]');
  await edit.getByLabel('City').fill('Ghent');
  await edit.locator('sl-button[variant=primary]').click();
  await page.locator('.card-field', { hasText: 'Ghent' }).waitFor();
  await shot('contacts_card');

  // Delete, after being asked.
  await page.locator('sl-icon-button[label=Delete]').click();
  await page.locator('sl-dialog[label="Delete this contact?"] sl-button[variant=danger]').click();
  await page.getByText('12 contacts', { exact: true }).waitFor();
  assert.equal(await page.locator('.book-row', { hasText: 'Zora Quill' }).count(), 0);
});

inEachHome('tasks: add, finish, filter, clear', 'examples/tasks', async ({ page, shot }) => {
  await page.getByText('4 of 6 to go').first().waitFor();
  const draft = page.locator('sl-input').first().locator('input');
  await draft.fill('Write a browser test');
  await draft.press('Enter');
  await page.getByText('5 of 7 to go').first().waitFor();
  const boxes = page.locator('sl-checkbox');
  await boxes.nth(6).waitFor();
  assert.equal(await boxes.count(), 7);
  await boxes.nth(6).click();
  await page.getByText('4 of 7 to go').first().waitFor();
  await shot('tasks');
});

// The page alone is enough: with the server of the files gone, the app goes on.
test('a local app goes on without any server', async ({ page }) => {
  const home = await localHome('examples/counter');
  await page.goto(home.url);
  const count = page.locator('.counter-count');
  await count.filter({ hasText: /^0$/ }).waitFor();
  await page.waitForLoadState('networkidle');
  await home.close();
  await page.locator('sl-button', { has: page.locator('sl-icon[name=plus-lg]') }).click();
  await count.filter({ hasText: /^1$/ }).waitFor();
});

// F-31, C-26: two tabs of one session see each other's changes, and one that closes takes nothing along.
test('two tabs share a session', async ({ page }) => {
  const home = await nativeHome('examples/counter');
  try {
    await page.goto(home.url);
    const second = await page.context().newPage();
    await second.goto(page.url());
    const plus = 'sl-button:has(sl-icon[name=plus-lg])';
    await page.locator('.counter-count', { hasText: /^0$/ }).waitFor();
    await second.locator('.counter-count', { hasText: /^0$/ }).waitFor();
    await page.locator(plus).click();
    await second.locator('.counter-count', { hasText: /^1$/ }).waitFor();
    await second.close();
    await page.locator(plus).click();
    await page.locator('.counter-count', { hasText: /^2$/ }).waitFor();
    await leave(page);
  } finally {
    await home.close();
  }
});

// A reload shows the same session again: the state is the server's.
test('a reload keeps the state', async ({ page }) => {
  const home = await nativeHome('examples/counter');
  try {
    await page.goto(home.url);
    await page.locator('.counter-count', { hasText: /^0$/ }).waitFor();
    await page.locator('sl-button:has(sl-icon[name=plus-lg])').click();
    await page.locator('.counter-count', { hasText: /^1$/ }).waitFor();
    await page.waitForLoadState('networkidle'); // Or the reload would cut off what is still loading.
    await page.reload();
    await page.locator('.counter-count', { hasText: /^1$/ }).waitFor();
    await leave(page);
  } finally {
    await home.close();
  }
});

process.exit((await runAll('apps')) === 0 ? 0 : 1);
