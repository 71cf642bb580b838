// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Files that something asked for and did not get: they raised, did not compile, or were not
// there. Saving such a file is worth a try as long as it is still wanted (D-23). An entry ends
// when the file is loaded, when whoever asked runs anew (it will ask again if it still wants
// it), or when either is unloaded.

#ifndef TANDEM_CORE_LUA_FAILED_LOADS_H_
#define TANDEM_CORE_LUA_FAILED_LOADS_H_

#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"

namespace tandem {

class FailedLoads {
 public:
  struct Entry {
    std::string path;   // What was looked for, in lua/ and then in the site itself.
    std::string name;   // What `require` was given; "" if the file was asked for by its path.
    std::string asker;  // The key of the module that asked; "" for an action, a timer and the like.
  };

  // `file` is a tracking key, or where the file would have been.
  void Add(absl::string_view file, Entry entry) { entries_[std::string(file)] = std::move(entry); }

  // Null if nobody waits for it. Valid until the next change.
  const Entry* Find(absl::string_view file) const {
    const auto found = entries_.find(file);
    return found == entries_.end() ? nullptr : &found->second;
  }

  void RemoveFile(absl::string_view file) {
    const auto found = entries_.find(file);
    if (found != entries_.end()) entries_.erase(found);
  }

  // What is known by this file or by this name.
  void Remove(absl::string_view file_or_name) {
    EraseIf([&](absl::string_view file, const Entry& entry) {
      return file == file_or_name || (!entry.name.empty() && entry.name == file_or_name);
    });
  }

  // All places of what was looked for at `path`.
  void RemoveAskedFor(absl::string_view path) {
    EraseIf([&](absl::string_view, const Entry& entry) { return entry.path == path; });
  }

  // What the module with this key asked for.
  void RemoveAskedBy(absl::string_view asker) {
    EraseIf([&](absl::string_view, const Entry& entry) { return entry.asker == asker; });
  }

 private:
  template <typename Predicate>
  void EraseIf(Predicate matches) {
    for (auto entry = entries_.begin(); entry != entries_.end();) {
      entry = matches(entry->first, entry->second) ? entries_.erase(entry) : std::next(entry);
    }
  }

  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_FAILED_LOADS_H_
