#!/bin/bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# Runs a fuzz target on every input in a folder.
#
# Usage: fuzz_test.sh TARGET FOLDER

set -euo pipefail
exec "$1" "$2"
