// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Question: should a session be pinned to one of N single-threaded io_contexts (shards), or should
// N threads share one io_context, each session on a strand of its own?
//
// Both ways run the same sessions of the real core and the same clients in the same process, one
// after the other, several times; what counts is the ratio within a run. A turn is one frame in
// (the action add() of a counter), detection over some watched variables, one frame out; each
// client sends its next frame when the answer to the last has come. "Posted" turns travel through
// the executors only; "socket" turns through a connected pair of sockets each, with the clients on
// a thread of their own, and are timed one by one.
//
// Answer (2026-11-22, 2-core VM at 2.4 GHz, gcc 12 -O2): with even load there is no difference
// beyond the noise (throughput 0.94 to 1.70 times that of strands); with all busy sessions on one
// of two shards, pinning loses 43 to 78 %. native_server/README.md, "Threads", says what follows.

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/connect_pair.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "benchmark/benchmark.h"
#include "core/base/ids.h"
#include "core/host/log_sink.h"
#include "core/session/outbox.h"
#include "core/session/server.h"
#include "core/session/session_manager.h"
#include "core/session/site_config.h"
#include "core/testing/fake_host.h"
#include "native_server/net.h"

namespace tandem {
namespace {

using native::asio::any_io_executor;
namespace asio = native::asio;

constexpr int kThreads = 2;
constexpr char kApp[] = R"lua(
  local App = {}
  App.__index = App
  function App:add() self.count = self.count + 1 end
  function App:work() for i = 1, %d do self.scratch = i end; self.count = self.count + 1 end
  local app = setmetatable({ type = "App", count = 0, rows = {} }, App)
  for i = 1, 1000 do app["f" .. i] = i end
  session:createAppVariable(app)
)lua";

[[noreturn]] void Die(const std::string& why) {
  std::fprintf(stderr, "threading_bench: %s\n", why.c_str());
  std::abort();
}

// One session with one connection, and all that only it may touch.
class Unit : public Outbox {
 public:
  // `watched` variables are looked at in each turn; `loops` more steps are run in it.
  Unit(int watched, int loops) {
    host_.log.SetVerbosity(kLogAlways);
    std::string app = kApp;
    app.replace(app.find("%d"), 2, absl::StrCat(loops));
    host_.files.Set("lua/main.lua", app);
    server_ = std::make_unique<Server>(host_.host, SiteConfig());
    connection_ = *server_->sessions().Connect(*server_->sessions().CreateSession(), *this);
    std::string setup = absl::StrCat(
        R"({"userEvent":true,"messages":[{"type":"create","data":{"id":2,"parentId":1,"properties":{"path":")",
        loops > 0 ? "work()" : "add()", R"(","access":"action"}}},)",
        R"({"type":"create","data":{"id":3,"parentId":1,"properties":{"path":"count"}}},{"type":"watch","data":{"varId":3}})");
    for (int i = 1; i < watched; ++i) {
      absl::StrAppend(&setup, R"(,{"type":"create","data":{"id":)", i + 3,
                      R"(,"parentId":1,"properties":{"path":"f)", i,
                      R"("}}},{"type":"watch","data":{"varId":)", i + 3, "}}");
    }
    server_->sessions().Receive(connection_, absl::StrCat(setup, "]}"));
  }

  ~Unit() override { server_->sessions().Disconnect(connection_); }

  const std::string& Turn() {
    server_->sessions().Receive(
        connection_,
        R"({"userEvent":true,"messages":[{"type":"update","data":{"varId":2,"value":null}}]})");
    ++turns_;
    return frame_;
  }

  // The answer to the last turn is that of as many turns as there were.
  void Check() const {
    if (!absl::StrContains(frame_, absl::StrCat("\"value\":", turns_))) {
      Die(absl::StrCat("after ", turns_, " turns the frame is ", frame_));
    }
  }

  bool Writable() const override { return true; }
  void Send(std::string frame) override { frame_ = std::move(frame); }
  void Close(CloseCode, absl::string_view) override { Die("closed"); }

 private:
  tandem::testing::FakeHost host_;
  std::unique_ptr<Server> server_;
  ConnectionId connection_;
  std::string frame_;
  int64_t turns_ = 0;
};

// A way of giving sessions to threads.
class Model {
 public:
  virtual ~Model() = default;
  virtual any_io_executor ExecutorOf(size_t unit) = 0;
  // Until every io_context has run out of work.
  virtual void Run() = 0;
};

