// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// How one array becomes another: the `edits` of docs/protocol.md (D-41). What a row inserted,
// removed or moved costs on the wire is in proportion to it and not to the list.

#ifndef TANDEM_CORE_BACKEND_LIST_EDITS_H_
#define TANDEM_CORE_BACKEND_LIST_EDITS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace tandem {

// Splices that turn the array `before` into the array `after`, one after the other, as JSON:
// [[AT,REMOVE,[INSERTED,…]],…]. Nothing if the text of `after` itself is as short. Both are
// arrays as values are written on the wire, without white space; elements are the same if their
// texts are.
std::optional<std::string> ListEdits(absl::string_view before, absl::string_view after);

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_LIST_EDITS_H_
