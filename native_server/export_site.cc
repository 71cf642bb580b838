// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/export_site.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"
#include "native_server/disk_file_source.h"
#include "native_server/page.h"
#include "native_server/rooted_folder.h"
#include "native_server/site_bundle.h"

namespace tandem::native {
namespace {

namespace fs = std::filesystem;

class Writer {
 public:
  explicit Writer(fs::path out) : out_(std::move(out)) {}

  int written() const { return written_; }

  absl::Status Write(absl::string_view path, absl::string_view text) {
    const fs::path target = out_ / fs::path(std::string(path));
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    if (error) return Failed(target, error);
    errno = 0;
    std::ofstream file(target, std::ios::binary | std::ios::trunc);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    file.close();
    if (!file) return Failed(target, {errno != 0 ? errno : EIO, std::generic_category()});
    ++written_;
    return absl::OkStatus();
  }

  absl::Status Copy(absl::string_view path, const std::string& source) {
    const fs::path target = out_ / fs::path(std::string(path));
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    if (!error) fs::copy_file(source, target, fs::copy_options::overwrite_existing, error);
    if (error) return Failed(target, error);
    // What was read-only at its source would be in the way of the next export.
    fs::permissions(target, fs::perms::owner_write, fs::perm_options::add, error);
    ++written_;
    return absl::OkStatus();
  }

 private:
  static absl::Status Failed(const fs::path& target, const std::error_code& error) {
    return absl::UnavailableError(
        absl::StrCat("cannot write ", target.string(), ": ", error.message()));
  }

  const fs::path out_;
  int written_ = 0;
};

bool IsInside(const fs::path& inner, const fs::path& outer) {
  std::error_code error;
  const std::string in = fs::weakly_canonical(inner, error).string() + "/";
  const std::string out = fs::weakly_canonical(outer, error).string() + "/";
  return !error && absl::StartsWith(in, out);
}

absl::Status CopyAll(const RootedFolder& from, absl::string_view prefix, absl::string_view to,
                     Writer& writer) {
  for (const std::string& path : from.List(prefix)) {
    ASSIGN_OR_RETURN(const std::string source, from.Resolve(path));
    const std::string name = absl::StrCat(to, absl::StripPrefix(path, prefix));
    // The page that needs a server is replaced by the one that does not.
    if (name == "index.html") continue;
    RETURN_IF_ERROR(writer.Copy(name, source));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<int> ExportSite(const ExportRequest& request) {
  const RootedFolder site(request.site, RootedFolder::Links::kInside);
  const RootedFolder assets(request.assets, RootedFolder::Links::kAnywhere);
  std::error_code error;
  if (!fs::is_directory(request.site, error)) {
    return absl::NotFoundError(absl::StrCat("the site folder ", request.site, " does not exist"));
  }
  if (fs::exists(request.out, error) && !fs::is_directory(request.out, error)) {
    return absl::InvalidArgumentError(absl::StrCat(request.out, " is not a folder"));
  }
  for (const std::string& source : {request.site, request.assets}) {
    if (!IsInside(request.out, source)) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        request.out, " lies inside ", source, ", which it is made from; choose another --out"));
  }
  const absl::StatusOr<std::string> page = assets.Read("local.html");
  if (!page.ok()) {
    return absl::NotFoundError(absl::StrCat("the assets folder ", request.assets,
                                            " has no local.html; is --assets right?"));
  }

  DiskFileSource files(site);
  ASSIGN_OR_RETURN(const std::string bundle, SiteBundle(files, request.site_settings));
  Writer writer{fs::path(request.out)};
  RETURN_IF_ERROR(CopyAll(site, "html/", "", writer));
  RETURN_IF_ERROR(CopyAll(assets, "", "_tandem/", writer));
  RETURN_IF_ERROR(writer.Write("site.json", bundle));
  const bool has_icon = site.Open("html/favicon.svg").ok();
  RETURN_IF_ERROR(writer.Write(
      "index.html", LocalPage(has_icon ? WithOwnIcon(*page) : *page, request.page, false)));
  return writer.written();
}

}  // namespace tandem::native
