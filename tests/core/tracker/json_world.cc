// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/core/tracker/json_world.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "core/base/error.h"
#include "core/base/status_macros.h"

namespace tandem::testing {
namespace {

absl::Status CannotRead(const Json& value, const Step& step) {
  return MakeError(ErrorKind::kPathFailure,
                   absl::StrCat("cannot read ", PathText({&step, 1}), " of ", DumpJson(value)));
}

}  // namespace

JsonWorld::Object* JsonWorld::Find(const Json& value) {
  if (!value.is_object() || value.size() != 1 || !value.contains("obj") ||
      !value["obj"].is_number()) {
    return nullptr;
  }
  auto it = objects_.find(value["obj"].get<int64_t>());
  return it == objects_.end() ? nullptr : &it->second;
}

Json JsonWorld::New(const std::string& type, std::map<std::string, Json> fields) {
  objects_[++last_object_] = {type, std::move(fields), {}};
  return Json{{"obj", last_object_}};
}

Json& JsonWorld::Field(const Json& object, const std::string& name) {
  return Find(object)->fields[name];
}

void JsonWorld::Define(const Json& object, const std::string& name, Method method) {
  Find(object)->methods[name] = std::move(method);
}

void JsonWorld::SetType(const Json& object, const std::string& type) { Find(object)->type = type; }

std::string JsonWorld::TypeOf(const Json& value) const {
  const Object* object = const_cast<JsonWorld*>(this)->Find(value);
  return object == nullptr ? "" : object->type;
}

bool JsonWorld::IsObject(const Json& value) const {
  return const_cast<JsonWorld*>(this)->Find(value) != nullptr;
}

Json JsonWorld::Import(const Json& value) {
  if (value.is_array()) {
    Json list = Json::array();
    for (const Json& element : value) list.push_back(Import(element));
    return list;
  }
  if (!value.is_object() || Find(value) != nullptr) return value;
  std::map<std::string, Json> fields;
  for (const auto& [key, field] : value.items()) fields[key] = Import(field);
  const std::string type =
      value.contains("type") && value["type"].is_string() ? value["type"].get<std::string>() : "";
  return New(type, std::move(fields));
}

absl::StatusOr<Json> JsonWorld::Read(const Json& value, const Step& step) {
  if (step.kind == Step::Kind::kCall) return Call(value, step.name, nullptr);
  if (step.kind == Step::Kind::kIndex && value.is_array()) {
    const auto index = static_cast<size_t>(step.index);
    return index < value.size() ? value[index] : Json();
  }
  const Object* object = Find(value);
  if (object == nullptr || step.kind == Step::Kind::kSetter) return CannotRead(value, step);
  auto field = object->fields.find(PathText({&step, 1}));
  return field == object->fields.end() ? Json() : field->second;
}

absl::StatusOr<Json> JsonWorld::Call(const Json& value, const std::string& name,
                                     const Json* argument) {
  Object* object = Find(value);
  if (object == nullptr) {
    return MakeError(ErrorKind::kMethodFailure, absl::StrCat("no methods on ", DumpJson(value)));
  }
  auto method = object->methods.find(name);
  if (method == object->methods.end()) {
    return MakeError(ErrorKind::kMethodFailure, absl::StrCat("method ", name, " not found"));
  }
  const Method copy = method->second;  // It may redefine itself.
  return copy(argument);
}

absl::Status JsonWorld::Write(const Json& target, const Step& step, const Json& value) {
  Object* object = Find(target);
  if (object == nullptr) return CannotRead(target, step);
  object->fields[PathText({&step, 1})] = value;
  return absl::OkStatus();
}

absl::StatusOr<Json> JsonWorld::Walk(const Json& start, const Path& path) {
  Json current = start;
  const absl::Span<const Step> steps(path);
  for (size_t i = 0; i < steps.size(); ++i) {
    if (current.is_null()) {
      return MakeError(ErrorKind::kPathFailure,
                       absl::StrCat("NilPath error: Nil path ", PathText(steps.first(i)), "(nil!).",
                                    PathText(steps.subspan(i))));
    }
    ASSIGN_OR_RETURN(current, Read(current, steps[i]));
  }
  return current;
}

absl::Status JsonWorld::CheckValue(const Json& value) {
  if (!value.is_array()) return absl::OkStatus();
  for (size_t i = 0; i < value.size(); ++i) {
    if (value[i].is_array()) {
      return MakeError(ErrorKind::kBadValue,
                       absl::StrCat("ToValueJSON: nested arrays not allowed (element ", i, ")"));
    }
  }
  return absl::OkStatus();
}

}  // namespace tandem::testing
