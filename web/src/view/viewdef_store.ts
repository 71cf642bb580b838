// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The templates of the application by key, TYPE.NAMESPACE. They arrive as deltas in the property `viewdefs` of variable
// 1 (F-77). A text that is not a valid template is reported and leaves an earlier one of that key in place (F-80); a
// text that is already stored changes nothing (F-113). Knows no documents: how a text becomes a template is handed in.

import { DEFAULT_NAMESPACE } from '../constants';
import { describe } from '../diagnostics';

export interface Viewdef {
  readonly key: string;
  readonly text: string;
  readonly template: HTMLTemplateElement;
}

// Returns the template, or the reason why there is none.
export type TemplateParser = (text: string) => HTMLTemplateElement | { readonly reason: string };

export interface ViewdefListener {
  // After all entries of a delivery have been stored. `keys` are new or have a new text.
  onViewdefsChanged(keys: ReadonlySet<string>): void;
  onViewdefRejected(key: string, reason: string): void;
}

export class ViewdefStore {
  private readonly viewdefs = new Map<string, Viewdef>();

  constructor(
    private readonly parse: TemplateParser,
    private readonly listener: ViewdefListener,
  ) {}

  get(type: string, namespace?: string, fallbackNamespace?: string): Viewdef | undefined {
    return this.candidates(type, namespace, fallbackNamespace)
      .map((key) => this.viewdefs.get(key))
      .find((viewdef) => viewdef !== undefined);
  }

  // The keys that would do, best first (F-81).
  candidates(type: string, namespace?: string, fallbackNamespace?: string): string[] {
    return [namespace, fallbackNamespace, DEFAULT_NAMESPACE].filter(Boolean).map((space) => `${type}.${space}`);
  }

  getByKey(key: string): Viewdef | undefined {
    return this.viewdefs.get(key);
  }

  getKeys(): string[] {
    return [...this.viewdefs.keys()];
  }

  store(key: string, text: string): void {
    this.processViewdefs({ [key]: text });
  }

  // The property as it arrived: JSON text. Empty text means nothing was due (P-92).
  receive(json: string): void {
    if (json === '') return;
    let delivery: unknown;
    try {
      delivery = JSON.parse(json);
    } catch (exception) {
      return this.listener.onViewdefRejected('(all)', `the delivery is not JSON: ${describe(exception)}`);
    }
    if (typeof delivery !== 'object' || delivery === null || Array.isArray(delivery)) {
      return this.listener.onViewdefRejected('(all)', 'the delivery is not an object');
    }
    this.processViewdefs(delivery as Record<string, unknown>);
  }

  processViewdefs(delivery: Readonly<Record<string, unknown>>): void {
    const changed = new Set<string>();
    for (const [key, text] of Object.entries(delivery)) {
      if (typeof text === 'string' && this.viewdefs.get(key)?.text === text) continue;
      const viewdef = this.accept(key, text);
      if ('reason' in viewdef) this.listener.onViewdefRejected(key, viewdef.reason);
      else {
        this.viewdefs.set(key, viewdef);
        changed.add(key);
      }
    }
    if (changed.size > 0) this.listener.onViewdefsChanged(changed);
  }

  private accept(key: string, text: unknown): Viewdef | { readonly reason: string } {
    if (!key.includes('.')) return { reason: 'the key has no namespace (TYPE.NAMESPACE)' };
    if (typeof text !== 'string') return { reason: 'it is not text' };
    const template = this.parse(text);
    return 'reason' in template ? template : { key, text, template };
  }
}
