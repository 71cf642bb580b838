// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/shared_variables.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr VariableId kX{2}, kY{3}, kZ{4};
constexpr PageId kA{1}, kB{2}, kC{3};

// D-6
TEST(SharedVariablesTest, APageIsGivenWhatAnotherAskedForInTheSameWords) {
  SharedVariables shared;
  shared.Add(kX, kA, "title");
  EXPECT_EQ(shared.FindFor(kB, "title"), kX);
  EXPECT_FALSE(shared.FindFor(kB, "name"));
  EXPECT_FALSE(shared.IsShared(kX));
  shared.Join(kX, kB);
  EXPECT_TRUE(shared.IsShared(kX));
  EXPECT_THAT(shared.OwnersOf(kX), ElementsAre(kA, kB));
}

TEST(SharedVariablesTest, NoPageOwnsAVariableTwice) {
  SharedVariables shared;
  shared.Add(kX, kA, "title");
  EXPECT_FALSE(shared.FindFor(kA, "title"));
  shared.Add(kY, kA, "title");
  // The next page shares them one by one, oldest first.
  EXPECT_EQ(shared.FindFor(kB, "title"), kX);
  shared.Join(kX, kB);
  EXPECT_EQ(shared.FindFor(kB, "title"), kY);
  shared.Join(kY, kB);
  EXPECT_FALSE(shared.FindFor(kB, "title"));
}

TEST(SharedVariablesTest, AVariableGoesWithItsLastOwner) {
  SharedVariables shared;
  shared.Add(kX, kA, "title");
  shared.Join(kX, kB);
  EXPECT_FALSE(shared.Leave(kX, kA));
  EXPECT_FALSE(shared.Leave(kX, kC));
  EXPECT_EQ(shared.FindFor(kA, "title"), kX);
  EXPECT_TRUE(shared.Leave(kX, kB));
  EXPECT_THAT(shared.OwnersOf(kX), IsEmpty());
  EXPECT_FALSE(shared.FindFor(kA, "title"));
  EXPECT_FALSE(shared.Leave(kX, kB));
}

TEST(SharedVariablesTest, ASealedOneKeepsItsOwnersAndGetsNoOthers) {
  SharedVariables shared;
  shared.Add(kX, kA, "title");
  shared.Add(kY, kA, "title");
  shared.Join(kX, kB);
  shared.Seal(kX);
  shared.Seal(kX);
  EXPECT_EQ(shared.FindFor(kC, "title"), kY);
  EXPECT_THAT(shared.OwnersOf(kX), ElementsAre(kA, kB));
  EXPECT_FALSE(shared.Leave(kX, kA));
  EXPECT_TRUE(shared.Leave(kX, kB));
}

TEST(SharedVariablesTest, AnOwnOneIsFoundByNobody) {
  SharedVariables shared;
  shared.AddOwn(kZ, kA);
  EXPECT_FALSE(shared.FindFor(kB, ""));
  EXPECT_THAT(shared.OwnersOf(kZ), ElementsAre(kA));
  EXPECT_TRUE(shared.Leave(kZ, kA));
}

TEST(SharedVariablesTest, WhatIsRemovedIsForgotten) {
  SharedVariables shared;
  shared.Add(kX, kA, "title");
  shared.Remove(kX);
  shared.Remove(kX);
  EXPECT_FALSE(shared.FindFor(kB, "title"));
  EXPECT_THAT(shared.OwnersOf(kX), IsEmpty());
}

// One page that asks for one place over and over must not make each create slower than the last.
TEST(SharedVariablesTest, LooksAtSoManyOfOneWordingAndNoMore) {
  SharedVariables shared;
  for (int64_t i = 2; i < 102; ++i) shared.Add(VariableId(i), kA, "title");
  for (int64_t i = 2; i < 66; ++i) {
    ASSERT_EQ(shared.FindFor(kB, "title"), VariableId(i));
    shared.Join(VariableId(i), kB);
  }
  EXPECT_FALSE(shared.FindFor(kB, "title"));
}

}  // namespace
}  // namespace tandem
