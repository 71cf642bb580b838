// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/http_endpoint.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/session/server.h"
#include "core/session/session_manager.h"
#include "core/session/site_config.h"
#include "core/testing/fake_host.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "native_server/http_message.h"
#include "native_server/page_options.h"
#include "native_server/rooted_folder.h"
#include "native_server/static_files.h"
#include "tests/native_server/temp_folder.h"

namespace tandem::native {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kNoSession[] = "0123456789abcdef0123456789abcdef";

class HttpEndpointTest : public ::testing::Test {
 protected:
  HttpEndpointTest() {
    host_.files.Set("lua/main.lua", "session:createAppVariable({})");
    host_.files.Set("viewdefs/A.DEFAULT.html", "<p/>");
    disk_.Write("site/html/logo.svg", "<svg/>").Write("site/html/docs/index.html", "docs");
    disk_.Write("assets/index.html", "stock page").Write("assets/local.html", "local page");
    disk_.Write("assets/main.js", "script");
    Restart({});
  }

  void Restart(const SiteConfig& config) { server_ = std::make_unique<Server>(host_.host, config); }

  EndpointView View() {
    return {host_.host,
            is_local_ ? nullptr : &server_->sessions(),
            html_,
            asset_files_,
            settings_,
            page_,
            allowed_origins_,
            is_loopback_only_,
            is_development_};
  }

  HttpResponse Handle(absl::string_view method, absl::string_view target,
                      HttpHeaders headers = {}) {
    HttpResponse response =
        HandleRequest({std::string(method), std::string(target), std::move(headers)}, View());
    if (response.file) response.body = absl::StrCat("file of ", response.file->length);
    return response;
  }
  HttpResponse Get(absl::string_view target, HttpHeaders headers = {}) {
    return Handle("GET", target, std::move(headers));
  }
  static HttpHeaders Html() { return {{"Accept", "text/html,*/*"}}; }

  std::string NewSession() { return std::string(Get("/").Header("Location").substr(1)); }
  size_t sessions() { return server_->sessions().size(); }

  UpgradeDecision Upgrade(absl::string_view target, absl::string_view origin,
                          absl::string_view host = "127.0.0.1:8080") {
    return DecideUpgrade({"GET",
                          std::string(target),
                          {{"Host", std::string(host)}, {"Origin", std::string(origin)}}},
                         View());
  }

  TempFolder disk_;
  const RootedFolder site_{disk_ / "site", RootedFolder::Links::kInside};
  const RootedFolder assets_{disk_ / "assets", RootedFolder::Links::kAnywhere};
  const StaticFiles html_{site_, "html"};
  const StaticFiles asset_files_{assets_, ""};
  tandem::testing::FakeHost host_;
  Json settings_ = {{"session", {{"timeout", "1h"}}}};
  PageOptions page_;
  std::vector<std::string> allowed_origins_;
  bool is_local_ = false;
  bool is_loopback_only_ = false;
  bool is_development_ = false;
  std::unique_ptr<Server> server_;
};

// D-1.
TEST_F(HttpEndpointTest, TheRootCreatesASessionAndRedirectsToIt) {
  const HttpResponse response = Get("/");
  EXPECT_EQ(response.status, 302);
  EXPECT_EQ(response.Header("Cache-Control"), "no-store");
  const absl::string_view location = response.Header("Location");
  ASSERT_TRUE(absl::StartsWith(location, "/"));
  EXPECT_TRUE(SessionId::IsWellFormed(location.substr(1)));
  EXPECT_NE(server_->sessions().Find(SessionId(std::string(location.substr(1)))), nullptr);
  EXPECT_EQ(response.Header("Set-Cookie"), "");  // D-4
}

TEST_F(HttpEndpointTest, TheQueryGoesAlong) {
  EXPECT_TRUE(absl::EndsWith(Get("/?view=List&x=%20").Header("Location"), "?view=List&x=%20"));
}

// D-1, S-40.
TEST_F(HttpEndpointTest, HeadCreatesNothing) {
  const HttpResponse response = Handle("HEAD", "/");
  EXPECT_EQ(response.status, 302);
  EXPECT_EQ(response.Header("Cache-Control"), "no-store");
  EXPECT_EQ(Handle("HEAD", "/some/place", Html()).status, 302);
  EXPECT_EQ(sessions(), 0u);
}

TEST_F(HttpEndpointTest, OtherMethodsAreRefused) {
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get"}) {
    EXPECT_EQ(Handle(method, "/").status, 405) << method;
    EXPECT_EQ(Handle(method, "/logo.svg").Header("Allow"), "GET, HEAD");
  }
  EXPECT_EQ(sessions(), 0u);
}

