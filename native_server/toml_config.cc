// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/toml_config.h"

#include <sstream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "toml++/toml.hpp"

namespace tandem::native {
namespace {

Json ToJson(const toml::node& node) {
  if (const toml::table* table = node.as_table()) {
    Json object = Json::object();
    for (const auto& [key, value] : *table) object[std::string(key.str())] = ToJson(value);
    return object;
  }
  if (const toml::array* array = node.as_array()) {
    Json list = Json::array();
    for (const toml::node& value : *array) list.push_back(ToJson(value));
    return list;
  }
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* integer = node.as_integer()) return integer->get();
  if (const auto* number = node.as_floating_point()) return number->get();
  if (const auto* boolean = node.as_boolean()) return boolean->get();
  std::ostringstream text;
  node.visit([&](const auto& value) {
    if constexpr (toml::is_chronological<decltype(value)>) text << value.get();
  });
  return text.str();
}

}  // namespace

absl::StatusOr<Json> ParseToml(absl::string_view text, absl::string_view name) {
  try {
    return ToJson(toml::parse(text));
  } catch (const toml::parse_error& error) {
    const toml::source_position at = error.source().begin;
    return absl::InvalidArgumentError(
        absl::StrCat(name, ":", at.line, ":", at.column, ": ",
                     absl::StrReplaceAll(error.description(), {{"\n", " "}})));
  }
}

}  // namespace tandem::native
