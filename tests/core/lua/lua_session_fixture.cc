// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/core/lua/lua_session_fixture.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace tandem::testing {

class LuaSessionTest::Cursor : public ScanCursor {
 public:
  explicit Cursor(LuaSessionTest& test) : test_(test) {}

  Slot Next() override {
    ++slot_;
    while (slot_ < static_cast<Slot>(test_.variables_.size()) && !test_.At(slot_).is_open) ++slot_;
    return slot_ < static_cast<Slot>(test_.variables_.size()) ? slot_ : kNoSlot;
  }

  // As the tracker: a kept wrapper absorbs the change of what it wraps.
  void Changed() override {
    const std::string wrapper = test_.At(slot_).properties["wrapper"];
    const auto wrapping = test_.resolver().UpdateWrapper(slot_, wrapper);
    if (wrapping == Resolver::Wrapping::kKept) {
      news.push_back(test_.At(slot_).path + " kept");
    } else {
      news.push_back(test_.At(slot_).path + ": " + test_.Value(slot_));
    }
  }

  void Failed(absl::Status error) override {
    news.push_back(absl::StrCat(test_.At(slot_).path, "! ", error.message()));
  }

  std::vector<std::string> news;

 private:
  LuaSessionTest& test_;
  Slot slot_ = kNoSlot;
};

absl::Status LuaSessionTest::TryStart(absl::string_view main) {
  fake_.files.Set("lua/main.lua", main);
  variables_.clear();
  auto session = LuaSession::NewRuntime(fake_.host, options_, *this);
  if (!session.ok()) return session.status();
  session_ = *std::move(session);
  session_->SetVariableStore(*this);
  return session_->CreateLuaSession(VendedId(7));
}

std::string LuaSessionTest::Eval(absl::string_view expression) {
  fake_.log.Clear();
  Run(absl::StrCat("print(", expression, ")"));
  const std::vector<std::string> lines = Logged();
  return lines.empty() ? "" : std::string(absl::StripPrefix(lines.back(), "[lua] "));
}

Slot LuaSessionTest::Open(absl::string_view path, Properties properties, Slot parent) {
  absl::StatusOr<PathSpec> spec = ParsePathSpec(path, PathDialect::kObjects);
  EXPECT_TRUE(spec.ok()) << spec.status();
  const Slot slot = static_cast<Slot>(variables_.size());
  TestVariable variable;
  variable.id = VariableId(++last_client_id_);
  variable.parent = At(parent).id;
  variable.path = std::string(path);
  variable.properties = std::move(properties);
  variables_.push_back(std::move(variable));
  resolver().Open(slot, At(slot).id, parent, spec->path);
  return slot;
}

void LuaSessionTest::Close(Slot slot) {
  At(slot).is_open = false;
  destroyed_.push_back(At(slot).id);
  resolver().Close(slot);
}

std::vector<std::string> LuaSessionTest::Scan() {
  Cursor cursor(*this);
  resolver().Scan(cursor);
  return std::move(cursor.news);
}

std::string LuaSessionTest::Value(Slot slot) {
  std::string text;
  resolver().AppendValue(slot, &text);
  return text;
}

Slot LuaSessionTest::SlotOf(VariableId id) const {
  for (size_t i = 0; i < variables_.size(); ++i) {
    if (variables_[i].is_open && variables_[i].id == id) return static_cast<Slot>(i);
  }
  return kNoSlot;
}

std::vector<std::string> LuaSessionTest::Logged(LogLevel level) const {
  std::vector<std::string> lines;
  for (const auto& line : fake_.log.lines()) {
    if (line.level == level) lines.push_back(line.text);
  }
  return lines;
}

void LuaSessionTest::CreateSession(VendedId session) {
  store_calls_.push_back(absl::StrCat("CreateSession ", session));
}

absl::StatusOr<VariableId> LuaSessionTest::CreateVariable(
    VendedId, VariableId parent, RootKind kind, ValueRef value,
    const std::vector<std::pair<std::string, std::string>>& properties) {
  std::string call = absl::StrCat("CreateVariable ", parent);
  for (const auto& [name, text] : properties) absl::StrAppend(&call, " ", name, "=", text);
  store_calls_.push_back(call);
  if (parent) return absl::UnimplementedError("only roots here");
  if (kind == RootKind::kApp && SlotOf(kAppVariable) != kNoSlot) {
    resolver().SetRoot(SlotOf(kAppVariable), value);
    return kAppVariable;
  }
  TestVariable variable;
  variable.id = kind == RootKind::kApp ? kAppVariable : VariableId(--last_root_id_);
  variable.properties.insert(properties.begin(), properties.end());
  variables_.push_back(variable);
  resolver().OpenRoot(static_cast<Slot>(variables_.size()) - 1, variable.id, value);
  return variable.id;
}

void LuaSessionTest::DestroyVariable(VendedId session, VariableId id) {
  const Slot slot = SlotOf(id);
  if (slot == kNoSlot) return;
  for (size_t i = 0; i < variables_.size(); ++i) {
    if (variables_[i].is_open && variables_[i].parent == id) {
      DestroyVariable(session, variables_[i].id);
    }
  }
  Close(slot);
}

absl::Status LuaSessionTest::SetProperty(VendedId, VariableId id, absl::string_view name,
                                         absl::string_view value) {
  store_calls_.push_back(absl::StrCat("SetProperty ", id, " ", name, "=", value));
  const Slot slot = SlotOf(id);
  if (slot == kNoSlot) return absl::NotFoundError("no such variable");
  At(slot).properties[std::string(name)] = std::string(value);
  if (name == "wrapper") resolver().UpdateWrapper(slot, value);
  return absl::OkStatus();
}

std::string LuaSessionTest::GetProperty(VendedId, VariableId id, absl::string_view name) {
  const Slot slot = SlotOf(id);
  if (slot == kNoSlot) return "";
  if (name == "path") return At(slot).path;
  return At(slot).properties[std::string(name)];
}

VariableId LuaSessionTest::ParentOf(VendedId, VariableId id) {
  const Slot slot = SlotOf(id);
  return slot == kNoSlot ? VariableId() : At(slot).parent;
}

}  // namespace tandem::testing
