#!/bin/bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# Runs a fuzz target over the inputs in a folder and, if it has libFuzzer, over a number of inputs made from them. An input that
# breaks something is kept among the test's outputs.
#
# Usage: fuzz_test.sh TARGET FOLDER WORDS RUNS

set -euo pipefail
found="$TEST_TMPDIR/found"
mkdir -p "$found"
# Leaks are looked for once, at the end: after each input it takes most of the time, as does the bookkeeping of rare features.
exec "$1" -seed=1 -runs="$4" -dict="$3" -detect_leaks=0 -entropic=0 -timeout=20 -rss_limit_mb=4096 \
  -artifact_prefix="$TEST_UNDECLARED_OUTPUTS_DIR/" "$found" "$2"
