// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Files for the application: `ui-value` on an `<input type="file">`, and `ui-drop` on any element that they may be dropped
// on. What is done with them is loaded when there is such a binding (file_picker.ts); what is dropped meanwhile is kept for it.

import { ACCESS, DROP_ATTRIBUTE } from '../constants';
import { takesArgument } from '../protocol/path';
import { createVariable, followValue, listen, type Binding } from './binding_support';
import { showError } from './value';

export function bindFiles(binding: Binding): void {
  const { path, name, context: { runtime } } = binding;
  const varId = createVariable(binding, takesArgument(path) ? { [ACCESS]: 'w' } : {});
  let early: readonly File[] = []; // Dropped before there is somebody to take them.
  let take = (files: readonly File[]): void => void (early = files);
  if (name === DROP_ATTRIBUTE) listenToDrops(binding, (files) => take(files));
  import('./file_picker').then(
    ({ pickFiles }) => {
      if (!runtime.store.get(varId)) return; // The binding is over by now.
      take = pickFiles(binding, varId, { followValue, listen, showError });
      if (early.length > 0) take(early);
    },
    (reason: unknown) => runtime.diagnostics.report('error', 'no-files', `${name} could not be loaded`, reason),
  );
}

// From the first moment: left alone, the browser would leave the page to show the file.
function listenToDrops(binding: Binding, take: (files: readonly File[]) => void): void {
  for (const event of ['dragenter', 'dragover', 'drop']) {
    listen(binding, event, (received) => {
      const { dataTransfer } = received as DragEvent;
      if (!dataTransfer?.types.includes('Files')) return;
      received.preventDefault();
      dataTransfer.dropEffect = 'copy';
      if (dataTransfer.files.length > 0) take([...dataTransfer.files]); // There are none until they are dropped.
    });
  }
}
