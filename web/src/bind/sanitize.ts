// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Makes markup from values safe to show (F-291): no scripts, handlers, script addresses, embedded documents or form
// targets; styling and the elements of the widget libraries stay. A module of its own so that pages without ui-html do
// not load the sanitiser.

import createPurifier, { type Config } from 'dompurify';

const purifier = createPurifier(window);

const RULES: Config & { RETURN_DOM_FRAGMENT: true } = {
  FORBID_TAGS: ['style', 'form', 'object', 'embed', 'base', 'iframe'],
  FORBID_ATTR: ['action', 'formaction', 'srcdoc'],
  ADD_ATTR: ['target'],
  CUSTOM_ELEMENT_HANDLING: {
    tagNameCheck: /^(sl|wa)-[a-z-]+$/,
    attributeNameCheck: /^(?!on|ui-)[a-z][\w-]*$/,
    allowCustomizedBuiltInElements: false,
  },
  RETURN_DOM_FRAGMENT: true,
};

// A page opened by a link must not get a handle on this one (F-293).
purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.hasAttribute('target')) node.setAttribute('rel', 'noopener noreferrer');
});

export function sanitize(markup: string): DocumentFragment {
  return purifier.sanitize(markup, RULES);
}
