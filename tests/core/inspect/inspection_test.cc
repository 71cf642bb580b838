// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/inspect/inspection.h"

#include <cstdint>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/host/clock.h"
#include "core/host/host.h"
#include "core/inspect/variable_json.h"
#include "core/lua/lua_session.h"
#include "core/session/server.h"
#include "core/session/session.h"
#include "core/session/session_manager.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/session/session_fixture.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr size_t kAll = std::numeric_limits<size_t>::max();

constexpr char kApp[] = R"lua(
local App = session:prototype("App", { count = 105, name = "Ann", done = true, bad = false })
function App:risky() if self.bad then error("boom") end return "fine" end
function App:noted() diag(1, "low") diag(3, "high") return 1 end
local app = session:create(App)
app.items = { { label = "one" }, { label = "two" } }
app.words = { "a", "b", "c" }
session:createAppVariable(app)
)lua";

// Time passes whenever somebody looks.
class MovingClock : public Clock {
 public:
  absl::Duration Monotonic() const override { return now_ += step; }
  absl::Time Wall() const override { return absl::UnixEpoch() + now_; }
  absl::Duration step = absl::Microseconds(3);

 private:
  mutable absl::Duration now_;
};

class InspectionTest : public SessionFixture {
 protected:
  InspectionTest() {
    // As a server that nobody asks for diagnostics.
    host_.log.SetVerbosity(kLogAlways);
    Main(kApp);
  }
  // Before its world goes.
  ~InspectionTest() override { server_.reset(); }

  Session& SessionOf(const SessionId& id) { return *server().sessions().Find(id); }
  Inspection Look(const SessionId& id) {
    std::optional<Inspection> inspection = Inspection::Of(server(), SessionOf(id).vended_id());
    EXPECT_TRUE(inspection.has_value());
    return *inspection;
  }

  // variables.json, by path.
  std::map<std::string, Json> Variables(const SessionId& id) {
    const absl::StatusOr<Json> json = ParseJson(VariablesJson(Look(id)));
    EXPECT_TRUE(json.ok()) << json.status();
    std::map<std::string, Json> variables;
    for (const Json& variable : *json) variables[variable.value("path", "")] = variable;
    return variables;
  }

  std::vector<int64_t> Order(const SessionId& id) {
    std::vector<int64_t> ids;
    Look(id).ForEach(kAll,
                     [&](const VariableSight& sight) { ids.push_back(sight.variable.id.value()); });
    return ids;
  }

  // A world that is like that of the fixture, but for its clock.
  MovingClock clock_;
  Host world_{clock_,    host_.scheduler, host_.entropy, host_.files,
              host_.log, host_.numbers,   nullptr,       nullptr};
};

// S-47, S-51: every field that is never omitted, and no other that has nothing to say.
TEST_F(InspectionTest, AVariableSaysWhatVariablesJsonPromises) {
  const SessionId id = NewSession();
  Page page(*this, id);
  page.Create(2, 1, "count");
  page.Create(3, 1, "name");
  page.Create(4, 1, "done");
  page.Create(5, 1, "missing");
  page.Create(6, 1, "words");
  page.Messages();
  auto variables = Variables(id);

  EXPECT_EQ(
      DumpJson(variables["count"]),
      R"({"access":"r","active":true,"baseValue":105,"changeCount":1,"depth":1,"elementId":"",)"
      R"("goType":"float64","id":2,"pages":[{"id":2,"page":1,"watches":true}],"parentId":1,)"
      R"("path":"count","properties":{"access":"r","path":"count"},"value":105})");
  EXPECT_EQ(variables["name"]["goType"], "string");
  EXPECT_EQ(variables["done"]["goType"], "bool");
  EXPECT_EQ(variables["words"]["goType"], "table");
  EXPECT_EQ(variables["words"]["value"], Json::parse(R"(["a","b","c"])"));
  EXPECT_FALSE(variables["missing"].contains("value")) << "nil is left out";
  EXPECT_FALSE(variables["missing"].contains("goType"));
  EXPECT_EQ(variables[""]["id"], 1);
  EXPECT_EQ(variables[""]["type"], "App");
  EXPECT_EQ(variables[""]["goType"], "App");
  EXPECT_EQ(variables[""]["depth"], 0);
  EXPECT_EQ(variables[""]["childIds"], Json::parse("[2,3,4,5,6]"));
}

// S-47: breadth-first, children as they were created.
TEST_F(InspectionTest, ParentsComeBeforeChildrenLevelByLevel) {
  const SessionId id = NewSession();
  Page page(*this, id);
  page.Create(2, 1, "items");
  page.Create(3, 2, "0");
  page.Create(4, 3, "label");
  page.Create(5, 1, "name");
  page.Create(6, 2, "1");
  page.Messages();
  EXPECT_THAT(Order(id), ElementsAre(1, 2, 5, 3, 6, 4));
  EXPECT_EQ(Look(id).Find(VariableId(4), kAll)->depth, 3);
  EXPECT_FALSE(Look(id).Find(VariableId(77), kAll).has_value());
}

