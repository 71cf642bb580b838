// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// In development mode: outlines the elements that have a binding in error, of whatever kind, until it has none (F-177). An
// attribute of the element has the messages, for whoever looks at it with the browser's tools. What `ui-value` and `ui-action`
// show to everybody is theirs.

import { AUTHOR_ERROR_ATTRIBUTE, ELEMENT_ID, PATH } from '../constants';
import type { Widget } from '../bind/widget';
import type { VariableError } from '../store/variable';
import type { Runtime } from '../view/runtime';

// An outline takes no room. That of the focus comes first.
const STYLE = `
[${AUTHOR_ERROR_ATTRIBUTE}]:not(:focus-visible) { outline: 2px dashed #b3261e !important; outline-offset: 2px !important; }
@media (prefers-color-scheme: dark) { [${AUTHOR_ERROR_ATTRIBUTE}]:not(:focus-visible) { outline-color: #ff9d94 !important; } }`;

export class ErrorMarks {
  private readonly errors = new Map<number, string>();
  private readonly followed = new WeakSet<Widget>();
  private marked: Element[] = [];
  private isStyled = false;

  constructor(private readonly runtime: Runtime) {}

  add(varId: number, { description }: VariableError): void {
    const record = this.runtime.store.get(varId);
    if (!record) return;
    const [message] = description.split('\n', 1);
    this.errors.set(varId, `${record.properties[PATH] ?? ''}: ${message}`);
    const widget = record.widget as Widget | undefined;
    if (widget?.onMove && !this.followed.has(widget)) {
      this.followed.add(widget);
      widget.onMove(() => this.draw());
    }
    this.draw();
  }

  remove(varId: number): void {
    if (this.errors.delete(varId)) this.draw();
  }

  private draw(): void {
    this.style();
    for (const element of this.marked) element.removeAttribute(AUTHOR_ERROR_ATTRIBUTE);
    this.marked = [];
    for (const [varId, text] of this.errors) {
      if (!this.runtime.store.get(varId)) this.errors.delete(varId); // Its binding is over.
      for (const element of this.elementsOf(varId)) {
        const others = element.getAttribute(AUTHOR_ERROR_ATTRIBUTE);
        element.setAttribute(AUTHOR_ERROR_ATTRIBUTE, others === null ? text : `${others}\n${text}`);
        this.marked.push(element);
      }
    }
  }

  // Those of a binding, a view or a list.
  private elementsOf(varId: number): readonly Element[] {
    const { store, views } = this.runtime;
    const record = store.get(varId);
    const bound = (record?.widget as Widget | undefined)?.element;
    if (bound?.isConnected) return [bound];
    const id = record?.properties[ELEMENT_ID] ?? '';
    const element = document.getElementById(id);
    return views.findByElementId(id)?.rootElements() ?? (element ? [element] : []);
  }

  private style(): void {
    if (this.isStyled) return;
    this.isStyled = true;
    const sheet = new CSSStyleSheet(); // Not subject to the page's policy for inline styles.
    sheet.replaceSync(STYLE);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  }
}
