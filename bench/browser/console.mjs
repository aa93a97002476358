// node bench/browser/console.mjs: what the console asks of a browser, with 10,000 services behind the release server.
// `cargo xtask bench browser` builds all that it needs. The table comes at the end; what is going on stands on
// standard error.

import os from "node:os";

import { firstUsefulPaints } from "./paint.mjs";
import { memoryOverChanges } from "./memory.mjs";
import { scrolling } from "./scrolling.mjs";
import { Stage } from "./stage.mjs";
import { printTable } from "./table.mjs";
import { ticking } from "./ticking.mjs";

const MEASUREMENTS = { paint: firstUsefulPaints, scrolling, ticking, memory: memoryOverChanges };

const chosen = process.argv.slice(2);
const unknown = chosen.filter((word) => !(word in MEASUREMENTS));
if (unknown.length > 0) {
  console.error(`${unknown.join(", ")}: no such measurement; there are ${Object.keys(MEASUREMENTS).join(", ")}`);
  process.exit(2);
}

const stage = await Stage.build();
const rows = [];
try {
  const cpus = os.cpus();
  const programs = `Node ${process.versions.node}, Chromium ${stage.browser.version()}`;
  console.log(`${cpus.length} cores, ${cpus[0]?.model.trim() ?? "unknown CPU"}, ${os.platform()} ${os.arch()}; ${programs}\n`);
  for (const [word, measure] of Object.entries(MEASUREMENTS)) {
    if (chosen.length === 0 || chosen.includes(word)) {
      rows.push(...(await measure(stage)));
    }
  }
} finally {
  printTable(rows);
  await stage.clear();
}
