// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/script_libraries.h"

#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "core/lua/lua_state.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "lauxlib.h"
#include "lua.h"
#include "lualib.h"
#include "tests/native_server/temp_folder.h"

namespace tandem::native {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class ScriptLibrariesTest : public ::testing::Test {
 protected:
  ScriptLibrariesTest() {
    luaL_requiref(L_, LUA_GNAME, luaopen_base, 1);
    luaL_requiref(L_, LUA_TABLIBNAME, luaopen_table, 1);
    luaL_requiref(L_, LUA_STRLIBNAME, luaopen_string, 1);
    lua_createtable(L_, 0, 0);
    lua_setglobal(L_, "os");
    lua_settop(L_, 0);
  }

  void Open(bool lua51 = false) {
    for (const char* name : {"io", "os", "debug"}) OpenScriptLibrary(L_, name, lua51);
    EXPECT_EQ(lua_gettop(L_), 0);
  }

  // The results of an expression as text, separated by spaces; or what it raised.
  std::string Text(const std::string& expression) {
    const std::string code =
        absl::StrCat("local t = table.pack(", expression,
                     ") for i = 1, t.n do t[i] = tostring(t[i]) end return table.concat(t, ' ')");
    if (luaL_loadstring(L_, code.c_str()) == LUA_OK) lua_pcall(L_, 0, 1, 0);
    std::string text = lua_tostring(L_, -1);
    lua_settop(L_, 0);
    return text;
  }

