// Copyright (c) the Tandem authors. Licensed under the MIT License.

#include "core/lua/incoming_files.h"

#include <algorithm>
#include <cstring>

#include "core/base/status_macros.h"
#include "lua.h"

namespace tandem {

bool HeldBytes::Take(lua_State* L, size_t size) {
  void* account = nullptr;
  const lua_Alloc allocate = lua_getallocf(L, &account);
  data_ = static_cast<char*>(allocate(account, nullptr, 0, size));
  L_ = L;
  size_ = size;
  return data_ != nullptr;
}

void HeldBytes::Drop() {
  if (data_ == nullptr) return;
  void* account = nullptr;
  const lua_Alloc allocate = lua_getallocf(L_, &account);
  allocate(account, data_, size_, 0);
  data_ = nullptr;
}

absl::Status IncomingFiles::Append(absl::string_view bytes) {
  while (!bytes.empty()) {
    File& file = files_[next_];
    const int64_t room = file.description.size - file.received;
    if (room == 0) {
      ++next_;
      continue;
    }
    const size_t count = std::min(bytes.size(), static_cast<size_t>(room));
    if (file.temporary) {
      RETURN_IF_ERROR(file.temporary->Append(bytes.substr(0, count)));
    } else {
      std::memcpy(file.bytes.data() + file.received, bytes.data(), count);
    }
    file.received += static_cast<int64_t>(count);
    missing_ -= static_cast<int64_t>(count);
    bytes.remove_prefix(count);
  }
  return absl::OkStatus();
}

}  // namespace tandem
