// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/protocol/message.h"

namespace tandem {
namespace {

struct NameOf {
  absl::string_view operator()(const CreateMessage&) const { return "create"; }
  absl::string_view operator()(const UpdateMessage&) const { return "update"; }
  absl::string_view operator()(const WatchMessage&) const { return "watch"; }
  absl::string_view operator()(const UnwatchMessage&) const { return "unwatch"; }
  absl::string_view operator()(const DestroyMessage&) const { return "destroy"; }
  absl::string_view operator()(const ClientErrorMessage&) const { return "error"; }
  absl::string_view operator()(const FileMessage& message) const {
    if (message.step == FileMessage::Step::kBegin) return "upload";
    return message.step == FileMessage::Step::kChunk ? "chunk" : "cancel";
  }
  absl::string_view operator()(const InvalidMessage&) const { return "invalid"; }
};

}  // namespace

absl::string_view MessageName(const ClientMessage& message) {
  return std::visit(NameOf(), message);
}

WireId MessageTarget(const ClientMessage& message) {
  return std::visit([](const auto& alternative) { return alternative.id; }, message);
}

int64_t MessageUpload(const ClientMessage& message) {
  if (const auto* file = std::get_if<FileMessage>(&message)) return file->upload;
  const auto* invalid = std::get_if<InvalidMessage>(&message);
  return invalid == nullptr ? 0 : invalid->upload;
}

}  // namespace tandem
