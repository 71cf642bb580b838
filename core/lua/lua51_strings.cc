// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/lua51_strings.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/utf8.h"
#include "core/lua/charges.h"
#include "core/lua/lua_function.h"
#include "lauxlib.h"

namespace tandem {
namespace {

int CallOriginal(lua_State* L) { return lua_tocfunction(L, lua_upvalueindex(1))(L); }

// Replaces the argument by its text.
void MakeText(lua_State* L, int argument) {
  luaL_tolstring(L, argument, nullptr);
  lua_replace(L, argument);
}

// Makes the argument an integer, cut off toward zero; false, with its text in its place, if it
// is no number or too large a one.
bool MakeInteger(lua_State* L, int argument) {
  int is_number = 0;
  lua_Integer integer = lua_tointegerx(L, argument, &is_number);
  if (is_number == 0) {
    const lua_Number number = std::trunc(lua_tonumberx(L, argument, &is_number));
    if (is_number == 0 || lua_numbertointeger(number, &integer) == 0) {
      if (is_number != 0) {
        lua_pushnumber(L, lua_tonumber(L, argument));
        lua_replace(L, argument);
      }
      MakeText(L, argument);
      return false;
    }
  }
  lua_pushinteger(L, integer);
  lua_replace(L, argument);
  return true;
}

// What is left of the modifiers of a number when its place is taken by a text: side and width.
std::string TextModifiers(absl::string_view modifiers) {
  const size_t flags = std::min(modifiers.find_first_not_of("-+ #0"), modifiers.size());
  const absl::string_view width = modifiers.substr(flags, modifiers.find('.') - flags);
  const bool is_left = absl::StrContains(modifiers.substr(0, flags), '-');
  return absl::StrCat(is_left ? "-" : "", width);
}

// The letter after the backslash of a control character that has one; 0 for others.
char EscapeLetter(char c) {
  constexpr absl::string_view kCharacters = "\"\\\a\b\f\n\r\t\v";
  constexpr absl::string_view kLetters = "\"\\abfnrtv";
  const size_t place = kCharacters.find(c);
  return place == absl::string_view::npos ? '\0' : kLetters[place];
}

std::string Quoted(absl::string_view text) {
  std::string quoted = "\"";
  for (size_t i = 0; i < text.size();) {
    const size_t length = Utf8SequenceLength(text.substr(i));
    if (length > 1) {
      absl::StrAppend(&quoted, text.substr(i, length));
      i += length;
      continue;
    }
    const char c = text[i++];
    if (const char letter = EscapeLetter(c); letter != '\0') {
      quoted.push_back('\\');
      quoted.push_back(letter);
    } else if (length == 0 || absl::ascii_iscntrl(static_cast<unsigned char>(c))) {
      absl::StrAppend(&quoted, "\\x", absl::Hex(static_cast<unsigned char>(c), absl::kZeroPad2));
    } else {
      quoted.push_back(c);
    }
  }
  quoted.push_back('"');
  return quoted;
}

// Adapts the argument to its directive and returns the directive that Lua's own function gets.
std::string AdaptDirective(lua_State* L, int argument, absl::string_view modifiers,
                           char conversion) {
  switch (conversion) {
    case 'd':
    case 'i':
    case 'u':
    case 'o':
    case 'x':
    case 'X':
    case 'c':
      if (!MakeInteger(L, argument)) return absl::StrCat("%", TextModifiers(modifiers), "s");
      if (conversion == 'u') conversion = 'd';
      break;
    case 'q':
      if (!modifiers.empty()) break;  // Lua's own says that there may be none.
      MakeText(L, argument);
      ChargeText(L, 4 * CheckString(L, argument).size());
      PushString(L, Quoted(CheckString(L, argument)));
      lua_replace(L, argument);
      return "%s";
    default:
      break;
  }
  return absl::StrCat("%", modifiers, absl::string_view(&conversion, 1));
}

}  // namespace

int Lua51Format(lua_State* L) {
  const absl::string_view format = CheckString(L, 1);
  ChargeText(L, format.size());
  const int last = lua_gettop(L);
  luaL_checkstack(L, 4, nullptr);
  std::string adapted;
  int argument = 1;
  for (size_t i = 0; i < format.size();) {
    const size_t end = format.find_first_not_of("-+ #0123456789.", i + 1);
    if (format[i] != '%' || end == absl::string_view::npos) {
      adapted.push_back(format[i++]);
      continue;
    }
    if (format[end] == '%' && end == i + 1) {
      adapted.append("%%");
    } else if (++argument > last) {
      absl::StrAppend(&adapted, format.substr(i, end + 1 - i));  // Lua's own says which.
    } else {
      adapted.append(AdaptDirective(L, argument, format.substr(i + 1, end - i - 1), format[end]));
    }
    i = end + 1;
  }
  PushString(L, adapted);
  lua_replace(L, 1);
  return CallOriginal(L);
}

int Lua51Gsub(lua_State* L) {
  if (lua_type(L, 3) != LUA_TSTRING) return CallOriginal(L);
  const absl::string_view replacement = CheckString(L, 3);
  if (!absl::StrContains(replacement, '%')) return CallOriginal(L);
  ChargeText(L, replacement.size());
  std::string adapted;
  for (size_t i = 0; i < replacement.size(); ++i) {
    adapted.push_back(replacement[i]);
    if (replacement[i] != '%') continue;
    const bool has_next = i + 1 < replacement.size();
    if (has_next && (replacement[i + 1] == '%' ||
                     absl::ascii_isdigit(static_cast<unsigned char>(replacement[i + 1])))) {
      adapted.push_back(replacement[++i]);
    } else {
      adapted.push_back('%');
    }
  }
  PushString(L, adapted);
  lua_replace(L, 3);
  return CallOriginal(L);
}

}  // namespace tandem
