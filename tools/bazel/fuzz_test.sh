#!/bin/bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# Runs a fuzz target over the inputs in a folder and, if it has libFuzzer, over a number of inputs made from them. An input that
# breaks something is kept among the test's outputs.
#
# Usage: fuzz_test.sh TARGET FOLDER RUNS

set -euo pipefail
found="$TEST_TMPDIR/found"
mkdir -p "$found"
exec "$1" -seed=1 -runs="$3" -timeout=20 -rss_limit_mb=4096 -artifact_prefix="$TEST_UNDECLARED_OUTPUTS_DIR/" "$found" "$2"
