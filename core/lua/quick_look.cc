// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/quick_look.h"

#include <cstdint>

#include "absl/base/casts.h"
#include "lstate.h"
#include "ltable.h"

// What is read here is laid out so in this release; another one must be looked at first.
static_assert(LUA_VERSION_RELEASE_NUM == 50407);
// PathPrograms gives names only to strings of which there is one copy.
static_assert(LUAI_MAXSHORTLEN == 40);

namespace tandem {
namespace {

// How many tables a field is inherited through before Lua is asked.
constexpr int kMaxInheritance = 16;

const TValue kAbsent = {ABSTKEYCONSTANT};

const TValue* RawField(const Table* table, const TString* name) {
  const Node* node = gnode(table, lmod(name->hash, sizenode(table)));
  while (!keyisshrstr(node) || keystrval(node) != name) {
    const int next = gnext(node);
    if (next == 0) return &kAbsent;
    node += next;
  }
  return gval(node);
}

// As luaH_realasize: `alimit` may be a hint for the operator #.
uint64_t ArraySize(const Table* table) {
  uint64_t size = table->alimit;
  if (isrealasize(table) || ispow2(size)) return size;
  uint64_t power = 1;
  while (power < size) power *= 2;
  return power;
}

// As luaH_getint.
const TValue* RawElement(const Table* table, int64_t key) {
  const uint64_t position = static_cast<uint64_t>(key) - 1;
  if (position < ArraySize(table)) return &table->array[position];
  const uint64_t odd = (static_cast<uint64_t>(sizenode(table)) - 1) | 1;
  const Node* node = gnode(table, static_cast<uint64_t>(key) % odd);
  while (!keyisinteger(node) || keyival(node) != key) {
    const int next = gnext(node);
    if (next == 0) return &kAbsent;
    node += next;
  }
  return gval(node);
}

bool HasPublicName(const Table* table) {
  for (int i = 0; i < sizenode(table); ++i) {
    const Node* node = gnode(table, i);
    if (isempty(gval(node)) || !keyisshrstr(node)) continue;
    const char first = *getstr(keystrval(node));
    if (first != '_' && first != '\0') return true;
  }
  return false;
}

bool IsSame(const TValue* value, const RawValue& seen) {
  if (ttypetag(value) != seen.tag) return false;
  switch (seen.tag) {
    case LUA_VNIL:
    case LUA_VFALSE:
    case LUA_VTRUE:
      return true;
    case LUA_VNUMINT:
      return absl::bit_cast<uint64_t>(ivalue(value)) == seen.bits;
    case LUA_VNUMFLT:
      return absl::bit_cast<uint64_t>(fltvalue(value)) == seen.bits;
    default:
      return reinterpret_cast<uintptr_t>(gcvalue(value)) == seen.bits;
  }
}

bool AreSame(const TValue* a, const TValue* b) {
  if (ttypetag(a) != ttypetag(b)) return false;
  switch (ttypetag(a)) {
    case LUA_VFALSE:
    case LUA_VTRUE:
      return true;
    case LUA_VNUMINT:
      return ivalue(a) == ivalue(b);
    case LUA_VNUMFLT:
      return fltvalue(a) == fltvalue(b);
    default:
      return iscollectable(a) && gcvalue(a) == gcvalue(b);
  }
}

}  // namespace

// The names by which Lua's own declarations call what is held.
class QuickLook::Reader {
 public:
  explicit Reader(const QuickLook& look)
      : natives_(look.natives_),
        objects_(static_cast<const Table*>(look.objects_.objects_address())),
        index_name_(static_cast<const TString*>(look.index_name_)),
        type_name_(static_cast<const TString*>(look.type_name_)) {}

  // What the program leads to from `table`, which may be null; null if Lua must be asked.
  const TValue* Follow(const Table* table, const PathProgram& program) const {
    const TValue* value = nullptr;
    for (const PathProgram::CompiledStep& step : program.steps) {
      if (step.kind == Step::Kind::kObject) {
        value = RawElement(objects_, step.index);
        continue;
      }
      if (value != nullptr) table = ttistable(value) ? hvalue(value) : nullptr;
      if (table == nullptr) return nullptr;
      if (step.kind == Step::Kind::kField) {
        if (step.is_private || step.name == nullptr) return nullptr;
        value = Field(table, static_cast<const TString*>(step.name));
      } else if (step.kind == Step::Kind::kIndex) {
        value = Element(table, step.index);
      } else {
        return nullptr;
      }
      if (value == nullptr) return nullptr;
    }
    return value;
  }

