// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Event logs, replayed by the WebAssembly build of the core under Node.

#ifndef TANDEM_TESTS_REPLAY_WASM_REPLAY_H_
#define TANDEM_TESTS_REPLAY_WASM_REPLAY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace tandem {

// For each log "same N" if its N frames were, or else what was not. The test that calls this has
// the data //tests/replay:wasm_replay_files.
absl::StatusOr<std::vector<std::string>> ReplayInWasm(const std::vector<std::string>& logs);

}  // namespace tandem

#endif  // TANDEM_TESTS_REPLAY_WASM_REPLAY_H_
