// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What scripts in templates and on the page may use: window.uiApp and window.uiStore (section 24). The object is open:
// apps attach functions of their own to it (F-270).

import { ACCESS, APP_VARIABLE, ELEMENT_ID, PATH, URL_PROPERTY, VALUE_ATTRIBUTE } from '../constants';
import type { Widget, WidgetRegistry } from '../bind/widget';
import type { WidgetHandler, WidgetKinds } from '../bind/widget_kind';
import type { Diagnostics } from '../diagnostics';
import type { VariableStore } from '../store/variable_store';
import type { Connection } from '../transport/connection';
import type { IdVendor } from '../view/id_vendor';
import type { View } from '../view/view';
import type { ViewRegistry } from '../view/view_registry';
import type { ViewdefStore } from '../view/viewdef_store';
import type { Address } from './address';
import type { RootView } from './root_view';

export interface UiApp {
  getStore(): VariableStore;
  getBinding(): { getWidget(elementId: string): Widget | undefined; getView(elementId: string): View | undefined };
  getViewdefStore(): ViewdefStore;
  getConnection(): Connection;
  // Null until the first connection.
  getAppView(): RootView | null;
  navigateTo(url: string): void;
  // The address of this place in the app for somebody else: it leads to a session of their own.
  shareUrl(): string;
  updateValue(elementId: string, value?: unknown): void;
  // Calls the method at `path` of the object that the view around the element shows.
  call(elementOrId: Element | string, path: string, argument?: unknown): void;
  // How ui-value treats elements of that tag (F-244).
  registerWidget(tag: string, handler: WidgetHandler): void;
  [extension: string]: unknown;
}

declare global {
  interface Window {
    uiApp?: UiApp;
    uiStore?: VariableStore;
  }
}

export interface ApiParts {
  readonly diagnostics: Diagnostics;
  readonly ids: IdVendor;
  readonly store: VariableStore;
  readonly widgets: WidgetRegistry;
  readonly kinds: WidgetKinds;
  readonly views: ViewRegistry;
  readonly viewdefs: ViewdefStore;
  readonly address: Address;
  readonly connection: Connection;
  readonly appView: () => RootView | null;
}

// Before any template's script can run and any message is processed (F-4).
export function publishApi({ diagnostics, ids, store, widgets, kinds, views, viewdefs, address, connection, appView }: ApiParts): void {
  const uiApp: UiApp = {
    getStore: () => store,
    getBinding: () => ({
      getWidget: (elementId) => widgets.get(elementId),
      getView: (elementId) => views.findByElementId(elementId),
    }),
    getViewdefStore: () => viewdefs,
    getConnection: () => connection,
    getAppView: appView,
    // F-260: tells the server the path behind the session.
    navigateTo(url) {
      address.navigate(url);
      store.update(APP_VARIABLE, undefined, { [URL_PROPERTY]: address.place });
    },
    shareUrl: () => address.shareUrl(),
    // F-271: sends `value`, or what the element holds, without changing the element. Nothing to send: nothing happens.
    updateValue(elementId, value) {
      const widget = widgets.get(elementId);
      const varId = widget?.getVariableId(VALUE_ATTRIBUTE);
      if (!widget || varId === undefined) return;
      const held = value === undefined ? (widget.element as Element & { value?: unknown }).value : value;
      if (held !== undefined) store.update(varId, held);
    },
    // D-29: one action, of a variable that exists for it alone.
    call(elementOrId, path, argument = null) {
      const element = typeof elementOrId === 'string' ? document.getElementById(elementOrId) : elementOrId;
      const view = views.findAround(element);
      if (!element || !view) {
        diagnostics.report('warning', 'no-object', `uiApp.call: no view shows ${String(elementOrId)}, so ${path} is of no object`);
        return;
      }
      widgets.flushFocusedEdit();
      const id = store.create({ parentId: view.varId, properties: { [PATH]: path, [ACCESS]: 'action', [ELEMENT_ID]: ids.ensure(element) } });
      store.update(id, argument);
      store.destroy(id);
    },
    registerWidget: (tag, handler) => kinds.register(tag, handler),
  };
  window.uiApp = uiApp;
  window.uiStore = store;
}
