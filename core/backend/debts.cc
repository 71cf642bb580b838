// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/debts.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "core/tracker/change.h"
#include "core/tracker/priority.h"

namespace tandem {

void Debts::Add(PageId page, VariableId id, Value value, std::vector<std::string> properties) {
  Debt& debt = debts_[{page, id}];
  debt.value = std::max(debt.value, value);
  std::move(properties.begin(), properties.end(), std::back_inserter(debt.properties));
}

void Debts::Forget(PageId page) {
  debts_.erase(debts_.lower_bound({page, VariableId(INT64_MIN)}),
               debts_.upper_bound({page, VariableId(INT64_MAX)}));
}

std::vector<std::pair<PageId, VariableId>> Debts::TakeUnaware(const ReadReports& reports) {
  std::vector<std::pair<PageId, VariableId>> unaware;
  for (auto& [key, debt] : debts_) {
    if (debt.value != Value::kUnlessNil || !reports.IsTold(key.second)) continue;
    if (!std::exchange(debt.is_aware, true)) unaware.push_back(key);
  }
  return unaware;
}

void Debts::Pay(const PageVariables& pages, const Tracker& tracker, const ReadReports& reports,
                std::vector<Delivery>* deliveries) {
  for (auto entry = debts_.begin(); entry != debts_.end();) {
    const auto [page, id] = entry->first;
    Debt& debt = entry->second;
    const Variable* variable = tracker.Find(id);
    if (variable != nullptr && pages.IsWatching(id, page)) {
      if (reports.IsTold(id)) {
        ++entry;
        continue;
      }
      PendingChange due;
      due.id = id;
      due.value = debt.value == Value::kOwed ||
                  (debt.value == Value::kUnlessNil && tracker.KindOf(id) != ValueKind::kNil);
      due.value_priority = variable->priority;
      std::vector<std::string>& names = debt.properties;
      std::sort(names.begin(), names.end());
      names.erase(std::unique(names.begin(), names.end()), names.end());
      for (std::string& name : names) {
        const Property* stored = variable->FindProperty(name);
        const Priority level = stored == nullptr ? Priority::kMedium : stored->priority;
        due.properties.push_back({{std::move(name), PageId()}, level});
      }
      for (Change& change : GroupByPriority({std::move(due)})) {
        deliveries->push_back({page, std::move(change)});
      }
    }
    entry = debts_.erase(entry);
  }
}

}  // namespace tandem
