// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What third_party/lua54/patches/serials.patch is for: nothing that a script can see depends on
// where a value lies in memory, nor on when the collector runs.

#include <string>

#include "absl/strings/string_view.h"
#include "absl/strings/substitute.h"
#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

using SerialsTest = BareLua;

TEST_F(SerialsTest, ValuesWithoutATextAreNumberedWhenTheyAreFirstPrinted) {
  EXPECT_EQ(Text("(function() local a, b = {}, {} return tostring(b) .. ' ' .. tostring(a) .. ' ' "
                 ".. tostring(b) end)()"),
            "table: 0x00000001 table: 0x00000002 table: 0x00000001");
  EXPECT_EQ(Text("function() end"), "function: 0x00000003");
  EXPECT_EQ(Text("coroutine.create(function() end)"), "thread: 0x00000004");
  EXPECT_EQ(Text("coroutine.running()"), Text("coroutine.running()"));
}

TEST_F(SerialsTest, BuiltinFunctionsHaveNumbersOfTheirOwn) {
  const std::string next = Text("next"), rawget = Text("rawget");
  EXPECT_EQ(next, "function: 0x00000001");
  EXPECT_EQ(rawget, "function: 0x00000002");
  EXPECT_EQ(Text("next"), next);
}

TEST_F(SerialsTest, FormatPrintsTheSameNumberWithWidths) {
  EXPECT_EQ(Text("(function() local t = {} return ('%p|%14p|%-14p|'):format(t, t, t) .. "
                 "tostring(t) end)()"),
            "0x00000001|    0x00000001|0x00000001    |table: 0x00000001");
  EXPECT_EQ(Text("('%p %p %p'):format(1, nil, true)"), "(null) (null) (null)");
  EXPECT_EQ(Text("('%p'):format('a' .. 'b') == ('%p'):format('ab')"), "true");
  EXPECT_EQ(Text("('%p'):format('a') ~= ('%p'):format('b')"), "true");
}

// Fills tables with keys of every kind, removes and sets them again, and prints what pairs and
// next make of it; the collector runs as the $0 says.
constexpr absl::string_view kChurn = R"(
  $0
  local seed = 4711
  local function Random(n)
    seed = (seed * 1103515245 + 12345) % 2147483648
    return seed // 65536 % n
  end
  local objects = {}
  for i = 1, 60 do objects[i] = i % 3 == 0 and function() return i end or { i } end
  local kinds = {
    function() return objects[Random(60) + 1] end,
    function() return objects[Random(60) + 1] end,
    function() return "key" .. Random(40) end,
    function() return ("long"):rep(12) .. Random(20) end,
    function() return Random(50) + 0.5 end,
    function() return Random(50) end,
    function() return {} end,
    function() return Random(2) == 0 and next or print end,
  }
  local digest = 0
  for round = 1, 60 do
    local t = {}
    for step = 1, 200 do
      local key = kinds[Random(#kinds) + 1]()
      t[key] = Random(3) ~= 0 and Random(1000) or nil
      if step % 7 == 0 then Collect() end
      if step % 50 == 0 then
        for k, v in pairs(t) do
          digest = (digest * 31 + v) % 1000000007
          if Random(9) == 0 then t[k] = nil Collect() end
        end
      end
    end
  end
  return digest)";

enum class Collector { kNever, kAsUsual, kGenerational };

class Vm : public BareLua {
 public:
  // What a fresh VM makes of it. `start` is Lua that says what Collect does.
  static std::string Digest(Collector collector, absl::string_view start) {
    Vm vm;
    if (collector == Collector::kNever) lua_gc(vm.L(), LUA_GCSTOP);
    if (collector == Collector::kGenerational) lua_gc(vm.L(), LUA_GCGEN, 0, 0);
    return vm.Text("(function() " + absl::Substitute(kChurn, start) + " end)()");
  }

 private:
  void TestBody() override {}
};

constexpr absl::string_view kNothing = "local function Collect() end";
constexpr absl::string_view kEverything = "local Collect = collectgarbage";

TEST(CollectorTest, TheOrderOfPairsDoesNotDependOnIt) {
  const std::string never = Vm::Digest(Collector::kNever, kNothing);
  EXPECT_EQ(Vm::Digest(Collector::kAsUsual, kNothing), never);
  EXPECT_EQ(Vm::Digest(Collector::kAsUsual, kEverything), never);
  EXPECT_EQ(Vm::Digest(Collector::kGenerational, kNothing), never);
  EXPECT_EQ(
      Vm::Digest(Collector::kGenerational, "local function Collect() collectgarbage('step') end"),
      never);
}

TEST(CollectorTest, TheOrderOfPairsDoesNotDependOnWhatLiesInMemory) {
  EXPECT_EQ(Vm::Digest(Collector::kAsUsual,
                       "local waste = {} for i = 1, 999 do waste[i] = ('x'):rep(i) end "
                       "local Collect = collectgarbage"),
            Vm::Digest(Collector::kAsUsual, kEverything));
}

// A removed key that was an object is found again by `next`, after the object is gone.
TEST_F(SerialsTest, ATraversalMayRemoveWhatItVisits) {
  EXPECT_EQ(Text("(function() local t = {} for i = 1, 50 do t[{}] = i t['k' .. i] = i "
                 "t[('long'):rep(12) .. i] = i end "
                 "local n = 0 for k in pairs(t) do t[k] = nil collectgarbage() n = n + 1 end "
                 "return n .. ' ' .. tostring(next(t)) end)()"),
            "150 nil");
}

TEST_F(SerialsTest, ARemovedObjectIsNotTakenForAnother) {
  EXPECT_EQ(
      Text("(function() local t = {} for i = 1, 2000 do local o = {} t[o] = i t[o] = nil o = nil "
           "if i % 10 == 0 then collectgarbage() end "
           "local p = {} if t[p] ~= nil then return 'found' end t[p] = i "
           "if t[p] ~= i then return 'lost' end end "
           "local n = 0 for k, v in pairs(t) do n = n + 1 end return n end)()"),
      "2000");
}

// The place for the number was there: a table is as large as upstream's.
TEST_F(SerialsTest, CostNoMemory) {
  constexpr absl::string_view kGrowth =
      "(function() local list = {} for i = 1, 1000 do list[i] = false end collectgarbage() "
      "local before = collectgarbage('count') "
      "for i = 1, 1000 do list[i] = $0 end "
      "return math.floor((collectgarbage('count') - before) * 1024 // 1000) end)()";
  lua_gc(L(), LUA_GCSTOP);
  EXPECT_EQ(Text(absl::Substitute(kGrowth, "{}")), "56");
  EXPECT_EQ(Text(absl::Substitute(kGrowth, "function() return i end")), "80");
}

}  // namespace
}  // namespace tandem::testing
