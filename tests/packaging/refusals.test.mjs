// What is no document, or comes too early: always a TiermeterError with code and path, and a module that goes on.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { install, runNode } from "./support.mjs";

let consumer;
before(async () => {
  consumer = await install();
});
after(() => consumer?.remove());

function runFixture(file, ...args) {
  return runNode(file, { args, cwd: consumer.project });
}

for (const entry of ["wasm", "inline", "fallback"]) {
  test(`what is no document is refused: ${entry}`, async () => {
    const { cases, found } = await runFixture("node/refusals.js", entry);
    assert.ok(cases > 80);
    assert.deepEqual(found, []);
  });
}

test("calls before the wasm is loaded are refused, and a failed start can be tried again", async () => {
  const functions = [
    "applyCommand",
    "defaultPriceBook",
    "describeService",
    "expandEstimate",
    "newService",
    "priceColumns",
    "priceEstimate",
    "priceUsage",
  ];
  const tooEarly = functions.map((name) => [name, 'not_initialized at ""']);
  const noSource = ["initialize", 'malformed at ""'];
  assert.deepEqual(await runFixture("node/before-initialization.js"), [
    ...tooEarly,
    ...new Array(6).fill(noSource),
    ["initialize", "CompileError"],
    ...tooEarly,
    ["priceUsage", "2.3436"],
  ]);
});

for (const when of ["before", "after"]) {
  test(`prototypes polluted ${when} the module is imported change nothing`, async () => {
    const answers = await runFixture("node/polluted.js", when);
    assert.deepEqual(answers, ["2.3436", "78.12", false, "not_enabled", "malformed at /runs"]);
  });
}
