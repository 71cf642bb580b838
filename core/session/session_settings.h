// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The settings that decide what a session does, as the header of an event log has them. A setting
// which is added to SiteConfig and can be told from inside a session belongs here as well; those
// that only say when something happens do not, because a log says when it did.

#ifndef TANDEM_CORE_SESSION_SESSION_SETTINGS_H_
#define TANDEM_CORE_SESSION_SESSION_SETTINGS_H_

#include "absl/status/statusor.h"
#include "core/base/json.h"
#include "core/session/site_config.h"

namespace tandem {

Json SessionSettings(const SiteConfig& config);

// What SessionSettings was made from. kInvalidArgument names the setting that is missing, unknown
// or of another type.
absl::StatusOr<SiteConfig> ConfigFromSessionSettings(const Json& settings);

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_SESSION_SETTINGS_H_
