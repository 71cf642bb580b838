// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Everything the browser home asks of JavaScript, as one small interface. bindings.cc implements
// it over imported functions; tests implement it in C++, which is why the rest of this directory
// also builds natively. Times are milliseconds, possibly with a fraction. None of these calls may
// call back into the core.

#ifndef TANDEM_WASM_JS_FUNCTIONS_H_
#define TANDEM_WASM_JS_FUNCTIONS_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace tandem::wasm {

class JsFunctions {
 public:
  virtual ~JsFunctions() = default;

  // Since an unspecified start; never goes back.
  virtual double MonotonicMs() = 0;

  // Since the Unix epoch.
  virtual double WallMs() = 0;

  // Asks for Shell::FireTimer(id) once, `ms` from now and not inside this call. `ms` is at least 0
  // and at most 2^31 - 1, the longest delay of setTimeout.
  virtual void SetTimer(int64_t id, double ms) = 0;

  // Takes SetTimer back. An id that has fired or was never set: nothing.
  virtual void ClearTimer(int64_t id) = 0;

  virtual void FillRandom(absl::Span<uint8_t> bytes) = 0;

  // One frame of a connection, in order. Delivered once the current call into the core is over.
  virtual void Send(int64_t connection, absl::string_view frame) = 0;

  // The connection ends after what was sent; Shell::Disconnect follows once the current call is
  // over.
  virtual void Close(int64_t connection, int code, absl::string_view reason) = 0;

  virtual void Log(int level, absl::string_view text) = 0;
};

}  // namespace tandem::wasm

#endif  // TANDEM_WASM_JS_FUNCTIONS_H_
