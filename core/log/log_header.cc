// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/log/log_header.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "core/log/hash64.h"
#include "core/log/log_bytes.h"
#include "core/log/log_format.h"

namespace tandem {
namespace {

// No text begins with the first byte; whoever changes the ends of lines, or stops at the
// end-of-file mark of old, damages the rest.
constexpr absl::string_view kMagic("\x89TDLOG\r\n\x1a\n", 10);

absl::Status Damaged(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("the log's header ", what));
}

// The string under `key`; empty if there is none.
std::string TextAt(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

uint32_t LogChecksum(absl::string_view body, uint32_t before) {
  return static_cast<uint32_t>(Hash64(body, before));
}

std::string EncodeLogHeader(const LogHeader& header) {
  const std::string text = DumpJson({{"core", header.core},
                                     {"site", header.site},
                                     {"session", header.session.str()},
                                     {"number", header.number.value()},
                                     {"options", header.options}});
  LogBuffer bytes;
  bytes.Raw(kMagic);
  bytes.Number(kLogVersion);
  bytes.Text(text);
  bytes.Word<log_format::kChecksumSize>(LogChecksum(text, kLogVersion));
  return std::string(bytes.view());
}

absl::StatusOr<DecodedLogHeader> DecodeLogHeader(absl::string_view log) {
  if (!absl::StartsWith(log, kMagic)) {
    return log.empty() || absl::StartsWith(kMagic, log)
               ? Damaged("is cut off")
               : absl::InvalidArgumentError("this is not an event log of Tandem");
  }
  LogBytes bytes(log.substr(kMagic.size()));
  const uint64_t version = bytes.Number();
  if (!bytes.failed() && version > kLogVersion) {
    return absl::FailedPreconditionError(absl::StrCat("the log is in format ", version,
                                                      " and this Tandem reads up to ", kLogVersion,
                                                      ": a later one wrote it"));
  }
  const absl::string_view text = bytes.Text();
  DecodedLogHeader decoded;
  decoded.checksum = static_cast<uint32_t>(bytes.Word(4));
  if (bytes.failed()) return Damaged("is cut off");
  if (version == 0 || decoded.checksum != LogChecksum(text, kLogVersion)) {
    return Damaged("is damaged");
  }
  const absl::StatusOr<Json> json = ParseJson(text);
  if (!json.ok() || !json->is_object()) return Damaged("makes no sense");

  LogHeader& header = decoded.header;
  header.core = TextAt(*json, "core");
  header.site = TextAt(*json, "site");
  header.session = SessionId(TextAt(*json, "session"));
  const auto number = json->find("number");
  if (!SessionId::IsWellFormed(header.session.str()) || number == json->end() ||
      !number->is_number_integer()) {
    return Damaged("names no session");
  }
  header.number = VendedId(number->get<int64_t>());
  if (const auto options = json->find("options"); options != json->end()) header.options = *options;
  decoded.size = log.size() - bytes.rest().size();
  return decoded;
}

}  // namespace tandem
