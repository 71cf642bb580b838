// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// `tandem export`: a site as a folder of plain files that any web server can hand out, because
// the browser does the rest. The files are those that `tandem serve --local` answers with.

#ifndef TANDEM_NATIVE_SERVER_EXPORT_SITE_H_
#define TANDEM_NATIVE_SERVER_EXPORT_SITE_H_

#include <string>

#include "absl/status/statusor.h"
#include "core/base/json.h"
#include "native_server/page_options.h"

namespace tandem::native {

struct ExportRequest {
  std::string site;
  std::string assets;
  std::string out;
  Json site_settings = Json::object();
  PageOptions page;
};

// Writes OUT/index.html (assets' local.html, with its policy), OUT/site.json, OUT/_tandem/** (all
// assets) and the site's html/** beside them, except its index.html. Files that are there are
// replaced, others left alone. Returns how many were written. kNotFound without a site or a
// local.html; kInvalidArgument if OUT lies inside the site or the assets, or is a file.
absl::StatusOr<int> ExportSite(const ExportRequest& request);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_EXPORT_SITE_H_
