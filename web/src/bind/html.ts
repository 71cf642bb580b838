// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// `ui-html`: a value shown as markup, inside the element or, with `?replace`, in its place (section 17.4). Markup is
// sanitised, by a module that is loaded when the first such binding gets a value; until it is there the old content
// stays. As it is it is shown only where the binding says `?trusted` and the site allows it, or where the site allows it
// everywhere (D-24). Text that has not changed leaves the document alone (F-192).

import { VIEWDEF_MARKER } from '../constants';
import type { NodeGroup } from '../view/runtime';
import type { View } from '../view/view';
import { createVariable, followValue, markScroll, type Binding } from './binding_support';

// What the site allows: nothing, what the binding asks for, everything.
export type HtmlPolicy = 'sanitize' | 'by-binding' | 'trusted';

export function htmlPolicy(text: string): HtmlPolicy {
  return text === 'trusted' || text === 'by-binding' ? text : 'sanitize';
}

// Whether the binding's value is shown as it is.
export function trustsMarkup({ options, context: { runtime } }: Binding): boolean {
  return runtime.html === 'trusted' || (runtime.html === 'by-binding' && options.trusted);
}

type Sanitize = (markup: string) => DocumentFragment;

let sanitizer: Sanitize | null = null;
let loading: Promise<Sanitize> | null = null;

function loadSanitizer(): Promise<Sanitize> {
  loading ??= import('./sanitize').then((module) => (sanitizer = module.sanitize));
  return loading;
}

export function bindHtml(binding: Binding): void {
  const { widget, options, context: { runtime, view, isRoot } } = binding;
  const isTrusted = trustsMarkup(binding);
  if (options.trusted && !isTrusted) {
    runtime.diagnostics.reportOnce('warning', 'trusted-ignored', '', '?trusted on ui-html means nothing on this page, the ' +
      'markup is sanitised; it would not be with trusted_html = true in the table [page] of config.toml');
  }
  const id = createVariable(binding, { access: 'r' });
  markScroll(binding);
  const target: Target = options.replace
    ? new Replacement(widget.element, () => runtime.ids.vend(), isRoot ? view : null)
    : new Content(widget.element);

  let wanted = '';
  let shown: string | null = null;
  const show = (sanitize: Sanitize | null): void => {
    if (shown === wanted || (wanted !== '' && !sanitize)) return;
    shown = wanted;
    target.show(wanted === '' || !sanitize ? document.createDocumentFragment() : sanitize(wanted));
    runtime.scroll.notify(target.element());
  };
  followValue(binding, id, (value) => {
    wanted = value === null || value === undefined ? '' : String(value);
    show(isTrusted ? parseMarkup : sanitizer);
    if (shown === wanted) return;
    loadSanitizer().then(show, (reason: unknown) =>
      runtime.diagnostics.reportOnce('error', 'sanitizer-missing', '', 'ui-html shows nothing: its sanitiser could not be loaded', reason));
  });
}

// Scripts in it stay inert, as with innerHTML (F-187).
function parseMarkup(markup: string): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = markup;
  return template.content;
}

interface Target {
  show(content: DocumentFragment): void;
  element(): Element;
}

class Content implements Target {
  constructor(private readonly parent: Element) {}

  show(content: DocumentFragment): void {
    this.parent.replaceChildren(content);
  }

  element(): Element {
    return this.parent;
  }
}

// Nodes in the place of an element, the first of which has the element's id (F-188). There is always at least one.
class Replacement implements Target, NodeGroup {
  private readonly id: string;
  private current: ChildNode[];

  // `view` when the element is one of its roots: what takes its place is then marked as such.
  constructor(
    private first: Element,
    private readonly vendId: () => string,
    private readonly view: View | null,
  ) {
    this.id = first.id;
    this.current = [first];
    view?.replacePart(first, this);
  }

  nodes(): Node[] {
    return this.current;
  }

  element(): Element {
    return this.first;
  }

  show(content: DocumentFragment): void {
    const elements = [...content.children];
    const [first = this.wrap(content), ...others] = elements;
    first.id = this.id;
    for (const other of others) other.id = this.vendId();
    if (elements.length === 0) content.replaceChildren(first);
    for (const root of this.view ? [first, ...others] : []) {
      root.classList.add(...(this.view?.viewClasses ?? []));
      root.setAttribute(VIEWDEF_MARKER, this.view?.viewdefKey ?? '');
    }
    const nodes = [...content.childNodes];
    const [anchor, ...rest] = this.current;
    for (const node of rest) node.remove();
    anchor?.replaceWith(content);
    this.current = nodes;
    this.first = first;
  }

  // Text without any element, or nothing at all.
  private wrap(content: DocumentFragment): HTMLElement {
    const span = document.createElement('span');
    const isEmpty = (content.textContent ?? '') === '';
    span.append(...content.childNodes);
    if (isEmpty) span.style.display = 'none';
    return span;
  }
}
