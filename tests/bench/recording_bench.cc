// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Question: what does recording add to a turn, and how many bytes does an event take beside the
// frame that came in? A turn is what one click brings about: a frame comes in, a method changes one
// object, every variable is looked at, a frame goes out. Sessions of one site take turns, some
// recorded and some not; the baseline is the latter.
//
// Answer (2026-11-27, 2-core VM that was busy with other things, gcc 12 -O2): 0.2 to 0.3
// microseconds, which is 4.6 to 5.4 % of a turn with 20 variables and 2 to 3 % of one with 200;
// with a file 5.3 to 5.9 and 2 to 3 %. Sessions that are all not recorded differ by up to 1 %.
// There are no sockets in these turns; over sockets recording adds 1 to 3 % (store_bench). An event
// takes 28 bytes. To write it down takes 85 ns of that, half of which are hashes: one with 128-bit
// products in place of MurmurHash64A was tried and saved 5. The rest is memory nobody has touched
// before.
//
// A day before: 6 to 7 and 5 to 6 %, with a file 7 to 9 and 5 to 6 %. What it was: a log in memory
// that was copied whenever it grew, bytes put into a string one by one, and room in the file that
// was reserved and then fetched page by page.

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "benchmark/benchmark.h"
#include "core/base/ids.h"
#include "core/host/log_sink.h"
#include "core/log/event_log.h"
#include "core/log/log_header.h"
#include "core/log/log_writer.h"
#include "core/log/memory_event_log.h"
#include "core/log/record.h"
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

// Sessions take turns, some recorded, the others not. Several of each: where one lies in memory
// decides about a few percent. They are alike down to their ids, so each has logs of its own.
using MakeLogs = absl::FunctionRef<std::unique_ptr<EventLogs>(size_t session)>;
void RunTurns(benchmark::State& state, MakeLogs make_logs) {
  constexpr size_t kPairs = 4;
  std::vector<std::unique_ptr<EventLogs>> logs;
  std::vector<std::unique_ptr<Page>> plain, recorded;
  for (size_t i = 0; i < kPairs; ++i) {
    logs.push_back(make_logs(i));
    plain.push_back(std::make_unique<Page>(state.range(0), nullptr));
    recorded.push_back(std::make_unique<Page>(state.range(0), logs.back().get()));
  }
  SteadyClock::duration with{}, without{};
  size_t next = 0;
  for (auto _ : state) {
    without += Time(*plain[next]);
    with += Time(*recorded[next]);
    next = (next + 1) % kPairs;
  }
  state.counters["ratio"] = static_cast<double>(with.count()) / without.count();
}

std::unique_ptr<MemoryEventLogs> InMemory() {
  return std::make_unique<MemoryEventLogs>(MemoryEventLogs::Options());
}

// What sessions differ by that are all not recorded: how far the figures can be trusted.
void BM_Recorded_Not(benchmark::State& state) {
  RunTurns(state, [](size_t) { return nullptr; });
}

void BM_Recorded_InMemory(benchmark::State& state) {
  const auto logs = InMemory();
  Page page(state.range(0), logs.get());
  const size_t before = logs->Find(page.session())->size();
  page.Click();
  const size_t after = logs->Find(page.session())->size();
  state.counters["bytes"] = static_cast<double>(after - before - absl::string_view(kClick).size());
  RunTurns(state, [](size_t) { return InMemory(); });
}

void BM_Recorded_ToFile(benchmark::State& state) {
  std::string folder = std::filesystem::temp_directory_path() / "recording_bench.XXXXXX";
  Check(mkdtemp(folder.data()) != nullptr);
  tandem::testing::CapturingLogSink log;
  RunTurns(state, [&](size_t session) {
    const std::string own = absl::StrCat(folder, "/", session);
    std::filesystem::create_directory(own);
    return std::make_unique<native::RecordedSessions>(own, log);
  });
  Check(log.lines().empty());
  std::filesystem::remove_all(folder);
}

// A log that is thrown away.
class NoLog : public EventLog {
 public:
  void Append(absl::string_view entry) override { benchmark::DoNotOptimize(entry.data()); }
};

// What it takes to write such an event down, without what asks and without a place to keep it.
void BM_Write(benchmark::State& state) {
  NoLog log;
  LogHeader header;
  header.session = SessionId(std::string(SessionId::kLength, '0'));
  LogWriter writer(log, header, /*keeps_frames=*/false);
  const Record click = FrameRecord{ConnectionId(1), kClick};
  const std::string frame =
      R"([{"type":"update","data":{"varId":7,"value":"item in round 12345"}}])";
  absl::Duration time;
  for (auto _ : state) {
    time += absl::Microseconds(200);
    writer.Begin(click, time);
    writer.Writable(true);
    writer.Sent(ConnectionId(1), frame);
    writer.Finish(LogWriter::Texts());
  }
}

BENCHMARK(BM_Write);
// A bounded number of times: the logs grow.
BENCHMARK(BM_Recorded_Not)->Arg(20)->Arg(200)->Iterations(1000);
BENCHMARK(BM_Recorded_InMemory)->Arg(20)->Arg(200)->Iterations(1000);
BENCHMARK(BM_Recorded_ToFile)->Arg(20)->Arg(200)->Iterations(1000);

}  // namespace
}  // namespace tandem
