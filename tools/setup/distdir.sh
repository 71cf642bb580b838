#!/bin/bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# Fills Bazel's --distdir with the archives of third_party/versions.bzl through apt and npm, for machines that reach Debian's
# packages but no upstream site. Debian's source archives are mostly upstream's own bytes; whatever arrives is judged by
# its sha256 alone. The system's apt configuration and lists are read, never changed: lists, cache and sources used here
# live in the user's cache folder. Needs apt-get (no root), and npm for what versions.bzl says is from there.
#
# Usage: tools/setup/distdir.sh [--check]    --check only reports whether every file is there (exit status 1 if not).

set -euo pipefail
cd "$(dirname "$0")/../.."

cache="${XDG_CACHE_HOME:-$HOME/.cache}/tandem"
distdir="$cache/distdir"
apt="$cache/apt"

# Prints "file|sha256|debian" for each dependency that Debian can supply: `file` is the name under which Bazel will look
# for it, `debian` says how to get it ("source trixie lua5.4", "npm 11.9.1 better-sqlite3").
wanted() {
  awk -F'"' '
    /^    dict\($/      { split("", field) }
    /^        [a-z0-9_]+ = "/ { key = $1; gsub(/[ =]/, "", key); field[key] = $2 }
    /^    \),$/ && "debian" in field {
      url = "debian_url" in field ? field["debian_url"] : field["url"]
      sub(/.*\//, "", url)
      print url "|" ("debian_sha256" in field ? field["debian_sha256"] : field["sha256"]) "|" field["debian"]
    }' third_party/versions.bzl
}

# has FILE SHA256
has() { [[ -f $1 ]] && echo "$2  $1" | sha256sum --check --status; }

missing() {
  local file sha debian
  while IFS='|' read -r file sha debian; do
    has "$distdir/$file" "$sha" || echo "$file|$sha|$debian"
  done < <(wanted)
}

# A private apt: the machine's own mirror of Debian, asked for the sources of two stable releases and for the amd64
# packages that we only unpack for their headers.
prepare_apt() {
  local mirror suite
  mirror="$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' 'Origin: Debian' | grep -v security | head -n 1)"
  # Without downloaded lists apt does not know the origin yet.
  [[ -n $mirror ]] || mirror="$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' | grep -v security | grep '/debian/*$' | head -n 1)"
  if [[ -z $mirror ]]; then
    echo "tandem: apt's sources name no Debian mirror to fetch archives from (see /etc/apt/sources.list)" >&2
    exit 1
  fi
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/download"
  for suite in bookworm trixie; do
    echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main"
    echo "deb [arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main"
  done > "$apt/sources.list"
  cat > "$apt/apt.conf" <<EOF
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State::lists "$apt/lists";
Dir::Cache "$apt/cache";
APT::Architectures { "$(dpkg --print-architecture)"; "amd64"; };
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::Retries "3";
EOF
  export APT_CONFIG="$apt/apt.conf"
  apt-get --quiet=2 update
}

# Prints the versions of source package $1 whose archive has sha256 $2, newest first.
source_versions() {
  apt-cache showsrc --only-source "$1" 2>/dev/null |
    awk -v sha="$2" '/^Version: / { version = $2 } $1 == sha { print version }' | sort --version-sort --reverse --unique
}

# Likewise for binary package $1.
package_versions() {
  apt-cache show "$1" 2>/dev/null |
    awk -v sha="$2" '/^Version: / { version = $2 } $1 == "SHA256:" && $2 == sha { print version }'
}

# fetch FILE SHA256 KIND SUITE PACKAGE: leaves the archive in the distdir under its name there.
fetch() {
  local file="$1" sha="$2" kind="$3" suite="$4" package="$5" version candidate
  rm -rf "$apt/download" && mkdir -p "$apt/download"
  # apt-get may fail on a part we do not need (a .dsc file that the mirror lacks), so its exit status decides nothing.
  if [[ $kind == npm ]]; then
    (cd "$apt/download" && npm pack --silent "$package@$suite" > /dev/null) || true
  elif [[ $kind == source ]]; then
    for version in $(source_versions "$package" "$sha"); do
      (cd "$apt/download" && apt-get --quiet=2 source --download-only --tar-only --only-source "$package=$version") || true
    done
  else
    for version in $(package_versions "$package:amd64" "$sha"); do
      (cd "$apt/download" && apt-get --quiet=2 download "$package:amd64=$version") || true
    done
  fi
  for candidate in "$apt/download"/*; do
    if has "$candidate" "$sha"; then
      mv "$candidate" "$distdir/$file"
      echo "  $file"
      return 0
    fi
  done
  echo "tandem: the $kind package '$package' ($suite) does not offer $file with sha256 $sha" >&2
  return 1
}

todo="$(missing)"
if [[ -z $todo ]]; then
  exit 0
fi
if [[ ${1:-} == --check ]]; then
  cut -d'|' -f1 <<< "$todo"
  exit 1
fi

echo "Fetching source archives through apt and npm into $distdir:"
mkdir -p "$distdir"
prepare_apt
failed=0
while IFS='|' read -r file sha debian; do
  read -r kind suite package <<< "$debian"
  fetch "$file" "$sha" "$kind" "$suite" "$package" || failed=1
done <<< "$todo"
exit "$failed"
