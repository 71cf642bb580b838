// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/replay/replay_host.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "core/log/log_event.h"

namespace tandem {
namespace {

constexpr auto kAny = [](const auto&) { return true; };

absl::Status NotRecorded(absl::string_view path) {
  return absl::NotFoundError(absl::StrCat(path, " is not in the event log"));
}

}  // namespace

ReplayHost::ReplayHost(const LogHeader& header, Answers& answers, FileSource* site, LogSink* log)
    : clock_(answers),
      entropy_(header, answers),
      files_(answers),
      numbers_(header.number),
      host_{clock_,
            scheduler_,
            entropy_,
            site != nullptr ? *site : files_,
            log != nullptr ? *log : no_log_,
            numbers_} {}

absl::Duration ReplayHost::AnsweringClock::Monotonic() const {
  const auto* answer = answers_.Take<MonotonicAnswer>(kAny, "read the clock");
  return answer == nullptr ? answers_.time() : answer->time;
}

absl::Time ReplayHost::AnsweringClock::Wall() const {
  const auto* answer = answers_.Take<WallAnswer>(kAny, "read the time");
  return answer == nullptr ? absl::UnixEpoch() : answer->time;
}

ReplayHost::AnsweringEntropy::AnsweringEntropy(const LogHeader& header, Answers& answers)
    : answers_(answers) {
  // It is well-formed, as the log's reader has seen.
  static_cast<void>(absl::HexStringToBytes(header.session.str(), &id_));
}

void ReplayHost::AnsweringEntropy::Fill(absl::Span<uint8_t> bytes) {
  const auto give = [&](absl::string_view given) {
    std::copy(given.begin(), given.end(), bytes.begin());
  };
  std::fill(bytes.begin(), bytes.end(), 0);
  if (!id_.empty()) {
    give(absl::string_view(id_).substr(0, bytes.size()));
    id_.clear();
    return;
  }
  const auto* answer = answers_.Take<EntropyAnswer>(
      [&](const EntropyAnswer& drawn) { return drawn.bytes.size() == bytes.size(); },
      absl::StrCat("drew ", bytes.size(), " random bytes"));
  if (answer != nullptr) give(answer->bytes);
}

absl::StatusOr<std::string> ReplayHost::AnsweringFiles::Read(absl::string_view path) {
  const auto* answer = answers_.Take<ReadAnswer>(
      [&](const ReadAnswer& read) { return read.path == path; }, absl::StrCat("read ", path));
  return answer == nullptr ? NotRecorded(path) : answer->text;
}

absl::StatusOr<std::string> ReplayHost::AnsweringFiles::Canonical(absl::string_view path) {
  const auto* answer = answers_.Take<CanonicalAnswer>(
      [&](const CanonicalAnswer& found) { return found.path == path; },
      absl::StrCat("looked for ", path));
  return answer == nullptr ? NotRecorded(path) : answer->key;
}

}  // namespace tandem
