// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Tells the user how the connection stands: nothing during short interruptions, one polite sentence after five seconds
// without one, and a way out when the session is gone (F-23, F-27).
// Its looks come from a style sheet without weight, so that any rule of the page wins.

import { DISCONNECTED_CLASS, STATUS_AFTER_MS, STATUS_CLASS } from '../constants';
import type { Timing } from '../store/batcher';
import type { TransportState } from '../transport/transport';

const STYLE = `
:where(.${STATUS_CLASS}) { position: fixed; inset: auto 0 0 0; z-index: 10000; display: flex; gap: 1rem; align-items: center;
  justify-content: center; flex-wrap: wrap; padding: .75rem 1rem; font: 1rem/1.4 system-ui, sans-serif; color: #fff;
  background: #27272a; }
:where(.${STATUS_CLASS}:empty) { padding: 0; }
:where(.${STATUS_CLASS}) :where(a) { color: #7dd3fc; }
:where(.${STATUS_CLASS}) :where(button) { font: inherit; color: inherit; background: none; border: 1px solid; border-radius: 4px;
  padding: .25rem .75rem; cursor: pointer; }`;

export class ConnectionStatus {
  private element: HTMLElement | null = null;
  private cancelTimer: (() => void) | null = null;
  private isDown = false;
  private isFinal = false;

  // `startOver` is the address of a new session.
  constructor(
    private readonly timing: Timing,
    private readonly startOver: string,
  ) {}

  // The element exists from the moment the connection is gone, so that its later text is announced.
  update(state: TransportState): void {
    if (this.isFinal) return;
    if (state.kind === 'open' || state.kind === 'closed') {
      this.isDown = false;
      document.documentElement.classList.remove(DISCONNECTED_CLASS);
      this.hide();
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
    this.cancelTimer = this.timing.after(STATUS_AFTER_MS, () =>
      this.show('No connection. Trying again… What you do is kept and done then.'));
  }

  // Something the user did was not done, and will not be done later: the sentence may have been dismissed.
  onActionLost(): void {
    if (this.isFinal) this.showLost();
  }

  private showLost(): void {
    this.cancelTimer?.();
    const link = document.createElement('a');
    link.href = this.startOver;
    link.textContent = 'Start a new session';
    this.show('This session has ended. What you have typed is still on this page.', link);
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

  private show(text: string, link?: HTMLAnchorElement): void {
    const element = this.prepare();
    const sentence = document.createElement('span');
    sentence.textContent = text;
    const dismiss = document.createElement('button');
    dismiss.type = 'button';
    dismiss.textContent = 'Dismiss';
    dismiss.addEventListener('click', () => this.hide());
    element.replaceChildren(sentence, ...(link ? [link] : []), dismiss);
  }

  private hide(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
    this.element?.replaceChildren();
  }
}
