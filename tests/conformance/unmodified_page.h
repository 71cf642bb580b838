// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A page of an unmodified client: views, lists and bindings as the requirements marked [F]
// have them, over a wire, and a text of what a person would see. It renders from templates the
// server sent and from nothing else.

#ifndef TANDEM_TESTS_CONFORMANCE_UNMODIFIED_PAGE_H_
#define TANDEM_TESTS_CONFORMANCE_UNMODIFIED_PAGE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "tests/conformance/markup.h"
#include "tests/conformance/unmodified_wire.h"

namespace tandem::conformance {

class UnmodifiedPage {
 public:
  // Watches the root at once.
  explicit UnmodifiedPage(std::function<void(const std::string&)> send);
  UnmodifiedPage(const UnmodifiedPage&) = delete;
  UnmodifiedPage& operator=(const UnmodifiedPage&) = delete;

  UnmodifiedWire& wire() { return wire_; }

  // What a person does to the element with that id, the n-th of them. Writing changes the
  // element only; leaving it sends what stands there. Pressing a key sends that first.
  void Click(const std::string& id, int n = 0);
  void Write(const std::string& id, const std::string& text);
  void Leave(const std::string& id);
  void Press(const std::string& id, const std::string& key);

  // What it shows: texts, [inputs], (views), {lists}, .classes @attributes= ~styles= !errors.
  std::string Show() const;

  // How often a view was filled: nothing but a changed type or template may do that.
  int renders() const { return renders_; }

 private:
  struct Binding {
    Node* element;
    std::string attribute;
    int64_t variable;
  };
  struct List;
  struct View {
    int64_t variable = 0;
    Node* element = nullptr;
    std::string type, key;  // Of what is rendered.
    std::vector<std::unique_ptr<View>> views;
    std::vector<std::unique_ptr<List>> lists;
    std::vector<Binding> bindings;
  };
  struct List {
    int64_t variable = 0;
    int64_t parent = 0;  // The variable of the view it is in.
    Node* element = nullptr;
    std::vector<std::unique_ptr<View>> items;
  };

  void OnRoot(const Json& data);
  void Refresh(View& view, const std::set<std::string>& arrived);
  // P-134.
  void Evaluate(View& view);
  void Render(View& view, const std::string& type, const std::string& key);
  void Clear(View& view);
  void LetGo(View& view);

  void MakeView(View& parent, Node& element);
  void MakeList(View& parent, Node& element);
  void MakeBinding(View& parent, Node& element, const std::string& attribute);
  // P-135.
  void FillList(List& list, const Json& value);
  // P-136.
  void ShowValue(const Binding& binding, const UnmodifiedWire::Variable& variable,
                 const Json& data);

  std::string ElementId(Node& element);
  // The namespaces a variable hands down to what is made below it.
  void InheritNamespaces(int64_t from, UnmodifiedWire::Properties* properties) const;
  // What such a client sends along with a binding: much that is nobody's business (P-16).
  Json Widget(const std::string& element_id, const std::string& path) const;
  // Those on the n-th element with that id.
  std::vector<Binding> BindingsOf(const std::string& id, int n) const;
  void Collect(const View& view, std::vector<const View*>* views) const;

  UnmodifiedWire wire_;
  Node document_;
  View root_;
  std::map<std::string, std::string> templates_;
  int last_element_ = 1;
  int renders_ = 0;
};

}  // namespace tandem::conformance

#endif  // TANDEM_TESTS_CONFORMANCE_UNMODIFIED_PAGE_H_
