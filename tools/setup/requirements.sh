# shellcheck shell=bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# What each command of ./tandem needs on this machine, and how it gets there; sourced by ./tandem in the top folder.
# Provides `require COMMAND`, `doctor`, and $BAZEL.

# Name | Debian packages | needed by | what for. Whether it is present is asked of have_NAME, with dashes as underscores.
readonly REQUIREMENTS='
compiler     | g++                                 | serve build test bench | compiles the core and the server
bazel        | bazel-bootstrap bazel-rules-java bazel-rules-proto bazel-skylib bazel-platforms | serve build test bench | builds and tests everything
certificates | ca-certificates                     | serve build test       | npm checks whom it talks to
emscripten   | emscripten                          | serve build test       | compiles the core for the browser
node         | nodejs                              | serve build test       | bundles the page; runs tests and gates
npm          | npm                                 | serve build test       | fetches the page'"'"'s packages
clang        | clang-14 libclang-rt-14-dev lld-14  | test                   | holds includes to declared dependencies; sanitizers
chromium     | chromium                            | test                   | browser tests
firefox      | firefox-esr                         | test                   | the examples in another browser
clang-format | clang-format-14                     | test format            | formats C++
'

have_compiler() { command -v g++ > /dev/null; }
have_certificates() { [[ -e /etc/ssl/certs/ca-certificates.crt || ! -e /etc/debian_version ]]; }
have_emscripten() { [[ -n ${EMSDK:-} ]] || command -v em++ > /dev/null; }
have_node() { command -v node > /dev/null; }
have_npm() { command -v npm > /dev/null; }
have_clang() { command -v clang-14 > /dev/null && command -v ld.lld-14 > /dev/null && compgen -G "/usr/lib/llvm-14/lib/clang/*/lib/linux/libclang_rt.asan*" > /dev/null; }
have_chromium() { command -v chromium > /dev/null; }
have_firefox() { command -v firefox-esr > /dev/null; }
have_clang_format() { command -v clang-format-14 > /dev/null || command -v clang-format > /dev/null; }

# Debian's Bazel is of use only together with the rule sets that Debian packages beside it.
have_bazel() {
  find_bazel || return 1
  ! is_debian_bazel || [[ -d /usr/share/bazel/rules/java && -d /usr/share/bazel/rules/proto &&
    -d /usr/share/bazel/tools/skylib && -d /usr/share/bazel/tools/platforms ]]
}

# Debian's build of Bazel is the only one that cannot tell its version.
is_debian_bazel() { [[ "$("$BAZEL" --version 2> /dev/null)" == *no_version* ]]; }

find_bazel() {
  BAZEL="$(command -v bazel || command -v bazelisk)" || return 1
  export BAZEL
}

# Calls `$1 name packages commands purpose` for each requirement.
each_requirement() {
  local name packages commands purpose
  while IFS='|' read -r name packages commands purpose; do
    [[ -z $name ]] || "$1" "${name// /}" "$(xargs <<< "$packages")" "$(xargs <<< "$commands")" "${purpose# }"
  done <<< "$REQUIREMENTS"
}

# What is missing for $WANTED_BY, one "name|packages|purpose" a line.
missing() {
  note_if_missing() {
    [[ " $3 " != *" $WANTED_BY "* ]] || "have_${1//-/_}" || echo "$1|$2|$4"
  }
  WANTED_BY="$1" each_requirement note_if_missing
}

require() {
  local lines packages
  lines="$(missing "$1")"
  if [[ -n $lines ]]; then
    echo "tandem: '$1' needs what this machine does not have yet:"
    sed 's/^\([^|]*\)|\([^|]*\)|\(.*\)$/  \1 (\3): \2/' <<< "$lines"
    packages="$(cut -d'|' -f2 <<< "$lines" | xargs)"
    install_packages "$packages"
    hash -r
    lines="$(missing "$1")"
    if [[ -n $lines ]]; then
      echo "tandem: still missing after installing: $(cut -d'|' -f1 <<< "$lines" | xargs)" >&2
      exit 1
    fi
  fi
  [[ " serve build test bench " != *" $1 "* ]] || prepare_bazel
}

# install_packages "NAME…": with apt-get on Debian and its kin, when we may; otherwise says what to install and gives up.
install_packages() {
  local as_root=()
  if [[ $EUID -ne 0 ]]; then as_root=(sudo); fi
  if ! command -v apt-get > /dev/null || { [[ $EUID -ne 0 ]] && ! command -v sudo > /dev/null; }; then
    echo "tandem: please install them and call again. On Debian, as root:" >&2
    echo "  apt-get install $1" >&2
    exit 1
  fi
  echo "tandem: installing Debian packages: $1"
  # shellcheck disable=SC2086  # A list of names.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive bash -euc '
    apt-get --quiet=2 update
    apt-get --quiet=2 --yes --no-install-recommends install "$@" > /dev/null' install $1 || {
    echo "tandem: apt-get failed (above); nothing was built" >&2
    exit 1
  }
}

# Tells Bazel about this machine, and fetches archives through apt where Bazel could not by itself.
prepare_bazel() {
  find_bazel
  tools/setup/bazelrc.sh "$BAZEL"
  ! grep -q -- --distdir= .tandem.bazelrc || tools/setup/distdir.sh
}

version_of() {
  case "$1" in
    compiler) g++ -dumpfullversion ;;
    bazel) if is_debian_bazel; then dpkg-query --show --showformat '${Version}' bazel-bootstrap; else "$BAZEL" --version; fi ;;
    certificates) echo present ;;
    emscripten) tools/setup/emscripten_version.sh ;;
    node) node --version ;;
    npm) npm --version 2> /dev/null ;;
    clang) clang-14 -dumpversion ;;
    firefox) firefox-esr --version 2> /dev/null | grep -o '[0-9][0-9.]*' | head -n 1 ;;
    chromium) chromium --version 2> /dev/null | grep -o '[0-9][0-9.]*' | head -n 1 ;;
    clang-format) { clang-format-14 --version || clang-format --version; } 2> /dev/null | grep -o '[0-9]*\.[0-9.]*' | head -n 1 ;;
  esac
}

doctor() {
  local absent=0
  report() {
    if "have_${1//-/_}"; then
      printf '  %-13s %-22s for %s: %s\n' "$1" "$(version_of "$1")" "$3" "$4"
    else
      printf '  %-13s %-22s for %s: %s (Debian: %s)\n' "$1" MISSING "$3" "$4" "$2"
      absent=$((absent + 1))
    fi
  }
  echo "Programs:"
  each_requirement report
  echo "Archives:"
  if ! find_bazel || is_debian_bazel; then
    local files
    if files="$(tools/setup/distdir.sh --check)"; then
      echo "  all of third_party/versions.bzl are in the cache"
    else
      echo "  to be fetched through apt: $(xargs <<< "$files")"
    fi
  else
    echo "  fetched by Bazel from their upstream sites"
  fi
  echo "Cache: ${XDG_CACHE_HOME:-$HOME/.cache}/tandem"
  if [[ $absent -gt 0 ]]; then
    echo "$absent missing; each command installs what it needs itself where it can."
  else
    echo "Nothing is missing."
  fi
}
