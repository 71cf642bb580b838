// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One rendered instance of a template for one variable (section 13). On every update of its variable the view decides
// whether to render, to clear, or to leave things alone. While it renders again, the old content stays visible until the
// new is ready (F-160). What stands in the document is in content.ts; what a render has made is in its scope.

import {
  FALLBACK_NAMESPACE, MISSING_VIEWDEF_MS, NAMESPACE, NEW_VIEW_CLASS, PATH, STALE_CONTENT_MS, TYPE, VIEWDEF, VIEWDEF_MARKER, VIEW_CLASS_PREFIX,
  VIEW_DISPOSE_EVENT, VIEW_READY_EVENT,
} from '../constants';
import { Content, type PrimaryGroup } from './content';
import { FocusMemory, focusAnyway } from './focus_memory';
import { Host, primaryOf } from './host';
import { RenderScope } from './render_scope';
import type { Revealable } from './reveal_queue';
import type { Disposable, NodeGroup, Runtime } from './runtime';
import { reportCodeDisabled, runScript, runnableScripts } from './script_runner';
import type { Viewdef } from './viewdef_store';

export interface ViewOptions {
  readonly host: Element;
  readonly varId: number;
  // Wins over the variable's own namespace when a template is looked up (F-6).
  readonly namespace?: string | undefined;
  // The view one of whose roots is the host.
  readonly outer?: View;
  // Shown whatever the variable's type (F-154).
  readonly template?: Viewdef | undefined;
  readonly scrollOnOutput?: boolean;
}

// A view or list set up by a render.
export interface Nested extends Disposable {
  // Whether the server has spoken about everything inside.
  isSettled(): boolean;
  // All views inside become visible; returns them.
  collectShown(): View[];
}

export class View implements PrimaryGroup, Nested, Revealable {
  readonly varId: number;
  readonly elementId: string;
  readonly viewClass: string;

  // Told when the primary root is another element than before. Set by whoever binds to the host (F-129).
  onPrimaryChanged: ((primary: Element) => void) | null = null;

  // Constant after construction.
  private readonly host: Host;
  private readonly content: Content;
  private readonly outer: View | null;
  private readonly stopWatching: () => void;

  // Of the last render.
  private scope: RenderScope;
  private readonly nested = new Set<Nested>();
  private shown: Viewdef | null = null;
  private isHidden = false; // Its content waits to be revealed.
  private scripts: HTMLScriptElement[] = [];
  private afterReveal: Array<() => void> = [];

  private focus: FocusMemory | null = null;
  private restoreState: ((roots: readonly Element[]) => void) | null = null;
  // While there is no template for its type.
  private missing: ReturnType<typeof setTimeout> | undefined;
  private missed = ''; // The type that a notice stands for.
  private isDisposed = false;

  constructor(
    private readonly runtime: Runtime,
    private readonly options: ViewOptions,
  ) {
    const { host, varId, outer } = options;
    this.varId = varId;
    this.elementId = runtime.ids.ensure(host);
    this.viewClass = `${VIEW_CLASS_PREFIX}${runtime.views.vendNumber()}`;
    this.host = new Host(host);
    this.content = new Content(host);
    this.outer = outer ?? null;
    this.scope = new RenderScope(runtime.store, runtime.diagnostics);
    runtime.views.add(this);
    if (options.scrollOnOutput) runtime.scroll.mark(host);
    this.stopWatching = runtime.store.watch(varId, () => this.evaluate());
    this.evaluate();
  }

  // --- What others may ask -----------------------------------------------------------------------------------------

  nodes(): Node[] {
    return this.content.nodes();
  }

  // The elements that show the current content, without old content on its way out.
  rootElements(): Element[] {
    return this.content.rootElements();
  }

  primaryElement(): Element | undefined {
    return this.content.primaryElement();
  }

  isRendered(): boolean {
    return this.shown !== null;
  }

  get viewdefKey(): string {
    return this.shown?.key ?? '';
  }

  // What every root carries at the moment.
  get viewClasses(): string[] {
    return this.isHidden ? [this.viewClass, NEW_VIEW_CLASS] : [this.viewClass];
  }

  // The keys of the viewdefs that would do, best first. None when its value has no type.
  candidates(): string[] {
    const type = this.property(TYPE);
    return type ? this.runtime.viewdefs.candidates(type, ...this.namespaces()) : [];
  }

  describePending(): string {
    const reason = this.property(TYPE) ? `no viewdef ${this.candidates().join(' or ')}` : 'its value has no type';
    return `the view of "${this.property(PATH) ?? '(app)'}" (variable ${this.varId}) is still empty: ${reason}`;
  }

  // --- For the renderer --------------------------------------------------------------------------------------------

