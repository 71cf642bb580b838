// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A session of site/ with two pages, of which the second uses Tandem's extension, and beside it
// what it should be: every operation is done to both. After each step the copies that the pages
// made of the frames they got must show what the plain pages show. Operations are a verb and
// numbers, which mean something in every state or nothing; so a script stays a script when some of
// its lines are left out.

#ifndef TANDEM_TESTS_MODEL_WORLD_H_
#define TANDEM_TESTS_MODEL_WORLD_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/json.h"
#include "tests/conformance/driver.h"
#include "tests/model/link.h"
#include "tests/model/page_copy.h"
#include "tests/model/plain_app.h"
#include "tests/model/plain_pages.h"

namespace tandem::model {

using Numbers = std::vector<int64_t>;

class World {
 public:
  // Starts the site in the driver, which must outlive this.
  World(conformance::Driver& driver, const conformance::Site& site);

  struct Verb {
    const char* name;
    int numbers;
    int weight;  // How often it is chosen.
    void (World::*perform)(const Numbers&);
  };
  static const std::vector<Verb>& Verbs();

  // Performs an operation; delivers and compares, unless operations are being held. Whether it
  // meant anything in this state.
  bool Do(const Verb& verb, const Numbers& numbers);
  // Delivers and compares in any case.
  void Settle();
  // The same with every page back from where its frames get lost.
  void Finish();

  // What went wrong so far.
  const std::vector<std::string>& complaints() const { return complaints_; }
  // Every frame that came out, as "CONNECTION FRAME".
  const std::vector<std::string>& frames() const { return frames_; }
  // What happened besides verbs, how often.
  std::map<std::string, int> Seen() const;

  // For whoever makes scripts up.
  const PlainPages& pages() const { return pages_; }
  const PlainApp& app() const { return app_; }
  static constexpr int kPages = 2;
  static bool IsLinked(int64_t page) { return page % kPages == 1; }
  // Where in Paths() those begin that address an object, which stands for itself as "@".
  static constexpr int kPathsByObject = 50;
  static std::string PageName(int64_t number);
  static const std::vector<std::string>& Paths();

 private:
  // The verbs, in the order of Verbs().
  void Insert(const Numbers& n);
  void Remove(const Numbers& n);
  void Move(const Numbers& n);
  void Reverse(const Numbers& n);
  void Duplicate(const Numbers& n);
  void Copy(const Numbers& n);
  void Clear(const Numbers& n);
  void SetField(const Numbers& n);
  void Break(const Numbers& n);
  void SetApp(const Numbers& n);
  void Tint(const Numbers& n);
  void Later(const Numbers& n);
  void LaterInsert(const Numbers& n);
  void Create(const Numbers& n);
  void Watch(const Numbers& n);
  void Unwatch(const Numbers& n);
  void Destroy(const Numbers& n);
  void Write(const Numbers& n);
  void SetWrapper(const Numbers& n);
  void SetPath(const Numbers& n);
  void Reload(const Numbers& n);
  void Cut(const Numbers& n);
  void Deafen(const Numbers& n);
  void Edit(const Numbers& n);
  void Hold(const Numbers& n);
  void Wait(const Numbers& n);
  void Urgent(const Numbers& n);

  // A new transport takes up the page of the one before (D-42).
  void Resume(const std::string& page);
  // What the page calls the path; `path` becomes what the plain app calls it, with node `number`
  // for
  // "@". Nothing if the page cannot say that.
  std::optional<std::string> WirePath(const std::string& page, int64_t number,
                                      std::string* path) const;
  // The number of the frame that the page sends next; 0 if it numbers none.
  int64_t NextFrame(const std::string& page) const;
  // Has the app perform a command, in both.
  void Command(Json command);
  // The first is nil, which lists do not hold.
  static const std::vector<Json>& Scalars();
  static std::string Message(const char* type, const Json& data);
  // Sends a message, after which a turn ends.
  void Send(const std::string& connection, const std::string& message);
  void OpenPage(int64_t number);
  // Whether a timer fired.
  bool Advance(int64_t ms);
  void TakeEvents();
  void Compare();
  void CompareEntry(const std::string& page, int64_t id, const PageCopy::Entry& entry);
  // Whether the JSON is the value; learns the numbers of objects (P-28, T-74).
  bool IsSame(const std::string& page, const Json& json, const Value& value);
  std::optional<int64_t> NumberOf(const std::string& page, Ref ref) const;
  void Complain(std::string text);
  std::string Text(const std::string& page, const Value& value) const;
  // What a client may write to the place a path ends in, and what that is in the plain app; nothing
  // if it has no business there.
  struct Written {
    Json json;
    Value value;
  };
  std::optional<Written> WrittenTo(const std::string& page, int64_t id, int64_t number);
  bool HasVariable(const std::string& page, int64_t id) const;
  // The list `of` names: its size and the beginning of a command; nothing if it has no elements.
  struct ListAt {
    int64_t size;
    Json command;
  };
  std::optional<ListAt> FindList(int64_t of, const char* op) const;

  conformance::Driver& driver_;
  PlainApp app_;
  PlainPages pages_{app_};
  std::map<std::string, PageCopy> copies_;
  std::map<std::string, Link> links_;
  // Pages whose frames get lost on the way to them.
  std::set<std::string> deaf_;
  std::vector<std::string> complaints_, frames_;
  std::map<std::string, int> seen_;

  // The numbers of objects on the wire, both ways: of the application's objects under "", of
  // wrappers and items under each page. What two pages ask for in the same words may be wrapped
  // once for both, and anew when they part ways; so a page's are forgotten when they may do so.
  struct Known {
    std::unordered_map<int64_t, int> object_of;
    std::unordered_map<int, int64_t> number_of;
  };
  std::map<std::string, Known> known_;

  struct Timer {
    int64_t due;
    Json command;
  };
  std::vector<Timer> timers_;  // In order of being set.
  int64_t now_ = 0;
  bool is_urgent_ = false;
  bool has_acted_ = false;
  int64_t held_ = 0;
};

}  // namespace tandem::model

#endif  // TANDEM_TESTS_MODEL_WORLD_H_
