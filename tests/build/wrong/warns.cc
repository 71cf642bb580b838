// Copyright (c) the Tandem authors. Licensed under the MIT License.

namespace tandem {
int Warns(int unused) { return 1; }
}  // namespace tandem
