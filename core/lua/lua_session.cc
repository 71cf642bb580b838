// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/lua_session.h"

#include <optional>
#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/error.h"
#include "core/base/status_macros.h"
#include "core/host/call_trace.h"
#include "core/lua/diagnostics.h"
#include "core/lua/file_intake.h"
#include "core/lua/last_seen_reader.h"
#include "core/lua/libraries.h"
#include "core/lua/lua51_library.h"
#include "core/lua/lua_call.h"
#include "core/lua/lua_context.h"
#include "core/lua/lua_ref.h"
#include "core/lua/lua_resolver.h"
#include "core/lua/lua_state.h"
#include "core/lua/module_records.h"
#include "core/lua/modules.h"
#include "core/lua/named_types.h"
#include "core/lua/object_ids.h"
#include "core/lua/prototypes.h"
#include "core/lua/reloader.h"
#include "core/lua/session_library.h"
#include "core/lua/timers.h"
#include "core/lua/ui_library.h"

namespace tandem {

// In the order they come to life; each may use those before it.
struct LuaSession::Parts {
  Parts(std::unique_ptr<LuaState> vm, Host& host, const LuaOptions& options, LuaEvents& events)
      : state(std::move(vm)),
        context(host, options, events),
        diagnostics(host.log),
        session_library(context),
        reloader(context),
        file_intake(state->get(), context) {
    state->context = &context;
    context.diagnostics = &diagnostics;
    context.session_library = &session_library;
  }

  // The rest, which lives in the VM. May raise.
  void Build(lua_State* L) {
    context.object_ids = &object_ids.emplace(L);
    context.named_types = &named_types.emplace(L);
    context.module_records = &module_records.emplace(L);
    context.prototypes = &prototypes.emplace(L);
    context.modules = &modules.emplace(L, context);
    context.timers = &timers.emplace(L, context);
    resolver.emplace(L, context);
    OpenLibraries(L);
    const LuaOptions& options = context.options;
    if (options.lua51) InstallLua51(L);
    for (const std::string& name : options.libraries) {
      options.open_library(L, name, options.lua51);
    }
    modules->Install(L);
    InstallUiLibrary(L);
    Diagnostics::Install(L);
  }

