// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Drives the WebAssembly core: Node runs wasm_driver.mjs as a child process that is told each
// verb in a line of JSON and answers with what happened. So the one runner and the one matcher
// judge this home too.

#ifndef TANDEM_TESTS_CONFORMANCE_WASM_DRIVER_H_
#define TANDEM_TESTS_CONFORMANCE_WASM_DRIVER_H_

#include <sys/types.h>

#include <cstdio>
#include <string>
#include <vector>

#include "tests/conformance/driver.h"

namespace tandem::conformance {

class WasmDriver final : public Driver {
 public:
  WasmDriver() = default;
  WasmDriver(const WasmDriver&) = delete;
  WasmDriver& operator=(const WasmDriver&) = delete;
  // Ends Node.
  ~WasmDriver() override;

  absl::string_view name() const override { return "wasm"; }

  absl::Status Start(const Site& site) override;
  absl::Status CreateSession(const std::string& session) override;
  absl::Status DestroySession(const std::string& session) override;
  absl::Status Connect(const std::string& connection, const std::string& session) override;
  absl::Status Disconnect(const std::string& connection) override;
  absl::Status Send(const std::string& connection, const std::string& frame) override;
  absl::Status Advance(absl::Duration duration) override;
  absl::Status WriteFile(const std::string& path, const std::string& text) override;
  std::vector<Event> TakeEvents() override;

 private:
  absl::Status StartNode();
  void EndNode();

  // Sends a verb and takes in the answer.
  absl::Status Perform(const Json& verb);
  absl::StatusOr<Json> Exchange(const std::string& line);

  std::vector<Event> events_;

  // The child and both ends of the conversation; 0 and null while there is none.
  pid_t node_ = 0;
  std::FILE* to_node_ = nullptr;
  std::FILE* from_node_ = nullptr;
};

}  // namespace tandem::conformance

#endif  // TANDEM_TESTS_CONFORMANCE_WASM_DRIVER_H_
