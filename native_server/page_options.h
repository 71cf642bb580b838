// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a site's configuration says about its pages: the table [page] of config.toml, and what
// [compat] means for them. Everything here loosens what pages may do, so nothing is on by default
// and what is on is said in the log. docs/pages.md explains it to people who run sites.

#ifndef TANDEM_NATIVE_SERVER_PAGE_OPTIONS_H_
#define TANDEM_NATIVE_SERVER_PAGE_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "core/base/json.h"

namespace tandem::native {

struct PageOptions {
  // Scripts in templates, and ui-code.
  bool code = false;
  // `ui-html="path?trusted"` is not sanitised (D-24).
  bool trusted_html = false;
  // Origins whose images, fonts, styles, media, frames and answers pages may use; never scripts.
  std::vector<std::string> content_from;
  // Origins whose pages may show ours in a frame.
  std::vector<std::string> framed_by;
  // [compat] ui-engine: pages run whatever the app brings, and ui-html is never sanitised.
  bool compat = false;
};

// Moves the table `page` out of `config`. kInvalidArgument, beginning with `file`, for what is not
// as it should be.
absl::Status TakePageOptions(absl::string_view file, Json& config, PageOptions& options);

// A line for the log for everything that is not as strict as it could be.
std::vector<std::string> Explain(const PageOptions& options);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_PAGE_OPTIONS_H_
