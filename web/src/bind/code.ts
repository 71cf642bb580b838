// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// `ui-code`: the value is JavaScript and runs whenever one arrives (section 17.5), after the scripts of its view
// (F-195). Only on pages that allow code. It is compiled by a script element with the page's nonce, so that the policy
// need not allow `eval` for it.

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
      compile(value, runtime.scripts.nonce)(widget.element, value, record, runtime.store);
    }));
  });
}

const DELIVERY = 'tandemCode';

// An inline script runs, or fails to be parsed, while it is inserted.
function compile(body: string, nonce: string | undefined): Code {
  const page = window as unknown as Record<string, Code | undefined>;
  const script = document.createElement('script');
  if (nonce) script.nonce = nonce;
  script.text = `window.${DELIVERY} = function (element, value, variable, store) {\n${body}\n};`;
  document.head.append(script);
  script.remove();
  const code = page[DELIVERY];
  delete page[DELIVERY];
  if (!code) throw new SyntaxError('it is no JavaScript, or the policy of the page forbids it');
  return code;
}
