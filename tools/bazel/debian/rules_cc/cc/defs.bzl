# Copyright (c) the Tandem authors. Licensed under the MIT License.

"""Stands in for rules_cc under Debian's Bazel 4.2.3, whose built-in repositories load these names."""

cc_binary = native.cc_binary
cc_import = native.cc_import
cc_library = native.cc_library
cc_test = native.cc_test
cc_toolchain = native.cc_toolchain
cc_toolchain_suite = native.cc_toolchain_suite
