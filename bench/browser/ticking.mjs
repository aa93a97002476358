// Nothing changes but time: what a second of costs that count up asks of the main thread.

import { setTimeout as sleep } from "node:timers/promises";

import { tell } from "./stage.mjs";
import { median, milliseconds, percentile, plainRow, ROUNDS, targetRow } from "./table.mjs";
import { traced } from "./trace.mjs";

/** High enough for fifty rows. */
const HEIGHT = 3_200;
const SECONDS = 12;
const MOST_SECOND_MS = 20;

export async function ticking(stage) {
  const page = await stage.signedIn({ height: HEIGHT });
  // What costs most in an hour comes first: rows that count.
  await stage.openServices(page, "?metering=gpu_seconds&sort=-hour", stage.services.length);
  const visible = await page.getByRole("row").evaluateAll((rows) => {
    const seen = (row) => row.getBoundingClientRect().bottom > 0 && row.getBoundingClientRect().top < innerHeight;
    return rows.filter(seen).length - 1;
  });
  const [medians, worst] = [[], []];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const seconds = (await traced(page, () => sleep(SECONDS * 1_000))).ofSeconds();
    medians.push(median(seconds));
    worst.push(percentile(seconds, 100));
    tell(`ticking, ${round} of ${ROUNDS}: ${seconds.map(milliseconds).join(", ")}`);
  }
  const counting = stage.services.filter(({ open_runs: open }) => open.length > 0).length;
  await page.context().close();
  const what = `a second of live costs, ${visible} rows in sight, ${counting.toLocaleString("en-US")} services counting: main-thread work`;
  const figure = median(medians);
  return [
    targetRow(what, milliseconds(figure), `< ${MOST_SECOND_MS} ms`, figure < MOST_SECOND_MS),
    plainRow(`${what}, the longest of ${SECONDS} seconds`, milliseconds(median(worst))),
  ];
}
