// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Stands between one session and its world, and writes down what passes: the records of its
// mailbox, what it asks its Host and its outboxes, and the frames it sends. What it hands on is
// exactly what it writes, so a replay sees no more and no less. Readings of Clock::Ticks, log
// lines and timers pass unrecorded: none of them can be told from inside.
//
// Not thread-safe; belongs to one session.

#ifndef TANDEM_CORE_SESSION_RECORDER_H_
#define TANDEM_CORE_SESSION_RECORDER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "core/base/ids.h"
#include "core/host/host.h"
#include "core/log/event_log.h"
#include "core/log/log_header.h"
#include "core/log/log_writer.h"
#include "core/log/record.h"
#include "core/session/outbox.h"
#include "core/viewdef/viewdef_store.h"

namespace tandem {

class Recorder {
 public:
  // `host` and `templates` must outlive this.
  Recorder(Host& host, const ViewdefStore& templates, std::unique_ptr<EventLog> log,
           const LogHeader& header, bool keeps_frames);
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  // The world of the session, and of whatever is built for it. Lives as long as this.
  Host& host() { return recorded_; }

  // What the session is to be given in place of `outbox`, until Forget.
  Outbox& Watch(ConnectionId connection, Outbox& outbox);
  // The same from now on in place of `outbox`: the one it was given is gone. `outbox` itself if
  // there is none.
  Outbox& Replace(ConnectionId connection, Outbox& outbox);
  void Forget(ConnectionId connection);

  // Around each record.
  void Begin(const Record& record);
  void End();

 private:
  class RecordedClock : public Clock {
   public:
    RecordedClock(Clock& clock, LogWriter& writer) : clock_(clock), writer_(writer) {}
    absl::Duration Monotonic() const override;
    absl::Duration Ticks() const override { return clock_.Ticks(); }
    absl::Time Wall() const override;

   private:
    Clock& clock_;
    LogWriter& writer_;
  };

  class RecordedEntropy : public Entropy {
   public:
    RecordedEntropy(Entropy& entropy, LogWriter& writer) : entropy_(entropy), writer_(writer) {}
    void Fill(absl::Span<uint8_t> bytes) override;

   private:
    Entropy& entropy_;
    LogWriter& writer_;
  };

  class RecordedFiles : public FileSource {
   public:
    RecordedFiles(FileSource& files, LogWriter& writer) : files_(files), writer_(writer) {}
    absl::StatusOr<std::string> Read(absl::string_view path) override;
    std::vector<std::string> List(absl::string_view prefix) override;
    absl::StatusOr<std::string> Canonical(absl::string_view path) override;

   private:
    FileSource& files_;
    LogWriter& writer_;
  };

  class RecordedOutbox : public Outbox {
   public:
    RecordedOutbox(ConnectionId connection, Outbox& outbox, LogWriter& writer)
        : connection_(connection), outbox_(&outbox), writer_(writer) {}
    void Replace(Outbox& outbox) { outbox_ = &outbox; }
    bool Writable() const override;
    void Send(std::string frame) override;
    void Close(CloseCode code, absl::string_view reason) override;

   private:
    const ConnectionId connection_;
    Outbox* outbox_;
    LogWriter& writer_;
  };

  const ViewdefStore& templates_;
  int64_t templates_seen_ = 0;
  bool is_over_ = false;
  std::unique_ptr<EventLog> log_;
  LogWriter writer_;
  RecordedClock clock_;
  RecordedEntropy entropy_;
  RecordedFiles files_;
  Host recorded_;
  absl::btree_map<ConnectionId, std::unique_ptr<RecordedOutbox>> outboxes_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_RECORDER_H_
