// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The inspector's side of the app's page, loaded in development mode only: draws a frame around the elements that the
// inspector wants lit, and tells it which element was pointed at with Alt and a click. It adds nothing to the elements
// themselves.

import { ATTRIBUTE_PREFIX, ELEMENT_ID, PATH } from '../constants';
import type { UiApp } from '../app/api';
import { channelName, type LampMessage, type LampTarget } from './report';

const STYLE = `
.tandem-lamp { position: fixed; z-index: 2147483646; pointer-events: none; border: 2px solid #2563eb; border-radius: 4px;
  background: rgb(37 99 235 / 12%); box-shadow: 0 0 0 1px #fff, 0 0 0 4px rgb(37 99 235 / 35%); }
.tandem-lamp span { position: absolute; left: -2px; bottom: 100%; max-width: 60vw; overflow: hidden; padding: 1px 6px;
  border-radius: 4px 4px 0 0; background: #2563eb; color: #fff; font: 12px/1.5 ui-monospace, monospace; text-overflow: ellipsis;
  white-space: nowrap; }
.tandem-lamp.low span { bottom: auto; top: 100%; border-radius: 0 0 4px 4px; }`;

interface Lit {
  readonly frame: HTMLElement;
  readonly elements: () => Element[];
}

export class Lamp {
  private readonly channel: BroadcastChannel;
  private lit: Lit[] = [];
  private isStyled = false;
  private isFollowing = false;

  constructor(session: string, private readonly app: UiApp) {
    this.channel = new BroadcastChannel(channelName(session));
    this.channel.onmessage = ({ data }: MessageEvent<LampMessage>) => {
      if (data.kind === 'light') this.light(data.targets, data.label);
    };
    document.addEventListener('click', (event) => this.pick(event), { capture: true });
  }

  private light(targets: readonly LampTarget[], label: string): void {
    for (const { frame } of this.lit) frame.remove();
    const found = targets.filter((target) => this.isOurs(target)).map(({ elementId }) => () => this.elementsOf(elementId));
    this.lit = found.filter((elements) => elements().length > 0).map((elements) => ({ frame: this.frame(label), elements }));
    this.lit[0]?.elements()[0]?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    if (this.lit.length > 0 && !this.isFollowing) this.follow();
    if (targets.length > 0) this.post({ kind: 'lit', count: this.lit.length });
  }

  // Numbers and element ids are each page's own; the path says whether it is the variable that is meant.
  private isOurs({ id, path, elementId }: LampTarget): boolean {
    const properties = this.app.getStore().getByWireId(id)?.properties;
    return properties !== undefined && (properties[PATH] ?? '') === path && properties[ELEMENT_ID] === elementId;
  }

  private elementsOf(elementId: string): Element[] {
    const binding = this.app.getBinding();
    const widget = binding.getWidget(elementId)?.element;
    if (widget) return [widget];
    const nodes = binding.getView(elementId)?.nodes() ?? [document.getElementById(elementId)];
    return nodes.filter((node): node is Element => node instanceof Element && node.isConnected);
  }

  private frame(label: string): HTMLElement {
    if (!this.isStyled) {
      const sheet = new CSSStyleSheet(); // Not subject to the page's policy for inline styles.
      sheet.replaceSync(STYLE);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
      this.isStyled = true;
    }
    const frame = document.createElement('div');
    frame.className = 'tandem-lamp';
    frame.setAttribute('aria-hidden', 'true');
    const text = document.createElement('span');
    text.textContent = label;
    frame.append(text);
    document.body.append(frame);
    return frame;
  }

  // The elements may move, grow and be replaced.
  private follow(): void {
    this.isFollowing = this.lit.length > 0;
    if (!this.isFollowing) return;
    for (const { frame, elements } of this.lit) place(frame, elements());
    requestAnimationFrame(() => this.follow());
  }

  // The innermost element that shows something.
  private pick(event: MouseEvent): void {
    if (!event.altKey || !(event.target instanceof Element)) return;
    for (let at: Element | null = event.target; at; at = at.parentElement) {
      const id = at.id ? this.variableOf(at) : undefined;
      if (id === undefined) continue;
      event.preventDefault();
      event.stopImmediatePropagation();
      const path = this.app.getStore().get(id)?.properties[PATH] ?? '';
      return this.post({ kind: 'pick', target: { id: this.app.getStore().wireIdOf(id), path, elementId: at.id } });
    }
  }

  private variableOf(element: Element): number | undefined {
    const binding = this.app.getBinding();
    const widget = binding.getWidget(element.id);
    for (const { name } of element.attributes) {
      const id = name.startsWith(ATTRIBUTE_PREFIX) ? widget?.getVariableId(name) : undefined;
      if (id !== undefined) return id;
    }
    return binding.getView(element.id)?.varId;
  }

  private post(message: LampMessage): void {
    this.channel.postMessage(message);
  }
}

function place(frame: HTMLElement, elements: readonly Element[]): void {
  const boxes = elements.map((element) => element.getBoundingClientRect()).filter(({ width, height }) => width > 0 || height > 0);
  frame.hidden = boxes.length === 0;
  if (frame.hidden) return;
  const left = Math.min(...boxes.map((box) => box.left)) - 3;
  const top = Math.min(...boxes.map((box) => box.top)) - 3;
  frame.style.left = `${left}px`;
  frame.style.top = `${top}px`;
  frame.style.width = `${Math.max(...boxes.map((box) => box.right)) - left + 3}px`;
  frame.style.height = `${Math.max(...boxes.map((box) => box.bottom)) - top + 3}px`;
  frame.classList.toggle('low', top < 24);
}
