// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Code that was written to property `lua` of variable 1 and has not run yet (D-35). It runs once
// the message that wrote it is done, because code must not run inside the call that hands it over.

#ifndef TANDEM_CORE_BACKEND_PENDING_CODE_H_
#define TANDEM_CORE_BACKEND_PENDING_CODE_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "core/base/ids.h"

namespace tandem {

class PendingCode {
 public:
  // `origin` is the page to blame, 0 for the application itself.
  void Add(PageId origin, std::string code);

  // Gives `run` what waits, oldest first, and what it adds meanwhile: a bounded number of times,
  // because code may write the property again and again. Each failure is told to `failed` at once.
  void RunAll(absl::FunctionRef<absl::Status(const std::string& code)> run,
              absl::FunctionRef<void(PageId origin, const absl::Status&)> failed);

 private:
  struct Entry {
    PageId origin;
    std::string code;
  };
  std::vector<Entry> entries_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_PENDING_CODE_H_
