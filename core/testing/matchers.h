// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// GoogleMock matchers for the types that our functions return: absl::Status, absl::StatusOr,
// and JSON, be it text or a Json. Failures print what was there, message included.

#ifndef TANDEM_CORE_TESTING_MATCHERS_H_
#define TANDEM_CORE_TESTING_MATCHERS_H_

#include <ostream>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem::testing {

// Inside namespace tandem `testing` is this namespace: let it offer GoogleTest's names too.
using namespace ::testing;  // NOLINT: see above.

inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

// EXPECT_THAT(DoThing(), IsOk());
MATCHER(IsOk, negation ? "is not OK" : "is OK") {
  *result_listener << "whose status is " << StatusOf(arg).ToString();
  return StatusOf(arg).ok();
}

// EXPECT_THAT(Parse(text), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("byte 3")));
MATCHER_P2(StatusIs, code, message,
           std::string("has code ") + absl::StatusCodeToString(code) + " and a message that " +
               ::testing::DescribeMatcher<std::string>(message)) {
  *result_listener << "whose status is " << StatusOf(arg).ToString();
  return StatusOf(arg).code() == code &&
         ::testing::Matches(message)(std::string(StatusOf(arg).message()));
}
template <typename Code>
auto StatusIs(Code code) {
  return StatusIs(code, ::testing::_);
}

// EXPECT_THAT(tracker.Assign(id, 1), IsError(ErrorKind::kBadAccess, HasSubstr("read-only")));
MATCHER_P2(IsError, kind, message,
           std::string("has the kind and a message that ") +
               ::testing::DescribeMatcher<std::string>(message)) {
  *result_listener << "whose status is " << StatusOf(arg).ToString();
  return !StatusOf(arg).ok() && ErrorKindOf(StatusOf(arg)) == kind &&
         ::testing::Matches(message)(std::string(StatusOf(arg).message()));
}
inline auto IsError(ErrorKind kind) { return IsError(kind, ::testing::_); }

// EXPECT_THAT(Read("a"), IsOkAndHolds("text")); the argument may be a matcher.
template <typename Inner>
class IsOkAndHoldsMatcher {
 public:
  explicit IsOkAndHoldsMatcher(Inner inner) : inner_(std::move(inner)) {}

  template <typename Result>
  operator ::testing::Matcher<Result>() const {  // NOLINT: how GoogleMock makes matchers.
    return ::testing::Matcher<Result>(new Impl<Result>(inner_));
  }

 private:
  template <typename Result>
  class Impl : public ::testing::MatcherInterface<Result> {
   public:
    using Value = typename std::remove_cv_t<std::remove_reference_t<Result>>::value_type;

    explicit Impl(const Inner& inner) : inner_(::testing::SafeMatcherCast<const Value&>(inner)) {}

    void DescribeTo(std::ostream* os) const override {
      *os << "is OK and has a value that ";
      inner_.DescribeTo(os);
    }
    void DescribeNegationTo(std::ostream* os) const override {
      *os << "is not OK or has a value that ";
      inner_.DescribeNegationTo(os);
    }
    bool MatchAndExplain(Result result, ::testing::MatchResultListener* listener) const override {
      if (!result.ok()) {
        *listener << "whose status is " << result.status().ToString();
        return false;
      }
      *listener << "whose value is " << ::testing::PrintToString(*result) << ", ";
      return inner_.MatchAndExplain(*result, listener);
    }

   private:
    ::testing::Matcher<const Value&> inner_;
  };

  Inner inner_;
};
template <typename Inner>
auto IsOkAndHolds(Inner&& inner) {
  return IsOkAndHoldsMatcher<std::decay_t<Inner>>(std::forward<Inner>(inner));
}

template <typename T>
Json JsonOf(const T& value) {
  if constexpr (std::is_same_v<T, Json>) {
    return value;
  } else {
    absl::StatusOr<Json> parsed = ParseJson(value);
    if (parsed.ok()) return *std::move(parsed);
    ADD_FAILURE() << parsed.status() << "\nin: " << value;
    return Json();
  }
}

// Text or a Json, on either side. The order of keys does not matter.
MATCHER_P(EqualsJson, expected, std::string("equals ") + DumpJson(JsonOf(expected))) {
  const Json actual = JsonOf(arg);
  *result_listener << "which is " << DumpJson(actual);
  return actual == JsonOf(expected);
}

}  // namespace tandem::testing

#endif  // TANDEM_CORE_TESTING_MATCHERS_H_