// D-50.
TEST_F(HttpEndpointTest, FetchingAheadCreatesNothing) {
  EXPECT_EQ(Get("/", {{"Sec-Purpose", "prefetch;prerender"}}).status, 503);
  EXPECT_EQ(Get("/", {{"Purpose", "prefetch"}}).status, 503);
  EXPECT_EQ(Get("/place", {{"Accept", "text/html"}, {"Sec-Purpose", "prefetch"}}).status, 503);
  EXPECT_EQ(sessions(), 0u);
}

// Somebody else's name that was made to lead to this machine.
TEST_F(HttpEndpointTest, AForeignHostIsRefusedWhereOnlyThisMachineShouldCome) {
  EXPECT_EQ(Get("/", {{"Host", "evil.example:8000"}}).status, 302);
  is_loopback_only_ = true;
  const size_t before = sessions();
  const HttpResponse refusal = Get("/", {{"Host", "evil.example:8000"}});
  EXPECT_EQ(refusal.status, 421);
  EXPECT_THAT(refusal.body, HasSubstr("evil.example:8000"));
  EXPECT_EQ(sessions(), before);
  const std::string place(Get("/", {{"Host", "localhost:8000"}}).Header("Location"));
  const UpgradeDecision upgrade =
      Upgrade(absl::StrCat("/ws", place), "http://evil.example", "evil.example");
  ASSERT_TRUE(upgrade.refusal.has_value());
  EXPECT_EQ(upgrade.refusal->status, 421);
  allowed_origins_ = {"https://evil.example"};
  EXPECT_EQ(Get("/", {{"Host", "evil.example:8000"}}).status, 302);
}

// D-22: the page shows hints to whoever writes the app.
TEST_F(HttpEndpointTest, InDevelopmentThePageIsTold) {
  const std::string place(Get("/").Header("Location"));
  EXPECT_THAT(Get(place).body, Not(HasSubstr("tandem-dev")));
  is_development_ = true;
  EXPECT_THAT(Get(place).body, HasSubstr("<meta name=\"tandem-dev\" content=\"yes\">"));
}

// F-292. A page that was kept would come with the nonce of another time.
TEST_F(HttpEndpointTest, EachPageHasANonceOfItsOwn) {
  disk_.Write("site/html/index.html", "<head><script>1</script>");
  const std::string place(Get("/").Header("Location"));
  const HttpResponse one = Get(place);
  const HttpResponse two = Get(place, {{"If-Modified-Since", "Thu, 01 Jan 2099 00:00:00 GMT"}});
  for (const HttpResponse* response : {&one, &two}) {
    const std::string& body = response->body;
    const size_t at = body.find("<script nonce=\"");
    ASSERT_NE(at, body.npos) << body;
    const std::string nonce = body.substr(at + 15, body.find('"', at + 15) - at - 15);
    EXPECT_THAT(std::string(response->Header("Content-Security-Policy")),
                HasSubstr(absl::StrCat("script-src 'nonce-", nonce, "';")));
    EXPECT_EQ(response->Header("ETag"), "");
    EXPECT_EQ(response->Header("Last-Modified"), "");
  }
  EXPECT_NE(one.body, two.body);
}

