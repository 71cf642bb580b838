// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/object_ids.h"

#include <optional>

#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

class ObjectIdsTest : public BareLua {
 protected:
  ObjectIdsTest() {
    Do([this](lua_State* L) { ids_.emplace(L); });
  }
  ~ObjectIdsTest() override { ids_.reset(); }

  ObjectId IdOf(absl::string_view expression) {
    ObjectId id;
    Do([&](lua_State* L) {
      PushExpression(L, expression);
      id = ids_->IdOf(L, -1);
      EXPECT_EQ(lua_gettop(L), 1);
    });
    return id;
  }
  bool IsLive(ObjectId id) {
    bool live = false;
    Do([&](lua_State* L) {
      live = ids_->Push(L, id);
      EXPECT_EQ(lua_gettop(L), live ? 1 : 0);
    });
    return live;
  }

  std::optional<ObjectIds> ids_;
};

TEST_F(ObjectIdsTest, AnObjectKeepsItsId) {  // D-17, T-69, L-94
  ASSERT_TRUE(Run("a, b = {}, {}").ok());
  const ObjectId a = IdOf("a");
  EXPECT_GT(a.value(), 0);
  EXPECT_NE(IdOf("b"), a);
  EXPECT_EQ(IdOf("a"), a);
  lua_gc(L(), LUA_GCCOLLECT);
  EXPECT_EQ(IdOf("a"), a);
}

TEST_F(ObjectIdsTest, AnIdKeepsNoObjectAlive) {  // T-71
  ASSERT_TRUE(Run("a = {}").ok());
  const ObjectId a = IdOf("a");
  EXPECT_TRUE(IsLive(a));
  ASSERT_TRUE(Run("a = nil").ok());
  lua_gc(L(), LUA_GCCOLLECT);
  EXPECT_FALSE(IsLive(a));
}

TEST_F(ObjectIdsTest, NoIdIsGivenTwice) {  // T-72, T-74
  ObjectId last;
  for (int i = 0; i < 1000; ++i) {
    const ObjectId id = IdOf("{}");
    EXPECT_LT(last, id);
    last = id;
    if (i % 100 == 0) lua_gc(L(), LUA_GCCOLLECT);
  }
}

// D-44: a look into a weak table, and its growth, take longer where the collector came by later.
TEST_F(ObjectIdsTest, StepsDoNotDependOnTheCollector) {
  const auto steps_left = [this](bool collects) {
    state_->fuel.Fill(int64_t{1} << 30);
    for (int i = 0; i < 3000; ++i) {
      const ObjectId id = IdOf("{}");
      if (collects && i % 100 == 0) lua_gc(L(), LUA_GCCOLLECT);
      IsLive(ObjectId(id.value() - 1000));
    }
    return state_->fuel.left();
  };
  lua_gc(L(), LUA_GCSTOP);
  const int64_t without = steps_left(false);
  EXPECT_LT(without, int64_t{1} << 30);
  EXPECT_EQ(steps_left(true), without);
}

TEST_F(ObjectIdsTest, FunctionsAndThreadsHaveIdsToo) {  // L-97
  ASSERT_TRUE(Run("f = function() end co = coroutine.create(f)").ok());
  EXPECT_EQ(IdOf("f"), IdOf("f"));
  EXPECT_NE(IdOf("f"), IdOf("co"));
  EXPECT_EQ(IdOf("print"), IdOf("print"));
}

TEST_F(ObjectIdsTest, UnknownIdsAreNobodys) {
  EXPECT_FALSE(IsLive(ObjectId(0)));
  EXPECT_FALSE(IsLive(ObjectId(-1)));
  EXPECT_FALSE(IsLive(ObjectId(int64_t{1} << 60)));
}

TEST_F(ObjectIdsTest, ForgottenObjectsTakeNoRoom) {
  for (int i = 0; i < 1000; ++i) IdOf("{}");
  lua_gc(L(), LUA_GCCOLLECT);
  const int64_t before = state_->memory_bytes();
  for (int i = 0; i < 20'000; ++i) IdOf("{}");
  lua_gc(L(), LUA_GCCOLLECT);
  EXPECT_LT(state_->memory_bytes(), before + 200'000);
}

}  // namespace
}  // namespace tandem::testing
