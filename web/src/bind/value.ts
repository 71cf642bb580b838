// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// `ui-value`: a value shown on an element and, where the element is a control, changed by it (section 17.1). How each
// kind of element shows and reads is in value_table.ts; this file is about when: not over what a user is typing, or
// composing with an input method, before they are done (F-175), not stale echoes of it (F-176), again when a custom
// element or a select's options arrive late.

import {
  ACCESS, ERROR_CLASS, ERROR_CODE_ATTRIBUTE, ERROR_DESCRIPTION_ATTRIBUTE, STALE_ECHO_MS, VALUE_CHANGED_EVENT,
  VALUE_CHANGE_EVENT,
} from '../constants';
import { isCall } from '../protocol/path';
import { showsValue, type VariableError } from '../store/variable';
import { setSelection, selectionOf } from '../view/focus_memory';
import { RenderScope } from '../view/render_scope';
import { createVariable, followValue, listen, markScroll, type Binding } from './binding_support';
import { bindFiles } from './files';
import { refreshLabel, watchOptions } from './late_options';
import { typedValue } from './path_property';
import { adapterFor, customElement, display, textOf, type ValueAdapter, type ValueElement } from './value_table';
import { adapterOf } from './widget_kind';

const CALL_ACCESS: ReadonlySet<string> = new Set(['r', 'rw', 'action']);

// What may be told about later is bound in a scope of its own, and then again (F-244).
export function bindValue(binding: Binding): void {
  const { widget, context, context: { runtime, scope } } = binding;
  const tag = widget.element.localName;
  if (widget.element.matches('input[type=file]') && runtime.speaks('files')) return bindFiles(binding);
  if (!tag.includes('-')) return bind(binding);
  let own: RenderScope;
  const start = (): void => {
    own = new RenderScope(runtime.store, runtime.diagnostics);
    bind({ ...binding, context: { ...context, scope: own } });
  };
  start();
  scope.ownChild({ dispose: () => own.dispose(), isAwaiting: () => own.isAwaiting() });
  scope.onDispose(runtime.kinds.follow(tag, () => {
    own.dispose();
    start();
  }));
}

function bind(binding: Binding): void {
  const { widget, path, query, context: { runtime, scope } } = binding;
  const handler = runtime.kinds.find(widget.element.localName);
  const adapter = handler ? adapterOf(handler) : adapterFor(widget.element);
  if (!adapter) {
    runtime.diagnostics.reportOnce('warning', 'no-value', widget.element.localName, `ui-value does nothing on <${widget.element.localName}>`);
    return;
  }
  const asked = query[ACCESS];
  if (isCall(path) && asked !== undefined && !CALL_ACCESS.has(asked)) {
    runtime.diagnostics.report('error', 'bad-access', `ui-value="${path}" is a call and cannot have access=${asked}`);
    return;
  }
  const isReadOnly = asked === undefined ? isCall(path) || adapter.commit.length === 0 : asked === 'r';
  const varId = createVariable(binding, isReadOnly && asked === undefined ? { [ACCESS]: 'r' } : {});
  new ValueBinding(binding, varId, adapter, isReadOnly, handler !== undefined).start();
  if (!handler) return;
  const { element } = widget;
  handler.mount?.(element, { varId, path, send: (value) => runtime.store.update(varId, value) });
  scope.onDispose(() => handler.unmount?.(element));
}

class ValueBinding {
  private wanted: unknown = undefined;
  private isUpgraded = true;
  // The user has changed the text and is not done: neither left the field nor committed it nor done something else.
  private isEdited = false;
  private isComposing = false; // With an input method: what is in the field is not text yet.
  private isHeld = false; // A value waits until they are done.
  private seen: unknown = undefined; // What the control held when it was last shown or sent.
  private readonly sent: Array<{ readonly value: unknown; readonly at: number }> = [];

  constructor(
    private readonly binding: Binding,
    private readonly varId: number,
    private adapter: ValueAdapter,
    private readonly isReadOnly: boolean,
    // Whether the app has said how: it also knows when.
    private readonly isRegistered: boolean,
  ) {}

  start(): void {
    const { binding, element } = this;
    const { widget, context: { runtime, scope } } = binding;
    markScroll(binding);
    if (!this.isRegistered) this.awaitUpgrade();
    if (!this.isReadOnly) this.listenToEdits();
    listen(binding, VALUE_CHANGE_EVENT, (event) => {
      const detail = (event as CustomEvent<{ value?: unknown } | null>).detail;
      if (detail?.value !== undefined) runtime.store.update(this.varId, detail.value);
    });
    if (!this.isReadOnly) {
      widget.flushEdit = () => {
        this.finish();
        this.sent.length = 0; // An event follows: what comes back is its result, not an echo.
      };
      scope.onDispose(() => void (widget.flushEdit = null));
    }
    if (this.adapter.hasOptions) scope.onDispose(watchOptions(element, () => this.reapplyToOptions()));
    followValue(binding, this.varId, (value) => this.receive(value));
    scope.onDispose(runtime.store.watchErrors(this.varId, (error) => showError(element, error)));
    scope.onDispose(() => showError(element, null));
  }

  private get element(): ValueElement {
    return this.binding.widget.element as ValueElement;
  }

  private get isFocused(): boolean {
    return document.activeElement === this.element;
  }

  // --- In ----------------------------------------------------------------------------------------------------------

  private receive(value: unknown): void {
    this.wanted = value;
    if (!this.isUpgraded) return;
    const isBusy = this.isEdited || this.isComposing;
    this.isHeld = this.adapter.isText === true && this.isFocused && (isBusy || this.isStaleEcho(value));
    if (!this.isHeld) this.show();
  }

