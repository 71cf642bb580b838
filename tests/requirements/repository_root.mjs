// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Where the repository is, for what reads all of it. node.bzl runs scripts as copies in a folder of their own; README.md of this
// folder is linked into it, and where that link leads the repository is. Naming every test file of every package to Bazel instead
// would make each new package a place to forget.

import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';

export function repositoryRoot() {
  if (process.env.BUILD_WORKSPACE_DIRECTORY) return process.env.BUILD_WORKSPACE_DIRECTORY;  // bazel run
  return dirname(dirname(dirname(realpathSync('tests/requirements/README.md'))));
}
