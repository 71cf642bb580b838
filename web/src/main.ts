// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The composition root: reads the page's settings, chooses the transport, starts the app. Does nothing at all on a page
// without a [ui-app] element (F-1).

import { App } from './app/app';
import { findSession, injectNoFlashStyle, readSettings, type PageSettings } from './app/page';
import { APP_ATTRIBUTE } from './constants';
import { Diagnostics, storedDebugChannels } from './diagnostics';
import { browserEnvironment } from './transport/browser_environment';
import type { Transport } from './transport/transport';
import { userOfBrowser } from './transport/user';
import { WebSocketTransport } from './transport/websocket_transport';

async function start(): Promise<void> {
  const place = document.querySelector<HTMLElement>(`[${APP_ATTRIBUTE}]`);
  if (!place) return;
  refuseFiles(place);
  const settings = readSettings(document);
  const diagnostics = new Diagnostics({ development: settings.development, channels: storedDebugChannels() });
  const transport = await chooseTransport(settings, diagnostics);
  if (!transport) {
    diagnostics.report('error', 'no-session', 'this page belongs to no session: neither its address nor a cookie names one');
    return;
  }
  injectNoFlashStyle(document, settings.nonce);
  new App(transport, settings, diagnostics).start();
  if (settings.development && settings.home === 'server') void offerToInspector();
}

// Until the app is there: left alone, the browser would open what is dropped. The element goes when the app comes.
function refuseFiles(place: HTMLElement): void {
  place.addEventListener('dragover', (event) => {
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
  });
}

// What the inspector needs of this page, while somebody may be looking (docs/inspector.md).
async function offerToInspector(): Promise<void> {
  const session = findSession(location.pathname, document.cookie);
  const { Lamp } = await import('./inspector/lamp');
  if (session && window.uiApp) new Lamp(session, window.uiApp);
}

// Null when the page belongs to no session.
async function chooseTransport(settings: PageSettings, diagnostics: Diagnostics): Promise<Transport | null> {
  if (settings.home === 'local') {
    const { WasmTransport } = await import('./transport/wasm_transport'); // Nothing that waits for a server needs it.
    return new WasmTransport({
      workerUrl: new URL('./core_worker.js', import.meta.url),
      siteUrl: new URL(settings.site, document.baseURI),
      development: settings.development,
      user: userOfBrowser(),
    }, diagnostics);
  }
  const session = findSession(location.pathname, document.cookie);
  return session ? new WebSocketTransport(browserEnvironment(session), userOfBrowser()) : null;
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => void start());
else void start();
