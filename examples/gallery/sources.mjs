// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Lua sees its site's templates as little as any other file, so what the gallery shows as source stands in lua/sources.lua,
// which this writes from the files themselves. tests/browser/gallery_test.mjs fails when it is stale.
//
//   node examples/gallery/sources.mjs

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const HEAD = '-- Copyright (c) the Tandem authors. Licensed under the MIT License.';

// The text of lua/sources.lua for the gallery in `folder`.
export function sourcesOf(folder) {
  const read = (path) => ({ path, text: readFileSync(join(folder, path), 'utf8').replace(/^(<!--|--) Copyright .*\n+/, '') });
  const slugs = readdirSync(join(folder, 'lua/pages')).map((name) => name.replace(/\.lua$/, '')).sort();
  const pages = slugs.map((slug) => {
    const templates = readdirSync(join(folder, 'viewdefs', slug)).sort((a, b) => b.includes('Demo.') - a.includes('Demo.') || (a < b ? -1 : 1));
    const files = [...templates.map((name) => read(`viewdefs/${slug}/${name}`)), read(`lua/pages/${slug}.lua`)];
    const entries = files.map(({ path, text }) => `    { name = "${path}", text = [==[\n${text}]==] },\n`);
    return `  ["${slug}"] = {\n${entries.join('')}  },\n`;
  });
  return `${HEAD}\n--\n-- Written by sources.mjs: the files of each page, as the gallery shows them.\n\nreturn {\n${pages.join('')}}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = dirname(fileURLToPath(import.meta.url));
  writeFileSync(join(folder, 'lua/sources.lua'), sourcesOf(folder));
}
