// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/watched_folders.h"

#include <filesystem>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace tandem::native {
namespace {

namespace fs = std::filesystem;

class Walk {
 public:
  explicit Walk(const std::string& site) : site_(site) { folders.insert(site); }

  // The folder at `path`, which may be a link, with what is below it.
  void Enter(const fs::path& path) {
    std::error_code error;
    const std::string folder = fs::canonical(path, error).string();
    if (error || !IsInside(folder) || !entered_.insert(folder).second) return;
    folders.insert(folder);
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
      Look(*entry);
    }
  }

  std::set<std::string> folders;

 private:
  void Look(const fs::directory_entry& entry) {
    if (absl::StartsWith(entry.path().filename().string(), ".")) return;
    std::error_code error;
    if (entry.is_directory(error)) {
      Enter(entry.path());
    } else if (entry.is_symlink(error)) {
      const fs::path target = fs::canonical(entry.path(), error);
      if (!error && IsInside(target.string())) folders.insert(target.parent_path().string());
    }
  }

  // Whole components: "/site-old" is not inside "/site".
  bool IsInside(const std::string& path) const {
    return path == site_ || absl::StartsWith(path, absl::StrCat(site_, "/"));
  }

  const std::string& site_;
  // Those whose entries were looked at; a link may lead to an ancestor.
  std::set<std::string> entered_;
};

}  // namespace

std::set<std::string> WatchedFolders(const std::string& site,
                                     const std::vector<std::string>& trees) {
  Walk walk(site);
  for (const std::string& tree : trees) walk.Enter(fs::path(site) / tree);
  return std::move(walk.folders);
}

}  // namespace tandem::native
