// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Which random sequences a test of this folder holds, as its command line says.

#ifndef TANDEM_TESTS_MODEL_SEQUENCES_H_
#define TANDEM_TESTS_MODEL_SEQUENCES_H_

#include <cstdint>
#include <string>

namespace tandem::model {

struct Sequences {
  uint32_t first_seed = 1;
  int count = 0;
};

// Reads --seed=N and --sequences=N, and --script=FILE if `script_file` is not null, from what
// GoogleTest has left. False, and a line on stderr, if there is anything else.
bool ReadArguments(int argc, char** argv, Sequences* sequences, std::string* script_file = nullptr);

}  // namespace tandem::model

#endif  // TANDEM_TESTS_MODEL_SEQUENCES_H_
