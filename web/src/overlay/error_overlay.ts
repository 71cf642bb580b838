// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// In development mode the errors of the application stand in the page where they happen, in a corner, until they are
// mended or dismissed. It waits its turn: it takes no focus, says in one polite sentence that it is there, and its looks
// and the app's do not touch each other. Loaded with the first error.

import { isSame, type AppError } from './app_error';

// An action counts as mended from the press of its button until the server says that it failed again.
const MENDED_MS = 500;
const MAX_SHOWN = 20; // A loop of failing timers must not grow the page.

const STYLE = `
:host { all: initial; position: fixed; z-index: 2147483645; inset: auto 1rem 1rem auto; width: min(34rem, calc(100vw - 2rem));
  color-scheme: light dark; --bg: #fff; --text: #1c2430; --dim: #586273; --line: #d9dde4; --bad: #b3261e; --code: #f3f4f7; }
@media (prefers-color-scheme: dark) { :host { --bg: #1d222b; --text: #e6e9ef; --dim: #a9b3c2; --line: #3a4251; --bad: #ff9d94; --code: #14181f; } }
section { display: flex; flex-direction: column; max-height: min(70vh, 36rem); border: 1px solid var(--line); border-top: 4px solid var(--bad);
  border-radius: 10px; background: var(--bg); color: var(--text); font: 14px/1.45 system-ui, sans-serif; box-shadow: 0 12px 40px rgb(0 0 0 / 30%); }
section[hidden] { display: none; }
header { display: flex; align-items: center; gap: .6rem; padding: .5rem .8rem; border-bottom: 1px solid var(--line); }
h2 { flex: 1; margin: 0; font-size: .95rem; }
ul { overflow: auto; margin: 0; padding: 0; list-style: none; }
li { padding: .6rem .8rem; }
li + li { border-top: 1px solid var(--line); }
.top { display: flex; gap: .6rem; align-items: start; }
.message { flex: 1; margin: 0; font-weight: 600; overflow-wrap: anywhere; white-space: pre-wrap; }
.where { margin: .2rem 0 0; color: var(--dim); overflow-wrap: anywhere; }
code, pre { font: .85em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code { color: var(--bad); }
details { margin-top: .3rem; }
summary { cursor: pointer; color: var(--dim); }
pre { overflow: auto; margin: .3rem 0 0; padding: .5rem .7rem; border-radius: 6px; background: var(--code); white-space: pre-wrap; overflow-wrap: anywhere; }
button, a { font: inherit; }
button { padding: .15rem .55rem; border: 1px solid var(--line); border-radius: 6px; background: none; color: inherit; cursor: pointer; }
a { color: inherit; }
.count { color: var(--dim); font-weight: 400; }
:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media print { :host { display: none; } }`;

interface Entry {
  readonly error: AppError;
  readonly item: HTMLLIElement;
  count: number;
  leaving?: ReturnType<typeof setTimeout>;
}

export class ErrorOverlay {
  private readonly host = document.createElement('tandem-errors');
  private readonly panel = document.createElement('section');
  private readonly title = document.createElement('h2');
  private readonly list = document.createElement('ul');
  private readonly said = document.createElement('p');
  private entries: Entry[] = [];

  // `inspector` is the address of the session's inspector; null where there is none.
  constructor(inspector: string | null) {
    const root = this.host.attachShadow({ mode: 'open' });
    const sheet = new CSSStyleSheet(); // Not subject to the page's policy for inline styles.
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    this.title.id = 'title';
    this.panel.setAttribute('aria-labelledby', 'title');
    this.said.className = 'said';
    this.said.setAttribute('role', 'status');
    const header = document.createElement('header');
    header.append(this.title, ...(inspector ? [link('Inspector', inspector)] : []), button('Dismiss all', () => this.dismissAll()));
    this.panel.append(header, this.list);
    this.panel.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.dismissAll();
    });
    this.panel.hidden = true;
    root.append(this.panel, this.said);
  }

  show(error: AppError): void {
    if (!this.host.isConnected) document.body.append(this.host);
    const known = this.entries.find((entry) => isSame(entry.error, error));
    if (known) {
      clearTimeout(known.leaving);
      known.count += 1;
      const count = known.item.querySelector('.count');
      if (count) count.textContent = ` × ${known.count}`;
    } else {
      const item = this.item(error);
      this.entries.unshift({ error, item, count: 1 });
      this.list.prepend(item);
      for (const { item: old } of this.entries.splice(MAX_SHOWN)) old.remove();
    }
    this.update();
    // Once for each that is new: what happens again is no news.
    if (!known) this.said.textContent = `Error in the app: ${error.message}`;
  }

  // The variable can be read again, or was written.
  mended(varId: number): void {
    for (const entry of this.entries) {
      if (entry.error.varId !== varId) continue;
      clearTimeout(entry.leaving);
      entry.leaving = setTimeout(() => this.remove((other) => other === entry), MENDED_MS);
    }
  }

  private dismissAll(): void {
    this.remove(() => true);
  }

  // Whoever was here goes on beside what is left, and not at the top of the page.
  private remove(isMeant: (entry: Entry) => boolean): void {
    const root = this.host.shadowRoot;
    const hadFocus = root?.activeElement !== null && root?.activeElement !== undefined;
    for (const { item } of this.entries.filter(isMeant)) item.remove();
    this.entries = this.entries.filter((entry) => !isMeant(entry));
    this.update();
    if (hadFocus && !root.activeElement) this.list.querySelector('button')?.focus();
  }

  private update(): void {
    const count = this.entries.length;
    this.panel.hidden = count === 0;
    this.title.textContent = count === 1 ? 'An error in the app' : `${count} errors in the app`;
    if (count === 0) this.said.textContent = '';
  }

  private item(error: AppError): HTMLLIElement {
    const item = document.createElement('li');
    const top = document.createElement('div');
    top.className = 'top';
    const message = document.createElement('p');
    message.className = 'message';
    const count = document.createElement('span');
    count.className = 'count';
    message.append(error.message, count);
    const dismiss = button('Dismiss', () => this.remove((entry) => entry.item === item));
    dismiss.setAttribute('aria-label', `Dismiss: ${error.message.slice(0, 80)}`);
    top.append(message, dismiss);
    item.append(top, where(error));
    if (error.traceback) item.append(traceback(error.traceback));
    return item;
  }
}

function where({ place, path, code }: AppError): HTMLElement {
  const line = document.createElement('p');
  line.className = 'where';
  if (place) line.append('in ', text('code', place));
  if (path) line.append(place ? ', at ' : 'at ', text('code', path));
  line.append(place || path ? ` (${code})` : code);
  return line;
}

function traceback(lines: string): HTMLElement {
  const details = document.createElement('details');
  const block = text('pre', lines);
  block.tabIndex = 0; // A long one scrolls, and must do so without a mouse.
  details.append(text('summary', 'Traceback'), block);
  return details;
}

function text<K extends 'code' | 'pre' | 'summary'>(tag: K, content: string): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  node.textContent = content;
  return node;
}

function button(label: string, onClick: () => void): HTMLButtonElement {
  const node = document.createElement('button');
  node.type = 'button';
  node.textContent = label;
  node.addEventListener('click', onClick);
  return node;
}

function link(label: string, address: string): HTMLAnchorElement {
  const node = document.createElement('a');
  node.href = address;
  node.target = '_blank';
  node.textContent = label;
  return node;
}
