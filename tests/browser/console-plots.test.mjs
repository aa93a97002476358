// The plots of a service over each range: their columns add up to what REST says, and what was before the service is a gap
// that says so.

import assert from "node:assert/strict";

import { assertSame, csvRows, sum } from "../node/backend-tools.mjs";
import { amountIn, soon } from "./console-page.mjs";
import { consoleTest, PER_SECOND } from "./console-support.mjs";

const MADE = "2026-03-03T09:40:00Z";
/** The ranges by their words, with their names in the address and the lengths of their stretches in minutes. */
const RANGES = [["1 h", "1h", 1], ["6 h", "6h", 5], ["24 h", "24h", 15], ["7 d", "7d", 180], ["30 d", "30d", 1440], ["90 d", "90d", 1440]];
const GAP = "Hatched: before the service was created.";
const UNKNOWN = "–";

/** The seconds of runs that begin in a stretch of time; the clock of these tests stands on whole seconds. */
function secondsWithin(runs, from, until, now) {
  const within = runs.map(({ started_at: start, stopped_at: stop }) => {
    const [first, last] = [Math.max(Date.parse(start), Date.parse(from)), Math.min(Date.parse(stop ?? now), Date.parse(until))];
    return Math.max(last - first, 0) / 1000;
  });
  return within.reduce((total, seconds) => total + seconds, 0);
}

/** Chooses a range, and gives the file behind the plot of costs, once it is of that range. */
async function fileOf(console, id, [word, key, minutes]) {
  const { view } = console;
  await view.getByRole("group", { name: "How far back", exact: true }).getByRole("radio", { name: word, exact: true }).check();
  await console.addressIs(`/services/${id}?tab=cost&range=${key}`);
  let rows;
  await soon(async () => {
    const file = await console.download(view.getByRole("button", { name: "Download CSV", exact: true }).last());
    assert.equal(file.name, `${id}-cost-${key}.csv`);
    rows = csvRows(file.text);
    assert.equal(Date.parse(rows[0].until) - Date.parse(rows[0].from), minutes * 60_000);
  });
  return rows;
}

/** Checks figures, file and table of a range against the runs as REST gives them. */
async function addsUp(console, id, api, range, now) {
  const rows = await fileOf(console, id, range);
  const runs = await api.runs(id);
  const [from, until] = [rows[0].from, rows.at(-1).until];
  const seconds = secondsWithin(runs, from, until, now);
  const amount = sum(Array(seconds).fill(PER_SECOND));
  const what = `${range[0]} until ${now}`;
  await console.figureIs("Billed seconds in this range", String(seconds));
  await console.figureIs("Cost in this range, USD", amount);
  const known = rows.filter((row) => row.gpu_seconds !== "");
  for (const { from: first, until: last, gpu_seconds: told } of known) {
    assert.equal(Number(told), secondsWithin(runs, first, last, now), `${what}: ${first}`);
  }
  assertSame(sum(known.map((row) => row.cost)), amount, what);
  const table = console.view.getByRole("group", { name: "Cost", exact: true }).getByRole("table");
  await soon(async () => {
    const cells = await table.getByRole("row").evaluateAll((found) => found.slice(1).map((row) => row.lastElementChild.innerText.trim()));
    assert.equal(cells.length, rows.length, what);
    assertSame(sum(cells.filter((cell) => cell !== UNKNOWN).map(amountIn)), amount, what);
    assert.equal(cells.filter((cell) => cell === UNKNOWN).length, rows.length - known.length, what);
  });
  return { from: Date.parse(from), until: Date.parse(until) };
}

/** Checks that both plots are hatched up to when the service was made, and say why, or that neither is. */
async function hasGap(console, { from, until }, what) {
  const { view } = console;
  const share = (100 * Math.max(Date.parse(MADE) - from, 0)) / (until - from);
  const count = share > 0 ? 2 : 0;
  const gaps = view.locator(".service-plot-gap");
  await soon(async () => assert.equal(await gaps.count(), count, what));
  assert.equal(await view.getByText(GAP, { exact: true }).count(), count, what);
  for (const [left, width] of await gaps.evaluateAll((found) => found.map(({ style }) => [style.left, style.width].map(Number.parseFloat)))) {
    assert.equal(left, 0, what);
    assert.ok(Math.abs(width - share) < 0.01, `${what}: ${width} % of ${share} %`);
  }
  for (const plot of ["Instances", "Cost"]) {
    const area = view.getByRole("slider", { name: new RegExp(`^${plot}: read values`) });
    await area.focus();
    await console.page.keyboard.press("Home");
    await soon(async () => {
      const said = await area.getAttribute("aria-valuetext");
      assert.equal(said.endsWith(": before the service was created"), count > 0, `${what}: ${said}`);
    });
  }
}

consoleTest("over every range the columns add up to what REST says, and what was before the service is a gap", { testClock: MADE, timeout: 120_000 }, async ({ stage, backend, api }) => {
  await api.topUp("100");
  const { id } = await api.createGpuService({ name: "chat" });
  await backend.clockTo("2026-03-03T09:45:00Z");
  await api.enable(id);
  await backend.settle();
  const young = "2026-03-03T10:10:00Z";
  await backend.clockTo(young);
  const look = async (now, what) => {
    const console = await stage.owner();
    await console.open(`/services/${id}?tab=cost`);
    await console.view.getByText("As a table · Cost").click();
    for (const range of RANGES) {
      await hasGap(console, await addsUp(console, id, api, range, now), `${range[0]}, ${what}`);
    }
    // Whoever is signed in now is not in weeks.
    await console.page.context().close();
  };
  await look(young, "young");

  // Weeks later only the longest range reaches back to when it was made.
  await api.disable(id);
  await backend.clockTo("2026-04-20T10:00:00Z");
  await api.scaleTo(id, 2);
  await api.enable(id);
  await backend.settle();
  const old = "2026-04-20T12:00:00Z";
  await backend.clockTo(old);
  await look(old, "old");
});
