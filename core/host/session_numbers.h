// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The one counter behind the session numbers people see. Behind an interface because several
// session managers of a process draw from it.

#ifndef TANDEM_CORE_HOST_SESSION_NUMBERS_H_
#define TANDEM_CORE_HOST_SESSION_NUMBERS_H_

#include "core/base/ids.h"

namespace tandem {

class SessionNumbers {
 public:
  virtual ~SessionNumbers() = default;

  // 1, 2, 3 …; a number is never handed out twice (D-19).
  virtual VendedId Next() = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_HOST_SESSION_NUMBERS_H_
