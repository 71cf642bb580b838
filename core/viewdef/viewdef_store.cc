// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/viewdef/viewdef_store.h"

#include <algorithm>
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
    std::string html;
    if (absl::EndsWith(path, kSuffix) && Read(path, &html)) {
      winners[std::string(KeyOf(path))] = std::move(html);
    }
  }
  for (const auto& [key, html] : winners) Put(key, html);
  if (entries_.empty()) log_.Write(kLogAlways, absl::StrCat("no templates below ", kFolder));
  return size();
}

bool ViewdefStore::Read(absl::string_view path, std::string* html) {
  absl::StatusOr<std::string> text = files_.Read(path);
  if (text.ok()) {
    skipped_.erase(std::string(path));
    *html = *std::move(text);
  } else if (skipped_.insert(std::string(path)).second) {
    log_.Write(kLogAlways, absl::StrCat("template skipped: ", path, ": ", text.status().message()));
  }
  return text.ok();
}

void ViewdefStore::LoadFor(absl::string_view type, absl::Duration now) {
  if (now - looking_since_ >= kLookAgain) {
    looking_since_ = now;
    looked_for_.clear();
  }
  if (type.empty() || !looked_for_.insert(std::string(type)).second) return;
  for (const std::string& path : files_.List(absl::StrCat(kFolder, type, "."))) {
    const bool is_deeper = absl::StrContains(absl::string_view(path).substr(kFolder.size()), '/');
    std::string html;
    if (absl::EndsWith(path, kSuffix) && !is_deeper && entries_.count(KeyOf(path)) == 0 &&
        Read(path, &html)) {
      Put(KeyOf(path), html);
    }
  }
}

void ViewdefStore::Put(absl::string_view key, absl::string_view html) {
  auto entry = entries_.find(key);
  if (entry == entries_.end()) {
    entry = entries_.emplace(std::string(key), Entry()).first;
  } else if (entry->second.html == html) {
    return;
  }
  Entry& changed = entry->second;
  changed.html = std::string(html);
  changed.revision = ++revision_;
  if (changed.first_revision == 0) changed.first_revision = revision_;
}

std::vector<std::pair<std::string, std::string>> ViewdefStore::NewerThan(int64_t after) const {
  std::vector<std::pair<std::string, std::string>> newer;
  for (const auto& [key, entry] : entries_) {
    if (entry.revision > after) newer.emplace_back(key, entry.html);
  }
  return newer;
}

bool ViewdefStore::HasChangedSince(int64_t after) const {
  if (after >= revision_) return false;
  return std::any_of(entries_.begin(), entries_.end(), [after](const auto& entry) {
    return entry.second.first_revision <= after && entry.second.revision > after;
  });
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
