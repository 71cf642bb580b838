// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/native_server.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/status_macros.h"
#include "native_server/atomic_session_numbers.h"
#include "native_server/disk_temporary_files.h"
#include "native_server/file_watcher.h"
#include "native_server/http_session.h"
#include "native_server/listener.h"
#include "native_server/mapped_chunks.h"
#include "native_server/net.h"
#include "native_server/origin.h"
#include "native_server/processor_shares.h"
#include "native_server/rooted_folder.h"
#include "native_server/shard.h"
#include "native_server/sqlite_store.h"
#include "native_server/static_files.h"

namespace tandem::native {
namespace {

int ThreadCount(int wanted) {
  if (wanted > 0) return wanted;
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

// For people's browsers: an address that means "all" is no address to go to (S-4).
std::string UrlOf(const std::string& host, int port) {
  std::string shown = host;
  if (host.empty() || host == "0.0.0.0") shown = "127.0.0.1";
  if (host == "::") shown = "::1";
  if (absl::StrContains(shown, ':')) shown = absl::StrCat("[", shown, "]");
  return absl::StrCat("http://", shown, ":", port);
}

// A missing site is no reason not to start (its pages say so); one that cannot be one is.
absl::Status CheckSite(const std::string& site, LogSink& log) {
  std::error_code error;
  const auto status = std::filesystem::status(site, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    log.Write(kLogAlways, absl::StrCat("Warning: the site folder ", site, " does not exist"));
    return absl::OkStatus();
  }
  if (error) {
    return absl::PermissionDeniedError(
        absl::StrCat("cannot read the site folder ", site, ": ", error.message()));
  }
  if (status.type() != std::filesystem::file_type::directory) {
    return absl::InvalidArgumentError(absl::StrCat("the site ", site, " is not a folder"));
  }
  std::filesystem::directory_iterator(site, error);
  if (error) {
    return absl::PermissionDeniedError(
        absl::StrCat("cannot read the site folder ", site, ": ", error.message()));
  }
  log.Write(kLogAlways, absl::StrCat("Serving site from directory: ", site));
  return absl::OkStatus();
}

absl::Status MakeRecordFolder(const std::string& folder) {
  std::error_code error;
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (!error) return absl::OkStatus();
  return absl::PermissionDeniedError(
      absl::StrCat("cannot make the folder ", folder, " for recordings: ", error.message()));
}

}  // namespace

class NativeServer::Impl {
 public:
  explicit Impl(NativeServerOptions given)
      : options(std::move(given)),
        site(options.site, RootedFolder::Links::kInside),
        assets(options.assets, RootedFolder::Links::kAnywhere),
        html_files(site, "html"),
        asset_files(assets, "") {}

  LogSink& log() { return *options.log; }

  // Where the browser runs the site there is nobody to tell.
  void WatchFiles() {
    if (options.local) return;
    FileWatcher::Options watch;
    watch.site = options.site;
    if (options.hotload) {
      watch.trees = {"lua", "apps", "viewdefs"};
      watch.suffixes = {".lua", ".html"};
      watch.quiet = options.reload_quiet;
    } else {
      watch.trees = {"viewdefs"};
      watch.suffixes = {".html"};
      watch.quiet = absl::ZeroDuration();
    }
    watcher = std::make_unique<FileWatcher>(io, std::move(watch), log(),
                                            [this](const auto& paths) { TellShards(paths); });
    watcher->Start();
    std::error_code error;
    if (!options.hotload) return;
    log().Write(kLogAlways, "Hot reload: edited Lua files and templates are taken up");
    if (!std::filesystem::is_directory(options.site + "/lua", error)) {
      log().Write(kLogAlways,
                  absl::StrCat("Hot reload: there is no folder ", options.site, "/lua yet"));
    }
  }

  // Each shard reads the files for itself, once for all of its sessions.
  void TellShards(const std::vector<std::string>& paths) {
    auto left = std::make_shared<std::atomic<size_t>>(shards.size());
    for (const auto& shard : shards) {
      shard->Post([this, &shard = *shard, paths, left] {
        Server* server = shard.server();
        if (options.hotload) {
          server->FilesChanged(paths);
        } else {
          server->RefreshTemplates();
        }
        if (--*left > 0) return;
        std::lock_guard<std::mutex> lock(reloads_mutex);
        ++reloads;
        reloads_grew.notify_all();
      });
    }
  }

