// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/tracker/path.h"

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using ::tandem::testing::HasSubstr;
using ::tandem::testing::IsError;
using ::tandem::testing::IsOk;
using ::tandem::testing::IsOkAndHolds;
using Kind = Step::Kind;
using Pairs = std::vector<std::pair<std::string, std::string>>;

Step Field(std::string name) { return {Kind::kField, std::move(name), 0}; }
Step Index(int64_t index) { return {Kind::kIndex, "", index}; }
Step Call(std::string name) { return {Kind::kCall, std::move(name), 0}; }
Step Setter(std::string name) { return {Kind::kSetter, std::move(name), 0}; }

PathSpec Parsed(absl::string_view spec) {
  absl::StatusOr<PathSpec> parsed = ParsePathSpec(spec);
  EXPECT_THAT(parsed, IsOk()) << spec;
  return parsed.value_or(PathSpec());
}
Path Steps(absl::string_view spec) { return Parsed(spec).path; }

TEST(PathTest, ReadsTheExamples) {  // T-4 … T-8, section 2.2
  EXPECT_EQ(Steps("name"), (Path{Field("name")}));
  EXPECT_EQ(Steps("items.0.label"), (Path{Field("items"), Index(0), Field("label")}));
  EXPECT_EQ(Steps("contact.fullName()"), (Path{Field("contact"), Call("fullName")}));
  EXPECT_EQ(Steps("setName(_)"), (Path{Setter("setName")}));
  EXPECT_EQ(Steps("who().name"), (Path{Call("who"), Field("name")}));
}

TEST(PathTest, AnIndexHasNoLeadingZeroAndFitsADouble) {  // T-6
  EXPECT_EQ(Steps("10"), (Path{Index(10)}));
  EXPECT_EQ(Steps("01"), (Path{Field("01")}));
  EXPECT_EQ(Steps("00"), (Path{Field("00")}));
  EXPECT_EQ(Steps("-1"), (Path{Field("-1")}));
  EXPECT_EQ(Steps("+1"), (Path{Field("+1")}));
  EXPECT_EQ(Steps("1e3"), (Path{Field("1e3")}));
  EXPECT_EQ(Steps("9007199254740991"), (Path{Index(9007199254740991)}));
  EXPECT_EQ(Steps("9007199254740992"), (Path{Field("9007199254740992")}));
  EXPECT_EQ(Steps("99999999999999999999999"), (Path{Field("99999999999999999999999")}));
}

TEST(PathTest, AnObjectMayBeginAPathThatKnowsObjects) {  // D-41
  const auto steps = [](absl::string_view spec) {
    absl::StatusOr<PathSpec> parsed = ParsePathSpec(spec, PathDialect::kObjects);
    EXPECT_THAT(parsed, IsOk()) << spec;
    return parsed.value_or(PathSpec()).path;
  };
  const Step nine{Kind::kObject, "", 9};
  EXPECT_EQ(steps("@9"), (Path{nine}));
  EXPECT_EQ(steps("@9.label()?wrapper=W"), (Path{nine, Call("label")}));
  EXPECT_EQ(PathText(steps("@9.label")), "@9.label");
  EXPECT_EQ(steps("a.@9"), (Path{Field("a"), Field("@9")}));
  for (const char* name : {"@", "@09", "@-9", "@9x", "@x", "@99999999999999999999999"}) {
    EXPECT_EQ(steps(name), (Path{Field(name)})) << name;
  }
  EXPECT_EQ(Steps("@9"), (Path{Field("@9")}));  // T-9
}

TEST(PathTest, NamesMayBeEmptyOrOdd) {  // T-9: no ".." and no "@name".
  EXPECT_EQ(Steps("a..b"), (Path{Field("a"), Field(""), Field("b")}));
  EXPECT_EQ(Steps("."), (Path{Field(""), Field("")}));
  EXPECT_EQ(Steps("@app"), (Path{Field("@app")}));
  EXPECT_EQ(Steps("()"), (Path{Call("")}));
  EXPECT_EQ(Steps("f()()"), (Path{Call("f()")}));
  EXPECT_EQ(Steps("f(x)"), (Path{Field("f(x)")}));
  EXPECT_EQ(Steps("0()"), (Path{Call("0")}));
}

TEST(PathTest, ASetterStandsLast) {  // T-8
  EXPECT_THAT(ParsePathSpec("x(_).y"),
              IsError(ErrorKind::kBadAccess,
                      "BadSetterCall error: setter call \"x(_)\" must be at end of path"));
  EXPECT_THAT(ParsePathSpec("a.x(_).y(_)"), IsError(ErrorKind::kBadAccess, HasSubstr("\"x(_)\"")));
}

TEST(PathTest, TheQueryBecomesProperties) {  // T-4
  const PathSpec spec = Parsed("contacts()?wrapper=lua.ViewList&itemWrapper=P&flag&&x=a=b&c=?d");
  EXPECT_EQ(spec.text, "contacts()");
  EXPECT_EQ(spec.path, (Path{Call("contacts")}));
  EXPECT_EQ(spec.properties, (Pairs{{"wrapper", "lua.ViewList"},
                                    {"itemWrapper", "P"},
                                    {"flag", ""},
                                    {"x", "a=b"},
                                    {"c", "?d"}}));
  EXPECT_EQ(Parsed("a?x=%20").properties, (Pairs{{"x", "%20"}}));  // Taken literally.
  EXPECT_EQ(Parsed("a?").properties, Pairs());
}

