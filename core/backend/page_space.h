// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The variables as one page knows them. Every page numbers its variables from 2 on its
// own (P-26), so an id on the wire belongs to its page and is translated here (P-126).
// Variable 1 and the server's own negative ids are the same for everybody.

#ifndef TANDEM_CORE_BACKEND_PAGE_SPACE_H_
#define TANDEM_CORE_BACKEND_PAGE_SPACE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/backend/inactive_marks.h"
#include "core/backend/page_view.h"
#include "core/base/ids.h"
#include "core/protocol/features.h"
#include "core/tracker/path.h"

namespace tandem {

// Whether a variable has the same name on every page: the app variable and what the server
// numbers itself (D-16).
inline bool IsCommon(VariableId id) { return id == kAppVariable || id.value() < 0; }

class PageSpace {
 public:
  // Gives `id` the name `wire`. False if the name is taken.
  bool Add(WireId wire, VariableId id);
  void Remove(VariableId id);

  // Puts `other` in the place of `id`, which the page must have: it goes by the same name.
  void Replace(VariableId id, VariableId other);

  // 0 if this page has no such variable.
  VariableId ToVariable(WireId wire) const;
  WireId ToWire(VariableId id) const;

  // How the page shows a variable; null if it has none, or a common one that it never touched.
  // Invalidated by Add, Replace and ViewOf.
  const PageView* FindView(VariableId id) const;
  PageView* FindView(VariableId id);
  // The same of a variable that the page has or that is common.
  PageView& ViewOf(VariableId id);

  // Sets a property of a view, "" removes it. kOverBudget if the values of all would take more than
  // kMaxPropertyBytes; CheckPropertyRoom tells that of so many more.
  static constexpr size_t kMaxPropertyBytes = size_t{16} << 20;
  absl::Status SetProperty(PageView& view, absl::string_view name, absl::string_view value);
  absl::Status CheckPropertyRoom(size_t more) const;

  // Notes the array that the client shows; "": none, or no array. Nor is one noted that would make
  // all of them more than kMaxSentBytes: its next change is then sent in full.
  static constexpr size_t kMaxSentBytes = size_t{16} << 20;
  void KeepSent(PageView& view, std::string array);

  // Every variable this page created, in the order of its ids: parents first.
  std::vector<VariableId> Created() const;
  // The common ones it has a view of, in the order of their ids.
  std::vector<VariableId> Touched() const;

  // What of Tandem's extension the page uses.
  Features features;

  // Templates up to this revision of the ViewdefStore have been sent (P-94).
  int64_t templates_sent = 0;

  // The page asked for variable 1, which is not there yet (D-22).
  bool awaits_app = false;

  // The number of the upload that it began last.
  int64_t last_upload = 0;

  // How the page's paths are to be read.
  PathDialect dialect() const {
    return features.list ? PathDialect::kObjects : PathDialect::kPlain;
  }

  // What the page marked, for its own updates.
  InactiveMarks inactive;

 private:
  std::vector<VariableId> Ids(bool common) const;

  absl::flat_hash_map<WireId, VariableId> by_wire_;  // Without common ones.
  absl::flat_hash_map<VariableId, PageView> views_;
  size_t sent_bytes_ = 0;  // Of what KeepSent has noted.
  size_t property_bytes_ = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_PAGE_SPACE_H_
