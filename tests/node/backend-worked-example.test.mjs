// The published worked example on the test clock, through REST alone: a tier A service with one instance from
// 10:00:00, two from 11:00:00, none from 12:00:00 costs 2.3436.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { priceUsage } from "../../pkg/dist/index.js";
import { withBackend } from "./backend-support.mjs";
import { checkBill, checkFiles, settled } from "./backend-tools.mjs";

/** Plays the example; the service. */
async function play(backend, api, { checks = async () => {} } = {}) {
  await backend.allowSeconds();
  const service = await api.createGpuService({ name: "chat" });
  await backend.clockTo("2026-03-03T10:00:00Z");
  await api.enable(service.id);
  await backend.settle();
  await checks("one", service.id);
  await backend.clockTo("2026-03-03T11:00:00Z");
  await checks("an hour", service.id);
  await api.scaleTo(service.id, 2);
  await backend.settle();
  await checks("two", service.id);
  await backend.clockTo("2026-03-03T12:00:00Z");
  await checks("end", service.id);
  await api.disable(service.id);
  return service;
}

const EXPECTED = (service) => ({
  month: "2026-03",
  lines: [{ service, item: "gpu_seconds", tier: "A", unit_price: "0.000217", per: 1, quantity: "10800", amount: "2.3436" }],
  exact_total: "2.3436",
  payable: "2.34",
  rounding: "-0.0036",
});

test("the worked example, hour by hour", withBackend({ testClock: "2026-03-03T09:59:00Z" }, async ({ backend, api }) => {
  // A run costs a second at least, so one that has just begun too.
  const at = {
    one: { instances: { wanted: 1, running: 1 }, per_hour: "0.7812", total: "0.000217" },
    "an hour": { instances: { wanted: 1, running: 1 }, per_hour: "0.7812", total: "0.7812" },
    two: { instances: { wanted: 2, running: 2 }, per_hour: "1.5624", total: "0.781417" },
    end: { instances: { wanted: 2, running: 2 }, per_hour: "1.5624", total: "2.3436" },
  };
  const service = await play(backend, api, {
    async checks(step, id) {
      const { status, instances, cost } = await api.service(id);
      assert.equal(status, "running", step);
      assert.deepEqual(instances, at[step].instances, step);
      assert.deepEqual(cost, { per_hour: at[step].per_hour, month_to_date: at[step].total, currency: "USD" }, step);
    },
  });

  for (const later of ["2026-03-03T12:00:00Z", "2026-03-03T13:00:00Z", "2026-04-01T23:00:00Z"]) {
    await backend.clockTo(later);
    const bill = checkBill(await api.bill(later < "2026-04" ? "current" : "2026-03"));
    assert.deepEqual(settled(bill), EXPECTED(service.id), later);
    assert.equal(bill.currency, "USD");
    assert.equal(bill.state, "open");
  }
  const runs = (await api.runs(service.id)).sort((left, right) => (left.started_at < right.started_at ? -1 : 1));
  assert.deepEqual(runs.map((run) => [run.tier, run.started_at, run.stopped_at, run.seconds, run.amount, run.currency, run.open]), [
    ["A", "2026-03-03T10:00:00Z", "2026-03-03T12:00:00Z", 7200, "1.5624", "USD", false],
    ["A", "2026-03-03T11:00:00Z", "2026-03-03T12:00:00Z", 3600, "0.7812", "USD", false],
  ]);
  const timeline = await api.timeline(service.id);
  assert.deepEqual(timeline.map((row) => [row.command, row.status, row.at]), [
    ["enable", "creating", "2026-03-03T10:00:00Z"],
    ["created", "running", "2026-03-03T10:00:00Z"],
    ["disable", "stopped", "2026-03-03T12:00:00Z"],
  ]);
}));

test("the usage behind the bill, priced by program and module, is the bill", withBackend(
  { testClock: "2026-03-03T09:59:00Z" },
  async ({ backend, api }) => {
    const service = await play(backend, api);
    const usage = await api.billUsage("2026-03");
    const settlement = { currency: "USD", bills: [EXPECTED(service.id)] };
    assert.deepEqual(priceUsage(usage), settlement);
    const file = join(backend.folder, "usage.json");
    await writeFile(file, JSON.stringify(usage));
    const { code, stdout } = await backend.run("price", file);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(stdout), settlement);
    assert.deepEqual(settled(await api.bill("2026-03")), settlement.bills[0]);
    assert.deepEqual(settled(await api.bill("current")), settlement.bills[0]);
  },
));

test("the bill as a file adds up to what is payable, by server and program", withBackend(
  { testClock: "2026-03-03T09:59:00Z" },
  async ({ backend, api }) => {
    await play(backend, api);
    const usage = join(backend.folder, "usage.json");
    await writeFile(usage, JSON.stringify(await api.billUsage("2026-03")));
    const printed = {};
    for (const format of ["csv", "focus"]) {
      const { code, stdout, stderr } = await backend.run("price", usage, "--format", format);
      assert.equal(code, 0, stderr);
      printed[format] = stdout;
    }
    checkFiles(printed, "2.34");
    checkFiles({ csv: await api.billText("2026-03", "csv"), focus: await api.billText("2026-03", "focus") }, "2.34");

    const byType = await api.answer("GET", "/bills/2026-03", undefined, { accept: "text/csv" });
    assert.match(byType.headers.get("content-type"), /^text\/csv\b/);
    assert.equal(byType.text, await api.billText("2026-03", "csv"));
    const asked = await api.answer("GET", "/bills/2026-03?format=json", undefined, { accept: "text/csv" });
    assert.equal(asked.body.payable, "2.34", "the query says more than the header");
    await api.refused("GET", "/bills/2026-03?format=xml", undefined, { status: 400 });
  },
));
