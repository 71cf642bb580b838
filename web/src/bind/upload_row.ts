// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the page shows below an input, or an element that files were dropped on, while they are sent: their names, how far
// it is, a way to cancel; then what has become of it. Only beginning and end are announced. Its looks come from the page's
// style sheet.

import { UPLOAD_CLASS } from '../constants';
import type { Progress } from './upload';

const STAYS_MS = 5000;

export class UploadRow {
  private readonly row = document.createElement('div');
  private readonly bar = document.createElement('progress');
  private readonly button = document.createElement('button');
  // There before its text is, so that it is announced.
  private readonly text = document.createElement('span');
  private timer = 0;

  constructor(
    private readonly element: HTMLElement,
    private readonly onCancel: () => void,
    private readonly onClose: () => void,
  ) {
    this.row.className = UPLOAD_CLASS;
    this.text.setAttribute('role', 'status');
    this.button.type = 'button';
    this.button.textContent = 'Cancel';
    this.button.addEventListener('click', () => this.press());
    this.row.append(this.text, this.bar, this.button);
    (element.closest('label') ?? element).after(this.row);
  }

  show({ state, names, sent, size, message }: Progress): void {
    const [first = '', ...others] = names;
    const what = others.length === 0 ? first : `${first} and ${others.length} more`;
    const isGoingOn = state === 'waiting' || state === 'sending';
    this.row.dataset['state'] = state;
    this.say({ waiting: `${what}: waiting`, sending: `Sending ${what}`, done: `${what} has been sent`, canceled: `${what} was not sent`,
      failed: message }[state]);
    this.row.title = names.join('\n');
    this.bar.max = Math.max(1, size);
    this.bar.value = sent;
    this.bar.setAttribute('aria-label', `Sending ${what}`);
    this.bar.hidden = !isGoingOn;
    this.button.setAttribute('aria-label', isGoingOn ? `Cancel sending ${what}` : `Close the message about ${what}`);
    this.button.textContent = isGoingOn ? 'Cancel' : 'Close';
    clearTimeout(this.timer);
    if (state === 'done' || state === 'canceled') this.timer = window.setTimeout(this.onClose, STAYS_MS);
  }

  remove(): void {
    clearTimeout(this.timer);
    if (this.row.contains(document.activeElement)) this.element.focus(); // A zone takes none, and none is lost.
    this.row.remove();
  }

  private say(text: string): void {
    if (this.text.textContent === text) return;
    requestAnimationFrame(() => void (this.text.textContent = text));
  }

  private press(): void {
    if (this.bar.hidden) this.onClose();
    else this.onCancel();
  }
}
