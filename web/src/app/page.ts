// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the page says about itself: its settings in <meta> elements, its session, and the one style rule the runtime
// needs (F-11). Read once at start.

import {
  ALLOW_CODE_META, APP_ATTRIBUTE, DEVELOPMENT_META, HOME_META, HTML_POLICY_META, NEW_VIEW_CLASS, NONCE_META, NO_FLASH_STYLE_ID,
  SESSION_COOKIE, SITE_META,
} from '../constants';
import { htmlPolicy, type HtmlPolicy } from '../bind/html';

export interface PageSettings {
  // Where the session lives: a server, or this browser.
  readonly home: 'server' | 'local';
  // Where the local home finds the application, relative to the page.
  readonly site: string;
  readonly allowCode: boolean;
  readonly html: HtmlPolicy;
  readonly development: boolean;
  readonly nonce: string | undefined;
}

export function readSettings(page: Document): PageSettings {
  const meta = (name: string): string => page.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content.trim() ?? '';
  return {
    home: meta(HOME_META) === 'local' ? 'local' : 'server',
    site: meta(SITE_META) || 'site.json',
    allowCode: meta(ALLOW_CODE_META) === 'yes',
    html: htmlPolicy(meta(HTML_POLICY_META)),
    development: meta(DEVELOPMENT_META) === 'yes',
    // A browser shows the nonce of an element to scripts alone, where style sheets cannot spy on it.
    nonce: page.querySelector<HTMLScriptElement>('script[nonce]')?.nonce || meta(NONCE_META) || undefined,
  };
}

// The path's first segment; where there is none, the cookie (F-12, F-14). Null when the page belongs to no session.
export function findSession(pathname: string, cookies: string): string | null {
  const [, segment] = pathname.split('/');
  if (segment) return segment;
  const prefix = `${SESSION_COOKIE}=`;
  const cookie = cookies.split(';').map((pair) => pair.trim()).find((pair) => pair.startsWith(prefix));
  return cookie?.slice(prefix.length) || null;
}

export function injectNoFlashStyle(page: Document, nonce: string | undefined): void {
  if (page.getElementById(NO_FLASH_STYLE_ID)) return;
  const style = page.createElement('style');
  style.id = NO_FLASH_STYLE_ID;
  if (nonce) style.nonce = nonce;
  style.textContent = `.${NEW_VIEW_CLASS}, [${APP_ATTRIBUTE}][hidden] { display: none !important; }`;
  page.head.append(style);
}
