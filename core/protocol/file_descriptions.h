// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What an upload says of the files it begins to send (docs/protocol.md, feature `files`).

#ifndef TANDEM_CORE_PROTOCOL_FILE_DESCRIPTIONS_H_
#define TANDEM_CORE_PROTOCOL_FILE_DESCRIPTIONS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "core/base/file_description.h"
#include "core/base/json.h"

namespace tandem {

// The one file that an object describes, or the 1 to 1000 of an array. kInvalidArgument, whose
// message is for the client and names what is wrong.
absl::StatusOr<std::vector<FileDescription>> FileDescriptionsFrom(const Json& value);

}  // namespace tandem

#endif  // TANDEM_CORE_PROTOCOL_FILE_DESCRIPTIONS_H_
