#!/bin/bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# Measures what tests/gates/bounds.json bounds, and has tests/gates/check.mjs compare.
#
# Usage: tools/ci/gates.sh BAZEL JUNIT_FILE "N passed, N failed"

set -euo pipefail
cd "$(dirname "$0")/../.."

bazel="$1" junit="$2" counted="$3"
"$bazel" build --config=opt //wasm:tandem_core //web:assets //tests/bench:idle_session_bytes
bin="$(readlink -f bazel-bin)"
idle="$("$bin/tests/bench/idle_session_bytes" examples/contacts | grep -o '"idle_session_bytes": *[0-9]*' | grep -o '[0-9]*$')"
node tests/gates/check.mjs --junit "$junit" \
  "wasm_brotli_bytes=brotli:$bin/wasm/core/tandem_core_module.wasm" \
  "js_brotli_bytes=script:$bin/web/assets/main.js" \
  "inspector_brotli_bytes=script:$bin/web/assets/inspector.js" \
  "idle_session_bytes=$idle" \
  "test_cases=$(awk '{ print $1 + $3 }' <<< "$counted")"
