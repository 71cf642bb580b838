// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/last_seen_reader.h"

#include <string>

#include "absl/strings/string_view.h"
#include "core/base/json.h"
#include "core/lua/lua_stack.h"

namespace tandem {
namespace {

void AppendString(absl::string_view text, size_t limit, LastSeen* seen) {
  if (text.size() > limit) {
    seen->cut_from = static_cast<int64_t>(text.size());
    // Not in the middle of a character.
    while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0) == 0x80) --limit;
    text = text.substr(0, limit);
  }
  AppendJsonString(text, &seen->json);
}

// The value on top of the stack.
void AppendTop(lua_State* L, const ObjectIds& ids, size_t limit, LastSeen* seen) {
  switch (lua_type(L, -1)) {
    case LUA_TNIL:
      seen->json.append("null");
      return;
    case LUA_TBOOLEAN:
      seen->json.append(lua_toboolean(L, -1) != 0 ? "true" : "false");
      return;
    case LUA_TNUMBER:
      if (lua_isinteger(L, -1) != 0) {
        AppendJsonNumber(static_cast<int64_t>(lua_tointeger(L, -1)), &seen->json);
      } else {
        AppendJsonNumber(static_cast<double>(lua_tonumber(L, -1)), &seen->json);
      }
      return;
    case LUA_TSTRING: {
      size_t size = 0;
      const char* text = lua_tolstring(L, -1, &size);
      AppendString(absl::string_view(text, size), limit, seen);
      return;
    }
    default:
      seen->json.append("{\"obj\":");
      AppendJsonNumber(ids.FindIdOf(L, -1).value(), &seen->json);
      seen->json.push_back('}');
  }
}

// The array on top of the stack: as many elements as there is room for.
void AppendArray(lua_State* L, int64_t length, const ObjectIds& ids, size_t limit, LastSeen* seen) {
  seen->json.push_back('[');
  bool is_cut = false;
  for (lua_Integer i = 1; i <= length && !is_cut; ++i) {
    if (i > 1) seen->json.push_back(',');
    lua_rawgeti(L, -1, i);
    const size_t room = limit > seen->json.size() ? limit - seen->json.size() : 0;
    AppendTop(L, ids, room, seen);
    lua_pop(L, 1);
    is_cut = seen->cut_from > 0 || (seen->json.size() >= limit && i < length);
  }
  if (is_cut) seen->cut_from = length;
  seen->json.push_back(']');
}

}  // namespace

LastSeen ReadLastSeen(lua_State* L, const SlotTable& slots, const ObjectIds& ids, Slot slot,
                      LastSeen::Layer layer, size_t limit) {
  LastSeen seen;
  if (slot < 0 || slot >= slots.size() || !slots.At(slot).id) return seen;
  const SlotState& state = slots.At(slot);
  StackGuard guard(L);
  const bool is_wrapped = state.wrapper != WrapperKind::kNone;
  if (is_wrapped && layer == LastSeen::Layer::kShown) {
    slots.PushWrapper(L, slot);
    AppendTop(L, ids, limit, &seen);
  } else if (state.kind == ValueKind::kArray) {
    slots.PushSnapshotOf(L, slot);
    AppendArray(L, state.extent.length, ids, limit, &seen);
  } else if (state.kind != ValueKind::kNil) {
    slots.PushValue(L, slot);
    AppendTop(L, ids, limit, &seen);
  }
  return seen;
}

}  // namespace tandem
