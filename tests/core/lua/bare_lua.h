// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A VM with the libraries but without a session, for tests of the parts below it.

#ifndef TANDEM_TESTS_CORE_LUA_BARE_LUA_H_
#define TANDEM_TESTS_CORE_LUA_BARE_LUA_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "core/lua/diagnostics.h"
#include "core/lua/libraries.h"
#include "core/lua/lua_call.h"
#include "core/lua/lua_context.h"
#include "core/lua/lua_events.h"
#include "core/lua/lua_function.h"
#include "core/lua/lua_state.h"
#include "core/lua/object_ids.h"
#include "core/testing/fake_host.h"
#include "gtest/gtest.h"
#include "lauxlib.h"
#include "lua.h"

namespace tandem::testing {

struct NoEvents : LuaEvents {
  void OnTimerDue(TimerHandle) override {}
};

class BareLua : public ::testing::Test {
 protected:
  BareLua() : state_(*LuaState::Create(int64_t{64} << 20)), context_(fake_.host, {}, events_) {
    state_->context = &context_;
    context_.diagnostics = &diagnostics_;
    const absl::Status status = Protect(L(), [](lua_State* L) { OpenLibraries(L); });
    EXPECT_TRUE(status.ok()) << status;
  }

  lua_State* L() { return state_->get(); }

  // Runs `body` as the application's code would be run.
  void Do(absl::FunctionRef<void(lua_State*)> body) {
    const absl::Status status = Protect(L(), body);
    EXPECT_TRUE(status.ok()) << WithTraceback(status);
  }

  // Pushes the value of a Lua expression.
  static void PushExpression(lua_State* L, absl::string_view expression) {
    const std::string code = "return " + std::string(expression);
    if (luaL_loadbufferx(L, code.data(), code.size(), "=test", "t") != LUA_OK) lua_error(L);
    lua_call(L, 0, 1);
  }

  // Runs statements; the status says what they raised.
  absl::Status Run(absl::string_view code) {
    return Protect(L(), [&](lua_State* L) {
      if (luaL_loadbufferx(L, code.data(), code.size(), "=test", "t") != LUA_OK) lua_error(L);
      lua_call(L, 0, 0);
    });
  }

  // tostring of an expression.
  std::string Text(absl::string_view expression) {
    std::string text;
    Do([&](lua_State* L) {
      PushExpression(L, expression);
      size_t size = 0;
      const char* bytes = luaL_tolstring(L, -1, &size);
      text.assign(bytes, size);
    });
    return text;
  }

  FakeHost fake_;
  NoEvents events_;
  Diagnostics diagnostics_{fake_.log};
  std::unique_ptr<LuaState> state_;
  LuaContext context_;
};

}  // namespace tandem::testing

#endif  // TANDEM_TESTS_CORE_LUA_BARE_LUA_H_
