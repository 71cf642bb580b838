// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The page that shows an app, and what it may do. Its HTML comes from a file, of the site or of
// our assets; what is added here is what only the server knows: settings, the nonce of its scripts,
// and a Content-Security-Policy. With a nonce nothing runs but the scripts that stand in the page
// and what these load; markup that got into the page by a value does not.
//
// Pages of the local home are files for any web server, so they have no nonce, and their policy
// stands in a <meta>.

#ifndef TANDEM_NATIVE_SERVER_PAGE_H_
#define TANDEM_NATIVE_SERVER_PAGE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "core/host/entropy.h"
#include "native_server/http_message.h"
#include "native_server/page_options.h"

namespace tandem::native {

// 128 bits as text, for one response.
std::string MakeNonce(Entropy& entropy);

// `html` with the settings in its head and the nonce on its scripts and styles.
std::string SessionPage(absl::string_view html, const PageOptions& options, bool development,
                        absl::string_view nonce);

// `html` with the settings and the policy in its head.
std::string LocalPage(absl::string_view html, const PageOptions& options, bool development);

// What says in the response how a page may be used: its policy, who may frame it, what it tells
// others. `nonce` empty: a page of the local home, whose <meta> has the rest of its policy.
HttpHeaders PageHeaders(const PageOptions& options, absl::string_view nonce);

// `html` with the site's own icon, html/favicon.svg, in the place of ours.
std::string WithOwnIcon(absl::string_view html);

// `html` with ` nonce="…"` in each start tag of a script or style element, except in comments.
std::string WithNonce(absl::string_view html, absl::string_view nonce);

// `html` with `markup` as the first thing in its head, whether or not that is written out.
std::string WithHead(absl::string_view html, absl::string_view markup);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_PAGE_H_
