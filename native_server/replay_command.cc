// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "native_server/replay_command.h"

#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "core/base/version.h"
#include "core/replay/replay.h"
#include "core/session/site_hash.h"
#include "native_server/disk_file_source.h"
#include "native_server/rooted_folder.h"
#include "native_server/whole_file.h"

namespace tandem::native {
namespace {

std::string Count(int64_t count, absl::string_view what) {
  return absl::StrCat(count, " ", what, count == 1 ? "" : "s");
}

std::string Describe(const ReplayReport& report, const std::string& path, FileSource* site) {
  std::string text = absl::StrCat(path, ": session ", report.header.number, ", recorded by Tandem ",
                                  report.header.core, "\n");
  if (report.header.core != kVersion) {
    absl::StrAppend(&text, "note: this is Tandem ", kVersion, "\n");
  }
  if (site != nullptr && SiteHash(*site) != report.header.site) {
    absl::StrAppend(&text, "note: the site is not as it was when the session began\n");
  }
  absl::StrAppend(&text, "played ", Count(report.events, "event"), ", ",
                  Count(report.frames, "frame"));
  if (!report.divergence) {
    absl::StrAppend(&text, ": all the same\n");
  } else {
    const Divergence& divergence = *report.divergence;
    absl::StrAppend(&text, "\ndiverges at event ", divergence.event, ": ", divergence.record,
                    "\n  recorded: ", divergence.recorded, "\n  replayed: ", divergence.replayed,
                    "\n");
  }
  if (report.is_unfinished && !report.is_over && !report.divergence) {
    absl::StrAppend(&text, "note: what came of event ", report.events,
                    ", the last one, is not in the log, if anything did\n");
  }
  if (!report.log_status.ok()) absl::StrAppend(&text, report.log_status.message(), "\n");
  return text;
}

}  // namespace

ReplayResult RunReplay(const ReplayRequest& request, LogSink& log) {
  const auto refuse = [&](const absl::Status& status, absl::string_view before) {
    return ReplayResult{ReplayVerdict::kNotReplayed,
                        absl::StrCat("tandem: ", before, status.message(), "\n")};
  };
  const absl::StatusOr<std::string> bytes = ReadFile(request.path);
  if (!bytes.ok()) return refuse(bytes.status(), "");

  const RootedFolder folder(request.site, RootedFolder::Links::kInside);
  DiskFileSource files(folder);
  ReplayOptions options;
  options.log = &log;
  if (!request.site.empty()) {
    if (const auto root = folder.Resolve(""); !root.ok()) {
      return refuse(root.status(), absl::StrCat("the site ", request.site, ": "));
    }
    options.site = &files;
  }
  const absl::StatusOr<ReplayReport> report = Replay(*bytes, options);
  if (!report.ok()) return refuse(report.status(), absl::StrCat(request.path, ": "));

  ReplayResult result;
  result.text = Describe(*report, request.path, options.site);
  if (report->divergence) {
    result.verdict = ReplayVerdict::kDiverges;
  } else if (!report->log_status.ok()) {
    result.verdict = ReplayVerdict::kNotReplayed;
  }
  return result;
}

}  // namespace tandem::native