  private show(): void {
    const { element } = this;
    const selection = this.adapter.isText && this.isFocused ? selectionOf(element) : null;
    const before = element['value'];
    this.adapter.write(element, this.wanted);
    if (selection && before !== element['value']) this.select(selection);
    this.isEdited = false;
    this.seen = this.adapter.read?.(element);
    if (!this.adapter.isText) this.binding.context.runtime.scroll.notify(element); // F-179
    // D-29: scripts may follow what an element shows.
    if (this.adapter.commit.length > 0 || this.wanted === undefined) return;
    element.dispatchEvent(new CustomEvent(VALUE_CHANGED_EVENT, { bubbles: true, detail: { value: this.wanted } }));
  }

  // A widget library's element passes its value on later.
  private select(selection: readonly [number, number]): void {
    const { element } = this;
    setSelection(element, ...selection);
    const { updateComplete } = element;
    if (updateComplete instanceof Promise) void updateComplete.then(() => setSelection(element, ...selection));
  }

  // F-176: the server repeats what was typed a moment ago, and meanwhile more has been typed.
  private isStaleEcho(value: unknown): boolean {
    const since = performance.now() - STALE_ECHO_MS;
    while (this.sent[0] && this.sent[0].at < since) this.sent.shift();
    return this.sent.some((echo) => showsValue(echo.value, value)) && !showsValue(this.adapter.read?.(this.element), value);
  }

  // Custom elements may come to life later than they are bound (F-412); until then they have no properties to set.
  private awaitUpgrade(): void {
    const tag = this.element.localName;
    if (!tag.includes('-')) return;
    const isForeign = this.adapter === display && !/^(sl|wa)-/.test(tag);
    const settle = (): void => {
      if (isForeign && 'value' in this.element) this.adapter = customElement;
      this.isUpgraded = true;
    };
    if (customElements.get(tag)) return settle();
    this.isUpgraded = this.adapter.commit.length === 0 && (isForeign || this.adapter === display);
    void customElements.whenDefined(tag).then(() => {
      const wasText = this.isUpgraded;
      settle();
      if (wasText && this.adapter === customElement) this.element.textContent = '';
      this.show();
      showError(this.element, this.binding.context.runtime.store.getError(this.varId));
    });
  }

  private reapplyToOptions(): void {
    if (!this.isUpgraded) return;
    const shown = this.adapter.read?.(this.element);
    if (!showsValue(shown, this.wanted)) this.adapter.write(this.element, this.wanted);
    else if (shown !== '') refreshLabel(this.element);
  }

  // --- Out ---------------------------------------------------------------------------------------------------------

  private listenToEdits(): void {
    const { adapter, binding } = this;
    const hear = (event: string, action: () => void): void => listen(binding, event, ({ target }) => {
      if (target === this.element) action();
    });
    if (adapter.isText) this.listenToTyping();
    if (binding.options.keypress) for (const event of adapter.live) hear(event, () => this.commit());
    for (const event of adapter.commit) {
      if (!binding.options.keypress || !adapter.live.includes(event)) hear(event, () => this.finish());
    }
    if (adapter.isText && !adapter.commit.includes('blur')) hear('sl-blur', () => this.finish());
  }

  private listenToTyping(): void {
    const { adapter, binding } = this;
    for (const event of adapter.live) listen(binding, event, () => void (this.isEdited = true));
    listen(binding, 'compositionstart', () => void (this.isComposing = true));
    listen(binding, 'compositionend', () => {
      this.isComposing = false;
      if (binding.options.keypress) this.commit(); // The last input event came before.
    });
    listen(binding, 'blur', () => void (this.isComposing = false));
  }

  // The user is done: sends what they have made, or shows what has come meanwhile.
  private finish(): void {
    this.commit();
    if (this.isComposing) return;
    this.isEdited = false;
    if (!this.isHeld) return;
    this.isHeld = false;
    this.show();
  }

  // Sends what the control holds unless the variable says the same.
  private commit(): void {
    const { adapter, binding, varId } = this;
    if (this.isComposing) return;
    const { store } = binding.context.runtime;
    const shown = this.isUpgraded ? adapter.read?.(this.element) : undefined;
    const value = typedValue(shown, binding.options.valueType);
    const cached = store.get(varId)?.value;
    if (shown === undefined || value === undefined || showsValue(shown, cached) || shown === textOf(cached)) return;
    if (this.isHeld && shown === this.seen) return; // What was held back is newer than the user's text.
    this.isHeld = false;
    this.seen = shown;
    this.wanted = value;
    this.sent.push({ value, at: performance.now() });
    store.update(varId, value);
  }
}

// F-177. A control of a widget library also says it in its help text, if the author has put nothing there.
export function showError(element: ValueElement, error: VariableError | null): void {
  if (!error && !element.classList.contains(ERROR_CLASS)) return;
  const hadDescription = element.getAttribute(ERROR_DESCRIPTION_ATTRIBUTE) ?? '';
  const canHelp = 'helpText' in element && (!element['helpText'] || element['helpText'] === hadDescription);
  if (canHelp && !element.querySelector('[slot="help-text"]')) element['helpText'] = error?.description ?? '';
  element.classList.toggle(ERROR_CLASS, error !== null);
  for (const [name, text] of [
    [ERROR_CODE_ATTRIBUTE, error?.code],
    [ERROR_DESCRIPTION_ATTRIBUTE, error?.description],
    ['aria-invalid', error ? 'true' : undefined],
  ] as const) {
    if (text === undefined) element.removeAttribute(name);
    else element.setAttribute(name, text);
  }
}