  std::unique_ptr<LuaState> state;
  LuaContext context;
  Diagnostics diagnostics;
  SessionLibrary session_library;
  Reloader reloader;
  FileIntake file_intake;
  std::optional<ObjectIds> object_ids;
  std::optional<NamedTypes> named_types;
  std::optional<ModuleRecords> module_records;
  std::optional<Prototypes> prototypes;
  std::optional<Modules> modules;
  std::optional<Timers> timers;
  std::optional<LuaResolver> resolver;
};

namespace {

// An error of the application as it leaves the session: the traceback below the message.
absl::Status AppError(const absl::Status& status) {
  if (status.ok() || absl::IsNotFound(status)) return status;
  return MakeError(IsOverBudget(status) ? ErrorKind::kOverBudget : ErrorKind::kAppFailure,
                   WithTraceback(status));
}

}  // namespace

LuaSession::LuaSession(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

LuaSession::~LuaSession() = default;

absl::StatusOr<std::unique_ptr<LuaSession>> LuaSession::NewRuntime(Host& host,
                                                                   const LuaOptions& options,
                                                                   LuaEvents& events) {
  TracedCall traced(host.trace, "LuaSession", "NewRuntime()");
  if (!options.libraries.empty() && options.open_library == nullptr) {
    return MakeError(ErrorKind::kAppFailure,
                     absl::StrCat("[lua] libraries: \"", absl::StrJoin(options.libraries, "\", \""),
                                  "\" cannot be opened here; only a server can"));
  }
  ASSIGN_OR_RETURN(auto state, LuaState::Create(options.memory_limit_bytes, host.chunks));
  lua_State* L = state->get();
  state->fuel.LimitTime(host.clock, options.turn_time);
  state->aside.Attach(host.slow_lane);
  auto parts = std::make_unique<Parts>(std::move(state), host, options, events);
  RETURN_IF_ERROR(Protect(L, [&](lua_State* inner) { parts->Build(inner); }));
  return absl::WrapUnique(new LuaSession(std::move(parts)));
}

void LuaSession::SetVariableStore(VariableStore& store) {
  TracedCall traced(parts_->context.host.trace, "LuaSession", "SetVariableStore(adapter)");
  parts_->context.store = &store;
}

void LuaSession::BeginTurn(bool may_step_aside) {
  LuaState& state = *parts_->state;
  state.aside.BeginTurn(may_step_aside);
  state.is_over_budget = false;
  state.fuel.Fill(parts_->context.options.turn_steps);
}

void LuaSession::RunBeside(int64_t bytes, absl::FunctionRef<void()> work) {
  LuaState& state = *parts_->state;
  InScripts scripts(state.get());
  state.aside.OnBytes(bytes);
  work();
}

bool LuaSession::is_over_budget() const { return parts_->state->is_over_budget; }

void LuaSession::BeginScan() {
  LuaState& state = *parts_->state;
  if (state.fuel.is_spent()) state.fuel.Fill(parts_->context.options.turn_steps);
}

void LuaSession::BeginStart() { parts_->state->fuel.Fill(parts_->context.options.start_steps); }

absl::Status LuaSession::CreateLuaSession(VendedId id) {
  LuaContext& context = parts_->context;
  TracedCall traced(context.host.trace, "LuaSession", "CreateLuaSession(vendedID)");
  context.session = id;
  context.store->CreateSession(id);
  lua_State* L = parts_->state->get();
  absl::Status status = Protect(L, [&](lua_State* inner) {
    parts_->session_library.CreateSessionTable(inner);
    TracedCall set_global(context.host.trace, "LuaSession", "setGlobal(\"session\")");
    parts_->session_library.SetGlobal(inner);
  });
  if (status.ok()) status = LoadMainLua();
  traced.Returns("luaSession");
  return AppError(status);
}

absl::Status LuaSession::LoadMainLua() {
  BeginStart();
  TracedCall traced(parts_->context.host.trace, "LuaSession", "loadMainLua()");
  absl::Status status;
  const absl::Status raised = Protect(parts_->state->get(), [&](lua_State* L) {
    status = parts_->modules->RunMain(L);
    // What compiling left behind would stay as long as the session is idle.
    lua_gc(L, LUA_GCCOLLECT);
  });
  return status.ok() ? raised : status;
}

absl::Status LuaSession::RunLuaProperty(absl::string_view value) {
  absl::Status status;
  const absl::Status raised = Protect(parts_->state->get(), [&](lua_State* L) {
    parts_->session_library.SetGlobal(L);
    if (absl::EndsWith(value, ".lua")) {
      status = parts_->modules->Load(L, value);
    } else {
      status = Modules::Compile(L, value, "=lua");
      if (status.ok()) status = CallLua(L, 0, 0);
    }
    if (status.ok()) parts_->prototypes->ProcessMutations(L);
  });
  return AppError(status.ok() ? raised : status);
}

absl::StatusOr<bool> LuaSession::Reload(const std::string& key, absl::string_view text) {
  absl::StatusOr<bool> result = false;
  lua_State* state = parts_->state->get();
  BeginStart();
  absl::Status raised = Protect(state, [&](lua_State* L) {
    parts_->session_library.SetGlobal(L);
    result = parts_->reloader.Reload(L, key, text);
    // As after main.lua.
    lua_gc(L, LUA_GCCOLLECT);
  });
  // Whatever happened (H-40).
  raised.Update(
      Protect(state, [&](lua_State* L) { parts_->session_library.SetReloading(L, false); }));
  const absl::Status& status = raised.ok() ? result.status() : raised;
  if (status.ok()) return result;
  return MakeError(ErrorKind::kReloadFailure, WithTraceback(status));
}

bool LuaSession::has_main_failed() const { return parts_->modules->has_main_failed(); }

absl::Status LuaSession::RunMainAgain() {
  parts_->timers->ClearAll();
  const absl::Status status =
      Protect(parts_->state->get(), [&](lua_State* L) { parts_->session_library.SetGlobal(L); });
  return AppError(status.ok() ? LoadMainLua() : status);
}

void LuaSession::RunTimer(TimerHandle handle) {
  const absl::Status status =
      Protect(parts_->state->get(), [&](lua_State* L) { parts_->session_library.SetGlobal(L); });
  if (!status.ok()) parts_->context.Log(kLogAlways, status.message());
  parts_->timers->Run(handle);
}

void LuaSession::SetUser(const UserSettings& user) {
  const absl::Status status = Protect(
      parts_->state->get(), [&](lua_State* L) { parts_->session_library.SetUser(L, user); });
  if (!status.ok()) parts_->context.Log(kLogAlways, status.message());
}

absl::StatusOr<std::unique_ptr<IncomingFiles>> LuaSession::BeginFiles(
    std::vector<FileDescription> files) {
  return parts_->file_intake.Begin(std::move(files));
}

absl::Status LuaSession::FinishFiles(IncomingFiles& files,
                                     absl::FunctionRef<absl::Status(Json&)> write) {
  ASSIGN_OR_RETURN(const LuaRef objects, parts_->file_intake.Finish(files));
  Json value = Json::array();
  RETURN_IF_ERROR(Protect(parts_->state->get(), [&](lua_State* L) {
    objects.Push(L);
    for (lua_Integer i = 1; lua_rawgeti(L, 1, i) != LUA_TNIL; ++i) {
      Json reference = Json::object();
      reference[std::string("obj")] = parts_->object_ids->IdOf(L, -1).value();
      value.push_back(std::move(reference));
      lua_pop(L, 1);
    }
  }));
  return write(value);
}

Resolver& LuaSession::resolver() { return *parts_->resolver; }

int64_t LuaSession::memory_bytes() const { return parts_->state->memory_bytes(); }

std::vector<std::string> LuaSession::DiagnosticsOf(VariableId id) const {
  return parts_->diagnostics.Of(id);
}

void LuaSession::SetDiagnosticLevel(LogLevel level) { parts_->diagnostics.SetLevel(level); }

LastSeen LuaSession::SeenLast(Slot slot, LastSeen::Layer layer, size_t limit) const {
  return ReadLastSeen(parts_->state->get(), *parts_->context.slots, *parts_->object_ids, slot,
                      layer, limit);
}

}  // namespace tandem
