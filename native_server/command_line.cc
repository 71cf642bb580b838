// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/command_line.h"

#include <utility>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "core/base/suggestion.h"
#include "native_server/setting.h"

namespace tandem::native {
namespace {

using Command = CommandLine::Command;

struct CommandWord {
  const char* word;
  Command command;
};
constexpr CommandWord kCommands[] = {
    {"serve", Command::kServe},      {"export", Command::kExport},
    {"replay", Command::kReplay},    {"sessions", Command::kRecordSession},
    {"version", Command::kVersion},  {"--version", Command::kVersion},
    {"-version", Command::kVersion}, {"help", Command::kHelp},
    {"--help", Command::kHelp},      {"-help", Command::kHelp},
    {"-h", Command::kHelp},
};

std::vector<std::string> FlagNames() {
  std::vector<std::string> names = {"--site", "--verbose", "--help", "--out"};
  for (const Setting& setting : AllSettings()) names.push_back(absl::StrCat("--", setting.name));
  return names;
}

// "-port" and "-port=80" to "--port"; "-v", "-vv" and numbers stay.
std::string WithTwoDashes(const std::string& word) {
  const bool has_one_dash = word.size() > 2 && word[0] == '-' && word[1] != '-';
  if (!has_one_dash || word.find_first_not_of('v', 1) == std::string::npos) return word;
  return absl::ascii_isalpha(static_cast<unsigned char>(word[1])) ? absl::StrCat("-", word) : word;
}

// A word more than `sites` and other names leave room for.
absl::Status Unexpected(const std::string& word, const std::vector<std::string>& sites) {
  if (!absl::StartsWith(word, "-")) {
    std::string text = absl::StrCat("unexpected argument \"", word, "\"");
    if (!sites.empty()) absl::StrAppend(&text, ": the site is \"", sites.front(), "\"");
    return absl::InvalidArgumentError(text);
  }
  const std::string name = word.substr(0, word.find('='));
  return absl::InvalidArgumentError(
      absl::StrCat("unknown flag ", name, Suggestion(name, FlagNames())));
}

absl::Status ParseFlags(std::vector<std::string> words, CommandLine& line) {
  CLI::App app;
  app.set_help_flag("");
  app.allow_extras();
  bool wants_help = false;
  app.add_flag("-h,--help", wants_help);
  app.add_flag("-v,--verbose", line.verbose);
  std::string verb;
  const char* site_names = ",--site,SITE";
  if (line.command == Command::kExport) app.add_option("--out", line.out);
  if (line.command == Command::kReplay) {
    app.add_option("LOG", line.log);
    site_names = ",--site";
  }
  if (line.command == Command::kRecordSession) {
    app.add_option("--out", line.out);
    app.add_option("VERB", verb);
    app.add_option("SESSION", line.session);
    site_names = ",--site";
  }
  for (const Setting& setting : AllSettings()) {
    std::vector<std::string>& values = line.flags[setting.name];
    std::string names = absl::StrCat("--", setting.name);
    if (names == "--dir") names += site_names;
    CLI::Option* option = setting.kind == Setting::Kind::kSwitch ? app.add_flag(names, values)
                                                                 : app.add_option(names, values);
    // One value each time, so that a following word is not taken for another.
    if (setting.kind != Setting::Kind::kSwitch) option->allow_extra_args(false);
  }
  // CLI11 takes the words in reverse.
  for (std::string& word : words) word = WithTwoDashes(word);
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ParseError& error) {
    return absl::InvalidArgumentError(absl::StrReplaceAll(error.what(), {{"\n", " "}}));
  }
  // An unknown flag explains the strange words after it: it goes first.
  const std::vector<std::string> rest = app.remaining();
  for (const std::string& word : rest) {
    if (absl::StartsWith(word, "-")) return Unexpected(word, line.flags["dir"]);
  }
  if (!rest.empty()) return Unexpected(rest.front(), line.flags["dir"]);
  if (wants_help) {
    line.command = Command::kHelp;
  } else if (line.command == Command::kRecordSession && verb != "record") {
    return absl::InvalidArgumentError(
        verb.empty() ? "sessions needs a verb: sessions record SESSION"
                     : absl::StrCat("unknown verb \"", verb, "\": sessions record SESSION"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<CommandLine> ParseCommandLine(const std::vector<std::string>& arguments) {
  CommandLine line;
  size_t first_flag = 0;
  if (!arguments.empty()) {
    std::vector<std::string> words;
    for (const CommandWord& entry : kCommands) {
      if (entry.word[0] != '-') words.push_back(entry.word);
      if (arguments[0] != entry.word) continue;
      line.command = entry.command;
      first_flag = 1;
    }
    if (first_flag == 0 && !absl::StartsWith(arguments[0], "-")) {
      return absl::InvalidArgumentError(
          absl::StrCat("unknown command \"", arguments[0], "\"", Suggestion(arguments[0], words)));
    }
  }
  if (line.command == Command::kVersion || line.command == Command::kHelp) return line;
  absl::Status status = ParseFlags(
      {arguments.begin() + static_cast<std::ptrdiff_t>(first_flag), arguments.end()}, line);
  if (!status.ok()) return status;
  if (line.command == Command::kExport && line.out.empty()) {
    return absl::InvalidArgumentError("export needs --out FOLDER");
  }
  if (line.command == Command::kReplay && line.log.empty()) {
    return absl::InvalidArgumentError("replay needs a LOG");
  }
  if (line.command == Command::kRecordSession && line.session.empty()) {
    return absl::InvalidArgumentError(
        "sessions record needs a SESSION: its id, or its address in the browser");
  }
  return line;
}

std::string HelpText() {
  std::string text =
      "Tandem serves web applications written in Lua.\n\n"
      "  tandem [serve] [SITE] [flags]                 serve the site in the folder SITE\n"
      "  tandem export --site SITE --out FOLDER        write files that run the site with no "
      "server\n"
      "  tandem replay LOG [--site SITE]               play a recorded session again, and compare\n"
      "  tandem sessions record SESSION [--out FILE]   write the log of a session of a server "
      "with --dev\n"
      "  tandem version                                print the version\n"
      "  tandem help                                   print this\n\n"
      "A flag wins over the environment, that over SITE/config/config.toml.\n\n";
  for (const Setting& setting : AllSettings()) {
    std::string flag = absl::StrCat("--", setting.name);
    if (setting.kind != Setting::Kind::kSwitch) flag += " VALUE";
    std::string also;
    if (setting.environment != nullptr) absl::StrAppend(&also, setting.environment);
    if (setting.table != nullptr) {
      absl::StrAppend(&also, also.empty() ? "" : ", ", setting.table, ".", setting.key);
    }
    absl::StrAppendFormat(&text, "  %-24s %s%s\n", flag, setting.help,
                          also.empty() ? "" : absl::StrCat(" [", also, "]"));
  }
  absl::StrAppendFormat(&text, "  %-24s %s\n", "--site VALUE", "the same as --dir");
  absl::StrAppendFormat(&text, "  %-24s %s\n", "-v, -vv, -vvv, -vvvv", "say more on stderr");
  return text;
}

}  // namespace tandem::native
