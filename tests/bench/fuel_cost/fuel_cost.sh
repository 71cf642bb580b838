#!/bin/bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# Question: what does fuel (D-44) cost ordinary Lua? Runs each piece of work of vm_work.cc alternately with our Lua
# and with the same without fuel, and prints the ratio of the least processor times of each; above 1: fuel costs.
#
# Answer (2026-11-26, 2-core VM at 2.1 GHz, gcc 12 -O2, five runs): 2 to 4 % in the geometric mean. Most for loops with next to
# nothing in them ('while': 7 to 25 %) and for the shortest calls of the library (4 to 26 %); calls, methods, tables,
# sorting and text are within the noise of 3 %. By counted instructions 4 %.
#
# Usage: fuel_cost.sh WITH_FUEL WITHOUT [ROUNDS [SCALE]]

set -euo pipefail

with="$1"
without="$2"
rounds="${3:-15}"
scale="${4:-20}"

least() { sort -n | head -n 1; }

printf '%-12s %10s %10s %8s\n' work with without ratio
ratios=()
for work in $("$with"); do
  a=() b=()
  for ((i = 0; i < rounds; i++)); do
    a+=("$("$with" "$work" "$scale")")
    b+=("$("$without" "$work" "$scale")")
  done
  x="$(printf '%s\n' "${a[@]}" | least)"
  y="$(printf '%s\n' "${b[@]}" | least)"
  ratio="$(awk -v x="$x" -v y="$y" 'BEGIN { printf "%.3f", x / (y > 0 ? y : 1e-6) }')"
  ratios+=("$ratio")
  printf '%-12s %10s %10s %8s\n' "$work" "$x" "$y" "$ratio"
done
printf '%s\n' "${ratios[@]}" | awk '{ s += log($1) } END { printf "all together (geometric mean): %.3f\n", exp(s / NR) }'
