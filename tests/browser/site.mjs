// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// A site made for one case: a folder with the files it names.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

// `files` maps paths in the site to texts.
export function siteOf(files) {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-site-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
