// What stays in memory after 10,000 changes that came and went.

import { Changes, countedRuns } from "./changes.mjs";
import { tell, until } from "./stage.mjs";
import { mebibytes, plainRow, targetRow } from "./table.mjs";

const CHANGES = 10_000;
/** What is kept for later is made by these. */
const FIRST_CHANGES = 2_000;
const PER_SECOND = 500;
/** Less than this is how full pages of memory happen to be. */
const MOST_GROWTH_BYTES = 2 ** 20;

export async function memoryOverChanges(stage) {
  const page = await stage.signedIn();
  await stage.openServices(page, "?metering=gpu_seconds", stage.services.length);
  const changes = new Changes(stage);
  const counted = await countedRuns(page);
  let sent = 0;
  const send = async (count) => {
    await changes.send(count, PER_SECOND);
    sent += count;
    await until(() => counted.count >= sent, "every change has come");
    // The last of them are applied with the next frame, and shown with the one after.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  };
  await send(FIRST_CHANGES);
  const before = await memoryOf(counted.session);
  await send(CHANGES);
  const after = await memoryOf(counted.session);
  tell(`memory: ${JSON.stringify({ before, after })}`);
  await changes.end();
  await page.context().close();
  const growth = after.bytes - before.bytes;
  const what = `${CHANGES.toLocaleString("en-US")} live changes with the list open`;
  return [
    targetRow(`${what}: growth of heap and buffers, ${mebibytes(before.bytes)} at first`, mebibytes(growth), `< ${mebibytes(MOST_GROWTH_BYTES)}`, growth < MOST_GROWTH_BYTES),
    plainRow(`${what}: growth of the number of DOM nodes, ${before.nodes} at first`, `${after.nodes - before.nodes}`),
  ];
}

/** What is in use once everything that nobody holds is gone: JS heap, DOM, and buffers with the program's memory. */
async function memoryOf(session) {
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = await session.send("Runtime.getHeapUsage");
  const { nodes } = await session.send("Memory.getDOMCounters");
  return { bytes: usedSize + embedderHeapUsedSize + backingStorageSize, nodes };
}
