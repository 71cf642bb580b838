// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Operations one after the other: made up from a seed, run, written as text that can be run again,
// and made shorter for whoever has to read it.

#ifndef TANDEM_TESTS_MODEL_SCRIPT_H_
#define TANDEM_TESTS_MODEL_SCRIPT_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tests/conformance/driver.h"
#include "tests/model/world.h"

namespace tandem::model {

struct Operation {
  const World::Verb* verb;
  Numbers numbers;
};
using Script = std::vector<Operation>;

// One operation a line: "insert 3 7 2".
std::string TextOf(const Script& script);
absl::StatusOr<Script> ScriptFrom(absl::string_view text);

struct Outcome {
  std::vector<std::string> complaints;  // Empty if all is well.
  std::vector<std::string> frames;
  std::map<std::string, int> meant;  // How often each verb meant something.
  std::map<std::string, int> seen;   // What happened besides, how often.
};

// Stops at the first step that something is wrong with.
Outcome RunScript(conformance::Driver& driver, const conformance::Site& site, const Script& script);

// Makes up `length` operations, which fit the state each finds, while running them.
Script MakeUp(conformance::Driver& driver, const conformance::Site& site, uint32_t seed, int length,
              Outcome* outcome);

// The failing script without lines it fails without.
Script Shrink(conformance::Driver& driver, const conformance::Site& site, Script script);

}  // namespace tandem::model

#endif  // TANDEM_TESTS_MODEL_SCRIPT_H_
