// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/conformance/transcript.h"

#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace tandem::conformance {
namespace {

// Words that begin a line of their own and so cannot name a connection.
bool IsKeyword(absl::string_view word) {
  static const auto* const kWords = new std::set<absl::string_view>{
      "after", "app", "config", "dev", "file", "log", "session", "write"};
  return kWords->count(word) > 0;
}

bool IsName(absl::string_view word) {
  if (word.empty()) return false;
  for (char c : word) {
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) return false;
  }
  return !IsKeyword(word);
}

// "P-47", "D-6": what a description must cite at least one of.
bool CitesRequirement(const std::string& text) {
  return std::regex_search(text, std::regex(R"(\b[A-Z]{1,2}-[0-9])"));
}

std::string Stem(absl::string_view file) {
  const size_t slash = file.rfind('/');
  if (slash != absl::string_view::npos) file.remove_prefix(slash + 1);
  return std::string(file.substr(0, file.rfind('.')));
}

class TranscriptParser {
 public:
  TranscriptParser(absl::string_view file, absl::string_view text, AppFiles app_files)
      : lines_(absl::StrSplit(absl::StripSuffix(text, "\n"), '\n')), app_files_(app_files) {
    transcript_.file = std::string(file);
  }

  absl::StatusOr<Transcript> Parse() {
    if (absl::Status status = ParseTitle(); !status.ok()) return status;
    while (next_ < lines_.size()) {
      line_ = next_;
      const absl::string_view first = lines_[next_++];
      if (first.empty() || first[0] == '#') continue;
      if (IsContinuation(first)) return Error("a line that continues none");
      absl::Status status;
      if (absl::StartsWith(first, "file ")) {
        status = ParseFile(first);
      } else if (absl::StartsWith(first, "write ")) {
        status = ParseWrite(first);
      } else {
        status = ParseLine(Joined(first));
      }
      if (!status.ok()) return status;
    }
    line_ = lines_.size() - 1;
    if (transcript_.steps.empty()) return Error("there is no dialogue");
    if (transcript_.site.files.empty())
      return Error("there is no app: say 'app NAME' or 'file PATH <<<'");
    return std::move(transcript_);
  }

 private:
  static bool IsContinuation(absl::string_view line) { return line[0] == ' ' || line[0] == '\t'; }

  absl::Status Error(absl::string_view what) const {
    return absl::InvalidArgumentError(absl::StrCat(transcript_.file, ":", line_ + 1, ": ", what));
  }

  // "# name" and "# one sentence", where the name is the file's.
  absl::Status ParseTitle() {
    for (std::string* part : {&transcript_.name, &transcript_.description}) {
      line_ = next_;
      if (next_ >= lines_.size() || !absl::ConsumePrefix(&lines_[next_], "# ")) {
        return Error("a transcript begins with '# name' and '# one sentence'");
      }
      *part = std::string(absl::StripAsciiWhitespace(lines_[next_++]));
    }
    if (!CitesRequirement(transcript_.description)) {
      return Error("the sentence cites no requirement, such as P-47");
    }
    line_ = 0;
    if (transcript_.name != Stem(transcript_.file)) {
      return Error(absl::StrCat("the name is '", transcript_.name, "', the file's is another"));
    }
    return absl::OkStatus();
  }

  // `first` and the indented lines below it, without their indentation.
  std::string Joined(absl::string_view first) {
    std::vector<absl::string_view> parts = {absl::StripTrailingAsciiWhitespace(first)};
    while (next_ < lines_.size() && !lines_[next_].empty() && IsContinuation(lines_[next_])) {
      parts.push_back(absl::StripAsciiWhitespace(lines_[next_++]));
    }
    return absl::StrJoin(parts, "\n");
  }

  // file PATH <<<  …  >>>
  absl::Status ParseFile(absl::string_view first) {
    if (!transcript_.steps.empty()) return Error("files come before the dialogue");
    std::string path, content;
    if (absl::Status status = ParseText(first, &path, &content); !status.ok()) return status;
    return AddFile(path, std::move(content));
  }

  // write PATH <<<  …  >>>
  absl::Status ParseWrite(absl::string_view first) {
    Step step;
    step.kind = Step::Kind::kWrite;
    step.line = static_cast<int>(line_) + 1;
    if (absl::Status status = ParseText(first, &step.name, &step.frame); !status.ok()) {
      return status;
    }
    step.source = absl::StrJoin(lines_.begin() + line_, lines_.begin() + next_, "\n");
    transcript_.steps.push_back(std::move(step));
    return absl::OkStatus();
  }

  // KEYWORD PATH <<<, and what is below it up to >>>.
  absl::Status ParseText(absl::string_view first, std::string* path, std::string* content) {
    const absl::string_view keyword = first.substr(0, first.find(' '));
    first = absl::StripTrailingAsciiWhitespace(first.substr(keyword.size()));
    if (!absl::ConsumeSuffix(&first, " <<<")) {
      return Error(absl::StrCat("expected '", keyword, " PATH <<<'"));
    }
    while (next_ < lines_.size() && lines_[next_] != ">>>") {
      absl::StrAppend(content, lines_[next_++], "\n");
    }
    if (next_ == lines_.size()) return Error("'<<<' without '>>>'");
    ++next_;
    *path = std::string(absl::StripAsciiWhitespace(first));
    return absl::OkStatus();
  }

  absl::Status AddFile(const std::string& path, std::string content) {
    if (!transcript_.site.files.emplace(path, std::move(content)).second) {
      return Error(absl::StrCat("the site has two files '", path, "'"));
    }
    return absl::OkStatus();
  }

