// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What one inspector page has been told of a session, and what it is to be told next. The messages
// are those of docs/inspector.md: variables that changed, variables that are gone, times, frames
// that passed, answers. A page that reads slowly costs a bounded list of frames, and is told the
// newest state of everything else when it has caught up.

#ifndef TANDEM_NATIVE_SERVER_INSPECTOR_VIEW_H_
#define TANDEM_NATIVE_SERVER_INSPECTOR_VIEW_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/inspect/inspection.h"

namespace tandem::native {

class InspectorView {
 public:
  // Of a frame's text, and of a variable's value, no more than that is shown unasked.
  static constexpr size_t kShownOfFrame = size_t{16} << 10;
  static constexpr size_t kShownOfValue = size_t{2} << 10;
  // Frames that wait for a page that does not read; older ones are dropped.
  static constexpr size_t kMaxFrames = 2000;
  static constexpr size_t kMaxFrameBytes = size_t{4} << 20;

  // `now` is the zero of the times of frames, and `wall` what it is to people.
  InspectorView(VendedId session, absl::Duration now, absl::Time wall)
      : session_(session), begun_(now), wall_(wall) {}

  // A frame passed.
  enum class Direction { kIn, kOut };
  void AddFrame(Direction direction, ConnectionId connection, absl::string_view text,
                absl::Duration now);
  // The last frame from `connection` has been handled.
  void AddHandled(ConnectionId connection, absl::Duration took);
  // A connection of a page came or went.
  void AddEvent(absl::string_view what, ConnectionId connection, absl::Duration now);

  // The page asked for something: `answer` is an object.
  void AddAnswer(std::string answer) { answers_.push_back(std::move(answer)); }

  // Whether there is something to tell besides the variables, which `records` dates.
  bool HasNews(int64_t records) const;

  // The next message: what is different from the last one. `records` is the session's.
  std::string Tell(const Inspection& inspection, int64_t records, absl::Duration now);

 private:
  struct Told {
    size_t hash = 0;
    int64_t round = 0;  // When it was seen last.
    int64_t time_ns = 0;
    int64_t max_ns = 0;
  };

  void TellVariables(const Inspection& inspection, bool with_times, std::string* out);
  void TellFrames(std::string* out);

  const VendedId session_;
  const absl::Duration begun_;
  const absl::Time wall_;

  // By id, so that what is gone is told in one order.
  absl::btree_map<VariableId, Told> told_;
  int64_t round_ = 0;
  int64_t records_ = -1;
  absl::Duration times_told_ = -absl::InfiniteDuration();

  std::deque<std::string> frames_;
  size_t frame_bytes_ = 0;
  int64_t frames_dropped_ = 0;
  int64_t last_frame_ = 0;
  absl::flat_hash_map<ConnectionId, int64_t> last_received_;
  std::vector<int64_t> handled_;  // Number of a frame, microseconds it took; and so on.

  std::vector<std::string> answers_;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_INSPECTOR_VIEW_H_
