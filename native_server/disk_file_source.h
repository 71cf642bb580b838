// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The site's files as the core sees them, read from disk. See rooted_folder.h for what keeps
// paths inside the site.

#ifndef TANDEM_NATIVE_SERVER_DISK_FILE_SOURCE_H_
#define TANDEM_NATIVE_SERVER_DISK_FILE_SOURCE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/host/file_source.h"
#include "native_server/rooted_folder.h"

namespace tandem::native {

class DiskFileSource : public FileSource {
 public:
  // `site` must outlive this.
  explicit DiskFileSource(const RootedFolder& site) : site_(site) {}

  absl::StatusOr<std::string> Read(absl::string_view path) override;
  std::vector<std::string> List(absl::string_view prefix) override;
  absl::StatusOr<std::string> Canonical(absl::string_view path) override;

 private:
  const RootedFolder& site_;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_DISK_FILE_SOURCE_H_
