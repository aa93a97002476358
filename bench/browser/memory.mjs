// What stays in memory after 10,000 changes that came and went: runs alone, and among them services that are switched off
// and on and others that come and go.

import { Changes, countedChanges } from "./changes.mjs";
import { Lives } from "./lives.mjs";
import { tell, until } from "./stage.mjs";
import { mebibytes, plainRow, targetRow } from "./table.mjs";

const CHANGES = 10_000;
/** What is kept for later is made by these. */
const FIRST_CHANGES = 2_000;
const PER_SECOND = 500;
/** Changes of services are asked for one by one, and each one that comes is read by the console. */
const MIXED_PER_SECOND = 250;
/** Of so many changes one is of a service itself. */
const OF_SERVICES_ONE_IN = 5;
/** Less than this is how full pages of memory happen to be. */
const MOST_GROWTH_BYTES = 2 ** 20;

/** Runs begin and end. */
export async function memoryOverChanges(stage) {
  const changes = new Changes(stage);
  return grown(stage, `${CHANGES.toLocaleString("en-US")} live changes with the list open`, {
    kinds: ["run"],
    send: (count) => changes.send(count, PER_SECOND),
    servicesBeside: () => 0,
    end: () => changes.end(),
  });
}

/** Runs begin and end, services stop, run again, come and go. */
export async function memoryOverLives(stage) {
  const [changes, lives] = [new Changes(stage), new Lives(stage)];
  await lives.begin();
  const ofServices = CHANGES / OF_SERVICES_ONE_IN;
  const half = (ofServices / 2).toLocaleString("en-US");
  const what = `${CHANGES.toLocaleString("en-US")} live changes with the list open, ${half} of them of a status and ${half} services that come or go`;
  return grown(stage, what, {
    kinds: ["run", "status"],
    send: (count) => {
      const [one, other] = [count / OF_SERVICES_ONE_IN, MIXED_PER_SECOND / OF_SERVICES_ONE_IN];
      return Promise.all([changes.send(count - one, MIXED_PER_SECOND - other), lives.send(one, other)]);
    },
    servicesBeside: () => lives.count,
    end: () => Promise.all([changes.end(), lives.end()]),
  });
}

async function grown(stage, what, { kinds, send, servicesBeside, end }) {
  const page = await stage.signedIn();
  await stage.openServices(page, "?metering=gpu_seconds", stage.services.length + servicesBeside());
  const counted = await countedChanges(page, kinds);
  let sent = 0;
  const sendAll = async (count) => {
    await send(count);
    sent += count;
    await until(() => counted.count >= sent, "every change has come");
    // Services that came are read one by one.
    await stage.untilListed(page, stage.services.length + servicesBeside());
    // The last changes are applied with the next frame, and shown with the one after.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  };
  await sendAll(FIRST_CHANGES);
  const before = await memoryOf(counted.session);
  await sendAll(CHANGES);
  const after = await memoryOf(counted.session);
  tell(`memory: ${JSON.stringify({ before, after, sent, counted: counted.count })}`);
  await end();
  await page.context().close();
  const growth = after.bytes - before.bytes;
  return [
    targetRow(`${what}: growth of heap and buffers, ${mebibytes(before.bytes)} at first`, mebibytes(growth), `< ${mebibytes(MOST_GROWTH_BYTES)}`, growth < MOST_GROWTH_BYTES),
    plainRow(`${what}: growth of the program's memory, ${mebibytes(before.programBytes)} at first`, mebibytes(after.programBytes - before.programBytes)),
    plainRow(`${what}: growth of the number of DOM nodes, ${before.nodes} at first`, `${after.nodes - before.nodes}`),
  ];
}

/**
 * What is in use once everything that nobody holds is gone: JS heap, DOM and buffers; and how large the program's own
 * memory is, which the browser counts with none of them. That grows by whole pages and never shrinks.
 */
async function memoryOf(session) {
  // What the browser remembers of each request for whoever counts is no memory of the page.
  await session.send("Network.disable");
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize, embedderHeapUsedSize = 0, backingStorageSize = 0 } = await session.send("Runtime.getHeapUsage");
  const { nodes } = await session.send("Memory.getDOMCounters");
  const programBytes = await bytesOfPrograms(session);
  await session.send("Network.enable");
  return { bytes: usedSize + embedderHeapUsedSize + backingStorageSize, nodes, programBytes };
}

/** How large the memories of the page's wasm programs are, all together. */
async function bytesOfPrograms(session) {
  const { result: prototype } = await session.send("Runtime.evaluate", { expression: "WebAssembly.Memory.prototype" });
  const { objects } = await session.send("Runtime.queryObjects", { prototypeObjectId: prototype.objectId });
  const { result } = await session.send("Runtime.callFunctionOn", {
    objectId: objects.objectId,
    functionDeclaration: "function () { return this.reduce((sum, { buffer }) => sum + buffer.byteLength, 0); }",
    returnByValue: true,
  });
  for (const { objectId } of [prototype, objects]) {
    await session.send("Runtime.releaseObject", { objectId });
  }
  return result.value;
}
