// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/origin.h"

#include "gtest/gtest.h"

namespace tandem::native {
namespace {

bool IsAllowed(absl::string_view origin, absl::string_view host) {
  return IsOriginAllowed(origin, host, {});
}

TEST(OriginTest, APageMayReachItsOwnServer) {
  EXPECT_TRUE(IsAllowed("http://127.0.0.1:8080", "127.0.0.1:8080"));
  EXPECT_TRUE(IsAllowed("http://LocalHost:8080", "localhost:8080"));
  EXPECT_TRUE(IsAllowed("http://[::1]:8080", "[::1]:8080"));
}

TEST(OriginTest, AMissingPortIsTheSchemesOwn) {
  EXPECT_TRUE(IsAllowed("http://example.com", "example.com:80"));
  EXPECT_TRUE(IsAllowed("http://example.com:80", "example.com"));
  EXPECT_TRUE(IsAllowed("http://[::1]", "[::1]:80"));
  // Behind something that speaks TLS, the host comes without a port.
  EXPECT_TRUE(IsAllowed("https://example.com", "example.com"));
  EXPECT_FALSE(IsAllowed("https://example.com", "example.com:80"));
}

TEST(OriginTest, OtherPagesMayNot) {
  EXPECT_FALSE(IsAllowed("http://evil.example", "127.0.0.1:8080"));
  EXPECT_FALSE(IsAllowed("http://127.0.0.1:8081", "127.0.0.1:8080"));
  EXPECT_FALSE(IsAllowed("http://127.0.0.1:8080.evil.example", "127.0.0.1:8080"));
  EXPECT_FALSE(IsAllowed("http://evil.example@127.0.0.1:8080", "127.0.0.1:8080"));
  EXPECT_FALSE(IsAllowed("null", "127.0.0.1:8080"));
  EXPECT_FALSE(IsAllowed("file://", "127.0.0.1:8080"));
  EXPECT_FALSE(IsAllowed("http://", ""));
}

TEST(OriginTest, NoOriginIsNoBrowser) { EXPECT_TRUE(IsAllowed("", "127.0.0.1:8080")); }

TEST(OriginTest, OthersMayBeAllowed) {
  EXPECT_TRUE(IsOriginAllowed("https://a.example", "b.example", {"https://a.example"}));
  EXPECT_FALSE(IsOriginAllowed("http://a.example", "b.example", {"https://a.example"}));
  EXPECT_TRUE(IsOriginAllowed("null", "b.example", {"*"}));
}

TEST(LoopbackTest, NamesThatAreThisMachinesOwn) {
  for (const char* host :
       {"127.0.0.1", "127.1.2.3", "::1", "localhost", "LOCALHOST", "a.localhost"}) {
    EXPECT_TRUE(IsLoopback(host)) << host;
  }
  for (const char* host : {"", "0.0.0.0", "127.0.0.1.evil.example", "127.evil.example",
                           "localhost.evil.example", "notlocalhost", "192.168.0.1", "::2"}) {
    EXPECT_FALSE(IsLoopback(host)) << host;
  }
}

TEST(LoopbackTest, HostHeadersThatMayCome) {
  for (const char* host :
       {"", "127.0.0.1", "127.0.0.1:8000", "localhost:8000", "[::1]", "[::1]:8000"}) {
    EXPECT_TRUE(IsHostKnown(host, {})) << host;
  }
  for (const char* host :
       {"evil.example", "evil.example:8000", "[::2]:8000", "127.0.0.1.evil.example:80"}) {
    EXPECT_FALSE(IsHostKnown(host, {})) << host;
  }
  EXPECT_TRUE(IsHostKnown("Tandem.example:8000", {"https://tandem.example"}));
  EXPECT_TRUE(IsHostKnown("tandem.example", {"https://tandem.example:8443"}));
  EXPECT_FALSE(IsHostKnown("evil.example", {"https://tandem.example", "null"}));
  EXPECT_TRUE(IsHostKnown("evil.example", {"*"}));
}

}  // namespace
}  // namespace tandem::native
