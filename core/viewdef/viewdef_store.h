// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The templates of a site: TYPE.NAMESPACE → HTML text, read from viewdefs/**.html. Shared by
// the sessions of a server. Each template has a revision that grows whenever its content
// really changes (H-53), so that "what does this connection not have yet" is one number.

#ifndef TANDEM_CORE_VIEWDEF_VIEWDEF_STORE_H_
#define TANDEM_CORE_VIEWDEF_VIEWDEF_STORE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
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

  // Reads those of TYPE.*.html directly in viewdefs/ that are not known yet (H-55), so that a
  // template may be written and shown in one turn. `now` is the host's monotonic time: a type is
  // looked for once in kLookAgain, because it takes longer than many a turn (100 microseconds
  // with 60 templates on disk).
  void LoadFor(absl::string_view type, absl::Duration now);
  static constexpr absl::Duration kLookAgain = absl::Milliseconds(100);

  // Adds or replaces one template (H-59). A text equal to the stored one changes nothing.
  void Put(absl::string_view key, absl::string_view html);

  // The highest revision handed out; 0 while empty.
  int64_t revision() const { return revision_; }
  int size() const { return static_cast<int>(entries_.size()); }

  // The templates newer than `after`, by key.
  std::vector<std::pair<std::string, std::string>> NewerThan(int64_t after) const;

  // Whether a template that whoever has revision `after` was sent has another text now (H-62);
  // what is new to them altogether can wait for their next batch.
  bool HasChangedSince(int64_t after) const;

  // Appends {"KEY":"html",…} with every template newer than `after`, keys sorted (P-87). Returns
  // false and appends nothing when there is none.
  bool AppendNewerThan(int64_t after, std::string* out) const;

 private:
  struct Entry {
    std::string html;
    int64_t revision = 0;
    int64_t first_revision = 0;  // When it came.
  };

  // False, and a line in the log if that is news, if the file cannot be read.
  bool Read(absl::string_view path, std::string* html);

  FileSource& files_;
  LogSink& log_;
  std::map<std::string, Entry, std::less<>> entries_;
  int64_t revision_ = 0;
  // Files that could not be read, so that an edit elsewhere does not say so again.
  std::set<std::string, std::less<>> skipped_;
  // Types that were looked for since.
  std::set<std::string, std::less<>> looked_for_;
  absl::Duration looking_since_ = -absl::InfiniteDuration();
};

}  // namespace tandem

#endif  // TANDEM_CORE_VIEWDEF_VIEWDEF_STORE_H_
