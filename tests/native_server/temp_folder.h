// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A folder of a test's own, filled by the test and removed afterwards. Failing to write is a
// failure of the test.

#ifndef TANDEM_TESTS_NATIVE_SERVER_TEMP_FOLDER_H_
#define TANDEM_TESTS_NATIVE_SERVER_TEMP_FOLDER_H_

#include <string>

#include "absl/strings/string_view.h"

namespace tandem::native {

class TempFolder {
 public:
  TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder();

  // Absolute, without links.
  const std::string& path() const { return path_; }
  std::string operator/(absl::string_view relative) const;

  // Adds or replaces a file, with the folders it needs. Returns *this.
  TempFolder& Write(absl::string_view relative, absl::string_view text);
  TempFolder& MakeFolder(absl::string_view relative);
  // A symbolic link with exactly this target.
  TempFolder& Link(absl::string_view relative, absl::string_view target);
  TempFolder& Remove(absl::string_view relative);
  // As if it had been written long ago.
  TempFolder& SetOld(absl::string_view relative);

  // Empty if there is no such file.
  std::string Read(absl::string_view relative) const;
  bool Has(absl::string_view relative) const;

 private:
  std::string path_;
};

}  // namespace tandem::native

#endif  // TANDEM_TESTS_NATIVE_SERVER_TEMP_FOLDER_H_
