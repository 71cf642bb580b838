#!/bin/bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# Question: what does fuel (D-44) cost ordinary Lua? Runs each piece of work of vm_work.cc alternately with our Lua
# and with the same without fuel, and prints the ratio of the least processor times of each; above 1: fuel costs. With --count it
# is the ratio of executed instructions, which is the same on every run; that needs valgrind.
#
# Answer (2026-11-27, 2-core VM at 2.1 GHz, gcc 12 -O2): 2.1 % by counted instructions; by time 1.8, 2.0 and 3.3 % in three runs, in
# the geometric mean. Most for loops with next to nothing in them ('while': 8 % of the instructions), calls and text (3 to 4 %).
#
# Usage: fuel_cost.sh WITH_FUEL WITHOUT [ROUNDS [SCALE] | --count]

set -euo pipefail

with="$1"
without="$2"
rounds="${3:-15}"
scale="${4:-20}"

seconds() { "$1" "$2" "$scale"; }
instructions() {
  valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null "$1" "$2" 1 2>&1 >/dev/null |
    awk '/I *refs/ { gsub(",", ""); print $NF }'
}
least() { sort -n | head -n 1; }

measure=seconds
if [[ $rounds == --count ]]; then
  measure=instructions
  rounds=1
fi

printf '%-12s %12s %12s %8s\n' work with without ratio
ratios=()
for work in $("$with"); do
  a=() b=()
  for ((i = 0; i < rounds; i++)); do
    a+=("$($measure "$with" "$work")")
    b+=("$($measure "$without" "$work")")
  done
  x="$(printf '%s\n' "${a[@]}" | least)"
  y="$(printf '%s\n' "${b[@]}" | least)"
  ratio="$(awk -v x="$x" -v y="$y" 'BEGIN { printf "%.3f", x / (y > 0 ? y : 1e-6) }')"
  ratios+=("$ratio")
  printf '%-12s %12s %12s %8s\n' "$work" "$x" "$y" "$ratio"
done
printf '%s\n' "${ratios[@]}" | awk '{ s += log($1) } END { printf "all together (geometric mean): %.3f\n", exp(s / NR) }'
