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
    Json sent;          // What the server said last, which edits are made to (D-41).
    int64_t written_in = 0;
  };

  // The client's own doing, and the number of the frame that tells the server; 0 for a page that
  // numbers none.
  void Create(int64_t id) { entries_[id]; }
  void Write(int64_t id, const Json& value, int64_t in_frame);
  void Destroy(int64_t id, int64_t in_frame);

  // Takes in a frame that the server made when it had handled our frames up to `handled`. What it
  // says of what the page did later is overtaken. What is wrong with it goes to `complaints`.
  void Apply(const Json& frame, int64_t handled, std::vector<std::string>* complaints);

  const std::map<int64_t, Entry>& entries() const { return entries_; }
  // How many arrays came as edits.
  int edits() const { return edits_; }

 private:
  void ApplyMessage(const Json& message, int64_t handled, std::vector<std::string>* complaints);
  void ApplyEdits(const Json& edits, Json* array, std::vector<std::string>* complaints);

  std::map<int64_t, Entry> entries_{{1, {}}};
  // Variables that lost their value to a message without one, and have it not back yet.
  std::set<int64_t> blanked_;
  std::map<int64_t, int64_t> destroyed_in_;
  int edits_ = 0;
};

}  // namespace tandem::model

#endif  // TANDEM_TESTS_MODEL_PAGE_COPY_H_
