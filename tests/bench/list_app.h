// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the benchmarks of logs and stores run: a list whose items change one by one.

#ifndef TANDEM_TESTS_BENCH_LIST_APP_H_
#define TANDEM_TESTS_BENCH_LIST_APP_H_

#include <cstdint>
#include <cstdlib>
#include <string>

#include "absl/strings/str_cat.h"

namespace tandem {

// lua/main.lua.
inline std::string ListApp(int64_t items) {
  return absl::StrCat("local ITEMS = ", items, R"lua(
app = {items = {}, round = 0}
for i = 1, ITEMS do app.items[i] = {name = "item " .. i} end
function app:change()
  self.round = self.round + 1
  self.items[self.round % #self.items + 1].name = "item in round " .. self.round
end
session:createAppVariable(app)
)lua");
}

// Presses variable 2.
inline constexpr char kClick[] =
    R"({"userEvent":true,"messages":[{"type":"update","data":{"varId":2,"value":null}}]})";

inline void Check(bool is_right) {
  if (!is_right) std::abort();
}

}  // namespace tandem

#endif  // TANDEM_TESTS_BENCH_LIST_APP_H_
