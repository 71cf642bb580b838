// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/testing/fake_host.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tandem::testing {
namespace {

constexpr int kMaxTasksAtOneTime = 100'000;

// As an operating system, so that a ring of links ends.
constexpr int kMaxLinks = 40;

absl::Status CheckPath(absl::string_view path) {
  for (absl::string_view segment : absl::StrSplit(path, '/')) {
    if (segment.empty() || segment == "." || segment == "..") {
      return absl::InvalidArgumentError(absl::StrCat("malformed path \"", path, "\""));
    }
  }
  return absl::OkStatus();
}

}  // namespace

Timer ManualScheduler::RunAfter(absl::Duration delay, absl::AnyInvocable<void() &&> task) {
  const Key key(clock_.Monotonic() + std::max(delay, absl::ZeroDuration()), ++scheduled_);
  tasks_->emplace(key, std::move(task));
  return Timer([key, tasks = std::weak_ptr<Tasks>(tasks_)] {
    if (auto alive = tasks.lock()) alive->erase(key);
  });
}

void ManualScheduler::Advance(absl::Duration duration) {
  const absl::Duration end = clock_.Monotonic() + duration;
  int tasks_at_this_time = 0;
  while (!tasks_->empty() && tasks_->begin()->first.first <= end) {
    const absl::Duration wait = tasks_->begin()->first.first - clock_.Monotonic();
    if (wait > absl::ZeroDuration()) {
      clock_.Advance(wait);
      tasks_at_this_time = 0;
    }
    if (++tasks_at_this_time > kMaxTasksAtOneTime) {
      std::fputs("ManualScheduler: a task reschedules itself without delay for ever\n", stderr);
      std::abort();
    }
    // Out of the table first: it may be looked at, and added to, by the task.
    absl::AnyInvocable<void()&&> task = std::move(tasks_->begin()->second);
    tasks_->erase(tasks_->begin());
    std::move(task)();
  }
  if (end > clock_.Monotonic()) clock_.Advance(end - clock_.Monotonic());
}

absl::Duration ManualScheduler::UntilNext() const {
  if (tasks_->empty()) return absl::InfiniteDuration();
  return std::max(tasks_->begin()->first.first - clock_.Monotonic(), absl::ZeroDuration());
}

// SplitMix64, one step for each byte: simple, and seeds next to each other share nothing.
void SeededEntropy::Fill(absl::Span<uint8_t> bytes) {
  for (uint8_t& byte : bytes) {
    state_ += 0x9e3779b97f4a7c15;
    uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    byte = static_cast<uint8_t>((mixed ^ (mixed >> 31)) >> 56);
  }
}

// Walks the segments from the left. Where what has been walked so far is a link, its target
// takes that part's place and the walk begins again.
absl::StatusOr<std::string> MemoryFileSource::Resolve(absl::string_view path) const {
  std::string resolved(path);
  for (int followed = 0; followed <= kMaxLinks; ++followed) {
    if (absl::StartsWith(resolved, "/") || absl::StartsWith(resolved, "../")) {
      return absl::PermissionDeniedError(absl::StrCat(path, " leads out of the site"));
    }
    size_t end = 0;
    auto link = links_.end();
    while (link == links_.end() && end != std::string::npos) {
      end = resolved.find('/', end + 1);
      link = links_.find(resolved.substr(0, end));
    }
    if (link == links_.end()) return resolved;
    resolved = link->second + (end == std::string::npos ? "" : resolved.substr(end));
  }
  return absl::NotFoundError(absl::StrCat(path, ": its symbolic links form a ring"));
}

absl::StatusOr<std::string> MemoryFileSource::Canonical(absl::string_view path) {
  if (absl::Status status = CheckPath(path); !status.ok()) return status;
  absl::StatusOr<std::string> resolved = Resolve(path);
  if (!resolved.ok()) return resolved.status();
  if (!files_.contains(*resolved)) {
    return absl::NotFoundError(absl::StrCat("no such file: ", path));
  }
  if (unreadable_.contains(*resolved)) {
    return absl::PermissionDeniedError(absl::StrCat("not readable: ", path));
  }
  return *std::move(resolved);
}

absl::StatusOr<std::string> MemoryFileSource::Read(absl::string_view path) {
  ++reads_;
  absl::StatusOr<std::string> resolved = Canonical(path);
  if (!resolved.ok()) return resolved.status();
  return files_.find(*resolved)->second;
}

std::vector<std::string> MemoryFileSource::List(absl::string_view prefix) {
  std::set<std::string> found;
  for (const auto& [path, text] : files_) {
    if (absl::StartsWith(path, prefix)) found.insert(path);
  }
  for (const auto& [path, target] : links_) {
    absl::StatusOr<std::string> resolved = Resolve(path);
    bool is_folder = false;
    if (resolved.ok()) {
      const std::string inside = *resolved + "/";
      for (auto file = files_.lower_bound(inside);
           file != files_.end() && absl::StartsWith(file->first, inside); ++file) {
        is_folder = true;
        const std::string listed = path + "/" + file->first.substr(inside.size());
        if (absl::StartsWith(listed, prefix)) found.insert(listed);
      }
    }
    if (!is_folder && absl::StartsWith(path, prefix)) found.insert(path);
  }
  return {found.begin(), found.end()};
}

void MemoryFileSource::Set(absl::string_view path, absl::string_view text) {
  links_.erase(std::string(path));
  unreadable_.erase(std::string(path));
  files_[std::string(path)] = std::string(text);
}

void MemoryFileSource::Remove(absl::string_view path) {
  links_.erase(std::string(path));
  unreadable_.erase(std::string(path));
  files_.erase(std::string(path));
}

void MemoryFileSource::Link(absl::string_view path, absl::string_view target) {
  Remove(path);
  links_[std::string(path)] = std::string(target);
}

void MemoryFileSource::MakeUnreadable(absl::string_view path) {
  unreadable_.insert(std::string(path));
}

void CapturingLogSink::Write(LogLevel level, absl::string_view text) {
  if (Wants(level)) lines_.push_back({level, std::string(text)});
}

bool CapturingLogSink::Contains(absl::string_view part) const {
  return std::any_of(lines_.begin(), lines_.end(),
                     [&](const Line& line) { return absl::StrContains(line.text, part); });
}

bool CapturingLogSink::Contains(LogLevel level, absl::string_view part) const {
  return std::any_of(lines_.begin(), lines_.end(), [&](const Line& line) {
    return line.level == level && absl::StrContains(line.text, part);
  });
}

std::string CapturingLogSink::Text() const {
  std::string text;
  for (const Line& line : lines_) absl::StrAppend(&text, line.level, " ", line.text, "\n");
  return text;
}

}  // namespace tandem::testing
