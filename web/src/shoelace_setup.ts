// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Starts Shoelace's autoloader from our own copy, beside this file: each component is loaded when its tag first appears.
// The icons inside components come from files too, so that nothing is fetched from a data: address or another origin.

const base = new URL('./shoelace', import.meta.url).href;

type IconLibrary = typeof import('@shoelace-style/shoelace/dist/utilities/icon-library.js');
type BasePath = typeof import('@shoelace-style/shoelace/dist/utilities/base-path.js');

async function start(): Promise<void> {
  const [icons, paths] = await Promise.all([
    import(`${base}/utilities/icon-library.js`) as Promise<IconLibrary>,
    import(`${base}/utilities/base-path.js`) as Promise<BasePath>,
  ]);
  paths.setBasePath(base);
  icons.registerIconLibrary('system', { resolver: (name) => `${base}/assets/system/${name}.svg` });
  await import(`${base}/shoelace-autoloader.js`);
}

start().catch((reason: unknown) => console.error('tandem: the components could not be loaded [shoelace]', reason));

export {};
