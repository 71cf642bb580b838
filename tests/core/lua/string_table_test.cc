// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What third_party/lua54/patches/string_table.patch is for: thousands of texts with one hash, which
// anybody can make because the seed of hashes is fixed, cost neither time nor steps (D-44). The
// steps would depend on how many of them the collector has left.

#include <cstdint>
#include <ctime>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/core/lua/bare_lua.h"

namespace tandem::testing {
namespace {

constexpr size_t kBlocks = 13,
                 kBlock = 3;  // 2^13 texts of 39 bytes, the longest that are interned.

// As luaS_hash goes on from `hash`, from the end of a text to its beginning.
uint32_t Hash(uint32_t hash, const std::string& text) {
  for (size_t i = text.size(); i > 0; --i) {
    hash ^= (hash << 5) + (hash >> 2) + static_cast<uint8_t>(text[i - 1]);
  }
  return hash;
}

std::string Block(uint32_t number) {
  return {static_cast<char>(number), static_cast<char>(number >> 8),
          static_cast<char>(number >> 16)};
}

// The hash of all texts is the same: for each block there are two that lead from one state to one.
std::vector<std::string> TextsWithOneHash(uint32_t seed) {
  uint32_t state = seed ^ static_cast<uint32_t>(kBlocks * kBlock);
  std::vector<std::string> texts = {""};
  for (size_t i = 0; i < kBlocks; ++i) {
    std::unordered_map<uint32_t, uint32_t> known;
    uint32_t number = 0;
    while (known.emplace(Hash(state, Block(number)), number).second) ++number;
    const std::string one = Block(number), other = Block(known.at(Hash(state, one)));
    state = Hash(state, one);
    std::vector<std::string> longer;
    for (const std::string& text : texts) {
      longer.push_back(one + text);
      longer.push_back(other + text);
    }
    texts = std::move(longer);
  }
  return texts;
}

std::vector<std::string> TextsByChance(size_t count) {
  std::vector<std::string> texts;
  uint64_t state = 88172645463325252;
  for (size_t i = 0; i < count; ++i) {
    std::string text;
    for (size_t k = 0; k < kBlocks * kBlock; ++k) {
      state ^= state << 13, state ^= state >> 7, state ^= state << 17;
      text += static_cast<char>(state >> 40);
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

class StringTableTest : public BareLua {
 protected:
  // The hash by which a short text is keyed: %p shows it.
  uint32_t HashOf(const std::string& text) {
    uint32_t hash = 0;
    Do([&](lua_State* L) {
      lua_pushlstring(L, text.data(), text.size());
      hash = static_cast<uint32_t>(lua_serial(L, -1));
    });
    return hash;
  }

  struct Cost {
    std::clock_t time;
    int64_t steps;
  };

  // Makes all of them, and each seven times again.
  Cost Make(const std::vector<std::string>& texts) {
    Cost cost{};
    Do([&](lua_State* L) {
      lua_createtable(L, static_cast<int>(texts.size()), 0);
      state_->fuel.Fill(int64_t{1} << 40);
      const std::clock_t start = std::clock();
      for (int round = 0; round < 8; ++round) {
        for (size_t i = 0; i < texts.size(); ++i) {
          lua_pushlstring(L, texts[i].data(), texts[i].size());
          lua_rawseti(L, -2, static_cast<lua_Integer>(i) + 1);
        }
      }
      cost = {std::clock() - start, (int64_t{1} << 40) - state_->fuel.left()};
    });
    return cost;
  }
};

TEST_F(StringTableTest, TextsWithOneHashCostNoMoreThanOthers) {
  const uint32_t seed = HashOf("");  // That of no text at all is the seed.
  const std::vector<std::string> same = TextsWithOneHash(seed);
  ASSERT_EQ(HashOf(same.front()), HashOf(same.back()));
  ASSERT_NE(same.front(), same.back());

  const Cost by_chance = Make(TextsByChance(same.size()));
  const Cost colliding = Make(same);
  EXPECT_EQ(colliding.steps, by_chance.steps);
  // Without the patch it is 200 times as much.
  EXPECT_LE(colliding.time, 10 * by_chance.time + CLOCKS_PER_SEC / 20);
}

// What was there before the table changed its ways is found, and taken away by the collector.
TEST_F(StringTableTest, OldTextsAreFoundAgain) {
  const std::vector<std::string> same = TextsWithOneHash(HashOf(""));
  const std::vector<std::string> others = TextsByChance(1000);
  Do([&](lua_State* L) {
    lua_createtable(L, 0, 0);
    const auto push = [&](const std::string& text) {
      lua_pushlstring(L, text.data(), text.size());
    };
    lua_Integer count = 0;
    for (const auto* texts : {&others, &same}) {
      for (const std::string& text : *texts) {
        push(text);
        lua_rawseti(L, -2, ++count);
      }
    }
    for (lua_Integer i = 1; i <= count; i += 2) {
      lua_pushnil(L);
      lua_rawseti(L, -2, i);
    }
    lua_gc(L, LUA_GCCOLLECT);
    lua_gc(L, LUA_GCCOLLECT);
    count = 0;
    for (const auto* texts : {&others, &same}) {
      for (const std::string& text : *texts) {
        if (++count % 2 != 0) continue;
        push(text);
        lua_rawgeti(L, -2, count);
        // Short texts are equal if they are one.
        ASSERT_EQ(lua_rawequal(L, -1, -2), 1) << count;
        lua_pop(L, 2);
      }
    }
  });
}

}  // namespace
}  // namespace tandem::testing
