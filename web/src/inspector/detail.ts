// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Everything about the selected variable, and the form by which it is written. What somebody is typing into the form is
// not disturbed by reports; it is brought up to date when the form is left alone.

import { element } from './dom';
import { countText, durationText, valueText } from './format';
import { watchers, type Model, type Row } from './model';
import type { Answer, InspectedVariable } from './report';

export interface DetailActions {
  // False if there is no line to the server.
  write(id: number, value: unknown): boolean;
  readWhole(id: number): void;
  select(id: number): void;
  light(id: number): void;
}

export class Detail {
  private selected: number | null = null;
  private whole: { readonly id: number; readonly value: unknown } | null = null;
  private shownState = '';
  private litCount = 0;
  private readonly facts = element('div', { class: 'facts' });
  private readonly editor = element('form', { class: 'editor' });
  private readonly field = element('textarea', { id: 'value', spellcheck: 'false', rows: '4', 'aria-describedby': 'value-hint' });
  private readonly hint = element('p', { id: 'value-hint', class: 'hint', role: 'status' });
  private readonly heading = element('h2', {});
  private isDirty = false;

  constructor(
    private readonly host: HTMLElement,
    private readonly model: Model,
    private readonly actions: DetailActions,
  ) {
    this.field.addEventListener('input', () => void (this.isDirty = true));
    this.field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.editor.requestSubmit();
    });
    this.editor.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    this.showNothing();
  }

  get id(): number | null {
    return this.selected;
  }

  select(id: number | null): void {
    if (id !== this.selected) {
      this.isDirty = false;
      this.whole = null;
      this.shownState = '';
      this.litCount = 0;
      this.hint.textContent = '';
    }
    this.selected = id;
    this.update();
  }

  focusEditor(): void {
    if (this.field.isConnected) this.field.focus();
    else this.editor.querySelector('button')?.focus();
  }

  setLit(count: number): void {
    this.litCount = count;
    const where = this.host.querySelector('.lit');
    if (where) where.textContent = litText(count);
  }

  // New reports have come.
  update(): void {
    const row = this.selected === null ? undefined : this.model.rows.get(this.selected);
    if (!row) return this.selected === null ? this.showNothing() : this.showGone();
    const state = JSON.stringify([row.variable, row.timeNs, row.maxNs, this.whole, this.model.trail(row.variable.id).length]);
    if (state === this.shownState) return;
    const isNew = this.shownState === '';
    this.shownState = state;
    this.renderHeading(row.variable);
    this.renderFacts(row);
    this.renderEditor(row.variable, isNew);
    if (!this.host.contains(this.facts)) this.host.replaceChildren(this.heading, this.editor, this.facts);
  }

  onAnswer(answer: Answer): void {
    if ('whole' in answer && answer.whole === this.selected) {
      this.whole = { id: answer.whole, value: answer.value };
      this.isDirty = false;
      this.update();
    } else if ('edited' in answer && answer.edited === this.selected) {
      this.hint.textContent = answer.error ? `Not written: ${answer.error}` : 'Written.';
      this.hint.classList.toggle('bad', answer.error !== '');
      if (!answer.error) this.isDirty = false;
    } else if ('error' in answer && !('edited' in answer)) {
      this.hint.textContent = answer.error;
      this.hint.classList.add('bad');
    }
  }

  // --- Private -----------------------------------------------------------------------------------------------------

  private showNothing(): void {
    this.host.replaceChildren(element('p', { class: 'empty' },
      'Select a variable to see all about it, and its element in the app. In the app, hold Alt and click an element to find its variable here.'));
  }

  private showGone(): void {
    this.host.replaceChildren(element('p', { class: 'empty' }, `Variable ${this.selected ?? ''} is gone.`));
    this.shownState = '';
  }

  private renderHeading(variable: InspectedVariable): void {
    const trail = this.model.trail(variable.id);
    const parts = trail.flatMap(({ id, path }, index): Array<Node | string> => {
      const isLast = index === trail.length - 1;
      const name = path || '(root)';
      if (isLast) return [name];
      const button = element('button', { type: 'button', class: 'crumb' }, name);
      button.addEventListener('click', () => this.actions.select(id));
      return [button, ' › '];
    });
    this.heading.replaceChildren(...parts);
  }

  private renderFacts({ variable, timeNs, maxNs }: Row): void {
    const rows: Array<[string, Node | string | null]> = [
      ['ID', String(variable.id)],
      ['Type', variable.type ?? null],
      ['Kind', variable.goType ?? null],
      ['Behind the wrapper', variable.baseValue === undefined ? null : code(valueText(variable.baseValue))],
      ['Access', variable.access ?? 'rw'],
      ['Active', variable.active ? 'yes' : 'no: nobody wants it evaluated'],
      ['Watchers', String(watchers(variable))],
      ['Changes', countText(variable.changeCount)],
      ['Time', timeNs > 0 ? `${durationText(timeNs)}, longest ${durationText(maxNs)}` : null],
    ];
    const list = element('dl', {}, ...rows.flatMap(([name, value]) =>
      (value === null ? [] : [element('dt', {}, name), element('dd', {}, value)])));
    const parts: Node[] = [];
    if (variable.error) parts.push(element('h3', {}, 'Error'), element('pre', { class: 'error', tabindex: '0', 'aria-label': 'Error' }, variable.error));
    if (variable.diags) parts.push(element('h3', {}, 'Notes'), element('ul', {}, ...variable.diags.map((text) => element('li', {}, text))));
    parts.push(element('h3', {}, 'About'), list);
    parts.push(...this.properties(variable), ...this.pages(variable));
    this.facts.replaceChildren(...parts);
  }

  private properties({ properties }: InspectedVariable): Node[] {
    if (!properties) return [];
    return [element('h3', {}, 'Properties'), element('dl', {}, ...Object.entries(properties).flatMap(([name, value]) =>
      [element('dt', {}, name), element('dd', {}, code(value))]))];
  }

  private pages(variable: InspectedVariable): Node[] {
    if (!variable.pages) return [];
    const light = element('button', { type: 'button' }, 'Light up');
    light.addEventListener('click', () => this.actions.light(variable.id));
    return [
      element('h3', {}, 'Shown by'),
      element('ul', {}, ...variable.pages.map(({ page, id, elementId, viewdef, watches }) => element('li', {},
        `page ${page}, as ${id}${elementId ? `, in #${elementId}` : ''}${viewdef ? ` by ${viewdef}` : ''}${watches ? '' : ' (not watched)'}`))),
      element('p', { class: 'lighting' }, light, ' ', element('span', { class: 'lit', role: 'status' }, litText(this.litCount))),
    ];
  }

  private renderEditor(variable: InspectedVariable, isNew: boolean): void {
    if (isNew) this.buildEditor(variable);
    if (!this.field.isConnected && !this.editor.contains(this.field)) return;
    if (this.isDirty || (document.activeElement === this.field && !isNew && this.field.value !== '')) return;
    this.field.value = this.whole ? JSON.stringify(this.whole.value) : editable(variable.value);
  }

  private buildEditor(variable: InspectedVariable): void {
    this.hint.classList.remove('bad');
    const button = (text: string): HTMLElement => element('button', { type: 'submit', class: 'primary' }, text);
    const label = element('label', { for: 'value' }, variable.access === 'action' ? 'Argument (JSON)' : 'Value (JSON)');
    if (variable.access === 'r') {
      const value = element('pre', { tabindex: '0', 'aria-label': 'Value' }, valueText(variable.value));
      return this.editor.replaceChildren(element('h3', {}, 'Value'), value, element('p', { class: 'hint' }, 'Its access is r: it cannot be written.'));
    }
    if (variable.cutFrom !== undefined && !this.whole) {
      const load = element('button', { type: 'button' }, 'Load all of it');
      load.addEventListener('click', () => this.actions.readWhole(variable.id));
      return this.editor.replaceChildren(element('h3', {}, 'Value'),
        element('p', { class: 'hint' }, `This is the beginning of ${countText(variable.cutFrom)} characters or elements. `, load),
        element('pre', { tabindex: '0', 'aria-label': 'Value' }, valueText(variable.value)));
    }
    this.field.value = '';
    this.editor.replaceChildren(label, this.field,
      element('div', { class: 'buttons' }, button(variable.access === 'action' ? 'Run' : 'Write'),
        element('span', { class: 'hint' }, 'Ctrl + Enter')),
      this.hint);
  }

  private submit(): void {
    if (this.selected === null) return;
    const text = this.field.value.trim();
    let value: unknown = null; // Nothing is nil, or no argument.
    try {
      if (text !== '') value = JSON.parse(text);
    } catch (error) {
      this.hint.textContent = `Not JSON: ${error instanceof Error ? error.message : String(error)}. A text needs quotes.`;
      this.hint.classList.add('bad');
      return;
    }
    this.hint.classList.remove('bad');
    this.hint.textContent = this.actions.write(this.selected, value) ? 'Writing…' : 'There is no connection to the server.';
  }
}

const code = (text: string): HTMLElement => element('code', {}, text);

const editable = (value: unknown): string => (value === undefined ? '' : JSON.stringify(value));

function litText(count: number): string {
  if (count === 0) return '';
  return count === 1 ? 'Lit in one page.' : `Lit in ${count} pages.`;
}
