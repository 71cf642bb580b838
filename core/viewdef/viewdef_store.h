// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The templates of a site: TYPE.NAMESPACE → HTML text, read from viewdefs/**.html. Shared by
// the sessions of a server. Each template has a revision that grows whenever its content
// really changes (H-53), so that "what does this connection not have yet" is one number.

#ifndef TANDEM_CORE_VIEWDEF_VIEWDEF_STORE_H_
#define TANDEM_CORE_VIEWDEF_VIEWDEF_STORE_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "core/host/file_source.h"
#include "core/host/log_sink.h"

namespace tandem {

class ViewdefStore {
 public:
  // Both must outlive this.
  ViewdefStore(FileSource& files, LogSink& log) : files_(files), log_(log) {}

  // Reads every viewdefs/**.html again (H-50): key is the base name without ".html", the later
  // path wins. Unreadable files are logged and skipped. Returns how many templates there are.
  int Load();

  // Adds or replaces one template (H-59). A text equal to the stored one changes nothing.
  void Put(absl::string_view key, absl::string_view html);

  // The highest revision handed out; 0 while empty.
  int64_t revision() const { return revision_; }
  int size() const { return static_cast<int>(entries_.size()); }

  // Appends {"KEY":"html",…} with every template newer than `after`, keys sorted (P-87). Returns
  // false and appends nothing when there is none.
  bool AppendNewerThan(int64_t after, std::string* out) const;

 private:
  struct Entry {
    std::string html;
    int64_t revision = 0;
  };

  FileSource& files_;
  LogSink& log_;
  std::map<std::string, Entry, std::less<>> entries_;
  int64_t revision_ = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_VIEWDEF_VIEWDEF_STORE_H_
