// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The backend of a session whose data live in Lua: a tracker over the objects of a LuaSession,
// and the pages that show them.
//
// Not thread-safe; belongs to one session.

#ifndef TANDEM_CORE_BACKEND_LUA_BACKEND_H_
#define TANDEM_CORE_BACKEND_LUA_BACKEND_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "core/backend/backend.h"
#include "core/backend/debts.h"
#include "core/backend/page_space.h"
#include "core/backend/page_variables.h"
#include "core/backend/page_view.h"
#include "core/backend/pending_code.h"
#include "core/backend/read_reports.h"
#include "core/backend/site_change.h"
#include "core/backend/uploads.h"
#include "core/base/json.h"
#include "core/host/host.h"
#include "core/lua/lua_session.h"
#include "core/lua/variable_store.h"
#include "core/protocol/frame_writer.h"
#include "core/protocol/message.h"
#include "core/tracker/tracker.h"
#include "core/viewdef/viewdef_store.h"

namespace tandem {

class LuaBackend : public Backend {
 public:
  struct Options {
    // Whether errors of reading and the traceback of a broken main.lua are shown to clients
    // (D-11, D-22).
    bool development = false;
    // Whether a client may write property `lua` of variable 1 (D-35).
    bool remote_code = false;
  };

  // All borrowed. `id` is for Lua and for logs.
  LuaBackend(Host& host, const Options& options, VendedId id, LuaSession& lua,
             ViewdefStore& viewdefs);
  ~LuaBackend() override;

  // Before anything touches variables: the tracker walks values through `resolver`.
  void SetResolver(Resolver& resolver);

  // Backend:
  void Start() override;
  void Join(PageId page, const Features& features) override;
  void BeginTurn(bool may_step_aside) override { lua_.BeginTurn(may_step_aside); }
  void RunBeside(int64_t bytes, absl::FunctionRef<void()> work) override {
    lua_.RunBeside(bytes, work);
  }
  bool is_over_budget() const override { return lua_.is_over_budget(); }
  void SetUser(const UserSettings& user) override { lua_.SetUser(user); }
  void Refresh(PageId page) override;
  void Forget(PageId page) override;
  void Handle(PageId page, const ClientMessage& message) override;
  void Edit(VariableId id, const Json& value) override;
  void RunTimer(TimerHandle handle) override;
  bool Reload(const SiteChange& change) override;
  std::vector<Delivery> TakeNotices() override;
  std::vector<Delivery> FinishTurn() override;
  void AppendChange(PageId page, const Change& change, FrameWriter& frame) override;
  void AppendTemplates(PageId page, FrameWriter& frame) override;

  // What Lua code does to variables; see VariableStore.
  absl::StatusOr<VariableId> CreateVariable(VariableId parent, VariableStore::RootKind kind,
                                            ValueRef value, const Tracker::Properties& properties);
  void DestroyVariable(VariableId id);
  absl::Status SetProperty(VariableId id, absl::string_view name, absl::string_view value);
  std::string GetProperty(VariableId id, absl::string_view name) const;

  // Null before SetResolver.
  const Tracker* tracker() const { return tracker_.get(); }
  const PageVariables& pages() const { return pages_; }

  // From now on it is measured how long each variable takes to compute, or is not (T-95). Not in a
  // turn. Whoever asks for diagnostics has it measured in any case.
  void Measure(bool is_wanted);

 private:
  // In lua_backend_requests.cc.
  absl::Status Dispatch(PageId page, PageSpace& space, const ClientMessage& message);
  absl::Status Create(PageId page, PageSpace& space, const CreateMessage& message);
  absl::Status Update(PageId page, PageSpace& space, const UpdateMessage& message);
  absl::Status Watch(PageId page, PageSpace& space, WireId wire);
  void Unwatch(PageId page, PageSpace& space, WireId wire);
  absl::Status Destroy(PageId page, PageSpace& space, WireId wire);
  absl::Status Assign(PageId page, PageSpace& space, VariableId id, const Json& value);
  // Whoever else watches is told the value, whatever it is by then.
  void OweToWatchers(VariableId id, PageId writer);
  absl::Status BeginUpload(PageId page, PageSpace& space, const FileMessage& message);
  absl::Status Append(PageId page, PageSpace& space, const FileMessage& message);
  absl::Status Cancel(PageId page, PageSpace& space, const FileMessage& message);
  // If all of it is there, writes it as if the page had written it.
  absl::Status FinishUpload(PageId page, PageSpace& space, int64_t upload);
  // `id`, or a variable of the page's own in its place if `written` governs what it is worth.
  absl::StatusOr<VariableId> MakeOwnFor(PageId page, const PageSpace& space, VariableId id,
                                        const PropertyList& written);
  absl::Status SetClientProperty(PageId page, PageSpace& space, VariableId id,
                                 const std::string& name, const std::string& value);
  // Why there is no variable 1, as a client may know it.
  absl::Status NoAppVariable() const;

  // In lua_backend_reload.cc.
  void TellReloadFailed(const absl::Status& error);
  bool RunMainAgain();
  bool IsWaitedFor(const SiteChange& change) const;
  // Variable 1 is shown to pages that asked for it before it was there (D-22).
  void AdmitWaiting();

  // In lua_backend_delivery.cc.
  void DeliverReadErrors(std::vector<Delivery>* deliveries);
  void DeliverChanges(std::vector<Delivery>* deliveries);
  // Remembers for each page which properties are gone, until it is told.
  void NoteLostProperties(const std::vector<Change>& changes);
  // An update with a value, which is told by edits if that is shorter (D-41).
  void AppendWithEdits(PageSpace& space, PageView& view, VariableId id,
                       absl::Span<const FrameWriter::Property> properties,
                       FrameWriter& frame) const;
  void LoadTemplatesFor(const std::vector<Change>& changes);

  // Runs what was written to property `lua` of variable 1.
  void RunPendingCode();
  absl::string_view TextForClient(const absl::Status& status) const;
  void Log(LogLevel level, absl::string_view text) const;

  Host& host_;
  const Options options_;
  const VendedId id_;
  LuaSession& lua_;
  ViewdefStore& viewdefs_;
  std::unique_ptr<Tracker> tracker_;

  PageVariables pages_;
  // Ids of roots other than the app's count down from -1.
  int64_t last_root_ = 0;

  Uploads uploads_;
  PendingCode pending_code_;
  ReadReports read_reports_;

  // Destroys and errors of this turn, told before its changes (P-105).
  std::vector<Delivery> notices_;
  // Told among its changes.
  Debts debts_;

  // What main.lua ended with.
  absl::Status main_status_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_LUA_BACKEND_H_