// S-47, S-51, T-3: a wrapper stands for the value, which is told beside it.
TEST_F(InspectionTest, BehindAWrapperTheValueIsSeen) {
  const SessionId id = NewSession();
  Page page(*this, id);
  page.Send(R"({"type":"create","data":{"id":2,"parentId":1,"properties":)"
            R"({"path":"items","access":"r","wrapper":"lua.ViewList"}}})");
  page.Messages();
  const Json list = Variables(id)["items"];
  EXPECT_EQ(list["type"], "lua.ViewList");
  EXPECT_TRUE(list["value"].contains("obj"));
  EXPECT_TRUE(list["baseValue"].is_array());
  EXPECT_EQ(list["goType"], "table");
}

// S-47: the last error, of reading or of writing.
TEST_F(InspectionTest, ErrorsStayUntilTheyAreMended) {
  const SessionId id = NewSession();
  Page page(*this, id);
  page.Create(2, 1, "risky()");
  page.Create(3, 1, "bad", "rw");
  page.Create(4, 1, "name");
  page.Update(3, "true");
  page.Update(4, "\"no\"");
  page.Messages();
  auto variables = Variables(id);
  EXPECT_THAT(variables["risky()"]["error"].get<std::string>(), HasSubstr("boom"));
  EXPECT_THAT(variables["name"]["error"].get<std::string>(), HasSubstr("read-only"));
  page.Update(3, "false");
  page.Messages();
  EXPECT_FALSE(Variables(id)["risky()"].contains("error"));
}

// T-95: nothing is measured unless somebody wants it.
TEST_F(InspectionTest, TimesAreMeasuredOnDemand) {
  server_ = std::make_unique<Server>(world_, config_);
  const SessionId id = NewSession();
  Page page(*this, id);
  page.Create(2, 1, "risky()");
  page.Messages();
  LuaBackend* backend = server().FindLuaBackend(SessionOf(id).vended_id());
  const auto is_timed = [&] {
    return backend->tracker()->Find(VariableId(2))->compute_time != absl::ZeroDuration();
  };
  EXPECT_FALSE(is_timed());
  EXPECT_FALSE(Variables(id)["risky()"].contains("computeTime"));
  backend->Measure(true);
  page.Update(2, "1");
  page.Messages();
  EXPECT_TRUE(is_timed());
  EXPECT_EQ(Variables(id)["risky()"]["computeTime"], "3.0us");
  backend->Measure(false);
  clock_.step = absl::Microseconds(5);
  page.Update(2, "1");
  page.Messages();
  EXPECT_EQ(Variables(id)["risky()"]["computeTime"], "3.0us") << "the last that was measured";
}

// S-52, T-96: the level can be raised for a session that is looked at.
TEST_F(InspectionTest, NotesAreKeptUpToTheLevelAskedFor) {
  const SessionId id = NewSession();
  Page page(*this, id);
  page.Create(2, 1, "noted()");
  page.Messages();
  EXPECT_FALSE(Variables(id)["noted()"].contains("diags"));
  server().FindLuaSession(SessionOf(id).vended_id())->SetDiagnosticLevel(1);
  page.Watch(2);
  page.Messages();
  EXPECT_EQ(Variables(id)["noted()"]["diags"], Json::parse(R"(["low"])"));
}

// S-46, S-47: what each page has of its own.
TEST_F(InspectionTest, EachPageIsNamedWithItsElement) {
  const SessionId id = NewSession();
  Page first(*this, id), second(*this, id);
  first.Watch(1);
  first.Send(R"({"type":"create","data":{"id":2,"parentId":1,"properties":)"
             R"({"path":"name","elementId":"ui-7","viewdef":"App.DEFAULT"}}})");
  second.Watch(1);
  second.Send(R"({"type":"create","data":{"id":9,"parentId":1,"nowatch":true,"properties":)"
              R"({"path":"name","elementId":"ui-3"}}})");
  first.Messages();
  const Json name = Variables(id)["name"];
  EXPECT_EQ(name["elementId"], "ui-7");
  EXPECT_EQ(name["properties"]["viewdef"], "App.DEFAULT");
  EXPECT_EQ(DumpJson(name["pages"]),
            R"([{"elementId":"ui-7","id":2,"page":1,"viewdef":"App.DEFAULT","watches":true},)"
            R"({"elementId":"ui-3","id":9,"page":2,"watches":false}])");
}

