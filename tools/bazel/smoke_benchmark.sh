#!/bin/bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# Runs the cases of a benchmark that match a pattern for as short as it goes. Fails if it does, or if it ran no case.
#
# Usage: smoke_benchmark.sh BENCHMARK PATTERN

set -euo pipefail
"$1" --benchmark_filter="$2" --benchmark_min_time=0.001 --benchmark_format=json | tee /dev/stderr | grep '"cpu_time"' > /dev/null
