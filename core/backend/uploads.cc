// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/backend/uploads.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "core/base/base64.h"
#include "core/base/error.h"
#include "core/base/status_macros.h"

namespace tandem {
namespace {

// Of one session. A page sends one or two at a time.
constexpr size_t kMaxUnfinished = 16;

absl::Status Wrong(int64_t upload, absl::string_view what) {
  return MakeError(ErrorKind::kBadRequest, absl::StrCat("upload ", upload, " ", what));
}

}  // namespace

absl::Status Uploads::Begin(PageId page, int64_t& last, const FileMessage& message) {
  if (message.upload <= last) {
    return Wrong(message.upload, absl::StrCat("is not above ", last, ", the last one"));
  }
  last = message.upload;
  if (uploads_.size() >= kMaxUnfinished) {
    return MakeError(ErrorKind::kOverBudget,
                     absl::StrCat(uploads_.size(), " uploads of this session are not complete"));
  }
  ASSIGN_OR_RETURN(auto files, lua_.BeginFiles(message.files));
  auto upload = std::make_unique<Upload>();
  upload->page = page;
  upload->number = message.upload;
  upload->target = message.id;
  upload->is_list = message.is_list;
  upload->files = std::move(files);
  uploads_.push_back(std::move(upload));
  return absl::OkStatus();
}

Upload* Uploads::Find(PageId page, int64_t number) {
  for (const auto& upload : uploads_) {
    if (upload->page == page && upload->number == number) return upload.get();
  }
  return nullptr;
}

absl::Status Uploads::Append(const FileMessage& message, Upload& upload) {
  const std::optional<std::string> bytes = DecodeBase64(message.data);
  if (!bytes.has_value()) return Wrong(message.upload, "has a chunk that is not base64");
  if (bytes->empty()) return Wrong(message.upload, "has an empty chunk");
  const int64_t missing = upload.files->missing();
  if (static_cast<int64_t>(bytes->size()) > missing) {
    return Wrong(message.upload, absl::StrCat("has a chunk of ", bytes->size(), " bytes where ",
                                              missing, " were missing"));
  }
  return upload.files->Append(*bytes);
}

std::unique_ptr<Upload> Uploads::Take(PageId page, int64_t number) {
  for (auto& upload : uploads_) {
    if (upload->page != page || upload->number != number) continue;
    std::swap(upload, uploads_.back());
    std::unique_ptr<Upload> taken = std::move(uploads_.back());
    uploads_.pop_back();
    return taken;
  }
  return nullptr;
}

void Uploads::Drop(PageId page, int64_t number) { Take(page, number); }

void Uploads::Forget(PageId page) {
  for (size_t i = uploads_.size(); i > 0; --i) {
    const Upload& upload = *uploads_[i - 1];
    if (upload.page == page) Drop(page, upload.number);
  }
}

}  // namespace tandem