  absl::Status ParseLine(const std::string& text) {
    const size_t end = text.find_first_of(" <>\n");
    const absl::string_view word = absl::string_view(text).substr(0, end);
    const absl::string_view rest = absl::string_view(text).substr(word.size());
    if (word == "config" || word == "dev" || word == "app") {
      if (!transcript_.steps.empty()) {
        return Error(absl::StrCat("'", word, "' comes before the dialogue"));
      }
      return ParseSite(word, absl::StripAsciiWhitespace(rest));
    }

    Step step;
    step.line = static_cast<int>(line_) + 1;
    step.source = absl::StrJoin(lines_.begin() + line_, lines_.begin() + next_, "\n");
    absl::Status status;
    if (word == "after") {
      status = ParseAfter(absl::StripAsciiWhitespace(rest), step);
    } else if (word == "log") {
      status = ParseLog(absl::StripAsciiWhitespace(rest), step);
    } else if (word == "session") {
      status = ParseSession(absl::StripAsciiWhitespace(rest), step);
    } else if (IsName(word)) {
      step.name = std::string(word);
      status = ParseConnection(rest, step);
    } else {
      status =
          Error(absl::StrCat("'", word, "' is neither a keyword nor the name of a connection"));
    }
    if (status.ok()) transcript_.steps.push_back(std::move(step));
    return status;
  }

  absl::Status ParseSite(absl::string_view word, absl::string_view rest) {
    Site& site = transcript_.site;
    if (word == "dev") {
      if (!rest.empty()) return Error("'dev' stands alone");
      site.development = true;
      return absl::OkStatus();
    }
    if (word == "config") {
      site.config = Json::parse(rest.begin(), rest.end(), nullptr, /*allow_exceptions=*/false);
      return site.config.is_object() ? absl::OkStatus() : Error("'config' wants a JSON object");
    }
    auto files = app_files_(rest);
    if (!files.ok()) return Error(files.status().message());
    for (auto& [path, content] : *files) {
      if (absl::Status status = AddFile(path, std::move(content)); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status ParseAfter(absl::string_view rest, Step& step) {
    step.kind = Step::Kind::kAdvance;
    if (!absl::ParseDuration(rest, &step.duration) || step.duration < absl::ZeroDuration()) {
      return Error(absl::StrCat("'", rest, "' is no duration, such as 10ms"));
    }
    return absl::OkStatus();
  }

  absl::Status ParseLog(absl::string_view rest, Step& step) {
    step.kind =
        absl::ConsumePrefix(&rest, "!~") ? Step::Kind::kExpectNoLog : Step::Kind::kExpectLog;
    if (step.kind == Step::Kind::kExpectLog && !absl::ConsumePrefix(&rest, "~")) {
      return Error("expected 'log ~ /regex/' or 'log !~ /regex/'");
    }
    rest = absl::StripAsciiWhitespace(rest);
    if (rest.size() < 3 || rest.front() != '/' || rest.back() != '/')
      return Error("expected /regex/");
    try {
      step.regex = std::regex(std::string(rest.substr(1, rest.size() - 2)));
    } catch (const std::regex_error& error) {
      return Error(absl::StrCat("not a regular expression: ", error.what()));
    }
    return absl::OkStatus();
  }

  absl::Status ParseSession(absl::string_view rest, Step& step) {
    step.kind =
        absl::ConsumeSuffix(&rest, " destroy") ? Step::Kind::kDestroySession : Step::Kind::kSession;
    if (!IsName(rest)) return Error(absl::StrCat("'", rest, "' is no name of a session"));
    step.name = std::string(rest);
    return absl::OkStatus();
  }

  absl::Status ParseConnection(absl::string_view rest, Step& step) {
    if (absl::ConsumePrefix(&rest, ">")) {
      step.kind = Step::Kind::kSend;
      step.frame = std::string(absl::StripPrefix(rest, " "));
      return absl::OkStatus();
    }
    if (absl::ConsumePrefix(&rest, "<<")) {
      step.kind = Step::Kind::kExpectNothing;
      return rest.empty() ? absl::OkStatus() : Error("'<<' ends its line");
    }
    if (absl::ConsumePrefix(&rest, "<")) {
      step.kind = Step::Kind::kExpectFrame;
      auto pattern = FramePattern::Parse(absl::StripAsciiWhitespace(rest));
      if (!pattern.ok()) return Error(pattern.status().message());
      step.pattern = *std::move(pattern);
      return absl::OkStatus();
    }
    rest = absl::StripAsciiWhitespace(rest);
    if (rest == "connect" || rest == "disconnect") {
      step.kind = rest == "connect" ? Step::Kind::kConnect : Step::Kind::kDisconnect;
      return absl::OkStatus();
    }
    if (absl::ConsumePrefix(&rest, "closed ") && absl::SimpleAtoi(rest, &step.close_code)) {
      step.kind = Step::Kind::kExpectClosed;
      return absl::OkStatus();
    }
    return Error("a connection can '>', '<', '<<', 'connect', 'disconnect' or be 'closed CODE'");
  }

  std::vector<absl::string_view> lines_;
  AppFiles app_files_;
  Transcript transcript_;
  // The line being read, and the first one not read yet; both from 0.
  size_t line_ = 0;
  size_t next_ = 0;
};

}  // namespace

absl::StatusOr<Transcript> ParseTranscript(absl::string_view file, absl::string_view text,
                                           AppFiles app_files) {
  return TranscriptParser(file, text, app_files).Parse();
}

}  // namespace tandem::conformance
