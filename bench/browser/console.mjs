// node bench/browser/console.mjs: what the console asks of a browser, with 10,000 services behind the release server.
// `cargo xtask bench browser` builds all that it needs. The table comes at the end; what is going on stands on
// standard error.

import { answersOfTable } from "./answers.mjs";
import { firstUsefulPaints } from "./paint.mjs";
import { memoryOverChanges, memoryOverLives } from "./memory.mjs";
import { scrolling, scrollingByCost } from "./scrolling.mjs";
import { Stage } from "./stage.mjs";
import { chosenOf, printMachine, printTable } from "./table.mjs";
import { ticking } from "./ticking.mjs";

const measurements = {
  paint: firstUsefulPaints, scrolling, ticking, memory: memoryOverChanges,
  answers: answersOfTable, "by-cost": scrollingByCost, lives: memoryOverLives,
};
const chosen = chosenOf(measurements, process.argv.slice(2));
const stage = await Stage.build();
const rows = [];
try {
  printMachine(`Chromium ${stage.browser.version()}`);
  for (const measure of chosen) {
    rows.push(...(await measure(stage)));
  }
} finally {
  printTable(rows);
  await stage.clear();
}
