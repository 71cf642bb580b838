// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Logs that do not say what happens: whatever stands in one, a replay says where it first differs
// from what a session does, and what it is that differs.

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "core/base/ids.h"
#include "core/log/event_log.h"
#include "core/log/log_header.h"
#include "core/log/log_writer.h"
#include "core/log/record.h"
#include "core/replay/replay.h"
#include "core/session/session_settings.h"
#include "core/session/site_config.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using ::testing::HasSubstr;

constexpr char kMain[] = "session:createAppVariable({n = 0})";

class ForgedLog : public EventLog {
 public:
  ForgedLog() : writer_(*this, Header(), /*keeps_frames=*/true) {}
  void Append(absl::string_view entry) override { bytes_.append(entry.data(), entry.size()); }

  LogWriter& writer() { return writer_; }

  // As much as a session asks before it starts and when it does.
  void Start() {
    writer_.Entropy(std::string(16, 'e'));
    writer_.Begin(StartRecord{}, absl::ZeroDuration());
    writer_.Canonical("lua/main.lua", std::string("lua/main.lua"));
    writer_.Read("lua/main.lua", std::string(kMain));
    writer_.Finish({});
  }
  void Play(const Record& record) { writer_.Begin(record, absl::ZeroDuration()); }

  Divergence Diverges() {
    const absl::StatusOr<ReplayReport> report = Replay(bytes_);
    EXPECT_TRUE(report.ok()) << report.status();
    EXPECT_TRUE(report->divergence);
    return report->divergence.value_or(Divergence());
  }

  const std::string& bytes() const { return bytes_; }

 private:
  static LogHeader Header() {
    return {"0.1.0", "", SessionId("00112233445566778899aabbccddeeff"), VendedId(1),
            SessionSettings(SiteConfig())};
  }

  std::string bytes_;
  LogWriter writer_;
};

const ConnectionId kConn(1);
const Record kWatch = FrameRecord{kConn, R"({"type":"watch","data":{"varId":1}})"};

TEST(ForgedLogTest, AnAnswerThatIsMissingIsADivergence) {
  ForgedLog log;
  log.writer().Begin(StartRecord{}, absl::ZeroDuration());
  log.writer().Finish({});
  log.Play(JoinRecord{kConn});
  log.Play(FlushRecord{});
  const Divergence divergence = log.Diverges();
  EXPECT_EQ(divergence.event, 1);
  EXPECT_EQ(divergence.recorded, "nothing more");
  EXPECT_EQ(divergence.replayed, "drew 16 random bytes");
}

TEST(ForgedLogTest, AnAnswerTooManyIsADivergence) {
  ForgedLog log;
  log.Start();
  log.Play(JoinRecord{kConn});
  log.writer().Wall(absl::UnixEpoch());
  log.writer().Finish({});
  const Divergence divergence = log.Diverges();
  EXPECT_EQ(divergence.event, 2);
  EXPECT_EQ(divergence.record, "conn-1 joined");
  EXPECT_EQ(divergence.recorded, "read the time: 0 ms");
  EXPECT_EQ(divergence.replayed, "nothing more");
}

TEST(ForgedLogTest, AnotherFileIsADivergence) {
  ForgedLog log;
  log.writer().Entropy(std::string(16, 'e'));
  log.writer().Begin(StartRecord{}, absl::ZeroDuration());
  log.writer().Canonical("lua/other.lua", std::string("lua/other.lua"));
  log.writer().Finish({});
  const Divergence divergence = log.Diverges();
  EXPECT_EQ(divergence.recorded, "looked for lua/other.lua: lua/other.lua");
  EXPECT_EQ(divergence.replayed, "looked for lua/main.lua");
}

TEST(ForgedLogTest, AnotherFrameIsADivergence) {
  ForgedLog log;
  log.Start();
  log.Play(JoinRecord{kConn});
  log.Play(kWatch);
  log.writer().Writable(true);
  log.writer().Finish({});
  log.Play(FlushRecord{});
  log.writer().Writable(true);
  log.writer().Sent(kConn, "[another]");
  log.writer().Finish({});
  const Divergence divergence = log.Diverges();
  EXPECT_EQ(divergence.event, 4);
  EXPECT_EQ(divergence.recorded, "sent conn-1 [another]");
  EXPECT_THAT(divergence.replayed, HasSubstr("sent conn-1 {"));
}

// Whatever stands in it: records in an impossible order, of connections that are not there.
TEST(ForgedLogTest, NonsenseIsNoCrash) {
  ForgedLog log;
  for (int i = 0; i < 2; ++i) {
    log.Play(TimerRecord{TimerHandle(5)});
    log.Play(kWatch);
    log.Play(DrainRecord{ConnectionId(9)});
    log.Play(LeaveRecord{ConnectionId(9)});
    log.Play(SilenceRecord{ConnectionId(9)});
    log.Play(GraceRecord{PageId(9)});
    log.Play(StartRecord{});
    log.Play(JoinRecord{kConn});
    log.Play(JoinRecord{kConn});
    log.Play(EndRecord{"twice"});
  }
  EXPECT_EQ(log.Diverges().event, 1);

  ForgedLog started;
  started.Start();
  for (int i = 0; i < 2; ++i) {
    started.Play(DrainRecord{ConnectionId(9)});
    started.Play(LeaveRecord{ConnectionId(9)});
    started.Play(SilenceRecord{ConnectionId(9)});
    started.Play(GraceRecord{PageId(9)});
    started.Play(TimerRecord{TimerHandle(5)});
    started.Play(StartRecord{});
    started.Play(JoinRecord{kConn});
    started.Play(JoinRecord{kConn});
  }
  const absl::StatusOr<ReplayReport> report = Replay(started.bytes());
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_TRUE(report->log_status.ok()) << report->log_status;
  EXPECT_FALSE(report->divergence) << report->divergence->replayed;
}

}  // namespace
}  // namespace tandem
