// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/path_program.h"

#include <optional>

#include "core/testing/matchers.h"
#include "core/tracker/path.h"
#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

class PathProgramTest : public BareLua {
 protected:
  PathProgramTest() { Make(false); }
  ~PathProgramTest() override { programs_.reset(); }

  void Make(bool private_names_reachable) {
    programs_.reset();
    Do([&](lua_State* L) { programs_.emplace(L, private_names_reachable); });
  }
  const PathProgram* Acquire(absl::string_view path) {
    const PathProgram* program = nullptr;
    Do([&](lua_State* L) { program = programs_->Acquire(L, ParsePathSpec(path)->path); });
    return program;
  }
  void Release(const PathProgram* program) { programs_->Release(L(), program); }

  // The names in the key table that are in use.
  std::string KeyAt(int position) {
    std::string key;
    Do([&](lua_State* L) {
      programs_->PushKeys(L);
      lua_rawgeti(L, -1, position);
      key = lua_isnil(L, -1) ? "" : lua_tostring(L, -1);
    });
    return key;
  }

  std::optional<PathPrograms> programs_;
};

TEST_F(PathProgramTest, EqualPathsShareAProgramAndEqualNamesAKey) {
  const PathProgram* a = Acquire("owner.name");
  EXPECT_EQ(Acquire("owner.name"), a);
  const PathProgram* b = Acquire("owner.age()");
  EXPECT_NE(a, b);
  EXPECT_EQ(a->steps[0].key, b->steps[0].key);
  EXPECT_NE(a->steps[1].key, b->steps[1].key);
  Release(a);
  Release(a);
  Release(b);
}

TEST_F(PathProgramTest, StepsKeepTheirKind) {
  const PathProgram* program = Acquire("a.0.b().c(_)");
  ASSERT_EQ(program->steps.size(), 4u);
  EXPECT_EQ(program->steps[0].kind, Step::Kind::kField);
  EXPECT_EQ(program->steps[1].kind, Step::Kind::kIndex);
  EXPECT_EQ(program->steps[1].index, 0);
  EXPECT_EQ(program->steps[2].kind, Step::Kind::kCall);
  EXPECT_EQ(program->steps[3].kind, Step::Kind::kSetter);
  EXPECT_EQ(KeyAt(program->steps[2].key), "b");
  Release(program);
}

TEST_F(PathProgramTest, KeysNobodyUsesAreReused) {
  const PathProgram* a = Acquire("one.two");
  const int one = a->steps[0].key, two = a->steps[1].key;
  Release(a);
  EXPECT_EQ(KeyAt(one), "");
  const PathProgram* b = Acquire("three");
  EXPECT_THAT(b->steps[0].key, AnyOf(one, two));
  EXPECT_EQ(KeyAt(b->steps[0].key), "three");
  Release(b);
}

TEST_F(PathProgramTest, AProgramBeingWalkedStays) {
  const PathProgram* program = Acquire("a.b");
  programs_->BeginWalking();
  programs_->BeginWalking();
  Release(program);
  EXPECT_EQ(KeyAt(program->steps[1].key), "b");
  EXPECT_NE(Acquire("a.b"), program);
  programs_->EndWalking(L());
  EXPECT_EQ(program->path.size(), 2u);
  programs_->EndWalking(L());
}

TEST_F(PathProgramTest, NamesThatBeginWithAnUnderscoreArePrivate) {  // D-34
  const PathProgram* program = Acquire("_a.b_.__index()");
  EXPECT_TRUE(program->steps[0].is_private);
  EXPECT_FALSE(program->steps[1].is_private);
  EXPECT_TRUE(program->steps[2].is_private);
  Release(program);
  Make(true);
  program = Acquire("_a");
  EXPECT_FALSE(program->steps[0].is_private);
  Release(program);
}

TEST_F(PathProgramTest, NilPathErrorsNameWhereItBroke) {  // T-29, T-31
  const PathProgram* program = Acquire("a.0.title()");
  EXPECT_EQ(program->NilPathError(0).message(), "NilPath error: Nil path (nil!).a.0.title()");
  EXPECT_EQ(program->NilPathError(1).message(), "NilPath error: Nil path a(nil!).0.title()");
  EXPECT_EQ(program->NilPathError(2).message(), "NilPath error: Nil path a.0(nil!).title()");
  EXPECT_THAT(program->NilPathError(2), IsError(ErrorKind::kPathFailure));
  Release(program);
}

TEST_F(PathProgramTest, WithoutMemoryNothingIsLeftBehind) {
  const std::string name(80 << 20, 'x');  // More than the VM may hold.
  const Path path = {{Step::Kind::kField, "first", 0}, {Step::Kind::kField, name, 0}};
  EXPECT_THAT(Protect(L(), [&](lua_State* L) { programs_->Acquire(L, path); }),
              IsError(ErrorKind::kOverBudget));
  const PathProgram* program = Acquire("other");
  EXPECT_EQ(KeyAt(program->steps[0].key), "other");
  EXPECT_EQ(KeyAt(program->steps[0].key + 1), "");
  Release(program);
}

}  // namespace
}  // namespace tandem::testing
