// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/error_page.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace tandem::native {
namespace {

std::string EscapeHtml(absl::string_view text) {
  return absl::StrReplaceAll(text,
                             {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

// The stock page's design (web/public/style.css), as far as a page without any other file has use
// for it.
constexpr absl::string_view kStyle =
    ":root{color-scheme:light dark}"
    "body{display:grid;place-items:center;min-height:100vh;min-height:100dvh;margin:0;padding:1rem;"
    "box-sizing:border-box;background:#f9f9fa;color:#18181b;font:400 1rem/1.55 "
    "system-ui,sans-serif;"
    "overflow-wrap:anywhere}"
    "main{box-sizing:border-box;width:100%;max-width:36rem;padding:clamp(1.25rem,5vw,2.5rem);"
    "background:#fff;border:1px solid #e4e4e7;border-radius:12px;"
    "box-shadow:0 1px 2px rgb(0 0 0/6%),0 4px 16px rgb(0 0 0/5%)}"
    "h1{margin:0 0 .6em;font-size:clamp(1.5rem,1.25rem + 1.2vw,2rem);line-height:1.25;"
    "letter-spacing:-.011em;text-wrap:balance}p{margin:0 0 1em}p:last-child{margin:1.5rem 0 0}"
    "a{display:inline-block;padding:.55rem 1.1rem;border-radius:6px;background:#0369a1;color:#fff;"
    "font-weight:500;text-decoration:none}a:hover{background:#075985}"
    "a:focus-visible{outline:2px solid #0ea5e9;outline-offset:2px}"
    "@media(prefers-color-scheme:dark){body{background:#1a1a1e;color:#e8e8ec}"
    "main{background:#242428;border-color:#3a3a40}a{background:#7dd3fc;color:#082f49}"
    "a:hover{background:#bae6fd}}";

}  // namespace

bool WantsHtml(const HttpRequest& request) {
  return absl::StrContainsIgnoreCase(request.Header("Accept"), "text/html");
}

HttpResponse ErrorPage(int status, absl::string_view title, absl::string_view text) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", "no-store"},
                      {"Referrer-Policy", "same-origin"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Content-Security-Policy",
                       "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; "
                       "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"}};
  response.body = absl::StrCat(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>",
      EscapeHtml(title), "</title>\n<link rel=\"icon\" href=\"/_tandem/favicon.svg\">\n<style>",
      kStyle,
      "</style>\n</head>\n<body>\n<main>\n"
      "<h1>",
      EscapeHtml(title), "</h1>\n<p>", EscapeHtml(text),
      "</p>\n"
      "<p><a href=\"/\">Start anew</a></p>\n</main>\n</body>\n</html>\n");
  return response;
}

HttpResponse ErrorReply(const HttpRequest& request, int status, absl::string_view title,
                        absl::string_view text) {
  if (WantsHtml(request)) return ErrorPage(status, title, text);
  return TextReply(status, absl::StrCat(title, ": ", text));
}

HttpResponse TextReply(int status, absl::string_view text) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "text/plain; charset=utf-8"},
                      {"Cache-Control", "no-store"},
                      {"X-Content-Type-Options", "nosniff"}};
  response.body = absl::StrCat(text, "\n");
  return response;
}

}  // namespace tandem::native
