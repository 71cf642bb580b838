// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Numbers come out the same in both homes, to the last bit: mathematical functions, numbers made
// from text and text made from numbers, each with 20,000 made-up values (functions.lua) in this
// process and in WebAssembly. Only digests travel; where they differ, the first value that does is
// looked for.
//
//   --function=NAME   only that one

#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"
#include "tests/conformance/inproc_driver.h"
#include "tests/conformance/transcript.h"
#include "tests/conformance/wasm_driver.h"

namespace tandem::conformance {
namespace {

std::string only;

// What functions.lua prints in a fresh session.
std::vector<std::string> Lines(Driver& driver, const std::string& function, bool show) {
  static const std::string* const kScript = [] {
    std::ifstream file("tests/determinism/functions.lua");
    std::stringstream text;
    text << file.rdbuf();
    return new std::string(text.str());
  }();
  Site site;
  site.config = {{"compat", {{"lua51", true}}}};
  site.files["lua/main.lua"] =
      absl::StrCat("FUNCTION, SHOW = '", function, "', ", show ? "true" : "false", " ", *kScript);
  EXPECT_TRUE(driver.Start(site).ok());
  EXPECT_TRUE(driver.CreateSession("s").ok());
  std::vector<std::string> lines;
  for (const Event& event : driver.TakeEvents()) {
    if (event.kind == Event::Kind::kLog) lines.push_back(event.text);
  }
  return lines;
}

// The part of the line that says "KEY\tVALUE"; "" if there is none.
std::string Find(const std::vector<std::string>& lines, absl::string_view key) {
  for (const std::string& line : lines) {
    const size_t at = line.find(absl::StrCat(key, "\t"));
    if (at != std::string::npos) return line.substr(at + key.size() + 1);
  }
  return "";
}

TEST(FunctionsTest, NativeAndWebAssemblyAgreeToTheLastBit) {
  InprocDriver native;
  WasmDriver wasm;
  const std::vector<std::string> names =
      absl::StrSplit(Find(Lines(native, "sqrt", false), "names"), ',');
  int compared = 0;
  for (const std::string& name : names) {
    if (!only.empty() && name != only) continue;
    ++compared;
    const std::string here = Find(Lines(native, name, false), "digest");
    const std::string there = Find(Lines(wasm, name, false), "digest");
    EXPECT_EQ(here.size(), 12u) << name;
    if (here == there) continue;
    const std::vector<std::string> a = Lines(native, name, true), b = Lines(wasm, name, true);
    size_t i = 0;
    while (i < a.size() && i < b.size() && a[i] == b[i]) ++i;
    ADD_FAILURE() << name << "\nnative: " << (i < a.size() ? a[i] : "(none)")
                  << "\nwasm:   " << (i < b.size() ? b[i] : "(none)");
  }
  EXPECT_GE(compared, only.empty() ? 50 : 1);
  std::cout << compared << " functions, 20,000 values each\n";
}

}  // namespace
}  // namespace tandem::conformance

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  for (int i = 1; i < argc; ++i) {
    absl::string_view argument = argv[i];
    if (absl::ConsumePrefix(&argument, "--function=")) {
      tandem::conformance::only = std::string(argument);
    } else {
      std::cerr << "functions_test: unknown argument " << argv[i] << "\n";
      return 2;
    }
  }
  return RUN_ALL_TESTS();
}
