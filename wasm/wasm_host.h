// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The world of a core that runs in a browser: each Host interface over the functions JavaScript
// supplies. Everything is owned here and lives as long as the module.

#ifndef TANDEM_WASM_WASM_HOST_H_
#define TANDEM_WASM_WASM_HOST_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/base/ids.h"
#include "core/host/entropy.h"
#include "core/host/host.h"
#include "core/host/log_sink.h"
#include "core/host/session_numbers.h"
#include "wasm/bundle_file_source.h"
#include "wasm/js_clock.h"
#include "wasm/js_functions.h"
#include "wasm/js_scheduler.h"

namespace tandem::wasm {

class JsEntropy final : public Entropy {
 public:
  explicit JsEntropy(JsFunctions& js) : js_(js) {}
  void Fill(absl::Span<uint8_t> bytes) override { js_.FillRandom(bytes); }

 private:
  JsFunctions& js_;
};

// Keeps lines up to a verbosity, as -v does natively (S-13).
class JsLogSink final : public LogSink {
 public:
  explicit JsLogSink(JsFunctions& js) : js_(js) {}
  void set_verbosity(LogLevel verbosity) { verbosity_ = verbosity; }

  bool Wants(LogLevel level) const override { return level <= verbosity_; }
  void Write(LogLevel level, absl::string_view text) override;

 private:
  JsFunctions& js_;
  LogLevel verbosity_ = kLogAlways;
};

// One page, one counter (D-19).
class PageSessionNumbers final : public SessionNumbers {
 public:
  VendedId Next() override { return VendedId(++last_); }

 private:
  int64_t last_ = 0;
};

class WasmHost {
 public:
  // `js` must outlive this.
  explicit WasmHost(JsFunctions& js) : clock_(js), scheduler_(js, clock_), entropy_(js), log_(js) {}
  WasmHost(const WasmHost&) = delete;
  WasmHost& operator=(const WasmHost&) = delete;

  Host& host() { return host_; }
  BundleFileSource& files() { return files_; }
  JsScheduler& scheduler() { return scheduler_; }
  JsLogSink& log() { return log_; }

 private:
  BundleFileSource files_;
  JsClock clock_;
  JsScheduler scheduler_;
  JsEntropy entropy_;
  JsLogSink log_;
  PageSessionNumbers numbers_;
  Host host_{clock_, scheduler_, entropy_, files_, log_, numbers_};
};

}  // namespace tandem::wasm

#endif  // TANDEM_WASM_WASM_HOST_H_
