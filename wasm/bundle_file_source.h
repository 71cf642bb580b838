// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A site that was handed over as a bundle: its files live in memory, added one by one, and replaced
// when the site is edited. There are no directories and no links, so every file's canonical path is
// its own.

#ifndef TANDEM_WASM_BUNDLE_FILE_SOURCE_H_
#define TANDEM_WASM_BUNDLE_FILE_SOURCE_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/host/file_source.h"

namespace tandem::wasm {

class BundleFileSource final : public FileSource {
 public:
  // Adds a file or replaces the one at `path`. kInvalidArgument for a path that FileSource would
  // not accept.
  absl::Status Add(absl::string_view path, absl::string_view bytes);

  absl::StatusOr<std::string> Read(absl::string_view path) override;
  std::vector<std::string> List(absl::string_view prefix) override;
  absl::StatusOr<std::string> Canonical(absl::string_view path) override;

 private:
  // Sorted bytewise, as List promises.
  std::map<std::string, std::string, std::less<>> files_;
};

}  // namespace tandem::wasm

#endif  // TANDEM_WASM_BUNDLE_FILE_SOURCE_H_
