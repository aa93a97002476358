// Tokens of a service are drawn for an hour, minute by minute, with what they cost; each stretch of its life has the
// money of its minutes, and a reservation is settled against the minutes of the last whole hours. All of it is asked for
// by one reader, a few reports at a time. What was used is a file.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { assertOutcomes, tokensUsed } from "../node/backend-tools.mjs";
import { consoleTest } from "./console-support.mjs";
import { soon } from "./console-page.mjs";
import { ServiceView } from "./console-views.mjs";
import { eventually, textOf } from "./support.mjs";

/** Every request for usage. */
const USAGE = /\/api\/v1\/usage\?/;

consoleTest("an hour of tokens is told by the minute, and its range is in the address", { testClock: "2026-03-03T10:00:00Z" }, async ({ stage, backend, api }) => {
  const { id } = await api.createTokenService({ name: "chat" });
  await backend.clockTo("2026-03-03T11:30:00Z");
  for (const [minute, output] of [["10:15", 7_000], ["11:12", 5_000], ["11:13", 40_000]]) {
    assertOutcomes(await api.send([tokensUsed({ service: id, output, time: `2026-03-03T${minute}:30Z` })]), ["accepted"]);
  }
  const console = await stage.owner();
  await console.open(`/services/${id}?tab=cost`);
  await console.view.getByRole("radio", { name: "1 h", exact: true }).check();
  await console.addressIs(`/services/${id}?tab=cost&range=1h`);
  await console.reload();
  await console.view.getByText("Tokens are summed up by the minute.").waitFor();
  // What came before the hour is not in it.
  await console.figureIs("Tokens in this range", "45000");
  await console.view.getByText("As a table").first().click();
  const row = (time) => console.view.getByRole("row").filter({ has: console.page.getByRole("rowheader", { name: time, exact: true }) });
  await soon(async () => assert.match(await textOf(row("3 Mar, 11:12").first()), /5,000/));
  assert.match(await textOf(row("3 Mar, 11:13").first()), /40,000/);
  assert.equal(await row("3 Mar, 10:15").count(), 0);
});

consoleTest("each stretch of a service's life has the money of its minutes", { testClock: "2026-03-03T10:00:00Z", timeout: 120_000 }, async ({ stage, backend, api }) => {
  const { id } = await api.createTokenService({ name: "chat" });
  await backend.clockTo("2026-03-03T10:20:30Z");
  await api.enable(id);
  await backend.settle();
  await backend.clockTo("2026-03-03T11:40:30Z");
  await api.disable(id);
  await backend.clockTo("2026-03-03T12:00:00Z");
  // The minute of a change is, as a whole, that of the status that it led to.
  for (const [time, output] of [["10:19:59", 1_000_000], ["10:20:10", 2_000_000], ["11:39:59", 4_000_000], ["11:40:00", 8_000_000]]) {
    assertOutcomes(await api.send([tokensUsed({ service: id, output, time: `2026-03-03T${time}Z` })]), ["accepted"]);
  }
  const console = await stage.owner();
  await console.open(`/services/${id}`);
  const changes = console.view.getByRole("table", { name: "Changes of status" });
  const costs = changes.locator("tbody td:last-child");
  await soon(async () => assert.match(await textOf(costs.first()), /21\.6/, "stopped"));
  assert.match(await textOf(costs.last()), /2\.7/, "not enabled");
  const running = changes.locator("tbody tr").filter({ hasText: "Running" });
  assert.match(await textOf(running.locator("td:last-child").first()), /16\.2/);
  assert.match(await textOf(changes.locator("tfoot td")), /40\.5/);
  // What is told later is added to its stretch while the view is open: what tokens of running services cost is asked
  // for every half minute.
  await api.enable(id);
  await backend.settle();
  assertOutcomes(await api.send([tokensUsed({ service: id, output: 3_000_000, time: "2026-03-03T11:50:00Z" })]), ["accepted"]);
  await eventually(async () => assert.match(await textOf(changes.locator("tfoot td")), /48\.6/), 60_000);
  await changes.locator("tbody tr").filter({ hasText: "Stopped" }).filter({ hasText: "29.7" }).waitFor();
});

consoleTest("a reservation is settled against the minutes of the last whole hours", { testClock: "2026-03-03T10:00:00Z" }, async ({ stage, backend, api }) => {
  const { id } = await api.createTokenService({ name: "chat" });
  await backend.clockTo("2026-03-03T12:30:00Z");
  for (const [minute, output] of [["10:15", 70_000], ["11:12", 20_000], ["12:13", 1_000_000]]) {
    assertOutcomes(await api.send([tokensUsed({ service: id, output, time: `2026-03-03T${minute}:30Z` })]), ["accepted"]);
  }
  const console = await stage.owner();
  await console.open(`/services/${id}?tab=billing`);
  // 90,000 output tokens at 2.7 a million; 20 thousand a minute for two hours at 0.02, and 50,000 tokens above them.
  await console.view.getByText("In the last 2 h the reservation would have been 0.692 USD dearer.").waitFor();
  await console.view.getByText("By token: 0.243 USD.").waitFor();
  await console.view.getByText("The reservation 0.8 USD, what is above it 0.135 USD: together 0.935 USD.").waitFor();
});

