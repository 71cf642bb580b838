// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/tracker/variable.h"

#include <algorithm>
#include <cstddef>

namespace tandem {
namespace {

// compare() because clang 14 does not take libstdc++ 12's operator< inside a template.
template <typename Properties>
auto LowerBound(Properties& properties, absl::string_view name) {
  return std::lower_bound(properties.begin(), properties.end(), name,
                          [](const Property& property, absl::string_view wanted) {
                            return property.name.compare(wanted) < 0;
                          });
}

}  // namespace

const Property* Variable::FindProperty(absl::string_view name) const {
  auto it = LowerBound(properties, name);
  return it != properties.end() && it->name == name ? &*it : nullptr;
}

absl::string_view Variable::PropertyValue(absl::string_view name) const {
  const Property* property = FindProperty(name);
  return property == nullptr ? absl::string_view() : property->value;
}

size_t Variable::PropertyBytes() const {
  size_t bytes = 0;
  for (const Property& property : properties) bytes += property.name.size() + property.value.size();
  return bytes;
}

bool Variable::IsSet(absl::string_view name, absl::string_view value, Priority level) const {
  const Property* stored = FindProperty(name);
  return stored == nullptr ? value.empty() : stored->value == value && stored->priority == level;
}

void Variable::StoreProperty(absl::string_view name, absl::string_view value, Priority level) {
  auto it = LowerBound(properties, name);
  if (it == properties.end() || it->name != name) {
    it = properties.insert(it, Property{std::string(name), std::string(), level});
  }
  it->value.assign(value.data(), value.size());
  it->priority = level;
}

void Variable::StoreProperties(absl::Span<const std::pair<std::string, std::string>> given) {
  for (const auto& [name, value] : given) {
    properties.push_back({name, value, Priority::kMedium});
  }
  // Seen from the end, the last of equal names is the first.
  std::reverse(properties.begin(), properties.end());
  std::stable_sort(properties.begin(), properties.end(),
                   [](const Property& a, const Property& b) { return a.name < b.name; });
  properties.erase(
      std::unique(properties.begin(), properties.end(),
                  [](const Property& a, const Property& b) { return a.name == b.name; }),
      properties.end());
}

void Variable::RemoveProperty(absl::string_view name) {
  auto it = LowerBound(properties, name);
  if (it != properties.end() && it->name == name) properties.erase(it);
}

}  // namespace tandem
