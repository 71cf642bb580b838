#!/bin/bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# Everything that must be green before a change goes in, stage by stage; a failing stage does not keep the next from
# running. The last line is "N passed, N failed": test cases as the runners counted them, over all stages. With arguments
# only the named tests run, natively. Called by ./tandem test, which has seen to it that everything needed is there.
#
# Usage: tools/ci/test.sh BAZEL [TARGET…]

set -uo pipefail
cd "$(dirname "$0")/../.." || exit

bazel="$1"
shift
results="$(mktemp -d)"
trap 'rm -rf "$results"' EXIT
failed_stages=()

# stage NAME COMMAND…: the command leaves what is to be counted as $results/NAME.xml (JUnit) or $results/NAME.json
# (Bazel's build events); without either, the stage is one case.
stage() {
  local name="$1" status=0 started=$SECONDS
  shift
  echo "== $name"
  "$@" || status=$?
  # No file, or one that records no failure, must not hide that the command failed.
  node tools/ci/count.mjs --stage "$name" --status "$status" --tally "$results/tally" \
    "$results/$name.xml" "$results/$name.json" || status=1
  if [[ $status -ne 0 ]]; then failed_stages+=("$name"); fi
  echo "== $name: $(tail -n 1 "$results/tally" | cut -f2-) ($((SECONDS - started)) s)"
}

# bazel_test NAME ARGUMENT…
bazel_test() {
  local name="$1"
  shift
  # Everything is built first: a test that shares the cores with a compiler may run out of time for no fault of its own.
  # What does not build is reported, and counted, by the tests that follow.
  "$bazel" build --keep_going "$@" || true
  "$bazel" test --keep_going --build_event_json_file="$results/$name.json" "$@"
}

finish() {
  local total
  total="$(node tools/ci/count.mjs --total "$results/tally")"
  if [[ ${#failed_stages[@]} -gt 0 ]]; then echo "failed: ${failed_stages[*]}"; fi
  echo "$total"
  [[ ${#failed_stages[@]} -eq 0 ]]
}

if [[ $# -gt 0 ]]; then
  stage native bazel_test native --config=opt "$@"
  finish
  exit
fi

# The units run once, where they tell most: with assertions, clang's warnings and both sanitizers; the layering check looks
# at every include. Everything else with gcc and optimized: what is tested is what ./tandem serve builds. The fuzz targets run in
# both: made-up inputs where there is libFuzzer, their corpus in the other.
readonly UNITS=(//tests/core/... //tests/native_server/... //tests/session_init/...)
stage native bazel_test native --config=opt -- //... "${UNITS[@]/#/-}"
stage serve node tools/ci/serve_check.mjs
stage clang-sanitized bazel_test clang-sanitized --config=clang --config=asan-ubsan -- //core/... //native_server/... //tests/fuzz/... "${UNITS[@]}"
stage layer-violations tools/ci/layer_violations.sh "$bazel" "$results/layer-violations.xml"
stage format tools/format.sh --check
stage gates tools/ci/gates.sh "$bazel" "$results/gates.xml" "$(node tools/ci/count.mjs --total "$results/tally")"
finish
