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

}  // namespace
}  // namespace tandem::native
