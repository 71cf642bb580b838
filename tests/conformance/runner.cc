// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/conformance/runner.h"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/time/time.h"
#include "tests/conformance/frame_pattern.h"

namespace tandem::conformance {
namespace {

class Run {
 public:
  Run(const Transcript& transcript, Driver& driver) : transcript_(transcript), driver_(driver) {}

  Outcome Play() {
    absl::Status status = Begin();
    for (; status.ok() && at_ < transcript_.steps.size(); ++at_) {
      status = Perform(transcript_.steps[at_]);
      if (!status.ok()) break;
    }
    if (status.ok()) status = ExpectNothingLeft();
    if (!status.ok()) outcome_.failure = Report(status.message());
    return std::move(outcome_);
  }

 private:
  struct Connection {
    std::string session;
    std::deque<std::string> unread;
    std::optional<int> close_code;
  };

  absl::Status Begin() {
    absl::Status status = driver_.Start(transcript_.site);
    if (!status.ok()) return status;
    return EnterSession(std::string(kFirstSession));
  }

  const Step& step() const {
    return transcript_.steps[std::min(at_, transcript_.steps.size() - 1)];
  }

  absl::Status Perform(const Step& step) {
    switch (step.kind) {
      case Step::Kind::kSession:
        return EnterSession(step.name);
      case Step::Kind::kDestroySession:
        return Do(driver_.DestroySession(step.name));
      case Step::Kind::kConnect:
        return Connect(step.name);
      case Step::Kind::kDisconnect:
        return Disconnect(step.name);
      case Step::Kind::kSend:
        return Send(step);
      case Step::Kind::kAdvance:
        now_ += step.duration;
        return Do(driver_.Advance(step.duration));
      case Step::Kind::kWrite:
        return Do(driver_.WriteFile(step.name, step.frame));
      case Step::Kind::kExpectFrame:
        return ExpectFrame(step);
      case Step::Kind::kExpectNothing:
        return ExpectNothing(step.name);
      case Step::Kind::kExpectClosed:
        return ExpectClosed(step);
      case Step::Kind::kExpectLog:
        return ExpectLog(step);
      case Step::Kind::kExpectNoLog:
        return ExpectNoLog(step);
    }
    return absl::OkStatus();
  }

  // Takes what a verb of the driver caused.
  absl::Status Do(absl::Status done) {
    std::map<std::string, std::vector<RawFrame>> frames;
    for (Event& event : driver_.TakeEvents()) {
      if (event.kind == Event::Kind::kLog) {
        log_.push_back(std::move(event.text));
        continue;
      }
      const auto found = connections_.find(event.connection);
      if (found == connections_.end()) {
        return absl::InternalError(absl::StrCat(
            "'", event.connection, "' got something but is not connected: ", event.text));
      }
      if (event.kind == Event::Kind::kClosed) {
        found->second.close_code = event.close_code;
        continue;
      }
      frames[event.connection].push_back(RawFrame{step().line, event.connection, event.text});
      found->second.unread.push_back(std::move(event.text));
    }
    for (auto& [connection, list] : frames) {
      for (RawFrame& frame : list) outcome_.frames.push_back(std::move(frame));
    }
    return done;
  }

  absl::Status EnterSession(const std::string& session) {
    session_ = session;
    if (!sessions_.insert(session).second) return absl::OkStatus();
    return Do(driver_.CreateSession(session));
  }

  absl::Status Connect(const std::string& name) {
    if (!connections_.emplace(name, Connection{session_, {}, std::nullopt}).second) {
      return absl::InvalidArgumentError(absl::StrCat("'", name, "' is connected already"));
    }
    return Do(driver_.Connect(name, session_));
  }

  absl::Status Disconnect(const std::string& name) {
    if (absl::Status status = ExpectNothing(name); !status.ok()) return status;
    absl::Status status = Do(driver_.Disconnect(name));
    connections_.erase(name);
    return status;
  }

  absl::Status Send(const Step& step) {
    if (connections_.count(step.name) == 0) {
      if (absl::Status status = Connect(step.name); !status.ok()) return status;
    }
    absl::StatusOr<std::string> frame = bindings_.Substitute(step.frame);
    if (!frame.ok()) return frame.status();
    return Do(driver_.Send(step.name, *frame));
  }

  // Null, with a status, unless connected.
  absl::StatusOr<Connection*> Find(const std::string& name) {
    const auto found = connections_.find(name);
    if (found == connections_.end()) {
      return absl::NotFoundError(absl::StrCat("'", name, "' is not connected"));
    }
    return &found->second;
  }

  absl::Status ExpectFrame(const Step& step) {
    absl::StatusOr<Connection*> connection = Find(step.name);
    if (!connection.ok()) return connection.status();
    if ((*connection)->unread.empty()) return absl::NotFoundError(NothingCame(**connection));

    const std::string frame = std::move((*connection)->unread.front());
    (*connection)->unread.pop_front();
    const Json json = Json::parse(frame, nullptr, /*allow_exceptions=*/false);
    if (json.is_discarded()) {
      return absl::DataLossError(absl::StrCat("the frame is not JSON: ", frame));
    }
    const auto mismatch = step.pattern->Match(json, (*connection)->session, bindings_);
    if (!mismatch) return absl::OkStatus();
    return absl::FailedPreconditionError(
        absl::StrFormat("at %s\n  expected %s\n  got      %s\nthe frame: %s",
                        mismatch->where.empty() ? "the top" : mismatch->where, mismatch->expected,
                        mismatch->got, frame));
  }

