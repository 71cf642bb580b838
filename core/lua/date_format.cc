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

void AppendConversion(char conversion, const Date& date, std::string* out) {
  const auto two = [&](int64_t number) { AppendPadded(number, 2, '0', out); };
  const auto all = [&](absl::string_view conversions) {
    for (char each : conversions) {
      if (each >= 'A') {
        AppendConversion(each, date, out);
      } else {
        out->push_back(each);
      }
    }
  };
  const int hour12 = date.hour % 12 == 0 ? 12 : date.hour % 12;
  switch (conversion) {
    case 'a':
      out->append(kWeekDays[date.week_day].substr(0, 3));
      break;
    case 'A':
      out->append(kWeekDays[date.week_day]);
      break;
    case 'b':
    case 'h':
      out->append(kMonths[date.month - 1].substr(0, 3));
      break;
    case 'B':
      out->append(kMonths[date.month - 1]);
      break;
    case 'c':
      all("a b e H:M:S Y");
      break;
    case 'C':
      two(FloorDivide(date.year, 100));
      break;
    case 'd':
      two(date.day);
      break;
    case 'D':
    case 'x':
      all("m/d/y");
      break;
    case 'e':
      AppendPadded(date.day, 2, ' ', out);
      break;
    case 'F':
      all("Y-m-d");
      break;
    case 'g':
      two(IsoWeekOf(date).year - FloorDivide(IsoWeekOf(date).year, 100) * 100);
      break;
    case 'G':
      absl::StrAppend(out, IsoWeekOf(date).year);
      break;
    case 'H':
      two(date.hour);
      break;
    case 'I':
      two(hour12);
      break;
    case 'j':
      AppendPadded(date.year_day, 3, '0', out);
      break;
    case 'm':
      two(date.month);
      break;
    case 'M':
      two(date.minute);
      break;
    case 'n':
      out->push_back('\n');
      break;
    case 'p':
      out->append(date.hour < 12 ? "AM" : "PM");
      break;
    case 'r':
      all("I:M:S p");
      break;
    case 'R':
      all("H:M");
      break;
    case 'S':
      two(date.second);
      break;
    case 't':
      out->push_back('\t');
      break;
    case 'T':
    case 'X':
      all("H:M:S");
      break;
    case 'u':
      absl::StrAppend(out, date.week_day == 0 ? 7 : date.week_day);
      break;
    case 'U':
      two(WeekOf(date, 0));
      break;
    case 'V':
      two(IsoWeekOf(date).week);
      break;
    case 'w':
      absl::StrAppend(out, date.week_day);
      break;
    case 'W':
      two(WeekOf(date, 1));
      break;
    case 'y':
      two(date.year - FloorDivide(date.year, 100) * 100);
      break;
    case 'Y':
      absl::StrAppend(out, date.year);
      break;
    case 'z':
      out->append("+0000");
      break;
    case 'Z':
      out->append("UTC");
      break;
    default:
      out->push_back('%');
      break;
  }
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
