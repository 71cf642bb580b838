// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What each file of the application declared while it ran: prototypes, presenters, wrappers,
// and the names it was required by (hot reload section 4). Kept in Lua tables inside the VM.
//
// Every function may raise.

#ifndef TANDEM_CORE_LUA_MODULE_RECORDS_H_
#define TANDEM_CORE_LUA_MODULE_RECORDS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "core/lua/lua_ref.h"
#include "lua.h"

namespace tandem {

// What a module can own.
enum class ModuleItem { kPrototype, kPresenter, kWrapper, kName };

class ModuleRecords {
 public:
  explicit ModuleRecords(lua_State* L);

  // While one lives, what is declared is put down to the module with this tracking key; then
  // to the one before again (H-24).
  class Running {
   public:
    Running(ModuleRecords& records, std::string key)
        : records_(records), outer_(std::exchange(records.current_, std::move(key))) {}
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;
    ~Running() { records_.current_ = std::move(outer_); }

   private:
    ModuleRecords& records_;
    std::string outer_;
  };

  // The key of the module being run; "" if none is.
  const std::string& current() const { return current_; }

  // Puts `name` down to the module being run, if any, or to the one with this key.
  void Attribute(lua_State* L, ModuleItem item, absl::string_view name);
  void AttributeTo(lua_State* L, absl::string_view key, ModuleItem item, absl::string_view name);

  // `name` is no more, whoever owned it.
  void Disown(lua_State* L, ModuleItem item, absl::string_view name);

  // The keys of all modules, and what a module owns; in no particular order.
  std::vector<std::string> Keys(lua_State* L) const;
  std::vector<std::string> ItemsOf(lua_State* L, absl::string_view key, ModuleItem item) const;

  // The key of the module that is known by this key or this name; "" if none is.
  std::string Find(lua_State* L, absl::string_view key_or_name) const;

  // The module is unknown from now on (H-25).
  void Remove(lua_State* L, absl::string_view key);

 private:
  // Pushes the set of the module's items of one kind, or nil.
  void PushItems(lua_State* L, absl::string_view key, ModuleItem item) const;

  LuaRef records_;       // key → {position of a ModuleItem → set of names}
  std::string current_;  // The key of the module being run; "" if none is.
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_MODULE_RECORDS_H_
