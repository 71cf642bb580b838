// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Whether what pages made of their frames is what their plain twins show.

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/model/world.h"

namespace tandem::model {

void World::Compare() {
  for (int i = 0; i < kPages; ++i) {
    const std::string page = PageName(i);
    if (deaf_.contains(page)) continue;
    const PageCopy& copy = copies_[page];
    if (copy.entries().size() != pages_.Of(page).size() + 1) {
      Complain(absl::StrCat(page, " has ", copy.entries().size() - 1, " variables instead of ",
                            pages_.Of(page).size()));
    }
    for (const auto& [id, entry] : copy.entries()) {
      if (HasVariable(page, id)) {
        CompareEntry(page, id, entry);
      } else {
        Complain(absl::StrCat(page, " still has variable ", id));
      }
    }
  }
}

void World::CompareEntry(const std::string& page, int64_t id, const PageCopy::Entry& entry) {
  const PlainVariable* variable = id == 1 ? nullptr : &pages_.Of(page).at(id);
  const int watches = variable == nullptr ? pages_.AppWatches(page) : variable->watches;
  if (watches == 0 || !pages_.IsLookedAt(page, id)) return;
  if (variable != nullptr && (variable->is_owed || pages_.IsBlurred(page, id))) return;
  const std::string where = absl::StrCat(page, " variable ", id, ": ");
  if (!entry.error.empty() && (variable == nullptr || !variable->fails)) {
    Complain(absl::StrCat(where, "marked with an error that is over (P-132): ", entry.error));
  }
  const Shown shown = pages_.ShownBy(page, id);
  bool is_same = false;
  std::string expected;
  if (shown.is_array) {
    is_same = entry.value.is_array() && entry.value.size() == shown.elements.size();
    for (size_t i = 0; is_same && i < shown.elements.size(); ++i) {
      is_same = IsSame(page, entry.value[i], shown.elements[i]);
    }
    expected = absl::StrCat(
        "[",
        absl::StrJoin(shown.elements, ",",
                      [&](std::string* out, const Value& v) { out->append(Text(page, v)); }),
        "]");
  } else {
    is_same = IsSame(page, entry.value, shown.value);
    expected = Text(page, shown.value);
  }
  if (!is_same) {
    Complain(absl::StrCat(where, "shows ", DumpJson(entry.value), " instead of ", expected));
  }
  const auto type = entry.properties.find("type");
  const std::string shown_type = type == entry.properties.end() ? "" : type->second;
  const std::string expected_type = shown.is_array ? "" : app_.TypeOf(shown.value);
  if (shown_type != expected_type) {
    Complain(absl::StrCat(where, "has type '", shown_type, "' instead of '", expected_type, "'"));
  }
}

bool World::IsSame(const std::string& page, const Json& json, const Value& value) {
  if (IsNil(value)) return json.is_null();
  if (const bool* boolean = std::get_if<bool>(&value)) {
    return json.is_boolean() && json.get<bool>() == *boolean;
  }
  if (const double* number = std::get_if<double>(&value)) {
    return json.is_number() && json.get<double>() == *number;
  }
  if (const std::string* text = std::get_if<std::string>(&value)) {
    return json.is_string() && json.get_ref<const std::string&>() == *text;
  }
  if (!json.is_object() || json.size() != 1 || !json.contains("obj")) return false;
  const int64_t number = json.at("obj").get<int64_t>();
  const Ref ref = std::get<Ref>(value);
  const bool is_made = app_.IsMadeForPages(ref);
  if (known_[is_made ? "" : page].object_of.contains(number)) return false;
  Known& known = known_[is_made ? page : ""];
  return known.object_of.try_emplace(number, ref.object).first->second == ref.object &&
         known.number_of.try_emplace(ref.object, number).first->second == number;
}

std::optional<int64_t> World::NumberOf(const std::string& page, Ref ref) const {
  const auto known = known_.find(app_.IsMadeForPages(ref) ? page : "");
  if (known == known_.end()) return std::nullopt;
  const auto number = known->second.number_of.find(ref.object);
  if (number == known->second.number_of.end()) return std::nullopt;
  return number->second;
}

std::string World::Text(const std::string& page, const Value& value) const {
  if (IsNil(value)) return "null";
  if (const bool* boolean = std::get_if<bool>(&value)) return *boolean ? "true" : "false";
  if (const double* number = std::get_if<double>(&value)) return absl::StrCat(*number);
  if (const std::string* text = std::get_if<std::string>(&value)) return DumpJson(*text);
  const Ref ref = std::get<Ref>(value);
  const std::optional<int64_t> number = NumberOf(page, ref);
  const std::string known =
      number.has_value() ? absl::StrCat("{\"obj\":", *number, "}") : "a new object";
  return absl::StrCat(known, " (", app_.TypeOf(value), " ", ref.object, ")");
}

}  // namespace tandem::model
