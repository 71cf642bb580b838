// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// EncodeFrame: a client's frame as text, for tools and tests. What a server writes is in
// frame_writer.h.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/file_description.h"
#include "core/base/json.h"
#include "core/protocol/codec.h"
#include "core/protocol/features.h"
#include "core/protocol/frame_head.h"
#include "core/protocol/message.h"

namespace tandem {
namespace {

void AppendField(absl::string_view name, int64_t number, std::string* out) {
  absl::StrAppend(out, ",\"", name, "\":", number);
}

void AppendField(absl::string_view name, absl::string_view text, std::string* out) {
  absl::StrAppend(out, ",\"", name, "\":");
  AppendJsonString(text, out);
}

void AppendHead(const ClientHead& head, std::string* out) {
  std::string members;
  if (head.version) {
    AppendField("version", *head.version, &members);
    members.append(R"(,"features":)");
    AppendFeatures(head.features, &members);
  }
  if (head.resume) AppendField("resume", *head.resume, &members);
  if (head.seq) AppendField("seq", *head.seq, &members);
  if (head.ack) AppendField("ack", *head.ack, &members);
  if (!head.user.timezone.empty()) AppendField("timezone", head.user.timezone, &members);
  if (!head.user.locale.empty()) AppendField("locale", head.user.locale, &members);
  if (head.ping) members.append(R"(,"ping":true)");
  if (head.bye) members.append(R"(,"bye":true)");
  absl::StrAppend(out, R"("tandem":{)", absl::string_view(members).substr(members.empty() ? 0 : 1),
                  "},");
}

void AppendProperties(const PropertyList& properties, std::string* out) {
  if (properties.empty()) return;
  absl::string_view separator = ",\"properties\":{";
  for (const auto& [name, value] : properties) {
    absl::StrAppend(out, separator);
    AppendJsonString(name, out);
    out->push_back(':');
    AppendJsonString(value, out);
    separator = ",";
  }
  out->push_back('}');
}

void AppendFiles(const std::vector<FileDescription>& files, std::string* out) {
  absl::string_view separator;
  for (const FileDescription& file : files) {
    absl::StrAppend(out, separator, "{\"name\":");
    AppendJsonString(file.name, out);
    AppendField("type", file.type, out);
    AppendField("size", file.size, out);
    AppendField("modified", file.modified, out);
    out->push_back('}');
    separator = ",";
  }
}

}  // namespace

std::string EncodeFrame(const ClientFrame& frame) {
  std::string out = "{";
  if (frame.head) AppendHead(*frame.head, &out);
  absl::StrAppend(&out, "\"userEvent\":", frame.user_event ? "true" : "false", ",\"messages\":[");
  absl::string_view separator;
  for (const ClientMessage& message : frame.messages) {
    if (std::holds_alternative<InvalidMessage>(message)) continue;
    const auto* create = std::get_if<CreateMessage>(&message);
    absl::StrAppend(&out, separator, "{\"type\":\"", MessageName(message), "\",\"data\":{\"",
                    create != nullptr ? "id" : "varId", "\":", MessageTarget(message).value());
    separator = ",";
    if (create != nullptr) {
      if (create->parent) AppendField("parentId", create->parent.value(), &out);
      AppendProperties(create->properties, &out);
      if (create->nowatch) out.append(",\"nowatch\":true");
    } else if (const auto* update = std::get_if<UpdateMessage>(&message)) {
      if (update->value.has_value()) {
        out.append(",\"value\":");
        AppendJson(*update->value, &out);
      }
      AppendProperties(update->properties, &out);
    } else if (const auto* error = std::get_if<ClientErrorMessage>(&message)) {
      AppendField("code", error->code, &out);
      AppendField("description", error->description, &out);
    }
    if (const auto* file = std::get_if<FileMessage>(&message)) {
      AppendField("upload", file->upload, &out);
      if (file->step == FileMessage::Step::kBegin) {
        out.append(file->is_list ? ",\"value\":[" : ",\"value\":");
        AppendFiles(file->files, &out);
        if (file->is_list) out.push_back(']');
      } else if (file->step == FileMessage::Step::kChunk) {
        AppendField("data", file->data, &out);
      }
    }
    out.append("}}");
  }
  out.append("]}");
  return out;
}

}  // namespace tandem