  std::string NothingCame(const Connection& connection) const {
    std::string text = "expected a frame\n  got      nothing";
    if (connection.close_code) absl::StrAppend(&text, ", closed with ", *connection.close_code);
    for (const auto& [name, other] : connections_) {
      for (const std::string& frame : other.unread)
        absl::StrAppend(&text, "\nunread on ", name, ": ", frame);
    }
    return text;
  }

  absl::Status ExpectNothing(const std::string& name) {
    absl::StatusOr<Connection*> connection = Find(name);
    if (!connection.ok()) return connection.status();
    return CheckNothingUnread(name, **connection);
  }

  static absl::Status CheckNothingUnread(const std::string& name, const Connection& connection) {
    if (!connection.unread.empty()) {
      return absl::FailedPreconditionError(absl::StrCat(
          "expected nothing more on ", name, "\n  got      ", connection.unread.front()));
    }
    if (connection.close_code) {
      return absl::FailedPreconditionError(absl::StrCat(
          "expected ", name, " to stay open\n  got      closed with ", *connection.close_code));
    }
    return absl::OkStatus();
  }

  absl::Status ExpectClosed(const Step& step) {
    absl::StatusOr<Connection*> connection = Find(step.name);
    if (!connection.ok()) return connection.status();
    const std::optional<int> code = std::exchange((*connection)->close_code, std::nullopt);
    if (absl::Status status = ExpectNothing(step.name); !status.ok()) return status;
    if (code != step.close_code) {
      return absl::FailedPreconditionError(
          absl::StrCat("expected ", step.name, " to be closed with ", step.close_code,
                       "\n  got      ", code ? absl::StrCat("closed with ", *code) : "open"));
    }
    connections_.erase(step.name);
    return absl::OkStatus();
  }

  // Each line of the log answers at most one expectation, and they come in order.
  absl::Status ExpectLog(const Step& step) {
    for (size_t i = next_log_; i < log_.size(); ++i) {
      if (!std::regex_search(log_[i], step.regex)) continue;
      next_log_ = i + 1;
      return absl::OkStatus();
    }
    std::string text = "expected a line in the log\n  got      ";
    absl::StrAppend(&text, next_log_ == log_.size() ? "nothing" : "");
    for (size_t i = next_log_; i < log_.size(); ++i) absl::StrAppend(&text, "\n  | ", log_[i]);
    return absl::NotFoundError(text);
  }

  absl::Status ExpectNoLog(const Step& step) {
    for (const std::string& line : log_) {
      if (std::regex_search(line, step.regex)) {
        return absl::FailedPreconditionError(
            absl::StrCat("expected no such line in the log\n  got      ", line));
      }
    }
    return absl::OkStatus();
  }

  absl::Status ExpectNothingLeft() {
    for (const auto& [name, connection] : connections_) {
      if (absl::Status status = CheckNothingUnread(name, connection); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  // The dialogue up to where it went differently, then why.
  std::string Report(absl::string_view why) const {
    std::string text = absl::StrFormat("%s:%d: %s disagrees after %s\n", transcript_.file,
                                       step().line, driver_.name(), absl::FormatDuration(now_));
    for (size_t i = 0; i < transcript_.steps.size() && i <= at_; ++i) {
      const Step& shown = transcript_.steps[i];
      absl::StrAppendFormat(&text, "%s%4d  %s\n", i == at_ ? ">" : " ", shown.line,
                            absl::StrReplaceAll(shown.source, {{"\n", "\n       "}}));
    }
    if (at_ == transcript_.steps.size()) absl::StrAppend(&text, "> end\n");
    absl::StrAppend(&text, why, "\n");
    return text;
  }

  const Transcript& transcript_;
  Driver& driver_;
  Outcome outcome_;

  size_t at_ = 0;  // The current step.
  absl::Duration now_ = absl::ZeroDuration();
  std::string session_;
  std::set<std::string> sessions_;
  std::map<std::string, Connection> connections_;
  Bindings bindings_;
  std::vector<std::string> log_;
  size_t next_log_ = 0;
};

}  // namespace

Outcome RunTranscript(const Transcript& transcript, Driver& driver) {
  return Run(transcript, driver).Play();
}

std::string RawFrameLines(const Transcript& transcript, const Outcome& outcome) {
  std::string lines;
  for (const RawFrame& frame : outcome.frames) {
    const Json line = {{"transcript", transcript.name},
                       {"line", frame.line},
                       {"connection", frame.connection},
                       {"frame", frame.text}};
    absl::StrAppend(&lines, line.dump(-1, ' ', false, Json::error_handler_t::replace), "\n");
  }
  return lines;
}

}  // namespace tandem::conformance
