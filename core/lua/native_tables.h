// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Tables that Tandem itself puts on paths: view lists, their item lists and their items. They
// live in the VM like everything else and are known by their metatable, which no script can
// get hold of, because no script ever gets hold of such a table.

#ifndef TANDEM_CORE_LUA_NATIVE_TABLES_H_
#define TANDEM_CORE_LUA_NATIVE_TABLES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "core/lua/lua_ref.h"
#include "lua.h"

namespace tandem {

enum class NativeKind {
  kNone,   // A table of the application, or no table.
  kList,   // lua.ViewList: field `items`.
  kItems,  // Its items, a sequence; an array even when empty (L-105).
  kItem,   // lua.ViewListItem: fields `item`, `baseItem`, `index`, `list`.
};

inline constexpr absl::string_view kViewListType = "lua.ViewList";
inline constexpr absl::string_view kViewListItemType = "lua.ViewListItem";

class NativeTables {
 public:
  // May raise.
  explicit NativeTables(lua_State* L);

  // Makes the table on top of the stack one of `kind`. Never raises.
  void Mark(lua_State* L, NativeKind kind) const;

  // Never raises.
  NativeKind KindOf(lua_State* L, int index) const {
    if (lua_type(L, index) != LUA_TTABLE || lua_getmetatable(L, index) == 0) {
      return NativeKind::kNone;
    }
    const void* metatable = lua_topointer(L, -1);
    lua_pop(L, 1);
    if (metatable == list_.address) return NativeKind::kList;
    if (metatable == items_.address) return NativeKind::kItems;
    return metatable == item_.address ? NativeKind::kItem : NativeKind::kNone;
  }

  // Whether a table with the metatable at this address is one of ours; and whether its positions
  // are elements, as those of items.
  bool IsMetatable(const void* address) const {
    return address == item_.address || address == items_.address || address == list_.address;
  }
  bool HasPositions(const void* address) const { return address == items_.address; }

 private:
  // The reference keeps the address from being given to another table.
  struct Metatable {
    LuaRef ref;
    const void* address = nullptr;
  };
  // `type` may be "" (L-95: a type that is neither string nor number counts as none).
  static Metatable NewMetatable(lua_State* L, absl::string_view type);

  Metatable list_, items_, item_;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_NATIVE_TABLES_H_
