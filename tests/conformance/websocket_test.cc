// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Every transcript against the native server, through its front door.

#include <memory>

#include "gtest/gtest.h"
#include "tests/conformance/transcript_suite.h"
#include "tests/conformance/websocket_driver.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  tandem::conformance::RegisterDriver(
      [] { return std::make_unique<tandem::conformance::WebsocketDriver>(); });
  return RUN_ALL_TESTS();
}
