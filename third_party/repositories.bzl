# Copyright (c) the Tandem authors. Licensed under the MIT License.

"""Declares one repository for each entry of versions.bzl, with our BUILD overlay and patches where we have any."""

load("//third_party:archive.bzl", "tandem_archive")
load("//third_party:versions.bzl", "DEPENDENCIES")

# These bring BUILD files of their own that suit us.
_OWN_BUILD_FILES = ["com_google_absl", "bazel_skylib"]

_PATCHES = {
    "lua54": [
        "//third_party/lua54:patches/luaconf.patch",
        "//third_party/lua54:patches/nan.patch",
        "//third_party/lua54:patches/number_text.patch",
        "//third_party/lua54:patches/serials.patch",
        "//third_party/lua54:patches/sizes.patch",
        "//third_party/lua54:patches/hexfloat.patch",
        "//third_party/lua54:patches/math.patch",
        "//third_party/lua54:patches/string_table.patch",
        "//third_party/lua54:patches/fuel.patch",
        "//third_party/lua54:patches/fuel_library.patch",
        "//third_party/lua54:patches/fuel_internals.patch",
        "//third_party/lua54:patches/ephemerons.patch",
        "//third_party/lua54:patches/deep_stacks.patch",
    ],
    "musl": ["//third_party/musl:patches/pinned_math.patch"],
}

# The same archive once more under another name, without some of the patches: what benchmarks measure against.
_VARIANTS = {
    "lua54_without_fuel": ("lua54", ["/fuel", "/ephemerons", "/deep_stacks"]),
}

def _declare(dependency, name, patches):
    if native.existing_rule(name):
        return
    of = dependency["name"]
    tandem_archive(
        name = name,
        url = dependency["url"],
        sha256 = dependency["sha256"],
        strip_prefix = dependency["strip_prefix"],
        debian_url = dependency.get("debian_url", ""),
        debian_sha256 = dependency.get("debian_sha256", ""),
        debian_strip_prefix = dependency.get("debian_strip_prefix", ""),
        build_file = None if of in _OWN_BUILD_FILES else "//third_party/%s:%s.BUILD" % (of, of),
        patches = patches,
    )

def tandem_dependencies():
    for dependency in DEPENDENCIES:
        name = dependency["name"]
        patches = _PATCHES.get(name, [])
        _declare(dependency, name, patches)
        for variant, (of, without) in _VARIANTS.items():
            if of == name:
                _declare(dependency, variant, [p for p in patches if not [w for w in without if w in p]])
