// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/viewdef/viewdef_store.h"

#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "core/base/json.h"

namespace tandem {
namespace {

constexpr absl::string_view kFolder = "viewdefs/";
constexpr absl::string_view kSuffix = ".html";

// "Contact.DEFAULT" of "viewdefs/forms/Contact.DEFAULT.html".
absl::string_view KeyOf(absl::string_view path) {
  path.remove_prefix(path.rfind('/') + 1);
  return absl::StripSuffix(path, kSuffix);
}

}  // namespace

// Which file wins is settled before anything is stored: two files of one name must not replace
// each other at every load.
int ViewdefStore::Load() {
  std::map<std::string, std::string> winners;
  for (const std::string& path : files_.List(kFolder)) {
    if (!absl::EndsWith(path, kSuffix)) continue;
    absl::StatusOr<std::string> html = files_.Read(path);
    if (html.ok()) {
      winners[std::string(KeyOf(path))] = *std::move(html);
    } else {
      log_.Write(kLogAlways,
                 absl::StrCat("template skipped: ", path, ": ", html.status().message()));
    }
  }
  for (const auto& [key, html] : winners) Put(key, html);
  if (entries_.empty()) log_.Write(kLogAlways, absl::StrCat("no templates below ", kFolder));
  return size();
}

void ViewdefStore::Put(absl::string_view key, absl::string_view html) {
  auto entry = entries_.find(key);
  if (entry == entries_.end()) {
    entry = entries_.emplace(std::string(key), Entry()).first;
  } else if (entry->second.html == html) {
    return;
  }
  entry->second = {std::string(html), ++revision_};
}

bool ViewdefStore::AppendNewerThan(int64_t after, std::string* out) const {
  if (after >= revision_) return false;
  char separator = '{';
  for (const auto& [key, entry] : entries_) {
    if (entry.revision <= after) continue;
    out->push_back(separator);
    AppendJsonString(key, out);
    out->push_back(':');
    AppendJsonString(entry.html, out);
    separator = ',';
  }
  out->push_back('}');
  return true;
}

}  // namespace tandem
