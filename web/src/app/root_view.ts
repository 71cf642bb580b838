// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The view of variable 1 in the place of the page's [ui-app] element (F-5), and what stands there when the app could
// not start: a panel with the reason, until variable 1 gets a type after all.

import { APP_VARIABLE, FAILURE_CODES, FAILURE_CLASS, NAMESPACE_ATTRIBUTE, TYPE } from '../constants';
import type { Runtime } from '../view/runtime';
import { View } from '../view/view';

export class RootView {
  private readonly view: View;
  private panel: HTMLElement | null = null;

  constructor(runtime: Runtime, host: HTMLElement) {
    const { store } = runtime;
    store.watch(APP_VARIABLE, ({ properties }) => {
      if (properties[TYPE]) this.dismissFailure();
    });
    this.view = new View(runtime, {
      host,
      varId: APP_VARIABLE,
      namespace: host.getAttribute(NAMESPACE_ATTRIBUTE) || undefined,
    });
    store.watchErrors(APP_VARIABLE, (error) => {
      if (error && FAILURE_CODES.has(error.code)) this.showFailure(error.description);
    });
  }

  isRendered(): boolean {
    return this.view.isRendered();
  }

  getView(): View {
    return this.view;
  }

  // From scratch, with new variables (F-20).
  rebuild(): void {
    this.view.rebuild();
  }

  // A running app stays on show: it is of more use than the panel.
  showFailure(description: string): void {
    if (this.view.isRendered()) return;
    const [first] = this.view.nodes();
    if (!first?.parentNode) return;
    this.panel?.remove();
    this.panel = failurePanel(description);
    first.parentNode.insertBefore(this.panel, first);
    this.setHostHidden(true);
  }

  private dismissFailure(): void {
    this.panel?.remove();
    this.panel = null;
    this.setHostHidden(false);
  }

  private setHostHidden(isHidden: boolean): void {
    for (const node of this.view.nodes()) if (node instanceof HTMLElement && node.isConnected) node.hidden = isHidden;
  }
}

function failurePanel(description: string): HTMLElement {
  const panel = document.createElement('section');
  panel.className = FAILURE_CLASS;
  panel.setAttribute('role', 'alert');
  const title = document.createElement('h1');
  title.textContent = 'This app could not start';
  const details = document.createElement('pre');
  details.tabIndex = 0; // A long traceback scrolls, and must do so without a mouse.
  details.setAttribute('aria-label', 'What went wrong');
  details.textContent = description;
  panel.append(title, details);
  return panel;
}
