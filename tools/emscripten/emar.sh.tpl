#!/bin/bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# emar for Bazel.

export EM_FROZEN_CACHE=1
exec %{EMAR} "$@"
