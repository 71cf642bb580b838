// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/model/sequences.h"

#include <iostream>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace tandem::model {

bool ReadArguments(int argc, char** argv, Sequences* sequences, std::string* script_file) {
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    bool is_known = false;
    if (absl::ConsumePrefix(&argument, "--seed=")) {
      is_known = absl::SimpleAtoi(argument, &sequences->first_seed);
    } else if (absl::ConsumePrefix(&argument, "--sequences=")) {
      is_known = absl::SimpleAtoi(argument, &sequences->count);
    } else if (script_file != nullptr && absl::ConsumePrefix(&argument, "--script=")) {
      *script_file = std::string(argument);
      is_known = true;
    }
    if (is_known) continue;
    std::cerr << argv[0] << ": cannot take the argument " << argv[i] << "\n";
    return false;
  }
  return true;
}

}  // namespace tandem::model
