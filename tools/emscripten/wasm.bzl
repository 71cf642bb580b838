# Copyright (c) the Tandem authors. Licensed under the MIT License.

"""tandem_wasm_binary: links C++ into NAME.wasm and its loader, in the same invocation that builds native targets.

The files are targets of their own: NAME.js and NAME.wasm for the browser, NAME.mjs (the same loader under the name by which
Node knows an ES module) for tests.
"""

load("@emscripten//:config.bzl", "EMSCRIPTEN_FOUND")

# For targets that need a linked module (and so Emscripten), such as a test that runs it. Empty where Emscripten exists.
REQUIRES_EMSCRIPTEN = [] if EMSCRIPTEN_FOUND else ["@platforms//:incompatible"]

# For C++ that includes <emscripten/...>: it exists on the wasm platform only.
WASM_ONLY = ["@platforms//cpu:wasm32"]

def _wasm_transition_impl(settings, attr):
    return {
        "//command_line_option:platforms": "//tools/emscripten:wasm32",
        # At -O0 a module is ten times the size and the browser's compile time with it.
        "//command_line_option:compilation_mode": "opt",
        # What --config=asan and its like add is meant for the native build.
        "//command_line_option:copt": [],
        "//command_line_option:linkopt": [],
        "//command_line_option:platform_suffix": "",
    }

_wasm_transition = transition(
    implementation = _wasm_transition_impl,
    inputs = [],
    outputs = [
        "//command_line_option:compilation_mode",
        "//command_line_option:copt",
        "//command_line_option:linkopt",
        "//command_line_option:platform_suffix",
        "//command_line_option:platforms",
    ],
)

def _wasm_binary_impl(ctx):
    archive = ctx.attr.linked[0][DefaultInfo].files.to_list()[0]
    js, mjs, wasm = ctx.outputs.js, ctx.outputs.mjs, ctx.outputs.wasm
    ctx.actions.run_shell(
        inputs = [archive],
        outputs = [js, mjs, wasm],
        command = 'tar --extract --touch --file "$1" --directory "$2" && cp "$3" "$4"',
        arguments = [archive.path, js.dirname, js.path, mjs.path],
        mnemonic = "WasmUnpack",
    )
    return [DefaultInfo(
        files = depset([js, wasm]),
        runfiles = ctx.runfiles(files = [js, mjs, wasm]),
    )]

_wasm_binary = rule(
    implementation = _wasm_binary_impl,
    attrs = {
        # A rule transition of Starlark makes this a list of one.
        "linked": attr.label(
            cfg = _wasm_transition,
        ),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
    outputs = {
        "js": "%{name}.js",
        "mjs": "%{name}.mjs",
        "wasm": "%{name}.wasm",
    },
)

def tandem_wasm_binary(name, linkopts = [], copts = [], testonly = False, visibility = None, **kwargs):
    """NAME.js, NAME.mjs and NAME.wasm, linked by em++ for the wasm32 platform.

    Args:
      name: the target, and the module's file names.
      linkopts: em++'s link options, such as -sMODULARIZE; nothing is added but optimization and exceptions.
      copts: for `srcs`.
      testonly: as ever.
      visibility: as ever.
      **kwargs: srcs, deps, data and the like, as in cc_binary.
    """
    native.cc_binary(
        name = name + "_link",
        copts = ["-Wall", "-Wextra", "-Werror"] + copts,
        features = ["layering_check"],
        linkopts = linkopts,
        tags = ["manual"],
        target_compatible_with = WASM_ONLY,
        testonly = testonly,
        visibility = ["//visibility:private"],
        **kwargs
    )
    _wasm_binary(
        name = name,
        # Named only where it can be built: Bazel 4 looks for its toolchain before it sees that we are incompatible.
        linked = ":%s_link" % name if EMSCRIPTEN_FOUND else None,
        target_compatible_with = REQUIRES_EMSCRIPTEN,
        testonly = testonly,
        visibility = visibility,
    )
