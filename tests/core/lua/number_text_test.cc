// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/number_text.h"

#include <cmath>
#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

// compat C-10: the table of the rule, and its edges.
TEST(NumberText, IsTheShortestThatReadsBack) {
  const struct {
    lua_Number number;
    const char* text;
  } cases[] = {
      {3.0, "3"},
      {1024.0, "1024"},
      {-7.0, "-7"},
      {-0.0, "0"},
      {3.5, "3.5"},
      {-0.25, "-0.25"},
      {1.0 / 3, "0.3333333333333333"},
      {0.1 + 0.2, "0.30000000000000004"},
      {1e15, "1000000000000000"},
      {9007199254740992.0, "9007199254740992"},
      {9.2233720368547748e18, "9223372036854774784"},
      {9.2233720368547758e18, "9.223372036854776e+18"},
      {-9.2233720368547758e18, "-9.223372036854776e+18"},
      {123456789.5, "123456789.5"},
      {999999999999999.5, "999999999999999.5"},
      {0.0001, "0.0001"},
      {0.00012345, "0.00012345"},
      {0.00009, "9e-05"},
      {1.5e-7, "1.5e-07"},
      {1e100, "1e+100"},
      {1e-300, "1e-300"},
      {5e-324, "5e-324"},
      {std::numeric_limits<double>::infinity(), "inf"},
      {-std::numeric_limits<double>::infinity(), "-inf"},
      {std::numeric_limits<double>::quiet_NaN(), "nan"},
      {-std::numeric_limits<double>::quiet_NaN(), "nan"},
  };
  for (const auto& each : cases) EXPECT_EQ(Lua51NumberText(each.number), each.text);
}

class NumberTextInVm : public BareLua {
 protected:
  void UseLua51Text() { lua_setnumbertext(L(), &WriteLua51NumberText); }
};

// compat C-11: wherever the VM makes text of a float, and only in the states that want it. This is
// what patches/number_text.patch is for: nothing outside the VM reaches the operator "..".
TEST_F(NumberTextInVm, ReachesEveryPlaceThatMakesTextOfAFloat) {
  EXPECT_EQ(Text("3.0 .. ''"), "3.0");
  EXPECT_EQ(Text("0.1 + 0.2"), "0.3");
  UseLua51Text();
  EXPECT_EQ(Text("3.0 .. ''"), "3");
  EXPECT_EQ(Text("tostring(6 / 2)"), "3");
  EXPECT_EQ(Text("('%s'):format(2^53)"), "9007199254740992");
  EXPECT_EQ(Text("table.concat({1.0, 0.1 + 0.2}, ' ')"), "1 0.30000000000000004");
  EXPECT_EQ(Text("select(2, pcall(error, 2^10))"), "1024");
  EXPECT_EQ(Text("(1e100 .. '') .. (-0.0 .. '')"), "1e+1000");
  EXPECT_EQ(Text("#(-1.7976931348623157e308 .. '')"), "24");  // No text is longer.
}

// patches/nan.patch: x86 makes the NaN of 0/0 negative, and printf says so.
TEST_F(NumberTextInVm, NanHasNoSign) {
  for (const char* nan : {"0/0", "-(0/0)", "math.huge - math.huge", "tonumber('nan') or 0/0"}) {
    EXPECT_EQ(Text(std::string("tostring(") + nan + ")"), "nan") << nan;
    EXPECT_EQ(Text(std::string("('%.1f %g'):format(") + nan + ", " + nan + ")"), "nan nan") << nan;
  }
  EXPECT_EQ(Text("('%.1f'):format(-1/0)"), "-inf");
}

}  // namespace
}  // namespace tandem::testing
