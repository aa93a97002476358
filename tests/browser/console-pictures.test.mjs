// Pictures of every view, wide, on a tablet and on a phone, in both themes: written into docs/pictures where
// TIERMETER_PICTURES=1 asks for them, to be looked at and kept.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { addresses, furnish, FURNISHED_FROM } from "./console-furniture.mjs";
import { consoleTest } from "./console-support.mjs";

const FOLDER = fileURLToPath(new URL("../../docs/pictures/", import.meta.url));
const SIZES = [[390, 844], [768, 1024], [1440, 900]];
const skip = process.env.TIERMETER_PICTURES === "1" ? false : "only where TIERMETER_PICTURES=1 asks for them";

for (const theme of ["light", "dark"]) {
  for (const [width, height] of SIZES) {
    consoleTest(`pictures, ${theme}, ${width} wide`, { testClock: FURNISHED_FROM, timeout: 120_000, skip }, async ({ stage, backend, api }) => {
      await mkdir(FOLDER, { recursive: true });
      const ids = await furnish(backend, api);
      const console = await stage.owner({ theme, width, height });
      for (const [name, path] of addresses(ids)) {
        await console.open(path);
        await console.isLive();
        await console.page.screenshot({ path: join(FOLDER, `console-${name}-${width}-${theme}.png`), fullPage: true });
      }
    });
  }
}
