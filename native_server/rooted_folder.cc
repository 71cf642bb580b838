// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/rooted_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"

namespace tandem::native {
namespace {

// Empty when the path leads nowhere; errno says why.
std::string RealPath(const std::string& path) {
  std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
  return real ? std::string(real.get()) : std::string();
}

absl::Status ErrnoStatus(int error, absl::string_view name) {
  const std::string message = absl::StrCat(name, ": ", std::strerror(error));
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      // In the words of every other home: scripts see them (D-49).
      return absl::NotFoundError(absl::StrCat("no such file: ", name));
    case EACCES:
    case EPERM:
    case ELOOP:
      return absl::PermissionDeniedError(message);
    case ENAMETOOLONG:
      return absl::InvalidArgumentError(
          absl::StrCat(name.substr(0, 80), "…: ", std::strerror(error)));
    default:
      return absl::UnavailableError(message);
  }
}

bool IsClean(absl::string_view relative) {
  if (relative.find('\0') != absl::string_view::npos) return false;
  for (absl::string_view segment : absl::StrSplit(relative, '/')) {
    if (segment.empty() || segment == "." || segment == "..") return false;
  }
  return true;
}

std::string Join(absl::string_view folder, absl::string_view name) {
  if (folder.empty()) return std::string(name);
  if (name.empty()) return std::string(folder);
  return absl::StrCat(folder, absl::EndsWith(folder, "/") ? "" : "/", name);
}

}  // namespace

RootedFolder::RootedFolder(std::string path, Links links)
    : path_(std::move(path)), links_(links), root_(RealPath(path_)) {}

absl::StatusOr<std::string> RootedFolder::Root() const {
  if (!root_.empty()) return root_;
  std::string root = RealPath(path_);
  if (root.empty()) return ErrnoStatus(errno, path_);
  return root;
}

bool RootedFolder::IsInside(absl::string_view root, absl::string_view absolute) const {
  if (links_ == Links::kAnywhere) return true;
  if (!absl::ConsumePrefix(&absolute, root)) return false;
  // Whole components: "/site-old/x" is not inside "/site".
  return absolute.empty() || absolute[0] == '/' || root == "/";
}

absl::StatusOr<std::string> RootedFolder::Resolve(absl::string_view relative) const {
  if (!relative.empty() && !IsClean(relative)) {
    return absl::InvalidArgumentError(absl::StrCat("malformed path \"", relative, "\""));
  }
  ASSIGN_OR_RETURN(const std::string root, Root());
  std::string absolute = RealPath(Join(root, relative));
  if (absolute.empty()) return ErrnoStatus(errno, relative);
  if (!IsInside(root, absolute)) {
    return absl::PermissionDeniedError(absl::StrCat(relative, ": leads out of the folder"));
  }
  return absolute;
}

absl::StatusOr<std::string> RootedFolder::Canonical(absl::string_view relative) const {
  ASSIGN_OR_RETURN(const std::string absolute, Resolve(relative));
  ASSIGN_OR_RETURN(const std::string root, Root());
  absl::string_view inside = absolute;
  // Elsewhere only with Links::kAnywhere: then the path itself is the best name.
  if (!absl::ConsumePrefix(&inside, root)) return std::string(relative);
  absl::ConsumePrefix(&inside, "/");
  return std::string(inside);
}

absl::StatusOr<RootedFolder::File> RootedFolder::Open(absl::string_view relative) const {
  ASSIGN_OR_RETURN(const std::string absolute, Resolve(relative));
  // What was resolved has no links left: whoever swaps one in meanwhile gets an error.
  // O_NONBLOCK, because opening a pipe would wait for its writer.
  UniqueFd fd(::open(absolute.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!fd.valid()) return ErrnoStatus(errno, relative);
  struct stat info;
  if (::fstat(fd.get(), &info) != 0) return ErrnoStatus(errno, relative);
  if (!S_ISREG(info.st_mode)) {
    return absl::NotFoundError(absl::StrCat(relative, ": not a regular file"));
  }
  return File{std::move(fd), static_cast<uint64_t>(info.st_size),
              absl::TimeFromTimespec(info.st_mtim)};
}

absl::StatusOr<std::string> RootedFolder::Read(absl::string_view relative) const {
  ASSIGN_OR_RETURN(const File file, Open(relative));
  if (file.size > kMaxReadBytes) {
    return absl::ResourceExhaustedError(
        absl::StrCat(relative, ": larger than ", kMaxReadBytes, " bytes"));
  }
  // One byte more than announced, so that the end is seen without a second round.
  std::string text(file.size + 1, '\0');
  size_t length = 0;
  while (true) {
    if (length == text.size()) text.resize(text.size() * 2);
    const ssize_t count = ::read(file.fd.get(), text.data() + length, text.size() - length);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return ErrnoStatus(errno, relative);
    if (count == 0) break;
    length += static_cast<size_t>(count);
    if (length > kMaxReadBytes) {
      return absl::ResourceExhaustedError(
          absl::StrCat(relative, ": larger than ", kMaxReadBytes, " bytes"));
    }
  }
  text.resize(length);
  return text;
}

std::vector<std::string> RootedFolder::List(absl::string_view prefix) const {
  std::vector<std::string> files, ancestors;
  Walk("", prefix, ancestors, files);
  std::sort(files.begin(), files.end());
  return files;
}

// Goes only where a path could still begin with the prefix. A folder that is one of its own
// ancestors, by way of a link, is not entered again.
void RootedFolder::Walk(const std::string& folder, absl::string_view prefix,
                        std::vector<std::string>& ancestors,
                        std::vector<std::string>& files) const {
  const absl::StatusOr<std::string> real = Resolve(folder);
  if (!real.ok() || std::count(ancestors.begin(), ancestors.end(), *real) > 0) return;
  ancestors.push_back(*real);
  std::error_code error;
  for (std::filesystem::directory_iterator entry(*real, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string path = Join(folder, entry->path().filename().string());
    const std::string as_folder = path + "/";
    const bool is_wanted = absl::StartsWith(path, prefix);
    const bool leads_there =
        absl::StartsWith(as_folder, prefix) || absl::StartsWith(prefix, as_folder);
    if (!is_wanted && !leads_there) continue;
    const absl::StatusOr<std::string> target = Resolve(path);
    if (!target.ok()) continue;
    struct stat info;
    if (::stat(target->c_str(), &info) != 0) continue;
    if (S_ISREG(info.st_mode) && is_wanted) files.push_back(path);
    if (S_ISDIR(info.st_mode) && leads_there) Walk(path, prefix, ancestors, files);
  }
  ancestors.pop_back();
}

}  // namespace tandem::native
