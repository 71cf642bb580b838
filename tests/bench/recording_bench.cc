// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Question: what does recording add to a turn, and how many bytes does an event take beside the
// frame that came in? A turn is what one click brings about: a frame comes in, a method changes one
// object, every variable is looked at, a frame goes out. Two sessions of one site take turns, one
// recorded and one not; the baseline is the latter.
//
// Answer (2026-11-26, 2-core VM that was busy with other things, gcc 12 -O2): 0.3 to 0.5
// microseconds, which is 6 to 7 % of a turn with 20 variables and 5 to 6 % of one with 200; with a
// file 7 to 9 and 5 to 6 %. Two sessions that are both not recorded differ by up to 4 %. There are
// no sockets in these turns; over sockets recording adds 1 to 2 %. An event takes 28 bytes.
//
// Before, on the same day: 8 to 11 and 6 %, with a file, by two calls of write(2), 24 to 27 and 14
// to 15 %. Now the file's end is mapped, an entry is written where it is appended from, and a log
// in memory does not look for its place each time.

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "benchmark/benchmark.h"
#include "core/base/ids.h"
#include "core/host/log_sink.h"
#include "core/log/event_log.h"
#include "core/log/memory_event_log.h"
#include "core/session/server.h"
#include "core/session/site_config.h"
#include "core/testing/fake_host.h"
#include "native_server/recorded_sessions.h"
#include "tests/bench/counting_outbox.h"
#include "tests/bench/list_app.h"

namespace tandem {
namespace {

// A session with one page that shows `items` names. `logs` may be null.
class Page {
 public:
  Page(int64_t items, EventLogs* logs) {
    host_.log.SetVerbosity(kLogAlways);
    host_.files.Set("lua/main.lua", ListApp(items));
    server_ = std::make_unique<Server>(host_.host, config_, logs);
    absl::StatusOr<SessionId> session = server_->sessions().CreateSession();
    Check(session.ok());
    session_ = *session;
    absl::StatusOr<ConnectionId> connection = server_->sessions().Connect(session_, outbox_);
    Check(connection.ok());
    connection_ = *connection;
    std::string frame = R"([{"type":"create","data":{"id":2,"parentId":1,)"
                        R"x("properties":{"path":"change()","access":"action"}}})x";
    for (int64_t i = 0; i < items; ++i) {
      absl::StrAppend(&frame, R"(,{"type":"create","data":{"id":)", i + 3,
                      R"(,"parentId":1,"properties":{"path":"items.)", i, R"(.name"}}})");
    }
    server_->sessions().Receive(connection_, frame + "]");
    Click();
    const int64_t before = outbox_.frames;
    Click();
    Check(outbox_.frames == before + 1 && !outbox_.is_closed);
  }

  void Click() { server_->sessions().Receive(connection_, kClick); }
  const SessionId& session() const { return session_; }

 private:
  tandem::testing::FakeHost host_;
  SiteConfig config_;
  CountingOutbox outbox_;
  std::unique_ptr<Server> server_;
  SessionId session_;
  ConnectionId connection_;
};

using SteadyClock = std::chrono::steady_clock;

// Turns at a time, so that reading the clock does not count.
constexpr int kTurns = 50;

SteadyClock::duration Time(Page& page) {
  const auto begin = SteadyClock::now();
  for (int i = 0; i < kTurns; ++i) page.Click();
  return SteadyClock::now() - begin;
}

void RunTurns(benchmark::State& state, Page& recorded) {
  Page plain(state.range(0), nullptr);
  SteadyClock::duration with{}, without{};
  for (auto _ : state) {
    without += Time(plain);
    with += Time(recorded);
  }
  state.counters["ratio"] = static_cast<double>(with.count()) / without.count();
}

// What two sessions differ by that are both not recorded: how far the figures can be trusted.
void BM_Recorded_Not(benchmark::State& state) {
  Page plain(state.range(0), nullptr);
  RunTurns(state, plain);
}

void BM_Recorded_InMemory(benchmark::State& state) {
  MemoryEventLogs logs{MemoryEventLogs::Options()};
  Page recorded(state.range(0), &logs);
  const size_t before = logs.Find(recorded.session())->size();
  recorded.Click();
  const size_t after = logs.Find(recorded.session())->size();
  state.counters["bytes"] = static_cast<double>(after - before - absl::string_view(kClick).size());
  RunTurns(state, recorded);
}

void BM_Recorded_ToFile(benchmark::State& state) {
  std::string folder = std::filesystem::temp_directory_path() / "recording_bench.XXXXXX";
  Check(mkdtemp(folder.data()) != nullptr);
  tandem::testing::CapturingLogSink log;
  native::RecordedSessions logs(folder, log);
  {
    Page recorded(state.range(0), &logs);
    RunTurns(state, recorded);
  }
  Check(log.lines().empty());
  std::filesystem::remove_all(folder);
}

// A bounded number of times: the logs grow.
BENCHMARK(BM_Recorded_Not)->Arg(20)->Arg(200)->Iterations(1000);
BENCHMARK(BM_Recorded_InMemory)->Arg(20)->Arg(200)->Iterations(1000);
BENCHMARK(BM_Recorded_ToFile)->Arg(20)->Arg(200)->Iterations(1000);

}  // namespace
}  // namespace tandem