  // Whether the table is certainly not an array (L-90): it has a type or a public name.
  bool IsObject(const Table* table) const {
    const TValue* type = Type(table);
    if (type == nullptr) return false;
    return IsTyping(type) || HasPublicName(table);
  }

  // Whether the table certainly is an array without nested ones that equals the snapshot.
  bool IsSameArray(const Table* table, const Table* snapshot, const ArrayExtent& extent) const {
    if (!isdummy(table)) return false;  // It has fields.
    if (const TValue* type = Type(table); type == nullptr || IsTyping(type)) return false;
    const uint64_t size = ArraySize(table), known = ArraySize(snapshot);
    int64_t entries = 0;
    for (uint64_t i = 0; i < size; ++i) {
      const TValue* element = &table->array[i];
      if (isempty(element)) continue;
      if (i >= known || !AreSame(element, &snapshot->array[i])) return false;
      if (ttistable(element) && !IsObject(hvalue(element))) return false;
      ++entries;
    }
    return entries == extent.entries;
  }

 private:
  // As lua_gettable; null if Lua must be asked.
  const TValue* Field(const Table* table, const TString* name) const {
    for (int i = 0; i < kMaxInheritance; ++i) {
      const TValue* value = RawField(table, name);
      if (!isempty(value)) return value;
      const Table* metatable = table->metatable;
      if (metatable == nullptr) return value;
      const TValue* index = RawField(metatable, index_name_);
      // Tables of ours, which have none, fail where the application's give nil.
      if (isempty(index)) return natives_.IsMetatable(metatable) ? nullptr : &kAbsent;
      if (!ttistable(index)) return nullptr;
      table = hvalue(index);
    }
    return nullptr;
  }

  // As lua_rawgeti of position + 1; null if Lua must be asked.
  const TValue* Element(const Table* table, int64_t position) const {
    if (static_cast<uint64_t>(position) >= ArraySize(table)) return nullptr;
    const TValue* value = &table->array[position];
    const bool is_native = table->metatable != nullptr && natives_.IsMetatable(table->metatable);
    if (is_native && (isempty(value) || !natives_.HasPositions(table->metatable))) return nullptr;
    return value;
  }

  // What decides the type of a table (L-95); null if Lua must be asked.
  const TValue* Type(const Table* table) const {
    if (table->metatable == nullptr) return RawField(table, type_name_);
    const TValue* type = Field(table->metatable, type_name_);
    if (type == nullptr || !isempty(type)) return type;
    return Field(table, type_name_);
  }

  // Whether such a value makes a table typed. A long string is one too.
  static bool IsTyping(const TValue* type) {
    if (ttisnumber(type)) return true;
    return ttisstring(type) && tsslen(tsvalue(type)) != 0;
  }

  const NativeTables& natives_;
  const Table* const objects_;
  const TString* const index_name_;
  const TString* const type_name_;
};

QuickLook::QuickLook(lua_State* L, const NativeTables& natives, const ObjectIds& objects)
    : natives_(natives), objects_(objects) {
  lua_createtable(L, 2, 0);
  lua_pushliteral(L, "__index");
  index_name_ = lua_topointer(L, -1);
  lua_rawseti(L, -2, 1);
  lua_pushliteral(L, "type");
  type_name_ = lua_topointer(L, -1);
  lua_rawseti(L, -2, 2);
  names_ = LuaRef(L);
}

bool QuickLook::IsAsSeen(const SlotState& state, const SlotState& parent) const {
  if (!state.is_evaluated || state.must_report || state.program == nullptr) return false;
  const Reader reader(*this);
  const TValue* value = reader.Follow(static_cast<const Table*>(parent.navigation), *state.program);
  if (value == nullptr) return false;
  switch (state.kind) {
    case ValueKind::kNil:
      return isempty(value);
    case ValueKind::kPrimitive:
      return IsSame(value, state.seen);
    case ValueKind::kObject:
      return IsSame(value, state.seen) && ttistable(value) && reader.IsObject(hvalue(value));
    case ValueKind::kArray:
      return IsSame(value, state.seen) && ttistable(value) &&
             reader.IsSameArray(hvalue(value), static_cast<const Table*>(state.snapshot),
                                state.extent);
  }
  return false;
}

}  // namespace tandem
