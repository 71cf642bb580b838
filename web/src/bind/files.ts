// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Files for the application: `ui-value` on an `<input type="file">`, and `ui-drop` on any element that they may be dropped
// on. What is done with them is loaded when there is such a binding (file_picker.ts).

import { ACCESS } from '../constants';
import { takesArgument } from '../protocol/path';
import { createVariable, followValue, listen, type Binding } from './binding_support';
import { showError } from './value';

export function bindFiles(binding: Binding): void {
  const { path, name, context: { runtime, scope } } = binding;
  const varId = createVariable(binding, takesArgument(path) ? { [ACCESS]: 'w' } : {});
  let isOver = false;
  scope.onDispose(() => void (isOver = true));
  import('./file_picker').then(
    ({ pickFiles }) => isOver || pickFiles(binding, varId, { followValue, listen, showError }),
    (reason: unknown) => runtime.diagnostics.reportOnce('error', 'no-files', '', `${name} takes no files: its part could not be loaded`, reason),
  );
}
