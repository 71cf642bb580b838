// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/recorder.h"

#include <cassert>
#include <utility>
#include <variant>

namespace tandem {
namespace {

// Of a failure, a log has the code and the message.
absl::StatusOr<std::string> Plain(absl::StatusOr<std::string> result) {
  if (result.ok()) return result;
  return absl::Status(result.status().code(), result.status().message());
}

}  // namespace

Recorder::Recorder(Host& host, const ViewdefStore& templates, std::unique_ptr<EventLog> log,
                   const LogHeader& header, bool keeps_frames)
    : templates_(templates),
      log_(std::move(log)),
      writer_(*log_, header, keeps_frames),
      clock_(host.clock, writer_),
      entropy_(host.entropy, writer_),
      files_(host.files, writer_),
      recorded_{clock_,       host.scheduler, entropy_,       files_,         host.log,
                host.numbers, host.trace,     host.slow_lane, host.temporary, host.chunks} {}

Outbox& Recorder::Watch(ConnectionId connection, Outbox& outbox) {
  std::unique_ptr<RecordedOutbox>& recorded = outboxes_[connection];
  recorded = std::make_unique<RecordedOutbox>(connection, outbox, writer_);
  return *recorded;
}

Outbox& Recorder::Replace(ConnectionId connection, Outbox& outbox) {
  auto watched = outboxes_.find(connection);
  if (watched == outboxes_.end()) return outbox;
  watched->second->Replace(outbox);
  return *watched->second;
}

void Recorder::Forget(ConnectionId connection) { outboxes_.erase(connection); }

void Recorder::Begin(const Record& record) {
  is_over_ = std::holds_alternative<EndRecord>(record);
  writer_.Begin(record, recorded_.clock.Ticks());
}

void Recorder::End() {
  LogWriter::Texts templates;
  if (templates_.revision() != templates_seen_) {
    templates = templates_.NewerThan(std::exchange(templates_seen_, templates_.revision()));
  }
  writer_.Finish(templates);
  if (is_over_) log_->OnSessionOver();
}

absl::Duration Recorder::RecordedClock::Monotonic() const {
  const absl::Duration time = absl::Trunc(clock_.Monotonic(), absl::Nanoseconds(1));
  writer_.Monotonic(time);
  return time;
}

absl::Time Recorder::RecordedClock::Wall() const {
  const absl::Time time = absl::FromUnixNanos(absl::ToUnixNanos(clock_.Wall()));
  writer_.Wall(time);
  return time;
}

void Recorder::RecordedEntropy::Fill(absl::Span<uint8_t> bytes) {
  entropy_.Fill(bytes);
  writer_.Entropy(absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

absl::StatusOr<std::string> Recorder::RecordedFiles::Read(absl::string_view path) {
  absl::StatusOr<std::string> text = Plain(files_.Read(path));
  writer_.Read(path, text);
  return text;
}

absl::StatusOr<std::string> Recorder::RecordedFiles::Canonical(absl::string_view path) {
  absl::StatusOr<std::string> key = Plain(files_.Canonical(path));
  writer_.Canonical(path, key);
  return key;
}

std::vector<std::string> Recorder::RecordedFiles::List(absl::string_view prefix) {
  assert(false && "only the templates are listed, and those are not a session's");
  return files_.List(prefix);
}

bool Recorder::RecordedOutbox::Writable() const {
  const bool is_writable = outbox_->Writable();
  writer_.Writable(is_writable);
  return is_writable;
}

void Recorder::RecordedOutbox::Send(std::string frame) {
  writer_.Sent(connection_, frame);
  outbox_->Send(std::move(frame));
}

void Recorder::RecordedOutbox::Close(CloseCode code, absl::string_view reason) {
  writer_.Closed(connection_, static_cast<uint16_t>(code), reason);
  outbox_->Close(code, reason);
}

}  // namespace tandem
