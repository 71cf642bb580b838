// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A dialog that closes gives the focus back to what it was opened from. Where that is gone, as the row is that a question
// about deleting it was about, the place where it stood gets the focus (F-116, F-421). Loaded when the first dialog opens.

const DIALOGS = 'sl-dialog,sl-drawer';
// Around what had the focus when a dialog opened, from the inside out.
const places = new WeakMap<Element, readonly Element[]>();

// `first` has been opened from `opener`; others will be heard of. `focus` is focusAnyway, handed in so that it need not be
// a file of its own.
export function rememberOpeners(first: EventTarget | null, opener: Element | null, focus: (element: Element) => void): void {
  note(first, opener);
  document.addEventListener('sl-show', ({ target }) => note(target, document.activeElement), { capture: true });
  document.addEventListener('sl-after-hide', ({ target }) => {
    const around = target instanceof Element ? places.get(target) : undefined;
    // After the dialog's own attempt.
    setTimeout(() => {
      const place = around?.find((element) => element.isConnected);
      if (place) focus(place);
    });
  }, { capture: true });
}

function note(dialog: EventTarget | null, opener: Element | null): void {
  if (!(dialog instanceof Element) || !dialog.matches(DIALOGS)) return;
  const around: Element[] = [];
  for (let at = opener; at && at !== document.body; at = at.parentElement) around.push(at);
  places.set(dialog, around);
}
