// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A transcript: a small site and a dialogue with it, read from a text file. README.md has the
// format on one page. Reading is strict: what cannot be understood is an error that names the
// file and the line, never a line that silently does nothing.

#ifndef TANDEM_TESTS_CONFORMANCE_TRANSCRIPT_H_
#define TANDEM_TESTS_CONFORMANCE_TRANSCRIPT_H_

#include <map>
#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tests/conformance/frame_pattern.h"

namespace tandem::conformance {

// The server a transcript talks to.
struct Site {
  // By path relative to the site folder: "lua/main.lua", "viewdefs/Counter.DEFAULT.html".
  std::map<std::string, std::string> files;
  // As config.toml would say it: {"compat":{"ui-engine":true}}.
  Json config = Json::object();
  bool development = false;
};

struct Step {
  enum class Kind {
    kSession,         // session NAME: made unless there; new connections belong to it.
    kDestroySession,  // session NAME destroy
    kConnect,         // a connect
    kDisconnect,      // a disconnect
    kSend,            // a> FRAME
    kAdvance,         // after 10ms
    kWrite,           // write PATH <<< … >>>
    kExpectFrame,     // a< PATTERN
    kExpectNothing,   // a<<
    kExpectClosed,    // a closed CODE
    kExpectLog,       // log ~ /regex/
    kExpectNoLog,     // log !~ /regex/
  };

  Kind kind = Kind::kAdvance;
  int line = 0;        // Of its first line, from 1.
  std::string source;  // As written, all its lines.

  std::string name;   // The connection or session, or the path of a file.
  std::string frame;  // Or the text of a file.
  std::optional<FramePattern> pattern;
  absl::Duration duration;
  int close_code = 0;
  std::regex regex;
};

struct Transcript {
  std::string file;  // For messages.
  std::string name;
  std::string description;
  Site site;
  std::vector<Step> steps;
};

// The files of the app folder of that name; kNotFound if there is none.
using AppFiles =
    absl::FunctionRef<absl::StatusOr<std::map<std::string, std::string>>(absl::string_view name)>;

// `file` is the transcript's path; its stem must be the name the text gives itself. Errors are
// "FILE:LINE: what is wrong".
absl::StatusOr<Transcript> ParseTranscript(absl::string_view file, absl::string_view text,
                                           AppFiles app_files);

// The session every transcript begins with.
inline constexpr absl::string_view kFirstSession = "s1";

}  // namespace tandem::conformance

#endif  // TANDEM_TESTS_CONFORMANCE_TRANSCRIPT_H_
