// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Random statements change a handful of tables that hold, inherit from and replace each other,
// with the collector at work; whatever the quick look is certain of after each, the thorough look
// must find too. Under AddressSanitizer it also shows that nothing dead is read.

#include <array>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "core/testing/matchers.h"
#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"
#include "tests/core/lua/two_looks.h"

namespace tandem::testing {
namespace {

constexpr int kSeeds = 60;
constexpr int kSteps = 150;
constexpr uint32_t kTables = 8;

// Statements over the tables t[1] to t[kTables], the first of which is the root's value.
class Statements {
 public:
  explicit Statements(uint32_t seed) : random_(seed) {}

  uint32_t Below(uint32_t bound) { return random_() % bound; }

  template <size_t size>
  absl::string_view Any(const std::array<absl::string_view, size>& words) {
    return words[Below(size)];
  }

  std::string Table() { return absl::StrCat("t[", Below(kTables) + 1, "]"); }

  std::string Value() {
    static constexpr std::array<absl::string_view, 22> kValues = {
        "nil",  "nil",        "true",     "false",    "1",
        "1.0",  "2",          "0.0",      "-0.0",     "0 / 0",
        "1.5",  "'x'",        "'y'",      "''",       "string.rep('l', 50)",
        "{}",   "{n = 1}",    "{1, 'x'}", "{_p = 1}", "{1, nil, 3}",
        "next", "{[2.0] = 1}"};
    return Below(5) < 2 ? Table() : std::string(Any(kValues));
  }

  std::string Key() {
    static constexpr std::array<absl::string_view, 14> kKeys = {
        ".a",  ".a",  ".b",    ".b",   ".c",  ".type", "._p",
        "[1]", "[2]", "[3.0]", "[-1]", "[0]", "[1.5]", "[string.rep('k', 60)]"};
    return std::string(Any(kKeys));
  }

  // Lists of initializers, unlike arguments, are evaluated in the same order by every compiler.
  std::string Next() {
    switch (Below(20)) {
      case 0:
        return Join({Table(), " = {}"});
      case 1:
        return Join({"setmetatable(", Table(), ", ", Below(3) == 0 ? "nil" : Table(), ")"});
      case 2: {
        static constexpr std::array<absl::string_view, 4> kOthers = {
            "nil", "false", "function() return 1 end", "function() error('no') end"};
        return Join({Table(), ".__index = ", Below(3) == 0 ? std::string(Any(kOthers)) : Table()});
      }
      case 3:
        return Join({"setmetatable(", Table(), ", {__mode = 'kv'})"});
      case 4:
        return Join({"for i = 1, 40 do ", Table(), "['k' .. i] = ", Value(), " end"});
      case 5:
        return Join({"for i = 1, 40 do ", Table(), "['k' .. i] = nil end"});
      case 6:
        return Join({"for i = 1, ", absl::StrCat(Below(20)), " do ", Table(), "[i] = i end"});
      case 7:
        return Join({"for i = 1, 20 do ", Table(), "[i] = nil end"});
      case 8:
        return Join({"local l = ", Table(), "; l[#l + 1] = ", Value()});
      case 9:
        return Join({"local l = ", Table(), "; l[#l] = nil"});
      case 10:
        return "collectgarbage()";
      case 11:
        return "collectgarbage('step')";
      default:
        return Join({Table(), Key(), " = ", Value()});
    }
  }

 private:
  static std::string Join(std::initializer_list<std::string> parts) {
    return absl::StrJoin(parts, "");
  }

  std::mt19937 random_;
};

struct Line {
  Slot parent;
  absl::string_view path;
};
constexpr std::array<Line, 16> kLines = {{{0, "a"},
                                          {0, "b"},
                                          {1, "a"},
                                          {1, "b.c"},
                                          {1, "0"},
                                          {2, "1"},
                                          {2, "a.b"},
                                          {6, "a"},
                                          {0, "0"},
                                          {0, "1.a"},
                                          {0, "@1"},
                                          {0, "@2.a"},
                                          {11, "b"},
                                          {0, "k7"},
                                          {0, "_p"},
                                          {0, "2"}}};

class QuickLookRandomTest : public BareLua {
 protected:
  // What happens to the slots themselves.
  static void ChangeSlots(lua_State* L, Statements& statements, TwoLooks& looks) {
    const Slot slot = 1 + static_cast<Slot>(statements.Below(kLines.size()));
    switch (statements.Below(5)) {
      case 0:
        looks.SetPath(L, slot, statements.Any<4>({"a", "b", "a.c", "0"}));
        break;
      case 1: {
        PushExpression(L, statements.Value());
        WrapperKind kind = lua_istable(L, -1) ? WrapperKind::kTable : WrapperKind::kPrimitive;
        if (lua_isnil(L, -1)) kind = WrapperKind::kNone;
        looks.slots().SetWrapper(L, slot, kind);
        break;
      }
      case 2:
        lua_pushnil(L);
        looks.slots().SetWrapper(L, slot, WrapperKind::kNone);
        break;
      case 3:
        looks.slots().At(slot).must_report = true;
        break;
      case 4:
        looks.slots().Remove(L, slot);
        looks.Open(L, slot, kLines[slot - 1].parent, kLines[slot - 1].path);
        break;
    }
  }
};

TEST_F(QuickLookRandomTest, WhatIsCertainIsSo) {  // T-67, L-71, L-72, L-90, L-92, L-93, L-95, D-41
  int64_t certain = 0, same = 0, other = 0;
  for (uint32_t seed = 1; seed <= kSeeds && !HasFailure(); ++seed) {
    Statements statements(seed);
    std::string history = absl::StrCat("seed ", seed);
    ASSERT_THAT(Run(absl::StrCat("t = {} for i = 1, ", kTables, " do t[i] = {} end")), IsOk());
    Do([&](lua_State* L) {
      TwoLooks looks(L);
      PushExpression(L, "t[1]");
      looks.slots().SetValue(L, TwoLooks::kRoot);
      for (const char* known : {"t[2]", "t[3]"}) {
        PushExpression(L, known);
        looks.objects().IdOf(L, -1);
        lua_pop(L, 1);
      }
      for (Slot slot = 1; slot <= static_cast<Slot>(kLines.size()); ++slot) {
        looks.Open(L, slot, kLines[slot - 1].parent, kLines[slot - 1].path);
      }
      for (int step = 0; step < kSteps && !HasFailure(); ++step) {
        const std::string statement = statements.Next();
        absl::StrAppend(&history, "\n", statement);
        EXPECT_THAT(Run(statement), IsOk());
        if (statements.Below(10) == 0) ChangeSlots(L, statements, looks);
        for (Slot slot = 1; slot <= static_cast<Slot>(kLines.size()); ++slot) {
          const bool is_certain = looks.IsAsSeen(slot);
          const auto news = looks.LookThoroughly(L, slot);
          const bool is_same = news.ok() && *news == SlotTable::News::kSame;
          certain += is_certain ? 1 : 0;
          same += is_same ? 1 : 0;
          other += is_same ? 0 : 1;
          EXPECT_TRUE(is_same || !is_certain) << "slot " << slot << ": " << news.status();
        }
      }
    });
    if (HasFailure()) ADD_FAILURE() << history;
  }
  // Neither look has an easy life.
  EXPECT_GT(certain * 10, same * 6) << certain << " of " << same;
  EXPECT_GT(other, 10'000);
}

}  // namespace
}  // namespace tandem::testing
