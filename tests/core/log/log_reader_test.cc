// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What the writer writes the reader reads, and whatever else it is given it refuses by name. Damage
// is tried at every byte of a log that has every kind of record and answer.

#include "core/log/log_reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "core/log/event_log.h"
#include "core/log/hash64.h"
#include "core/log/log_bytes.h"
#include "core/log/log_event.h"
#include "core/log/log_header.h"
#include "core/log/log_writer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace tandem {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

class StringLog : public EventLog {
 public:
  void Append(absl::string_view entry) override {
    ends.push_back(bytes.size());
    bytes.append(entry.data(), entry.size());
  }
  std::string bytes;
  std::vector<size_t> ends;  // Where each entry begins; the header first.
};

const char kSession[] = "00112233445566778899aabbccddeeff";

LogHeader Header() {
  LogHeader header;
  header.core = "1.2.3";
  header.site = "0123456789abcdef";
  header.session = SessionId(kSession);
  header.number = VendedId(7);
  header.options = {{"development", true}};
  return header;
}

// One of everything.
StringLog Sample(bool keeps_frames = false) {
  StringLog log;
  LogWriter writer(log, Header(), keeps_frames);
  const ConnectionId conn(3);
  int64_t ms = 1000;
  const auto play = [&](const Record& record) {
    writer.Begin(record, absl::Milliseconds(++ms));
    writer.Finish({});
  };
  writer.Entropy("before it begins");
  writer.Begin(StartRecord{}, absl::Milliseconds(ms));
  writer.Canonical("lua/main.lua", std::string("lua/app.lua"));
  writer.Read("lua/app.lua", std::string("return 1"));
  writer.Canonical("lua/none.lua", absl::NotFoundError("no such file"));
  writer.Read("lua/secret.lua", absl::PermissionDeniedError("not readable"));
  writer.Monotonic(absl::Nanoseconds(1'000'000'000'007));
  writer.Monotonic(absl::Nanoseconds(1'000'000'000'005));
  writer.Wall(absl::FromUnixNanos(1'700'000'000'000'000'001));
  writer.Finish({{"A.DEFAULT", "<p></p>"}, {"B.DEFAULT", "<p></p>"}});
  play(JoinRecord{conn});
  writer.Begin(FrameRecord{conn, R"({"type":"watch"})"}, absl::Milliseconds(++ms));
  writer.Writable(true);
  writer.Sent(conn, "a frame");
  writer.Writable(false);
  writer.Closed(conn, 1002, "a frame is missing");
  writer.Finish({});
  play(SilenceRecord{conn});
  play(DrainRecord{conn});
  play(GraceRecord{PageId(2)});
  play(FlushRecord{});
  play(TimerRecord{TimerHandle(9)});
  play(ReloadRecord{{{{"lua/app.lua", "return 2"}}, {{"A.DEFAULT", "<p></p>"}}}});
  play(LeaveRecord{conn});
  play(EndRecord{"session ended"});
  play(EditRecord{VariableId(-7), R"({"obj":3})"});
  return log;
}

struct ReadLog {
  std::vector<LogEvent> events;
  absl::Status status;
};

ReadLog ReadAll(absl::string_view bytes) {
  ReadLog read;
  absl::StatusOr<LogReader> reader = LogReader::Open(bytes);
  if (!reader.ok()) {
    read.status = reader.status();
    return read;
  }
  for (;;) {
    absl::StatusOr<std::optional<LogEvent>> event = reader->Next();
    if (!event.ok()) {
      read.status = event.status();
      EXPECT_EQ(reader->Next().status(), event.status()) << "the same again";
      return read;
    }
    if (!event->has_value()) return read;
    read.events.push_back(**std::move(event));
  }
}

