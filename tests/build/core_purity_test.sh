#!/usr/bin/env bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# The core takes time, timers, randomness and files from its Host: its sources include no threads, locks, clocks, files, sockets or
# streams and call none. Lua's header belongs to core/lua. The arguments are the sources.
set -u

includes='^[[:space:]]*#[[:space:]]*include[[:space:]]*[<"](thread|mutex|shared_mutex|condition_variable|atomic|future|chrono|random|iostream|ostream|istream|fstream|sstream|filesystem|ctime|time\.h|csignal|signal\.h|pthread\.h|unistd\.h|fcntl\.h|sys/.*|netinet/.*|arpa/.*|windows\.h|boost/.*|emscripten.*|absl/(synchronization|log|flags|random|debugging)/.*|absl/time/clock\.h)[>"]'
calls='(^|[^[:alnum:]_:>."])(getenv|system|popen|fopen|printf|fprintf|puts|rand|srand|gettimeofday|clock_gettime|sleep|usleep|fork|socket|abort|exit)[[:space:]]*\('
clocks='std::(thread|mutex|atomic|chrono|random_device|ifstream|ofstream|cout|cerr)|absl::(Now|GetCurrentTimeNanos|SleepFor|Mutex)\b'
lua='^[[:space:]]*#[[:space:]]*include[[:space:]]*"(lua|lauxlib|lualib)\.h"'

# Prints what is wrong with a source, with comments taken off.
scan() { # file, name
    sed -E 's://.*$::' "$1" | grep -nE -- "$includes|$calls|$clocks" | sed "s#^#$2:#"
    case $2 in core/lua/*) ;; *) grep -nE -- "$lua" "$1" | sed "s#^#$2:#" ;; esac
}

# The scan must find what it is for.
probe=$(mktemp)
for bad in '#include <thread>' '#include "absl/time/clock.h"' '  auto t = absl::Now();' 'std::mutex m;' 'getenv("X");' '#include "lua.h"'; do
    printf '%s\n' "$bad" >"$probe"
    [ -n "$(scan "$probe" core/probe.cc)" ] || { echo "FAIL: the scan does not see: $bad"; exit 1; }
done
printf '%s\n' '// std::thread in a comment' 'host_.clock.Wall();' 'timer(1);' >"$probe"
[ -z "$(scan "$probe" core/probe.cc)" ] || { echo "FAIL: the scan sees what is not there"; exit 1; }
rm -f "$probe"

[ "$#" -gt 40 ] || { echo "FAIL: only $# sources were given"; exit 1; }
found=$(for file in "$@"; do scan "$file" "$file"; done)
if [ -n "$found" ]; then
    echo "FAIL: the core reaches for the world by itself:"
    echo "$found"
    exit 1
fi
echo "PASS: $# sources"
