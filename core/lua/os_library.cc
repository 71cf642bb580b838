// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/os_library.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/base/status_macros.h"
#include "core/lua/charges.h"
#include "core/lua/date_format.h"
#include "core/lua/lua_context.h"
#include "core/lua/lua_function.h"
#include "lauxlib.h"

namespace tandem {
namespace {

int64_t Now(lua_State* L) { return absl::ToUnixSeconds(LuaContext::Of(L).host.clock.Wall()); }

// A field of the date table at index 1.
absl::StatusOr<int64_t> DateField(lua_State* L, const char* name, int64_t absent) {
  const int type = lua_getfield(L, 1, name);
  int is_integer = 0;
  const lua_Integer value = lua_tointegerx(L, -1, &is_integer);
  lua_pop(L, 1);
  if (is_integer == 0) {
    if (type != LUA_TNIL) {
      return absl::InvalidArgumentError(absl::StrCat("field '", name, "' is not an integer"));
    }
    if (absent < 0) {
      return absl::InvalidArgumentError(absl::StrCat("field '", name, "' missing in date table"));
    }
    return absent;
  }
  if (value < std::numeric_limits<int32_t>::min() || value > std::numeric_limits<int32_t>::max()) {
    return absl::InvalidArgumentError(absl::StrCat("field '", name, "' is out-of-bound"));
  }
  return value;
}

// Sets the fields of the date table at `index`.
void SetDateFields(lua_State* L, int index, const Date& date) {
  const struct {
    const char* name;
    int64_t value;
  } fields[] = {{"year", date.year},     {"month", date.month},      {"day", date.day},
                {"hour", date.hour},     {"min", date.minute},       {"sec", date.second},
                {"yday", date.year_day}, {"wday", date.week_day + 1}};
  for (const auto& field : fields) {
    lua_pushinteger(L, field.value);
    lua_setfield(L, index, field.name);
  }
  lua_pushboolean(L, 0);
  lua_setfield(L, index, "isdst");
}

// os.time([table])
absl::StatusOr<int> OsTime(lua_State* L) {
  if (lua_isnoneornil(L, 1)) {
    lua_pushinteger(L, Now(L));
    return 1;
  }
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 1);
  ASSIGN_OR_RETURN(const int64_t year, DateField(L, "year", -1));
  ASSIGN_OR_RETURN(const int64_t month, DateField(L, "month", -1));
  ASSIGN_OR_RETURN(const int64_t day, DateField(L, "day", -1));
  ASSIGN_OR_RETURN(const int64_t hour, DateField(L, "hour", 12));
  ASSIGN_OR_RETURN(const int64_t minute, DateField(L, "min", 0));
  ASSIGN_OR_RETURN(const int64_t second, DateField(L, "sec", 0));
  const int64_t time = UnixTimeOf(year, month, day, hour, minute, second);
  SetDateFields(L, 1, DateOf(time));
  lua_pushinteger(L, time);
  return 1;
}

// os.date([format [, time]]); "!" changes nothing, everything is UTC.
absl::StatusOr<int> OsDate(lua_State* L) {
  size_t size = 0;
  const char* bytes = luaL_optlstring(L, 1, "%c", &size);
  absl::string_view format(bytes, size);
  ChargeText(L, 100 + size);
  const int64_t time = lua_isnoneornil(L, 2) ? Now(L) : luaL_checkinteger(L, 2);
  if (!IsDate(time)) {
    return absl::OutOfRangeError("date result cannot be represented");
  }
  const Date date = DateOf(time);
  if (!format.empty() && format.front() == '!') format.remove_prefix(1);
  if (format.substr(0, 2) == "*t") {
    lua_createtable(L, 0, 9);
    SetDateFields(L, lua_gettop(L), date);
    return 1;
  }
  ASSIGN_OR_RETURN(const std::string text, FormatDate(format, date));
  PushString(L, text);
  return 1;
}

// os.clock(): seconds of the Host's monotonic clock, which is all the time a session knows.
absl::StatusOr<int> OsClock(lua_State* L) {
  lua_pushnumber(L, absl::ToDoubleSeconds(LuaContext::Of(L).host.clock.Monotonic()));
  return 1;
}

// os.difftime(later, earlier)
absl::StatusOr<int> OsDifftime(lua_State* L) {
  const lua_Number later = luaL_checknumber(L, 1);
  lua_pushnumber(L, later - luaL_optnumber(L, 2, 0));
  return 1;
}

}  // namespace

int OpenOsLibrary(lua_State* L) {
  const luaL_Reg functions[] = {{"clock", &LuaFunction<&OsClock>},
                                {"date", &LuaFunction<&OsDate>},
                                {"difftime", &LuaFunction<&OsDifftime>},
                                {"time", &LuaFunction<&OsTime>},
                                {nullptr, nullptr}};
  luaL_newlib(L, functions);
  return 1;
}

}  // namespace tandem