// The example of docs/event-log.md, byte for byte: whoever changes the format changes that text,
// and raises kLogVersion.
TEST(LogReaderTest, TheWorkedExample) {
  StringLog log;
  LogHeader header = Header();
  header.core = "0.1.0";
  header.number = VendedId(1);
  header.options = Json::object();
  LogWriter writer(log, header, /*keeps_frames=*/false);
  const ConnectionId conn(1);
  writer.Begin(StartRecord{}, absl::Seconds(5));
  writer.Canonical("lua/main.lua", std::string("lua/main.lua"));
  writer.Read("lua/main.lua", std::string("app={n=7}"));
  writer.Finish({});
  writer.Begin(JoinRecord{conn}, absl::Microseconds(5'001'200));
  writer.Finish({});
  writer.Begin(FrameRecord{conn, R"({"type":"watch","data":{"varId":1}})"},
               absl::Microseconds(5'001'510));
  writer.Writable(true);
  writer.Finish({});
  writer.Begin(FlushRecord{}, absl::Microseconds(5'011'550));
  writer.Writable(true);
  writer.Sent(conn, R"([{"type":"update","data":{"varId":1,"value":{"obj":1}}}])");
  writer.Finish({});

  const std::string entries = log.bytes.substr(log.ends[1]);
  EXPECT_EQ(absl::BytesToHexString(log.bytes.substr(0, 12)), "8954444c4f470d0a1a0a016f");
  EXPECT_EQ(absl::BytesToHexString(log.bytes.substr(log.ends[1] - 4, 4)), "c8b168df");
  EXPECT_EQ(absl::BytesToHexString(entries),
            "050180ade204b3c1c44e"
            "3740050c6c75612f6d61696e2e6c7561000c6c75612f6d61696e2e6c7561"
            "060c6c75612f6d61696e2e6c75610000096170703d7b6e3d377decd93b44"
            "0402e01201f33e2ecc"
            "2805ec0401237b2274797065223a227761746368222c2264617461223a7b227661724964223a317d7d"
            "1591bfcb"
            "024001a96bb435"
            "0408f09c01d25fe5bb"
            "0d40010801383129287d2a269bc1e89af338");
}

TEST(LogReaderTest, ReadsTheHeader) {
  const StringLog log = Sample();
  const absl::StatusOr<LogReader> reader = LogReader::Open(log.bytes);
  ASSERT_TRUE(reader.ok()) << reader.status();
  EXPECT_EQ(reader->header().core, "1.2.3");
  EXPECT_EQ(reader->header().site, "0123456789abcdef");
  EXPECT_EQ(reader->header().session.str(), kSession);
  EXPECT_EQ(reader->header().number, VendedId(7));
  EXPECT_EQ(reader->header().options, Json({{"development", true}}));
}

TEST(LogReaderTest, ReadsEveryRecord) {
  const ReadLog read = ReadAll(Sample().bytes);
  ASSERT_TRUE(read.status.ok()) << read.status;
  ASSERT_EQ(read.events.size(), std::variant_size_v<Record>);
  std::vector<size_t> kinds;
  for (size_t i = 0; i < read.events.size(); ++i) {
    EXPECT_EQ(read.events[i].number, static_cast<int64_t>(i) + 1);
    EXPECT_EQ(read.events[i].time, absl::Milliseconds(1000 + i));
    kinds.push_back(read.events[i].record.index());
  }
  std::sort(kinds.begin(), kinds.end());
  for (size_t i = 0; i < kinds.size(); ++i) EXPECT_EQ(kinds[i], i) << "one of each";

  EXPECT_EQ(std::get<JoinRecord>(read.events[1].record).connection, ConnectionId(3));
  EXPECT_EQ(std::get<FrameRecord>(read.events[2].record).bytes, R"({"type":"watch"})");
  EXPECT_EQ(std::get<GraceRecord>(read.events[5].record).page, PageId(2));
  EXPECT_EQ(std::get<TimerRecord>(read.events[7].record).timer, TimerHandle(9));
  const SiteChange& change = std::get<ReloadRecord>(read.events[8].record).change;
  EXPECT_THAT(change.scripts, ElementsAre(Pair("lua/app.lua", "return 2")));
  EXPECT_THAT(change.templates, ElementsAre(Pair("A.DEFAULT", "<p></p>")));
  EXPECT_EQ(std::get<EndRecord>(read.events[10].record).reason, "session ended");
  EXPECT_EQ(std::get<EditRecord>(read.events[11].record).variable, VariableId(-7));
  EXPECT_EQ(std::get<EditRecord>(read.events[11].record).value, R"({"obj":3})");
}

