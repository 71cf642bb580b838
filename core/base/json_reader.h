// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Reads JSON text as a stream of events, for those who need no tree: a decoder picks what it
// knows and skips the rest without building it. Also the place where all limits on foreign JSON
// are enforced; ParseJson (json.h) is this reader with a JsonBuilder behind it.

#ifndef TANDEM_CORE_BASE_JSON_READER_H_
#define TANDEM_CORE_BASE_JSON_READER_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/base/json.h"

namespace tandem {

// Receives one JSON value in the order of its text. Begin and End nest, and within an object
// each value comes after its Key; duplicate keys come as often as they are written.
class JsonEvents {
 public:
  virtual ~JsonEvents() = default;

  virtual void Null() = 0;
  virtual void Boolean(bool value) = 0;
  // A number without fraction that fits 64 bits, however it was written (L-151).
  virtual void Integer(int64_t value) = 0;
  // Any other number; finite.
  virtual void Double(double value) = 0;
  virtual void String(std::string value) = 0;
  virtual void BeginArray() = 0;
  virtual void EndArray() = 0;
  virtual void BeginObject() = 0;
  virtual void Key(std::string name) = 0;
  virtual void EndObject() = 0;
};

// Tells `events` what `text` says. As ParseJson, total on any bytes: kInvalidArgument when it is
// not JSON, kResourceExhausted beyond `limits`, each naming the byte; events may have been told
// before. A lone half of a surrogate pair in an escape is read as U+FFFD.
absl::Status ReadJson(absl::string_view text, const JsonLimits& limits, JsonEvents& events);

// Makes a tree of the events of one value.
class JsonBuilder : public JsonEvents {
 public:
  // The value is complete: every Begin has had its End.
  bool done() const { return done_; }

  // What was built; afterwards this is as new.
  Json Take();

  void Null() override { Add(nullptr); }
  void Boolean(bool value) override { Add(value); }
  void Integer(int64_t value) override { Add(value); }
  void Double(double value) override { Add(value); }
  void String(std::string value) override { Add(std::move(value)); }
  void BeginArray() override { Begin(Json::array()); }
  void EndArray() override { End(); }
  void BeginObject() override { Begin(Json::object()); }
  void Key(std::string name) override { key_ = std::move(name); }
  void EndObject() override { End(); }

 private:
  // Puts `value` in its place and returns where.
  Json* Add(Json value);
  void Begin(Json container) { open_.push_back(Add(std::move(container))); }
  void End();

  Json root_;
  // The containers begun and not ended. Each is an element of the one before, which gets no
  // other element meanwhile, so the pointers stay valid.
  std::vector<Json*> open_;
  std::string key_;
  bool done_ = false;
};

}  // namespace tandem

#endif  // TANDEM_CORE_BASE_JSON_READER_H_
