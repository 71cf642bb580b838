// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Question: what does a turn of a real session cost for each variable a page shows, when nothing of
// it changed and when one in a hundred did? A turn is what one click brings about: a frame comes
// in, a method of the application runs, every variable is looked at, a frame goes out. The baseline
// is the same reads written by hand in Lua, run as such a turn without variables.
//
// Answer (2026-11-26, 2-core VM at 2.1 GHz that had other work, gcc 12 -O2, CPU time, minima of
// twelve alternating runs): 35 to 45 ns for each variable that did not change, from 200 to 20 000
// of them. With its two variables an item whose field is shown costs 0.8 to 1.6 times the
// hand-written loop, one whose method is shown 1.6 to 2.3 times: the call. One change in a hundred
// adds 15 to 30 percent with 100 items, 35 to 130 with 10 000. Before QuickLook the turns without
// changes took 4.2 to 5.6 times as long with fields, 1.8 to 2.1 times with methods.

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "benchmark/benchmark.h"
#include "core/base/ids.h"
#include "core/host/log_sink.h"
#include "core/session/server.h"
#include "core/session/site_config.h"
#include "core/testing/fake_host.h"
#include "tests/bench/counting_outbox.h"

namespace tandem {
namespace {

constexpr char kMain[] = R"lua(
local Item = session:prototype("Item", { name = "", owner = EMPTY })
function Item:title() return self.name end
local App = session:prototype("App", { items = EMPTY })
function App:fill(count)
  for i = 1, count do
    self.items[i] = session:create(Item, { name = "item " .. i, owner = { name = "owner " .. i } })
  end
end
function App:idle() end
local round = 0
function App:change()
  round = round + 1
  for i = 1, #self.items, 100 do
    self.items[i].name = "item " .. round
    self.items[i].owner.name = "owner " .. round
  end
end
-- The baseline: each value is read and compared with the one before.
local seen = {}
local function look(item, i, value) if seen[i] ~= value then seen[i] = value end end
function App:readField() for i, item in ipairs(self.items) do look(item, i, item.name) end end
function App:readNested() for i, item in ipairs(self.items) do look(item, i, item.owner.name) end end
function App:readMethod() for i, item in ipairs(self.items) do look(item, i, item:title()) end end
app = App:new({ items = {} })
app:fill(ITEMS)
session:createAppVariable(app)
)lua";

void Check(bool is_right) {
  if (!is_right) std::abort();
}

// A session with `items` objects and one page, which shows nothing yet.
class Page {
 public:
  explicit Page(int64_t items) {
    host_.log.SetVerbosity(kLogAlways);
    host_.files.Set("lua/main.lua", absl::StrCat("local ITEMS = ", items, "\n", kMain));
    server_ = std::make_unique<Server>(host_.host, config_);
    absl::StatusOr<SessionId> session = server_->sessions().CreateSession();
    Check(session.ok());
    absl::StatusOr<ConnectionId> connection = server_->sessions().Connect(*session, outbox_);
    Check(connection.ok());
    connection_ = *connection;
  }
  ~Page() { server_->sessions().Disconnect(connection_); }

  // Takes effect, and a turn, with Send.
  void Create(int64_t id, int64_t parent, absl::string_view path, absl::string_view access) {
    absl::StrAppend(&creations_, creations_.empty() ? "[" : ",",
                    R"({"type":"create","data":{"id":)", id, R"(,"parentId":)", parent,
                    R"(,"properties":{"path":")", path, R"(","access":")", access, R"("}}})");
  }
  void Send() { Send(absl::StrCat(std::exchange(creations_, ""), "]")); }

  // Calls the method of an action variable and delivers what changed.
  void Act(int64_t id) {
    Send(absl::StrCat(R"({"userEvent":true,"messages":[{"type":"update","data":{"varId":)", id,
                      R"(,"value":null}}]})"));
  }

  void Send(std::string frame) { server_->sessions().Receive(connection_, std::move(frame)); }
  CountingOutbox& outbox() { return outbox_; }

 private:
  std::string creations_;
  tandem::testing::FakeHost host_;
  SiteConfig config_;
  CountingOutbox outbox_;
  std::unique_ptr<Server> server_;
  ConnectionId connection_;
};

constexpr int64_t kAction = 2;
constexpr int64_t kFirst = 3;

// Shows `path` of every item: a variable for the item, and one below it.
void Show(Page& page, int64_t items, absl::string_view path) {
  const absl::string_view access = path == "title()" ? "r" : "rw";
  for (int64_t i = 0; i < items; ++i) {
    page.Create(kFirst + 2 * i, 1, absl::StrCat("items.", i), "r");
    page.Create(kFirst + 2 * i + 1, kFirst + 2 * i, path, access);
  }
}

void RunTurns(benchmark::State& state, absl::string_view path, absl::string_view action,
              bool sends_a_frame) {
  const int64_t items = state.range(0);
  Page page(items);
  page.Create(kAction, 1, action, "action");
  if (!path.empty()) Show(page, items, path);
  page.Send();
  page.Act(kAction);
  const int64_t before = page.outbox().frames;
  page.Act(kAction);
  Check((page.outbox().frames > before) == sends_a_frame && !page.outbox().is_closed);
  for (auto _ : state) page.Act(kAction);
  state.SetItemsProcessed(state.iterations() * items);
}

// Two variables for each item: the item and what is shown of it.
void BM_Turn_Unchanged(benchmark::State& state, const char* path) {
  RunTurns(state, path, "idle()", false);
}
void BM_Turn_OnePercent(benchmark::State& state, const char* path) {
  RunTurns(state, path, "change()", true);
}
// Nothing is shown; the method reads what the others show.
void BM_Baseline(benchmark::State& state, const char* action) {
  RunTurns(state, "", action, false);
}

BENCHMARK_CAPTURE(BM_Baseline, Field, "readField()")->Arg(100)->Arg(10000);
BENCHMARK_CAPTURE(BM_Turn_Unchanged, Field, "name")->Arg(100)->Arg(10000);
BENCHMARK_CAPTURE(BM_Turn_OnePercent, Field, "name")->Arg(100)->Arg(10000);
BENCHMARK_CAPTURE(BM_Baseline, Nested, "readNested()")->Arg(100)->Arg(10000);
BENCHMARK_CAPTURE(BM_Turn_Unchanged, Nested, "owner.name")->Arg(100)->Arg(10000);
BENCHMARK_CAPTURE(BM_Turn_OnePercent, Nested, "owner.name")->Arg(100)->Arg(10000);
BENCHMARK_CAPTURE(BM_Baseline, Method, "readMethod()")->Arg(100)->Arg(10000);
BENCHMARK_CAPTURE(BM_Turn_Unchanged, Method, "title()")->Arg(100)->Arg(10000);
BENCHMARK_CAPTURE(BM_Turn_OnePercent, Method, "title()")->Arg(100)->Arg(10000);

}  // namespace
}  // namespace tandem
