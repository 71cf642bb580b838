// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Keeps what was typed when a session has ended (kept_text.ts), and offers it on the page of the next one: shows it, types it
// again where it has a place, leaves the rest to be copied. Loaded once the app is shown, so that it is there without a
// connection.

import { fields, keepText, keptText, placeOf, storeKeptText, type KeptText } from './kept_text';

// Where it is said.
export interface OfferPanel {
  show(sentence: string, controls: readonly HTMLElement[], onDismiss: () => void): void;
  hide(): void;
}

export class KeptTextOffer {
  private isRefused = false;
  private hasBeenPutBack = false;

  // `edited` are the fields that somebody has typed in.
  constructor(private readonly panel: OfferPanel, private readonly edited: WeakSet<EventTarget>) {}

  // Call before the page goes.
  keep(): void {
    keepText(this.edited);
  }

  // Again, too, when the panel had something more important to say.
  show(): void {
    const kept = keptText();
    if (this.isRefused || kept.length === 0) return;
    const controls: HTMLElement[] = [listOf(kept)];
    if (!this.hasBeenPutBack) controls.push(button('Put it back', () => this.putBack()));
    const { clipboard } = navigator as { readonly clipboard?: Clipboard }; // Only where the page is secure.
    if (clipboard) controls.push(button('Copy', () => void clipboard.writeText(kept.map(({ text }) => text).join('\n'))));
    this.panel.show(this.hasBeenPutBack ? 'This has no place on the page now:' : 'Your last session ended. You had typed:', controls, () => {
      this.isRefused = true;
      storeKeptText([]);
    });
  }

  private putBack(): void {
    this.hasBeenPutBack = true;
    this.typeAgain();
    this.panel.hide();
    this.show();
  }

  // What has no place on this page is what is kept from now on.
  private typeAgain(): void {
    storeKeptText(keptText().filter(({ place, nth, text }) => {
      const field = fields().filter((candidate) => placeOf(candidate) === place)[nth];
      if (!field) return true;
      field.value = text;
      const names = field.localName.startsWith('sl-') ? ['sl-input', 'sl-change'] : ['input', 'change'];
      for (const name of names) field.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
      return false;
    }));
  }
}

function listOf(kept: readonly KeptText[]): HTMLElement {
  const list = document.createElement('dl');
  list.tabIndex = 0; // It scrolls, and must do so without a mouse.
  list.setAttribute('aria-label', 'What you had typed');
  for (const { label, text } of kept) {
    const [term, details] = [document.createElement('dt'), document.createElement('dd')];
    term.textContent = label;
    details.textContent = text;
    list.append(term, details);
  }
  return list;
}

function button(text: string, onClick: () => void): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  element.addEventListener('click', onClick);
  return element;
}
