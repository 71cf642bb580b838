// Copyright (c) the Tandem authors. Licensed under the MIT License.

// What is written about the Lua API is what there is: docs/lua.md and lua/library/tandem.lua name
// what a session has, all of it and nothing else, and the examples print what they say.

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/lua/lua_session_fixture.h"

namespace tandem::testing {
namespace {

using Names = std::set<std::string>;

std::string ReadText(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file.good()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string Documentation() { return ReadText("docs/lua.md"); }

// Every first group of a match in `text`.
Names Matches(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern, std::regex::ECMAScript | std::regex::multiline);
  Names names;
  for (std::sregex_iterator match(text.begin(), text.end(), regex), end; match != end; ++match) {
    names.insert((*match)[1]);
  }
  return names;
}

// Of Lua itself and told of by its manual.
const Names kOfLua = {"_G",           "_VERSION", "assert",       "collectgarbage", "coroutine",
                      "debug",        "error",    "getmetatable", "ipairs",         "load",
                      "math",         "next",     "os",           "pairs",          "pcall",
                      "rawequal",     "rawget",   "rawlen",       "rawset",         "select",
                      "setmetatable", "string",   "table",        "tonumber",       "tostring",
                      "type",         "utf8",     "warn",         "xpcall"};

// Of Lua itself, and here with a meaning of their own: documented, and known to editors anyway.
const Names kRedefined = {"dofile", "loadfile", "package", "print", "require"};

// What old code expects to find and nobody should use (L-27).
const Names kUnmentioned = {"_variables", "_watchers", "_objectToId"};

Names Without(Names names, const Names& others) {
  for (const std::string& name : others) names.erase(name);
  return names;
}

class LuaDocumentationTest : public LuaSessionTest {
 protected:
  // The keys of a table.
  Names KeysOf(const std::string& table) {
    Run("names = {} for name in pairs(" + table + ") do names[#names + 1] = name end");
    Names names;
    for (absl::string_view name : absl::StrSplit(Eval("table.concat(names, ' ')"), ' ')) {
      names.insert(std::string(name));
    }
    return names;
  }

