// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Puts the parts together for one page: store, templates, views and bindings on one side, the connection on the other.
// The interesting part is what happens when a connection opens: the first time the root view is made (F-16). Later the
// page goes on where it was; a server that had forgotten it is told of it again, and if it refuses, the page is built
// anew (F-20).

import {
  APP_ATTRIBUTE, APP_VARIABLE, CONNECTED_EVENT, DISCONNECTED_EVENT, INSPECTOR_PATH, INVALID_VIEWDEF, RESYNC_SETTLE_MS,
  SESSION_EXPIRED_EVENT, URL_PROPERTY, VIEWDEFS,
} from '../constants';
import { WidgetRegistry } from '../bind/widget';
import { WidgetKinds } from '../bind/widget_kind';
import type { Diagnostics } from '../diagnostics';
import type { AuthorAids } from '../overlay/author_aids';
import type { Stranger } from '../protocol/codec';
import type { ServerMessage } from '../protocol/message';
import { realTiming } from '../store/batcher';
import { VariableStore } from '../store/variable_store';
import { Connection, type Receiver } from '../transport/connection';
import type { Transport, TransportState } from '../transport/transport';
import { focusAnyway } from '../view/focus_memory';
import { IdVendor } from '../view/id_vendor';
import { populate } from '../view/renderer';
import { RevealQueue } from '../view/reveal_queue';
import type { Runtime } from '../view/runtime';
import { ScrollKeeper } from '../view/scroll_keeper';
import { parseTemplate } from '../view/template';
import { ViewRegistry } from '../view/view_registry';
import { ViewdefStore } from '../view/viewdef_store';
import { Address, browserAddress } from './address';
import { publishApi } from './api';
import { DocumentTitle } from './document_title';
import { findSession, type PageSettings } from './page';
import { RootView } from './root_view';
import { ConnectionStatus } from './status';

export class App implements Receiver {
  private readonly store: VariableStore;
  private readonly runtime: Runtime;
  private readonly connection: Connection;
  private readonly status: ConnectionStatus;
  // In development mode.
  private readonly aids: Promise<AuthorAids> | null;
  private root: RootView | null = null;
  private hasBeenShown = false;
  private isRefused = false;
  private settling = 0;

  constructor(transport: Transport, settings: PageSettings, private readonly diagnostics: Diagnostics) {
    this.store = new VariableStore({
      enqueue: (message, urgency) => this.connection.enqueue(message, urgency),
      isPending: (varId) => this.connection.isPending(varId),
    }, diagnostics);
    this.connection = new Connection(transport, this, realTiming, diagnostics);
    this.status = new ConnectionStatus(realTiming, settings.home === 'local' ? location.pathname : '/');
    const views = new ViewRegistry(realTiming, diagnostics);
    this.runtime = {
      diagnostics,
      store: this.store,
      viewdefs: this.createViewdefStore(views, settings.nonce),
      ids: new IdVendor((id) => document.getElementById(id) !== null),
      views,
      widgets: new WidgetRegistry(),
      kinds: new WidgetKinds(),
      reveals: new RevealQueue(realTiming, (callback) => void requestAnimationFrame(callback)),
      scroll: new ScrollKeeper(),
      scripts: { allowed: settings.allowCode, nonce: settings.nonce },
      connection: this.connection,
      speaks: (feature) => this.connection.speaks(feature),
      html: settings.html,
      address: new Address(settings.home, browserAddress()),
      title: new DocumentTitle(document),
      aids: null,
      populate: (view, scope) => populate(this.runtime, view, scope),
    };
    this.aids = settings.development ? this.loadAids(settings.home) : null;
    this.store.setListener({
      onActionLost: () => this.status.onActionLost(),
      onResyncRefused: () => void (this.isRefused = true),
      onError: (varId, error) => void this.aids?.then((aids) => aids.onError(varId, error)),
      onMended: (varId) => void this.aids?.then((aids) => aids.onMended(varId)),
    });
  }

  start(): void {
    const { widgets } = this.runtime;
    publishApi({ ...this.runtime, connection: this.connection, appView: () => this.root });
    document.addEventListener('sl-show', ({ target }) => {
      const opener = document.activeElement;
      void import('../view/opener_memory').then(({ rememberOpeners }) => rememberOpeners(target, opener, focusAnyway));
    }, { once: true, capture: true });
    // A page that goes away may not come back: send what is typed and what is waiting.
    window.addEventListener('pagehide', ({ persisted }) => {
      widgets.flushFocusedEdit();
      if (persisted) this.connection.flush();
      else this.connection.leave();
    });
    this.connection.open();
  }

