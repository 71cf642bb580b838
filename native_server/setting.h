// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Every setting of the program on one table (S-6): its flag, its environment variable, its place
// in config.toml, what it takes. command_line.h finds the flags here, options.h merges the
// sources; a new setting is a row here and a line there.

#ifndef TANDEM_NATIVE_SERVER_SETTING_H_
#define TANDEM_NATIVE_SERVER_SETTING_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "core/base/json.h"

namespace tandem::native {

struct Setting {
  enum class Kind {
    kText,      // JSON text.
    kTexts,     // A list of texts; in the environment separated by commas.
    kPort,      // 0 to 65535; 0 is any free one.
    kCount,     // A whole number from 0.
    kSwitch,    // true or false; a flag needs no value.
    kDuration,  // "1h30m", "90s", "500ms", "0"; kept as text (S-7).
  };

  const char* name;  // Of the flag: "port" for --port.
  Kind kind;
  const char* environment;  // Null: none.
  const char* table;        // In config.toml; null: not there.
  const char* key;
  const char* help;
};

const std::vector<Setting>& AllSettings();

// Null if absent.
const Setting* FindSetting(absl::string_view name);

// What a flag or the environment says, as the JSON that config.toml would have for it.
// kInvalidArgument, beginning with `source`.
absl::StatusOr<Json> ParseSetting(const Setting& setting, absl::string_view text,
                                  absl::string_view source);

// Whether JSON from config.toml is what the setting takes. Errors as above.
absl::Status CheckSetting(const Setting& setting, const Json& value, absl::string_view source);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_SETTING_H_
