// The examples as people would start from them.
import assert from "node:assert/strict";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { install, PACKAGE, run } from "./support.mjs";

let consumer;
before(async () => {
  consumer = await install();
  await cp(join(PACKAGE, "examples"), join(consumer.project, "examples"), { recursive: true });
});
after(async () => {
  await consumer?.remove();
});

function runExample(file, ...args) {
  return run(process.execPath, [join("examples/node", file), ...args], { cwd: consumer.project });
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
