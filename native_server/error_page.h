// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The small pages a person sees when there is no application to show. They need no script, no
// other file, and read well aloud.

#ifndef TANDEM_NATIVE_SERVER_ERROR_PAGE_H_
#define TANDEM_NATIVE_SERVER_ERROR_PAGE_H_

#include "absl/strings/string_view.h"
#include "native_server/http_message.h"

namespace tandem::native {

// `title` and `text` are plain text. With a link to "/" that starts anew.
HttpResponse ErrorPage(int status, absl::string_view title, absl::string_view text);

// A page if the client asks for HTML, else one line of text.
HttpResponse ErrorReply(const HttpRequest& request, int status, absl::string_view title,
                        absl::string_view text);

// A response of one line of text/plain.
HttpResponse TextReply(int status, absl::string_view text);

bool WantsHtml(const HttpRequest& request);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_ERROR_PAGE_H_
