// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/inspector_view.h"

#include <cstdlib>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "core/base/json.h"
#include "core/inspect/variable_json.h"

namespace tandem::native {
namespace {

// Times change with every turn; nobody reads them faster.
constexpr absl::Duration kTimesPeriod = absl::Seconds(1);

// Whether a time is so different from the one told that a person would care.
bool IsNews(int64_t now, int64_t told) { return std::abs(now - told) > told / 4; }

// At most `limit` bytes of `text`, not in the middle of a character.
absl::string_view Beginning(absl::string_view text, size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
  return text.substr(0, limit);
}

}  // namespace

void InspectorView::AddFrame(Direction direction, ConnectionId connection, absl::string_view text,
                             absl::Duration now) {
  const bool is_in = direction == Direction::kIn;
  ++last_frame_;
  if (is_in) last_received_[connection] = last_frame_;
  std::string frame =
      absl::StrCat("{\"n\":", last_frame_, ",\"at\":", absl::ToInt64Microseconds(now - begun_),
                   is_in ? ",\"way\":\"in\"" : ",\"way\":\"out\"", ",\"connection\":", connection,
                   ",\"bytes\":", text.size(), ",\"text\":");
  AppendJsonString(Beginning(text, kShownOfFrame), &frame);
  frame.push_back('}');
  frame_bytes_ += frame.size();
  frames_.push_back(std::move(frame));
  while (frames_.size() > kMaxFrames || frame_bytes_ > kMaxFrameBytes) {
    frame_bytes_ -= frames_.front().size();
    frames_.pop_front();
    ++frames_dropped_;
  }
}

void InspectorView::AddHandled(ConnectionId connection, absl::Duration took) {
  const auto received = last_received_.find(connection);
  if (received == last_received_.end()) return;  // Before anybody looked.
  if (handled_.size() >= 2 * kMaxFrames) handled_.clear();
  handled_.push_back(received->second);
  handled_.push_back(absl::ToInt64Microseconds(took));
}

void InspectorView::AddEvent(absl::string_view what, ConnectionId connection, absl::Duration now) {
  ++last_frame_;
  frames_.push_back(absl::StrCat(
      "{\"n\":", last_frame_, ",\"at\":", absl::ToInt64Microseconds(now - begun_), ",\"way\":\"",
      what, "\",\"connection\":", connection, ",\"bytes\":0,\"text\":\"\"}"));
  frame_bytes_ += frames_.back().size();
}

bool InspectorView::HasNews(int64_t records) const {
  return records != records_ || !frames_.empty() || !handled_.empty() || !answers_.empty();
}

std::string InspectorView::Tell(const Inspection& inspection, int64_t records, absl::Duration now) {
  std::string out = absl::StrCat("{\"session\":", session_);
  if (round_ == 0) {
    absl::StrAppend(&out, ",\"reset\":true,\"began\":", absl::ToUnixMillis(wall_));
  }
  if (records != records_) {
    const bool with_times = now - times_told_ >= kTimesPeriod;
    if (with_times) times_told_ = now;
    TellVariables(inspection, with_times, &out);
    records_ = records;
  }
  absl::StrAppend(&out, ",\"stats\":{\"variables\":", inspection.size(),
                  ",\"rounds\":", inspection.change_count(),
                  ",\"memory\":", inspection.memory_bytes(), ",\"records\":", records, "}");
  TellFrames(&out);
  if (!answers_.empty()) {
    absl::StrAppend(&out, ",\"answers\":[", absl::StrJoin(answers_, ","), "]");
    answers_.clear();
  }
  out.push_back('}');
  return out;
}

void InspectorView::TellVariables(const Inspection& inspection, bool with_times, std::string* out) {
  ++round_;
  std::string text;
  std::string times;
  absl::string_view separator = ",\"variables\":[";
  inspection.ForEach(kShownOfValue, [&](const VariableSight& sight) {
    text.clear();
    AppendVariable(sight, VariableForm::kWithout, &text);
    const auto [entry, is_new] = told_.try_emplace(sight.variable.id);
    Told& told = entry->second;
    told.round = round_;
    const size_t hash = absl::HashOf(text);
    if (is_new || told.hash != hash) {
      told.hash = hash;
      absl::StrAppend(out, separator, text);
      separator = ",";
    }
    const int64_t time_ns = absl::ToInt64Nanoseconds(sight.variable.compute_time);
    const int64_t max_ns = absl::ToInt64Nanoseconds(sight.variable.max_compute_time);
    if (!with_times || (!IsNews(time_ns, told.time_ns) && max_ns == told.max_ns)) return;
    told.time_ns = time_ns;
    told.max_ns = max_ns;
    absl::StrAppend(&times, times.empty() ? "" : ",", sight.variable.id, ",", time_ns, ",", max_ns);
  });
  if (separator == ",") out->push_back(']');
  if (!times.empty()) absl::StrAppend(out, ",\"times\":[", times, "]");
  std::string gone;
  for (auto told = told_.begin(); told != told_.end();) {
    if (told->second.round == round_) {
      ++told;
      continue;
    }
    absl::StrAppend(&gone, gone.empty() ? "" : ",", told->first);
    told = told_.erase(told);
  }
  if (!gone.empty()) absl::StrAppend(out, ",\"gone\":[", gone, "]");
}

void InspectorView::TellFrames(std::string* out) {
  if (!frames_.empty()) {
    absl::StrAppend(out, ",\"frames\":[", absl::StrJoin(frames_, ","), "]");
    frames_.clear();
    frame_bytes_ = 0;
  }
  if (frames_dropped_ > 0) absl::StrAppend(out, ",\"dropped\":", frames_dropped_);
  frames_dropped_ = 0;
  if (!handled_.empty()) {
    absl::StrAppend(out, ",\"handled\":[", absl::StrJoin(handled_, ","), "]");
    handled_.clear();
  }
}

}  // namespace tandem::native