TEST(LogReaderTest, ReadsEveryAnswerInOrder) {
  const ReadLog read = ReadAll(Sample().bytes);
  ASSERT_EQ(read.events.size(), 12u);
  const std::vector<LogItem>& start = read.events[0].items;
  ASSERT_EQ(start.size(), 8u);
  EXPECT_THAT(read.events[0].templates,
              ElementsAre(Pair("A.DEFAULT", "<p></p>"), Pair("B.DEFAULT", "<p></p>")));
  EXPECT_EQ(std::get<EntropyAnswer>(start[0]).bytes, "before it begins");
  EXPECT_EQ(std::get<CanonicalAnswer>(start[1]).path, "lua/main.lua");
  EXPECT_EQ(*std::get<CanonicalAnswer>(start[1]).key, "lua/app.lua");
  EXPECT_EQ(*std::get<ReadAnswer>(start[2]).text, "return 1");
  EXPECT_EQ(std::get<CanonicalAnswer>(start[3]).key.status(), absl::NotFoundError("no such file"));
  EXPECT_EQ(std::get<ReadAnswer>(start[4]).text.status(),
            absl::PermissionDeniedError("not readable"));
  EXPECT_EQ(std::get<MonotonicAnswer>(start[5]).time, absl::Nanoseconds(1'000'000'000'007));
  EXPECT_EQ(std::get<MonotonicAnswer>(start[6]).time, absl::Nanoseconds(1'000'000'000'005));
  EXPECT_EQ(std::get<WallAnswer>(start[7]).time, absl::FromUnixNanos(1'700'000'000'000'000'001));

  const std::vector<LogItem>& frame = read.events[2].items;
  ASSERT_EQ(frame.size(), 4u);
  EXPECT_TRUE(std::get<WritableAnswer>(frame[0]).is_writable);
  EXPECT_EQ(std::get<SentOutput>(frame[1]).hash, Hash64("a frame"));
  EXPECT_EQ(std::get<SentOutput>(frame[1]).size, 7u);
  EXPECT_EQ(std::get<SentOutput>(frame[1]).text, "");
  EXPECT_FALSE(std::get<WritableAnswer>(frame[2]).is_writable);
  EXPECT_EQ(std::get<ClosedOutput>(frame[3]).code, 1002);
  EXPECT_EQ(std::get<ClosedOutput>(frame[3]).reason, "a frame is missing");

  EXPECT_TRUE(read.events[2].has_outcome);
  EXPECT_FALSE(read.events[3].has_outcome) << "it asked nothing";
}

TEST(LogReaderTest, KeepsFramesIfAsked) {
  const ReadLog read = ReadAll(Sample(/*keeps_frames=*/true).bytes);
  ASSERT_EQ(read.events.size(), 12u);
  const auto& sent = std::get<SentOutput>(read.events[2].items[1]);
  EXPECT_EQ(sent.text, "a frame");
  EXPECT_EQ(sent.hash, Hash64("a frame"));
}

TEST(LogReaderTest, ATextIsWrittenOnce) {
  const StringLog log = Sample();
  EXPECT_EQ(log.bytes.find("<p></p>"), log.bytes.rfind("<p></p>"));
}

