// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Two connections say anything to a session: it goes on, and answers in messages. The input is
// lines: "a>" or "b>" and a frame (any other line is a frame of a; FuzzSession::Send says what may
// stand in it); "a!" or "b!" for a new connection; "a." or "b." for one that stops reading, or goes
// on; "+" and how many milliseconds pass; "*" and the number of an edit of the app;
// "%KEY=HTML" for an edited template.

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_session.h"

namespace {

constexpr char kMain[] = R"lua(
Item = session:prototype("Item", { label = "", done = false })
function Item:text() return self.label .. (self.done and "!" or "") end
Row = {}
function Row:new(item) return { item = item, caption = "row" } end
Shout = {}
function Shout:new(variable) return tostring(variable:getValue()):upper() end
App = session:prototype("App", { title = "t", count = 0, items = EMPTY, selected = EMPTY })
function App:inc() self.count = self.count + 1 end
function App:add(label)
  if #self.items < 20 then
    table.insert(self.items, session:create(Item, { label = tostring(label) }))
  end
end
function App:drop() table.remove(self.items, 1) end
function App:turn() table.insert(self.items, table.remove(self.items, 1)) end
function App:select(index) self.selected = self.items[index] end
function App:fail() error("on purpose") end
function App:later() session:setTimeout(function() self.title = self.title .. "." end, 20) end
function App:echo(value) self.said = value end
if not session.reloading then
  app = session:create(App, { items = {} })
  for _, label in ipairs({ "a", "b", "c" }) do app:add(label) end
  session:createAppVariable(app)
end
)lua";

// What "*1", "*2" … add to the app's file; "*0" is the file as it was.
constexpr absl::string_view kEdits[] = {
    "",
    "error('broken edit')",
    "function App:inc() self.count = self.count + 2 end",
    "Item.label = 'none' function Item:text() return 1 / 0 end",
    "session:prototype('Item', { name = 'n' }) function Item:mutate() self.name = self.label end",
    "session:prototype('App', { title = 'u', items = EMPTY }) function App:mutate() app:inc() end",
    "app:add('by an edit')",
    "local function",
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  tandem::fuzz::FuzzSession session(kMain);
  int lines = 0;
  for (absl::string_view line : absl::StrSplit(tandem::fuzz::Text(data, size), '\n')) {
    if (++lines > 60) break;
    int number = 0;
    if (line == "a!" || line == "b!") {
      session.Reconnect(line[0] - 'a');
    } else if (line == "a." || line == "b.") {
      session.ToggleStall(line[0] - 'a');
    } else if (absl::ConsumePrefix(&line, "+")) {
      if (absl::SimpleAtoi(line, &number)) {
        session.Advance(absl::Milliseconds(std::clamp(number, 0, 100'000)));
      }
    } else if (absl::ConsumePrefix(&line, "*")) {
      if (absl::SimpleAtoi(line, &number) && number >= 0 &&
          number < static_cast<int>(std::size(kEdits))) {
        session.Edit("lua/main.lua", absl::StrCat(kMain, kEdits[number]));
      }
    } else if (absl::ConsumePrefix(&line, "%")) {
      const std::pair<absl::string_view, absl::string_view> parts =
          absl::StrSplit(line, absl::MaxSplits('=', 1));
      session.Edit(absl::StrCat("viewdefs/", parts.first, ".html"), parts.second);
    } else if (absl::ConsumePrefix(&line, "b>")) {
      session.Send(1, line);
    } else {
      absl::ConsumePrefix(&line, "a>");
      session.Send(0, line);
    }
  }
  // It goes on: a new page is shown the app.
  session.Reconnect(0);
  session.Send(0, R"({"userEvent":true,"messages":[{"type":"watch","data":{"varId":1}}]})");
  const auto frames = session.Take(0);
  tandem::fuzz::Claim(!frames.empty() && absl::StrContains(frames.front(), "\"varId\":1"),
                      "the session still shows the app", frames.empty() ? "" : frames.front());
  return 0;
}
