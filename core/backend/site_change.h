// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Files of a site that were edited, with the text they have now. The text was read once and is
// the same for every session; carried along, it makes a session's record of the reload complete:
// playing that again runs the same code, whatever became of the file since. Only what this code
// in turn requires for the first time comes from the FileSource, as it does at any other time.

#ifndef TANDEM_CORE_BACKEND_SITE_CHANGE_H_
#define TANDEM_CORE_BACKEND_SITE_CHANGE_H_

#include <string>
#include <utility>
#include <vector>

namespace tandem {

struct SiteChange {
  // By tracking key (H-20), in the order in which they are to be taken up (H-35).
  std::vector<std::pair<std::string, std::string>> scripts;
  // By TYPE.NAMESPACE; only those whose text really differs (H-53).
  std::vector<std::pair<std::string, std::string>> templates;

  bool empty() const { return scripts.empty() && templates.empty(); }
};

}  // namespace tandem

#endif  // TANDEM_CORE_BACKEND_SITE_CHANGE_H_
