// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Files over HTTP: content type, cache headers, conditional requests and single ranges (S-41,
// S-42, S-45). Folders are never listed (S-44). rooted_folder.h decides what is reachable.

#ifndef TANDEM_NATIVE_SERVER_STATIC_FILES_H_
#define TANDEM_NATIVE_SERVER_STATIC_FILES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "native_server/http_message.h"
#include "native_server/rooted_folder.h"

namespace tandem::native {

class StaticFiles {
 public:
  // Serves what lies below `subfolder` of `folder`, empty for all of it; links may lead to other
  // parts of `folder`. `folder` must outlive this.
  StaticFiles(const RootedFolder& folder, std::string subfolder)
      : folder_(folder), subfolder_(std::move(subfolder)) {}

  // The response to a GET or HEAD: 200, 206, 304 or 416, with "Cache-Control: no-cache", so that a
  // browser asks each time and mostly hears 304. `path` is relative. Errors as RootedFolder::Open.
  absl::StatusOr<HttpResponse> Serve(absl::string_view path, const HttpRequest& request) const;

  // The file itself. Errors as RootedFolder::Read.
  absl::StatusOr<std::string> Read(absl::string_view path) const;

  // Whether Serve would find a file.
  bool Has(absl::string_view path) const;

 private:
  std::string PathInFolder(absl::string_view path) const;

  const RootedFolder& folder_;
  const std::string subfolder_;
};

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_STATIC_FILES_H_
