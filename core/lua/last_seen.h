// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a variable was last seen to hold, as text for people. It is the JSON that a client would be
// sent, with two differences: an object that no client has heard of has no number yet and is not
// given one for this, because numbers are handed out in order; and it may be cut.

#ifndef TANDEM_CORE_LUA_LAST_SEEN_H_
#define TANDEM_CORE_LUA_LAST_SEEN_H_

#include <cstdint>
#include <string>

namespace tandem {

struct LastSeen {
  enum class Layer {
    kShown,  // What stands for the variable: its wrapper if it has one, else its value.
    kValue,  // Its value, wrapped or not.
  };

  // Valid JSON also when cut; empty for nil. A reference without a number is `{"obj":0}`.
  std::string json;

  // The length of the whole, if `json` has only its beginning: elements of an array, bytes of a
  // string. Else 0.
  int64_t cut_from = 0;
};

}  // namespace tandem

#endif  // TANDEM_CORE_LUA_LAST_SEEN_H_
