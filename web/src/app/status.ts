// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Tells the user how the connection stands: nothing during short interruptions, one polite sentence after five seconds
// without one, and a way out when the session is gone (F-23, F-27), to a page that offers what was typed (kept_text.ts).
// Its looks come from a style sheet without weight, so that any rule of the page wins.

import { DISCONNECTED_CLASS, STATUS_AFTER_MS, STATUS_CLASS } from '../constants';
import type { Timing } from '../store/batcher';
import type { TransportState } from '../transport/transport';
import type { KeptTextOffer, OfferPanel } from './kept_text_offer';

const STYLE = `
:where(.${STATUS_CLASS}) { position: fixed; inset: auto 1rem 1rem auto; z-index: 10000; display: flex; gap: .5rem; align-items: center;
  flex-wrap: wrap; max-width: min(30rem, calc(100vw - 2rem)); box-sizing: border-box; padding: .75rem 1rem; font: 1rem/1.4 system-ui, sans-serif;
  color: #fff; background: #27272a; border-radius: .5rem; box-shadow: 0 4px 16px #0006; }
:where(.${STATUS_CLASS}:empty) { padding: 0; box-shadow: none; }
:where(.${STATUS_CLASS}) :where(span) { flex: 1 1 auto; }
:where(.${STATUS_CLASS}) :where(a) { color: #7dd3fc; }
:where(.${STATUS_CLASS}) :where(button) { font: inherit; color: inherit; background: none; border: 1px solid; border-radius: 4px;
  padding: .25rem .75rem; cursor: pointer; }
:where(.${STATUS_CLASS}) :where(dl) { flex: 1 0 100%; max-height: 30vh; margin: 0; overflow: auto; white-space: pre-wrap; }
:where(.${STATUS_CLASS}) :where(dt) { font-weight: 600; }
:where(.${STATUS_CLASS}) :where(dd) { margin: 0 0 .25rem; }`;

export class ConnectionStatus implements OfferPanel {
  private element: HTMLElement | null = null;
  private cancelTimer: (() => void) | null = null;
  private isDown = false;
  private hasBeenUp = false;
  private isFinal = false;
  private offer: KeptTextOffer | null = null; // Comes back when there is nothing more important to say.
  private readonly edited = new WeakSet<EventTarget>(); // The fields that somebody has typed in.

  // `startOver` is the address of a new session.
  constructor(
    private readonly timing: Timing,
    private readonly startOver: string,
  ) {
    for (const event of ['input', 'sl-input']) {
      document.addEventListener(event, ({ target }) => void (target && this.edited.add(target)), { capture: true });
    }
  }

  // The element exists from the moment the connection is gone, so that its later text is announced.
  update(state: TransportState): void {
    if (this.isFinal) return;
    if (state.kind === 'open' || state.kind === 'closed') {
      this.isDown = false;
      this.hasBeenUp = true;
      document.documentElement.classList.remove(DISCONNECTED_CLASS);
      this.hide();
      this.offer?.show();
      return;
    }
    if (state.kind === 'lost') {
      this.isFinal = true;
      document.documentElement.classList.add(DISCONNECTED_CLASS);
      this.showLost();
      return;
    }
    if (this.isDown || state.kind === 'failed') return;
    this.isDown = true;
    document.documentElement.classList.add(DISCONNECTED_CLASS);
    this.prepare();
    this.cancelTimer?.();
    const sentence = this.hasBeenUp
      ? 'No connection. Trying again… What you do is kept and done then.'
      : 'No connection to the server yet. Trying again…';
    this.cancelTimer = this.timing.after(STATUS_AFTER_MS, () => this.show(sentence));
  }

  // Something the user did was not done, and will not be done later: the sentence may have been dismissed.
  onActionLost(): void {
    if (this.isFinal) this.showLost();
  }

  // What was typed in a session that has ended, if there is any. What is typed in this one can be kept from then on.
  async offerKeptText(): Promise<void> {
    const { KeptTextOffer } = await import('./kept_text_offer');
    this.offer = new KeptTextOffer(this, this.edited);
    if (!this.isDown && !this.isFinal) this.offer.show();
  }

  private showLost(): void {
    this.cancelTimer?.();
    const link = document.createElement('a');
    link.href = this.startOver;
    link.textContent = 'Start a new session';
    link.addEventListener('click', () => this.offer?.keep());
    this.show('This session has ended. What you have typed is still on this page, and can be taken along.', [link]);
  }

  private prepare(): HTMLElement {
    if (this.element) return this.element;
    const sheet = new CSSStyleSheet(); // Not subject to the page's policy for inline styles.
    sheet.replaceSync(STYLE);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    this.element = document.createElement('div');
    this.element.className = STATUS_CLASS;
    this.element.setAttribute('role', 'status');
    document.body.append(this.element);
    return this.element;
  }

  show(text: string, controls: readonly HTMLElement[] = [], onDismiss: () => void = () => undefined): void {
    const sentence = document.createElement('span');
    sentence.textContent = text;
    const dismiss = document.createElement('button');
    dismiss.type = 'button';
    dismiss.textContent = 'Dismiss';
    dismiss.addEventListener('click', () => {
      onDismiss();
      this.hide();
    });
    this.prepare().replaceChildren(sentence, ...controls, dismiss);
  }

  hide(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
    this.element?.replaceChildren();
  }
}