  // `root`, one of this view's nodes, is from now on stood for by `group`.
  replacePart(root: Node, group: NodeGroup): void {
    this.content.replacePart(root, group);
  }

  addNested(nested: Nested): void {
    this.nested.add(nested);
    this.scope.ownChild(nested);
  }

  // Runs `action` once this render is shown and its scripts have run (F-195); at once if it is.
  whenShown(action: () => void): void {
    if (this.isHidden || this.isInsideHidden()) this.afterReveal.push(action);
    else action();
  }

  // The primary root is a new element, of this view or of one inside that shares it.
  announcePrimary(): void {
    const primary = this.primaryElement();
    if (!primary) return;
    if (this.options.scrollOnOutput) this.runtime.scroll.mark(primary);
    this.onPrimaryChanged?.(primary);
    if (this.outer?.content.isPrimary(this)) this.outer.announcePrimary();
  }

  // --- The decision (F-97) -----------------------------------------------------------------------------------------

  // `changed` are keys whose template has a new text.
  evaluate(changed?: ReadonlySet<string>): void {
    if (this.isDisposed) return;
    const { viewdefs, views } = this.runtime;
    const { template } = this.options;
    if (template) return this.shown ? undefined : this.render(template);
    const type = this.property(TYPE);
    if (!type) {
      if (this.shown || this.missed) this.clear();
      views.setPending(this);
      return;
    }
    const viewdef = viewdefs.get(type, ...this.namespaces());
    if (!viewdef) {
      views.setPending(this);
      this.missViewdef(type);
      return;
    }
    if (this.shown?.key !== viewdef.key || changed?.has(viewdef.key)) return this.render(viewdef);
    this.stopMissing();
    views.setShown(this);
  }

  // Renders again from scratch, with new variables.
  rebuild(): void {
    const { shown } = this;
    if (shown) this.render(shown);
  }

  // --- Rendering (F-99) --------------------------------------------------------------------------------------------

  private render(viewdef: Viewdef): void {
    const { content, runtime } = this;
    const fresh = document.importNode(viewdef.template.content, true);
    const roots = [...fresh.children];
    const primary = primaryOf(roots);
    if (!primary) {
      // Before anything is touched: the view stays as it is and waits for a better template (F-85).
      runtime.views.setPending(this);
      runtime.diagnostics.report('error', 'empty-viewdef', `the viewdef ${viewdef.key} has no root element`);
      return;
    }
    if (!content.parent()) {
      runtime.diagnostics.report('warning', 'view-removed', `the view ${this.elementId} is no longer in the document`);
      return;
    }
    this.focus ??= FocusMemory.of(content.currentNodes());
    if (this.focus) runtime.widgets.flushFocusedEdit();
    if (this.shown) this.restoreState ??= runtime.aids?.remember(content.currentNodes()) ?? null;
    this.releaseRender();

    // A view inside hidden content appears with it (F-161). One that is hidden already was never seen: what it showed
    // before is still there, and what it was about to show goes.
    const isBufferRoot = !this.isInsideHidden();
    const retires = isBufferRoot && !this.isHidden;
    this.isHidden = isBufferRoot || this.isOuterHidden();
    if (retires) content.deaden(fresh, this.viewClass);
    for (const root of roots) {
      root.id = root === primary ? this.elementId : runtime.ids.vend();
      root.setAttribute(VIEWDEF_MARKER, viewdef.key);
    }
    this.host.applyTo(primary, roots);
    for (const root of roots) root.classList.add(...this.viewClasses);
    content.replaceWith(fresh, primary, retires ? 'retire' : 'remove');

    this.shown = viewdef;
    this.scripts = this.findScripts(roots);
    runtime.populate(this, this.scope);
    this.announcePrimary();
    if (!this.options.template) runtime.store.update(this.varId, undefined, { [VIEWDEF]: viewdef.key });
    runtime.views.setShown(this);
    runtime.diagnostics.trace('render', `${viewdef.key} for variable ${this.varId}`);
    if (isBufferRoot) runtime.reveals.add(this);
  }

  // Lets go of everything the last render made, except its nodes.
  private releaseRender(): void {
    this.stopMissing();
    this.missed = '';
    if (this.shown) this.primaryElement()?.dispatchEvent(new CustomEvent(VIEW_DISPOSE_EVENT, { bubbles: true }));
    this.scope.dispose();
    this.scope = new RenderScope(this.runtime.store, this.runtime.diagnostics);
    this.nested.clear();
    this.scripts = [];
    this.afterReveal = [];
  }

