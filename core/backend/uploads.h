// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The uploads of a session's pages that have begun and are not complete (docs/protocol.md,
// "Files"). A page numbers its uploads; the numbers only grow, so whatever comes of one that is
// over is recognised: it crossed with the error that ended it, and is passed over.

#ifndef TANDEM_CORE_BACKEND_UPLOADS_H_
#define TANDEM_CORE_BACKEND_UPLOADS_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "core/base/ids.h"
#include "core/lua/incoming_files.h"
#include "core/lua/lua_session.h"
#include "core/protocol/message.h"

namespace tandem {

struct Upload {
  PageId page;
  int64_t number = 0;
  WireId target;  // What is written when it is complete.
  bool is_list = false;
  std::unique_ptr<IncomingFiles> files;
};

class Uploads {
 public:
  // `lua` must outlive this.
  explicit Uploads(LuaSession& lua) : lua_(lua) {}

  // `last` is the number the page used last. kBadRequest: the new one is not above it. kOverBudget:
  // too many are on their way, or there is no room for it.
  absl::Status Begin(PageId page, int64_t& last, const FileMessage& message);

  // Null if there is none (any more). Invalidated by Begin, Take and whatever drops.
  Upload* Find(PageId page, int64_t number);

  // kBadRequest: what it says is not the next bytes of `upload`. Errors of the disk.
  static absl::Status Append(const FileMessage& message, Upload& upload);

  // Null if there is none.
  std::unique_ptr<Upload> Take(PageId page, int64_t number);

  // Unknown: nothing.
  void Drop(PageId page, int64_t number);
  // All of the page's.
  void Forget(PageId page);

 private:
  LuaSession& lua_;
  std::vector<std::unique_ptr<Upload>> uploads_;  // Few, in no order.
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_UPLOADS_H_
