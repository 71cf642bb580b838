// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Every transcript against the core itself: no socket, no thread, no JavaScript. Run this one
// first; what fails here is the core's behaviour, what fails only elsewhere is a shell's.

#include <memory>

#include "gtest/gtest.h"
#include "tests/conformance/inproc_driver.h"
#include "tests/conformance/transcript_suite.h"

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  tandem::conformance::RegisterDriver(
      [] { return std::make_unique<tandem::conformance::InprocDriver>(); });
  return RUN_ALL_TESTS();
}
