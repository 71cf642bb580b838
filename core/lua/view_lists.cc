// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/view_lists.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "core/lua/lua_call.h"
#include "core/lua/lua_context.h"
#include "core/lua/lua_function.h"
#include "core/lua/named_types.h"
#include "core/lua/value_shape.h"
#include "lauxlib.h"

namespace tandem {
namespace {

// What a list keeps out of reach of paths: the walker reads no positions of it.
constexpr lua_Integer kItemType = 1;

// Stand in for elements that cannot be keys of a table.
char nil_element, nan_element;

void PushField(lua_State* L, int table, const char* name) {
  table = lua_absindex(L, table);
  lua_pushstring(L, name);
  lua_rawget(L, table);
}

// Sets a field of the table to the topmost value, and pops that.
void SetField(lua_State* L, int table, const char* name) {
  table = lua_absindex(L, table);
  lua_pushstring(L, name);
  lua_insert(L, -2);
  lua_rawset(L, table);
}

// Makes the topmost value a key under which equal elements meet.
void ElementToKey(lua_State* L) {
  if (lua_type(L, -1) == LUA_TNIL) {
    lua_pop(L, 1);
    lua_pushlightuserdata(L, &nil_element);
  } else if (lua_type(L, -1) == LUA_TNUMBER && lua_rawequal(L, -1, -1) == 0) {
    lua_pop(L, 1);
    lua_pushlightuserdata(L, &nan_element);
  }
}

}  // namespace

void ViewLists::PushNew(lua_State* L, absl::string_view item_type) const {
  lua_createtable(L, 1, 1);
  PushString(L, item_type);
  lua_rawseti(L, -2, kItemType);
  lua_createtable(L, 0, 0);
  natives_.Mark(L, NativeKind::kItems);
  SetField(L, -2, "items");
  natives_.Mark(L, NativeKind::kList);
}

// Most changes are at the end, or none: what is the same from the front stays in place.
void ViewLists::Synchronise(lua_State* L, int list, int source, int64_t length,
                            VariableId variable) {
  luaL_checkstack(L, 20, nullptr);
  list = lua_absindex(L, list);
  source = lua_absindex(L, source);
  const int top = lua_gettop(L);
  PushField(L, list, "items");
  const int items = lua_gettop(L);
  lua_createtable(L, 0, 0);
  const int added = lua_gettop(L);

  const int64_t old_length = static_cast<int64_t>(lua_rawlen(L, items));
  int64_t kept = 0;
  for (bool same = true; same && kept < std::min(old_length, length);) {
    lua_rawgeti(L, items, kept + 1);
    PushField(L, -1, "baseItem");
    lua_rawgeti(L, source, kept + 1);
    same = SameValue(L, -1, -2);
    if (same) ++kept;
    lua_settop(L, added);
  }
  if (kept == length) {
    for (int64_t i = old_length; i > kept; --i) {
      lua_pushnil(L);
      lua_rawseti(L, items, i);
    }
  } else {
    Rearrange(L, list, items, source, length, kept, added);
  }

  // Application code from here on: it finds a list that is complete.
  lua_rawgeti(L, list, kItemType);
  const std::string item_type = lua_tostring(L, -1);
  const int64_t added_length = static_cast<int64_t>(lua_rawlen(L, added));
  if (!item_type.empty()) {
    for (int64_t i = 1; i <= added_length; ++i) {
      lua_rawgeti(L, added, i);
      Present(L, item_type, variable);
    }
  }
  lua_settop(L, top);
}

// Each old item waits under its element, in line with those of equal elements; each position
// of the source takes the first in its line, or a new item (D-40: the n-th of equal elements
// finds the n-th item).
void ViewLists::Rearrange(lua_State* L, int list, int items, int source, int64_t length,
                          int64_t kept, int added) {
  const int64_t old_length = static_cast<int64_t>(lua_rawlen(L, items));
  lua_createtable(L, 0, static_cast<int>(old_length - kept));
  const int first_in_line = lua_gettop(L);
  std::vector<int64_t> next_in_line(static_cast<size_t>(old_length - kept));
  for (int64_t i = old_length; i > kept; --i) {
    lua_rawgeti(L, items, i);
    PushField(L, -1, "baseItem");
    ElementToKey(L);
    lua_pushvalue(L, -1);
    lua_rawget(L, first_in_line);
    next_in_line[static_cast<size_t>(i - kept - 1)] = lua_tointeger(L, -1);
    lua_pop(L, 1);
    lua_pushinteger(L, i);
    lua_rawset(L, first_in_line);
    lua_settop(L, first_in_line);
  }

  lua_createtable(L, static_cast<int>(length), 0);
  const int fresh = lua_gettop(L);
  lua_Integer added_length = 0;
  for (int64_t i = 1; i <= length; ++i) {
    int64_t old = i <= kept ? i : 0;
    if (old == 0) {
      lua_rawgeti(L, source, i);
      ElementToKey(L);
      lua_pushvalue(L, -1);
      lua_rawget(L, first_in_line);
      old = lua_tointeger(L, -1);
      lua_pop(L, 1);
      if (old != 0) {
        const int64_t next = next_in_line[static_cast<size_t>(old - kept - 1)];
        if (next == 0) {
          lua_pushnil(L);
        } else {
          lua_pushinteger(L, next);
        }
        lua_rawset(L, first_in_line);
      }
      lua_settop(L, fresh);
    }
    if (old != 0) {
      lua_rawgeti(L, items, old);
    } else {
      lua_rawgeti(L, source, i);
      PushNewItem(L, list, -1);
      lua_remove(L, -2);
      lua_pushvalue(L, -1);
      lua_rawseti(L, added, ++added_length);
    }
    if (old != i) {
      has_moved_ = true;
      lua_pushinteger(L, i - 1);
      SetField(L, -2, "index");
    }
    lua_rawseti(L, fresh, i);
  }
  natives_.Mark(L, NativeKind::kItems);
  SetField(L, list, "items");
  lua_settop(L, added);
}

void ViewLists::PushNewItem(lua_State* L, int list, int element) const {
  element = lua_absindex(L, element);
  lua_createtable(L, 0, 4);
  for (const char* field : {"item", "baseItem"}) {
    lua_pushvalue(L, element);
    SetField(L, -2, field);
  }
  lua_pushvalue(L, list);
  SetField(L, -2, "list");
  natives_.Mark(L, NativeKind::kItem);
}

void ViewLists::Present(lua_State* L, absl::string_view item_type, VariableId variable) const {
  LuaContext& context = LuaContext::Of(L);
  const int item = lua_gettop(L);
  absl::Status status = absl::NotFoundError("there is no such type");
  if (context.named_types->PushConstructor(L, item_type)) {
    lua_insert(L, -2);
    lua_createtable(L, 0, 2);
    for (const char* field : {"baseItem", "index"}) {
      PushField(L, item, field);
      SetField(L, -2, field);
    }
    status = CallLua(L, 2, 1);
    if (status.ok() && lua_type(L, -1) == LUA_TNIL) {
      status = absl::NotFoundError("new returned nil");
    }
    if (status.ok()) SetField(L, item, "item");
  }
  if (!status.ok()) {
    context.Log(kLogAlways, absl::StrCat("variable ", variable, ": no presenter ", item_type, ": ",
                                         WithTraceback(status)));
  }
  lua_settop(L, item - 1);
}

bool ViewLists::IsItemPresentedBy(lua_State* L, int index, absl::string_view item_type) const {
  if (natives_.KindOf(L, index) != NativeKind::kItem) return false;
  index = lua_absindex(L, index);
  const int top = lua_gettop(L);
  PushField(L, index, "list");
  lua_rawgeti(L, -1, kItemType);
  const bool presented = item_type == lua_tostring(L, -1);
  lua_settop(L, top);
  return presented;
}

void ViewLists::PushPlainItem(lua_State* L, int item) const {
  item = lua_absindex(L, item);
  lua_createtable(L, 0, 3);
  for (const char* field : {"item", "baseItem", "index"}) {
    PushField(L, item, field);
    SetField(L, -2, field);
  }
}

void ViewLists::PushForLua(lua_State* L, int index) const {
  index = lua_absindex(L, index);
  luaL_checkstack(L, 8, nullptr);
  const NativeKind kind = natives_.KindOf(L, index);
  if (kind == NativeKind::kNone) {
    lua_pushvalue(L, index);
  } else if (kind == NativeKind::kItem) {
    PushPlainItem(L, index);
  } else {
    if (kind == NativeKind::kList) {
      PushField(L, index, "items");
    } else {
      lua_pushvalue(L, index);
    }
    const lua_Integer length = static_cast<lua_Integer>(lua_rawlen(L, -1));
    lua_createtable(L, static_cast<int>(length), 0);
    for (lua_Integer i = 1; i <= length; ++i) {
      lua_rawgeti(L, -2, i);
      PushPlainItem(L, -1);
      lua_rawseti(L, -3, i);
      lua_pop(L, 1);
    }
    lua_remove(L, -2);
  }
}

}  // namespace tandem
