// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Question: how much longer does a click take over real sockets if sessions are recorded
// (--record), or stored (--store sqlite:FILE), for one client and for many at once? A round is a
// click of every client and its reply; servers of each kind take turns, and the baseline is the one
// without either. One shard, clients in the same process. The file is where the temporary files
// are: what the disk takes for an fsync is in the figures, and told beside them.
//
// Answer (2026-11-27, 2-core VM that was busy with other things, gcc 12 -O2): recording adds 1 %
// for one client and 3 % for fifty (medians of nine runs, 0.1 to 1.9 and 1.3 to 6.2). Storing adds
// the disk: where an fsync takes 4 ms, a click of one client takes 3.9 ms instead of 0.03 to 0.1,
// and a round of fifty 8 ms instead of 1.3 to 2, which is two commits for all of them. In a file
// system in memory, where it takes nothing: 0.06 instead of 0.03 ms, and 2.7 instead of 1.9 for
// fifty.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "benchmark/benchmark.h"
#include "core/host/log_sink.h"
#include "native_server/native_server.h"
#include "native_server/native_server_options.h"
#include "tests/bench/list_app.h"
#include "tests/native_server/test_client.h"

namespace tandem::native {
namespace {

class Quiet : public LogSink {
 public:
  bool Wants(LogLevel) const override { return false; }
  void Write(LogLevel, absl::string_view) override {}
};

using SteadyClock = std::chrono::steady_clock;

// A server with its clients, each of which shows twenty items of a session of its own.
class Crowd {
 public:
  Crowd(const std::string& folder, int64_t clients, bool is_recorded, bool is_stored) {
    NativeServerOptions options;
    options.site = folder + "/site";
    options.threads = 1;
    options.log = &log_;
    if (is_recorded) options.record = folder + "/logs";
    if (is_stored) options.store = folder + "/sessions.db";
    absl::StatusOr<std::unique_ptr<NativeServer>> server = NativeServer::Create(std::move(options));
    Check(server.ok());
    server_ = *std::move(server);
    server_->Start();
    std::string show = R"([{"type":"create","data":{"id":2,"parentId":1,)"
                       R"x("properties":{"path":"change()","access":"action"}}})x";
    for (int i = 0; i < 20; ++i) {
      absl::StrAppend(&show, R"(,{"type":"create","data":{"id":)", i + 3,
                      R"(,"parentId":1,"properties":{"path":"items.)", i, R"(.name"}}})");
    }
    show += "]";
    for (int64_t i = 0; i < clients; ++i) {
      const std::string place = Get(server_->port(), "/").Header("location");
      auto client = WebSocketClient::Connect(server_->port(), absl::StrCat("/ws", place));
      Check(client.ok());
      Check((*client)->Send(show).ok());
      Check((*client)->Receive().ok());
      clients_.push_back(*std::move(client));
    }
  }

  SteadyClock::duration Round() {
    const auto begin = SteadyClock::now();
    for (const auto& client : clients_) Check(client->Send(kClick).ok());
    for (const auto& client : clients_) {
      const absl::StatusOr<std::string> reply = client->Receive();
      Check(reply.ok() && absl::StrContains(*reply, "item in round "));
    }
    return SteadyClock::now() - begin;
  }

 private:
  Quiet log_;
  std::unique_ptr<NativeServer> server_;
  std::vector<std::unique_ptr<WebSocketClient>> clients_;
};

double Median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + values.size() / 2, values.end());
  return values[values.size() / 2];
}

// Of 4 KiB appended to a file beside the store.
double FsyncMicroseconds(const std::string& folder) {
  const int fd = ::open((folder + "/fsync").c_str(), O_WRONLY | O_CREAT, 0600);
  const std::string page(4096, 'x');
  std::vector<double> times;
  for (int i = 0; i < 50; ++i) {
    const auto begin = SteadyClock::now();
    Check(::write(fd, page.data(), page.size()) > 0 && ::fdatasync(fd) == 0);
    times.push_back(std::chrono::duration<double, std::micro>(SteadyClock::now() - begin).count());
  }
  ::close(fd);
  return Median(times);
}

void RunRounds(benchmark::State& state, bool is_recorded, bool is_stored) {
  std::string folder = std::filesystem::temp_directory_path() / "store_bench.XXXXXX";
  Check(mkdtemp(folder.data()) != nullptr);
  std::filesystem::create_directories(folder + "/site/lua");
  std::ofstream(folder + "/site/lua/main.lua") << ListApp(20);
  {
    Crowd plain(folder, state.range(0), false, false);
    Crowd other(folder, state.range(0), is_recorded, is_stored);
    std::vector<double> without, with;
    const auto us = [](SteadyClock::duration time) {
      return std::chrono::duration<double, std::micro>(time).count();
    };
    for (auto _ : state) {
      without.push_back(us(plain.Round()));
      with.push_back(us(other.Round()));
    }
    state.counters["plain_us"] = Median(without);
    state.counters["us"] = Median(with);
    state.counters["ratio"] = Median(with) / Median(without);
    if (is_stored) state.counters["fsync_us"] = FsyncMicroseconds(folder);
  }
  std::filesystem::remove_all(folder);
}

void BM_Socket_Recorded(benchmark::State& state) { RunRounds(state, true, false); }
void BM_Socket_Stored(benchmark::State& state) { RunRounds(state, false, true); }

BENCHMARK(BM_Socket_Recorded)->Arg(1)->Arg(50)->Iterations(500);
BENCHMARK(BM_Socket_Stored)->Arg(1)->Arg(50)->Iterations(200);

}  // namespace
}  // namespace tandem::native
