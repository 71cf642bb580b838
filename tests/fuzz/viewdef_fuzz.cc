// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Templates put, loaded and asked for in any order: what is delivered is JSON, is what was put
// last, and is delivered once (P-87, H-50, H-53). The input is lines: "KEY=HTML" puts a template,
// "KEY:HTML" makes a file, "KEY-" removes one, "TYPE~" looks for the files of a type, "!" loads
// all,
// "?" asks for what is new.

#include <algorithm>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "core/base/json.h"
#include "core/testing/fake_host.h"
#include "core/viewdef/viewdef_store.h"
#include "tests/fuzz/fuzz.h"

namespace {

// Other bytes may be replaced by what is valid UTF-8 (P-10).
bool IsPlain(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using tandem::fuzz::Claim;
  tandem::testing::FakeHost host;
  tandem::ViewdefStore store(host.files, host.log);
  std::map<std::string, std::string> put;  // Since the files were loaded; plain text only.
  int64_t known = 0;
  const auto ask = [&] {
    std::string text;
    const bool is_new = store.AppendNewerThan(known, &text);
    Claim(is_new == !text.empty(), "there is a text if there is news", text);
    if (!is_new) return;
    const absl::StatusOr<tandem::Json> templates = tandem::ParseJson(text);
    Claim(templates.ok() && templates->is_object(), "templates are a JSON object", text);
    for (const auto& [key, html] : templates->items()) {
      Claim(html.is_string(), "a template is text", text);
      const auto last = put.find(key);
      Claim(last == put.end() || last->second == html.get<std::string>(),
            "what was put last is delivered", text);
    }
    known = store.revision();
  };
  int lines = 0;
  for (absl::string_view line : absl::StrSplit(tandem::fuzz::Text(data, size), '\n')) {
    if (++lines > 200) break;
    if (line == "!") {
      Claim(store.Load() == store.size(), "Load says how many there are");
      put.clear();
    } else if (line == "?") {
      ask();
    } else if (const size_t at = line.find_first_of("=:-~"); at != absl::string_view::npos) {
      const absl::string_view key = line.substr(0, at), html = line.substr(at + 1);
      const std::string path = absl::StrCat("viewdefs/", key, ".html");
      if (line[at] == '=') {
        store.Put(key, html);
        put.erase(std::string(key));
        if (IsPlain(key) && IsPlain(html)) put.emplace(key, html);
      }
      if (line[at] == ':') host.files.Set(path, html);
      if (line[at] == '-') host.files.Remove(path);
      if (line[at] == '~') {
        // What is known stays as it is (H-55).
        store.LoadFor(key, host.clock.Monotonic());
        host.clock.Advance(tandem::ViewdefStore::kLookAgain / 2);
      }
    }
  }
  ask();
  std::string nothing;
  Claim(!store.AppendNewerThan(store.revision(), &nothing), "nothing is newer than the newest");
  return 0;
}
