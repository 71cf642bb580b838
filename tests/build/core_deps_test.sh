#!/usr/bin/env bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# The core depends on no Boost, no Emscripten, no shell and none of the shells' libraries. The argument is the list of everything
# //core reaches.
set -u
deps=$1
forbidden='^(@boost|@cli11|@tomlplusplus|@sqlite|@emscripten|//native_server|//wasm|//web|//tools/emscripten)'

# A list that misses the core's own parts proves nothing.
for must in //core/session:server //core/lua:lua_session //core/tracker:tracker @lua54//; do
    grep -qF -- "$must" "$deps" || { echo "FAIL: the list of dependencies lacks $must"; exit 1; }
done
if found=$(grep -E "$forbidden" "$deps"); then
    echo "FAIL: //core reaches what only a shell may use:"
    echo "$found"
    exit 1
fi
# The pattern must be able to find something.
printf '@boost//:beast\n' | grep -qE "$forbidden" || { echo "FAIL: the pattern matches nothing"; exit 1; }
echo "PASS: $(wc -l <"$deps") targets, none of a shell"
