// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Scripts in templates (F-89 … F-94). They come out of a template inert; each is brought to life, when the page allows
// code, by replacing it with a fresh script element that has the same attributes and text. Data blocks, that is
// elements with a type which is not JavaScript, are left alone.

import type { Diagnostics } from '../diagnostics';

export interface ScriptPolicy {
  readonly allowed: boolean;
  readonly nonce: string | undefined;
}

const JAVASCRIPT = /^(module|(text|application)\/(x-)?(java|ecma)script)?$/i;

export function runnableScripts(roots: readonly Element[]): HTMLScriptElement[] {
  return roots
    .flatMap((root) => (root instanceof HTMLScriptElement ? [root] : [...root.querySelectorAll('script')]))
    .filter((script) => JAVASCRIPT.test(script.type.trim()));
}

export function reportCodeDisabled(diagnostics: Diagnostics): void {
  diagnostics.reportOnce('warning', 'code-disabled', '', 'the templates of this app contain scripts or ui-code, which this ' +
    'page does not run; it would with code = true in the table [page] of config.toml');
}

// Returns the element that has taken the place of `script`. An exception in the script goes to the window's error
// handler and the console, as for any script element, and does not stop the next one.
export function runScript(script: HTMLScriptElement, key: string, index: number, policy: ScriptPolicy): HTMLScriptElement {
  const live = document.createElement('script');
  for (const { name, value } of script.attributes) live.setAttribute(name, value);
  live.async = false;
  if (policy.nonce) live.nonce = policy.nonce;
  live.text = script.src ? script.text : `${script.text}\n//# sourceURL=viewdef/${key}/${index}.js`;
  script.replaceWith(live);
  return live;
}
