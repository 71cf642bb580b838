#!/bin/bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# Lays out a folder as node.bzl promises and runs a script in it.
#
# Usage: launch.sh LAYOUT NODE ENTRY [ARGUMENT…]    %ROOT% in an argument is the folder it is called in.

set -euo pipefail

layout="$1" node="$2" entry="$3"
shift 3
root="$PWD"
stage="$(mktemp -d "${TEST_TMPDIR:-${TMPDIR:-/tmp}}/node.XXXXXX")"
# A test's folder goes with TEST_TMPDIR, after whatever the script left running has stopped writing to it.
[[ -n ${TEST_TMPDIR:-} ]] || trap 'rm -rf "$stage"' EXIT

while IFS=$'\t' read -r how from to; do
  mkdir -p "$stage/$(dirname "$to")"
  if [[ $how == copy ]]; then
    cp --recursive --dereference --no-preserve=mode "$root/$from" "$stage/$to"
  else
    ln -s "$root/$from" "$stage/$to"
  fi
done < "$layout"

export HOME="$stage/.home"
mkdir "$HOME"
cd "$stage"
status=0
"$node" "$entry" "${@//%ROOT%/$root}" || status=$?
exit "$status"
