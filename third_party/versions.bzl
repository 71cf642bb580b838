# Copyright (c) the Tandem authors. Licensed under the MIT License.

"""Every external C++ dependency of Tandem: what it is, which bytes it is, and why we have it.

`url` and `sha256` name the canonical upstream release. A machine that reaches only Debian's packages gets the
dependency from Debian: `debian` names the package ("source" or "deb", then the suite, then the package). What Debian
has in no usable form comes from npm: "npm", then the version, then the package. Where
those bytes are those of upstream nothing more is said; where they differ, `debian_url`, `debian_sha256` and
`debian_strip_prefix` pin the second origin just as tightly. Of `debian_url` only the file's name counts: under it the set-up
leaves the archive in the distdir. Which origin is used is decided by tools/setup through
TANDEM_ORIGIN (see archive.bzl), never by what happens to answer: a wrong hash is an error, not a reason to try elsewhere.

tools/setup/distdir.sh reads this file line by line: keep one field per line. npm packages are pinned in
web/package-lock.json; the programs that build us (Bazel, compilers, Node) are listed by `./tandem doctor`.
"""

DEPENDENCIES = [
    dict(
        name = "lua54",
        version = "5.4.7",
        why = "The language applications are written in; one interpreter per session.",
        url = "https://www.lua.org/ftp/lua-5.4.7.tar.gz",
        sha256 = "9fbf5e28ef86c69858f6d3d34eccc32e911c1a28b4120ff3e84aaa70cfbf1e30",
        strip_prefix = "lua-5.4.7",
        debian = "source trixie lua5.4",
    ),
    dict(
        name = "com_google_absl",
        version = "20240722.0",
        why = "Status, string and container types used throughout the core.",
        url = "https://github.com/abseil/abseil-cpp/releases/download/20240722.0/abseil-cpp-20240722.0.tar.gz",
        sha256 = "f50e5ac311a81382da7fa75b97310e4b9006474f9560ac46f54a9967f07d4ae3",
        strip_prefix = "abseil-cpp-20240722.0",
        debian = "source trixie abseil",
        debian_url = "file:///abseil_20240722.0.orig.tar.gz",
        debian_sha256 = "df6d1f5ef540725f3851201176a60486aab332410788465c9877910bb471c34a",
        debian_strip_prefix = "abseil-20240722.0",
    ),
    dict(
        name = "nlohmann_json",
        version = "3.11.2",
        why = "The JSON values of the protocol and the tracker; its SAX parser lets us bound depth and size.",
        url = "https://github.com/nlohmann/json/archive/refs/tags/v3.11.2.tar.gz",
        sha256 = "d69f9deb6a75e2580465c6c4c5111b89c4dc2fa94e3a85fcd2ffcd9a143d9273",
        strip_prefix = "json-3.11.2",
        debian = "source bookworm nlohmann-json3",
    ),
    dict(
        name = "com_google_googletest",
        version = "1.12.1",
        why = "Unit tests.",
        url = "https://github.com/google/googletest/archive/refs/tags/release-1.12.1.tar.gz",
        sha256 = "81964fe578e9bd7c94dfdb09c8e4d6e6759e19967e397dbea48d1c10e45d0df2",
        strip_prefix = "googletest-release-1.12.1",
        debian = "source bookworm googletest",
    ),
    dict(
        name = "google_benchmark",
        version = "1.7.1",
        why = "Benchmarks.",
        url = "https://github.com/google/benchmark/archive/refs/tags/v1.7.1.tar.gz",
        sha256 = "6430e4092653380d9dc4ccb45a1e2dc9259d581f4866dc0759713126056bc1d7",
        strip_prefix = "benchmark-1.7.1",
        debian = "source bookworm benchmark",
    ),
    dict(
        name = "boost",
        version = "1.81.0",
        why = "Asio and Beast carry HTTP and WebSocket in the native server (1.81 is the first with beast::http::message_generator); headers only.",
        url = "https://archives.boost.io/release/1.81.0/source/boost_1_81_0.tar.bz2",
        sha256 = "71feeed900fbccca04a3b4f2f84a7c217186f28a940ed8b7ed4725986baf99fa",
        strip_prefix = "boost_1_81_0",
        debian = "deb bookworm libboost1.81-dev",
        debian_url = "file:///libboost1.81-dev_1.81.0-5+deb12u1_amd64.deb",
        debian_sha256 = "bfe6d942c9fa4d68c8455e712a16fe3911f85d92959a0753cb22e5c13c2067de",
        debian_strip_prefix = "usr/include",
    ),
    dict(
        name = "tomlplusplus",
        version = "3.4.0",
        why = "Reads config.toml; header-only.",
        url = "https://github.com/marzer/tomlplusplus/archive/refs/tags/v3.4.0.tar.gz",
        sha256 = "8517f65938a4faae9ccf8ebb36631a38c1cadfb5efa85d9a72e15b9e97d25155",
        strip_prefix = "tomlplusplus-3.4.0",
        debian = "deb trixie libtomlplusplus-dev",
        debian_url = "file:///libtomlplusplus-dev_3.4.0+ds-0.2+b1_amd64.deb",
        debian_sha256 = "6ac49497e65099c994a7c40b797c21627f81c9837b769ef08433e9cf41164aa1",
        debian_strip_prefix = "usr",
    ),
    dict(
        name = "cli11",
        version = "2.4.1",
        why = "Command-line flags of the native server; header-only.",
        url = "https://github.com/CLIUtils/CLI11/archive/refs/tags/v2.4.1.tar.gz",
        sha256 = "73b7ec52261ce8fe980a29df6b4ceb66243bb0b779451dbd3d014cfec9fdbb58",
        strip_prefix = "CLI11-2.4.1",
        debian = "source trixie cli11",
        debian_url = "file:///cli11_2.4.1+ds.orig.tar.xz",
        debian_sha256 = "0b8fbf2398875f15f30a675c7f412123a2aaa38df2863e991de72004fd5f1292",
        debian_strip_prefix = "CLI11-2.4.1",
    ),
    dict(
        name = "musl",
        version = "1.2.5",
        why = "Its libm computes sin, exp, pow and the like for scripts, so that native and WebAssembly builds agree to the last bit.",
        url = "https://musl.libc.org/releases/musl-1.2.5.tar.gz",
        sha256 = "a9a118bbe84d8764da0ea0d28b3ab3fae8477fc7e4085d90102b8596fc7c75e4",
        strip_prefix = "musl-1.2.5",
        debian = "source trixie musl",
    ),
    # Debian's source would need Tcl to make the one file of it. better-sqlite3 has that file of the same version.
    dict(
        name = "sqlite",
        version = "3.49.1",
        why = "The file in which the native server keeps the logs of live sessions (--store).",
        url = "https://sqlite.org/2025/sqlite-amalgamation-3490100.zip",
        sha256 = "6cebd1d8403fc58c30e93939b246f3e6e58d0765a5cd50546f16c00fd805d2c3",
        strip_prefix = "sqlite-amalgamation-3490100",
        debian = "npm 11.9.1 better-sqlite3",
        debian_url = "file:///better-sqlite3-11.9.1.tgz",
        debian_sha256 = "ccea4a2173d13f30467ea0606851e1f282030198477a77679b849848445412bb",
        debian_strip_prefix = "package/deps/sqlite3",
    ),
    # Debian's Bazel brings its own copy (package bazel-skylib), which tools/setup puts in this one's place.
    dict(
        name = "bazel_skylib",
        version = "1.5.0",
        why = "Abseil's BUILD files load selects.bzl from it.",
        url = "https://github.com/bazelbuild/bazel-skylib/releases/download/1.5.0/bazel-skylib-1.5.0.tar.gz",
        sha256 = "cd55a062e763b9349921f0f5db8c3933288dc8ba4f76dd9416aac68acee3cb94",
        strip_prefix = "",
    ),
]
