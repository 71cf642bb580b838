// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What single pages are to be told of variables, beside the changes that everybody who watches
// is told: a page that joins a variable others show already, that watches one again and has
// properties of its own, or whose variable another page wrote. Paid when the turn ends.
//
// While pages know that a variable cannot be read, nothing else is said of it, because any update
// takes the mark of the error off (P-132); such debts wait until it can be.

#ifndef TANDEM_CORE_BACKEND_DEBTS_H_
#define TANDEM_CORE_BACKEND_DEBTS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "core/backend/delivery.h"
#include "core/backend/page_variables.h"
#include "core/backend/read_reports.h"
#include "core/base/ids.h"
#include "core/tracker/tracker.h"

namespace tandem {

class Debts {
 public:
  enum class Value {
    kNotOwed,
    kUnlessNil,  // To a page that shows nothing yet (P-33, P-49).
    kOwed,
  };

  // `properties` are told as they are when the debt is paid. Debts to one page of one variable
  // become one.
  void Add(PageId page, VariableId id, Value value, std::vector<std::string> properties);

  // The page is gone.
  void Forget(PageId page);

  bool empty() const { return debts_.empty(); }

  // Names once each page that came to a variable whose failure is known to others.
  std::vector<std::pair<PageId, VariableId>> TakeUnaware(const ReadReports& reports);

  // Appends what can be paid. What nobody watches any more is forgotten.
  void Pay(const PageVariables& pages, const Tracker& tracker, const ReadReports& reports,
           std::vector<Delivery>* deliveries);

 private:
  struct Debt {
    Value value = Value::kNotOwed;
    std::vector<std::string> properties;
    bool is_aware = false;
  };
  // Ordered, so that it is the same everywhere.
  absl::btree_map<std::pair<PageId, VariableId>, Debt> debts_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_DEBTS_H_
