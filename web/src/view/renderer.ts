// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Brings the freshly inserted roots of a view to life: in each root first its lists, then its nested views, then, when
// all roots have those, the bindings of the elements that remain (F-99, F-100). The order is visible on the wire. What
// lies inside a host or a list's exemplar is about to vanish and is left alone (F-101).

import { bindElement, bindHost } from '../bind/binding';
import { splitProperties } from '../bind/path_property';
import {
  ACCESS, CREATE, ELEMENT_ID, FALLBACK_NAMESPACE, LIST_ATTRIBUTE, NAMESPACE, PATH, REPEAT_ATTRIBUTE, VIEW_ATTRIBUTE, WRAPPER,
} from '../constants';
import { parseBinding } from '../protocol/path';
import { namespaceFor } from './namespace';
import type { RenderScope } from './render_scope';
import type { Runtime } from './runtime';
import { View } from './view';
import { ViewList } from './view_list';

const NESTING = `[${VIEW_ATTRIBUTE}],[${LIST_ATTRIBUTE}],[${REPEAT_ATTRIBUTE}]`;

export function populate(runtime: Runtime, view: View, scope: RenderScope): void {
  new Population(runtime, view, scope).run();
}

class Population {
  private readonly hosted = new Map<Element, View>();
  private readonly roots: readonly Element[];

  constructor(
    private readonly runtime: Runtime,
    private readonly view: View,
    private readonly scope: RenderScope,
  ) {
    this.roots = view.rootElements();
  }

  run(): void {
    for (const root of this.roots) {
      for (const attribute of [LIST_ATTRIBUTE, REPEAT_ATTRIBUTE]) {
        for (const element of nestingElements(root, attribute)) this.attempt(element, () => this.setUpList(element, attribute));
      }
      for (const element of nestingElements(root, VIEW_ATTRIBUTE)) this.attempt(element, () => this.setUpView(element));
    }
    for (const root of this.roots) this.bind(root);
  }

  private setUpList(element: HTMLElement, attribute: string): void {
    const text = parseBinding(element.getAttribute(attribute) ?? '');
    if (!text) return;
    const { [CREATE]: _create, [WRAPPER]: _wrapper, ...query } = text.properties; // F-66: dropped for lists.
    const { sent, options } = splitProperties(query);
    const varId = this.createVariable(element, text.path, sent);
    const { viewdefKey: key } = this.view;
    const template = attribute === REPEAT_ATTRIBUTE ? { key, text: '', template: templateOf(element) } : undefined;
    const list = new ViewList(this.runtime, element, varId, { scrollOnOutput: options.scrollOnOutput, template });
    this.view.addNested(list);
    if (template && this.roots.includes(element)) this.view.replacePart(element, list);
  }

  private setUpView(element: HTMLElement): void {
    const text = parseBinding(element.getAttribute(VIEW_ATTRIBUTE) ?? '');
    if (!text) return;
    const { sent, options } = splitProperties(text.properties);
    const varId = this.createVariable(element, text.path, sent);
    const isRoot = this.roots.includes(element);
    const nested = new View(this.runtime, {
      host: element,
      varId,
      scrollOnOutput: options.scrollOnOutput,
      ...(isRoot ? { outer: this.view } : {}),
    });
    this.hosted.set(element, nested);
    this.view.addNested(nested);
    if (isRoot) this.view.replacePart(element, nested);
  }

  private createVariable(element: HTMLElement, path: string, query: Readonly<Record<string, string>>): number {
    const { ids, store } = this.runtime;
    const { scrollOnOutput: _handledHere, ...rest } = query; // F-66: not sent for views and lists.
    const context = store.get(this.view.varId)?.properties ?? {};
    const namespace = namespaceFor(element, { namespace: context[NAMESPACE], roots: this.roots });
    const fallback = rest[FALLBACK_NAMESPACE] ?? context[FALLBACK_NAMESPACE];
    const properties: Record<string, string> = {
      [ACCESS]: 'r',
      ...rest,
      [PATH]: path,
      [ELEMENT_ID]: ids.ensure(element),
      ...(namespace ? { [NAMESPACE]: namespace } : {}),
      ...(fallback ? { [FALLBACK_NAMESPACE]: fallback } : {}),
    };
    const id = store.create({ parentId: this.view.varId, properties });
    this.scope.ownVariable(id);
    return id;
  }

  // Depth first, in document order (F-164).
  private bind(element: Element): void {
    if (element.hasAttribute(REPEAT_ATTRIBUTE)) return; // Its rows have bindings of their own.
    const context = { runtime: this.runtime, scope: this.scope, view: this.view, isRoot: this.roots.includes(element) };
    const nested = this.hosted.get(element);
    const children = element.matches(NESTING) ? [] : [...element.children]; // Before a binding replaces anything.
    this.attempt(element, () => (nested ? bindHost(element, nested, context) : bindElement(element, context)));
    for (const child of children) this.bind(child);
  }

  private attempt(element: Element, action: () => void): void {
    this.runtime.diagnostics.guard('binding-failed', `<${element.localName}> in ${this.view.viewdefKey}`, action);
  }
}

// The element without its ui-repeat: what a row is made of.
function templateOf(element: Element): HTMLTemplateElement {
  const template = document.createElement('template');
  template.content.append(element.cloneNode(true));
  template.content.firstElementChild?.removeAttribute(REPEAT_ATTRIBUTE);
  return template;
}

function nestingElements(root: Element, attribute: string): HTMLElement[] {
  const found = root.hasAttribute(attribute) ? [root] : [...root.querySelectorAll(`[${attribute}]`)];
  return found.filter((element): element is HTMLElement => {
    if (!(element instanceof HTMLElement)) return false; // F-165
    const around = element === root ? null : element.parentElement?.closest(NESTING);
    // Of an element that is several the row comes first, then the list.
    const first = [REPEAT_ATTRIBUTE, LIST_ATTRIBUTE, VIEW_ATTRIBUTE].find((name) => element.hasAttribute(name));
    return attribute === first && !(around && root.contains(around));
  });
}
