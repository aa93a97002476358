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

const WORKING = {
  priceUsage: "2.3436",
  "priceUsage of many runs": "156.24",
  priceColumns: "0.000217",
  priceEstimate: 0,
  expandEstimate: 0,
  newService: false,
  applyCommand: false,
  describeService: "not_enabled",
};

for (const [entry, failing] of [
  ["wasm", "call"],
  ["wasm", "pricePackedUsage"],
  ["wasm", "columnspricing_new"],
  ["wasm", "columnspricing_add"],
  ["wasm", "columnspricing_total"],
  ["wasm", "__wbindgen_malloc"],
  ["slim", "call"],
  ["inline", "call"],
  ["fallback", "call"],
]) {
  test(`once the core has failed no call is answered any more: ${entry}, ${failing}`, async () => {
    const { before, failures, after } = await runFixture("node/stopped.js", entry, failing);
    assert.deepEqual(before, WORKING);
    const stopped = /^stopped at "": the core has failed \(unreachable\) and must be reloaded/;
    assert.ok(failures.some((outcome) => stopped.test(outcome)), failures.join("\n"));
    for (const [name, outcome] of Object.entries(after)) {
      assert.match(`${outcome}`, stopped, name);
    }
  });
}

test("a stack that is full brings no other answer than the right one or a refusal", async () => {
  const { before, failures, after } = await runFixture("node/stopped.js", "wasm", "stack");
  assert.deepEqual(before, WORKING);
  const others = failures.filter((outcome) => !/^(2\.3436|RangeError|malformed|stopped at "": the core has failed)/.test(outcome));
  assert.deepEqual(others, []);
  if (Object.values(after).some((outcome) => /^stopped/.test(outcome))) {
    assert.ok(Object.values(after).every((outcome) => /^stopped/.test(outcome)));
  } else {
    assert.deepEqual(after, WORKING);
  }
});

for (const when of ["before", "after"]) {
  test(`prototypes polluted ${when} the module is imported change nothing`, async () => {
    const answers = await runFixture("node/polluted.js", when);
    assert.deepEqual(answers, ["2.3436", "78.12", false, "not_enabled", "malformed at /runs"]);
  });
}
