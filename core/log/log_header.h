// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// How an event log begins: that it is one, in which version of the format, and whose: the core that
// ran, the site as it was, the session, and every setting that decides what a session does.

#ifndef TANDEM_CORE_LOG_LOG_HEADER_H_
#define TANDEM_CORE_LOG_LOG_HEADER_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/base/json.h"

namespace tandem {

// Raised whenever a reader of before would misunderstand what is written.
inline constexpr uint64_t kLogVersion = 1;

struct LogHeader {
  std::string core;  // The core's version.
  std::string site;  // The hash of the site's files, 16 hex digits.
  SessionId session;
  VendedId number;
  Json options = Json::object();  // As session_settings.h writes them.
};

// The bytes a log begins with. The last four are a checksum, from which that of the first entry
// goes on.
std::string EncodeLogHeader(const LogHeader& header);

struct DecodedLogHeader {
  LogHeader header;
  size_t size = 0;        // Of its bytes.
  uint32_t checksum = 0;  // The last four of them.
};

// Total. kInvalidArgument if `log` is no event log, kFailedPrecondition if it is of a later format,
// kDataLoss if its header is cut off or damaged.
absl::StatusOr<DecodedLogHeader> DecodeLogHeader(absl::string_view log);

// The checksum of one entry, or of the header's text, that follows `before`.
uint32_t LogChecksum(absl::string_view body, uint32_t before);

}  // namespace tandem

#endif  // TANDEM_CORE_LOG_LOG_HEADER_H_
