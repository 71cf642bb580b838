#!/bin/bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# Writes .tandem.bazelrc: the flags that depend on this machine and user. With an upstream Bazel that is a disk cache and
# the versions of what our repository rules look for. Debian's Bazel 4.2.3 comes without the rule sets that it would
# otherwise download: they are taken from Debian's packages, or from the small stand-ins in tools/bazel/debian. On Debian
# itself the dependencies come from the distdir (distdir.sh).
#
# Usage: tools/setup/bazelrc.sh [BAZEL]

set -euo pipefail
cd "$(dirname "$0")/../.."

bazel="${1:-bazel}"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/tandem"

# Debian's build is the only one that cannot tell its version.
is_debian_bazel() { [[ "$("$bazel" --version 2> /dev/null)" == *no_version* ]]; }

is_debian() { grep -qs '^ID=debian$' /etc/os-release; }

contents() {
  local debian_bazel=false repository_flags command repository
  if is_debian_bazel; then debian_bazel=true; fi
  # Handed to our repository rules, which look again when one changes.
  repository_flags="--repo_env=TANDEM_EMSCRIPTEN=$(tools/setup/emscripten_version.sh)"
  repository_flags+=" --repo_env=TANDEM_NODE=$(node --version 2> /dev/null || echo none)"
  if [[ -n ${EMSDK:-} ]]; then repository_flags+=" --repo_env=EMSDK=$EMSDK"; fi
  if $debian_bazel && is_debian; then
    repository_flags+=" --repo_env=TANDEM_ORIGIN=debian --distdir=$cache/distdir"
  fi

  echo "# Written by tools/setup/bazelrc.sh; do not edit, your own flags go into user.bazelrc."
  echo "build --disk_cache=$cache/bazel-disk-cache"
  # "test" and "run" inherit from "build"; "query" does not.
  for command in build query; do
    echo "$command $repository_flags"
  done
  if ! $debian_bazel; then
    # WORKSPACE, which Bazel 4 reads too, is where our repositories are declared.
    echo "common --noenable_bzlmod"
  else
    for repository in \
      rules_java=/usr/share/bazel/rules/java \
      rules_proto=/usr/share/bazel/rules/proto \
      platforms=/usr/share/bazel/tools/platforms \
      bazel_skylib=/usr/share/bazel/tools/skylib \
      "rules_cc=$PWD/tools/bazel/debian/rules_cc" \
      "remote_coverage_tools=$PWD/tools/bazel/debian/remote_coverage_tools"; do
      echo "common --override_repository=$repository"
    done
  fi
}

# Written only when something changed.
new="$(contents)"
if [[ "$(cat .tandem.bazelrc 2> /dev/null)" != "$new" ]]; then
  echo "$new" > .tandem.bazelrc
fi
