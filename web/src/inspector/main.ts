// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The inspector's page (/SESSION/variables, docs/inspector.md): puts its parts together. The page itself is
// public/inspector.html.

import { Detail } from './detail';
import { element, part, setText } from './dom';
import { bytesText, countText, plural } from './format';
import { LampControl } from './lamp_control';
import { Line, type LineState } from './live';
import { Model, type Column } from './model';
import type { Report } from './report';
import { Traffic } from './traffic';
import { COLUMNS, VariablesGrid } from './variables_grid';

const COLUMNS_KEY = 'tandem-inspector-columns';
const STATES: Record<LineState, string> = {
  connecting: 'Connecting…', live: 'Live', retrying: 'No connection. Trying again…', ended: 'This session has ended.',
};

class InspectorPage {
  private readonly model = new Model();
  private readonly line = new Line(location.href, (report) => this.apply(report), (state) => this.showState(state));
  private readonly lamp: LampControl;
  private readonly grid: VariablesGrid;
  private readonly detail: Detail;
  private readonly traffic: Traffic;
  private readonly search = part<HTMLInputElement>('search');
  private isPaused = false;
  private held: Report[] = [];
  private tab: 'variables' | 'traffic' = 'variables';
  private countTexts = { variables: '', traffic: '' };

  constructor(session: string) {
    this.grid = new VariablesGrid(part('grid'), this.model, (id, how) => this.select(id, how));
    this.detail = new Detail(part('variable'), this.model, {
      write: (id, value) => this.line.send({ edit: id, value }),
      readWhole: (id) => void this.line.send({ read: id }),
      select: (id) => this.reveal(id),
      light: (id) => this.lamp.light(this.model.trail(id)),
    });
    this.traffic = new Traffic(part('frames'), part('frame'), (text) => {
      this.countTexts.traffic = text;
      this.showCount();
    });
    this.lamp = new LampControl(session, (count) => this.detail.setLit(count), ({ id, path, elementId }) => {
      for (const { variable } of this.model.rows.values()) {
        const isShown = variable.pages?.some((page) => page.id === id && page.elementId === elementId);
        if (isShown && (variable.path ?? '') === path) return this.reveal(variable.id);
      }
    });
    this.listen();
  }

  start(): void {
    this.line.open();
  }

  // --- Reports -----------------------------------------------------------------------------------------------------

  private apply(report: Report): void {
    for (const answer of report.answers ?? []) this.detail.onAnswer(answer);
    if (this.isPaused) {
      this.held.push(report);
      return;
    }
    this.model.apply(report);
    this.traffic.apply(report);
    document.title = `Session ${report.session} · Inspector`;
    setText(part('session'), `Session ${report.session}`);
    const { stats } = this.model;
    if (stats) {
      setText(part('stats'), `${plural(stats.variables, 'variable')} · ${plural(this.model.errors, 'error')} · `
        + `${plural(stats.rounds, 'round')} with changes · ${bytesText(stats.memory)} of Lua`);
    }
    if (report.reset || report.variables || report.gone || report.times) {
      this.refresh();
      this.detail.update();
    }
  }

  private refresh(): void {
    this.grid.structureChanged();
    const all = this.model.rows.size;
    this.countTexts.variables = this.model.isFiltering ? `${countText(this.grid.count)} of ${plural(all, 'row')}` : plural(all, 'row');
    this.showCount();
  }

  private showCount(): void {
    setText(part('count'), this.countTexts[this.tab]);
  }

  private showState(state: LineState): void {
    const line = part('state');
    setText(line, STATES[state]);
    line.dataset['state'] = state;
  }

  // --- What the person does ------------------------------------------------------------------------------------------

  private select(id: number, how: 'key' | 'pointer'): void {
    this.detail.select(id);
    // Going through with the arrow keys lights up what is passed, too: it is a look, nothing happens.
    this.lamp.light(this.model.trail(id));
    if (how === 'pointer') part('grid').focus({ preventScroll: true });
  }

  // From elsewhere: the row may be hidden.
  private reveal(id: number): void {
    if (!this.grid.select(id)) {
      this.search.value = this.model.filter = '';
      part<HTMLInputElement>('only-errors').checked = this.model.onlyErrors = false;
      this.refresh();
      this.grid.select(id);
    }
    this.showTab('variables');
    this.detail.select(id);
    this.lamp.light(this.model.trail(id));
  }

