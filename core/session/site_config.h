// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a site's configuration says, whatever file format it came in. Unknown keys and wrong
// types are errors with a suggestion (D-46). The native shell reads config/config.toml into the
// JSON form; the browser home gets that JSON with the site's files.

#ifndef TANDEM_CORE_SESSION_SITE_CONFIG_H_
#define TANDEM_CORE_SESSION_SITE_CONFIG_H_

#include "absl/status/statusor.h"
#include "core/base/json.h"
#include "core/lua/lua_options.h"
#include "core/session/session_options.h"

namespace tandem {

enum class Mode { kProduction, kDevelopment };

struct SiteConfig {
  SessionOptions session;
  LuaOptions lua;

  // Development mode shows errors with their traceback in the page (D-11, D-35).
  Mode mode = Mode::kProduction;

  // [lua] remote_code: a browser may write property `lua` of variable 1 (D-35). Development mode
  // allows it too.
  bool remote_code = false;

  // [compat] ui-engine.
  bool compat = false;
};

// Reads the tables [session] timeout, resume_grace; [lua] remote_code, memory_limit_mib,
// turn_steps, start_steps, turn_time, libraries, strict; [limits] message_bytes, sessions,
// file_bytes, temporary_bytes; [files] temporary; [compat] ui-engine, lua51; and skips what a shell
// may have left: [server] host, port; [logging] verbosity; [lua] hotload. kInvalidArgument names
// the key, and the nearest known one if there is one.
absl::StatusOr<SiteConfig> SiteConfigFromJson(const Json& config);

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_SITE_CONFIG_H_
