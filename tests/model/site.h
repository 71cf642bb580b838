// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The site in site/, read from the test's runfiles. It runs in development mode, in which every
// failing read is told.

#ifndef TANDEM_TESTS_MODEL_SITE_H_
#define TANDEM_TESTS_MODEL_SITE_H_

#include <fstream>
#include <sstream>
#include <string>

#include "tests/conformance/transcript.h"

namespace tandem::model {

inline conformance::Site ReadSite() {
  conformance::Site site;
  site.development = true;
  for (const char* name : {"lua/labels.lua", "lua/main.lua"}) {
    std::ifstream file(std::string("tests/model/site/") + name);
    std::stringstream text;
    text << file.rdbuf();
    site.files[name] = text.str();
  }
  return site;
}

}  // namespace tandem::model

#endif  // TANDEM_TESTS_MODEL_SITE_H_
