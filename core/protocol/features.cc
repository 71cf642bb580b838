// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/protocol/features.h"

#include "absl/strings/str_cat.h"

namespace tandem {
namespace {

struct Known {
  absl::string_view name;
  bool Features::*field;
};

constexpr Known kKnown[] = {
    {"ack", &Features::ack}, {"list", &Features::list}, {"files", &Features::files}};

}  // namespace

void AddFeature(absl::string_view name, Features* features) {
  for (const Known& known : kKnown) {
    if (known.name == name) features->*known.field = true;
  }
}

void AppendFeatures(const Features& features, std::string* out) {
  out->push_back('[');
  absl::string_view separator;
  for (const Known& known : kKnown) {
    if (!(features.*known.field)) continue;
    absl::StrAppend(out, separator, "\"", known.name, "\"");
    separator = ",";
  }
  out->push_back(']');
}

}  // namespace tandem
