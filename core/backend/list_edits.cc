// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/list_edits.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"

namespace tandem {
namespace {

using Elements = std::vector<absl::string_view>;

// The texts of an array's elements. Commas inside of strings and references do not part them.
Elements SplitArray(absl::string_view array) {
  assert(array.size() >= 2 && array.front() == '[' && array.back() == ']');
  Elements elements;
  const absl::string_view inside = array.substr(1, array.size() - 2);
  if (inside.empty()) return elements;
  size_t begin = 0;
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < inside.size(); ++i) {
    const char c = inside[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
    } else if (c == ',' && depth == 0) {
      elements.push_back(inside.substr(begin, i - begin));
      begin = i + 1;
    }
  }
  elements.push_back(inside.substr(begin));
  return elements;
}

// A stretch of the array before and the stretch of the array after that stands in its place.
struct Stretch {
  size_t before, before_end;
  size_t after, after_end;
};

// Takes equal elements off both ends.
void Trim(const Elements& before, const Elements& after, Stretch* stretch) {
  while (stretch->before < stretch->before_end && stretch->after < stretch->after_end &&
         before[stretch->before] == after[stretch->after]) {
    ++stretch->before;
    ++stretch->after;
  }
  while (stretch->before < stretch->before_end && stretch->after < stretch->after_end &&
         before[stretch->before_end - 1] == after[stretch->after_end - 1]) {
    --stretch->before_end;
    --stretch->after_end;
  }
}

// An element of the array after, and the element before that it is.
struct Pair {
  size_t before, after;
};

// The n-th occurrence of an element is the n-th there was, as list items follow their objects
// (D-40). In the order of the array after.
std::vector<Pair> PairUp(const Elements& before, const Elements& after, const Stretch& stretch) {
  constexpr size_t kNone = static_cast<size_t>(-1);
  // The first occurrence not yet paired, and for each element the next one equal to it.
  absl::flat_hash_map<absl::string_view, size_t> first;
  std::vector<size_t> next(stretch.before_end - stretch.before, kNone);
  for (size_t i = stretch.before_end; i-- > stretch.before;) {
    auto [place, is_new] = first.try_emplace(before[i], i);
    if (!is_new) next[i - stretch.before] = std::exchange(place->second, i);
  }
  std::vector<Pair> pairs;
  for (size_t j = stretch.after; j < stretch.after_end; ++j) {
    auto found = first.find(after[j]);
    if (found == first.end() || found->second == kNone) continue;
    pairs.push_back({found->second, j});
    found->second = next[found->second - stretch.before];
  }
  return pairs;
}

// The most pairs that stand in the same order before and after: a longest increasing
// subsequence. ends[k] is the pair with the smallest place before that ends a line of k + 1
// pairs, and each pair remembers the one that its line comes from.
std::vector<Pair> KeepOrder(const std::vector<Pair>& pairs) {
  std::vector<size_t> ends;
  std::vector<size_t> previous(pairs.size());
  for (size_t i = 0; i < pairs.size(); ++i) {
    auto end =
        std::lower_bound(ends.begin(), ends.end(), pairs[i].before,
                         [&](size_t other, size_t wanted) { return pairs[other].before < wanted; });
    if (end != ends.begin()) previous[i] = *(end - 1);
    if (end == ends.end()) {
      ends.push_back(i);
    } else {
      *end = i;
    }
  }
  std::vector<Pair> kept(ends.size());
  for (size_t k = ends.size(), at = ends.empty() ? 0 : ends.back(); k-- > 0; at = previous[at]) {
    kept[k] = pairs[at];
  }
  return kept;
}

}  // namespace

// What is equal at both ends stays. Of the rest, elements are paired by their texts, and as many
// pairs as possible stay where they are; whatever stands between two that stay is a splice. All
// of it takes n log n in the length of what differs. Moves are not told as such: an element that
// moved is removed in one place and inserted in the other, so a list turned round is cheaper
// whole. Splices are given from the front to the back, so everything in front of one is as it
// will be, and its place is the one in the array after.
std::optional<std::string> ListEdits(absl::string_view before_text, absl::string_view after_text) {
  const Elements before = SplitArray(before_text);
  const Elements after = SplitArray(after_text);
  Stretch rest{0, before.size(), 0, after.size()};
  Trim(before, after, &rest);
  std::vector<Pair> kept = KeepOrder(PairUp(before, after, rest));
  kept.push_back({rest.before_end, rest.after_end});

  std::string edits = "[";
  Stretch gap{rest.before, 0, rest.after, 0};
  for (const Pair& pair : kept) {
    gap.before_end = pair.before;
    gap.after_end = pair.after;
    Trim(before, after, &gap);
    const size_t removed = gap.before_end - gap.before;
    if (removed > 0 || gap.after < gap.after_end) {
      absl::StrAppend(&edits, edits.size() > 1 ? ",[" : "[", gap.after, ",", removed, ",[");
      for (size_t i = gap.after; i < gap.after_end; ++i) {
        absl::StrAppend(&edits, i > gap.after ? "," : "", after[i]);
      }
      edits += "]]";
      if (edits.size() >= after_text.size()) return std::nullopt;
    }
    gap.before = pair.before + 1;
    gap.after = pair.after + 1;
  }
  edits += "]";
  if (edits.size() >= after_text.size()) return std::nullopt;
  return edits;
}

}  // namespace tandem