  private listen(): void {
    this.search.addEventListener('input', () => this.applySearch());
    part('only-errors').addEventListener('change', ({ target }) => {
      this.model.onlyErrors = (target as HTMLInputElement).checked;
      this.refresh();
    });
    for (const id of ['tree', 'flat']) {
      part(id).addEventListener('change', () => {
        this.model.isTree = part<HTMLInputElement>('tree').checked;
        this.model.order = { by: 'id', descending: false };
        this.refresh();
      });
    }
    part('pause').addEventListener('click', () => this.setPaused(!this.isPaused));
    part('clear').addEventListener('click', () => this.traffic.clear());
    part('expand').addEventListener('click', () => this.expandAll(true));
    part('collapse').addEventListener('click', () => this.expandAll(false));
    for (const tab of ['variables', 'traffic'] as const) part(`tab-${tab}`).addEventListener('click', () => this.showTab(tab));
    part('tabs').addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      this.showTab(this.tab === 'variables' ? 'traffic' : 'variables');
      part(`tab-${this.tab}`).focus();
    });
    part('grid').addEventListener('keydown', (event) => {
      if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'Enter') this.detail.focusEditor();
      else if (event.key === ' ' && this.detail.id !== null) this.lamp.light(this.model.trail(this.detail.id));
      else return;
      event.preventDefault();
    });
    part('variable').addEventListener('keydown', (event) => {
      if (event.key === 'Escape') part('grid').focus();
    });
    document.addEventListener('keydown', (event) => {
      const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (event.key === '/' && !isTyping) {
        event.preventDefault();
        this.search.focus();
        this.search.select();
      } else if (event.key === 'Escape' && event.target === this.search) {
        this.search.value = '';
        this.applySearch();
        part(this.tab === 'variables' ? 'grid' : 'frames').focus();
      }
    });
    this.offerColumns();
  }

  private applySearch(): void {
    const text = this.search.value.trim();
    this.model.filter = text;
    this.traffic.filter = text;
    this.refresh();
  }

  private expandAll(isExpanded: boolean): void {
    this.model.setAllExpanded(isExpanded);
    this.refresh();
  }

  private setPaused(isPaused: boolean): void {
    this.isPaused = isPaused;
    const button = part('pause');
    button.setAttribute('aria-pressed', String(isPaused));
    const held = this.held;
    this.held = [];
    if (!isPaused) for (const report of held) this.apply({ ...report, answers: [] });
  }

  private showTab(tab: 'variables' | 'traffic'): void {
    this.tab = tab;
    document.body.dataset['tab'] = tab;
    for (const name of ['variables', 'traffic'] as const) {
      const isShown = name === tab;
      const button = part(`tab-${name}`);
      button.setAttribute('aria-selected', String(isShown));
      button.tabIndex = isShown ? 0 : -1;
      part(`panel-${name}`).hidden = !isShown;
    }
    this.showCount();
  }

  private offerColumns(): void {
    const stored = readColumns();
    const menu = part('columns');
    const boxes = COLUMNS.filter(({ isOptional }) => isOptional).map(({ column, title, isHidden }) => {
      const box = element('input', { type: 'checkbox', value: column });
      box.checked = stored ? stored.includes(column) : !isHidden;
      menu.append(element('label', {}, box, ` ${title}`));
      return box;
    });
    const apply = (): void => {
      const chosen = boxes.filter(({ checked }) => checked).map(({ value }) => value as Column);
      this.grid.setColumns([...COLUMNS.filter(({ isOptional }) => !isOptional).map(({ column }) => column), ...chosen]);
      localStorage.setItem(COLUMNS_KEY, JSON.stringify(chosen));
    };
    menu.addEventListener('change', apply);
    if (stored) apply();
  }
}

// Null unless somebody has chosen.
function readColumns(): readonly string[] | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(COLUMNS_KEY) ?? 'null');
    return Array.isArray(stored) ? stored.map(String) : null;
  } catch {
    return null;
  }
}

const [, session = ''] = location.pathname.split('/');
new InspectorPage(session).start();
