// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/inspect/variable_json.h"

#include <cstdint>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "core/base/json.h"

namespace tandem {
namespace {

// Writes the fields of one object.
class Fields {
 public:
  explicit Fields(std::string* out) : out_(*out) { out_.push_back('{'); }
  ~Fields() { out_.push_back('}'); }

  std::string* Begin(absl::string_view name) {
    absl::StrAppend(&out_, is_first_ ? "\"" : ",\"", name, "\":");
    is_first_ = false;
    return &out_;
  }
  void Json(absl::string_view name, absl::string_view json) { Begin(name)->append(json); }
  void Number(absl::string_view name, int64_t number) { absl::StrAppend(Begin(name), number); }
  void Flag(absl::string_view name, bool value) { Json(name, value ? "true" : "false"); }
  void Text(absl::string_view name, absl::string_view text) { AppendJsonString(text, Begin(name)); }
  void TextUnlessEmpty(absl::string_view name, absl::string_view text) {
    if (!text.empty()) Text(name, text);
  }

 private:
  std::string& out_;
  bool is_first_ = true;
};

void AppendPages(const std::vector<PageSight>& pages, std::string* out) {
  absl::string_view separator = "[";
  for (const PageSight& page : pages) {
    out->append(separator);
    separator = ",";
    Fields fields(out);
    fields.Number("page", page.page.value());
    fields.Number("id", page.wire.value());
    fields.Flag("watches", page.is_watching);
    fields.TextUnlessEmpty("elementId", page.element_id);
    fields.TextUnlessEmpty("viewdef", page.viewdef);
  }
  out->push_back(']');
}

void AppendProperties(const VariableSight& sight, std::string* out) {
  Fields fields(out);
  for (const Property& property : sight.variable.properties) {
    fields.Text(property.name, property.value);
  }
  // Each page's own; the first one's, where several have it.
  absl::string_view element_id, viewdef;
  for (const PageSight& page : sight.pages) {
    if (element_id.empty()) element_id = page.element_id;
    if (viewdef.empty()) viewdef = page.viewdef;
  }
  fields.TextUnlessEmpty("elementId", element_id);
  fields.TextUnlessEmpty("viewdef", viewdef);
}

template <typename List, typename Append>
void AppendList(const List& list, std::string* out, const Append& append) {
  absl::string_view separator = "[";
  for (const auto& element : list) {
    out->append(separator);
    separator = ",";
    append(element);
  }
  out->push_back(']');
}

}  // namespace

void AppendVariable(const VariableSight& sight, VariableForm form, std::string* out) {
  const Variable& variable = sight.variable;
  Fields fields(out);
  fields.Number("id", variable.id.value());
  fields.Number("parentId", variable.parent.value());
  fields.TextUnlessEmpty("type", variable.PropertyValue("type"));
  fields.TextUnlessEmpty("goType", sight.kind());
  fields.TextUnlessEmpty("path", variable.PropertyValue("path"));
  if (!sight.shown.json.empty()) fields.Json("value", sight.shown.json);
  if (sight.shown.cut_from > 0) fields.Number("cutFrom", sight.shown.cut_from);
  if (form == VariableForm::kWhole || sight.value.json != sight.shown.json) {
    if (!sight.value.json.empty()) fields.Json("baseValue", sight.value.json);
  }
  bool has_properties = !variable.properties.empty();
  for (const PageSight& page : sight.pages) {
    has_properties |= !page.element_id.empty() || !page.viewdef.empty();
  }
  if (has_properties) AppendProperties(sight, fields.Begin("properties"));
  if (form == VariableForm::kWhole && !sight.children.empty()) {
    std::string* const list = fields.Begin("childIds");
    AppendList(sight.children, list, [&](VariableId id) { absl::StrAppend(list, id.value()); });
  }
  fields.TextUnlessEmpty("error", sight.error());
  if (form == VariableForm::kWhole) {
    fields.TextUnlessEmpty("computeTime", DurationText(variable.compute_time));
    fields.TextUnlessEmpty("maxComputeTime", DurationText(variable.max_compute_time));
  }
  fields.Flag("active", variable.active);
  fields.TextUnlessEmpty("access", variable.PropertyValue("access"));
  if (!sight.notes.empty()) {
    std::string* const list = fields.Begin("diags");
    AppendList(sight.notes, list, [&](const std::string& note) { AppendJsonString(note, list); });
  }
  fields.Number("changeCount", variable.change_count);
  fields.Number("depth", sight.depth);
  absl::string_view element_id;
  for (const PageSight& page : sight.pages) {
    if (element_id.empty()) element_id = page.element_id;
  }
  fields.Text("elementId", element_id);
  if (!sight.pages.empty()) AppendPages(sight.pages, fields.Begin("pages"));
}

std::string VariablesJson(const Inspection& inspection) {
  std::string text;
  absl::string_view separator = "[";
  inspection.ForEach(std::numeric_limits<size_t>::max(), [&](const VariableSight& sight) {
    text.append(separator);
    separator = ",\n";
    AppendVariable(sight, VariableForm::kWhole, &text);
  });
  if (text.empty()) text.push_back('[');
  text.append("]\n");
  return text;
}

std::string DurationText(absl::Duration duration) {
  const int64_t ns = absl::ToInt64Nanoseconds(duration);
  if (ns <= 0) return "";
  const auto value = static_cast<double>(ns);
  if (ns < 1'000) return absl::StrCat(ns, "ns");
  if (ns < 1'000'000) return absl::StrFormat("%.1fus", value / 1e3);
  if (ns < 1'000'000'000) return absl::StrFormat("%.2fms", value / 1e6);
  return absl::StrFormat("%.3fs", value / 1e9);
}

}  // namespace tandem
