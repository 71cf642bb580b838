// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// In development mode: the notice that stands where a view would, had its type a template (F-108). It says which files would
// do. It keeps to the element that holds the view's place, so that a row stays a row and an option an option; its looks
// and the app's do not touch each other.

import { element } from '../inspector/dom';

const TAG = 'tandem-missing-viewdef';

const STYLE = `
:host { all: initial; display: inline-block; max-width: 100%; box-sizing: border-box; padding: .35rem .6rem; border: 1px dashed #9a6700;
  border-radius: 6px; background: #fff8e6; color: #5c3d00; font: 14px/1.4 system-ui, sans-serif; text-align: start; overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { :host { border-color: #d9a441; background: #2b2416; color: #f3d9a4; } }
p { margin: 0; }
strong { font-weight: 600; }
code { font: .9em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }`;

// `place` is the empty, hidden element that stands for the view. `keys` are the templates that would do, best first.
export function showMissing(place: Element, type: string, keys: readonly string[]): void {
  const known = [...new Set(keys)];
  const namespaces = known.map((key) => key.slice(type.length + 1)).join(', ');
  const sentence = `no viewdef for ${type} [${namespaces}]`;
  const room = roomIn(place);
  if (!room) return;
  place.removeAttribute('hidden');
  if (room instanceof HTMLOptionElement) {
    room.disabled = true;
    room.text = sentence;
  } else {
    room.append(notice(sentence, known));
  }
}

// An element inside `place`, or itself, where text may stand; null if there can be none.
function roomIn(place: Element): Element | null {
  if (place instanceof HTMLTableElement || place instanceof HTMLTableSectionElement) return roomIn(place.insertRow());
  if (place instanceof HTMLTableRowElement) {
    const cell = place.insertCell();
    cell.colSpan = Math.max(1, ...[...(place.closest('table')?.rows ?? [])].map((row) => row.cells.length));
    return cell;
  }
  if (place instanceof HTMLSelectElement) return place.appendChild(document.createElement('option'));
  if (place.matches('ul,ol,menu')) return place.appendChild(document.createElement('li'));
  if (place.matches('dl')) return place.appendChild(document.createElement('dd'));
  return place.matches('area,br,col,colgroup,embed,hr,iframe,img,input,optgroup,progress,meter,source,textarea,track,wbr') ? null : place;
}

function notice(sentence: string, keys: readonly string[]): HTMLElement {
  // Pages may wait until no element is undefined any more.
  if (!customElements.get(TAG)) customElements.define(TAG, class extends HTMLElement {});
  const host = document.createElement(TAG);
  host.setAttribute('role', 'note');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet(); // Not subject to the page's policy for inline styles.
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  const files = keys.flatMap((key) => [' or ', element('code', {}, `viewdefs/${key}.html`)]).slice(1);
  root.append(element('p', {}, element('strong', {}, sentence)), element('p', {}, 'It would be in ', ...files));
  return host;
}
