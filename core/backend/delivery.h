// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What one page is to be told. Changes are marks, not text: they are rendered from the
// current state when the frame leaves, so a slow reader costs no memory and misses nothing.

#ifndef TANDEM_CORE_BACKEND_DELIVERY_H_
#define TANDEM_CORE_BACKEND_DELIVERY_H_

#include <cstdint>
#include <string>
#include <variant>

#include "core/base/error.h"
#include "core/base/ids.h"
#include "core/tracker/change.h"

namespace tandem {

// A variable of the page is gone (P-54).
struct Destroyed {
  WireId id;
};

// Something the page asked for failed, or a variable of its cannot be read (P-131).
struct Failed {
  WireId id;  // 0: belongs to no variable.
  ErrorKind kind = ErrorKind::kInternal;
  std::string description;
  int64_t upload = 0;  // The upload that ended with it, if it was about one.
};

// There are templates the page does not have (P-89).
struct TemplatesDue {};

struct Delivery {
  PageId to;
  std::variant<Destroyed, Failed, TemplatesDue, Change> what;
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_DELIVERY_H_