class PinnedShards : public Model {
 public:
  // With `all_on_one`, as if every session that is busy now had been given to the same shard.
  explicit PinnedShards(bool all_on_one) : all_on_one_(all_on_one) {
    for (int i = 0; i < kThreads; ++i) shards_.push_back(std::make_unique<asio::io_context>(1));
  }
  any_io_executor ExecutorOf(size_t unit) override {
    return shards_[all_on_one_ ? 0 : unit % kThreads]->get_executor();
  }
  void Run() override {
    std::vector<std::thread> threads;
    for (auto& shard : shards_) {
      threads.emplace_back([&shard] {
        shard->restart();
        shard->run();
      });
    }
    for (auto& thread : threads) thread.join();
  }

 private:
  const bool all_on_one_;
  std::vector<std::unique_ptr<asio::io_context>> shards_;
};

class SharedWithStrands : public Model {
 public:
  any_io_executor ExecutorOf(size_t) override { return asio::make_strand(io_); }
  void Run() override {
    io_.restart();
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) threads.emplace_back([this] { io_.run(); });
    for (auto& thread : threads) thread.join();
  }

 private:
  asio::io_context io_{kThreads};
};

using Units = std::vector<std::unique_ptr<Unit>>;

struct Result {
  double turns_per_second = 0;
  double p99_microseconds = 0;
};

// Each session posts its next turn when it has done one, until it has done `turns`.
Result Posted(Model& model, Units& units, int turns) {
  struct Runner {
    Unit& unit;
    any_io_executor executor;
    int left;
    void Next() {
      asio::post(executor, [this] {
        unit.Turn();
        if (--left > 0) Next();
      });
    }
  };
  std::vector<std::unique_ptr<Runner>> runners;
  for (size_t i = 0; i < units.size(); ++i) {
    runners.push_back(std::make_unique<Runner>(Runner{*units[i], model.ExecutorOf(i), turns}));
    runners.back()->Next();
  }
  const auto start = std::chrono::steady_clock::now();
  model.Run();
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  return {static_cast<double>(units.size()) * turns / taken.count(), 0};
}

using Socket = asio::local::stream_protocol::socket;

// A request is one byte, an answer one frame and a NUL.
class ServerEnd {
 public:
  ServerEnd(Unit& unit, any_io_executor executor) : unit_(unit), socket_(std::move(executor)) {}

  Socket& socket() { return socket_; }

  // Until the client leaves.
  void Serve() {
    asio::async_read(socket_, asio::buffer(&request_, 1),
                     [this](const native::error_code& error, size_t) {
                       if (!error) Answer();
                     });
  }

 private:
  void Answer() {
    answer_ = unit_.Turn();
    answer_ += '\0';
    asio::async_write(socket_, asio::buffer(answer_),
                      [this](const native::error_code& error, size_t) {
                        if (!error) Serve();
                      });
  }

  Unit& unit_;
  Socket socket_;
  char request_ = 0;
  std::string answer_;
};

class ClientEnd {
 public:
  // Adds to `latencies`, unless that is null, the microseconds of each turn.
  ClientEnd(asio::io_context& io, int turns, std::vector<double>* latencies)
      : socket_(io), left_(turns), latencies_(latencies) {}

  Socket& socket() { return socket_; }

  void Ask() {
    if (left_-- == 0) return socket_.close();
    sent_ = std::chrono::steady_clock::now();
    asio::async_write(socket_, asio::buffer("x", 1),
                      [this](const native::error_code&, size_t) { Read(); });
  }

 private:
  void Read() {
    socket_.async_read_some(asio::buffer(buffer_),
                            [this](const native::error_code& error, size_t count) {
                              if (error) Die(error.message());
                              if (buffer_[count - 1] != '\0') return Read();
                              Note();
                              Ask();
                            });
  }

  void Note() {
    if (latencies_ == nullptr) return;
    const std::chrono::duration<double, std::micro> taken =
        std::chrono::steady_clock::now() - sent_;
    latencies_->push_back(taken.count());
  }

  Socket socket_;
  int left_;
  std::vector<double>* latencies_;
  std::chrono::steady_clock::time_point sent_;
  std::array<char, 65536> buffer_;
};

