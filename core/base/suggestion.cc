// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/base/suggestion.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace tandem {
namespace {

// Levenshtein distance, one row at a time.
size_t EditDistance(absl::string_view a, absl::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string Suggestion(absl::string_view word, const std::vector<std::string>& known) {
  // More slips than that and it is another word. The dashes of a flag are always right.
  const size_t dashes = std::min(word.find_first_not_of('-'), word.size());
  size_t best = 1 + (word.size() - dashes) / 3;
  const std::string* nearest = nullptr;
  for (const std::string& candidate : known) {
    const size_t distance = EditDistance(word, candidate);
    if (distance <= best && (nearest == nullptr || distance < best)) {
      best = distance;
      nearest = &candidate;
    }
  }
  return nearest == nullptr ? "" : absl::StrCat("; did you mean ", *nearest, "?");
}

}  // namespace tandem
