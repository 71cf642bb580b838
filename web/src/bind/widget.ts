// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Book-keeping for one bound element (F-240): which variables its bindings made, which element it is now, and how to
// bring an edit that is still only in the element to its variable. The element changes when the widget belongs to a
// view's host: bindings then move to the view's current primary root (F-129). The registry by element id is for
// scripts; bindings themselves hold their widget and never look an element up (F-127).

export class Widget {
  // Classes and styles under control of ui-class-* and ui-style-*, to be put back after something has replaced the
  // whole attribute (F-181).
  readonly classes = new Map<string, boolean>();
  readonly styles = new Map<string, string | null>();

  // Sends the value if it differs from the variable's (F-205). Set by ui-value.
  flushEdit: (() => void) | null = null;

  // An action of this element is on its way. Set by what must look at the element again when it has been answered.
  onAction: ((varId: number) => void) | null = null;

  private readonly variables = new Map<string, number>();
  private readonly movers: Array<(to: Element, from: Element) => void> = [];

  constructor(
    readonly elementId: string,
    private current: Element,
  ) {}

  get element(): Element {
    return this.current;
  }

  getElement(): Element {
    return this.current;
  }

  setVariable(binding: string, varId: number): void {
    this.variables.set(binding, varId);
  }

  getVariableId(binding: string): number | undefined {
    return this.variables.get(binding);
  }

  hasBinding(binding: string): boolean {
    return this.variables.has(binding);
  }

  moveTo(element: Element): void {
    const from = this.current;
    if (from === element) return;
    this.current = element;
    for (const mover of this.movers) mover(element, from);
  }

  onMove(mover: (to: Element, from: Element) => void): void {
    this.movers.push(mover);
  }
}

export class WidgetRegistry {
  private readonly widgets = new Map<string, Widget>();

  get(elementId: string): Widget | undefined {
    return this.widgets.get(elementId);
  }

  add(widget: Widget): void {
    this.widgets.set(widget.elementId, widget);
  }

  // A newer widget of the same id stays.
  remove(widget: Widget): void {
    if (this.widgets.get(widget.elementId) === widget) this.widgets.delete(widget.elementId);
  }

  // Sends what is typed in the focused element and not yet sent (F-200).
  flushFocusedEdit(): void {
    const active = document.activeElement;
    const widget = active?.id ? this.widgets.get(active.id) : undefined;
    if (widget?.element === active) widget?.flushEdit?.();
  }
}
