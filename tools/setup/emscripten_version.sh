#!/bin/bash
# Copyright (c) the Tandem authors. Licensed under the MIT License.
#
# Prints the version of the Emscripten that a build would use ($EMSDK's, else em++ on the PATH), or "none".

emxx="em++"
[[ -z ${EMSDK:-} ]] || emxx="$EMSDK/upstream/emscripten/em++"
if command -v "$emxx" > /dev/null; then
  NODE_PATH="${NODE_PATH:-/usr/share/nodejs}" "$emxx" --version | grep -o '[0-9]\+\.[0-9]\+\.[0-9]\+' | head -n 1
else
  echo none
fi