  TempFolder disk_;
  const std::unique_ptr<LuaState> state_ = *LuaState::Create(1 << 20);
  lua_State* const L_ = state_->get();
};

TEST_F(ScriptLibrariesTest, FilesAreReadAndWritten) {  // D-39, compat C-17
  Open();
  const std::string file = disk_ / "notes.txt";
  EXPECT_EQ(Text(absl::StrCat("(function() local f = io.open('", file,
                              "', 'w') f:setvbuf('full', 4096) f:write('one\\n', 2, '\\n', 1.5) "
                              "return f:close() end)()")),
            "true");
  EXPECT_EQ(disk_.Read("notes.txt"), "one\n2\n1.5");
  EXPECT_EQ(Text(absl::StrCat("(function() local all = '' for line in io.lines('", file,
                              "') do all = all .. line .. ';' end return all end)()")),
            "one;2;1.5;");
  EXPECT_EQ(Text(absl::StrCat("io.open('", file, "'):read('*l', '*n')")), "one 2");
  EXPECT_THAT(Text("io.open('/nowhere/at/all')"), HasSubstr("nil /nowhere/at/all: No such file"));
}

TEST_F(ScriptLibrariesTest, OsReachesFilesAndTheEnvironmentButDoesNotExit) {  // D-39
  Open();
  disk_.Write("a", "x");
  EXPECT_EQ(Text(absl::StrCat("os.rename('", disk_ / "a", "', '", disk_ / "b", "')")), "true");
  EXPECT_EQ(disk_.Read("b"), "x");
  EXPECT_EQ(Text(absl::StrCat("os.remove('", disk_ / "b", "')")), "true");
  EXPECT_THAT(Text(absl::StrCat("os.remove('", disk_ / "b", "')")), HasSubstr("No such file"));
  EXPECT_THAT(Text("os.rename('/nowhere/a', '/nowhere/b')"), HasSubstr("No such file"));
  setenv("TANDEM_SCRIPT_TEST", "set", 1);
  EXPECT_EQ(Text("os.getenv('TANDEM_SCRIPT_TEST'), os.getenv('TANDEM_NOT_SET')"), "set nil");
  const std::string name = Text("os.tmpname()");
  EXPECT_THAT(name, StartsWith("/tmp/lua_"));
  EXPECT_EQ(unlink(name.c_str()), 0);
  EXPECT_EQ(Text("os.exit, os.setlocale"), "nil nil");
}

TEST_F(ScriptLibrariesTest, ProcessesRunAndSayHowTheyEnded) {  // D-39
  Open();
  EXPECT_EQ(Text("os.execute()"), "true");
  EXPECT_EQ(Text("os.execute('true')"), "true exit 0");
  EXPECT_EQ(Text("os.execute('exit 3')"), "nil exit 3");
  EXPECT_EQ(Text("os.execute('kill -9 $$')"), "nil signal 9");
  EXPECT_EQ(Text("io.popen('echo hi; exit 2'):read('a')"), "hi\n");
  EXPECT_EQ(Text("(function() local p = io.popen('exit 2') return p:close() end)()"), "nil exit 2");
  const std::string file = disk_ / "written";
  EXPECT_EQ(Text(absl::StrCat("(function() local p = io.popen('cat > ", file,
                              "', 'w') p:write('through a pipe') return p:close() end)()")),
            "true exit 0");
  EXPECT_EQ(disk_.Read("written"), "through a pipe");
  EXPECT_THAT(Text("io.popen('true', 'rw')"), HasSubstr("invalid mode"));
  EXPECT_EQ(Text("io.type(io.popen('true'))"), "file");
}

// What the server has open is not the child's, and its signals are as usual.
TEST_F(ScriptLibrariesTest, AChildInheritsNothingOfTheServer) {
  Open();
  const int leak = open("/dev/null", O_RDONLY);  // Without O_CLOEXEC.
  ASSERT_GT(leak, 2);
  EXPECT_EQ(Text(absl::StrCat("os.execute('test ! -e /proc/self/fd/", leak, "')")), "true exit 0");
  EXPECT_EQ(Text(absl::StrCat("(function() local p = io.popen('test ! -e /proc/self/fd/", leak,
                              "') return p:close() end)()")),
            "true exit 0");
  close(leak);
  const auto ignored = signal(SIGPIPE, SIG_IGN);
  EXPECT_EQ(Text("os.execute('kill -PIPE $$')"), "nil signal 13");
  signal(SIGPIPE, ignored);
}

TEST_F(ScriptLibrariesTest, ResultsAreAsLua51HasThem) {  // compat C-9, C-17, TC-197
  Open(true);
  EXPECT_EQ(Text("os.execute()"), "1");
  EXPECT_EQ(Text("os.execute('true')"), "0");
  EXPECT_EQ(Text("os.execute('exit 3')"), "1");
  EXPECT_EQ(Text("os.execute('kill -9 $$')"), "1");
  EXPECT_EQ(Text("io.popen('echo hi'):read('*a')"), "hi\n");
  EXPECT_EQ(Text("(function() local p = io.popen('echo a; echo b') local all = '' "
                 "for line in p:lines() do all = all .. line end return all, p:close() end)()"),
            "ab 0");
  EXPECT_EQ(Text("(function() local p = io.popen('exit 7') return p:close() end)()"), "7");
  EXPECT_EQ(Text("(function() local p = io.popen('kill -9 $$') return p:close() end)()"), "137");
}

// compat C-10: the io library makes text of numbers by itself, unless it gets it.
TEST_F(ScriptLibrariesTest, NumbersAreWrittenAsTheVmWritesThem) {
  Open(true);
  lua_setnumbertext(L_, [](char* buffer, size_t, lua_Number) {
    buffer[0] = 'F';
    return 1;
  });
  const std::string file = disk_ / "numbers";
  EXPECT_EQ(Text(absl::StrCat("(function() local f = io.open('", file,
                              "', 'w') f:write(1.5, 2, 'x') io.output(f) io.write(2.5) "
                              "return f:close() end)()")),
            "true");
  EXPECT_EQ(disk_.Read("numbers"), "F2xF");
}

TEST_F(ScriptLibrariesTest, DebugIsWhole) {  // D-39
  Open();
  EXPECT_EQ(Text("debug.getinfo(1, 'l').currentline, type(debug.sethook)"), "1 function");
}

}  // namespace
}  // namespace tandem::native
