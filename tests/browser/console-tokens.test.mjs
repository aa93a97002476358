// Tokens of a service are drawn for an hour, minute by minute, with what they cost.

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
