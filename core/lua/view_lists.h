// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// lua.ViewList: the wrapper that turns an array into items which clients can address and which
// carry a presenter each. Items follow the elements they were made for (D-40): when elements
// are inserted, removed or moved, an element keeps its item, its presenter and whatever a
// client has bound to them; only the items' positions change.

#ifndef TANDEM_CORE_LUA_VIEW_LISTS_H_
#define TANDEM_CORE_LUA_VIEW_LISTS_H_

#include <cstdint>
#include <utility>

#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/lua/native_tables.h"
#include "lua.h"

namespace tandem {

class ViewLists {
 public:
  // `natives` must outlive this.
  explicit ViewLists(const NativeTables& natives) : natives_(natives) {}

  // Pushes a list without items, which presents them by the type `item_type`, or as they are if
  // that is "". May raise.
  void PushNew(lua_State* L, absl::string_view item_type) const;

  // Brings the list at `list` in step with elements 1 to `length` of the table at `source`.
  // `variable` is named when a presenter cannot be made (L-106). Constructs presenters for new
  // items: runs application code, whose errors are logged. May raise.
  void Synchronise(lua_State* L, int list, int source, int64_t length, VariableId variable);

  // Whether the value at `index` is an item whose list presents its items by `item_type` (D-14).
  // Never raises.
  bool IsItemPresentedBy(lua_State* L, int index, absl::string_view item_type) const;

  // Pushes what application code gets for the value at `index`: a plain table for an item
  // (T-57), a sequence of those for a list; anything else is itself. May raise.
  void PushForLua(lua_State* L, int index) const;

  // Whether items were made or moved since last asked (P-77).
  bool TakeMoved() { return std::exchange(has_moved_, false); }

 private:
  void PushNewItem(lua_State* L, int list, int element) const;
  void PushPlainItem(lua_State* L, int item) const;
  // Replaces the list's items by those for `source`, of which the first `kept` are as before,
  // and collects the new ones in the table at `added`.
  void Rearrange(lua_State* L, int list, int items, int source, int64_t length, int64_t kept,
                 int added);
  // Gives the item on top of the stack its presenter; pops it.
  void Present(lua_State* L, absl::string_view item_type, VariableId variable) const;

  const NativeTables& natives_;
  bool has_moved_ = false;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_VIEW_LISTS_H_
