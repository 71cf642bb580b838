// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Which folders of a site are to be watched for hot reload (H-30, H-60): folders rather than
// files, because editors replace files by renaming (H-33). Worked out from scratch each time the
// folders themselves have changed, so a folder is watched exactly as long as something leads to
// it, whatever came and went in which order, and however many links lead there.

#ifndef TANDEM_NATIVE_SERVER_WATCHED_FOLDERS_H_
#define TANDEM_NATIVE_SERVER_WATCHED_FOLDERS_H_

#include <set>
#include <string>
#include <vector>

namespace tandem::native {

// Absolute, without links: the site itself, so that it is seen when a tree comes; each of `trees`
// (names in the site) with everything below, names that begin with '.' excepted; and where the
// symbolic links in them lead, folders with everything below, files with the folder they are in.
// What lies outside the site is left out: it cannot be read from there either. `site` is real;
// what does not exist or cannot be read is passed over.
std::set<std::string> WatchedFolders(const std::string& site,
                                     const std::vector<std::string>& trees);

}  // namespace tandem::native

#endif  // TANDEM_NATIVE_SERVER_WATCHED_FOLDERS_H_
