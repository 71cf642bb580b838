// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Question: what do small blocks of a Lua VM cost in chunks (core/lua/small_blocks.h), compared
// with the same on the heap? Scripts that do nothing but make garbage, and one that keeps much and
// lets it go. The heap's time is the baseline of each.
//
// Answer (2026-11-27, 2-core VM at 2.1 GHz, gcc 12 -O2, two runs): empty tables 0.65 and 1.15 times
// the heap's time, tables of two parts 0.6 and 0.9, strings 0.5 and 0.7, many tables kept 1.0 and
// 0.9. What counts is that nobody waits: see tests/bench/hostile_bench.cc.

#include <memory>

#include "absl/status/status.h"
#include "benchmark/benchmark.h"
#include "core/lua/lua_call.h"
#include "core/lua/lua_state.h"
#include "lauxlib.h"
#include "native_server/mapped_chunks.h"

namespace tandem {
namespace {

constexpr const char* kScripts[] = {
    "for i = 1, 200000 do local t = {} end",
    "for i = 1, 100000 do local t = {i, i} t.x = i end",
    "for i = 1, 100000 do local s = 'number ' .. i end",
    "local all = {} for i = 1, 100000 do all[i] = {} end",
};

void Run(benchmark::State& state, MemoryChunks* chunks) {
  const std::unique_ptr<LuaState> lua = *LuaState::Create(int64_t{256} << 20, chunks);
  const char* script = kScripts[state.range(0)];
  for (auto unused : state) {
    const absl::Status status = Protect(lua->get(), [script](lua_State* L) {
      if (luaL_loadstring(L, script) != LUA_OK) lua_error(L);
      lua_call(L, 0, 0);
    });
    if (!status.ok()) state.SkipWithError(std::string(status.message()).c_str());
    lua_gc(lua->get(), LUA_GCCOLLECT);
  }
  state.SetLabel(script);
}

void BM_Heap(benchmark::State& state) { Run(state, nullptr); }
BENCHMARK(BM_Heap)->DenseRange(0, 3)->Unit(benchmark::kMillisecond);

void BM_Chunks(benchmark::State& state) {
  native::MappedChunks chunks;
  Run(state, &chunks);
}
BENCHMARK(BM_Chunks)->DenseRange(0, 3)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tandem
