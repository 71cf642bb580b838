// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/shard.h"

#include <algorithm>
#include <string>
#include <utility>

#include <boost/asio/post.hpp>

#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "native_server/http_session.h"
#include "native_server/origin.h"
#include "native_server/script_libraries.h"

namespace tandem::native {
namespace {

HostOverrides OverridesOf(const NativeServerOptions& options, int index) {
  return options.overrides ? options.overrides(index) : HostOverrides();
}

// In development mode without being asked: whoever sees something go wrong has it recorded already.
bool IsRecorded(const NativeServerOptions& options) {
  return !options.local && options.store.empty() &&
         (!options.record.empty() || options.config.mode == Mode::kDevelopment);
}

// Between looks at the turns that are to end before the shard does.
constexpr absl::Duration kStopPeriod = absl::Milliseconds(5);

}  // namespace

int ShardOf(const SessionId& session, int count) {
  uint32_t digits = 0;
  // Four digits: the share of a shard is then even to within 1 in 65536.
  if (!absl::SimpleHexAtoi(absl::string_view(session.str()).substr(0, 4), &digits)) return 0;
  return static_cast<int>(digits % static_cast<uint32_t>(count));
}

Shard::Shard(int index, int count, const Commons& commons,
             const std::vector<std::unique_ptr<Shard>>& shards)
    : index_(index),
      count_(count),
      commons_(commons),
      shards_(shards),
      work_(asio::make_work_guard(io_)),
      stop_timer_(io_),
      clock_(commons.store == nullptr ? absl::ZeroDuration() : commons.store->ticks_offset()),
      scheduler_(io_),
      files_(commons.site),
      log_(commons.log),
      threads_(io_, commons.shares, log_),
      host_([&] {
        const HostOverrides with = OverridesOf(commons.options, index);
        return Host{with.clock ? *with.clock : clock_,
                    with.scheduler ? *with.scheduler : scheduler_,
                    with.entropy ? *with.entropy : entropy_, with.files ? *with.files : files_,
                    log_, with.numbers ? *with.numbers : commons.numbers, with.trace,
                    // Whoever moves time by hand wants everything in one order.
                    with.scheduler ? nullptr : &threads_, commons.temporary, &commons.chunks};
      }()),
      stored_(MakeStored()),
      recorded_(IsRecorded(commons.options)
                    ? std::make_unique<RecordedSessions>(commons.options.record, log_)
                    : nullptr),
      server_(commons.options.local ? nullptr : MakeServer()),
      endpoint_{host_,
                server_ ? &server_->sessions() : nullptr,
                commons.html,
                commons.assets,
                commons.options.site_settings,
                commons.options.page,
                commons.options.allowed_origins,
                IsLoopback(commons.options.host),
                commons.options.config.mode == Mode::kDevelopment} {
  if (server_) {
    if (endpoint_.development) inspector_ = std::make_unique<Inspector>(host_, *server_);
    peer_ = std::make_unique<SessionPeer>(server_->sessions(), host_.clock, inspector_.get());
    endpoint_.peer = peer_.get();
    endpoint_.inspector = inspector_.get();
  }
  if (recorded_) {
    endpoint_.find_log = [this](const SessionId& session) { return recorded_->Find(session); };
  }
  if (stored_) {
    endpoint_.find_log = [this](const SessionId& session) { return stored_->Find(session); };
    endpoint_.revive = [this](const SessionId& session) {
      return stored_->Revive(*server_, host_, session);
    };
  }
}

Shard::~Shard() = default;

std::unique_ptr<StoredSessions> Shard::MakeStored() {
  if (commons_.store == nullptr || commons_.options.local) return nullptr;
  std::vector<SessionId> earlier;
  for (const SessionId& session : commons_.store->sessions()) {
    if (IsHomeOf(session)) earlier.push_back(session);
  }
  return std::make_unique<StoredSessions>(
      *commons_.store, log_, earlier,
      [this](absl::AnyInvocable<void() &&> task) { Post(std::move(task)); });
}

EventLogs* Shard::logs() const {
  if (stored_) return stored_.get();
  return recorded_.get();
}

std::unique_ptr<Server> Shard::MakeServer() {
  log_.is_muted = index_ > 0;
  auto server = std::make_unique<Server>(host_, ConfigOfShard(), logs());
  log_.is_muted = false;
  return server;
}

// The limit on sessions is shared out, and ids are drawn until one belongs here.
SiteConfig Shard::ConfigOfShard() const {
  SiteConfig config = commons_.options.config;
  config.lua.open_library = &OpenScriptLibrary;
  const auto count = static_cast<size_t>(count_);
  config.session.rest = commons_.options.rest;
  config.session.max_sessions = (config.session.max_sessions + count - 1) / count;
  if (count_ > 1) {
    config.session.accepts_id = [this](const SessionId& id) { return IsHomeOf(id); };
  }
  return config;
}

size_t Shard::max_message_bytes() const {
  return commons_.options.config.session.frame_limits.max_bytes;
}

bool Shard::IsHomeOf(const SessionId& session) const { return ShardOf(session, count_) == index_; }

void Shard::RunAtHomeOf(const SessionId& session,
                        absl::AnyInvocable<void(ConnectionHome&) &&> task) {
  Shard& home = *shards_[static_cast<size_t>(ShardOf(session, count_))];
  home.Post([&home, task = std::move(task)]() mutable { std::move(task)(home); });
}

void Shard::Start() {
  // Sessions end where they lived.
  threads_.Start([this] {
    server_.reset();
    inspector_.reset();  // Until then it hears what sessions send.
  });
}

void Shard::Join() { threads_.Join(); }

void Shard::Post(absl::AnyInvocable<void() &&> task) {
  asio::post(io_, [task = std::move(task)]() mutable { std::move(task)(); });
}

void Shard::Stop(absl::Duration limit) {
  Post([this, limit] { Drain(limit); });
}

void Shard::BreakOff() {
  Post([this] { Finish(); });
}

// First everybody is told; when the last connection is gone, or the time is over, the sessions end
// and the thread with them.
void Shard::Drain(absl::Duration limit) {
  if (is_draining_) return;
  is_draining_ = true;
  FinishAfter(limit);
  // Draining may destroy others of them.
  std::vector<std::shared_ptr<Connection>> open;
  for (Connection* connection : connections_) open.push_back(connection->shared_from_this());
  for (const auto& connection : open) connection->Drain();
  if (connections_.empty()) Finish();
}

void Shard::FinishAfter(absl::Duration delay) {
  stop_timer_.expires_after(absl::ToChronoMilliseconds(delay));
  stop_timer_.async_wait([this](const error_code& error) {
    if (!error) Finish();
  });
}

void Shard::Remove(Connection& connection) {
  connections_.erase(&connection);
  if (is_finished_) return;
  OnProgress();
  if (is_draining_ && connections_.empty()) Post([this] { Finish(); });
}

void Shard::Finish() {
  if (is_finished_) return;
  std::vector<std::shared_ptr<Connection>> open;
  for (Connection* connection : connections_) open.push_back(connection->shared_from_this());
  for (const auto& connection : open) connection->Abort();
  // Stored sessions live on in the store.
  if (stored_) {
    server_->sessions().AbandonAll();
  } else if (server_) {
    server_->sessions().DestroyAll();
  }
  if (threads_.is_any_aside() || (server_ && server_->sessions().ending() > 0)) {
    return FinishAfter(kStopPeriod);
  }
  if (stored_) stored_->Flush();
  is_finished_ = true;
  stop_timer_.cancel();
  io_.stop();
}

Progress Shard::progress() const {
  Progress progress;
  for (const Connection* connection : connections_) {
    if (auto one = connection->Progress()) progress.push_back(*std::move(one));
  }
  std::sort(progress.begin(), progress.end(),
            [](const auto& a, const auto& b) { return a.connection < b.connection; });
  return progress;
}

void Shard::WhenProgress(std::function<bool(const Progress&)> condition,
                         absl::AnyInvocable<void() &&> done) {
  waiters_.push_back({std::move(condition), std::move(done)});
  CheckWaiters();
}

// Posted, because connections report in the middle of what they do.
void Shard::OnProgress() {
  if (is_finished_ || waiters_.empty() || is_check_posted_) return;
  is_check_posted_ = true;
  Post([this] {
    is_check_posted_ = false;
    CheckWaiters();
  });
}

void Shard::CheckWaiters() {
  const Progress now = progress();
  for (size_t i = 0; i < waiters_.size();) {
    if (!waiters_[i].condition(now)) {
      ++i;
      continue;
    }
    Waiter waiter = std::move(waiters_[i]);
    waiters_.erase(waiters_.begin() + static_cast<std::ptrdiff_t>(i));
    std::move(waiter.done)();
  }
}

}  // namespace tandem::native
