// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One variable as one page shows it: its name there, whether the page shows a value and wants it
// kept up to date, and the properties that are facts about the page and not about the
// application, of which two tabs have two.

#ifndef TANDEM_CORE_BACKEND_PAGE_VIEW_H_
#define TANDEM_CORE_BACKEND_PAGE_VIEW_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/base/ids.h"

namespace tandem {

// Whether a property of this name (without suffix) belongs to each page: the element that shows
// the variable, the template it chose, where it navigated, whether it lies dormant.
bool IsPageProperty(absl::string_view name);

struct PageView {
  WireId wire;

  // The client shows a value, sent to it or written by it: from then on a message without one
  // would blank some of its bindings (P-86, D-8).
  bool has_value = false;

  // That value is not nil.
  bool shows_something = false;

  // It wrote what it shows, and nothing has become of that since: it is not told it (P-42).
  bool shows_own = false;

  // It was told of an error and marks what shows the variable until the next update, whatever that
  // says (P-132).
  bool is_marked = false;

  // The page wants the variable, and what stands below it, evaluated (P-117).
  bool is_active = true;

  // The array that the client shows, as it was sent, if it takes edits of it (D-41); else empty.
  // Set by PageSpace::KeepSent.
  std::string sent_array;

  // Names of properties that the variable lost, which the page has not been told yet. Watched or
  // not, it goes on with the old ones until then.
  std::vector<std::string> lost_properties;

  // Sorted by name.
  std::vector<std::pair<std::string, std::string>> properties;

  // "" if the page has no such property; setting "" removes it (P-67).
  absl::string_view PropertyValue(absl::string_view name) const;
  // PageSpace::SetProperty sees to what that takes.
  void SetProperty(absl::string_view name, absl::string_view value);
  // Of all values.
  size_t PropertyBytes() const;
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_PAGE_VIEW_H_