consoleTest("a service's usage is asked for alone, two reports at a time, and once for each stretch", { testClock: "2026-03-03T10:00:00Z" }, async ({ stage, backend, api }) => {
  const { id } = await api.createTokenService({ name: "chat" });
  await backend.clockTo("2026-03-03T12:30:00Z");
  assertOutcomes(await api.send([tokensUsed({ service: id, output: 70_000, time: "2026-03-03T10:15:30Z" })]), ["accepted"]);
  const console = await stage.owner();
  const asked = [];
  let [now, most] = [0, 0];
  await console.page.route(USAGE, async (route) => {
    asked.push(new URL(route.request().url()).searchParams);
    now += 1;
    most = Math.max(most, now);
    const response = await route.fetch();
    await sleep(150);
    now -= 1;
    await route.fulfill({ response });
  });
  const service = new ServiceView(console);
  const verdict = console.view.getByText(/^In the last 2 h the reservation would have been /);
  await console.open(`/services/${id}?tab=billing`);
  await verdict.waitFor();
  for (const tab of ["Overview", "Usage and cost", "Billing"]) {
    await service.tab(tab).click();
    await console.isReady();
  }
  await verdict.waitFor();
  assert.ok(asked.every((query) => query.get("service") === id), asked.join("\n"));
  assert.equal(most, 2, "as many reports at once as an account may make");
  // The stretch is over, so it is asked for once, though its tab was opened twice.
  const minutes = asked.filter((query) => query.get("group_by") === "service,minute" && query.get("from") === "2026-03-03T10:00");
  assert.deepEqual(minutes.map((query) => query.get("to")).filter((to) => to === "2026-03-03T12:00"), ["2026-03-03T12:00"], asked.join("\n"));
  await console.page.unrouteAll({ behavior: "ignoreErrors" });
});

consoleTest("a minute that has begun is not drawn as nothing before it was told", { testClock: "2026-03-03T10:00:00Z" }, async ({ stage, backend, api }) => {
  const { id } = await api.createTokenService({ name: "chat" });
  await backend.clockTo("2026-03-03T11:30:00Z");
  assertOutcomes(await api.send([tokensUsed({ service: id, output: 5_000, time: "2026-03-03T11:12:30Z" })]), ["accepted"]);
  const console = await stage.owner();
  await console.open(`/services/${id}?tab=cost&range=1h`);
  await console.isLive();
  await console.view.getByText("As a table").first().click();
  const cells = async (time) => {
    const row = console.view.getByRole("row").filter({ has: console.page.getByRole("rowheader", { name: time, exact: true }) });
    return (await row.first().getByRole("cell").allInnerTexts()).map((text) => text.trim());
  };
  await soon(async () => assert.deepEqual(await cells("3 Mar, 11:30"), ["0", "0", "0", "0", "0"]));
  let answer;
  const answered = new Promise((resolve) => { answer = resolve; });
  await console.page.route(USAGE, async (route) => {
    await answered;
    await route.continue();
  });
  await backend.clockTo("2026-03-03T11:31:00Z");
  // The console hears of the minute by what happens in it.
  await api.enable(id);
  await soon(async () => assert.deepEqual(await cells("3 Mar, 11:31"), ["–", "–", "–", "–", "–"]));
  assert.deepEqual(await cells("3 Mar, 11:30"), ["0", "0", "0", "0", "0"]);
  answer();
  await soon(async () => assert.deepEqual(await cells("3 Mar, 11:31"), ["0", "0", "0", "0", "0"]));
});

consoleTest("a report that is refused for now is asked for again by itself, and else says so", { testClock: "2026-03-03T10:00:00Z" }, async ({ stage, api }) => {
  const { id } = await api.createTokenService({ name: "chat" });
  assertOutcomes(await api.send([tokensUsed({ service: id, output: 5_000, time: "2026-03-03T10:00:00Z" })]), ["accepted"]);
  const console = await stage.owner();
  let [refusals, wait] = [2, "1"];
  await console.page.route(USAGE, (route) => {
    if (refusals === 0) {
      return route.continue();
    }
    refusals -= 1;
    const [status, code] = [429, "too_many_requests"];
    const json = { type: "about:blank", title: "Too Many Requests", status, code, detail: "the account makes 2 reports already", errors: [] };
    return route.fulfill({ status, headers: { "retry-after": wait }, contentType: "application/problem+json", body: JSON.stringify(json) });
  });
  await console.open(`/services/${id}?tab=cost&range=1h`);
  await console.figureIs("Tokens in this range", "5000");
  assert.deepEqual([refusals, await console.view.getByRole("alert").count()], [0, 0]);
  // As long as that nobody waits in silence.
  [refusals, wait] = [100, "60"];
  await console.reload();
  const alert = console.view.getByRole("alert");
  await alert.getByText("Too many requests in this minute. Try again in a moment.").waitFor();
  refusals = 0;
  await alert.getByRole("button", { name: "Try again", exact: true }).click();
  await console.figureIs("Tokens in this range", "5000");
  assert.equal(await alert.count(), 0);
});

consoleTest("what the view of usage shows is a JSON file too", { testClock: "2026-03-03T10:00:00Z" }, async ({ stage, api }) => {
  const { id } = await api.createTokenService({ name: "chat" });
  assertOutcomes(await api.send([tokensUsed({ service: id, output: 1_000_000, time: "2026-03-03T10:00:00Z" })]), ["accepted"]);
  const console = await stage.owner();
  await console.open("/usage");
  const file = await console.download(console.view.getByRole("button", { name: "Download JSON", exact: true }));
  assert.match(file.name, /^tiermeter-usage-service-.*\.json$/);
  const { currency, data, group_by: by, total } = JSON.parse(file.text);
  assert.deepEqual({ by, currency, total }, { by: "service", currency: "USD", total: "2.7" });
  assert.deepEqual(data, [{
    service: id, service_name: "chat", item: "output_tokens", quantity: "1000000", unit: "tokens", amount: "2.7", currency: "USD", illustrative: true,
  }]);
});