  // What `table` has, with the globals that tests make left out.
  Names Globals() { return Without(KeysOf("_G"), {"names", "v"}); }
};

TEST_F(LuaDocumentationTest, SessionIsDocumentedAndAnnotated) {  // L-21 … L-40
  Start("");
  session_->SetUser({"Europe/Berlin", "de-DE"});  // Fields that are nil until then.
  const Names there = KeysOf("session");
  const std::string annotations = ReadText("lua/library/tandem.lua");
  Names annotated = Matches(annotations, R"(^function session:(\w+)\()");
  annotated.merge(
      Matches(annotations.substr(0, annotations.find("session = {}")), R"(^---@field (\w+))"));
  EXPECT_EQ(annotated, there);

  Names documented;
  const std::string text = absl::StrReplaceAll(Documentation(), {{"\\_", "_"}});
  for (const std::string& heading : Matches(text, R"(^###\s+(.*)$)")) {
    documented.merge(Matches(heading, R"(session[:.](\w+))"));
  }
  EXPECT_EQ(documented, Without(there, kUnmentioned));
}

TEST_F(LuaDocumentationTest, UiIsDocumentedAndAnnotated) {  // L-50 … L-54
  Start("");
  const Names there = KeysOf("ui");
  EXPECT_EQ(Matches(ReadText("lua/library/tandem.lua"), R"(^function ui\.(\w+)\()"), there);
  const std::string text = absl::StrReplaceAll(Documentation(), {{"\\_", "_"}});
  EXPECT_EQ(Matches(text, R"(^### ui\.(\w+)\()"), there);
}

TEST_F(LuaDocumentationTest, GlobalsAreDocumentedAndAnnotated) {  // L-18, L-19, L-56, L-60
  Start("");
  const Names there = Without(Globals(), kOfLua);
  const std::string annotations = ReadText("lua/library/tandem.lua");
  Names annotated = Matches(annotations, R"(^(\w+) = \{\})");
  annotated.merge(Matches(annotations, R"(^function (\w+)\()"));
  EXPECT_EQ(annotated, Without(there, kRedefined));

  Names documented = {"session", "ui"};  // A chapter each.
  for (const std::string& heading : Matches(Documentation(), R"(^###\s+(.*)$)")) {
    if (absl::StrContains(heading, "session") || absl::StartsWith(heading, "ui.") ||
        absl::StartsWith(heading, "variable")) {
      continue;
    }
    documented.merge(Matches(heading, R"((\w+)(?:\(|$))"));
  }
  EXPECT_EQ(documented, there);
}

TEST_F(LuaDocumentationTest, TheVariableObjectIsDocumentedAndAnnotated) {  // L-127
  Start(
      "W = { new = function(_, variable) v = variable end } app = { x = 1 } "
      "session:createAppVariable(app)");
  Open("x", {{"wrapper", "W"}});
  Scan();
  const Names there = KeysOf("v");
  const std::string annotations = ReadText("lua/library/tandem.lua");
  Names annotated = Matches(annotations, R"(^function variable:(\w+)\()");
  annotated.merge(Matches(annotations.substr(annotations.find("@class tandem.Variable")),
                          R"(^---@field (\w+))"));
  EXPECT_EQ(annotated, there);

  Names documented;
  const std::string text = absl::StrReplaceAll(Documentation(), {{"\\_", "_"}});
  for (const std::string& heading : Matches(text, R"(^###\s+(.*)$)")) {
    documented.merge(Matches(heading, R"(variable[:.](\w+))"));
  }
  EXPECT_EQ(documented, there);
}

// D-38: what [compat] lua51 = true adds.
TEST_F(LuaDocumentationTest, TheNamesOfLua51AreDocumented) {
  const std::vector<std::string> tables = {"_G", "table", "string", "math", "os"};
  Start("");
  std::vector<Names> before;
  for (const std::string& table : tables) before.push_back(KeysOf(table));
  options_.lua51 = true;
  Start("");
  Names added;
  for (size_t i = 0; i < tables.size(); ++i) {
    const std::string prefix = tables[i] == "_G" ? "" : tables[i] + ".";
    for (const std::string& name : Without(KeysOf(tables[i]), before[i])) {
      added.insert(prefix + name);
    }
  }
  std::string text = Documentation();
  const size_t row = text.find("| back again |");
  ASSERT_NE(row, std::string::npos);
  EXPECT_EQ(Matches(text.substr(row, text.find('\n', row) - row), R"(`([\w.]+)`)"), added);
}

// The annotations are Lua, so that they can be read at all.
TEST_F(LuaDocumentationTest, AnnotationsCompile) {
  fake_.files.Set("lua/tandem.lua", ReadText("lua/library/tandem.lua"));
  Start("compiled = loadfile('lua/tandem.lua')");
  EXPECT_EQ(Eval("type(compiled)"), "function");
}

struct Example {
  int line;
  std::string info;  // After "```lua".
  std::string code;
};

std::vector<Example> Examples() {
  std::vector<Example> examples;
  bool is_inside = false;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(Documentation(), '\n')) {
    ++number;
    if (is_inside) {
      is_inside = !absl::StartsWith(line, "```");
      if (is_inside) absl::StrAppend(&examples.back().code, line, "\n");
    } else if (absl::ConsumePrefix(&line, "```lua")) {
      examples.push_back({number, std::string(absl::StripAsciiWhitespace(line)), ""});
      is_inside = true;
    }
  }
  return examples;
}

// What the example says it prints, in the order of its lines.
std::vector<std::string> ExpectedLines(const Example& example) {
  std::vector<std::string> expected;
  for (absl::string_view line : absl::StrSplit(example.code, '\n')) {
    const size_t mark = line.find("--> ");
    if (mark != absl::string_view::npos) expected.emplace_back(line.substr(mark + 4));
  }
  return expected;
}

// Each example is the main.lua of a session of its own; those with a file name are files of the
// sessions after them. What timers print counts, too.
TEST_F(LuaDocumentationTest, ExamplesPrintWhatTheySay) {
  const std::vector<Example> examples = Examples();
  EXPECT_GE(examples.size(), 10u);
  for (Example example : examples) {
    SCOPED_TRACE(absl::StrCat("docs/lua.md:", example.line));
    absl::string_view file = example.info;
    if (absl::ConsumePrefix(&file, "file=")) {
      fake_.files.Set(file, example.code);
      continue;
    }
    EXPECT_THAT(example.info, AnyOf("", "lua51"));
    options_.lua51 = example.info == "lua51";
    fake_.log.Clear();
    Start(example.code);
    fake_.scheduler.Advance(absl::Seconds(1));
    std::vector<std::string> printed;
    for (const std::string& line : Logged()) {
      printed.emplace_back(absl::StripPrefix(line, "[lua] "));
    }
    EXPECT_THAT(printed, UnorderedElementsAreArray(ExpectedLines(example)));
  }
}

}  // namespace
}  // namespace tandem::testing
