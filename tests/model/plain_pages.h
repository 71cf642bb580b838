// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// What every page of a session should show, found the plain way: a turn evaluates every variable
// that is to be looked at, parents first, and makes lists and wrappers follow. What is remembered
// is only what the specification says is: the last value that could be evaluated (P-83), wrappers
// and the items of lists, which have an identity (T-58, D-40).

#ifndef TANDEM_TESTS_MODEL_PLAIN_PAGES_H_
#define TANDEM_TESTS_MODEL_PLAIN_PAGES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/model/plain_app.h"

namespace tandem::model {

struct PlainVariable {
  int64_t parent = 0;
  std::string path;
  bool is_read_only = false;  // Access r, else rw.
  std::string wrapper_name, item_wrapper;
  int watches = 0;
  bool is_active = true;

  bool is_evaluated = false;
  Value value;                  // Last evaluated.
  bool is_array = false;        // Whether `value` was one then.
  std::vector<Value> elements;  // Of `value`, as they were then, if it is an array.
  bool fails = false;           // The last evaluation did.
  std::optional<Value> wrapper;
  std::string made_by;  // The name the wrapper was made by.
  // A write failed, and the page shows what it wrote until a value can be read again.
  bool is_owed = false;
  // A watch came since the last turn.
  bool is_new_to_page = false;
  // What it shows until it is evaluated again is not said. It could not be evaluated, or was not to
  // be, and then
  // * another page has one that is perhaps the same to the core, whose last value it has;
  // * a page began to watch it, and hears of the failure alone (P-131).
  bool is_blurred = false;
};

// What a page is to show: a scalar or a reference, or the elements of an array.
struct Shown {
  bool is_array = false;
  Value value;
  std::vector<Value> elements;
};

class PlainPages {
 public:
  // `app` must outlive this.
  explicit PlainPages(PlainApp& app) : app_(app) {}

  // Pages by name; each begins with variable 1 watched by nobody.
  void Open(const std::string& page) { pages_[page]; }
  void Close(const std::string& page);

  // As the messages of that name. The variable and its parent must exist.
  void Create(const std::string& page, int64_t id, PlainVariable variable);
  void Watch(const std::string& page, int64_t id);
  void Unwatch(const std::string& page, int64_t id);
  void Destroy(const std::string& page, int64_t id);
  void SetWrapper(const std::string& page, int64_t id, const std::string& name);
  void SetPath(const std::string& page, int64_t id, const std::string& path);
  void Write(const std::string& page, int64_t id, const Value& value);

  // What ends every frame and every timer.
  void Turn();

  // Variables by id, without 1. Creation order is order of ids.
  const std::map<int64_t, PlainVariable>& Of(const std::string& page) const {
    return pages_.at(page).variables;
  }
  int AppWatches(const std::string& page) const { return pages_.at(page).app_watches; }
  // Where paths from below the variable begin.
  Value Navigation(const std::string& page, int64_t id) const;
  // Where a write through the variable would begin, wrappers of what was never evaluated aside;
  // nothing if it fails.
  std::optional<Value> WriteStart(const std::string& page, int64_t id) const;
  // Whether turns look at the variable: it and all above it are active. Variable 1 always is,
  // because the connection that commands come from never watches it (T-91).
  bool IsLookedAt(const std::string& page, int64_t id) const;
  // Whether what the variable shows, or what is above it, cannot be told.
  bool IsBlurred(const std::string& page, int64_t id) const;
  Shown ShownBy(const std::string& page, int64_t id) const;

 private:
  struct Page {
    std::map<int64_t, PlainVariable> variables;
    int app_watches = 0;
  };

  void Look(PlainVariable& variable, const Value& from);
  bool HasTwin(const std::string& page, const PlainVariable& variable) const;
  void Note(PlainVariable& variable, const Value& value);
  void UpdateWrapper(PlainVariable& variable);
  void Hand(PlainVariable& variable);
  Value ForLua(const Value& value);
  Value PlainItem(Ref item);
  void Synchronise(Ref list, const std::vector<Value>& source);
  Value NavigationOf(const PlainVariable& variable) const {
    return variable.wrapper.has_value() ? *variable.wrapper : variable.value;
  }

  PlainApp& app_;
  std::map<std::string, Page> pages_;
};

}  // namespace tandem::model

#endif  // TANDEM_TESTS_MODEL_PLAIN_PAGES_H_
