// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The version of Tandem: what `tandem version` prints, and what an event log says wrote it.

#ifndef TANDEM_CORE_BASE_VERSION_H_
#define TANDEM_CORE_BASE_VERSION_H_

namespace tandem {

inline constexpr char kVersion[] = "0.1.0";

}  // namespace tandem

#endif  // TANDEM_CORE_BASE_VERSION_H_
