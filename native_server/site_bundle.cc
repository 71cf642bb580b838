// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/site_bundle.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/status_macros.h"

namespace tandem::native {
namespace {

// JSON text is valid exactly when the string is: AppendJsonString puts U+FFFD where it is not.
bool IsUtf8(const std::string& text) {
  std::string quoted;
  AppendJsonString(text, &quoted);
  const absl::StatusOr<Json> back = ParseJson(quoted);
  return back.ok() && back->get_ref<const std::string&>() == text;
}

}  // namespace

absl::StatusOr<std::string> SiteBundle(FileSource& files, const Json& settings) {
  Json bundle = Json::object();
  for (const absl::string_view folder : {"lua/", "viewdefs/"}) {
    for (const std::string& path : files.List(folder)) {
      ASSIGN_OR_RETURN(std::string text, files.Read(path));
      if (!IsUtf8(text)) return absl::InvalidArgumentError(absl::StrCat(path, ": not UTF-8"));
      bundle[path] = std::move(text);
    }
  }
  bundle["config/config.json"] = DumpJson(settings);
  return DumpJson(Json{{"files", std::move(bundle)}});
}

}  // namespace tandem::native
