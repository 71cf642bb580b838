// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/session/pages.h"

#include <string>
#include <vector>

#include "core/testing/fake_host.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/core/session/recording_outbox.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

class PagesTest : public ::testing::Test {
 protected:
  static constexpr Features kAck{/*ack=*/true, /*list=*/false};

  Page& Carried(Page& page) {
    page.Attach(ConnectionId(page.id().value()), outbox_);
    return page;
  }

  tandem::testing::FakeHost host_;
  RecordingOutbox outbox_;
  Pages pages_{host_.entropy};
};

// D-42: the key is a secret.
TEST_F(PagesTest, APageThatAcknowledgesHasAKeyAndIsFoundByIt) {
  const Page& one = pages_.Add(kAck);
  const Page& two = pages_.Add(kAck);
  EXPECT_THAT(one.key(), MatchesRegex("[0-9a-f]{32}"));
  EXPECT_NE(one.key(), two.key());
  EXPECT_EQ(pages_.FindByKey(two.key()), &two);
  EXPECT_EQ(pages_.FindByKey(""), nullptr);
  EXPECT_EQ(pages_.AddPlain().key(), "");
  EXPECT_EQ(pages_.Add(Features()).key(), "");
}

// P-125: the most recently closed one.
TEST_F(PagesTest, KnowsWhichPlainPagesWereLeftTheLastOneFirst) {
  Page& one = Carried(pages_.AddPlain());
  Page& two = Carried(pages_.AddPlain());
  Page& greeted = Carried(pages_.Add(kAck));
  Carried(pages_.AddPlain());
  EXPECT_THAT(pages_.LeftPlain(), IsEmpty());
  pages_.Leave(two);
  pages_.Leave(one);
  pages_.Leave(greeted);
  EXPECT_THAT(pages_.LeftPlain(), ElementsAre(one.id(), two.id()));
  EXPECT_TRUE(pages_.any_carried());
}

TEST_F(PagesTest, KnowsWhetherAnyIsCarried) {
  EXPECT_FALSE(pages_.any_carried());
  Page& page = Carried(pages_.AddPlain());
  EXPECT_TRUE(pages_.any_carried());
  pages_.Leave(page);
  EXPECT_FALSE(pages_.any_carried());
}

TEST_F(PagesTest, TooManyThatWaitAreToldByTheOneThatWaitedLongest) {
  std::vector<Page*> all;
  for (size_t i = 0; i <= Pages::kMaxLeft; ++i) all.push_back(&Carried(pages_.Add(kAck)));
  pages_.Leave(*all[3]);
  for (Page* page : all) {
    EXPECT_FALSE(pages_.LeftBeyondLimit());
    if (page != all[3]) pages_.Leave(*page);
  }
  EXPECT_EQ(pages_.LeftBeyondLimit(), all[3]->id());
  pages_.End(all[3]->id());
  EXPECT_FALSE(pages_.LeftBeyondLimit());
}

// D-42: "ack is the last number handled of the old page".
TEST_F(PagesTest, WhatAnEndedPageHandledIsRemembered) {
  Page& page = pages_.Add(kAck);
  const std::string key = page.key();
  page.Receive(1);
  page.Receive(2);
  pages_.End(page.id());
  EXPECT_EQ(pages_.FindByKey(key), nullptr);
  EXPECT_EQ(pages_.HandledOf(key), 2);
  EXPECT_EQ(pages_.HandledOf(std::string(32, '0')), 0);
}

TEST_F(PagesTest, TheLatestEndedPagesAreRememberedAndNoMore) {
  std::vector<std::string> keys;
  for (size_t i = 0; i <= Pages::kMaxEnded; ++i) {
    Page& page = pages_.Add(kAck);
    keys.push_back(page.key());
    page.Receive(1);
    pages_.End(page.id());
    pages_.End(pages_.Add(kAck).id());  // Handled nothing: nothing to remember.
  }
  EXPECT_EQ(pages_.HandledOf(keys[0]), 0);
  EXPECT_EQ(pages_.HandledOf(keys[1]), 1);
  EXPECT_EQ(pages_.HandledOf(keys.back()), 1);
}

}  // namespace
}  // namespace tandem
