// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/page_view.h"

#include <algorithm>

namespace tandem {
namespace {

// compare() because clang 14 does not take libstdc++ 12's operator< inside a template.
template <typename Properties>
auto LowerBound(Properties& properties, absl::string_view name) {
  return std::lower_bound(properties.begin(), properties.end(), name,
                          [](const auto& property, absl::string_view wanted) {
                            return property.first.compare(wanted) < 0;
                          });
}

}  // namespace

bool IsPageProperty(absl::string_view name) {
  return name == "elementId" || name == "viewdef" || name == "url" || name == "inactive";
}

absl::string_view PageView::PropertyValue(absl::string_view name) const {
  auto at = LowerBound(properties, name);
  return at != properties.end() && at->first == name ? at->second : absl::string_view();
}

size_t PageView::PropertyBytes() const {
  size_t bytes = 0;
  for (const auto& [name, value] : properties) bytes += value.size();
  return bytes;
}

void PageView::SetProperty(absl::string_view name, absl::string_view value) {
  auto at = LowerBound(properties, name);
  const bool is_there = at != properties.end() && at->first == name;
  if (value.empty()) {
    if (is_there) properties.erase(at);
  } else if (is_there) {
    at->second = std::string(value);
  } else {
    properties.emplace(at, name, value);
  }
}

}  // namespace tandem
