// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What a page says of a file that it is going to send.

#ifndef TANDEM_CORE_BASE_FILE_DESCRIPTION_H_
#define TANDEM_CORE_BASE_FILE_DESCRIPTION_H_

#include <cstdint>
#include <string>

namespace tandem {

struct FileDescription {
  std::string name;      // As the person's machine calls it, without a path.
  std::string type;      // Its MIME type, "" if that is not known.
  int64_t size = 0;      // In bytes.
  int64_t modified = 0;  // In seconds since 1970.
};

}  // namespace tandem

#endif  // TANDEM_CORE_BASE_FILE_DESCRIPTION_H_
