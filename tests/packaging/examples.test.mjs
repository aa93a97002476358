// The examples as people would start from them: built, run, and looked at in Chromium.
import assert from "node:assert/strict";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { install, openPage, PACKAGE, run, serve, startBrowser } from "./support.mjs";

let consumer;
let browser;
before(async () => {
  // One after the other: what has started when the other fails must be known, to be ended.
  consumer = await install();
  browser = await startBrowser();
  await cp(join(PACKAGE, "examples"), join(consumer.project, "examples"), { recursive: true });
});
after(async () => {
  await browser?.close();
  await consumer?.remove();
});

function runExample(file, ...args) {
  return run(process.execPath, [join("examples/node", file), ...args], { cwd: consumer.project });
}

/** The calculator stands there, has priced the worked example, and what the page shows follows it. */
async function showsTheWorkedExample(folder) {
  const server = await serve(join(consumer.project, folder));
  try {
    const { page, complaints } = await openPage(browser, server.address);
    const shows = (text) => page.locator(`#total:text-is("${text}")`).waitFor();
    await shows("2.3436");
    const calculator = page.locator("tiermeter-calculator");
    await calculator.evaluate((element) => element.ready);
    const exactTotal = (element) => element.settlement.bills[0].exact_total;
    assert.equal(await calculator.evaluate(exactTotal), "2.3436");
    // As if someone had changed the number of instances in it.
    await calculator.evaluate(async (element) => {
      const value = structuredClone(element.value);
      value.lines[0].scaling.steps[1].instances = 3;
      element.value = value;
      while (element.settlement.bills[0].exact_total !== "3.1248") {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      const detail = { value, settlement: element.settlement };
      element.dispatchEvent(new CustomEvent("tiermeter-change", { bubbles: true, composed: true, detail }));
    });
    await shows("3.1248");
    assert.deepEqual(complaints, []);
    await page.close();
  } finally {
    await server.stop();
  }
}

test("Node: usage is priced, and what is refused is told", async () => {
  assert.equal(await runExample("price.js"), "2026-03: exact 2.3436 USD, payable 2.34 USD\n");
  const file = join(consumer.project, "usage.json");
  await writeFile(file, JSON.stringify({ runs: [{}] }));
  await assert.rejects(runExample("price.js", file), /malformed at "\/runs\/0\/[a-z_]+": /);
});

test("Node: the life of a service", async () => {
  assert.deepEqual((await runExample("service.js")).trim().split("\n"), [
    "2026-03-03T10:00:00Z enable: creating",
    "2026-03-03T10:00:04Z created: running",
    "2026-03-03T11:00:00Z account_overdue: stopped, overdue",
    "2026-03-03T11:30:00Z enable: refused, account_overdue",
    "2026-03-03T12:00:00Z account_replenished: running",
  ]);
});

test("Node: a million runs as columns", async () => {
  assert.deepEqual((await runExample("columns.js")).trim().split("\n"), [
    "A: 45000000 s, 9765 USD",
    "C: 45000000 s, 11250 USD",
    "together: 21015 USD",
  ]);
});

test("plain HTML", async () => {
  const dist = join(consumer.installed, "dist");
  await cp(dist, join(consumer.project, "examples/html/tiermeter"), { recursive: true });
  await showsTheWorkedExample("examples/html");
});

test("the React example is strict TypeScript", async () => {
  const tsc = join(consumer.project, "node_modules/typescript/bin/tsc");
  await run(process.execPath, [tsc, "--project", "examples/react/tsconfig.json"], { cwd: consumer.project });
});

for (const framework of ["react", "vue", "svelte"]) {
  test(framework, async () => {
    const folder = join("examples", framework);
    const cwd = join(consumer.project, folder);
    await run(process.execPath, ["../../node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], { cwd });
    await showsTheWorkedExample(join(folder, "dist"));
  });
}
