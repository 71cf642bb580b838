#!/usr/bin/env bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# Builds the deliberately wrong targets of tests/build/wrong and requires the exact error of each: a rule that nothing breaks may
# have stopped being one. Prints one line per case and "layer violations: N passed, N failed"; with a second argument also writes
# a JUnit file there.
#
#     tools/ci/layer_violations.sh [BAZEL [JUNIT.xml]]
set -u
cd "$(dirname "$0")/../.." || exit
bazel=${1:-bazel}
junit=${2:-}
passed=0 failed=0 cases=

note() { # name, outcome, text
    echo "$2: layer violation $1"
    local body=
    if [ "$2" = PASS ]; then passed=$((passed + 1)); else
        failed=$((failed + 1))
        echo "$3"
        body="<failure>$(printf '%s' "$3" | tail -n 20 | sed 's/&/\&amp;/g;s/</\&lt;/g;s/>/\&gt;/g')</failure>"
    fi
    cases="$cases<testcase classname=\"layer_violations\" name=\"$1\">$body</testcase>"
}

must_fail() { # name, error pattern, bazel arguments…
    local name=$1 pattern=$2 output
    shift 2
    if output=$("$bazel" build --color=no "$@" 2>&1); then
        note "$name" FAIL "it builds, though it breaks a rule"
    elif printf '%s\n' "$output" | grep -qE -- "$pattern"; then
        note "$name" PASS ""
    else
        note "$name" FAIL "it fails, but not with /$pattern/:
$output"
    fi
}

must_fail visibility "target '//core/tracker:evaluation_order' is not visible from target '//tests/build/wrong:reaches_past_its_layer'" \
    //tests/build/wrong:reaches_past_its_layer
must_fail warnings_are_errors "error: unused parameter .unused.*-Werror" \
    //tests/build/wrong:warns
must_fail layering_check "module //tests/build/wrong:includes_what_it_does_not_depend_on does not depend on a module exporting 'core/base/json.h'" \
    --config=clang //tests/build/wrong:includes_what_it_does_not_depend_on

# A wrong checksum is refused: our own repository rule, in a scratch workspace, is given an archive that is not what was promised.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
printf 'not what was promised\n' >"$scratch/archive.tar.gz"
touch "$scratch/BUILD.bazel"
cp third_party/archive.bzl "$scratch"
cat >"$scratch/WORKSPACE" <<WORKSPACE
load("//:archive.bzl", "tandem_archive")
tandem_archive(
    name = "tampered",
    url = "file://$scratch/archive.tar.gz",
    sha256 = "9fbf5e28ef86c69858f6d3d34eccc32e911c1a28b4120ff3e84aaa70cfbf1e30",
)
WORKSPACE
if output=$(cd "$scratch" && "$bazel" --output_user_root="$scratch/out" --max_idle_secs=1 query --color=no @tampered//:all 2>&1); then
    note wrong_checksum FAIL "an archive with a wrong checksum was accepted"
elif printf '%s\n' "$output" | grep -q "Checksum was .* but wanted 9fbf5e28"; then
    note wrong_checksum PASS ""
else
    note wrong_checksum FAIL "$output"
fi
(cd "$scratch" && "$bazel" --output_user_root="$scratch/out" shutdown >/dev/null 2>&1)
chmod -R u+w "$scratch" 2>/dev/null

echo "layer violations: $passed passed, $failed failed"
if [ -n "$junit" ]; then
    mkdir -p "$(dirname "$junit")"
    printf '<testsuites><testsuite name="layer_violations" tests="%d" failures="%d">%s</testsuite></testsuites>\n' \
        $((passed + failed)) "$failed" "$cases" >"$junit"
fi
[ "$failed" -eq 0 ]