// Long values are read up to a limit, and what is read stays JSON.
TEST_F(InspectionTest, LongValuesAreCut) {
  const SessionId id = NewSession();
  Page page(*this, id);
  page.Create(2, 1, "name", "rw");
  page.Create(3, 1, "words");
  // Eleven bytes, whose fourth to seventh are one character.
  page.Update(2,
              "\"abc\xF0\x9F\x8D\x8E"
              "defg\"");
  page.Messages();
  const auto text = Look(id).Find(VariableId(2), 5);
  EXPECT_EQ(text->shown.json, "\"abc\"");
  EXPECT_EQ(text->shown.cut_from, 11);
  const auto list = Look(id).Find(VariableId(3), 6);
  EXPECT_EQ(list->shown.json, R"(["a","b"])");
  EXPECT_EQ(list->shown.cut_from, 3);
  EXPECT_EQ(Look(id).Find(VariableId(3), kAll)->shown.cut_from, 0);
}

// S-49, D-17: what is looked at is no different for it. An object that nobody was told of gets its
// number when somebody is told, not when somebody looks.
TEST_F(InspectionTest, LookingLeavesNoTrace) {
  const auto run = [&](bool looks) {
    const SessionId id = NewSession();
    Page page(*this, id);
    page.Send(R"({"type":"create","data":{"id":2,"parentId":1,"nowatch":true,"properties":)"
              R"({"path":"items","access":"r"}}})");
    page.Send(R"({"type":"create","data":{"id":3,"parentId":1,"properties":)"
              R"({"path":"items.1","access":"r"}}})");
    page.Messages();
    const LuaSession& lua = *server().FindLuaSession(SessionOf(id).vended_id());
    const int64_t before = lua.memory_bytes();
    const absl::Duration active = SessionOf(id).last_active();
    host_.Advance(absl::Seconds(1));
    if (looks) {
      EXPECT_THAT(DumpJson(Variables(id)["items"]["value"]), HasSubstr("{\"obj\":0}"));
      EXPECT_EQ(lua.memory_bytes(), before);
      EXPECT_EQ(SessionOf(id).last_active(), active);
    }
    page.Watch(2);
    return absl::StrCat(page.Messages().front());
  };
  const std::string looked_at = run(true);
  EXPECT_THAT(looked_at, Not(HasSubstr("{\"obj\":0}")));
  EXPECT_EQ(looked_at, run(false));
}

// An edit is an entry of the mailbox like any other, and everybody who watches is told.
TEST_F(InspectionTest, AnEditIsToldToEveryPage) {
  const SessionId id = NewSession();
  Page first(*this, id), second(*this, id);
  for (Page* page : {&first, &second}) {
    page->Watch(1);
    page->Create(2, 1, "name", "rw");
    page->Messages();
  }
  first.Messages();  // A watch of variable 1 is answered to all who watch it.
  const int64_t records = SessionOf(id).records();
  SessionOf(id).Edit(VariableId(2), "\"Bea\"");
  EXPECT_EQ(SessionOf(id).records(), records + 1);
  EXPECT_THAT(first.Messages(), ElementsAre(ValueUpdate(2, "\"Bea\"")));
  EXPECT_THAT(second.Messages(), ElementsAre(ValueUpdate(2, "\"Bea\"")));
  EXPECT_EQ(Variables(id)["name"]["value"], "Bea");
}

TEST_F(InspectionTest, AnEditThatFailsIsKeptWithItsVariable) {
  const SessionId id = NewSession();
  Page page(*this, id);
  page.Create(2, 1, "name", "r");
  page.Messages();
  SessionOf(id).Edit(VariableId(2), "\"Bea\"");
  EXPECT_THAT(Variables(id)["name"]["error"].get<std::string>(), HasSubstr("read-only"));
  EXPECT_THAT(page.Messages(), IsEmpty()) << "no page wrote it";
  SessionOf(id).Edit(VariableId(99), "1");
  SessionOf(id).Edit(VariableId(2), "not JSON");
  EXPECT_EQ(Variables(id)["name"]["value"], "Ann");
}

// S-47
TEST(DurationTextTest, HasTheUnitThatFits) {
  EXPECT_EQ(DurationText(absl::ZeroDuration()), "");
  EXPECT_EQ(DurationText(absl::Nanoseconds(850)), "850ns");
  EXPECT_EQ(DurationText(absl::Nanoseconds(12'345)), "12.3us");
  EXPECT_EQ(DurationText(absl::Microseconds(420)), "420.0us");
  EXPECT_EQ(DurationText(absl::Microseconds(1'420)), "1.42ms");
  EXPECT_EQ(DurationText(absl::Milliseconds(1'250)), "1.250s");
}

}  // namespace
}  // namespace tandem
