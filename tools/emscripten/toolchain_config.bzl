# Copyright (c) the Tandem authors. Licensed under the MIT License.

"""How Bazel drives em++: tool paths, the flags every wasm target is compiled and linked with, and nothing else.

Flags of one module (exports, memory, environment) belong to its tandem_wasm_binary.
"""

load(
    "@bazel_tools//tools/cpp:cc_toolchain_config_lib.bzl",
    "feature",
    "flag_group",
    "flag_set",
    "tool_path",
    "with_feature_set",
)
load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")

_COMPILE = [
    ACTION_NAMES.c_compile,
    ACTION_NAMES.cpp_compile,
    ACTION_NAMES.assemble,
    ACTION_NAMES.preprocess_assemble,
]

_LINK = [ACTION_NAMES.cpp_link_executable]

# C++ exceptions (and so Lua's errors, Lua being compiled as C++) use WebAssembly's own exception handling.
_EXCEPTIONS = ["-fwasm-exceptions"]

# Size is what a visitor waits for: Lua with a little Abseil is 105 KB after brotli, 112 at -O2, 97 at -Oz, where scripts
# run a quarter slower.
_OPTIMIZED = [
    "-Os",
    "-DNDEBUG",
]

def _flags(actions, flags, when = []):
    return flag_set(
        actions = actions,
        flag_groups = [flag_group(flags = flags)],
        with_features = [with_feature_set(features = when)] if when else [],
    )

def _emscripten_toolchain_config_impl(ctx):
    features = [
        feature(name = "opt"),
        feature(name = "fastbuild"),
        feature(name = "dbg"),
        feature(
            name = "default_flags",
            enabled = True,
            flag_sets = [
                _flags(_COMPILE, _EXCEPTIONS + [
                    # Same input, same output.
                    "-Wno-builtin-macro-redefined",
                    "-D__DATE__=\"redacted\"",
                    "-D__TIME__=\"redacted\"",
                    "-D__TIMESTAMP__=\"redacted\"",
                ]),
                _flags(_LINK, _EXCEPTIONS),
                _flags(_COMPILE + _LINK, _OPTIMIZED[:1], when = ["opt"]),
                _flags(_COMPILE, _OPTIMIZED[1:], when = ["opt"]),
                _flags(_COMPILE + _LINK, ["-g"], when = ["dbg"]),
            ],
        ),
    ]

    # The tools of binutils that Bazel asks for by name and never runs here.
    unused = ["cpp", "dwp", "gcov", "ld", "nm", "objcopy", "objdump", "strip"]
    return cc_common.create_cc_toolchain_config_info(
        ctx = ctx,
        abi_libc_version = "emscripten",
        abi_version = "emscripten",
        compiler = "clang",
        cxx_builtin_include_directories = ctx.attr.builtin_include_directories,
        features = features,
        host_system_name = "local",
        target_cpu = "wasm32",
        target_libc = "emscripten",
        target_system_name = "wasm32-unknown-emscripten",
        tool_paths = [
            tool_path(name = "gcc", path = "emxx.sh"),
            tool_path(name = "ar", path = "emar.sh"),
        ] + [tool_path(name = name, path = "/bin/false") for name in unused],
        toolchain_identifier = "emscripten",
    )

emscripten_toolchain_config = rule(
    implementation = _emscripten_toolchain_config_impl,
    attrs = {"builtin_include_directories": attr.string_list(mandatory = True)},
    provides = [CcToolchainConfigInfo],
)
