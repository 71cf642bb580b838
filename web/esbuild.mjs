// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Builds the folder the browser is served: our bundles, the page and its style, the Shoelace files a page can ask for,
// the WASM core where it is given, and the licences of all of it. The same script serves Bazel (//web:assets) and hand
// work; it reads only what it is pointed at and the packages beside it.
//
//   node esbuild.mjs --out DIRECTORY [--core FILE]…

import { build } from 'esbuild';
import { createRequire } from 'node:module';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const { values } = parseArgs({ options: { out: { type: 'string' }, core: { type: 'string', multiple: true, default: [] } } });
if (!values.out) throw new Error('usage: node esbuild.mjs --out DIRECTORY [--core FILE]…');
const out = resolve(values.out);

// Names the components ask of the icon library "system".
const SYSTEM_ICONS = [
  'caret', 'check', 'chevron-down', 'chevron-left', 'chevron-right', 'copy', 'eye', 'eye-slash', 'eyedropper',
  'grip-vertical', 'indeterminate', 'pause-fill', 'person-fill', 'play-fill', 'radio', 'star-fill', 'x-circle-fill', 'x-lg',
];

// Packages whose code is inside the bundles or inside Shoelace's.
const SHIPPED = [
  '@shoelace-style/shoelace', '@shoelace-style/animations', '@shoelace-style/localize', '@ctrl/tinycolor', '@floating-ui/core',
  '@floating-ui/dom', '@floating-ui/utils', 'composed-offset-position', 'lit', 'qr-creator', 'dompurify',
];

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all([bundle(), copyPage(), copyShoelace(), copyCore(), writeNotices()]);

async function bundle() {
  const shared = {
    absWorkingDir: here, bundle: true, format: 'esm', target: ['es2021', 'chrome100', 'firefox100', 'safari15.4'],
    minify: true, legalComments: 'none', charset: 'utf8', logLevel: 'warning', outdir: out,
  };
  const page = {
    ...shared,
    entryPoints: { main: 'src/main.ts', shoelace_setup: 'src/shoelace_setup.ts' },
    splitting: true, // What is imported on demand becomes a file of its own.
    chunkNames: 'chunks/[name]-[hash]',
    metafile: true,
  };
  const { metafile } = await build({ ...page, write: false });
  await build({ ...page, plugins: [constantsOfTheirOwn(neededAtStart(metafile))] });
  await build({ ...shared, entryPoints: { core_worker: 'src/worker/core_worker.ts' } });
  await build({ ...shared, entryPoints: { inspector: 'src/inspector/main.ts' } });
}

// Otherwise constants.ts, which nearly every source needs, would be a file beside main.js: asked for once main.js has come,
// and larger than it is inside. So what is imported on demand gets a copy of those constants that it uses.
function constantsOfTheirOwn(atStart) {
  return {
    name: 'constants-of-their-own',
    setup({ onResolve }) {
      onResolve({ filter: /\/constants$/ }, ({ importer, resolveDir, path }) => ({
        path: `${resolve(resolveDir, path)}.ts`,
        suffix: atStart.has(relative(here, importer)) ? '' : `?${basename(importer)}`,
      }));
    },
  };
}

// The sources that are in main.js, or in a file that it cannot run without.
function neededAtStart({ outputs }, file = relative(here, join(out, 'main.js'))) {
  const { inputs, imports } = outputs[file];
  const further = imports.filter(({ kind }) => kind === 'import-statement').flatMap(({ path }) => [...neededAtStart({ outputs }, path)]);
  return new Set([...Object.keys(inputs), ...further]);
}

// The page of the local home is the server's page with addresses relative to itself.
async function copyPage() {
  const page = await readFile(join(here, 'public/index.html'), 'utf8');
  const local = page
    .replaceAll('"/_tandem/', '"./_tandem/')
    .replace('<meta charset="utf-8">', '<meta charset="utf-8">\n  <meta name="tandem-home" content="local">');
  if (local.includes('"/_tandem/') || !local.includes('tandem-home')) throw new Error('index.html is not as local.html needs it');
  await writeFile(join(out, 'index.html'), page);
  await writeFile(join(out, 'local.html'), local);
  for (const file of ['style.css', 'favicon.svg', 'inspector.html', 'inspector.css']) {
    await cp(join(here, 'public', file), join(out, file));
  }
}

async function copyShoelace() {
  const from = packageFolder('@shoelace-style/shoelace');
  const to = join(out, 'shoelace');
  for (const folder of ['assets', 'chunks', 'components', 'events', 'internal', 'themes', 'translations', 'utilities']) {
    await cp(join(from, 'cdn', folder), join(to, folder), {
      recursive: true,
      dereference: true,
      filter: (source) => !source.endsWith('.d.ts'),
    });
  }
  await cp(join(from, 'cdn/shoelace-autoloader.js'), join(to, 'shoelace-autoloader.js'));
  // The dark theme for pages that follow the system's setting: without the class that switches it on.
  const dark = await readFile(join(to, 'themes/dark.css'), 'utf8');
  await writeFile(join(to, 'themes/dark_auto.css'), dark.replace('.sl-theme-dark', ':root'));
  // The icons inside the components, as files: the library has them as data: addresses, which a strict policy refuses.
  const module = join(from, 'dist/components/icon/library.system.js');
  const { default: system } = await import(pathToFileURL(module).href);
  await mkdir(join(to, 'assets/system'), { recursive: true });
  for (const name of SYSTEM_ICONS) {
    const address = system.resolver(name);
    if (!address.startsWith('data:image/svg+xml,')) throw new Error(`Shoelace has no system icon ${name} any more`);
    const svg = decodeURIComponent(address.slice(address.indexOf(',') + 1)).replace(/\s+/g, ' ').trim();
    const standalone = svg.includes('xmlns=') ? svg : svg.replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"');
    await writeFile(join(to, `assets/system/${name}.svg`), `${standalone}\n`);
  }
}

async function copyCore() {
  await Promise.all(values.core.map((file) => cp(resolve(file), join(out, 'core', basename(file)), { dereference: true })));
}

async function writeNotices() {
  const parts = [
    'Tandem is distributed under the MIT License. The files in this folder contain the following works of others.',
    await readFile(join(here, 'public/notices_cpp.txt'), 'utf8'),
  ];
  for (const name of SHIPPED) {
    const folder = packageFolder(name);
    const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const file = (await readdir(folder)).filter((entry) => /^licen[cs]e/i.test(entry)).sort()[0];
    if (!file) throw new Error(`${name} has no licence file`);
    parts.push(`${name} ${version}\n\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`);
  }
  const icons = join(packageFolder('@shoelace-style/shoelace'), 'cdn/assets/icons/LICENSE');
  parts.push(`Bootstrap Icons (shoelace/assets/icons)\n\n${(await readFile(icons, 'utf8')).trim()}\n`);
  await writeFile(join(out, 'NOTICES.txt'), parts.join(`\n${'-'.repeat(80)}\n\n`));
}

function packageFolder(name) {
  for (const root of require.resolve.paths(name) ?? []) {
    try {
      require.resolve(join(root, name, 'package.json'));
      return join(root, name);
    } catch {
      // Not under this root.
    }
  }
  throw new Error(`the package ${name} is not installed`);
}
