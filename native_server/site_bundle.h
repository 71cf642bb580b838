// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A site as one JSON document, which the browser home loads when it runs without a server:
// {"files":{"lua/main.lua":"…","viewdefs/A.DEFAULT.html":"…","config/config.json":"…"}}.

#ifndef TANDEM_NATIVE_SERVER_SITE_BUNDLE_H_
#define TANDEM_NATIVE_SERVER_SITE_BUNDLE_H_

#include <string>

#include "absl/status/statusor.h"
#include "core/base/json.h"
#include "core/host/file_source.h"

namespace tandem::native {

// The text of the document. `settings` is what core/session/site_config.h reads. Links are
// followed. kInvalidArgument names a file that is not UTF-8, which JSON cannot carry.
absl::StatusOr<std::string> SiteBundle(FileSource& files, const Json& settings);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_SITE_BUNDLE_H_
