// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Every transcript against the WebAssembly core under Node.

#include <memory>

#include "gtest/gtest.h"
#include "tests/conformance/transcript_suite.h"
#include "tests/conformance/wasm_driver.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  tandem::conformance::RegisterDriver(
      [] { return std::make_unique<tandem::conformance::WasmDriver>(); });
  return RUN_ALL_TESTS();
}
