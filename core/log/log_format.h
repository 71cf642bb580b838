// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The numbers that writer and reader of an event log agree on. docs/event-log.md tells the format.

#ifndef TANDEM_CORE_LOG_LOG_FORMAT_H_
#define TANDEM_CORE_LOG_LOG_FORMAT_H_

#include <cstddef>
#include <cstdint>

namespace tandem::log_format {

// The first byte of an entry: which record it is, 1 and its place in Record, or that it is the
// outcome of the record before.
inline constexpr uint8_t kFirstRecord = 1;
inline constexpr uint8_t kOutcome = 0x40;

// The first byte of an item of an outcome. The two commonest answers have a byte of their own.
enum class Item : uint8_t {
  kNotWritable = 0,
  kWritable = 1,
  kMonotonic = 2,
  kWall = 3,
  kEntropy = 4,
  kCanonical = 5,
  kRead = 6,
  kTemplates = 7,
  kSent = 8,
  kSentWhole = 9,
  kClosed = 10,
};

inline constexpr size_t kChecksumSize = 4;
inline constexpr size_t kHashSize = 8;

}  // namespace tandem::log_format

#endif  // TANDEM_CORE_LOG_LOG_FORMAT_H_
