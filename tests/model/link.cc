// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "tests/model/link.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace tandem::model {
namespace {

constexpr char kFeatures[] = R"("version":1,"features":["ack","list"])";

}  // namespace

std::string Link::Numbered(const std::string& plain) {
  ++sent_;
  const std::string about = sent_ == 1 ? absl::StrCat(kFeatures, R"(,"seq":1)")
                                       : absl::StrCat(R"("seq":)", sent_, R"(,"ack":)", received_);
  said_ = received_;
  return kept_[sent_] = absl::StrCat(R"({"tandem":{)", about, "},", plain.substr(1));
}

std::string Link::Acknowledgement() {
  said_ = received_;
  return absl::StrCat(R"({"tandem":{"ack":)", received_, R"(},"messages":[]})");
}

std::string Link::Resume() {
  is_resuming_ = true;
  said_ = received_;
  return absl::StrCat(R"({"tandem":{)", kFeatures, R"(,"resume":")", page_, R"(","ack":)",
                      received_, R"(},"messages":[]})");
}

void Link::Take(const Json& frame, std::vector<std::string>* complaints) {
  const Json& head = frame.is_array() ? frame.front() : frame;
  if (head.value("type", "") != "tandem") {
    complaints->push_back(absl::StrCat("a frame without its number (D-42): ", DumpJson(frame)));
    return;
  }
  const Json& data = head.at("data");
  if (data.contains("page")) {
    page_ = data.at("page").get<std::string>();
    if (std::exchange(is_resuming_, false) != data.value("resumed", false)) {
      complaints->push_back(absl::StrCat("not resumed (D-42): ", DumpJson(data)));
    }
  }
  handled_ = data.value("ack", int64_t{0});
  if (handled_ > sent_) complaints->push_back(absl::StrCat("never sent: ", DumpJson(data)));
  kept_.erase(kept_.begin(), kept_.upper_bound(handled_));
  if (!data.contains("seq")) return;
  const int64_t number = data.at("seq").get<int64_t>();
  if (number != received_ + 1) {
    complaints->push_back(
        absl::StrCat("frame ", number, " after ", received_, " (D-42): ", DumpJson(frame)));
  }
  received_ = number;
}

std::vector<std::string> Link::Unacknowledged() const {
  std::vector<std::string> frames;
  for (const auto& [number, frame] : kept_) frames.push_back(frame);
  return frames;
}

}  // namespace tandem::model
