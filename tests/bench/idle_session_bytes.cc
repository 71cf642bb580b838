// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Question: how many bytes does one idle session of a real app cost, all of it together, and
// how much of that is its Lua VM? Counts what the heap holds, and the pages that the chunks of the
// VMs take of the system, before and after two hundred sessions whose main.lua has run and whom
// nobody has joined.
//
//     idle_session_bytes SITE
//
// prints one line of JSON, which the gate `idle_session_bytes` of tests/gates reads.

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/host/log_sink.h"
#include "core/lua/lua_session.h"
#include "core/session/server.h"
#include "core/testing/fake_host.h"
#include "native_server/mapped_chunks.h"

namespace tandem {
namespace {

constexpr int kSessions = 200;

void AddFiles(const std::filesystem::path& site, tandem::testing::MemoryFileSource* files) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(site)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    files->Set(entry.path().lexically_relative(site).generic_string(), text.str());
  }
}

// The server's, which remembers what it has handed out.
class CountedChunks : public native::MappedChunks {
 public:
  void* Take() override {
    void* chunk = MappedChunks::Take();
    if (chunk != nullptr) taken_.insert(chunk);
    return chunk;
  }
  void Give(void* chunk) override {
    taken_.erase(chunk);
    MappedChunks::Give(chunk);
  }

  // What the system has given it of them.
  int64_t resident_bytes() const {
    const auto page = static_cast<size_t>(::sysconf(_SC_PAGESIZE));
    std::vector<unsigned char> pages(kBytes / page);
    int64_t count = 0;
    for (void* chunk : taken_) {
      if (::mincore(chunk, kBytes, pages.data()) != 0) return -1;
      for (const unsigned char one : pages) count += one & 1;
    }
    return count * static_cast<int64_t>(page);
  }

 private:
  std::set<void*> taken_;
};

int64_t HeapBytes() { return static_cast<int64_t>(mallinfo2().uordblks); }

int Measure(const char* site) {
  CountedChunks chunks;
  tandem::testing::FakeHost host;
  host.host.chunks = &chunks;
  host.log.SetVerbosity(kLogAlways);
  AddFiles(site, &host.files);
  SiteConfig config;
  Server server(host.host, config);
  // The first session pays for what all of them share.
  if (!server.sessions().CreateSession().ok()) return 1;

  const auto bytes = [&] { return HeapBytes() + chunks.resident_bytes(); };
  const int64_t before = bytes();
  int64_t lua_bytes = 0;
  for (int i = 0; i < kSessions; ++i) {
    absl::StatusOr<SessionId> id = server.sessions().CreateSession();
    if (!id.ok()) return 1;
    LuaSession* lua = server.FindLuaSession(server.sessions().Find(*id)->vended_id());
    if (lua == nullptr) return 1;
    lua_bytes += lua->memory_bytes();
  }
  const int64_t total = (bytes() - before) / kSessions;
  // An app that did not start would look cheap.
  if (host.log.Contains("not started") || lua_bytes == 0) {
    std::fprintf(stderr, "%s", host.log.Text().c_str());
    return 1;
  }
  std::printf("{\"idle_session_bytes\": %lld, \"lua_bytes\": %lld}\n",
              static_cast<long long>(total), static_cast<long long>(lua_bytes / kSessions));
  return 0;
}

}  // namespace
}  // namespace tandem

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: idle_session_bytes SITE\n");
    return 2;
  }
  return tandem::Measure(argv[1]);
}
