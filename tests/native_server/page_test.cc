// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/page.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/json.h"
#include "core/testing/fake_host.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "native_server/http_message.h"
#include "native_server/page_options.h"

namespace tandem::native {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

absl::string_view Find(const HttpHeaders& headers, absl::string_view name) {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return "";
}

TEST(PageTest, ANonceIsAnotherEachTime) {
  tandem::testing::FakeHost host;
  const std::string first = MakeNonce(host.entropy);
  EXPECT_GE(first.size(), 22u);
  EXPECT_NE(first, MakeNonce(host.entropy));
  for (const char c : first) EXPECT_TRUE(absl::ascii_isalnum(c) || c == '-' || c == '_') << first;
}

TEST(PageTest, TheNonceGoesIntoScriptsAndStyles) {
  EXPECT_EQ(WithNonce("<script src=\"a.js\"></script>", "N"),
            "<script nonce=\"N\" src=\"a.js\"></script>");
  EXPECT_EQ(WithNonce("<SCRIPT>1 < 2</SCRIPT><style>a{}</style>", "N"),
            "<SCRIPT nonce=\"N\">1 < 2</SCRIPT><style nonce=\"N\">a{}</style>");
  EXPECT_EQ(WithNonce("<script\n  defer>x</script>", "N"),
            "<script nonce=\"N\"\n  defer>x</script>");
}

// What a script says about scripts is its own affair, and so is a comment.
TEST(PageTest, TheNonceGoesNowhereElse) {
  for (const absl::string_view html :
       {"<!-- <script>a</script> -->", "<scripted></scripted>", "<p>a < script b</p>", "<script",
        "", "<!-- never closed <script>", "text", "<"}) {
    EXPECT_EQ(WithNonce(html, "N"), html);
  }
  EXPECT_EQ(WithNonce("<script>s = '<script><style>'</script><p>", "N"),
            "<script nonce=\"N\">s = '<script><style>'</script><p>");
}

TEST(PageTest, WhatIsAddedStandsFirstInTheHead) {
  EXPECT_EQ(WithHead("<html><head><title>t</title>", "+"), "<html><head>+<title>t</title>");
  EXPECT_EQ(WithHead("<!doctype html>\n<html lang=en>\n<head class=\"x\"> <a>", "+"),
            "<!doctype html>\n<html lang=en>\n<head class=\"x\">+ <a>");
  EXPECT_EQ(WithHead("<!doctype html><!-- <head> --><title>t</title>", "+"),
            "<!doctype html>+<!-- <head> --><title>t</title>");
  EXPECT_EQ(WithHead("<!doctype html><html><body>", "+"), "<!doctype html><html>+<body>");
  EXPECT_EQ(WithHead("<header>", "+"), "+<header>");
  EXPECT_EQ(WithHead("own", "+"), "+own");
  EXPECT_EQ(WithHead("", "+"), "+");
}

// F-291, F-292: strict unless the site says otherwise.
TEST(PageTest, ThePolicyIsStrict) {
  const HttpHeaders headers = PageHeaders({}, "N");
  const std::string policy(Find(headers, "Content-Security-Policy"));
  EXPECT_THAT(policy, HasSubstr("default-src 'none'; script-src 'nonce-N'; "));
  EXPECT_THAT(policy,
              HasSubstr("; style-src-elem 'self' 'nonce-N'; style-src-attr 'unsafe-inline'"));
  EXPECT_THAT(policy, HasSubstr("; object-src 'none'; base-uri 'self'; form-action 'self'"));
  EXPECT_THAT(policy, HasSubstr("; frame-ancestors 'self'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe-eval")));
  EXPECT_EQ(Find(headers, "X-Frame-Options"), "SAMEORIGIN");
  EXPECT_EQ(Find(headers, "X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(Find(headers, "Referrer-Policy"), "same-origin");  // F-293
  EXPECT_EQ(Find(headers, "Cross-Origin-Resource-Policy"), "same-origin");
  const std::string page = SessionPage("<head><script></script>", {}, false, "N");
  EXPECT_EQ(page,
            "<head>\n  <meta name=\"tandem-allow-code\" content=\"no\">\n"
            "  <meta name=\"ui-html-policy\" content=\"sanitize\"><script nonce=\"N\"></script>");
  EXPECT_THAT(SessionPage("<head>", {}, true, "N"), HasSubstr("\"tandem-dev\" content=\"yes\""));
}

// Code needs no looser policy where there are nonces.
TEST(PageTest, WhatASiteAllowsIsToldToThePage) {
  PageOptions options;
  options.code = true;
  options.trusted_html = true;
  EXPECT_EQ(Find(PageHeaders(options, "N"), "Content-Security-Policy"),
            Find(PageHeaders({}, "N"), "Content-Security-Policy"));
  const std::string page = SessionPage("<head>", options, false, "N");
  EXPECT_THAT(page, HasSubstr("name=\"tandem-allow-code\" content=\"yes\""));
  EXPECT_THAT(page, HasSubstr("name=\"ui-html-policy\" content=\"by-binding\""));
  EXPECT_THAT(Explain(options), ElementsAre(HasSubstr("ui-code"), HasSubstr("?trusted")));
  EXPECT_THAT(Explain({}), ElementsAre());
}

TEST(PageTest, OtherOriginsMayGiveContentAndFramesButNoScripts) {
  PageOptions options;
  options.content_from = {"https://a.example", "https://b.example"};
  options.framed_by = {"https://portal.example"};
  const HttpHeaders headers = PageHeaders(options, "N");
  const std::string policy(Find(headers, "Content-Security-Policy"));
  EXPECT_THAT(policy, HasSubstr("script-src 'nonce-N';"));
  EXPECT_THAT(policy, HasSubstr("img-src 'self' data: blob: https://a.example https://b.example;"));
  EXPECT_THAT(policy, HasSubstr("connect-src 'self' https://a.example https://b.example;"));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'self' https://portal.example"));
  EXPECT_EQ(Find(headers, "X-Frame-Options"), "");
}

// The policy of a file stands in it, without what only a header may say.
TEST(PageTest, ALocalPageBringsItsPolicy) {
  const std::string page = LocalPage("<html><head><script src=x></script>", {}, false);
  EXPECT_THAT(page, HasSubstr("<head>\n  <meta http-equiv=\"Content-Security-Policy\" content=\""));
  EXPECT_THAT(page, HasSubstr("script-src 'self' 'wasm-unsafe-eval'; script-src-attr 'none'; "));
  EXPECT_THAT(page, Not(HasSubstr("frame-ancestors")));
  EXPECT_THAT(page, Not(HasSubstr("'unsafe-eval'")));
  EXPECT_THAT(page, Not(HasSubstr("nonce")));
  EXPECT_EQ(Find(PageHeaders({}, ""), "Content-Security-Policy"), "frame-ancestors 'self'");
  PageOptions options;
  options.code = true;
  EXPECT_THAT(LocalPage("", options, false), HasSubstr("script-src-elem 'self' 'unsafe-inline'"));
}

TEST(PageTest, CompatibilityLetsAppsBringTheirScripts) {
  PageOptions options;
  options.compat = true;
  EXPECT_EQ(Find(PageHeaders(options, "N"), "Content-Security-Policy"),
            "object-src 'none'; base-uri 'self'; frame-ancestors 'self'");
  const std::string page = SessionPage("<head>", options, false, "N");
  EXPECT_THAT(page, HasSubstr("name=\"tandem-allow-code\" content=\"yes\""));
  EXPECT_THAT(page, HasSubstr("name=\"ui-html-policy\" content=\"trusted\""));
  EXPECT_THAT(Explain(options), ElementsAre(HasSubstr("[compat] ui-engine")));
}

TEST(PageTest, ASitesOwnIconTakesThePlaceOfOurs) {
  EXPECT_EQ(WithOwnIcon("<link href=\"/_tandem/favicon.svg\">"), "<link href=\"/favicon.svg\">");
  EXPECT_EQ(WithOwnIcon("<link href=\"./_tandem/favicon.svg\">"), "<link href=\"./favicon.svg\">");
}

TEST(PageOptionsTest, ReadsTheTable) {
  Json config = {{"page",
                  {{"code", true},
                   {"trusted_html", true},
                   {"content_from", {"https://a.example", "https://*.b.example:8443"}},
                   {"framed_by", {"http://127.0.0.1:3000"}}}},
                 {"session", {{"timeout", "1h"}}}};
  PageOptions options;
  ASSERT_TRUE(TakePageOptions("f", config, options).ok());
  EXPECT_TRUE(options.code);
  EXPECT_TRUE(options.trusted_html);
  EXPECT_THAT(options.content_from, ElementsAre("https://a.example", "https://*.b.example:8443"));
  EXPECT_THAT(options.framed_by, ElementsAre("http://127.0.0.1:3000"));
  EXPECT_FALSE(config.contains("page"));
  EXPECT_TRUE(config.contains("session"));
}

// D-46. Nothing in a list can become a directive of its own, or everything.
TEST(PageOptionsTest, RefusesWhatIsWrong) {
  const auto error = [](const Json& page) {
    Json config = {{"page", page}};
    PageOptions options;
    return std::string(TakePageOptions("f.toml", config, options).message());
  };
  EXPECT_EQ(error(1), "f.toml: page must be a table");
  EXPECT_EQ(error({{"code", "yes"}}), "f.toml: page.code must be true or false");
  EXPECT_THAT(error({{"coed", true}}), HasSubstr("unknown key page.coed; did you mean code?"));
  for (const char* origin : {"*", "https:", "https://*", "https://a.example; script-src *", "a b",
                             "https://a.example/path", "data:", "'unsafe-inline'", "https://",
                             "javascript:x", "https://a'b", ""}) {
    EXPECT_THAT(error({{"content_from", {origin}}}), HasSubstr("list of origins")) << origin;
  }
  EXPECT_THAT(error({{"framed_by", "https://a.example"}}), HasSubstr("list of origins"));
}

}  // namespace
}  // namespace tandem::native