  absl::Status OpenStore() {
    if (options.store.empty()) return absl::OkStatus();
    SqliteStore::Options with;
    with.path = options.store;
    with.keep = options.config.session.timeout;
    with.on_failure = [this](const absl::Status& why) { OnStoreFailure(why); };
    ASSIGN_OR_RETURN(store, SqliteStore::Open(std::move(with)));
    numbers.GoOnFrom(store->last_number());
    log().Write(kLogAlways, absl::StrCat("Sessions are stored in ", options.store, ": ",
                                         store->sessions().size(), " of an earlier process"));
    return absl::OkStatus();
  }

  absl::Status OpenTemporaryFiles() {
    if (!options.config.lua.temporary_files || options.local) return absl::OkStatus();
    ASSIGN_OR_RETURN(temporary, DiskTemporaryFiles::Create(""));
    log().Write(kLogAlways, absl::StrCat("Files that pages send are kept in ", temporary->path(),
                                         " as long as their sessions live"));
    return absl::OkStatus();
  }

  // Nothing can be kept any more, so nothing may be said. Everything that was said is kept.
  void OnStoreFailure(const absl::Status& why) {
    log().Write(kLogAlways,
                absl::StrCat("The server ends, because sessions cannot be stored: ", why.message(),
                             ". What pages were told is stored; started again, the "
                             "server goes on from there"));
    for (const auto& shard : shards) shard->BreakOff();
    if (options.on_store_failure) options.on_store_failure();
  }

  const NativeServerOptions options;
  const RootedFolder site;
  const RootedFolder assets;
  const StaticFiles html_files;
  const StaticFiles asset_files;
  AtomicSessionNumbers numbers;
  MappedChunks chunks;
  // The other half of the processors is left to the shards.
  ProcessorShares shares{std::max(1, static_cast<int>(std::thread::hardware_concurrency() / 2))};

  asio::io_context io{1};
  std::unique_ptr<Listener> listener;
  std::unique_ptr<FileWatcher> watcher;  // Null with --local.
  // Null unless the site takes temporary files.
  std::unique_ptr<DiskTemporaryFiles> temporary;
  std::vector<std::unique_ptr<Shard>> shards;
  size_t next_shard = 0;  // Of the listener's thread.
  // Null unless sessions are stored. Gone before the shards, to whose threads it reports.
  std::unique_ptr<SqliteStore> store;

  std::mutex reloads_mutex;
  std::condition_variable reloads_grew;
  int64_t reloads = 0;

