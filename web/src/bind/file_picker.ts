// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Takes files from an `<input type="file">` or from an element they are dropped on, and has them sent. What is chosen next
// takes the place of what is still being sent. Loaded on demand, so what it needs of other bindings it is handed.

import { DROP_CLASS, FILE_PROGRESS_EVENT } from '../constants';
import type { VariableError } from '../store/variable';
import type { Binding, followValue, listen } from './binding_support';
import { Upload, type Progress } from './upload';
import { UploadRow } from './upload_row';
import type { showError } from './value';

interface Tools {
  readonly followValue: typeof followValue;
  readonly listen: typeof listen;
  readonly showError: typeof showError;
}

// Returns how to take what is dropped.
export function pickFiles(binding: Binding, varId: number, { followValue, listen, showError }: Tools): (files: readonly File[]) => void {
  const { element } = binding.widget;
  const { runtime: { store }, scope } = binding.context;
  const picker = new Picker(binding, varId);
  scope.onDispose(() => picker.dispose());
  const follow = (error: VariableError | null): void => {
    if (error?.upload !== undefined) picker.refused(error.upload, error.description);
    else showError(element as Parameters<typeof showError>[0], error);
  };
  scope.onDispose(store.watchErrors(varId, follow));
  if (element instanceof HTMLInputElement) {
    const take = (): void => {
      if (element.files?.length) picker.take([...element.files], element.multiple);
    };
    listen(binding, 'change', take);
    listen(binding, 'click', () => void (element.value = '')); // The same file can be chosen again.
    take(); // What was chosen before this was loaded.
    followValue(binding, varId, (value) => {
      if (value === null) element.value = '';
    });
  } else {
    showHovering(binding, listen);
  }
  return (files) => picker.take(files, element.hasAttribute('multiple'), element.getAttribute('accept') ?? '');
}

// Nested elements are entered before the outer ones are left.
function showHovering(binding: Binding, hear: typeof listen): void {
  let depth = 0;
  for (const [event, step] of [['dragenter', 1], ['dragleave', -1], ['drop', -Infinity]] as const) {
    hear(binding, event, (received) => {
      if (!(received as DragEvent).dataTransfer?.types.includes('Files')) return;
      depth = Math.max(0, depth + step);
      binding.widget.element.classList.toggle(DROP_CLASS, depth > 0);
    });
  }
}

class Picker {
  private upload: Upload | null = null;
  private row: UploadRow | null = null;

  constructor(private readonly binding: Binding, private readonly varId: number) {}

  take(files: readonly File[], isMultiple: boolean, accept = ''): void {
    this.dispose();
    const { runtime } = this.binding.context;
    const upload = new Upload(runtime.store, runtime.connection, this.varId, files, isMultiple, (progress) => {
      if (this.upload === upload) this.report(progress);
    });
    this.upload = upload;
    const stranger = files.find((file) => !isAccepted(file, accept));
    if (!isMultiple && files.length > 1) upload.fail('Only one file can be taken here.');
    else if (stranger) upload.fail(`“${stranger.name}” is not of a kind that is taken here.`);
    else upload.start();
  }

  // The server has ended that upload.
  refused(upload: number, why: string): void {
    if (this.upload?.number === upload) this.upload.fail(why);
  }

  dispose(): void {
    this.upload?.cancel();
    this.upload = null;
    this.row?.remove();
    this.row = null;
  }

  // Whoever shows it themselves prevents the default.
  private report(progress: Progress): void {
    const { element } = this.binding.widget;
    const event = new CustomEvent(FILE_PROGRESS_EVENT, { detail: progress, bubbles: true, cancelable: true });
    if (element.dispatchEvent(event)) {
      this.row ??= new UploadRow(element as HTMLElement, () => this.upload?.cancel(), () => this.dispose());
      this.row.show(progress);
    } else {
      this.row?.remove();
      this.row = null;
    }
    if (element instanceof HTMLInputElement && (progress.state === 'failed' || progress.state === 'canceled')) element.value = '';
  }
}

// As an input's `accept` has it: ".pdf", "image/*", "text/plain".
function isAccepted({ name, type }: File, accept: string): boolean {
  const kinds = accept.toLowerCase().split(',').map((kind) => kind.trim()).filter((kind) => kind !== '');
  return kinds.length === 0 || kinds.some((kind) =>
    kind.startsWith('.') ? name.toLowerCase().endsWith(kind) : kind.endsWith('/*') ? type.startsWith(kind.slice(0, -1)) : type === kind);
}
