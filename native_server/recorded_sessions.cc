// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/recorded_sessions.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "native_server/growing_file.h"
#include "native_server/whole_file.h"

namespace tandem::native {

class RecordedSessions::File : public EventLog {
 public:
  File(RecordedSessions& owner, SessionId session, std::string path,
       std::unique_ptr<GrowingFile> file)
      : owner_(owner),
        session_(std::move(session)),
        path_(std::move(path)),
        file_(std::move(file)) {
    owner_.files_[session_] = this;
  }
  ~File() override { owner_.files_.erase(session_); }

  void Append(absl::string_view entry) override {
    if (has_failed_) return;
    const absl::Status status = file_->Append(entry);
    if (status.ok()) return;
    has_failed_ = true;
    owner_.log_.Write(kLogAlways,
                      absl::StrCat("recording to ", path_, " ends here: ", status.message()));
  }

  absl::StatusOr<std::string> Read() const {
    absl::StatusOr<std::string> bytes = ReadFile(path_);
    // The rest is room.
    if (bytes.ok()) bytes->resize(std::min(bytes->size(), file_->size()));
    return bytes;
  }

 private:
  RecordedSessions& owner_;
  const SessionId session_;
  const std::string path_;
  std::unique_ptr<GrowingFile> file_;
  bool has_failed_ = false;
};

RecordedSessions::RecordedSessions(std::string folder, LogSink& log)
    : folder_(std::move(folder)), log_(log), in_memory_([] {
        MemoryEventLogs::Options options;
        options.max_bytes = kMaxBytesInMemory;
        return options;
      }()) {}

std::unique_ptr<EventLog> RecordedSessions::Open(const SessionId& session, VendedId number) {
  if (folder_.empty()) return in_memory_.Open(session, number);
  // Numbers begin again with each process; digits of the id tell the files apart. Not all of them:
  // the id is the key to the session, and names of files get around.
  std::string path = absl::StrCat(folder_, "/session-", absl::StrFormat("%06d", number.value()),
                                  "-", session.str().substr(0, 8), ".tdlog");
  // For nobody else: the log holds what people typed.
  absl::StatusOr<std::unique_ptr<GrowingFile>> file = GrowingFile::Create(path);
  if (!file.ok()) {
    log_.Write(kLogAlways,
               absl::StrCat("session ", number, " is not recorded: ", file.status().message()));
    return nullptr;
  }
  return std::make_unique<File>(*this, session, std::move(path), *std::move(file));
}

absl::StatusOr<std::string> RecordedSessions::Find(const SessionId& session) const {
  if (folder_.empty()) return in_memory_.Find(session);
  const auto file = files_.find(session);
  if (file == files_.end()) return absl::NotFoundError("no such session is recorded");
  return file->second->Read();
}

}  // namespace tandem::native
