// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Files for the application: `ui-value` on an `<input type="file">`, and `ui-drop` on any element that they may be dropped
// on. What is done with them is loaded when there is such a binding (file_picker.ts).

import { ACCESS } from '../constants';
import { takesArgument } from '../protocol/path';
import { createVariable, followValue, listen, type Binding } from './binding_support';
import { showError } from './value';

export function bindFiles(binding: Binding): void {
  const { path, name, context: { runtime } } = binding;
  const varId = createVariable(binding, takesArgument(path) ? { [ACCESS]: 'w' } : {});
  import('./file_picker').then(
    // Not if the binding is over by now.
    ({ pickFiles }) => runtime.store.get(varId) && pickFiles(binding, varId, { followValue, listen, showError }),
    (reason: unknown) => runtime.diagnostics.report('error', 'no-files', `${name} could not be loaded`, reason),
  );
}
