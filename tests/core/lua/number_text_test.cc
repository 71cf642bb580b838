// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/number_text.h"

#include <cmath>
#include <limits>
#include <string>
#include <utility>

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
  EXPECT_EQ(Text("('%a %5A'):format(0/0, -(0/0))"), "nan   NAN");
}

// patches/nan.patch: which NaN an operation makes is up to the processor.
TEST_F(NumberTextInVm, NanHasOnePatternOfBits) {
  for (const char* nan : {"0/0", "-(0/0)", "math.huge - math.huge",
                          "string.unpack('>d', '\\xff\\xf4\\0\\0\\0\\0\\0\\1')"}) {
    for (const auto& [format, bits] :
         {std::pair("d", "7ff8000000000000"), std::pair("n", "7ff8000000000000"),
          std::pair("f", "7fc00000")}) {
      const std::string packed = std::string("string.pack('>") + format + "', (" + nan + "))";
      EXPECT_EQ(
          Text("(" + packed + "):gsub('.', function(c) return ('%02x'):format(c:byte()) end)"),
          bits)
          << nan;
    }
  }
}

// patches/hexfloat.patch: C libraries write them in two ways, and read them with one rounding or
// with two.
TEST_F(NumberTextInVm, SubnormalNumbersInHexadecimal) {
  EXPECT_EQ(Text("('%a %A %.2a'):format(5e-324, -5e-324, 0x0.fffp-1022)"),
            "0x1p-1074 -0X1P-1074 0x2.00p-1023");
  EXPECT_EQ(Text("('%14a|%-14a|%014a|%+a|% #.0a'):format(5e-324, 5e-324, 5e-324, 5e-324, 5e-324)"),
            "     0x1p-1074|0x1p-1074     |0x000001p-1074|+0x1p-1074| 0x1.p-1074");
  EXPECT_EQ(Text("('%q'):format(5e-324)"), "0x1p-1074");
  EXPECT_EQ(Text("('%a %a'):format(0, 0x1p-1022)"), "0x0p+0 0x1p-1022");

  const struct {
    const char* text;
    const char* value;
  } cases[] = {
      {"0xc488c35a66d55aa3.4c65d0abbdb638d6p-1107", "0x1.891186b4p-1044"},
      {"0x1p-1075", "0x0p+0"},  // Half of the least: to even.
      {"0x1.0000000000000001p-1075", "0x1p-1074"},
      {"0x3p-1075", "0x1p-1073"},
      {"0x1.fffffffffffffp-1023", "0x1p-1022"},
      {"-0x.8p-1074", "-0x0p+0"},
      {"0x1.00000000000008p0", "0x1p+0"},
      {"0x1.000000000000080000000000001p0", "0x1.0000000000001p+0"},
      {"0x1.00000000000018p0", "0x1.0000000000002p+0"},
      {"0x123456789abcdef0123456789p0", "0x1.23456789abcdfp+96"},
      {"0x1.fffffffffffffffp1023", "inf"},
      {"0x1p99999999999999999999", "inf"},
      {"0x1p-99999999999999999999", "0x0p+0"},
      {"0x0p99999999999", "0x0p+0"},
      {" 0X.8P1 ", "0x1p+0"},
  };
  for (const auto& each : cases) {
    EXPECT_EQ(Text(std::string("('%a'):format('") + each.text + "' * 1.0)"), each.value)
        << each.text;
  }
  for (const char* text : {"0x", "0x.", "0x.p1", "0x1p", "0x1p+", "0x1.2.3", "0xg", "0x1 2"}) {
    EXPECT_EQ(Text(std::string("tonumber('") + text + "')"), "nil") << text;
  }
}

}  // namespace
}  // namespace tandem::testing
