// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/page.h"

#include <array>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/types/span.h"

namespace tandem::native {
namespace {

// Whether `html` has the start tag `<name` at `at`.
bool IsTag(absl::string_view html, size_t at, absl::string_view name) {
  const absl::string_view rest = html.substr(at);
  if (rest.size() <= name.size() + 1 || rest[0] != '<' ||
      !absl::EqualsIgnoreCase(rest.substr(1, name.size()), name)) {
    return false;
  }
  const char after = rest[name.size() + 1];
  return after == '>' || after == '/' || absl::ascii_isspace(static_cast<unsigned char>(after));
}

// Behind the first of `end` at or after `at`; the end of the text if there is none.
size_t Behind(absl::string_view html, size_t at, absl::string_view end) {
  const size_t found = html.find(end, at);
  return found == html.npos ? html.size() : found + end.size();
}

// Where the text of an element ends that only its end tag can end.
size_t EndOfText(absl::string_view html, size_t at, absl::string_view name) {
  for (; at < html.size(); ++at) {
    if (html[at] == '<' && at + 1 < html.size() && html[at + 1] == '/' &&
        absl::StartsWithIgnoreCase(html.substr(at + 2), name)) {
      return at;
    }
  }
  return html.size();
}

std::string Others(const std::vector<std::string>& origins) {
  return origins.empty() ? "" : absl::StrCat(" ", absl::StrJoin(origins, " "));
}

// The runtime believes the first <meta> of a name, so these win over those of the page.
std::string Settings(const PageOptions& options, bool development) {
  const bool code = options.code || options.compat;
  const absl::string_view html = options.compat         ? "trusted"
                                 : options.trusted_html ? "by-binding"
                                                        : "sanitize";
  return absl::StrCat("\n  <meta name=\"tandem-allow-code\" content=\"", code ? "yes" : "no",
                      "\">\n  <meta name=\"ui-html-policy\" content=\"", html, "\">",
                      development ? "\n  <meta name=\"tandem-dev\" content=\"yes\">" : "");
}

// What holds for every page and cannot hurt an app that brings its own scripts.
constexpr absl::string_view kAlways = "object-src 'none'; base-uri 'self'; form-action 'self'";

// Style attributes are allowed: templates have them, and they run nothing. Style elements need the
// nonce, which the runtime gives to those of templates.
std::string Policy(const PageOptions& options, absl::string_view nonce) {
  if (options.compat) return "object-src 'none'; base-uri 'self'";
  const std::string others = Others(options.content_from);
  std::string scripts, styles;
  if (nonce.empty()) {
    // The core is WebAssembly. Without a server that makes nonces, inline is all or nothing.
    scripts = absl::StrCat("script-src 'self' 'wasm-unsafe-eval'; script-src-attr 'none'",
                           options.code ? "; script-src-elem 'self' 'unsafe-inline'" : "");
    styles = absl::StrCat("style-src 'self' 'unsafe-inline'", others);
  } else {
    scripts = absl::StrCat("script-src 'nonce-", nonce, "'");
    // The first is for browsers that do not know the other two.
    styles =
        absl::StrCat("style-src 'self' 'unsafe-inline'", others, "; style-src-elem 'self' 'nonce-",
                     nonce, "'", others, "; style-src-attr 'unsafe-inline'");
  }
  return absl::StrCat("default-src 'none'; ", scripts, "; ", styles,
                      "; img-src 'self' data: blob:", others, "; font-src 'self' data:", others,
                      "; media-src 'self' data: blob:", others, "; connect-src 'self'", others,
                      "; frame-src 'self'", others, "; worker-src 'self'; manifest-src 'self'; ",
                      kAlways);
}

}  // namespace

std::string MakeNonce(Entropy& entropy) {
  std::array<uint8_t, 16> bytes;
  entropy.Fill(absl::MakeSpan(bytes));
  return absl::WebSafeBase64Escape(
      absl::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

std::string SessionPage(absl::string_view html, const PageOptions& options, bool development,
                        absl::string_view nonce) {
  return WithHead(WithNonce(html, nonce), Settings(options, development));
}

std::string LocalPage(absl::string_view html, const PageOptions& options, bool development) {
  // First of all, so that it holds for what follows.
  return WithHead(html, absl::StrCat("\n  <meta http-equiv=\"Content-Security-Policy\" content=\"",
                                     Policy(options, ""), "\">", Settings(options, development)));
}

HttpHeaders PageHeaders(const PageOptions& options, absl::string_view nonce) {
  const std::string frames = absl::StrCat("frame-ancestors 'self'", Others(options.framed_by));
  HttpHeaders headers = {
      {"Content-Security-Policy",
       nonce.empty() ? frames : absl::StrCat(Policy(options, nonce), "; ", frames)},
      {"X-Content-Type-Options", "nosniff"},
      // The URL of a page is the key to its session: it is told to nobody else.
      {"Referrer-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"}};
  // For browsers that do not know frame-ancestors; it cannot name others.
  if (options.framed_by.empty()) headers.emplace_back("X-Frame-Options", "SAMEORIGIN");
  return headers;
}

std::string WithOwnIcon(absl::string_view html) {
  return absl::StrReplaceAll(html, {{"/_tandem/favicon.svg\"", "/favicon.svg\""}});
}

std::string WithNonce(absl::string_view html, absl::string_view nonce) {
  std::string result;
  size_t done = 0;
  for (size_t at = html.find('<'); at < html.size();) {
    if (absl::StartsWith(html.substr(at), "<!--")) {
      at = Behind(html, at, "-->");
    } else if (const bool script = IsTag(html, at, "script"); script || IsTag(html, at, "style")) {
      const absl::string_view name = script ? "script" : "style";
      const size_t behind_name = at + 1 + name.size();
      absl::StrAppend(&result, html.substr(done, behind_name - done), " nonce=\"", nonce, "\"");
      done = behind_name;
      at = EndOfText(html, Behind(html, behind_name, ">"), name);
    } else {
      ++at;
    }
    at = html.find('<', at);
  }
  absl::StrAppend(&result, html.substr(done));
  return result;
}

std::string WithHead(absl::string_view html, absl::string_view markup) {
  size_t place = 0;
  for (size_t at = html.find('<'); at < html.size(); at = html.find('<', at)) {
    if (absl::StartsWith(html.substr(at), "<!--")) {
      at = Behind(html, at, "-->");
    } else if (absl::StartsWith(html.substr(at), "<!") || IsTag(html, at, "html")) {
      at = place = Behind(html, at, ">");
    } else {
      if (IsTag(html, at, "head")) place = Behind(html, at, ">");
      break;
    }
  }
  return absl::StrCat(html.substr(0, place), markup, html.substr(place));
}

}  // namespace tandem::native
