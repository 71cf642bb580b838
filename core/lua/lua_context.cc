// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/lua_context.h"

#include "absl/strings/str_cat.h"

namespace tandem {

void LuaContext::Log(LogLevel level, absl::string_view text) const {
  if (host.log.Wants(level)) host.log.Write(level, absl::StrCat("session ", session, ": ", text));
}

void LuaContext::LogFromScript(LogLevel level, absl::string_view text) const {
  if (host.log.Wants(level)) host.log.Write(level, absl::StrCat("[lua] ", text));
}

}  // namespace tandem