  private findScripts(roots: readonly Element[]): HTMLScriptElement[] {
    const scripts = runnableScripts(roots);
    if (scripts.length === 0 || this.runtime.scripts.allowed) return scripts;
    reportCodeDisabled(this.runtime.diagnostics);
    return [];
  }

  // --- Revealing (F-160) -------------------------------------------------------------------------------------------

  isSettled(): boolean {
    return !this.scope.isAwaiting() && [...this.nested].every((nested) => nested.isSettled());
  }

  reveal(): void {
    this.content.dropLeaving();
    for (const root of this.rootElements()) root.classList.remove(NEW_VIEW_CLASS);
    const views = this.collectShown();
    const scripts = views.flatMap((view) => view.takeScripts());
    scripts.sort((a, b) => (a.script.compareDocumentPosition(b.script) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
    for (const { script, run } of scripts) if (script.isConnected) run();
    for (const view of views) view.finishReveal();
    for (const root of this.rootElements()) this.runtime.scroll.notifyShown(root);
  }

  collectShown(): View[] {
    this.isHidden = false;
    return [this, ...[...this.nested].flatMap((nested) => nested.collectShown())];
  }

  private takeScripts(): Array<{ script: HTMLScriptElement; run: () => void }> {
    const key = this.viewdefKey;
    return this.scripts.splice(0).map((script, index) => ({
      script,
      run: () => this.content.replacePart(script, runScript(script, key, index + 1, this.runtime.scripts)),
    }));
  }

  private finishReveal(): void {
    this.restoreState?.(this.rootElements());
    this.focus?.restore(this.rootElements());
    this.restoreState = this.focus = null;
    for (const action of this.afterReveal.splice(0)) {
      this.runtime.diagnostics.guard('reveal-failed', `showing ${this.viewdefKey}`, action);
    }
    if (this.shown) this.primaryElement()?.dispatchEvent(new CustomEvent(VIEW_READY_EVENT, { bubbles: true }));
  }

  // --- Having nothing to show --------------------------------------------------------------------------------------

  // The type became empty: the content goes at once, a hidden placeholder keeps the place (F-106). Who had the focus in it is
  // left where it was.
  private clear(): void {
    const hadFocus = FocusMemory.of(this.content.nodes()) !== null;
    this.runtime.reveals.cancel(this);
    this.restoreState = this.focus = null;
    this.releaseRender();
    const placeholder = this.host.placeholder(this.elementId, this.viewClass);
    this.content.dropLeaving();
    this.content.replaceWith(placeholder, placeholder, 'remove');
    if (hadFocus && placeholder.parentElement) focusAnyway(placeholder.parentElement);
    this.isHidden = false;
    this.announcePrimary();
    if (this.shown) this.runtime.store.update(this.varId, undefined, { [VIEWDEF]: '' });
    this.shown = null;
  }

  // There is no template for the type. If none comes, what is shown of another type goes; in development mode a notice takes
  // its place, or that of what has never shown anything (F-108).
  private missViewdef(type: string): void {
    const { aids, diagnostics } = this.runtime;
    if (this.missing || this.missed === type || (this.shown ? this.shown.key.startsWith(`${type}.`) : !aids)) return;
    this.missing = setTimeout(() => {
      this.clear();
      const place = this.primaryElement();
      if (!aids || !place) return diagnostics.report('warning', 'no-viewdef', this.describePending());
      this.missed = this.property(TYPE) ?? '';
      aids.showMissing(place, this.missed, this.candidates());
    }, aids ? MISSING_VIEWDEF_MS : STALE_CONTENT_MS);
  }

  private stopMissing(): void {
    clearTimeout(this.missing);
    this.missing = undefined;
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.stopWatching();
    this.runtime.reveals.cancel(this);
    this.runtime.views.remove(this);
    this.releaseRender();
  }

  // dispose(), and out of the document.
  remove(): void {
    const nodes = this.nodes(); // Before the inner views that know them are gone.
    this.dispose();
    for (const node of nodes) node.parentNode?.removeChild(node);
  }

  // --- Private -----------------------------------------------------------------------------------------------------

  private property(name: string): string | undefined {
    return this.runtime.store.get(this.varId)?.properties[name];
  }

  private namespaces(): [string | undefined, string | undefined] {
    return [this.options.namespace ?? this.property(NAMESPACE), this.property(FALLBACK_NAMESPACE)];
  }

  // An outer view that shares our place is waiting to be shown and will show us with it.
  private isOuterHidden(): boolean {
    return this.outer !== null && (this.outer.isHidden || this.outer.isOuterHidden());
  }

  private isInsideHidden(): boolean {
    if (this.isOuterHidden()) return true;
    const parent = this.content.parent();
    return parent instanceof Element && parent.closest(`.${NEW_VIEW_CLASS}`) !== null;
  }
}
