// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Which namespace a nested view or list asks for (F-130, F-152). An element's own `ui-namespace` wins; otherwise the
// nearest one above counts, unless it lies outside a view whose own variable has a namespace: then that one goes on.

import { NAMESPACE_ATTRIBUTE } from '../constants';

export interface NamespaceContext {
  // The `namespace` property of the context variable, undefined when unset.
  readonly namespace: string | undefined;
  readonly roots: readonly Node[];
}

export function namespaceFor(element: Element, context: NamespaceContext): string | undefined {
  const own = element.getAttribute(NAMESPACE_ATTRIBUTE);
  if (own) return own;
  const nearest = element.closest(`[${NAMESPACE_ATTRIBUTE}]`);
  const found = nearest?.getAttribute(NAMESPACE_ATTRIBUTE) || undefined;
  if (!nearest || !context.namespace) return found ?? context.namespace;
  return context.roots.some((root) => root.contains(nearest)) ? found : context.namespace;
}

export function itemNamespace(itemHost: Element, list: Element, listNamespace: string | undefined): string | undefined {
  return itemHost.getAttribute(NAMESPACE_ATTRIBUTE) || list.getAttribute(NAMESPACE_ATTRIBUTE) || listNamespace;
}
