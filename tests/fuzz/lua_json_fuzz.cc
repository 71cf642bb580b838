// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// JSON into Lua and back (L-150 … L-153): what ui.json_decode understands, ui.json_encode writes so
// that it means the same again; and what a client writes as a value, the app can hold and show.

#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "core/base/json.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/fuzz_session.h"

namespace {

constexpr char kMain[] = R"lua(
local app = { verdict = "none" }
-- The text of an unstable value, or none.
function app:decode(text)
  self.verdict = "none"
  local value, message = ui.json_decode(text)
  if message then return end
  local once = ui.json_encode(value)
  if not once then return end
  local again, complaint = ui.json_decode(once)
  if complaint then self.verdict = "UNSTABLE cannot be read: " .. once return end
  local twice = ui.json_encode(again)
  if twice ~= once then self.verdict = "UNSTABLE " .. once .. " and then " .. tostring(twice) end
end
session:createAppVariable(app)
)lua";

constexpr char kCreate[] = R"json([
{"type":"watch","data":{"varId":1}},
{"type":"create","data":{"id":2,"parentId":1,"properties":{"path":"decode(_)","access":"w"}}},
{"type":"create","data":{"id":3,"parentId":1,"properties":{"path":"verdict","access":"r"}}},
{"type":"create","data":{"id":4,"parentId":1,"properties":{"path":"held"}}},
{"type":"create","data":{"id":5,"parentId":1,"properties":{"path":"held"}}}
])json";

// A frame that writes the text, which may be no JSON, as a value.
std::string Writing(int variable, absl::string_view value) {
  return absl::StrCat(R"({"userEvent":true,"messages":[{"type":"update","data":{"varId":)",
                      variable, R"(,"value":)", value, "}}]}");
}

}  // namespace

// A session serves many inputs: what one leaves behind must not trouble the next. A connection that
// says too much nonsense is closed (D-47), so there is another one before that.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static std::unique_ptr<tandem::fuzz::FuzzSession> session;
  static int inputs = 0;
  if (inputs % 1000 == 0) session = std::make_unique<tandem::fuzz::FuzzSession>(kMain);
  if (inputs++ % 8 == 0) {
    session->Reconnect(0);
    session->Send(0, kCreate);
  }
  const std::string text(tandem::fuzz::Text(data, size));
  session->Send(0, Writing(2, tandem::DumpJson(tandem::Json(text))));
  for (const std::string& frame : session->Take(0)) {
    tandem::fuzz::Claim(!absl::StrContains(frame, "UNSTABLE"), "JSON survives Lua", frame);
  }
  session->Send(0, Writing(4, text));
  session->Take(0);
  return 0;
}