TEST_F(HttpEndpointTest, WhatTheSiteAllowsReachesThePage) {
  page_.code = true;
  page_.framed_by = {"https://portal.example"};
  const HttpResponse response = Get("/" + NewSession());
  EXPECT_THAT(response.body, HasSubstr("name=\"tandem-allow-code\" content=\"yes\""));
  EXPECT_THAT(std::string(response.Header("Content-Security-Policy")),
              HasSubstr("frame-ancestors 'self' https://portal.example"));
}

TEST_F(HttpEndpointTest, PagesKeepToThemselvesWhereBrowsersHeedIt) {
  const std::string id = NewSession();
  EXPECT_EQ(Get("/" + id).Header("Cross-Origin-Opener-Policy"), "");
  is_loopback_only_ = true;
  EXPECT_EQ(Get("/" + id, {{"Host", "localhost"}}).Header("Cross-Origin-Opener-Policy"),
            "same-origin-allow-popups");
}

TEST_F(HttpEndpointTest, ASitesIconIsThePages) {
  disk_.Write("assets/index.html", "<link rel=icon href=\"/_tandem/favicon.svg\">");
  const std::string id = NewSession();
  EXPECT_THAT(Get("/" + id).body, HasSubstr("\"/_tandem/favicon.svg\""));
  disk_.Write("site/html/favicon.svg", "<svg/>");
  EXPECT_THAT(Get("/" + id).body, HasSubstr("\"/favicon.svg\""));
}

// D-22: the page shows the error.
TEST_F(HttpEndpointTest, ABrokenMainLuaStillGivesASession) {
  host_.files.Set("lua/main.lua", "this is not Lua");
  EXPECT_EQ(Get("/").status, 302);
  EXPECT_EQ(sessions(), 1u);
}

TEST_F(HttpEndpointTest, AFullServerSaysSo) {
  SiteConfig config;
  config.session.max_sessions = 1;
  Restart(config);
  EXPECT_EQ(Get("/").status, 302);
  EXPECT_EQ(Get("/", Html()).status, 503);
  EXPECT_THAT(Get("/", Html()).body, HasSubstr("The server is full"));
  EXPECT_TRUE(host_.log.Contains(0, "no session created"));
}

