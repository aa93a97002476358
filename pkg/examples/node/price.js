// node price.js [USAGE]: prices a file of usage, or the worked example.
import { readFile } from "node:fs/promises";

import { priceUsage, TiermeterError } from "tiermeter";

// One instance for an hour, then two for another.
const workedExample = {
  runs: [
    {
      service: "chat",
      instance: "i-1",
      tier: "A",
      started_at: "2026-03-03T10:00:00Z",
      stopped_at: "2026-03-03T12:00:00Z",
    },
    {
      service: "chat",
      instance: "i-2",
      tier: "A",
      started_at: "2026-03-03T11:00:00Z",
      stopped_at: "2026-03-03T12:00:00Z",
    },
  ],
};

const [, , file] = process.argv;
const usage = file === undefined ? workedExample : JSON.parse(await readFile(file, "utf8"));

try {
  const { currency, bills } = priceUsage(usage);
  for (const { month, exact_total, payable } of bills) {
    console.log(`${month}: exact ${exact_total} ${currency}, payable ${payable} ${currency}`);
  }
} catch (error) {
  if (!(error instanceof TiermeterError)) {
    throw error;
  }
  console.error(`${error.code} at "${error.path}": ${error.message}`);
  process.exitCode = 1;
}
