#!/bin/bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# Writes .tandem.bazelrc: the flags that depend on this machine and user. With an upstream Bazel that is a disk cache and
# nothing more. Debian's Bazel 4.2.3 comes without the rule sets that it would otherwise download: they are taken from
# Debian's packages, or from the small stand-ins in tools/bazel/debian, and our dependencies from the distdir.

set -euo pipefail
cd "$(dirname "$0")/../.."

cache="${XDG_CACHE_HOME:-$HOME/.cache}/tandem"

# Debian's build is the only one that cannot tell its version.
is_debian_bazel() { [[ "$(bazel --version 2>/dev/null)" == *no_version* ]]; }

# Handed to the @emscripten repository, which looks again when it changes.
emscripten_version() {
  local emxx="em++"
  [[ -z ${EMSDK:-} ]] || emxx="$EMSDK/upstream/emscripten/em++"
  if command -v "$emxx" > /dev/null; then
    "$emxx" --version | sed -n '1s/.*) \([0-9.]*\).*/\1/p'
  else
    echo none
  fi
}

contents() {
  local repository_flags debian=false command repository
  is_debian_bazel && debian=true
  repository_flags="--repo_env=TANDEM_EMSCRIPTEN=$(emscripten_version)"
  [[ -z ${EMSDK:-} ]] || repository_flags+=" --repo_env=EMSDK=$EMSDK"
  # Debian's Bazel gets its archives as apt delivered them.
  ! $debian || repository_flags+=" --repo_env=TANDEM_ORIGIN=debian --distdir=$cache/distdir"

  echo "# Written by tools/setup/bazelrc.sh; do not edit, your own flags go into user.bazelrc."
  echo "build --disk_cache=$cache/bazel-disk-cache"
  # "test" and "run" inherit from "build"; "query" does not.
  for command in build query; do
    echo "$command $repository_flags"
  done
  $debian || return 0
  for repository in \
      rules_java=/usr/share/bazel/rules/java \
      rules_proto=/usr/share/bazel/rules/proto \
      platforms=/usr/share/bazel/tools/platforms \
      bazel_skylib=/usr/share/bazel/tools/skylib \
      "rules_cc=$PWD/tools/bazel/debian/rules_cc" \
      "remote_coverage_tools=$PWD/tools/bazel/debian/remote_coverage_tools"; do
    echo "common --override_repository=$repository"
  done
}

# Left alone when nothing changes: the file's time stamp is nobody's business, but its contents are.
new="$(contents)"
if [[ "$(cat .tandem.bazelrc 2>/dev/null)" != "$new" ]]; then
  echo "$new" > .tandem.bazelrc
fi
