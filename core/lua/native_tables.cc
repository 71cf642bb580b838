// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/native_tables.h"

#include "core/lua/lua_function.h"

namespace tandem {

NativeTables::NativeTables(lua_State* L)
    : list_(NewMetatable(L, kViewListType)),
      items_(NewMetatable(L, "")),
      item_(NewMetatable(L, kViewListItemType)) {}

NativeTables::Metatable NativeTables::NewMetatable(lua_State* L, absl::string_view type) {
  lua_createtable(L, 0, 1);
  if (type.empty()) {
    lua_pushboolean(L, 0);
  } else {
    PushString(L, type);
  }
  lua_setfield(L, -2, "type");
  Metatable metatable;
  metatable.address = lua_topointer(L, -1);
  metatable.ref = LuaRef(L);
  return metatable;
}

void NativeTables::Mark(lua_State* L, NativeKind kind) const {
  const Metatable& metatable = kind == NativeKind::kList    ? list_
                               : kind == NativeKind::kItems ? items_
                                                            : item_;
  metatable.ref.Push(L);
  lua_setmetatable(L, -2);
}

}  // namespace tandem
