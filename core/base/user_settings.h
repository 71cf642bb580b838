// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a page says of the person in front of it, for the fields session.timezone and
// session.locale.

#ifndef TANDEM_CORE_BASE_USER_SETTINGS_H_
#define TANDEM_CORE_BASE_USER_SETTINGS_H_

#include <string>

namespace tandem {

// "" where the page does not say.
struct UserSettings {
  std::string timezone;  // A name of the time zone database, "Europe/Berlin".
  std::string locale;    // A language tag of BCP 47, "de-DE".
};

}  // namespace tandem

#endif  // TANDEM_CORE_BASE_USER_SETTINGS_H_
