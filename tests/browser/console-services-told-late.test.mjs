// What tokens used is not told by the stream: the list of services asks for it, of those too that stopped.

import assert from "node:assert/strict";

import { assertOutcomes, assertSame, tokensUsed } from "../node/backend-tools.mjs";
import { soon } from "./console-page.mjs";
import { consoleTest } from "./console-support.mjs";
import { ServicesView } from "./console-views.mjs";
import { eventually } from "./support.mjs";

const START = "2026-03-03T09:00:00Z";
const USED_AT = "2026-03-03T10:00:00Z";
/** More than what is asked for at once. */
const SERVICES = 104;
/** Those are asked for in two turns of half a minute. */
const PATIENCE_MS = 90_000;

consoleTest("what is left of a free quota follows its use while the list is open", { testClock: START }, async ({ stage, backend, api }) => {
  const model = async () => (await api.models()).find(({ id }) => id === "small-8b");
  const { default_service: own } = await model();
  await api.enable(own.id);
  await backend.settle();
  const { name } = await api.service(own.id);
  const console = await stage.owner();
  await console.open("/services?type=default&sort=quota");
  const services = new ServicesView(console);
  await services.rowSays(name, "Running", "100 %");
  const names = () => services.table.getByRole("rowheader").getByRole("link").allInnerTexts();

  await backend.clockTo(USED_AT);
  assertOutcomes(await api.send([tokensUsed({ service: own.id, model: "small-8b", input: 900_000, time: USED_AT })]), ["accepted"]);
  const { free_quota: quota } = await model();
  assert.equal(quota.remaining, 100_000);
  // The list asks again with every half minute of the server's clock.
  await backend.clockTo("2026-03-03T10:01:00Z");
  await services.rowSays(name, "10 %");
  await services.row(name).getByTitle("100,000 / 1,000,000 free tokens, until 1 Jun 2026", { exact: true }).waitFor();
  // Less is left of it than of any other model that has something free; those without any come first.
  await soon(async () => {
    const left = new Map((await api.models()).map((one) => [one.name, one.free_quota?.remaining ?? -1]));
    const shown = (await names()).map((one) => left.get(one));
    assert.deepEqual(shown, shown.toSorted((one, other) => one - other));
  });
});

consoleTest("what is told late of services that stopped shows without a reload, however many there are", { testClock: START, timeout: 180_000 }, async ({ stage, backend, api }) => {
  const ids = {};
  for (let number = 0; number < SERVICES; number += 1) {
    const name = `chat ${number}`;
    ids[name] = (await api.createTokenService({ name })).id;
  }
  const stopped = ["chat 0", `chat ${SERVICES / 2}`, `chat ${SERVICES - 1}`];
  for (const name of stopped) {
    await api.enable(ids[name]);
  }
  await backend.settle();
  await backend.clockTo("2026-03-03T09:30:00Z");
  for (const name of stopped) {
    await api.disable(ids[name]);
  }
  await backend.clockTo(USED_AT);
  const console = await stage.owner();
  await console.open("/services?show=stopped");
  const services = new ServicesView(console);
  await services.shows([...stopped].sort());
  for (const name of stopped) {
    await services.rowSays(name, "Stopped", "by hand");
    assertSame(await services.cost(name), "0", name);
  }
  for (const [place, name] of stopped.entries()) {
    const told = tokensUsed({ service: ids[name], output: 1_000_000 * (place + 1), time: "2026-03-03T09:15:00Z" });
    assertOutcomes(await api.send([told]), ["accepted"]);
  }
  for (const [place, name] of stopped.entries()) {
    const { cost } = await api.service(ids[name]);
    assertSame(cost.month_to_date, ["2.7", "5.4", "8.1"][place], name);
    await eventually(async () => assertSame(await services.cost(name), cost.month_to_date, name), PATIENCE_MS);
  }
});
