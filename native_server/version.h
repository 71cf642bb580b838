// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What `tandem version` prints.

#ifndef TANDEM_NATIVE_SERVER_VERSION_H_
#define TANDEM_NATIVE_SERVER_VERSION_H_

namespace tandem::native {

inline constexpr char kVersion[] = "0.1.0";

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_VERSION_H_
