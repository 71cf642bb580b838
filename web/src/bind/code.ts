// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// `ui-code`: the value is JavaScript and runs whenever one arrives (section 17.5), after the scripts of its view
// (F-195). Only on pages that allow code.

import { reportCodeDisabled } from '../view/script_runner';
import { createVariable, followValue, markScroll, type Binding } from './binding_support';

type Code = (element: Element, value: string, variable: unknown, store: unknown) => void;

export function bindCode(binding: Binding): void {
  const { widget, context: { runtime, view } } = binding;
  if (!runtime.scripts.allowed) return reportCodeDisabled(runtime.diagnostics);
  const id = createVariable(binding, { access: 'r' });
  markScroll(binding);
  followValue(binding, id, (value, record) => {
    if (typeof value !== 'string' || value === '') return;
    view.whenShown(() => runtime.diagnostics.guard('code-failed', `${binding.name}="${binding.path}"`, () => {
      const run = new Function('element', 'value', 'variable', 'store', value) as Code;
      run(widget.element, value, record, runtime.store);
    }));
  });
}
