// Every vector through the built wasm module.
import assert from "node:assert/strict";
import { test } from "node:test";

import * as tiermeter from "../../pkg/dist/index.js";
import { priceBookOf, vectors } from "./support.mjs";

const { TiermeterError } = tiermeter;

/** What a call gives: its answer, or the code and path of its refusal. */
function outcome(call) {
  try {
    return { expected: call() };
  } catch (error) {
    assert.ok(error instanceof TiermeterError, `${error} is no TiermeterError`);
    assert.notEqual(error.message, "");
    return { refused: { code: error.code, path: error.path } };
  }
}

function expectedOf({ expected, refused }) {
  return refused === undefined ? { expected } : { refused };
}

const pricing = await vectors("pricing");
assert.equal(pricing.cases.length, 132);
for (const testCase of pricing.cases) {
  test(`pricing: ${testCase.name}`, () => {
    const got = outcome(() => tiermeter.priceUsage(testCase.usage, priceBookOf(pricing, testCase)));
    assert.deepEqual(got, expectedOf(testCase));
  });
}

const lifecycle = await vectors("lifecycle");
assert.equal(lifecycle.walks.length, 20);
for (const walk of lifecycle.walks) {
  test(`lifecycle: ${walk.name}`, () => {
    let service = tiermeter.newService();
    for (const step of walk.steps) {
      const got = outcome(() => tiermeter.applyCommand(service, step.apply));
      assert.equal(got.refused?.code, step.refused);
      // A host keeps the service as JSON.
      service = JSON.parse(JSON.stringify(got.expected ?? service));
      assert.deepEqual(tiermeter.describeService(service, walk.billing_mode, step.asked_at), step.then);
    }
  });
}

const estimates = await vectors("estimates");
assert.equal(estimates.cases.length, 36);
for (const testCase of estimates.cases) {
  test(`estimates: ${testCase.name}`, () => {
    const priceBook = priceBookOf(estimates, testCase);
    assert.deepEqual(outcome(() => tiermeter.priceEstimate(testCase.estimate, priceBook)), expectedOf(testCase));
    if (testCase.refused !== undefined) {
      return;
    }
    const usage = tiermeter.expandEstimate(testCase.estimate, priceBook);
    assert.equal(usage.runs.length, testCase.runs);
    assert.equal(usage.tokens.length, testCase.records);
    if (testCase.expected_runs !== undefined) {
      assert.deepEqual(usage.runs, testCase.expected_runs);
    }
    if (testCase.expected_tokens !== undefined) {
      assert.deepEqual(usage.tokens, testCase.expected_tokens);
    }
    assert.deepEqual(tiermeter.priceUsage(usage, priceBook), testCase.expected);
  });
}

test("the bundled price book is the default one", () => {
  const usage = pricing.cases[0].usage;
  assert.deepEqual(tiermeter.priceUsage(usage), tiermeter.priceUsage(usage, tiermeter.defaultPriceBook));
  assert.equal(tiermeter.priceUsage(usage).bills[0].exact_total, "2.3436");
});

test("JavaScript values that are no document are refused, and the module goes on", () => {
  const cyclic = { runs: [] };
  cyclic.runs.push(cyclic);
  const cases = [
    [null, ""],
    ["usage", ""],
    [[], ""],
    [{ runs: {} }, "/runs"],
    [{ runs: [null] }, "/runs/0"],
    [cyclic, "/runs/0"],
    [{ as_of: new Date(0) }, "/as_of"],
    [{ tokens: [{ id: "r", service: "s", model: "small-8b", at: "2026-03-03T10:00:00Z", input: NaN }] }, "/tokens/0/input"],
    [{ tokens: [{ id: "r", service: "s", model: "small-8b", at: "2026-03-03T10:00:00Z", input: 1e300 }] }, "/tokens/0/input"],
    [{ tokens: [{ id: "r", service: "s", model: "small-8b", at: "2026-03-03T10:00:00Z", input: 2 ** 53 }] }, "/tokens/0/input"],
    [{ tokens: [{ id: "r", service: "s", model: "small-8b", at: "2026-03-03T10:00:00Z", input: 1n << 70n }] }, "/tokens/0/input"],
  ];
  for (const [usage, path] of cases) {
    assert.deepEqual(outcome(() => tiermeter.priceUsage(usage)), { refused: { code: "malformed", path } });
  }
  assert.deepEqual(outcome(() => tiermeter.newService({ overdue: 1 })), { refused: { code: "malformed", path: "/overdue" } });
  assert.equal(tiermeter.priceUsage({}).bills.length, 0);
});

test("a service that no command leads to is malformed", () => {
  const service = { ...tiermeter.newService(), activation: "enabled" };
  const got = outcome(() => tiermeter.describeService(service, "pay_as_you_go"));
  assert.deepEqual(got, { refused: { code: "malformed", path: "/since" } });
});
