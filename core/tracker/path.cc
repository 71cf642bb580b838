// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/tracker/path.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "core/base/error.h"

namespace tandem {
namespace {

// Up to here every integer is exact as a double, which is what applications see.
constexpr int64_t kMaxIndex = (int64_t{1} << 53) - 1;

// "0", or digits that do not begin with 0 (T-6).
bool ParseIndex(absl::string_view element, int64_t* index) {
  if (element.empty() || (element[0] == '0' && element.size() > 1)) return false;
  for (char c : element) {
    if (c < '0' || c > '9') return false;
  }
  return absl::SimpleAtoi(element, index) && *index <= kMaxIndex;
}

Step ParseStep(absl::string_view element) {
  Step step;
  if (ParseIndex(element, &step.index)) {
    step.kind = Step::Kind::kIndex;
    return step;
  }
  step.index = 0;
  if (absl::ConsumeSuffix(&element, "()")) {
    step.kind = Step::Kind::kCall;
  } else if (absl::ConsumeSuffix(&element, "(_)")) {
    step.kind = Step::Kind::kSetter;
  }
  step.name = std::string(element);
  return step;
}

// "@" and an id (D-41).
bool ParseObject(absl::string_view element, Step* step) {
  if (!absl::ConsumePrefix(&element, "@") || !ParseIndex(element, &step->index)) return false;
  step->kind = Step::Kind::kObject;
  return true;
}

std::string StepText(const Step& step) {
  switch (step.kind) {
    case Step::Kind::kField:
      return step.name;
    case Step::Kind::kIndex:
      return absl::StrCat(step.index);
    case Step::Kind::kCall:
      return absl::StrCat(step.name, "()");
    case Step::Kind::kSetter:
      return absl::StrCat(step.name, "(_)");
    case Step::Kind::kObject:
      return absl::StrCat("@", step.index);
  }
  return "";  // Not reached: the switch is exhaustive.
}

absl::Status BadCombination(const Step& last, absl::string_view wanted, Access access) {
  return MakeError(
      ErrorKind::kBadAccess,
      absl::StrCat("BadAccess error: path ending in \"", StepText(last), "\" requires access ",
                   wanted, ", not \"", AccessWord(access), "\""));
}

}  // namespace

absl::StatusOr<PathSpec> ParsePathSpec(absl::string_view spec, PathDialect dialect) {
  PathSpec result;
  const size_t question_mark = spec.find('?');
  const absl::string_view text = spec.substr(0, question_mark);
  result.text = std::string(text);

  if (!text.empty()) {
    for (absl::string_view element : absl::StrSplit(text, '.')) {
      if (!result.path.empty() && result.path.back().kind == Step::Kind::kSetter) {
        return MakeError(ErrorKind::kBadAccess,
                         absl::StrCat("BadSetterCall error: setter call \"",
                                      StepText(result.path.back()), "\" must be at end of path"));
      }
      Step object;
      const bool is_object =
          dialect == PathDialect::kObjects && result.path.empty() && ParseObject(element, &object);
      result.path.push_back(is_object ? object : ParseStep(element));
    }
  }

  if (question_mark != absl::string_view::npos) {
    for (absl::string_view pair :
         absl::StrSplit(spec.substr(question_mark + 1), '&', absl::SkipEmpty())) {
      const std::pair<absl::string_view, absl::string_view> key_value =
          absl::StrSplit(pair, absl::MaxSplits('=', 1));
      result.properties.emplace_back(key_value.first, key_value.second);
    }
  }
  return result;
}

std::string PathText(absl::Span<const Step> steps) {
  return absl::StrJoin(
      steps, ".", [](std::string* out, const Step& step) { absl::StrAppend(out, StepText(step)); });
}

absl::StatusOr<Access> ParseAccess(absl::string_view word) {
  if (word.empty() || word == "rw") return Access::kReadWrite;
  if (word == "r") return Access::kRead;
  if (word == "w") return Access::kWrite;
  if (word == "action") return Access::kAction;
  return MakeError(ErrorKind::kBadAccess, absl::StrCat("invalid access value \"", word,
                                                       "\" (must be r, w, rw, or action)"));
}

absl::string_view AccessWord(Access access) {
  switch (access) {
    case Access::kReadWrite:
      return "rw";
    case Access::kRead:
      return "r";
    case Access::kWrite:
      return "w";
    case Access::kAction:
      return "action";
  }
  return "";  // Not reached: the switch is exhaustive.
}

absl::Status CheckAccess(const Path& path, Access access) {
  if (path.empty()) return absl::OkStatus();
  const Step& last = path.back();
  if (last.kind == Step::Kind::kCall && access == Access::kWrite) {
    return BadCombination(last, "\"rw\", \"r\", or \"action\"", access);
  }
  if (last.kind == Step::Kind::kSetter && IsReadable(access)) {
    return BadCombination(last, "\"w\" or \"action\"", access);
  }
  return absl::OkStatus();
}

}  // namespace tandem
