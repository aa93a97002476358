// Tokens of a service are drawn for an hour, minute by minute, with what they cost; each stretch of its life has the
// money of its minutes, and a reservation is settled against the minutes of the last whole hours. What was used is a file.

import assert from "node:assert/strict";

import { assertOutcomes, tokensUsed } from "../node/backend-tools.mjs";
import { consoleTest } from "./console-support.mjs";
import { soon } from "./console-page.mjs";
import { textOf } from "./support.mjs";

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

consoleTest("each stretch of a service's life has the money of its minutes", { testClock: "2026-03-03T10:00:00Z" }, async ({ stage, backend, api }) => {
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
