// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/recorded_sessions.h"

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "native_server/unique_fd.h"
#include "native_server/whole_file.h"

namespace tandem::native {

// Not buffered: what was appended survives the process.
class RecordedSessions::File : public EventLog {
 public:
  File(RecordedSessions& owner, SessionId session, std::string path, UniqueFd fd)
      : owner_(owner), session_(std::move(session)), path_(std::move(path)), fd_(std::move(fd)) {
    owner_.paths_[session_] = path_;
  }
  ~File() override { owner_.paths_.erase(session_); }

  void Append(absl::string_view entry) override {
    while (fd_.valid() && !entry.empty()) {
      const ssize_t count = ::write(fd_.get(), entry.data(), entry.size());
      if (count >= 0) {
        entry.remove_prefix(static_cast<size_t>(count));
      } else if (errno != EINTR) {
        owner_.log_.Write(
            kLogAlways, absl::StrCat("recording to ", path_, " ends here: ", std::strerror(errno)));
        fd_ = UniqueFd();
      }
    }
  }

 private:
  RecordedSessions& owner_;
  const SessionId session_;
  const std::string path_;
  UniqueFd fd_;
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
  UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!fd.valid()) {
    log_.Write(kLogAlways, absl::StrCat("session ", number, " is not recorded: ", path, ": ",
                                        std::strerror(errno)));
    return nullptr;
  }
  return std::make_unique<File>(*this, session, std::move(path), std::move(fd));
}

absl::StatusOr<std::string> RecordedSessions::Find(const SessionId& session) const {
  if (folder_.empty()) return in_memory_.Find(session);
  const auto path = paths_.find(session);
  if (path == paths_.end()) return absl::NotFoundError("no such session is recorded");
  return ReadFile(path->second);
}

}  // namespace tandem::native
