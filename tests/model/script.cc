// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/model/script.h"

#include <algorithm>
#include <random>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace tandem::model {
namespace {

const World::Verb* FindVerb(absl::string_view name) {
  for (const World::Verb& verb : World::Verbs()) {
    if (verb.name == name) return &verb;
  }
  return nullptr;
}

// Chooses operations that are likely to mean something.
class Inventor {
 public:
  Inventor(uint32_t seed, const World& world) : random_(seed), world_(world) {
    for (const World::Verb& verb : World::Verbs()) total_weight_ += verb.weight;
  }

  Operation Next(int so_far) {
    // A page that shows nothing tells nothing.
    const World::Verb& verb = so_far < 8 ? *FindVerb("create") : AnyVerb();
    Operation operation{&verb, {}};
    for (int i = 0; i < verb.numbers; ++i) operation.numbers.push_back(Below(1000));
    const absl::string_view name = verb.name;
    Numbers& n = operation.numbers;
    if (name == "create") {
      n[0] %= World::kPages;
      n[1] = next_id_++;
      n[2] = AnyVariable(n[0]);
      n[3] = LikelyPath(n[0], n[2]);
    } else if (verb.numbers >= 2 && (name == "watch" || name == "unwatch" || name == "destroy" ||
                                     name == "write" || name == "wrap" || name == "path")) {
      n[0] %= World::kPages;
      n[1] = AnyVariable(n[0]);
      if (name == "path") n[2] = LikelyPath(n[0], n[1] == 1 ? 1 : Parent(n[0], n[1]));
    }
    return operation;
  }

 private:
  int64_t Below(int64_t limit) {
    return static_cast<int64_t>(random_() % static_cast<uint32_t>(limit));
  }

  const World::Verb& AnyVerb() {
    int64_t left = Below(total_weight_);
    for (const World::Verb& verb : World::Verbs()) {
      left -= verb.weight;
      if (left < 0) return verb;
    }
    return World::Verbs().front();
  }

  int64_t AnyVariable(int64_t page) {
    const auto& variables = world_.pages().Of(World::PageName(page));
    const int64_t at = Below(static_cast<int64_t>(variables.size()) + 1);
    return at == 0 ? 1 : std::next(variables.begin(), at - 1)->first;
  }
  int64_t Parent(int64_t page, int64_t id) {
    return world_.pages().Of(World::PageName(page)).at(id).parent;
  }

  // A path that may lead somewhere from below the variable; the parts of World::Paths().
  int64_t LikelyPath(int64_t page, int64_t parent) {
    const auto paths = static_cast<int64_t>(World::Paths().size());
    if (Below(10) == 0) return Below(paths);
    if (World::IsLinked(page) && Below(8) == 0) {
      return World::kPathsByObject + Below(paths - World::kPathsByObject);
    }
    const Value from = world_.pages().Navigation(World::PageName(page), parent);
    if (!std::holds_alternative<Ref>(from)) return Below(24);
    switch (world_.app().At(std::get<Ref>(from)).kind) {
      case Kind::kApp:
        return Below(11);
      case Kind::kNode:
        return 11 + Below(13);
      case Kind::kList:
      case Kind::kItems:
        return 24 + Below(9);
      case Kind::kViewList:
        return 33 + Below(5);
      case Kind::kItem:
        return 38 + Below(6);
      case Kind::kPlain:
      case Kind::kCard:
      case Kind::kRow:
        return 44 + Below(6);
    }
    return 0;
  }

  std::mt19937 random_;
  const World& world_;
  int64_t total_weight_ = 0;
  int64_t next_id_ = 2;
};

}  // namespace

std::string TextOf(const Script& script) {
  std::string text;
  for (const Operation& operation : script) {
    absl::StrAppend(&text, operation.verb->name, " ", absl::StrJoin(operation.numbers, " "), "\n");
  }
  return text;
}

absl::StatusOr<Script> ScriptFrom(absl::string_view text) {
  Script script;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipWhitespace())) {
    const std::vector<absl::string_view> words = absl::StrSplit(line, ' ', absl::SkipWhitespace());
    Operation operation{FindVerb(words[0]), {}};
    for (size_t i = 1; i < words.size(); ++i) {
      int64_t number = 0;
      if (!absl::SimpleAtoi(words[i], &number) || number < 0) {
        return absl::InvalidArgumentError(absl::StrCat("'", words[i], "' in: ", line));
      }
      operation.numbers.push_back(number);
    }
    if (operation.verb == nullptr ||
        operation.numbers.size() != static_cast<size_t>(operation.verb->numbers)) {
      return absl::InvalidArgumentError(absl::StrCat("not an operation: ", line));
    }
    script.push_back(std::move(operation));
  }
  return script;
}

Outcome RunScript(conformance::Driver& driver, const conformance::Site& site,
                  const Script& script) {
  World world(driver, site);
  Outcome outcome;
  for (const Operation& operation : script) {
    if (!world.complaints().empty()) break;
    outcome.meant[operation.verb->name] += world.Do(*operation.verb, operation.numbers);
  }
  if (world.complaints().empty()) world.Finish();
  outcome.complaints = world.complaints();
  outcome.frames = world.frames();
  outcome.seen = world.Seen();
  return outcome;
}

Script MakeUp(conformance::Driver& driver, const conformance::Site& site, uint32_t seed, int length,
              Outcome* outcome) {
  World world(driver, site);
  Inventor inventor(seed, world);
  Script script;
  for (int i = 0; i < length && world.complaints().empty(); ++i) {
    script.push_back(inventor.Next(i));
    outcome->meant[script.back().verb->name] +=
        world.Do(*script.back().verb, script.back().numbers);
  }
  if (world.complaints().empty()) world.Finish();
  outcome->complaints = world.complaints();
  outcome->frames = world.frames();
  outcome->seen = world.Seen();
  return script;
}

Script Shrink(conformance::Driver& driver, const conformance::Site& site, Script script) {
  for (size_t chunk = script.size() / 2; chunk > 0;) {
    bool has_shrunk = false;
    for (size_t at = 0; at < script.size();) {
      Script shorter = script;
      shorter.erase(shorter.begin() + static_cast<ptrdiff_t>(at),
                    shorter.begin() + static_cast<ptrdiff_t>(std::min(at + chunk, script.size())));
      if (RunScript(driver, site, shorter).complaints.empty()) {
        at += chunk;
      } else {
        script = std::move(shorter);
        has_shrunk = true;
      }
    }
    if (!has_shrunk || chunk > 1) chunk /= 2;
  }
  return script;
}

}  // namespace tandem::model