  // --- Receiver ----------------------------------------------------------------------------------------------------

  onOpen(): void {
    this.isRefused = false;
    if (!this.root) this.createRoot();
  }

  onStartedOver(): void {
    this.store.startedOver();
  }

  onMessage(message: ServerMessage): void {
    this.store.receive(message);
  }

  onStranger({ reason, text }: Stranger): void {
    if (reason === 'bare error' && /already in use|not found/.test(text)) this.isRefused ||= this.store.isResuming();
    this.diagnostics.reportOnce('warning', 'stranger', text, `ignored a message from the server (${reason}): ${text}`);
  }

  onFrameEnd(): void {
    this.store.frameEnded();
    if (this.isRefused) {
      this.isRefused = false;
      this.diagnostics.report('warning', 'rebuild', 'the server did not take the page up again: it is built anew');
      this.root?.rebuild();
    }
    if (!this.hasBeenShown && this.root?.isRendered()) {
      this.hasBeenShown = true;
      void this.status.offerKeptText();
    }
    this.settleResyncSoon();
    this.runtime.reveals.check();
  }

  onState(state: TransportState): void {
    this.status.update(state);
    if (state.kind === 'failed') {
      if (!this.root) this.createRoot();
      this.root?.showFailure(state.reason);
    }
    const event = { open: CONNECTED_EVENT, retrying: DISCONNECTED_EVENT, lost: SESSION_EXPIRED_EVENT, failed: null, closed: DISCONNECTED_EVENT }[state.kind];
    if (event) document.dispatchEvent(new CustomEvent(event));
  }

  // --- Private -----------------------------------------------------------------------------------------------------

  private async loadAids(home: PageSettings['home']): Promise<AuthorAids> {
    const { AuthorAids: Aids } = await import('../overlay/author_aids');
    const session = home === 'server' ? findSession(location.pathname, document.cookie) : null;
    const aids = new Aids(this.runtime, session && `/${session}${INSPECTOR_PATH}`, () => this.root?.isRendered() ?? false);
    this.runtime.aids = aids;
    this.runtime.views.evaluateAll(); // What has no template yet has something to show now.
    return aids;
  }

  private createViewdefStore(views: ViewRegistry, nonce: string | undefined): ViewdefStore {
    const { diagnostics } = this;
    return new ViewdefStore(
      (text) => {
        void this.aids?.then((aids) => aids.onViewdef(text));
        return parseTemplate(text, nonce);
      },
      {
        onViewdefsChanged: (keys) => views.evaluateAll(keys),
        onViewdefRejected: (key, reason) => {
          diagnostics.report('error', INVALID_VIEWDEF, `the viewdef ${key} is not usable: ${reason}`);
          this.store.sendError(APP_VARIABLE, INVALID_VIEWDEF, `${key}: ${reason}`);
        },
      },
    );
  }

  // The element is looked up again: it may have been replaced since the page loaded (F-3).
  private createRoot(): void {
    const host = document.querySelector<HTMLElement>(`[${APP_ATTRIBUTE}]`);
    if (!host) return this.diagnostics.report('error', 'no-app-element', `the page has no [${APP_ATTRIBUTE}] element any more`);
    // Templates before the view, so that a view with a type in the same message finds them (F-83).
    this.store.watch(APP_VARIABLE, (_record, _value, properties) => this.runtime.viewdefs.receive(properties?.[VIEWDEFS] ?? ''));
    // Where the page was opened (F-264).
    const { address } = this.runtime;
    if (address.isDeep()) this.store.update(APP_VARIABLE, undefined, { [URL_PROPERTY]: address.place });
    this.root = new RootView(this.runtime, host);
  }

  // The answer may be spread over several frames: what is still silent a moment later has no value.
  private settleResyncSoon(): void {
    const round = this.store.answeredResync();
    if (round === 0 || round === this.settling) return;
    this.settling = round;
    realTiming.after(RESYNC_SETTLE_MS, () => this.store.settleResync(round));
  }
}
