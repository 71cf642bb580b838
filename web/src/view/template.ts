// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// From the text of a viewdef to a <template> (F-79). Parsing happens in a document of its own, where nothing is loaded
// and no custom element comes to life. Its style elements get the page's nonce, without which a strict policy ignores
// them.

const workshop = document.implementation.createHTMLDocument('');

export function parseTemplate(text: string, nonce?: string): HTMLTemplateElement | { readonly reason: string } {
  const content = workshop.createElement('div');
  content.innerHTML = text.trim();
  const [template, ...others] = content.children;
  if (!template) return { reason: 'it has no <template> element' };
  if (others.length > 0) return { reason: `it has ${others.length + 1} top-level elements; only one <template> is allowed` };
  if (!(template instanceof HTMLTemplateElement)) {
    return { reason: `its top-level element is <${template.localName}>, not <template>` };
  }
  if (nonce) for (const style of template.content.querySelectorAll('style')) style.setAttribute('nonce', nonce);
  return template;
}
