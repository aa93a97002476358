// What a browser has to load of the built pages and the built module: it may not grow past its bounds.
// docs/benchmarks.md says what they are for.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { measureBudgets } from "../../xtask/scripts/loads.mjs";

const root = new URL("../../", import.meta.url);
const budgets = JSON.parse(await readFile(new URL("tests/budgets.json", root), "utf8"));
const number = (value) => value.toLocaleString("en-US");

test("no size has grown past its bound", () => {
  const measured = measureBudgets(fileURLToPath(new URL("dist", root)), fileURLToPath(new URL("pkg/dist", root)));
  assert.deepEqual(Object.keys(budgets).sort(), Object.keys(measured).sort());
  const faults = Object.entries(budgets)
    .filter(([name, { bound_bytes: bound }]) => measured[name] > bound)
    .map(([name, { bound_bytes: bound }]) => {
      const over = number(measured[name] - bound);
      return `${name}: ${number(measured[name])} bytes by brotli, ${over} over its bound of ${number(bound)}`;
    });
  assert.ok(faults.length === 0, `cargo xtask size says what has grown\n${faults.join("\n")}`);
});

test("docs/benchmarks.md names the bounds and the aims as they are", async () => {
  const text = await readFile(new URL("docs/benchmarks.md", root), "utf8");
  for (const [name, { bound_bytes: bound, aim_bytes: aim }] of Object.entries(budgets)) {
    const row = `| ${name} | ${aim === undefined ? "" : number(aim)} | ${number(bound)} |`.replace("|  |", "| |");
    assert.ok(text.includes(row), `${row} is missing`);
  }
});
