// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What site/lua/main.lua is, in plain data: objects in one vector, values that name them by
// position, commands that change them and paths that are followed from the start each time. Shares
// nothing with the core but the words of the specification. Objects are never let go.

#ifndef TANDEM_TESTS_MODEL_PLAIN_APP_H_
#define TANDEM_TESTS_MODEL_PLAIN_APP_H_

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/json.h"

namespace tandem::model {

struct Ref {
  int object = 0;
  friend bool operator==(Ref a, Ref b) { return a.object == b.object; }
};

// nil, a boolean, a number, a string or an object.
using Value = std::variant<std::monostate, bool, double, std::string, Ref>;

inline bool IsNil(const Value& value) { return value.index() == 0; }

// Untyped tables (kList, kPlain) are arrays as long as they have no named field (L-90).
enum class Kind { kApp, kNode, kList, kPlain, kCard, kRow, kViewList, kItems, kItem };

struct Object {
  Kind kind;
  std::map<std::string, Value> fields;  // Never nil.
  std::vector<Value> elements;          // Never nil.
  std::string item_type;                // kViewList: what presents its items.
};

class PlainApp {
 public:
  static constexpr int kNodes = 6;

  PlainApp();

  const Object& At(Ref ref) const { return objects_[static_cast<size_t>(ref.object)]; }
  Object& At(Ref ref) { return objects_[static_cast<size_t>(ref.object)]; }
  Ref New(Kind kind);
  Ref app() const { return Ref{0}; }
  Ref node(int index) const { return Ref{1 + index}; }

  Value Field(Ref ref, const std::string& name) const;
  void SetField(Ref ref, const std::string& name, const Value& value);

  // Whether the object came about because a page looks at something, as wrappers do.
  bool IsMadeForPages(Ref ref) const { return At(ref).kind >= Kind::kPlain; }
  // Whether a value is sent as an array (L-90, L-105), and whether it cannot be sent at all because
  // an element is an array that is not empty (L-93).
  bool IsArray(const Value& value) const;
  bool IsUnsendable(const Value& value) const;
  // Property `type` of what is shown (L-95).
  std::string TypeOf(const Value& value) const;

  // What the steps of `path`, joined by dots, lead to from `value`; nothing if that fails
  // (T-29 … T-31, L-76). Step "@7" is object 7, by its number here, from wherever (D-41).
  std::optional<Value> Read(Value value, const std::string& path) const;
  // Stores at the last step of `path`; false if that fails.
  bool Write(const Value& from, const std::string& path, const Value& value);

  // What labels.lua was changed to say.
  void SetLabel(const std::string& label) { card_label_ = label; }
  // One call of App:perform. A command that raises changes nothing.
  void Perform(const Json& command);
  // A value as commands and clients spell it: {"node":N}, {"listOf":N}, a scalar, an array.
  Value Element(const Json& json);

 private:
  std::optional<Value> ReadStep(const Value& value, const std::string& step) const;
  std::optional<Value> Call(Ref self, const std::string& method) const;

  std::vector<Object> objects_;
  Value default_color_ = std::string("none");
  std::string card_label_ = "card";
};

// A path's last step, and what stands before it.
struct SplitPath {
  std::string before, last;
};
SplitPath SplitLast(const std::string& path);

}  // namespace tandem::model

#endif  // TANDEM_TESTS_MODEL_PLAIN_APP_H_
