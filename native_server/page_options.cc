// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/page_options.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "core/base/status_macros.h"
#include "core/base/suggestion.h"

namespace tandem::native {
namespace {

// "https://host", "https://*.host", "http://host:8080". Whatever else could end a directive of a
// policy, or mean more than one origin and its like.
bool IsOrigin(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, "https://") && !absl::ConsumePrefix(&text, "http://")) {
    return false;
  }
  absl::ConsumePrefix(&text, "*.");
  if (text.empty() || !absl::ascii_isalnum(static_cast<unsigned char>(text[0]))) return false;
  for (const char c : text) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '.' && c != '-' && c != ':') {
      return false;
    }
  }
  return true;
}

absl::Status TakeSwitch(const Json& value, bool& field) {
  if (!value.is_boolean()) return absl::InvalidArgumentError("must be true or false");
  field = value.get<bool>();
  return absl::OkStatus();
}

absl::Status TakeOrigins(const Json& value, std::vector<std::string>& field) {
  constexpr absl::string_view kWanted = "must be a list of origins such as \"https://example.com\"";
  if (!value.is_array()) return absl::InvalidArgumentError(kWanted);
  for (const Json& item : value) {
    if (!item.is_string() || !IsOrigin(item.get_ref<const std::string&>())) {
      return absl::InvalidArgumentError(absl::StrCat(kWanted, ", not ", DumpJson(item)));
    }
    field.push_back(item.get<std::string>());
  }
  return absl::OkStatus();
}

absl::Status TakeKey(absl::string_view key, const Json& value, PageOptions& options) {
  if (key == "code") return TakeSwitch(value, options.code);
  if (key == "trusted_html") return TakeSwitch(value, options.trusted_html);
  if (key == "content_from") return TakeOrigins(value, options.content_from);
  if (key == "framed_by") return TakeOrigins(value, options.framed_by);
  return absl::NotFoundError("");
}

}  // namespace

absl::Status TakePageOptions(absl::string_view file, Json& config, PageOptions& options) {
  const auto table = config.find("page");
  if (table == config.end()) return absl::OkStatus();
  if (!table->is_object()) {
    return absl::InvalidArgumentError(absl::StrCat(file, ": page must be a table"));
  }
  for (const auto& [key, value] : table->items()) {
    const absl::Status status = TakeKey(key, value, options);
    if (absl::IsNotFound(status)) {
      return absl::InvalidArgumentError(
          absl::StrCat(file, ": unknown key page.", key,
                       Suggestion(key, {"code", "trusted_html", "content_from", "framed_by"})));
    }
    if (!status.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(file, ": page.", key, " ", status.message()));
    }
  }
  config.erase(table);
  return absl::OkStatus();
}

std::vector<std::string> Explain(const PageOptions& options) {
  std::vector<std::string> lines;
  if (options.compat) {
    lines.emplace_back(
        "Pages run whatever scripts the site brings, and show markup from values as it is "
        "([compat] ui-engine)");
    return lines;
  }
  if (options.code) lines.emplace_back("Pages run scripts in templates and ui-code ([page] code)");
  if (options.trusted_html) {
    lines.emplace_back(
        "Pages show markup from values as it is where ui-html says ?trusted ([page] trusted_html)");
  }
  if (!options.content_from.empty()) {
    lines.push_back(absl::StrCat("Pages may show what comes from ",
                                 absl::StrJoin(options.content_from, ", "),
                                 " ([page] content_from)"));
  }
  if (!options.framed_by.empty()) {
    lines.push_back(absl::StrCat("Pages may be shown inside those of ",
                                 absl::StrJoin(options.framed_by, ", "), " ([page] framed_by)"));
  }
  return lines;
}

}  // namespace tandem::native
