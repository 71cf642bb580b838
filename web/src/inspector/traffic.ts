// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The frames that pass between the session and its pages: when, how big, how long they took, and what they say.

import { element, setText } from './dom';
import { bytesText, durationText, frameSummary, indented, plural } from './format';
import type { Frame, Report } from './report';
import { WindowedRows } from './windowed_rows';

export const ROW_HEIGHT = 30;
const MAX_FRAMES = 5000;

const COLUMNS = ['time', 'way', 'connection', 'size', 'took', 'about'] as const;
const TITLES: Record<(typeof COLUMNS)[number], string> = {
  time: 'Time', way: 'Way', connection: 'Connection', size: 'Size', took: 'Took', about: 'About',
};

export class Traffic {
  private frames: Frame[] = [];
  private readonly took = new Map<number, number>();
  private readonly summaries = new Map<number, string>();
  private shown: Frame[] = [];
  private filterText = '';
  private began = 0;
  private dropped = 0;
  private isPaused = false;
  private readonly rows: WindowedRows;

  constructor(
    private readonly host: HTMLElement,
    private readonly detail: HTMLElement,
    private readonly onCount: (text: string) => void,
  ) {
    const header = element('div', { class: 'header', role: 'row', 'aria-rowindex': '1' },
      ...COLUMNS.map((column) => element('div', { role: 'columnheader', class: `cell ${column}` }, TITLES[column])));
    host.append(element('div', { role: 'rowgroup', class: 'head' }, header));
    const traffic = this;
    this.rows = new WindowedRows(host, header, ROW_HEIGHT, {
      get count() {
        return traffic.shown.length;
      },
      idOf: (index) => String(this.shown[index]?.n ?? 0),
      render: (row, index) => this.renderRow(row, index),
      onActive: (index) => this.showDetail(this.shown[index]),
    });
    this.showDetail(undefined);
  }

  set paused(isPaused: boolean) {
    this.isPaused = isPaused;
    this.refresh();
  }

  set filter(text: string) {
    this.filterText = text.toLowerCase();
    this.refresh();
  }

  clear(): void {
    this.frames = [];
    this.dropped = 0;
    this.rows.clearActive();
    this.showDetail(undefined);
    this.refresh();
  }

  apply({ reset, began, frames, handled = [], dropped = 0 }: Report): void {
    if (reset) {
      this.began = began ?? 0;
      this.took.clear();
      this.summaries.clear();
      this.clear();
    }
    this.dropped += dropped;
    for (let i = 0; i + 1 < handled.length; i += 2) this.took.set(handled[i] ?? 0, handled[i + 1] ?? 0);
    if (frames) this.frames.push(...frames);
    for (const { n } of this.frames.splice(0, Math.max(0, this.frames.length - MAX_FRAMES))) {
      this.took.delete(n);
      this.summaries.delete(n);
    }
    if (frames || handled.length > 0) this.refresh();
  }

  private refresh(): void {
    if (this.isPaused) return this.rows.changed();
    const isAtEnd = this.host.scrollTop + this.host.clientHeight >= this.host.scrollHeight - ROW_HEIGHT;
    this.shown = this.frames.filter((frame) => this.filterText === '' || frame.text.toLowerCase().includes(this.filterText)
      || frame.way.includes(this.filterText));
    this.onCount(plural(this.shown.length, 'frame') + (this.dropped ? `, ${plural(this.dropped, 'frame')} not seen` : ''));
    this.rows.changed();
    // Whoever looks at the newest goes on doing so.
    if (isAtEnd) requestAnimationFrame(() => void (this.host.scrollTop = this.host.scrollHeight));
  }

  private summaryOf(frame: Frame): string {
    if (frame.way === 'joined') return 'a page came';
    if (frame.way === 'left') return 'a page went';
    let summary = this.summaries.get(frame.n);
    if (summary === undefined) {
      summary = frameSummary(frame.text, isWhole(frame));
      this.summaries.set(frame.n, summary);
    }
    return summary;
  }

  private renderRow(row: HTMLElement, index: number): void {
    const frame = this.shown[index];
    if (!frame) return;
    if (row.childElementCount === 0) {
      row.append(...COLUMNS.map((column) => element('div', { role: column === 'about' ? 'rowheader' : 'gridcell', class: `cell ${column}` })));
    }
    row.dataset['way'] = frame.way;
    const texts = {
      time: this.timeText(frame),
      way: { in: '→ in', out: '← out', joined: '+ joined', left: '− left' }[frame.way],
      connection: String(frame.connection),
      size: frame.bytes ? bytesText(frame.bytes) : '',
      took: durationText((this.took.get(frame.n) ?? 0) * 1000),
      about: this.summaryOf(frame),
    };
    COLUMNS.forEach((column, at) => setText(row.children[at] as HTMLElement, texts[column]));
  }

  private timeText({ at }: Frame): string {
    const time = new Date(this.began + at / 1000);
    const two = (n: number): string => String(n).padStart(2, '0');
    return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}`;
  }

  private showDetail(frame: Frame | undefined): void {
    if (!frame || frame.text === '') {
      return this.detail.replaceChildren(element('p', { class: 'empty' },
        frame ? this.summaryOf(frame) : 'Select a frame to read it. Frames are shown from the moment the inspector was opened.'));
    }
    const note = isWhole(frame) ? null : element('p', { class: 'hint' }, `The beginning of ${bytesText(frame.bytes)}.`);
    const took = this.took.get(frame.n);
    this.detail.replaceChildren(
      element('h2', {}, frame.way === 'in' ? 'From the page' : 'To the page'),
      element('p', { class: 'hint' }, `${this.timeText(frame)}, connection ${frame.connection}${took === undefined ? '' : `, handled in ${durationText(took * 1000)}`}`),
      ...(note ? [note] : []),
      element('pre', { tabindex: '0', 'aria-label': 'The frame' }, indented(frame.text)));
  }
}

// The text counts in UTF-16, the size in bytes.
const isWhole = ({ text, bytes }: Frame): boolean => text.length >= bytes || new TextEncoder().encode(text).length >= bytes;
