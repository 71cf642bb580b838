// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Calendar dates in UTC and their text, as os.date wants it: C's strftime in the "C" locale,
// written out here because the real one asks the process for its locale and its time zone.

#ifndef TANDEM_CORE_LUA_DATE_FORMAT_H_
#define TANDEM_CORE_LUA_DATE_FORMAT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace tandem {

struct Date {
  int64_t year = 1970;
  int month = 1;  // 1 to 12
  int day = 1;    // 1 to 31
  int hour = 0, minute = 0, second = 0;
  int week_day = 4;  // 0 is Sunday
  int year_day = 1;  // 1 to 366
};

// Whether a time in seconds since 1970 has a date with a year that fits 32 bits.
bool IsDate(int64_t unix_time);

// The time must have one.
Date DateOf(int64_t unix_time);

// Fields outside their range carry over: month 13 is the next January. Each fits 32 bits.
int64_t UnixTimeOf(int64_t year, int64_t month, int64_t day, int64_t hour, int64_t minute,
                   int64_t second);

// `format` with each conversion of C99's strftime replaced; modifiers E and O change nothing.
// kInvalidArgument for others.
absl::StatusOr<std::string> FormatDate(absl::string_view format, const Date& date);

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_DATE_FORMAT_H_
