// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A folder on disk out of which nothing leads: files are named by relative path, and neither
// ".." nor a symbolic link reaches anything outside. Symbolic links that stay inside are
// followed. Both ways out of a process, the FileSource of the core and the static files of
// HTTP, go through here, so that there is one place to get this right.
//
// May be used from several threads at once.

#ifndef TANDEM_NATIVE_SERVER_ROOTED_FOLDER_H_
#define TANDEM_NATIVE_SERVER_ROOTED_FOLDER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "native_server/unique_fd.h"

namespace tandem::native {

class RootedFolder {
 public:
  // Where symbolic links inside the folder may lead.
  enum class Links {
    kInside,    // For what application authors put there.
    kAnywhere,  // For what we installed ourselves; package managers and Bazel link files.
  };

  // A regular file, open for reading.
  struct File {
    UniqueFd fd;
    uint64_t size = 0;
    absl::Time modified;
  };

  // `path` need not exist (yet): nothing is found until it does.
  RootedFolder(std::string path, Links links);

  // As given to the constructor.
  const std::string& path() const { return path_; }

  // The absolute path of a file or folder, all links resolved. An empty `relative` is the folder
  // itself. kNotFound if absent, kPermissionDenied if unreadable or outside, kInvalidArgument for a
  // path that is not clean: "a/b", without "", "." or ".." segments. Messages name `relative`.
  absl::StatusOr<std::string> Resolve(absl::string_view relative) const;

  // As Resolve, relative to the folder (H-20).
  absl::StatusOr<std::string> Canonical(absl::string_view relative) const;

  // As Resolve; a folder, a pipe or a device is kNotFound, so that nothing ever blocks on it.
  absl::StatusOr<File> Open(absl::string_view relative) const;

  // The whole file. kResourceExhausted beyond kMaxReadBytes.
  absl::StatusOr<std::string> Read(absl::string_view relative) const;

  // The regular files whose relative path begins with `prefix`, recursively, sorted bytewise. What
  // cannot be read or leads outside is left out; a loop of links is entered once.
  std::vector<std::string> List(absl::string_view prefix) const;

  // More than any source file or template has; keeps a stray disk image out of memory.
  static constexpr uint64_t kMaxReadBytes = uint64_t{64} << 20;

 private:
  // The folder with all links resolved. Looked up once, when it first exists.
  absl::StatusOr<std::string> Root() const;
  bool IsInside(absl::string_view root, absl::string_view absolute) const;
  void Walk(const std::string& folder, absl::string_view prefix,
            std::vector<std::string>& ancestors, std::vector<std::string>& files) const;

  const std::string path_;
  const Links links_;
  const std::string root_;  // Empty if the folder did not exist at first.
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_ROOTED_FOLDER_H_
