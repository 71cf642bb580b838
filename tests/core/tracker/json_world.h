// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// An application made of JSON: objects with fields, methods and identity, which the tracker's
// tests read and write through paths. A value is a Json; an object is named by its reference
// {"obj":N}, so equal values have equal JSON and two objects never do.

#ifndef TANDEM_TESTS_CORE_TRACKER_JSON_WORLD_H_
#define TANDEM_TESTS_CORE_TRACKER_JSON_WORLD_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/json.h"
#include "core/tracker/path.h"

namespace tandem::testing {

class JsonWorld {
 public:
  // What a method does; `argument` is null when it is called without one.
  using Method = std::function<absl::StatusOr<Json>(const Json* argument)>;

  // A new object; its reference.
  Json New(const std::string& type = "", std::map<std::string, Json> fields = {});

  // `object` must be a reference to an object of this world.
  Json& Field(const Json& object, const std::string& name);
  void Define(const Json& object, const std::string& name, Method method);
  void SetType(const Json& object, const std::string& type);

  // "" unless `value` refers to an object that has a type.
  std::string TypeOf(const Json& value) const;
  bool IsObject(const Json& value) const;

  // What a client sent, as the application gets it (D-9): references stay, other JSON objects
  // become objects whose type is their field `type` (T-41).
  Json Import(const Json& value);

  // One step on from `value`, which is not nil. Runs methods.
  absl::StatusOr<Json> Read(const Json& value, const Step& step);
  absl::StatusOr<Json> Call(const Json& value, const std::string& method, const Json* argument);
  absl::Status Write(const Json& target, const Step& step, const Json& value);

  // From `start` along `path`, stopping before nil with T-29's error.
  absl::StatusOr<Json> Walk(const Json& start, const Path& path);

  // T-66: an array in an array is an error.
  static absl::Status CheckValue(const Json& value);

 private:
  struct Object {
    std::string type;
    std::map<std::string, Json> fields;
    std::map<std::string, Method> methods;
  };
  Object* Find(const Json& value);

  std::map<int64_t, Object> objects_;
  int64_t last_object_ = 0;
};

}  // namespace tandem::testing

#endif  // TANDEM_TESTS_CORE_TRACKER_JSON_WORLD_H_
