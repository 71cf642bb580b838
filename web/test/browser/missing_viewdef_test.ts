// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What development mode shows in the place of a view whose type has no viewdef: where, from when, and until when.

import assert from 'node:assert/strict';
import { items, object, scene, type Stage } from '../harness/stage';

const DEVELOPMENT = '<meta name="tandem-dev" content="yes">';
const notice = (stage: Stage, inside = '') => stage.page.locator(`${inside} tandem-missing-viewdef`);

scene('F-108 in development a notice takes the place of content whose type has no viewdef, until there is one or another type', {
  viewdefs: { 'App.DEFAULT': '<div><p class="place" style="top: 1px" ui-view="kid" ui-namespace="short"></p></div>', 'Kid.DEFAULT': '<b>1</b>' }, model: { kid: object('Kid', { fallbackNamespace: 'long' }) }, head: DEVELOPMENT,
}, async (stage) => {
  await stage.until('it is shown', async () => (await stage.count('b')) === 1);
  stage.stub.update('kid', { obj: 7 }, { type: 'my.Cat' });
  await notice(stage, 'p.place').waitFor();
  assert.equal(await stage.count('b'), 0);
  assert.deepEqual(await notice(stage).locator('p').allTextContents(), ['no viewdef for my.Cat [short, long, DEFAULT]',
    'It would be in viewdefs/my.Cat.short.html or viewdefs/my.Cat.long.html or viewdefs/my.Cat.DEFAULT.html']);
  assert.equal(await stage.attribute('.place', 'id'), stage.created('kid')?.['elementId']);
  // Another that is missing, one that is there, none.
  stage.stub.update('kid', { obj: 8 }, { type: 'Dog' });
  await notice(stage).getByText('no viewdef for Dog').waitFor();
  assert.equal(await notice(stage).count(), 1);
  stage.stub.update('kid', { obj: 9 }, { type: 'Kid' });
  await stage.page.locator('b.place').waitFor();
  assert.equal(await notice(stage).count(), 0);
  stage.stub.update('kid', { obj: 10 }, { type: 'Dog' });
  await notice(stage).waitFor();
  stage.stub.update('kid', null, { type: '' });
  await notice(stage).waitFor({ state: 'detached' });
  assert.equal(await stage.page.locator('p.place').isHidden(), true);
  stage.stub.update('kid', { obj: 10 }, { type: 'Dog' });
  await notice(stage).waitFor();
  stage.stub.update('', undefined, stage.stub.viewdefsProperty({ 'Dog.DEFAULT': '<i>dog</i>' }));
  await stage.page.locator('i.place').waitFor();
  assert.equal(await notice(stage).count(), 0);
  stage.allowProblem(/is still empty/);
});

scene('F-108 the notice stands for what has never been shown too, and not for what comes a moment later', {
  viewdefs: { 'App.DEFAULT': '<div><p id="never" ui-view="never"></p><p id="late" ui-view="late"></p></div>' }, model: { never: null, late: null }, head: DEVELOPMENT,
}, async (stage) => {
  await stage.page.evaluate(() => {
    const state = window as unknown as { places: Set<string> };
    state.places = new Set();
    new MutationObserver(() => {
      for (const found of document.querySelectorAll('tandem-missing-viewdef')) state.places.add(found.parentElement?.id ?? '');
    }).observe(document, { childList: true, subtree: true });
  });
  stage.stub.update('never', { obj: 7 }, { type: 'Never' });
  stage.stub.update('late', { obj: 8 }, { type: 'Late' });
  stage.stub.update('', undefined, stage.stub.viewdefsProperty({ 'Late.DEFAULT': '<b>late</b>' }));
  await stage.page.locator('b#late').waitFor();
  await notice(stage, '#never').waitFor();
  assert.deepEqual(await stage.page.evaluate(() => [...(window as unknown as { places: Set<string> }).places]), ['never']);
  // The server is told of what was shown, and nothing was.
  assert.deepEqual(stage.stub.messages('update').filter((m) => m.type === 'update' && m.data.properties?.['viewdef'] === ''), []);
  stage.allowProblem(/is still empty/);
});

scene('F-108 the notice fits in where its parent is strict', {
  viewdefs: { 'App.DEFAULT': '<div><table><tbody ui-viewlist="rows"><tr></tr></tbody></table><ul ui-viewlist="rows"><li></li></ul><select ui-viewlist="rows"><option></option></select>' +
    '<ol ui-view="one"></ol><table><tbody ui-view="one"></tbody></table></div>', 'Known.DEFAULT': '<tr><td>1</td><td>2</td></tr>' },
  model: { rows: items(2), 'rows.0': object('Known'), 'rows.1': object('Unknown'), one: object('One') }, head: DEVELOPMENT,
}, async (stage) => {
  const inPlace = ['tbody > tr:nth-child(2) > td[colspan="2"]', 'ul > li:nth-child(2)', 'ol > li', 'table + ul ~ table > tbody > tr > td'];
  for (const place of inPlace) await notice(stage, `${place} >`).waitFor();
  assert.equal(await notice(stage).count(), inPlace.length);
  await stage.until('the option says it', async () => (await stage.page.locator('option').last().textContent()) === 'no viewdef for Unknown [DEFAULT]');
  assert.equal(await stage.page.locator('option').last().isDisabled(), true);
  stage.allowProblem(/is still empty/);
});

scene('F-108 the app itself may lack a viewdef', { viewdefs: {}, head: DEVELOPMENT }, async (stage) => {
  await notice(stage, 'main.shell').getByText('no viewdef for App [DEFAULT]').waitFor();
  stage.stub.update('', undefined, stage.stub.viewdefsProperty({ 'App.DEFAULT': '<div>app</div>' }));
  await stage.page.locator('div.shell').waitFor();
  stage.allowProblem(/is still empty/);
});
