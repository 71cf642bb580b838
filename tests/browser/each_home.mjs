// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// Cases that hold in both homes: the same clicks, the same results.

import { localHome, nativeHome } from './homes.mjs';
import { leave, test } from './runner.mjs';

const HOMES = [nativeHome, localHome];

// Opens `site` in a home, hands the page over, and ends the home.
export function inEachHome(name, site, run) {
  for (const start of HOMES) {
    const home = start === nativeHome ? 'native' : 'local';
    test(`${name} (${home})`, async (tools) => {
      const running = await start(site);
      try {
        await tools.page.goto(running.url);
        await run({ ...tools, home: running, shot: (shot) => tools.screenshot(`${shot}_${home}`) });
      } finally {
        await leave(tools.page);
        await running.close();
      }
    });
  }
}
