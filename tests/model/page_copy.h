// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A page as a client keeps it: what the frames said about each variable it created (P-133). Objects
// to what a client must never be sent.

#ifndef TANDEM_TESTS_MODEL_PAGE_COPY_H_
#define TANDEM_TESTS_MODEL_PAGE_COPY_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/base/json.h"

namespace tandem::model {

class PageCopy {
 public:
  struct Entry {
    Json value;  // null also before the first one.
    bool has_value = false;
    std::map<std::string, std::string> properties;
    std::string error;  // What the element is marked with; "" for none.
  };

  // The client's own doing.
  void Create(int64_t id) { entries_[id]; }
  void Write(int64_t id, const Json& value);
  void Destroy(int64_t id) { entries_.erase(id); }

  // Takes in a frame. What is wrong with it goes to `complaints`.
  void Apply(const std::string& frame, std::vector<std::string>* complaints);

  const std::map<int64_t, Entry>& entries() const { return entries_; }

 private:
  void ApplyMessage(const Json& message, std::vector<std::string>* complaints);

  std::map<int64_t, Entry> entries_{{1, {}}};
  // Variables that lost their value to a message without one, and have it not back yet.
  std::set<int64_t> blanked_;
};

}  // namespace tandem::model

#endif  // TANDEM_TESTS_MODEL_PAGE_COPY_H_