// The first `timed_from` sessions are not timed, but keep the others company.
Result OverSockets(Model& model, Units& units, int turns, size_t timed_from) {
  asio::io_context client_io(1);
  std::vector<double> latencies;
  std::vector<std::unique_ptr<ServerEnd>> servers;
  std::vector<std::unique_ptr<ClientEnd>> clients;
  for (size_t i = 0; i < units.size(); ++i) {
    const bool is_timed = i >= timed_from;
    servers.push_back(std::make_unique<ServerEnd>(*units[i], model.ExecutorOf(i)));
    clients.push_back(
        std::make_unique<ClientEnd>(client_io, turns, is_timed ? &latencies : nullptr));
    asio::local::connect_pair(servers.back()->socket(), clients.back()->socket());
    servers.back()->Serve();
    clients.back()->Ask();
  }
  const auto start = std::chrono::steady_clock::now();
  std::thread client_thread([&] { client_io.run(); });
  model.Run();
  client_thread.join();
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  std::sort(latencies.begin(), latencies.end());
  return {static_cast<double>(units.size()) * turns / taken.count(),
          latencies[latencies.size() * 99 / 100]};
}

Units MakeUnits(int count, int watched, int loops = 0) {
  Units units;
  for (int i = 0; i < count; ++i) units.push_back(std::make_unique<Unit>(watched, loops));
  return units;
}

// Alternates the two ways and reports the median of each, and their ratio: above 1, pinned is
// better in throughput; below 1, better in latency.
void Compare(benchmark::State& state, Units units, bool all_on_one,
             const std::function<Result(Model&, Units&)>& run) {
  PinnedShards pinned(all_on_one);
  SharedWithStrands strands;
  std::vector<double> rates[2], latencies[2];
  run(pinned, units);
  for (const auto& unit : units) unit->Check();
  for (auto _ : state) {
    for (int way = 0; way < 2; ++way) {
      Model& model = way == 0 ? static_cast<Model&>(pinned) : strands;
      const Result result = run(model, units);
      rates[way].push_back(result.turns_per_second);
      latencies[way].push_back(result.p99_microseconds);
    }
  }
  for (const auto& unit : units) unit->Check();
  const auto median = [](std::vector<double>& values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
  };
  const double rate[2] = {median(rates[0]), median(rates[1])};
  const double latency[2] = {median(latencies[0]), median(latencies[1])};
  state.counters["pinned/s"] = rate[0];
  state.counters["strands/s"] = rate[1];
  state.counters["ratio"] = rate[0] / rate[1];
  if (latency[0] > 0) {
    state.counters["pinned_p99us"] = latency[0];
    state.counters["strands_p99us"] = latency[1];
    state.counters["p99ratio"] = latency[0] / latency[1];
  }
}

// 64 busy sessions, evenly spread; the argument is how many variables a turn looks at.
void BM_Posted_Even(benchmark::State& state) {
  Compare(state, MakeUnits(64, static_cast<int>(state.range(0))), false,
          [](Model& model, Units& units) { return Posted(model, units, 200); });
}
BENCHMARK(BM_Posted_Even)
    ->Arg(1)
    ->Arg(100)
    ->Iterations(7)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

void BM_Socket_Even(benchmark::State& state) {
  Compare(state, MakeUnits(64, static_cast<int>(state.range(0))), false,
          [](Model& model, Units& units) { return OverSockets(model, units, 200, 0); });
}
BENCHMARK(BM_Socket_Even)
    ->Arg(1)
    ->Arg(100)
    ->Iterations(7)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

// The worst luck: all sessions that are busy share a shard.
void BM_Posted_AllOnOneShard(benchmark::State& state) {
  Compare(state, MakeUnits(64, 100), true,
          [](Model& model, Units& units) { return Posted(model, units, 200); });
}
BENCHMARK(BM_Posted_AllOnOneShard)->Iterations(7)->UseRealTime()->Unit(benchmark::kMillisecond);

// How long light sessions wait beside heavy ones, whose turns take some milliseconds each; the
// argument is how many of the 32 are heavy.
void BM_Socket_BesideHeavyTurns(benchmark::State& state) {
  const int heavy = static_cast<int>(state.range(0));
  Units units = MakeUnits(heavy, 1, 100'000);
  for (auto& unit : MakeUnits(32 - heavy, 1)) units.push_back(std::move(unit));
  Compare(state, std::move(units), false, [heavy](Model& model, Units& all) {
    return OverSockets(model, all, 100, static_cast<size_t>(heavy));
  });
}
BENCHMARK(BM_Socket_BesideHeavyTurns)
    ->Arg(1)
    ->Arg(2)
    ->Arg(4)
    ->Iterations(5)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tandem
