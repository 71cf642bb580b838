// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a session needs from whoever owns the data. A session hands over what its clients say
// and what its mailbox brings; after each turn it takes what is to be told to whom, and when
// a frame leaves it asks for the text.

#ifndef TANDEM_CORE_BACKEND_BACKEND_H_
#define TANDEM_CORE_BACKEND_BACKEND_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "core/backend/delivery.h"
#include "core/backend/site_change.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/base/user_settings.h"
#include "core/protocol/features.h"
#include "core/protocol/frame_writer.h"
#include "core/protocol/message.h"

namespace tandem {

class Backend {
 public:
  virtual ~Backend() = default;

  // Brings the application to life. Runs Lua. Called once, from the session's first record.
  virtual void Start() = 0;

  // A record of the mailbox begins; scripts may do so much until FinishTurn, and once more in it if
  // they were stopped (D-44). `may_step_aside`: nobody waits for its end (core/host/slow_lane.h).
  virtual void BeginTurn(bool may_step_aside) = 0;

  // Runs `work`, which goes through so many bytes and uses nothing but what belongs to the session
  // alone: beside the turns of others, if that takes long and this turn may step aside.
  virtual void RunBeside(int64_t bytes, absl::FunctionRef<void()> work) = 0;

  // Whether scripts of this turn were stopped, ran out of memory or went too deep.
  virtual bool is_over_budget() const = 0;

  // A page begins; it watches nothing yet. `features` are its for life.
  virtual void Join(PageId page, const Features& features) = 0;

  // What a page says of the person in front of it. Runs no Lua.
  virtual void SetUser(const UserSettings& user) = 0;

  // Tells `page` everything it watches at the end of the turn, as if all had changed (P-125).
  virtual void Refresh(PageId page) = 0;

  // A page is gone, and its variables and watches with it. Idempotent.
  virtual void Forget(PageId page) = 0;

  // One message of a frame. What goes wrong is delivered to `page`, never returned. Runs Lua.
  virtual void Handle(PageId page, const ClientMessage& message) = 0;

  // Somebody who shows no page writes a variable of the session, as a page would. What goes wrong
  // is kept with the variable. Runs Lua.
  virtual void Edit(VariableId id, const Json& value) = 0;

  // A timer of the application is due. Runs Lua.
  virtual void RunTimer(TimerHandle handle) = 0;

  // Files of the site were edited. True if something was taken up, so that the turn is to be
  // finished (H-40, H-62); what failed is among the notices in any case (H-41). Runs Lua.
  virtual bool Reload(const SiteChange& change) = 0;

  // What there is to tell besides changes, without looking for any.
  virtual std::vector<Delivery> TakeNotices() = 0;

  // Ends a turn: looks for changes and returns what there is to tell since last taken, in the
  // order of the wire (P-105 … P-107). Runs Lua.
  virtual std::vector<Delivery> FinishTurn() = 0;

  // Rendering, when a frame leaves. Append nothing when there is nothing to say any more: the
  // variable is gone or `page` does not watch it now. Run no Lua.
  virtual void AppendChange(PageId page, const Change& change, FrameWriter& frame) = 0;
  virtual void AppendTemplates(PageId page, FrameWriter& frame) = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_BACKEND_H_