  std::thread thread;
  std::mutex mutex;
  enum class State { kCreated, kRunning, kStopping, kStopped } state = State::kCreated;
};

absl::StatusOr<std::unique_ptr<NativeServer>> NativeServer::Create(NativeServerOptions options) {
  auto impl = std::make_unique<Impl>(std::move(options));
  const NativeServerOptions& with = impl->options;
  RETURN_IF_ERROR(MakeRecordFolder(with.record));
  RETURN_IF_ERROR(CheckSite(with.site, impl->log()));
  if (!impl->asset_files.Has(with.local ? "local.html" : "index.html")) {
    impl->log().Write(kLogAlways, absl::StrCat("Warning: the assets folder ", with.assets,
                                               " has no page; is --assets right?"));
  }
  ASSIGN_OR_RETURN(impl->listener, Listener::Open(impl->io, with.host, with.port, impl->log()));
  RETURN_IF_ERROR(impl->OpenStore());
  RETURN_IF_ERROR(impl->OpenTemporaryFiles());
  const int count = ThreadCount(with.threads);
  const Shard::Commons commons{
      with,        impl->site,   impl->html_files, impl->asset_files, impl->numbers,
      impl->log(), impl->shares, impl->chunks,     impl->store.get(), impl->temporary.get()};
  for (int i = 0; i < count; ++i) {
    impl->shards.push_back(std::make_unique<Shard>(i, count, commons, impl->shards));
  }
  impl->log().Write(kLogAlways, absl::StrCat("HTTP server listening on ",
                                             UrlOf(with.host, impl->listener->port())));
  if (!with.config.lua.libraries.empty()) {
    impl->log().Write(kLogAlways, absl::StrCat("The site opens Lua libraries: ",
                                               absl::StrJoin(with.config.lua.libraries, ", "),
                                               "; its code can do what this process can"));
  }
  for (const std::string& line : Explain(with.page)) impl->log().Write(kLogAlways, line);
  if (!IsLoopback(with.host)) {
    impl->log().Write(kLogAlways,
                      absl::StrCat("Listening on ", with.host.empty() ? "0.0.0.0" : with.host,
                                   ": whoever reaches this address can open sessions; only their "
                                   "ids, which are secret, guard those of others"));
  }
  return std::unique_ptr<NativeServer>(new NativeServer(std::move(impl)));
}

NativeServer::NativeServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

NativeServer::~NativeServer() {
  Stop();
  Wait();
}

int NativeServer::port() const { return impl_->listener->port(); }

std::string NativeServer::url() const { return UrlOf(impl_->options.host, port()); }

int NativeServer::shards() const { return static_cast<int>(impl_->shards.size()); }

void NativeServer::Start() {
  Impl& impl = *impl_;
  std::lock_guard<std::mutex> lock(impl.mutex);
  if (impl.state != Impl::State::kCreated) return;
  impl.state = Impl::State::kRunning;
  for (const auto& shard : impl.shards) shard->Start();
  impl.WatchFiles();
  impl.listener->Start([&impl] {
    Shard& shard = *impl.shards[impl.next_shard++ % impl.shards.size()];
    return Listener::Destination{
        shard.io(), [&shard](tcp::socket socket) { StartHttpSession(shard, std::move(socket)); }};
  });
  impl.thread = std::thread([&impl] { impl.io.run(); });
}

void NativeServer::Stop() {
  Impl& impl = *impl_;
  std::lock_guard<std::mutex> lock(impl.mutex);
  if (impl.state != Impl::State::kRunning) return;
  impl.state = Impl::State::kStopping;
  impl.log().Write(kLogAlways, "Shutting down...");
  asio::post(impl.io, [&impl] {
    impl.listener->Close();
    if (impl.watcher) impl.watcher->Stop();
  });
  for (const auto& shard : impl.shards) shard->Stop(impl.options.stop_limit);
}

void NativeServer::Wait() {
  Impl& impl = *impl_;
  if (impl.thread.joinable()) impl.thread.join();
  for (const auto& shard : impl.shards) shard->Join();
  // Writes what the shards have left.
  impl.store.reset();
}

void NativeServer::RunOnShard(int shard, const std::function<void(Server*)>& task) {
  Shard& where = *impl_->shards[static_cast<size_t>(shard)];
  std::promise<void> done;
  where.Post([&] {
    task(where.server());
    done.set_value();
  });
  done.get_future().wait();
}

bool NativeServer::AwaitProgress(int shard, std::function<bool(const Progress&)> condition,
                                 absl::Duration limit) {
  Shard& where = *impl_->shards[static_cast<size_t>(shard)];
  // Shared: after `limit` nobody waits here any more.
  auto done = std::make_shared<std::promise<void>>();
  std::future<void> future = done->get_future();
  where.Post([&where, condition = std::move(condition), done]() mutable {
    where.WhenProgress(std::move(condition), [done] { done->set_value(); });
  });
  return future.wait_for(absl::ToChronoMilliseconds(limit)) == std::future_status::ready;
}

// Written aside and renamed into place, so that nobody reads half of it.
absl::Status NativeServer::PutTemplate(const std::string& key, const std::string& html) {
  const bool is_name = !key.empty() && key[0] != '.' && absl::StrContains(key, '.') &&
                       key.find_first_of(absl::string_view("/\0", 2)) == std::string::npos;
  if (!is_name) {
    return absl::InvalidArgumentError(absl::StrCat("\"", key, "\" is no TYPE.NAMESPACE"));
  }
  const std::string folder = impl_->options.site + "/viewdefs";
  const std::string file = absl::StrCat(folder, "/", key, ".html");
  const std::string aside = absl::StrCat(folder, "/.", key, ".html");
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  std::ofstream stream(aside, std::ios::binary | std::ios::trunc);
  stream << html;
  stream.close();
  if (stream) std::filesystem::rename(aside, file, error);
  if (!stream || error) return absl::UnavailableError(absl::StrCat("cannot write ", file));
  for (int shard = 0; shard < shards(); ++shard) {
    RunOnShard(shard, [&](Server* server) { server->PutTemplate(key, html); });
  }
  return absl::OkStatus();
}

int64_t NativeServer::reloads() const {
  std::lock_guard<std::mutex> lock(impl_->reloads_mutex);
  return impl_->reloads;
}

bool NativeServer::AwaitReloads(int64_t count, absl::Duration limit) {
  std::unique_lock<std::mutex> lock(impl_->reloads_mutex);
  return impl_->reloads_grew.wait_for(lock, absl::ToChronoMilliseconds(limit),
                                      [&] { return impl_->reloads >= count; });
}

Progress NativeServer::ProgressOf(int shard) {
  Progress progress;
  RunOnShard(shard,
             [&](Server*) { progress = impl_->shards[static_cast<size_t>(shard)]->progress(); });
  return progress;
}

}  // namespace tandem::native