TEST(LogReaderTest, ALogThatIsCutOffSaysWhere) {
  const StringLog log = Sample();
  const size_t events = ReadAll(log.bytes).events.size();
  for (size_t size = 0; size < log.bytes.size(); ++size) {
    const ReadLog read = ReadAll(absl::string_view(log.bytes).substr(0, size));
    EXPECT_LE(read.events.size(), events);
    // Where an entry ends, the log is a sound one of a session that was still going on.
    const bool is_sound = std::count(log.ends.begin(), log.ends.end(), size) > 0 && size > 0;
    EXPECT_EQ(read.status.ok(), is_sound) << size;
    if (!is_sound) {
      EXPECT_TRUE(absl::IsDataLoss(read.status)) << size << read.status;
      EXPECT_THAT(read.status.message(), HasSubstr("is cut off"));
      if (size > log.ends[1]) {
        EXPECT_THAT(read.status.message(),
                    HasSubstr(absl::StrCat("of ", size, ", after event ", read.events.size())));
      }
    }
  }
}

// As in the file of a server that runs.
TEST(LogReaderTest, RoomAfterTheLastEntryIsNoDamage) {
  const StringLog log = Sample();
  const size_t events = ReadAll(log.bytes).events.size();
  for (size_t room : {1, 7, 100}) {
    const ReadLog read = ReadAll(log.bytes + std::string(room, '\0'));
    EXPECT_TRUE(read.status.ok()) << read.status;
    EXPECT_EQ(read.events.size(), events);
  }
  EXPECT_TRUE(absl::IsDataLoss(ReadAll(log.bytes + std::string(7, '\0') + "x").status));
}

TEST(LogReaderTest, NoDamagedByteGoesUnnoticed) {
  const StringLog log = Sample();
  const size_t events = ReadAll(log.bytes).events.size();
  for (size_t i = 0; i < log.bytes.size(); ++i) {
    for (const char flip : {'\x01', '\x80'}) {
      std::string damaged = log.bytes;
      damaged[i] = static_cast<char>(damaged[i] ^ flip);
      const ReadLog read = ReadAll(damaged);
      EXPECT_FALSE(read.status.ok()) << i;
      EXPECT_LE(read.events.size(), events);
    }
  }
}

TEST(LogReaderTest, AnEntryThatIsMissingOrTwiceIsDamage) {
  const StringLog log = Sample();
  for (size_t i = 1; i + 1 < log.ends.size(); ++i) {
    const size_t begin = log.ends[i], size = log.ends[i + 1] - begin;
    std::string missing = log.bytes, twice = log.bytes;
    missing.erase(begin, size);
    twice.insert(begin, log.bytes.substr(begin, size));
    EXPECT_TRUE(absl::IsDataLoss(ReadAll(missing).status)) << i;
    EXPECT_TRUE(absl::IsDataLoss(ReadAll(twice).status)) << i;
  }
}

TEST(LogReaderTest, ForeignAndLaterFilesAreRefused) {
  EXPECT_TRUE(absl::IsInvalidArgument(ReadAll("{\"type\":\"watch\"}").status));
  EXPECT_TRUE(absl::IsDataLoss(ReadAll("").status));
  std::string later = Sample().bytes;
  later[10] = static_cast<char>(kLogVersion + 1);
  const absl::Status status = ReadAll(later).status;
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_THAT(status.message(), HasSubstr("format 2"));
}

// The checksums are right, and yet it makes no sense.
TEST(LogReaderTest, AnEntryThatMakesNoSenseIsDamage) {
  class Forger : public EventLog {
   public:
    void Append(absl::string_view entry) override { bytes.append(entry.data(), entry.size()); }
    std::string bytes;
  };
  for (const std::string& body : {std::string(""), std::string("\0\2", 2), std::string("\x20\2"),
                                  std::string("\x01\2\3"), std::string("\x40")}) {
    Forger log;
    LogWriter writer(log, Header(), false);
    const uint32_t before = DecodeLogHeader(log.bytes)->checksum;
    LogBuffer entry;
    entry.Text(body);
    entry.Word<4>(LogChecksum(body, before));
    log.Append(entry.view());
    const ReadLog read = ReadAll(log.bytes);
    EXPECT_TRUE(absl::IsDataLoss(read.status)) << read.status;
    EXPECT_THAT(read.status.message(), HasSubstr("holds no record"));
    EXPECT_TRUE(read.events.empty());
  }
}

}  // namespace
}  // namespace tandem
