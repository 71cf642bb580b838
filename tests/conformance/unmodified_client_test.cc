// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// An unmodified client, as the requirements marked [F] describe it, plays sessions against the
// core in this process, the native server over a real WebSocket and the WebAssembly core. After
// each step its page must show what the application holds: Show() is compared with a text that
// is written here, not computed.

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "core/testing/matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/conformance/inproc_driver.h"
#include "tests/conformance/transcript.h"
#include "tests/conformance/transcript_suite.h"
#include "tests/conformance/unmodified_browser.h"
#include "tests/conformance/unmodified_page.h"
#include "tests/conformance/wasm_driver.h"
#include "tests/conformance/websocket_driver.h"

namespace tandem::conformance {
namespace {

using ::tandem::testing::IsOk;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// What the board shows before anything has happened.
constexpr char kFresh[] = "Board [] 0 @title=~color=red [30] [] ({}) ()";

struct Home {
  const char* name;
  std::unique_ptr<Driver> (*make)();
};

class UnmodifiedClientTest : public ::testing::TestWithParam<Home> {
 protected:
  void SetUp() override {
    absl::StatusOr<std::map<std::string, std::string>> files = ReadApp("board");
    ASSERT_THAT(files, IsOk());
    Site site;
    site.files = *std::move(files);
    ASSERT_THAT(browser_.Start(site), IsOk());
  }

  void TearDown() override { EXPECT_THAT(browser_.complaints(), IsEmpty()); }

  // A page that has rendered.
  UnmodifiedPage& Load(const std::string& tab) {
    UnmodifiedPage& page = browser_.Open(tab);
    Settle();
    return page;
  }

  // As long as a few round trips of rendering take.
  void Settle() { browser_.Pass(absl::Milliseconds(150)); }

  // The messages that `tab` has sent, of all frames.
  std::vector<Json> Messages(const std::string& tab) {
    std::vector<Json> messages;
    for (const Json& frame : browser_.Sent(tab)) {
      for (const Json& message : frame["messages"]) messages.push_back(message);
    }
    return messages;
  }

  // The variables that `tab` has destroyed by name.
  size_t DestroysOf(const std::string& tab) {
    size_t count = 0;
    for (const Json& message : Messages(tab)) count += message["type"] == "destroy" ? 1 : 0;
    return count;
  }

