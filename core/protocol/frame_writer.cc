// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/protocol/frame_writer.h"

#include "absl/strings/str_cat.h"
#include "core/base/json.h"
#include "core/protocol/error_code.h"

namespace tandem {

void FrameWriter::Head(const ServerHead& head) {
  BeginMessage();
  text_.append(R"({"type":"tandem","data":{)");
  absl::string_view separator;
  if (head.greeting) {
    const auto& [features, page, resumed] = *head.greeting;
    absl::StrAppend(&text_, R"("version":)", kExtensionVersion, R"(,"features":)");
    AppendFeatures(features, &text_);
    if (!page.empty()) {
      absl::StrAppend(&text_, R"(,"page":")", page, R"(","resumed":)", resumed ? "true" : "false");
    }
    separator = ",";
  }
  if (head.seq) {
    absl::StrAppend(&text_, separator, R"("seq":)", *head.seq);
    separator = ",";
  }
  if (head.ack) absl::StrAppend(&text_, separator, R"("ack":)", *head.ack);
  text_.append("}}");
}

void FrameWriter::Update(WireId id, absl::FunctionRef<void(std::string*)> append_value,
                         absl::Span<const Property> properties) {
  BeginUpdate(id);
  text_.append(R"(,"value":)");
  append_value(&text_);
  EndUpdate(properties);
}

void FrameWriter::UpdateProperties(WireId id, absl::Span<const Property> properties) {
  BeginUpdate(id);
  EndUpdate(properties);
}

void FrameWriter::UpdateEdits(WireId id, absl::string_view edits,
                              absl::Span<const Property> properties) {
  BeginUpdate(id);
  absl::StrAppend(&text_, R"(,"edits":)", edits);
  EndUpdate(properties);
}

void FrameWriter::BeginUpdate(WireId id) {
  BeginMessage();
  absl::StrAppend(&text_, R"({"type":"update","data":{"varId":)", id.value());
}

void FrameWriter::EndUpdate(absl::Span<const Property> properties) {
  if (!properties.empty()) {
    absl::string_view separator = R"(,"properties":{)";
    for (const auto& [name, value] : properties) {
      absl::StrAppend(&text_, separator);
      AppendJsonString(name, &text_);
      text_.push_back(':');
      AppendJsonString(value, &text_);
      separator = ",";
    }
    text_.push_back('}');
  }
  text_.append("}}");
}

void FrameWriter::Destroy(WireId id) {
  BeginMessage();
  absl::StrAppend(&text_, R"({"type":"destroy","data":{"varId":)", id.value(), "}}");
}

void FrameWriter::Error(WireId id, ErrorKind kind, absl::string_view description, int64_t upload) {
  BeginMessage();
  text_.append(R"({"type":"error","data":{)");
  if (id) absl::StrAppend(&text_, R"("varId":)", id.value(), ",");
  if (upload != 0) absl::StrAppend(&text_, R"("upload":)", upload, ",");
  absl::StrAppend(&text_, R"("code":")", ErrorWord(kind), R"(","description":)");
  AppendJsonString(description, &text_);
  text_.append("}}");
}

std::string FrameWriter::Take() {
  if (messages_ == 1) {
    text_.erase(0, 1);
  } else {
    text_.push_back(']');
  }
  messages_ = 0;
  return std::exchange(text_, std::string());
}

void FrameWriter::BeginMessage() {
  text_.push_back(messages_ == 0 ? '[' : ',');
  ++messages_;
}

}  // namespace tandem
