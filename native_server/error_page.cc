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

constexpr absl::string_view kStyle =
    "body{font:1.1rem/1.6 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}"
    "@media(prefers-color-scheme:dark){body{background:#1b1b1f;color:#eee}a{color:#9cf}}";

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
                      {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"}};
  response.body = absl::StrCat(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>",
      EscapeHtml(title), "</title>\n<style>", kStyle,
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
