# Copyright (c) the Tandem authors. Licensed under the MIT License.

"""Finds Emscripten on this machine and makes a C++ toolchain of it: the repository @emscripten.

$EMSDK wins over `em++` on the PATH. Without either the repository is still valid, only empty: EMSCRIPTEN_FOUND is False,
wasm targets are incompatible (skipped by //..., refused when named) and native ones build as ever. tools/setup passes
TANDEM_EMSCRIPTEN (a version, or "none"), so that installing or upgrading Emscripten is noticed.
"""

_BUILD = """
load("{toolchain_config}", "emscripten_toolchain_config")

package(default_visibility = ["//visibility:public"])

filegroup(name = "tools", srcs = ["emxx.sh", "emar.sh"])

emscripten_toolchain_config(
    name = "config",
    builtin_include_directories = {include_directories},
)

cc_toolchain(
    name = "cc_toolchain",
    all_files = ":tools",
    ar_files = ":tools",
    as_files = ":tools",
    compiler_files = ":tools",
    dwp_files = ":tools",
    linker_files = ":tools",
    objcopy_files = ":tools",
    strip_files = ":tools",
    supports_param_files = True,
    toolchain_config = ":config",
    toolchain_identifier = "emscripten",
)

toolchain(
    name = "toolchain",
    target_compatible_with = [
        "@platforms//cpu:wasm32",
        "{os}",
    ],
    toolchain = ":cc_toolchain",
    toolchain_type = "@bazel_tools//tools/cpp:toolchain_type",
)
"""

def _ours(name):
    """A label of this repository as the generated one must spell it; Bazel 4 and 7 differ."""
    label = str(Label(name))
    return "@tandem" + label if label.startswith("//") else label

def _find(ctx):
    """The path of em++, or None."""
    if ctx.os.environ.get("TANDEM_EMSCRIPTEN", "") == "none":
        return None
    emsdk = ctx.os.environ.get("EMSDK", "")
    if emsdk:
        path = ctx.path(emsdk + "/upstream/emscripten/em++")
        if not path.exists:
            fail("EMSDK is %s, but there is no upstream/emscripten/em++ in it" % emsdk)
        return path
    return ctx.which("em++")

def _include_directories(ctx, emxx, environment):
    """Where the compiler looks for <...> headers, as it says itself."""
    result = ctx.execute([emxx, "-E", "-x", "c++", "-v", "/dev/null"], environment = environment)
    directories = []
    for line in result.stderr.split("\n"):
        if line.startswith(" /"):
            path = line.strip()

            # Bazel compares real paths, Clang prints spellings like /usr/lib/llvm-14/bin/../include.
            for form in [path, str(ctx.path(path).realpath)]:
                if form not in directories:
                    directories.append(form)
    if result.return_code != 0 or not directories:
        fail("%s does not work: %s" % (emxx, result.stderr))
    return directories

def _emscripten_configure_impl(ctx):
    emxx = _find(ctx)
    if not emxx:
        ctx.file("config.bzl", "EMSCRIPTEN_FOUND = False\n")
        ctx.file("BUILD.bazel", "")
        return

    # Debian's linker step finds acorn only here when Node is not Debian's own.
    environment = {"NODE_PATH": "/usr/share/nodejs"}

    # Compiles the system libraries into an emsdk's cache now: actions run in a sandbox and cannot.
    ctx.file("warm_up.cc", "int main() { try { throw 1; } catch (int) {} }\n")
    result = ctx.execute([emxx, "-O2", "-fwasm-exceptions", "warm_up.cc", "-o", "warm_up.js"], environment = environment)
    if result.return_code != 0:
        fail("%s cannot link a program with exceptions: %s" % (emxx, result.stderr))

    substitutions = {
        "%{EMAR}": str(emxx.dirname.get_child("emar")),
        "%{EMXX}": str(emxx),
    }
    ctx.template("emxx.sh", ctx.attr._emxx, substitutions)
    ctx.template("emar.sh", ctx.attr._emar, substitutions)
    ctx.file("config.bzl", "EMSCRIPTEN_FOUND = True\n")
    ctx.file("BUILD.bazel", _BUILD.format(
        include_directories = repr(_include_directories(ctx, emxx, environment)),
        os = _ours("//tools/emscripten:os"),
        toolchain_config = _ours("//tools/emscripten:toolchain_config.bzl"),
    ))

emscripten_configure = repository_rule(
    implementation = _emscripten_configure_impl,
    attrs = {
        "_emar": attr.label(default = "//tools/emscripten:emar.sh.tpl"),
        "_emxx": attr.label(default = "//tools/emscripten:emxx.sh.tpl"),
    },
    configure = True,
    environ = [
        "EMSDK",
        "PATH",
        "TANDEM_EMSCRIPTEN",
    ],
    local = True,
)
