#!/bin/bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# Formats our C++ sources with clang-format 14 and .clang-format.
#
# Usage: tools/format.sh [--check]    --check changes nothing, lists what is not formatted and fails if there is any.

set -euo pipefail
cd "$(dirname "$0")/.."

formatter="$(command -v clang-format-14 || command -v clang-format)" || {
  echo "format: clang-format 14 is missing" >&2
  exit 1
}
# New files count too, ignored ones do not.
mapfile -t files < <(git ls-files --cached --others --exclude-standard '*.cc' '*.h')

case "${1:-}" in
  "") "$formatter" -i "${files[@]}" ;;
  --check)
    bad=0
    for file in "${files[@]}"; do
      if ! "$formatter" --dry-run --Werror "$file" 2> /dev/null; then
        echo "not formatted: $file"
        bad=$((bad + 1))
      fi
    done
    if [[ $bad -gt 0 ]]; then
      echo "$bad of ${#files[@]} files; ./tandem format puts them right"
      exit 1
    fi
    ;;
  *)
    echo "usage: tools/format.sh [--check]" >&2
    exit 2
    ;;
esac
