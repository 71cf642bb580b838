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
  absl::string_view operator()(const InvalidMessage&) const { return "invalid"; }
};

}  // namespace

absl::string_view MessageName(const ClientMessage& message) {
  return std::visit(NameOf(), message);
}

WireId MessageTarget(const ClientMessage& message) {
  return std::visit([](const auto& alternative) { return alternative.id; }, message);
}

}  // namespace tandem
