#!/usr/bin/env bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# Hash containers iterate in another order in every run, and Lua's weak tables hold what has not been collected yet: nothing that can be
# seen outside the core may come from walking through one. Every walk is named here with the reason why its order is not seen. The
# arguments are the core's sources.
set -u

# FILE NAME: what is walked through.
allowed=(
    'core/backend/page_space.cc views_'    # Ids() sorts them.
    'core/lua/mutation_queue.cc lua_next'  # The instances of a prototype are sorted by age, after everything unreachable was collected.
)
# Files that make a weak table or are handed one; where they call lua_next, the order is that of the collector.
weak='core/lua/(object_ids|prototypes|mutation_queue|weak_table)\.'
# Walks of these through tables that are not weak.
strong='core/lua/prototypes.cc'  # Its weak table is only asked for single keys.

# The names of hash containers that the file declares, and functions that hand one out.
declared() {
    sed -E 's://.*$::' "$1" | tr '\n' ' ' | grep -oE '(flat|node|unordered)_(hash_)?(map|set|multimap|multiset)<[^;{}()]*>[&*]? +[A-Za-z_]+' |
        sed -E 's/.* ([A-Za-z_]+)$/\1/'
    # By an alias of the type.
    sed -E 's://.*$::' "$1" | grep -oE 'using +[A-Za-z]+ = [a-z:]*(flat|node|unordered)_(hash_)?(map|set)<' | sed -E 's/using +([A-Za-z]+) .*/\1/' |
        while read -r alias; do sed -E 's://.*$::' "$1" | grep -oE "(^|[^A-Za-z])$alias +[a-z_]+;" | sed -E 's/.* ([a-z_]+);/\1/'; done
}

# Prints FILE NAME for every walk in $2 through what $1 declares.
walks() { # declaring file, walking file, its name
    grep -qE '(flat|node)_hash_|unordered_' "$1" || return
    declared "$1" | sort -u | while read -r name; do
        sed -E 's://.*$::' "$2" |
            grep -qE "for \(.*: *([A-Za-z_]+(\.|->))*$name(\(\))?\)|(^|[^A-Za-z_])$name(\(\))?(\.|->)c?begin\(|(erase_if|c_[a-z_]+)\((.*[^A-Za-z_])?$name[,)]" &&
            echo "$3 $name"
    done
}

# The walks of a file with those through the members of its header. A class may lie in several files, whose names begin with its own.
all_walks() { # file
    local header stem
    stem=${1%.*}
    walks "$1" "$1" "$1"
    for header in "${1%/*}"/*.h; do
        case "$stem" in "${header%.h}" | "${header%.h}"_*) [ "$header" = "$1" ] || walks "$header" "$1" "$1" ;; esac
    done
    if [[ $1 =~ $weak && $1 != "$strong" ]] && grep -q 'lua_next(' "$1"; then echo "$1 lua_next"; fi
}

# The scan must find what it is for.
probe=$(mktemp -d)/probe
printf '%s\n' 'absl::flat_hash_map<std::string, int> by_name_;' 'absl::flat_hash_set<int> plain_;' 'using Other = absl::node_hash_map<int,' '    int>;' 'Other others_;' >"$probe.h"
for bad in 'for (const auto& [name, id] : by_name_) {' 'auto x = self.by_name_.begin();' 'for (int x : self->plain_) {' 'absl::erase_if(by_name_, f);' 'for (auto& o : others_) {'; do
    printf '%s\n' "$bad" >"${probe}_part.cc"
    [ -n "$(all_walks "${probe}_part.cc")" ] || { echo "FAIL: the scan does not see: $bad"; exit 1; }
done
printf '%s\n' 'for (int x : list_) {' '// for (int x : plain_)' 'by_name_.find(x); plain_.end();' >"${probe}_part.cc"
[ -z "$(all_walks "${probe}_part.cc")" ] || { echo "FAIL: the scan sees what is not there: $(all_walks "${probe}_part.cc")"; exit 1; }
rm -rf "${probe%/*}"

[ "$#" -gt 40 ] || { echo "FAIL: only $# sources were given"; exit 1; }
found=$(for file in "$@"; do all_walks "$file"; done | sort -u)
expected=$(printf '%s\n' "${allowed[@]}" | sort -u)
if [ "$found" != "$expected" ]; then
    echo "FAIL: walks through containers without an order (< named in this test, > found):"
    diff <(echo "$expected") <(echo "$found")
    exit 1
fi
echo "PASS: $# sources"
