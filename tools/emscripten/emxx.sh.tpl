#!/bin/bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# em++ for Bazel. A link step yields two files, NAME.js and NAME.wasm, but a cc_binary has one output: so that output is
# a tar archive of both, which tandem_wasm_binary unpacks. Bazel's suffix "_link" is not part of NAME.

set -euo pipefail

export NODE_PATH="${NODE_PATH:-/usr/share/nodejs}"
# Nothing is to be built behind Bazel's back (and the sandbox could not write it).
export EM_FROZEN_CACHE=1

# Bazel hands long command lines over in @files, one argument a line.
arguments=()
for argument in "$@"; do
  if [[ $argument == @* ]]; then
    while IFS= read -r line; do
      arguments+=("$line")
    done < "${argument#@}"
  else
    arguments+=("$argument")
  fi
done

linking=true
output=""
for i in "${!arguments[@]}"; do
  case "${arguments[i]}" in
    -c | -S | -E | -fsyntax-only) linking=false ;;
    -o) output=$((i + 1)) ;;
  esac
done

if ! $linking || [[ -z $output ]]; then
  exec %{EMXX} "${arguments[@]}"
fi

archive="${arguments[output]}"
name="${archive##*/}"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
arguments[output]="$folder/${name%_link}.js"
%{EMXX} "${arguments[@]}"
tar --create --file "$archive" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$folder" .
