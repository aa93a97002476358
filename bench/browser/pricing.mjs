// node bench/browser/pricing.mjs [edits] [million]: what the pricing page and the check of bills ask of a browser, on
// the release server. `cargo xtask bench browser` builds all that it needs. The table comes at the end; what is going on
// stands on standard error.

import { startBrowser, startServer } from "../../tests/browser/support.mjs";
import { edits } from "./edits.mjs";
import { millionRuns } from "./million.mjs";
import { chosenOf, printMachine, printTable } from "./table.mjs";

const chosen = chosenOf({ edits, million: millionRuns }, process.argv.slice(2));
const server = await startServer();
const rows = [];
let browser;
try {
  browser = await startBrowser();
  printMachine(`Chromium ${browser.version()}`);
  for (const measure of chosen) {
    rows.push(...(await measure(browser, server.address)));
  }
} finally {
  printTable(rows);
  await browser?.close();
  await server.stop();
}
