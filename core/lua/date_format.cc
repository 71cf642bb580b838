// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/date_format.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

namespace tandem {
namespace {

constexpr absl::string_view kWeekDays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                           "Thursday", "Friday", "Saturday"};
constexpr absl::string_view kMonths[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};

// Dates are reckoned from here. A time zone, even UTC, would bring its machinery into the module.
constexpr absl::CivilSecond kEpoch(1970);

// What os.date accepts after %, and after %E and %O.
constexpr absl::string_view kConversions = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%";
constexpr absl::string_view kAfterE = "cCxXyY";
constexpr absl::string_view kAfterO = "deHImMSuUVwWy";

void AppendPadded(int64_t number, size_t width, char padding, std::string* out) {
  const std::string digits = absl::StrCat(number);
  if (digits.size() < width) out->append(width - digits.size(), padding);
  out->append(digits);
}

int64_t FloorDivide(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// Week of the year, the first of which begins with the first `first_day` (0: Sunday).
int WeekOf(const Date& date, int first_day) {
  return (date.year_day - 1 + 7 - (date.week_day - first_day + 7) % 7) / 7;
}

// ISO 8601: weeks begin on Monday and belong to the year that has their Thursday.
struct IsoWeek {
  int64_t year;
  int week;
};
IsoWeek IsoWeekOf(const Date& date) {
  const int from_monday = (date.week_day + 6) % 7;
  const absl::CivilDay thursday =
      absl::CivilDay(date.year, date.month, date.day) + (3 - from_monday);
  return {thursday.year(), (absl::GetYearDay(thursday) - 1) / 7 + 1};
}

void AppendConversion(char conversion, const Date& date, std::string* out);

// Letters are conversions, everything else stands for itself.
void AppendAll(absl::string_view conversions, const Date& date, std::string* out) {
  for (char each : conversions) {
    if (each >= 'A') {
      AppendConversion(each, date, out);
    } else {
      out->push_back(each);
    }
  }
}

// Most are a number of two digits.
void AppendConversion(char conversion, const Date& date, std::string* out) {
  absl::string_view text;
  int64_t number = 0;
  size_t width = 2;
  char padding = '0';
  switch (conversion) {
    case 'a':
      text = kWeekDays[date.week_day].substr(0, 3);
      break;
    case 'A':
      text = kWeekDays[date.week_day];
      break;
    case 'b':
    case 'h':
      text = kMonths[date.month - 1].substr(0, 3);
      break;
    case 'B':
      text = kMonths[date.month - 1];
      break;
    case 'c':
      return AppendAll("a b e H:M:S Y", date, out);
    case 'C':
      number = FloorDivide(date.year, 100);
      break;
    case 'd':
      number = date.day;
      break;
    case 'D':
    case 'x':
      return AppendAll("m/d/y", date, out);
    case 'e':
      number = date.day;
      padding = ' ';
      break;
    case 'F':
      return AppendAll("Y-m-d", date, out);
    case 'g':
    case 'G':
      number = IsoWeekOf(date).year;
      break;
    case 'H':
      number = date.hour;
      break;
    case 'I':
      number = date.hour % 12 == 0 ? 12 : date.hour % 12;
      break;
    case 'j':
      number = date.year_day;
      width = 3;
      break;
    case 'm':
      number = date.month;
      break;
    case 'M':
      number = date.minute;
      break;
    case 'n':
      text = "\n";
      break;
    case 'p':
      text = date.hour < 12 ? "AM" : "PM";
      break;
    case 'r':
      return AppendAll("I:M:S p", date, out);
    case 'R':
      return AppendAll("H:M", date, out);
    case 'S':
      number = date.second;
      break;
    case 't':
      text = "\t";
      break;
    case 'T':
    case 'X':
      return AppendAll("H:M:S", date, out);
    case 'u':
      number = date.week_day == 0 ? 7 : date.week_day;
      width = 1;
      break;
    case 'U':
      number = WeekOf(date, 0);
      break;
    case 'V':
      number = IsoWeekOf(date).week;
      break;
    case 'w':
      number = date.week_day;
      width = 1;
      break;
    case 'W':
      number = WeekOf(date, 1);
      break;
    case 'y':
    case 'Y':
      number = date.year;
      break;
    case 'z':
      text = "+0000";
      break;
    case 'Z':
      text = "UTC";
      break;
    default:
      text = "%";
      break;
  }
  if (!text.empty()) {
    out->append(text.data(), text.size());
    return;
  }
  if (conversion == 'Y' || conversion == 'G') width = 1;
  if (conversion == 'y' || conversion == 'g') number -= FloorDivide(number, 100) * 100;
  AppendPadded(number, width, padding, out);
}

}  // namespace

bool IsDate(int64_t unix_time) {
  constexpr int64_t kSecondsOfTwoBillionYears = int64_t{2'000'000'000} * 31'556'952;
  return unix_time >= -kSecondsOfTwoBillionYears && unix_time <= kSecondsOfTwoBillionYears;
}

Date DateOf(int64_t unix_time) {
  const absl::CivilSecond civil = kEpoch + unix_time;
  const absl::CivilDay day(civil);
  Date date;
  date.year = civil.year();
  date.month = civil.month();
  date.day = civil.day();
  date.hour = civil.hour();
  date.minute = civil.minute();
  date.second = civil.second();
  date.week_day = (static_cast<int>(absl::GetWeekday(day)) + 1) % 7;  // abseil: 0 is Monday
  date.year_day = absl::GetYearDay(day);
  return date;
}

int64_t UnixTimeOf(int64_t year, int64_t month, int64_t day, int64_t hour, int64_t minute,
                   int64_t second) {
  return absl::CivilSecond(year, month, day, hour, minute, second) - kEpoch;
}

absl::StatusOr<std::string> FormatDate(absl::string_view format, const Date& date) {
  std::string text;
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') {
      text.push_back(format[i]);
      continue;
    }
    const size_t begin = i++;
    absl::string_view allowed = kConversions;
    if (i < format.size() && (format[i] == 'E' || format[i] == 'O')) {
      allowed = format[i++] == 'E' ? kAfterE : kAfterO;
    }
    if (i >= format.size() || allowed.find(format[i]) == absl::string_view::npos) {
      return absl::InvalidArgumentError(
          absl::StrCat("invalid conversion specifier '", format.substr(begin, i + 1 - begin), "'"));
    }
    AppendConversion(format[i], date, &text);
  }
  return text;
}

}  // namespace tandem