TEST(PathTest, AnEmptyPathHasNoSteps) {  // T-10
  EXPECT_EQ(Steps(""), Path());
  EXPECT_EQ(Steps("?a=b"), Path());
  EXPECT_EQ(PathText({}), "");
}

TEST(PathTest, TextIsAsWritten) {  // T-31
  for (absl::string_view text : {"a", "a.b.0.name()", "x.set(_)", "a..b", "01.10", "."}) {
    EXPECT_EQ(PathText(Steps(text)), text);
  }
}

// Any text without '?' and with its setters last comes back as it was.
TEST(PathTest, RandomTextComesBack) {
  constexpr char kAlphabet[] = "ab.01()_";
  for (int seed = 0; seed < 20000; ++seed) {
    std::minstd_rand random(static_cast<unsigned>(seed + 1));
    std::string text;
    for (auto length = random() % 12; length > 0; --length) text += kAlphabet[random() % 8];
    absl::StatusOr<PathSpec> spec = ParsePathSpec(text);
    if (!spec.ok()) {
      EXPECT_NE(text.find("(_)."), std::string::npos) << "seed " << seed << ": " << text;
      continue;
    }
    EXPECT_EQ(PathText(spec->path), text) << "seed " << seed;
    EXPECT_EQ(spec->text, text) << "seed " << seed;
  }
}

TEST(AccessTest, HasFourWords) {  // Section 3, T-15
  EXPECT_THAT(ParseAccess("r"), IsOkAndHolds(Access::kRead));
  EXPECT_THAT(ParseAccess("w"), IsOkAndHolds(Access::kWrite));
  EXPECT_THAT(ParseAccess("rw"), IsOkAndHolds(Access::kReadWrite));
  EXPECT_THAT(ParseAccess("action"), IsOkAndHolds(Access::kAction));
  EXPECT_THAT(ParseAccess(""), IsOkAndHolds(Access::kReadWrite));
  for (Access access : {Access::kRead, Access::kWrite, Access::kReadWrite, Access::kAction}) {
    EXPECT_THAT(ParseAccess(AccessWord(access)), IsOkAndHolds(access));
  }
}

TEST(AccessTest, RefusesOtherWords) {  // T-11
  EXPECT_THAT(
      ParseAccess("x"),
      IsError(ErrorKind::kBadAccess, "invalid access value \"x\" (must be r, w, rw, or action)"));
  EXPECT_THAT(ParseAccess("R"), IsError(ErrorKind::kBadAccess));
}

TEST(AccessTest, SaysWhatItAllows) {  // Section 3
  EXPECT_TRUE(IsReadable(Access::kReadWrite) && IsWritable(Access::kReadWrite));
  EXPECT_TRUE(IsReadable(Access::kRead) && !IsWritable(Access::kRead));
  EXPECT_TRUE(!IsReadable(Access::kWrite) && IsWritable(Access::kWrite));
  EXPECT_TRUE(!IsReadable(Access::kAction) && IsWritable(Access::kAction));
}

TEST(AccessTest, AGetterCannotBeWriteOnly) {  // T-12, T-16, T-17
  EXPECT_THAT(CheckAccess(Steps("a.m()"), Access::kWrite),
              IsError(ErrorKind::kBadAccess,
                      "BadAccess error: path ending in \"m()\" requires access \"rw\", \"r\", or "
                      "\"action\", not \"w\""));
  EXPECT_THAT(CheckAccess(Steps("m()"), Access::kReadWrite), IsOk());
  EXPECT_THAT(CheckAccess(Steps("m()"), Access::kRead), IsOk());
  EXPECT_THAT(CheckAccess(Steps("m()"), Access::kAction), IsOk());
  EXPECT_THAT(CheckAccess(Steps("m().x"), Access::kWrite), IsOk());
}

TEST(AccessTest, ASetterCannotBeRead) {  // T-13
  EXPECT_THAT(CheckAccess(Steps("foo(_)"), Access::kReadWrite),
              IsError(ErrorKind::kBadAccess,
                      "BadAccess error: path ending in \"foo(_)\" requires access \"w\" or "
                      "\"action\", not \"rw\""));
  EXPECT_THAT(CheckAccess(Steps("foo(_)"), Access::kRead),
              IsError(ErrorKind::kBadAccess, HasSubstr("not \"r\"")));
  EXPECT_THAT(CheckAccess(Steps("foo(_)"), Access::kWrite), IsOk());
  EXPECT_THAT(CheckAccess(Steps("foo(_)"), Access::kAction), IsOk());
}

TEST(AccessTest, AnythingMayBeAnAction) {  // Section 3
  for (absl::string_view path : {"", "a", "0", "m()", "m(_)"}) {
    EXPECT_THAT(CheckAccess(Steps(path), Access::kAction), IsOk()) << path;
  }
}

}  // namespace
}  // namespace tandem