  const std::unique_ptr<Driver> driver_ = GetParam().make();
  UnmodifiedBrowser browser_{*driver_};
};

// P-25, P-50, P-87, P-96, P-134, P-137: the root's watch brings templates and type, the page
// renders itself from them. P-88: a file with two templates is none. P-95: nothing twice.
TEST_P(UnmodifiedClientTest, LoadsAPage) {
  UnmodifiedPage& page = Load("a");
  EXPECT_EQ(page.Show(), kFresh);
  EXPECT_EQ(page.renders(), 2);  // The board and its list.
  EXPECT_THAT(page.wire().complaints(), IsEmpty());

  // P-11: always the wrapper, never without messages. P-26: 2, 3, 4 …. P-139: below the view's.
  std::vector<Json> messages = Messages("a");
  ASSERT_THAT(messages, SizeIs(Ge(18)));
  EXPECT_EQ(messages[0], Json({{"type", "watch"}, {"data", {{"varId", 1}}}}));
  int64_t next = 2;
  size_t watches = 0;
  for (const Json& message : messages) {
    watches += message["type"] == "watch" ? 1 : 0;
    if (message["type"] != "create") continue;
    EXPECT_EQ(message["data"]["id"], next++);
    // P-16: several kilobytes of what is nobody's business, with every binding.
    if (!message["data"].contains("widget")) continue;
    EXPECT_THAT(message["data"]["widget"].dump(), SizeIs(Ge(4096)));
  }
  EXPECT_EQ(watches, 1);
  for (const Json& frame : browser_.Sent("a")) {
    EXPECT_EQ(frame["userEvent"], false);
    EXPECT_FALSE(frame["messages"].empty());
  }
}

// P-138: what goes along with a create, by the element it comes from. The model must be honest.
TEST_P(UnmodifiedClientTest, CreatesAsSuchAClientDoes) {
  UnmodifiedPage& page = Load("a");
  page.Click("add");
  Settle();
  std::map<std::string, Json> by_path;
  for (const Json& message : Messages("a")) {
    if (message["type"] != "create") continue;
    Json properties = message["data"]["properties"];
    properties.erase("elementId");
    const std::string path = properties["path"].get<std::string>();
    // The draft has three bindings, of which the field's is the first to be made.
    by_path.emplace(path, std::move(properties));
  }
  EXPECT_EQ(by_path["notes"],
            Json({{"path", "notes"}, {"wrapper", "lua.ViewList"}, {"access", "r"}}));
  EXPECT_EQ(by_path["items"],
            Json({{"path", "items"}, {"fallbackNamespace", "list-item"}, {"access", "r"}}));
  EXPECT_EQ(by_path["0"], Json({{"path", "0"}, {"fallbackNamespace", "list-item"}}));
  EXPECT_EQ(by_path["item"],
            Json({{"path", "item"}, {"fallbackNamespace", "list-item"}, {"access", "r"}}));
  EXPECT_EQ(by_path["label"], Json({{"path", "label"}, {"access", "r"}}));
  EXPECT_EQ(by_path["draft"], Json::object({{"path", "draft"}}));
  EXPECT_EQ(by_path["age()"], Json({{"path", "age()"}, {"access", "rw"}}));
  EXPECT_EQ(by_path["hot()"], Json({{"path", "hot()"}, {"access", "r"}}));
  EXPECT_EQ(by_path["setCount(_)"], Json({{"path", "setCount(_)"}, {"access", "action"}}));
  EXPECT_EQ(by_path["front()"],
            Json({{"path", "front()"}, {"access", "action"}, {"priority", "low"}}));
  // What is shown is reported, last of what a render sends.
  EXPECT_EQ(Messages("a").back()["data"]["properties"],
            Json::object({{"viewdef", "Note.list-item"}}));
}

// P-141, P-101: a click is answered without any waiting on either side.
TEST_P(UnmodifiedClientTest, ClickingIsImmediate) {
  UnmodifiedPage& page = Load("a");
  page.Click("inc");
  browser_.Pass(absl::ZeroDuration());
  EXPECT_EQ(page.Show(), "Board [] 1 @title=~color=red [30] [] ({}) ()");
  EXPECT_EQ(browser_.Sent("a").back()["userEvent"], true);
  // P-40: the button's value is the argument. P-136: text or number shows the same.
  page.Click("set");
  browser_.Pass(absl::ZeroDuration());
  EXPECT_EQ(page.Show(), "Board [] 7 @title=.hot~color=red [30] [] ({}) ()");
  // P-140: an action is sent again although nothing about it has changed.
  page.Click("set");
  EXPECT_EQ(Messages("a").back()["data"]["value"], "7");
  EXPECT_THAT(page.wire().complaints(), IsEmpty());
}

// P-141: what is typed is no user event and waits 10 ms; P-42: only what else shows it changes.
TEST_P(UnmodifiedClientTest, Types) {
  UnmodifiedPage& page = Load("a");
  const size_t sent = browser_.Sent("a").size();
  page.Write("draft", "milk");
  page.Leave("draft");
  browser_.Pass(absl::Milliseconds(9));
  EXPECT_THAT(browser_.Sent("a"), SizeIs(sent));
  browser_.Pass(absl::Milliseconds(1));
  EXPECT_THAT(browser_.Sent("a"), SizeIs(sent + 1));
  EXPECT_EQ(browser_.Sent("a").back()["userEvent"], false);
  Settle();
  EXPECT_EQ(page.Show(), "Board [milk] 0 @title=milk~color=red [30] [] ({}) ()");
  // P-140: leaving it unchanged says nothing.
  page.Leave("draft");
  Settle();
  EXPECT_THAT(browser_.Sent("a"), SizeIs(sent + 1));
  EXPECT_THAT(page.wire().complaints(), IsEmpty());
}

// P-138: a key sends the field first and then the action, in one user event; P-71: in order.
TEST_P(UnmodifiedClientTest, PressesAKeyInAField) {
  UnmodifiedPage& page = Load("a");
  page.Write("draft", "milk");
  page.Press("draft", "enter");
  const Json frame = browser_.Sent("a").back();
  EXPECT_EQ(frame["userEvent"], true);
  ASSERT_THAT(frame["messages"], SizeIs(2));
  EXPECT_EQ(frame["messages"][0]["data"]["value"], "milk");
  EXPECT_TRUE(frame["messages"][1]["data"]["value"].is_null());
  Settle();
  EXPECT_EQ(page.Show(), "Board [milk] 0 @title=milk~color=red [30] [] ({((milk))}) ()");
  EXPECT_THAT(page.wire().complaints(), IsEmpty());
}

// P-135: a list grows and shrinks at its end, whatever happened to its rows; P-54, P-110: what
// the page does not name goes along, and it is told. P-52, P-112: it lets go late, bottom-up.
TEST_P(UnmodifiedClientTest, FollowsAList) {
  UnmodifiedPage& page = Load("a");
  for (const char* button : {"add", "add", "add"}) {
    page.Click(button);
    Settle();
  }
  EXPECT_EQ(page.Show(), "Board [] 0 @title=~color=red [30] [] ({((n1)) ((n2)) ((n3))}) ()");
  page.Click("done", 1);
  browser_.Pass(absl::ZeroDuration());
  EXPECT_EQ(page.Show(), "Board [] 0 @title=~color=red [30] [] ({((n1)) ((n2 .done)) ((n3))}) ()");
  page.Click("front");
  Settle();
  EXPECT_EQ(page.Show(),
            "Board [] 0 @title=~color=red [30] [] ({((front)) ((n1)) ((n2 .done)) ((n3))}) ()");
  const size_t variables = page.wire().variables().size();
  page.Click("drop");
  Settle();
  EXPECT_EQ(page.Show(),
            "Board [] 0 @title=~color=red [30] [] ({((front)) ((n1)) ((n2 .done))}) ()");
  // Item and view were named; label, toggle and class went along.
  EXPECT_EQ(DestroysOf("a"), 2);
  EXPECT_THAT(page.wire().variables(), SizeIs(variables - 5));
  for (int i = 0; i < 3; ++i) page.Click("drop");
  Settle();
  EXPECT_EQ(page.Show(), kFresh);
  EXPECT_EQ(DestroysOf("a"), 8);
  EXPECT_THAT(page.wire().complaints(), IsEmpty());
}

// P-134: a view fills, changes with the type alone, and empties; P-80, P-81. P-111: variables
// of the old content linger below the view's and do no harm.
TEST_P(UnmodifiedClientTest, FollowsAnObject) {
  UnmodifiedPage& page = Load("a");
  page.Click("add");
  Settle();
  page.Click("pick");
  Settle();
  EXPECT_EQ(page.Show(), "Board [] 0 @title=~color=red [30] [] ({((n1))}) (n1)");
  const int renders = page.renders();
  page.Click("plan");
  Settle();
  EXPECT_EQ(page.Show(), "Board [] 0 @title=~color=red [30] [] ({((n1))}) (rest (n1))");
  EXPECT_EQ(page.renders(), renders + 2);
  // Another object of the same type: the view stays, what is in it follows.
  page.Click("front");
  page.Click("plan");
  Settle();
  EXPECT_EQ(page.Show(),
            "Board [] 0 @title=~color=red [30] [] ({((front)) ((n1))}) (rest (front))");
  EXPECT_EQ(page.renders(), renders + 4);  // A new row, and nothing else.
  page.Click("unpick");
  Settle();
  EXPECT_EQ(page.Show(), "Board [] 0 @title=~color=red [30] [] ({((front)) ((n1))}) ()");
  page.Click("pick");
  Settle();
  EXPECT_EQ(page.Show(), "Board [] 0 @title=~color=red [30] [] ({((front)) ((n1))}) (front)");
  EXPECT_THAT(page.wire().complaints(), IsEmpty());
}

// P-121: the page loads again, its ids begin at 2, and everything is as it was.
TEST_P(UnmodifiedClientTest, LoadsAgain) {
  UnmodifiedPage& first = Load("a");
  first.Click("add");
  first.Click("inc");
  first.Click("pick");
  Settle();
  const std::string shown = first.Show();
  EXPECT_EQ(shown, "Board [] 1 @title=~color=red [30] [] ({((n1))}) (n1)");
  first.Write("draft", "never sent");  // Still in the field when the page goes.
  UnmodifiedPage& second = Load("a");
  EXPECT_EQ(second.Show(), shown);
  EXPECT_EQ(Messages("a")[1]["data"]["id"], 2);
  second.Click("inc");
  browser_.Pass(absl::ZeroDuration());
  EXPECT_EQ(second.Show(), "Board [] 2 @title=.hot~color=red [30] [] ({((n1))}) (n1)");
  EXPECT_THAT(second.wire().complaints(), IsEmpty());
}

// P-126, P-113, P-94: two tabs with the same ids show the same and take nothing from each other.
TEST_P(UnmodifiedClientTest, HasTwoTabs) {
  UnmodifiedPage& a = Load("a");
  UnmodifiedPage& b = Load("b");
  EXPECT_EQ(b.Show(), kFresh);
  a.Click("add");
  Settle();
  b.Click("front");
  b.Click("pick");
  Settle();
  const std::string both = "Board [] 0 @title=~color=red [30] [] ({((front)) ((n1))}) (front)";
  EXPECT_EQ(a.Show(), both);
  EXPECT_EQ(b.Show(), both);
  b.Write("draft", "eggs");
  b.Leave("draft");
  Settle();
  EXPECT_EQ(a.Show(), "Board [eggs] 0 @title=eggs~color=red [30] [] ({((front)) ((n1))}) (front)");
  browser_.Close("b");
  a.Click("drop");
  a.Click("inc");
  Settle();
  EXPECT_EQ(a.Show(), "Board [eggs] 1 @title=eggs~color=red [30] [] ({((front))}) (front)");
  EXPECT_THAT(a.wire().complaints(), IsEmpty());
}

// P-123, P-125: the socket breaks; what the page does meanwhile is lost, it says nothing when it
// is back, and the server brings it up to date without rendering anything anew.
TEST_P(UnmodifiedClientTest, ComesBackWithItsSocketBroken) {
  UnmodifiedPage& a = Load("a");
  UnmodifiedPage& b = Load("b");
  a.Click("add");
  Settle();
  const int renders = a.renders();
  const size_t sent = browser_.Sent("a").size();
  browser_.Break("a");
  b.Click("inc");
  a.Click("add");  // Lost.
  browser_.Pass(absl::Milliseconds(2500));
  EXPECT_THAT(browser_.Sent("a"), SizeIs(sent + 1));
  EXPECT_EQ(a.Show(), "Board [] 1 @title=~color=red [30] [] ({((n1))}) ()");
  EXPECT_EQ(a.renders(), renders);
  a.Click("inc");
  browser_.Pass(absl::ZeroDuration());
  EXPECT_EQ(a.Show(), "Board [] 2 @title=.hot~color=red [30] [] ({((n1))}) ()");
  EXPECT_THAT(a.wire().complaints(), IsEmpty());
}

// P-104: what the server does by itself arrives, too.
TEST_P(UnmodifiedClientTest, ShowsWhatATimerDid) {
  UnmodifiedPage& page = Load("a");
  page.Click("later");
  browser_.Pass(absl::Milliseconds(309));
  EXPECT_EQ(page.Show(), kFresh);
  browser_.Pass(absl::Milliseconds(1));
  EXPECT_EQ(page.Show(), "Later [] 0 @title=~color=red [30] [] ({}) ()");
}

// P-42, P-132: what is refused is put right in the field, and the error's mark goes with it.
TEST_P(UnmodifiedClientTest, CorrectsAField) {
  UnmodifiedPage& page = Load("a");
  page.Write("age", "old");
  page.Leave("age");
  Settle();
  EXPECT_EQ(page.Show(), kFresh);
  page.Write("age", "31");
  page.Leave("age");
  Settle();
  EXPECT_EQ(page.Show(), "Board [] 0 @title=~color=red [31] [] ({}) ()");
  // P-86: one that is only written keeps what stands in it.
  page.Write("size", "big");
  page.Leave("size");
  Settle();
  EXPECT_EQ(page.Show(), "Board [] 0 @title=~color=red [31] [big]!method-failure ({}) ()");
  page.Write("size", "7");
  page.Leave("size");
  Settle();
  EXPECT_EQ(page.Show(), "Board [] 0 @title=~color=red [31] [7] ({}) ()");
  EXPECT_THAT(page.wire().complaints(), IsEmpty());
}

// The client's own batching: each message puts its batch off by 10 ms, but not beyond 50.
TEST_P(UnmodifiedClientTest, HoldsMessagesBackForFiftyMillisecondsAtMost) {
  UnmodifiedPage& page = Load("a");
  const size_t sent = browser_.Sent("a").size();
  for (int i = 0; i < 7; ++i) {
    page.Write("draft", absl::StrCat("text ", i));
    page.Leave("draft");
    browser_.Pass(absl::Milliseconds(8));
  }
  // The seventh came 48 ms after the first, one more makes it 56.
  EXPECT_THAT(browser_.Sent("a"), SizeIs(sent));
  page.Write("draft", "text 7");
  page.Leave("draft");
  ASSERT_THAT(browser_.Sent("a"), SizeIs(sent + 1));
  EXPECT_THAT(browser_.Sent("a").back()["messages"], SizeIs(8));
  Settle();
  EXPECT_EQ(page.Show(), "Board [text 7] 0 @title=text 7~color=red [30] [] ({}) ()");
  EXPECT_THAT(page.wire().complaints(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Homes, UnmodifiedClientTest,
    ::testing::Values(
        Home{"Inproc", [] { return std::unique_ptr<Driver>(std::make_unique<InprocDriver>()); }},
        Home{"Websocket",
             [] { return std::unique_ptr<Driver>(std::make_unique<WebsocketDriver>()); }},
        Home{"Wasm", [] { return std::unique_ptr<Driver>(std::make_unique<WasmDriver>()); }}),
    [](const ::testing::TestParamInfo<Home>& info) { return std::string(info.param.name); });

}  // namespace
}  // namespace tandem::conformance
