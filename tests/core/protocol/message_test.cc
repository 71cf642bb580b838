// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/protocol/message.h"

#include "core/base/error.h"
#include "core/base/ids.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

TEST(MessageTest, HasTheNameOfTheWire) {
  EXPECT_EQ(MessageName(CreateMessage()), "create");
  EXPECT_EQ(MessageName(UpdateMessage()), "update");
  EXPECT_EQ(MessageName(WatchMessage()), "watch");
  EXPECT_EQ(MessageName(UnwatchMessage()), "unwatch");
  EXPECT_EQ(MessageName(DestroyMessage()), "destroy");
  EXPECT_EQ(MessageName(ClientErrorMessage()), "error");
  EXPECT_EQ(MessageName(InvalidMessage()), "invalid");
}

TEST(MessageTest, KnowsItsTarget) {
  EXPECT_EQ(MessageTarget(CreateMessage{WireId(2), WireId(1), {}, false}), WireId(2));
  EXPECT_EQ(MessageTarget(UpdateMessage{WireId(3), std::nullopt, {}}), WireId(3));
  EXPECT_EQ(MessageTarget(WatchMessage{WireId(4)}), WireId(4));
  EXPECT_EQ(MessageTarget(InvalidMessage{WireId(5), ErrorKind::kBadRequest, ""}), WireId(5));
  EXPECT_FALSE(MessageTarget(InvalidMessage()));
}

}  // namespace
}  // namespace tandem