TEST_F(HttpEndpointTest, EveryPathOfASessionIsThePage) {  // S-34, S-39
  const std::string id = NewSession();
  for (const std::string& target : {"/" + id, "/" + id + "/", "/" + id + "/contacts/7?edit",
                                    "/" + id + "/index.html", "/" + id + "/logo.svg"}) {
    const HttpResponse response = Get(target);
    EXPECT_EQ(response.status, 200) << target;
    EXPECT_THAT(response.body, HasSubstr("stock page")) << target;
    EXPECT_EQ(response.Header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(response.Header("Cache-Control"), "no-cache");
    EXPECT_EQ(response.Header("Referrer-Policy"), "same-origin");
    EXPECT_EQ(response.Header("X-Content-Type-Options"), "nosniff");
  }
  EXPECT_EQ(sessions(), 1u);
}

TEST_F(HttpEndpointTest, TheSitesOwnPageComesFirst) {
  disk_.Write("site/html/index.html", "own");
  EXPECT_THAT(Get("/" + NewSession()).body, HasSubstr("own"));
}

TEST_F(HttpEndpointTest, AMissingPageIsExplained) {
  disk_.Remove("assets/index.html");
  const HttpResponse response = Get("/" + NewSession());
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(response.body, HasSubstr("--assets"));
}

// S-40.
TEST_F(HttpEndpointTest, AnUnknownSessionGetsAReadablePage) {
  for (const std::string& target :
       {absl::StrCat("/", kNoSession), absl::StrCat("/", kNoSession, "/x.css")}) {
    const HttpResponse response = Get(target);
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.Header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_THAT(response.body, HasSubstr("<html lang=\"en\">"));
    EXPECT_THAT(response.body, HasSubstr("<h1>This session has ended</h1>"));
    EXPECT_THAT(response.body, HasSubstr("<a href=\"/\">"));
  }
  EXPECT_EQ(sessions(), 0u);
}

TEST_F(HttpEndpointTest, ServesFilesOfTheSiteAndAssets) {
  EXPECT_EQ(Get("/logo.svg").Header("Content-Type"), "image/svg+xml");
  EXPECT_EQ(Get("/_tandem/main.js").Header("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(Get("/_tandem/none.js").status, 404);
  EXPECT_EQ(Get("/_tandem").status, 404);
  EXPECT_EQ(Get("/_tandem/").status, 404);
  EXPECT_EQ(sessions(), 0u);
}

// S-44: a folder is its index.html or nothing.
TEST_F(HttpEndpointTest, FoldersAreNotListed) {
  disk_.Write("site/html/pictures/a.png", "");
  EXPECT_EQ(Get("/docs/").body, "file of 4");
  EXPECT_EQ(Get("/docs?x").status, 301);
  EXPECT_EQ(Get("/docs?x").Header("Location"), "/docs/?x");
  EXPECT_EQ(Get("/pictures/").status, 404);
  EXPECT_EQ(Get("/pictures").status, 404);
}

TEST_F(HttpEndpointTest, NothingOutsideHtmlIsServed) {
  disk_.Write("site/config/config.toml", "secret = 1").Write("secret.txt", "secret");
  disk_.Link("site/html/link.txt", disk_ / "secret.txt");
  for (const char* target :
       {"/config/config.toml", "/../config/config.toml", "/%2e%2e/config/config.toml",
        "/..%2fconfig%2fconfig.toml", "/link.txt", "/logo.svg%00.txt",
        "/_tandem/../config/config.toml", "/_tandem/%2e%2e/%2e%2e/secret.txt",
        "/_tandem//etc/passwd", "//etc/passwd", "/etc/passwd", "/%2fetc/passwd",
        "/docs/..%5c..%5csecret.txt", "/lua/main.lua"}) {
    const int status = Get(target).status;
    EXPECT_TRUE(status == 301 || status == 400 || status == 404) << target << ": " << status;
  }
  EXPECT_EQ(Get("/_tandem/../config/config.toml").Header("Location"), "/config/config.toml");
  EXPECT_EQ(Get("//evil.example/x").Header("Location"), "/evil.example/x");
}

// D-50: a place within the app.
TEST_F(HttpEndpointTest, AMissingPageOfTheAppIsADeepLink) {
  const HttpResponse response = Get("/contacts/7?edit=1", Html());
  EXPECT_EQ(response.status, 302);
  const absl::string_view location = response.Header("Location");
  EXPECT_TRUE(SessionId::IsWellFormed(location.substr(1, 32)));
  EXPECT_EQ(location.substr(33), "/contacts/7?edit=1");
  EXPECT_EQ(sessions(), 1u);
}

TEST_F(HttpEndpointTest, AMissingFileIsNot) {
  EXPECT_EQ(Get("/missing.css", Html()).status, 404);
  EXPECT_THAT(Get("/missing.css", Html()).body, HasSubstr("<h1>Page not found</h1>"));
  EXPECT_EQ(Get("/contacts/7").status, 404);
  EXPECT_EQ(Get("/contacts/7").Header("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(Get("/contacts/7", {{"Accept", "application/json"}}).status, 404);
  EXPECT_EQ(sessions(), 0u);
}

TEST_F(HttpEndpointTest, ThePageAloneHasNoSession) {
  EXPECT_EQ(Get("/index.html?x").status, 302);
  EXPECT_EQ(Get("/index.html?x").Header("Location"), "/?x");
}

TEST_F(HttpEndpointTest, KnowsWhichSessionARequestIsAbout) {
  const SessionId id{kNoSession};
  EXPECT_EQ(SessionOfTarget(absl::StrCat("/", kNoSession)), id);
  EXPECT_EQ(SessionOfTarget(absl::StrCat("/", kNoSession, "/x?y")), id);
  EXPECT_EQ(SessionOfTarget(absl::StrCat("/ws/", kNoSession, "/more")), id);  // P-2
  EXPECT_EQ(SessionOfTarget(absl::StrCat("http://host/", kNoSession)), id);
  for (const char* target :
       {"/", "/ws", "/ws/x", "/x/0123456789abcdef0123456789abcdef", "*",
        "/0123456789ABCDEF0123456789ABCDEF", "/0123456789abcdef0123456789abcde"}) {
    EXPECT_EQ(SessionOfTarget(target), std::nullopt) << target;
  }
}

// P-3.
TEST_F(HttpEndpointTest, AWebSocketNeedsASession) {
  const std::string id = NewSession();
  EXPECT_FALSE(Upgrade("/ws/" + id, "").refusal.has_value());
  EXPECT_EQ(Upgrade("/ws/" + id + "/ignored", "").session, SessionId(id));
  const UpgradeDecision refused = Upgrade(absl::StrCat("/ws/", kNoSession), "");
  ASSERT_TRUE(refused.refusal.has_value());
  EXPECT_EQ(refused.refusal->status, 404);
  EXPECT_EQ(refused.refusal->body, "Session not found\n");
  for (const std::string& target :
       {std::string("/ws/"), std::string("/ws/x"), "/" + id, std::string("/")}) {
    EXPECT_EQ(Upgrade(target, "").refusal->status, 404) << target;
  }
}

TEST_F(HttpEndpointTest, AWebSocketPathWithoutUpgradeIsABadRequest) {
  EXPECT_EQ(Get("/ws/" + NewSession()).status, 400);
  EXPECT_EQ(Get("/ws/" + NewSession()).body, "Bad Request\n");
  EXPECT_EQ(Get(absl::StrCat("/ws/", kNoSession)).status, 404);
  EXPECT_EQ(Get("/ws").status, 404);
}

// F-294: knowing the session is not enough.
TEST_F(HttpEndpointTest, AWebSocketIsForThePagesOwnOrigin) {
  const std::string target = "/ws/" + NewSession();
  EXPECT_FALSE(Upgrade(target, "http://127.0.0.1:8080").refusal.has_value());
  EXPECT_EQ(Upgrade(target, "http://evil.example").refusal->status, 403);
  EXPECT_TRUE(host_.log.Contains(0, "evil.example"));
  allowed_origins_ = {"http://evil.example"};
  EXPECT_FALSE(Upgrade(target, "http://evil.example").refusal.has_value());
}

// --local: what any server of static files could do.
TEST_F(HttpEndpointTest, LocallyTheBrowserGetsTheSite) {
  is_local_ = true;
  EXPECT_THAT(Get("/").body, HasSubstr("<meta http-equiv=\"Content-Security-Policy\""));
  EXPECT_THAT(Get("/").body, HasSubstr("local page"));
  EXPECT_EQ(Get("/index.html").status, 200);
  EXPECT_EQ(Get("/site.json").Header("Content-Type"), "application/json");
  const Json site = Json::parse(Get("/site.json").body);
  EXPECT_EQ(site["files"]["lua/main.lua"], "session:createAppVariable({})");
  EXPECT_EQ(site["files"]["viewdefs/A.DEFAULT.html"], "<p/>");
  EXPECT_EQ(Json::parse(site["files"]["config/config.json"].get<std::string>()), settings_);
  EXPECT_EQ(Get("/logo.svg").status, 200);
  EXPECT_EQ(Get("/_tandem/main.js").status, 200);
  EXPECT_EQ(Get("/contacts", Html()).status, 404);
  EXPECT_EQ(Get(absl::StrCat("/", kNoSession), Html()).status, 404);
  EXPECT_EQ(Upgrade(absl::StrCat("/ws/", kNoSession), "").refusal->status, 404);
  EXPECT_EQ(sessions(), 0u);
}

TEST_F(HttpEndpointTest, ASiteThatIsNotTextCannotRunLocally) {
  is_local_ = true;
  host_.files.Set("lua/x.lua", "return '\xff'");
  EXPECT_EQ(Get("/site.json").status, 500);
  EXPECT_EQ(Get("/site.json").body, "lua/x.lua: not UTF-8\n");
}

}  // namespace
}  // namespace tandem::native
