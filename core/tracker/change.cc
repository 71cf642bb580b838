// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/tracker/change.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace tandem {

std::vector<Change> GroupByPriority(std::vector<PendingChange> pending) {
  std::array<std::vector<Change>, kPriorityLevels> levels;
  for (PendingChange& variable : pending) {
    std::sort(variable.properties.begin(), variable.properties.end(),
              [](const auto& a, const auto& b) { return a.change.name < b.change.name; });
    for (int i = 0; i < kPriorityLevels; ++i) {
      const Priority level = static_cast<Priority>(i);
      Change change{variable.id, level, variable.value && variable.value_priority == level, {}};
      for (auto& property : variable.properties) {
        if (property.priority == level) change.properties.push_back(std::move(property.change));
      }
      if (change.value || !change.properties.empty()) levels[i].push_back(std::move(change));
    }
  }

  std::vector<Change> changes = std::move(levels[0]);
  for (int i = 1; i < kPriorityLevels; ++i) {
    std::move(levels[i].begin(), levels[i].end(), std::back_inserter(changes));
  }
  return changes;
}

}  // namespace tandem
