// What became of a service: who did what, what each stretch of its status cost, and the seconds and cost of each instance.
// All of it adds up to what REST says, to the last digit.

import assert from "node:assert/strict";

import { assertSame, plain, sum } from "../node/backend-tools.mjs";
import { amountIn, soon } from "./console-page.mjs";
import { consoleTest, PER_SECOND } from "./console-support.mjs";
import { ServiceView } from "./console-views.mjs";
import { textOf } from "./support.mjs";

const MADE = "2026-03-03T09:00:00Z";

/** A service that an API key, the owner and the platform have done something with; its console is open. */
async function livedThrough(stage, backend, api) {
  const { id } = await api.createGpuService({ name: "chat" });
  await backend.clockTo("2026-03-03T10:00:00Z");
  await api.enable(id);
  await backend.settle();
  await backend.clockTo("2026-03-03T11:00:00Z");
  const console = await stage.owner();
  await console.open(`/services/${id}`);
  const service = new ServiceView(console);
  await service.statusIs("Running");
  await service.disable.click();
  await console.confirm("Disable chat", "Disable");
  await service.statusIs("Stopped", "by hand");
  await backend.clockTo("2026-03-03T11:30:00Z");
  await api.enable(id);
  await backend.settle();
  await backend.clockTo("2026-03-03T12:00:00Z");
  await api.scaleTo(id, 2);
  await backend.settle();
  await backend.clockTo("2026-03-03T12:30:00Z");
  return { console, service, id };
}

/** Who did it, as the console says it. */
function said(actor) {
  const [kind, key] = actor.split(":");
  return { owner: "the owner", platform: "the platform", api_key: `API key ${key}` }[kind];
}

consoleTest("the changes name who made them, and what their stretches cost adds up to the total", { testClock: MADE }, async ({ stage, backend, api }) => {
  const { console, id } = await livedThrough(stage, backend, api);
  const entries = (await api.timeline(id)).toReversed();
  const actors = entries.map(({ actor }) => actor);
  assert.ok(actors.includes("owner") && actors.includes("platform") && actors.some((actor) => actor.startsWith("api_key:")), actors.join());
  const { cost } = await api.service(id);
  const table = console.view.getByRole("table", { name: "Changes of status", exact: true });
  const head = (await table.getByRole("columnheader").allTextContents()).map((text) => text.trim());
  const [by, amount] = [head.indexOf("By"), head.findIndex((text) => text.startsWith("Cost, USD"))];
  assert.ok(by > 0 && amount > by, head.join(" | "));
  await soon(async () => {
    const rows = await table.getByRole("row").evaluateAll((found) =>
      found.map((row) => [...row.cells].map((cell) => cell.innerText.replace(/\s+/g, " ").trim())));
    const [changes, total] = [rows.slice(1, -1), rows.at(-1)];
    // Before the first change it was made, by nobody's command.
    assert.deepEqual(changes.map((cells) => cells[by]), [...actors.map(said), ""]);
    assert.deepEqual(
      changes.map((cells) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/.exec(cells[0])?.[0]),
      [...entries.map(({ at }) => at), MADE].map((at) => at.replace("T", " ").replace("Z", " UTC")),
    );
    const amounts = changes.map((cells) => amountIn(cells[amount]));
    assert.equal(total[0], "In all, in this range");
    assertSame(sum(amounts), amountIn(total.at(-1)), "the stretches add up");
    assertSame(amountIn(total.at(-1)), cost.month_to_date, "and are what REST says");
    // An hour of one instance, and none while it was stopped by hand.
    const stopped = changes.findIndex((cells) => cells[by] === "the owner");
    assertSame(amounts[stopped], "0");
    assert.match(changes[stopped][1], /^Stopped by hand$/);
    assertSame(sum(amounts.slice(stopped + 1)), "0.7812");
    assertSame(sum(amounts.slice(0, stopped)), "1.1718", "an hour of one instance, and half of one of another");
  });
});

consoleTest("each instance has a bar for each of its runs, with its own seconds and cost", { testClock: MADE }, async ({ stage, backend, api }) => {
  const { console, service, id } = await livedThrough(stage, backend, api);
  const runs = await api.runs(id);
  const names = [...new Set(runs.map(({ instance }) => instance))];
  assert.ok(names.length >= 2, names.join());
  const { instances } = service;
  const lanes = instances.getByRole("listitem");
  await soon(async () => assert.equal(await lanes.count(), names.length));
  const costs = [];
  for (const name of names) {
    const own = runs.filter(({ instance }) => instance === name);
    const seconds = own.reduce((total, run) => total + run.seconds, 0);
    const lane = lanes.filter({ has: console.page.getByText(name, { exact: true }) });
    await soon(async () => {
      const text = await textOf(lane);
      const [, counted, amount] = /([\d,]+) s ([\d.,]+)$/.exec(text) ?? [];
      assert.equal(counted, new Intl.NumberFormat("en-US").format(seconds), text);
      assert.equal(plain(amount), sum(Array(seconds).fill(PER_SECOND)), text);
    });
    costs.push(sum(own.map(({ amount }) => amount)));
    for (const { started_at: from, stopped_at: until } of own) {
      const [start, end] = [from, until].map((at) => at?.replace("T", " ").replace("Z", " UTC") ?? "now");
      await lane.getByTitle(`${start} – ${end}`, { exact: true }).first().waitFor({ state: "attached" });
    }
    assert.equal(await lane.getByTitle(/ – /).count(), own.length, "a bar for each run");
  }
  assertSame(sum(costs), (await api.service(id)).cost.month_to_date);

  // What runs goes on counting; what has ended stays.
  await backend.clockTo("2026-03-03T13:00:00Z");
  const later = await api.runs(id);
  for (const name of names) {
    const seconds = later.filter(({ instance }) => instance === name).reduce((total, run) => total + run.seconds, 0);
    const lane = lanes.filter({ has: console.page.getByText(name, { exact: true }) });
    await soon(async () => assert.ok((await textOf(lane)).includes(`${new Intl.NumberFormat("en-US").format(seconds)} s `)));
  }
});

consoleTest("on a phone every amount lies on the screen, and the tables stay tables", { testClock: MADE }, async ({ stage, backend, api }) => {
  const { console, id } = await livedThrough(stage, backend, api);
  const { cost } = await api.service(id);
  const runs = await api.runs(id);
  for (const width of [390, 320]) {
    await console.page.setViewportSize({ width, height: 844 });
    for (const [name, count] of [["Changes of status", (await api.timeline(id)).length + 3], ["Runs", runs.length + 1]]) {
      const place = console.view.getByRole("group", { name, exact: true });
      await soon(async () => assert.equal(await place.getByRole("table").getByRole("row").count(), count, name));
      assert.equal(await place.getByRole("columnheader").count(), 6, name);
      assert.equal(await place.getByRole("row").nth(1).getByRole("cell").count(), 5, name);
      const beyond = await place.getByRole("cell").or(place.getByRole("rowheader")).evaluateAll((cells) =>
        cells.filter((cell) => {
          const { left, right } = cell.getBoundingClientRect();
          return left < 0 || right > innerWidth || cell.scrollWidth > cell.clientWidth;
        }).map((cell) => cell.innerText));
      assert.deepEqual(beyond, [], `${name} at ${width}`);
    }
    const amounts = await console.view.getByRole("group", { name: "Runs", exact: true }).getByRole("row")
      .evaluateAll((rows) => rows.slice(1).map((row) => row.lastElementChild.innerText));
    assertSame(sum(amounts.map(amountIn)), cost.month_to_date);
    assert.equal(await console.sidewaysScroll(), 0);
  }
});
