// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Keeps a select's selection when its options come later than its value (F-156). A select drops a value it has no
// option for; whenever its options change the wanted value is put back, without telling the server.

// Calls `reapply` after the options of `element`, their values or their labels have changed. Returns the way to stop.
export function watchOptions(element: Element, reapply: () => void): () => void {
  let isScheduled = false;
  const schedule = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    void settled(element).then(() => {
      isScheduled = false;
      reapply();
    });
  };
  const observer = new MutationObserver(schedule);
  observer.observe(element, { childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: ['value'] });
  for (const tag of [element.localName, 'sl-option', 'wa-option']) {
    if (tag.includes('-') && !customElements.get(tag)) void customElements.whenDefined(tag).then(schedule);
  }
  return () => observer.disconnect();
}

// After the select has drawn its own conclusions: widgets take in slotted options and then render, a frame later at most.
async function settled(element: Element): Promise<void> {
  await (element as Element & { updateComplete?: Promise<unknown> }).updateComplete;
  await new Promise((resolve) => setTimeout(resolve, 0));
}

// Makes a Shoelace select show the label of its option again after the option's text has changed.
export function refreshLabel(element: Element): void {
  const select = element as Element & { selectionChanged?: () => void };
  if (typeof select.selectionChanged === 'function') select.selectionChanged();
}
