// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// One hash of everything a site's sessions run and show: the names and texts below lua/ and
// viewdefs/. An event log says with it which state of the site it was recorded over.

#ifndef TANDEM_CORE_SESSION_SITE_HASH_H_
#define TANDEM_CORE_SESSION_SITE_HASH_H_

#include <string>

#include "core/host/file_source.h"

namespace tandem {

// 16 hex digits. Reads every file; what cannot be read counts by its name alone.
std::string SiteHash(FileSource& files);

}  // namespace tandem

#endif  // TANDEM_CORE_SESSION_SITE_HASH_H_
