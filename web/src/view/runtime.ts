// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What views and bindings need of each other and of the page, put together once in app/app.ts. Passing it as one value
// keeps view/ and bind/ free of globals and of import cycles: only types cross here.

import type { Address } from '../app/address';
import type { DocumentTitle } from '../app/document_title';
import type { HtmlPolicy } from '../bind/html';
import type { WidgetRegistry } from '../bind/widget';
import type { WidgetKinds } from '../bind/widget_kind';
import type { Diagnostics } from '../diagnostics';
import type { AuthorAids } from '../overlay/author_aids';
import type { Feature } from '../protocol/message';
import type { VariableStore } from '../store/variable_store';
import type { IdVendor } from './id_vendor';
import type { RenderScope } from './render_scope';
import type { RevealQueue } from './reveal_queue';
import type { ScriptPolicy } from './script_runner';
import type { ScrollKeeper } from './scroll_keeper';
import type { View } from './view';
import type { ViewRegistry } from './view_registry';
import type { ViewdefStore } from './viewdef_store';

export interface Runtime {
  readonly diagnostics: Diagnostics;
  readonly store: VariableStore;
  readonly viewdefs: ViewdefStore;
  readonly ids: IdVendor;
  readonly views: ViewRegistry;
  readonly widgets: WidgetRegistry;
  readonly kinds: WidgetKinds;
  readonly reveals: RevealQueue;
  readonly scroll: ScrollKeeper;
  readonly scripts: ScriptPolicy;
  // Whether the server knows that part of Tandem's extension.
  speaks(feature: Feature): boolean;
  // `page` is another one when the server has forgotten the page.
  readonly connection: { readonly link: { readonly page: string | null }; flush(): void };
  readonly html: HtmlPolicy;
  readonly address: Address;
  readonly title: DocumentTitle;
  // In development mode, once they are loaded.
  aids: AuthorAids | null;
  // Sets up the lists, nested views and bindings of freshly inserted roots (view/renderer.ts).
  populate(view: View, scope: RenderScope): void;
}

// Something that stands in the document as one or more sibling nodes which change over time.
export interface NodeGroup {
  nodes(): Node[];
}

export interface Disposable {
  // Lets go of variables, listeners and timers. Leaves the document alone.
  dispose(): void;
}
