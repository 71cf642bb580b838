# Copyright (c) the Tandem authors. Licensed under the MIT License.

"""The C++ rules of Tandem: Bazel's own, with our warnings and layering_check switched on.

Use these for every target of ours. layering_check makes clang reject the include of a header that no direct dependency
offers; gcc ignores it. Dependencies are written out in full: nothing is added to `deps` except the test and benchmark
libraries named below.
"""

# Our code is free of these warnings on every compiler we support. External headers come in by -isystem and stay silent.
_COPTS = [
    "-Wall",
    "-Wextra",
    "-Werror",
    # gcc 12 at -O2 takes the unused alternatives of a std::variant for uninitialized values. clang has no such warning, and would
    # complain of its name.
    "-Wno-unknown-warning-option",
    "-Wno-maybe-uninitialized",
]

_FEATURES = ["layering_check"]

def tandem_cc_library(name, copts = [], features = [], **kwargs):
    """A library of ours: one header pair, narrow visibility."""
    native.cc_library(
        name = name,
        copts = _COPTS + copts,
        features = _FEATURES + features,
        **kwargs
    )

def tandem_cc_binary(name, copts = [], features = [], **kwargs):
    """A program of ours."""
    native.cc_binary(
        name = name,
        copts = _COPTS + copts,
        features = _FEATURES + features,
        **kwargs
    )

def tandem_cc_test(name, deps = [], size = "small", copts = [], features = [], **kwargs):
    """A GoogleTest; gtest, gmock and a main function are added. Mirror the path of the source it tests.

    The cases themselves are not optimized, which halves the time they take to compile; what they test is.
    """
    native.cc_test(
        name = name,
        size = size,
        copts = _COPTS + ["-O0"] + copts,
        features = _FEATURES + features,
        deps = deps + [
            "@com_google_googletest//:gtest",
            "@com_google_googletest//:gtest_main",
        ],
        **kwargs
    )

def tandem_cc_benchmark(name, deps = [], tags = [], copts = [], features = [], smoke = ".", **kwargs):
    """A Google Benchmark with a main function; `./tandem bench` runs all of them at -c opt, one after the other.

    The test NAME_smoke_test runs the cases that match `smoke`, unmeasured, so that the benchmark keeps working.
    """
    native.cc_binary(
        name = name,
        testonly = True,
        copts = _COPTS + copts,
        features = _FEATURES + features,
        tags = tags + ["benchmark"],
        deps = deps + [
            "@google_benchmark//:benchmark",
            "@google_benchmark//:benchmark_main",
        ],
        **kwargs
    )
    native.sh_test(
        name = name + "_smoke_test",
        size = "medium",
        srcs = ["//tools/bazel:smoke_benchmark.sh"],
        args = [
            "$(rootpath :%s)" % name,
            smoke,
        ],
        data = [":" + name],
    )

def tandem_fuzz_test(name, runs, srcs = None, deps = [], copts = [], features = [], **kwargs):
    """A libFuzzer target NAME, from NAME.cc, and the test NAME_test over the inputs in the folder corpus/NAME.

    Where there is libFuzzer (--config=clang --config=asan-ubsan) the test also makes up `runs` inputs of its own; elsewhere it
    runs those in the folder only.
    """
    native.cc_binary(
        name = name,
        testonly = True,
        srcs = srcs or [name + ".cc"],
        copts = _COPTS + copts + select({
            "//tools/bazel:libfuzzer": ["-fsanitize=fuzzer"],
            "//conditions:default": [],
        }),
        features = _FEATURES + features,
        linkopts = select({
            "//tools/bazel:libfuzzer": ["-fsanitize=fuzzer"],
            "//conditions:default": [],
        }),
        deps = deps + ["//tests/fuzz"] + select({
            "//tools/bazel:libfuzzer": [],
            "//conditions:default": ["//tests/fuzz:replay_main"],
        }),
        **kwargs
    )
    native.sh_test(
        name = name + "_test",
        size = "medium",
        srcs = ["//tools/bazel:fuzz_test.sh"],
        args = [
            "$(rootpath :%s)" % name,
            native.package_name() + "/corpus/" + name,
            "$(rootpath //tests/fuzz:words.dict)",
            str(runs),
        ],
        data = [
            ":" + name,
            "//tests/fuzz:words.dict",
        ] + native.glob(["corpus/%s/*" % name]),
    )
