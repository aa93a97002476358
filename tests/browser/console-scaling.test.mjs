// Scaling while somebody watches the cost: the price of an hour changes at once, the sum goes on from where it was, and
// both are the server's to the digit.

import assert from "node:assert/strict";

import { assertOutcomes, assertSame, compare, load, until } from "../node/backend-tools.mjs";
import { soon } from "./console-page.mjs";
import { consoleTest, PER_HOUR, PER_SECOND } from "./console-support.mjs";
import { ServiceView } from "./console-views.mjs";
import { textOf } from "./support.mjs";

const START = "2026-03-03T10:00:00Z";
const LATER = "2026-03-03T10:00:30Z";

consoleTest("the worked example, watched: what each change costs is said before, and counted after", { testClock: START }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  const rest = async () => (await api.service(id)).cost;
  const console = await stage.owner();
  await console.open(`/services/${id}`);
  const service = new ServiceView(console);
  await service.statusIs("Not enabled");
  await service.costs("0", "0");

  await service.enable.click();
  await console.effectShows(await console.dialog("Enable chat"), [
    ["Status", "Not enabled → Creating"],
    ["Instances", "0 → 1"],
    ["per hour", "0 USD → 0.7812 USD"],
    ["per day", "0 USD → 18.7488 USD"],
    ["per month", "0 USD → 581.2128 USD"],
  ]);
  await console.confirm("Enable chat", "Enable");
  await console.toast("chat is enabled.");
  await backend.settle();
  await service.statusIs("Running");
  await backend.clockTo("2026-03-03T11:00:00Z");
  await service.costs(PER_HOUR, "0.7812");

  await service.scaleTo(2).click();
  await console.effectShows(await console.dialog("Scale chat"), [["Instances", "1 → 2"], ["per hour", "0.7812 USD → 1.5624 USD"]]);
  await console.confirm("Scale chat", "Scale");
  await backend.settle();
  // The second instance's first second has begun, and counts (P1).
  await service.costs("1.5624", (await rest()).month_to_date);
  await backend.clockTo("2026-03-03T12:00:00Z");
  await service.costs("1.5624", "2.3436");
  assertSame((await rest()).month_to_date, "2.3436");

  // Fewer again, and back: what is taken back is as it was.
  await service.scaleTo(1).click();
  await console.effectShows(await console.dialog("Scale chat"), [["Stops at once", "1 instance, the newest"]]);
  await console.confirm("Scale chat", "Scale");
  await service.costs(PER_HOUR, (await rest()).month_to_date);
  await console.page.getByRole("status").getByRole("button", { name: "Undo" }).last().click();
  await until(async () => (await api.service(id)).scaling.instances === 2, { what: "it is taken back" });
  await backend.settle();
  await service.costs("1.5624", (await rest()).month_to_date);

  await service.disable.click();
  await console.effectShows(await console.dialog("Disable chat"), [["Status", "Running → Stopped (by hand)"], ["per hour", "1.5624 USD → 0 USD"]]);
  await console.confirm("Disable chat", "Disable");
  await service.statusIs("Stopped", "by hand");
  const { per_hour: perHour, month_to_date: sum } = await rest();
  await service.costs(perHour, sum);
  assert.equal(compare(sum, "2.3436"), 1, "the last start cost its least second");
  assertSame((await api.bill()).exact_total, sum);
});

consoleTest("in real time the sum counts up each second, and ends where the server's does", {}, async ({ stage, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  await api.enable(id);
  await until(async () => (await api.service(id)).status === "running", { what: "it runs" });
  const console = await stage.owner();
  await console.open(`/services/${id}`);
  const service = new ServiceView(console);
  await service.statusIs("Running");
  await console.isLive();
  assert.equal(compare(await console.figureGrows("This month so far", 3), PER_SECOND), 1);

  await service.scaleTo(2).click();
  await console.confirm("Scale chat", "Scale");
  await console.figureIs(/^Now, USD per hour/, "1.5624");
  await console.figureGrows("This month so far", 3);
  await service.disable.click();
  await console.confirm("Disable chat", "Disable");
  await service.statusIs("Stopped", "by hand");
  await service.costs("0", (await api.service(id)).cost.month_to_date);
});

consoleTest("the days ahead are followed with the load that is known, or with one that is typed", { testClock: START }, async ({ stage, backend, api }) => {
  const scaling = { mode: "automatic", minimum: 1, maximum: 8, concurrency: 8, scale_in_after_seconds: 60 };
  const { id } = await api.createGpuService({ name: "chat", scaling });
  await api.enable(id);
  await backend.settle();
  assertOutcomes(await api.send([load({ service: id, requests_in_flight: 12, time: START })]), ["accepted"]);
  await backend.settle();
  const console = await stage.owner();
  await console.open(`/services/${id}?tab=scaling`);
  const field = console.view.getByLabel("Load that stays, requests in flight");
  await soon(async () => assert.equal(await field.inputValue(), "16"));
  await console.view.getByText("9 to 16 requests in flight.").waitFor();
  // Two instances for seven days, and five with a load of 40.
  await console.view.getByText("336 instance hours: 262.4832 USD").waitFor();
  await field.fill("40");
  await console.view.getByText("840 instance hours: 656.208 USD").waitFor();
  await field.fill("many");
  await console.view.getByText("A whole number from 0 to 9,007,199,254,740,991.").waitFor();
  assert.equal(await console.view.getByText(/instance hours:/).count(), 0);
  // Whatever was typed, the load that is known can be had back, and is followed again.
  const back = console.view.getByRole("button", { name: "Back to the measured load" });
  await back.focus();
  await console.page.keyboard.press("Enter");
  await soon(async () => assert.equal(await field.inputValue(), "16"));
  await console.view.getByText("336 instance hours: 262.4832 USD").waitFor();
  assert.equal(await field.evaluate((input) => input === document.activeElement), true);
  assert.equal(await back.count(), 0);
  await backend.clockTo(LATER);
  assertOutcomes(await api.send([load({ service: id, requests_in_flight: 20, time: LATER })]), ["accepted"]);
  await backend.settle();
  await soon(async () => assert.equal(await field.inputValue(), "24"));
});

consoleTest("an automatic scaling is saved from the form, and a policy changes the hours and the cost of the days ahead", { testClock: START }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  await api.enable(id);
  await backend.settle();
  const console = await stage.owner();
  const { view } = console;
  await console.open(`/services/${id}?tab=scaling`);
  const field = (name, place = view) => place.getByRole("textbox", { name, exact: true });
  await view.getByText("This is the scaling that the service has.").waitFor();
  await view.getByRole("radio", { name: "Automatic", exact: true }).check();
  for (const [name, value] of [
    ["At least, instances", "1"], ["At most, instances", "4"], ["Requests in flight for each instance", "8"],
    ["A lower need must last, seconds", "0"], ["Load that stays, requests in flight", "0"],
  ]) {
    await field(name).fill(value);
  }
  // One instance for seven days.
  await view.getByText("168 instance hours: 131.2416 USD", { exact: true }).waitFor();
  await view.getByRole("button", { name: "Add a policy", exact: true }).click();
  const policy = view.getByRole("group", { name: "Policy 1", exact: true });
  await field("Begins (cron)", policy).fill("0 12 * *");
  await policy.getByText(/^Not a cron expression: /).waitFor();
  const review = view.getByRole("button", { name: "Review the change", exact: true });
  await soon(async () => assert.equal(await review.isDisabled(), true));
  await field("Begins (cron)", policy).fill("0 12 * * *");
  await policy.getByText(/^Next: 3 Mar, 12:00 · /).waitFor();
  await field("Lasts, seconds", policy).fill("36000");
  await field("Minimum meanwhile, instances", policy).fill("3");
  // Two more for ten hours of each of these days; without it as before.
  await view.getByText("308 instance hours: 240.6096 USD", { exact: true }).waitFor();
  await field("Minimum meanwhile, instances", policy).fill("2");
  await view.getByText("238 instance hours: 185.9256 USD", { exact: true }).waitFor();
  await view.getByRole("button", { name: "Add a policy", exact: true }).click();
  const second = view.getByRole("group", { name: "Policy 2", exact: true });
  await field("Begins (cron)", second).fill("0 0 * * *");
  await field("Lasts, seconds", second).fill("3600");
  await field("Minimum meanwhile, instances", second).fill("4");
  await view.getByText("259 instance hours: 202.3308 USD", { exact: true }).waitFor();
  await second.getByRole("button", { name: "Remove Policy 2", exact: true }).click();
  await view.getByText("238 instance hours: 185.9256 USD", { exact: true }).waitFor();

  await review.click();
  await console.effectShows(await console.dialog("Scale chat"), [["Instances within", "1 – 4"]]);
  await console.confirm("Scale chat", "Scale");
  await console.toast("chat is scaled.");
  const { mode, minimum, maximum, concurrency, scale_in_after_seconds: lasts, policies } = (await api.service(id)).scaling;
  assert.deepEqual([mode, minimum, maximum, concurrency, lasts], ["automatic", 1, 4, 8, 0]);
  assert.deepEqual(
    policies.map(({ cron, duration_seconds: seconds, minimum: least }) => [cron, seconds, least]),
    [["0 12 * * *", 36_000, 2]],
  );
  await view.getByText("This is the scaling that the service has.").waitFor();

  // What was promised comes: two instances from noon on, and what they cost.
  await backend.clockTo("2026-03-03T12:00:00Z");
  await backend.settle();
  assert.equal((await api.service(id)).instances.wanted, 2);
  await console.reload();
  assert.equal(await field("Begins (cron)").inputValue(), "0 12 * * *");
  await new ServiceView(console).costs("1.5624", (await api.service(id)).cost.month_to_date);
});

consoleTest("what a scaling costs stands within its panel, up to the month", { testClock: START }, async ({ stage, api }) => {
  const scaling = { mode: "automatic", minimum: 1, maximum: 40, concurrency: 8, scale_in_after_seconds: 60 };
  const { id } = await api.createGpuService({ name: "chat", scaling });
  for (const [locale, name] of [["en-US", "What it leads to"], ["zh-CN", "影响"]]) {
    const console = await stage.owner({ width: 1440, height: 900, locale });
    await console.open(`/services/${id}?tab=scaling`);
    const table = console.view.getByRole("group", { name, exact: true });
    await table.getByText("23,248.512", { exact: true }).waitFor();
    for (const width of [1440, 1100, 390]) {
      await console.page.setViewportSize({ width, height: 900 });
      const [content, room] = await table.evaluate((element) => [element.scrollWidth, element.clientWidth]);
      assert.ok(content <= room, `${name} at ${width}: ${content} px in ${room}`);
    }
  }
});

const FEW = { testClock: START, flags: ["--instances-per-account", "2"] };

consoleTest("what is refused is explained in Chinese, with the values and the next step", FEW, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  const other = await api.createGpuService({ name: "other" });
  await api.enable(id);
  await api.enable(other.id);
  await backend.settle();
  const console = await stage.owner({ locale: "zh-CN" });
  await console.open(`/services/${id}`);
  const asked = async () => {
    await console.view.getByRole("button", { name: "扩缩至 2 个", exact: true }).click();
    const dialog = await console.dialog("伸缩 chat");
    await dialog.getByRole("button", { name: "伸缩", exact: true }).click();
    const refusal = dialog.getByRole("alert");
    await refusal.waitFor();
    return refusal;
  };
  console.expectRefusals(422);
  const refusal = await asked();
  assert.equal(
    await textOf(refusal),
    "2 个实例过多：还可使用 0 到 1 个。账户最多可有 2 个，其中其他服务最多需要 1 个。 请减少实例数、缩减其他服务，或联系此服务器的运营方。",
  );
  assert.equal(await refusal.locator('[lang="en"]').count(), 0);
  await console.page.keyboard.press("Escape");
  await console.dialogIsGone();

  // A sentence that this console does not know yet is quoted, and marked as English.
  await console.page.route("**/api/v1/services/*/scaling", (route) => {
    const [status, code, detail] = [409, "conflict", "the service is being moved"];
    const json = { type: "about:blank", title: "Conflict", status, code, detail, errors: [] };
    return route.fulfill({ status, contentType: "application/problem+json", body: JSON.stringify(json) });
  });
  console.expectRefusals(409);
  const quoting = await asked();
  assert.equal(await textOf(quoting), "此操作与当前状态冲突。 请重新查看后再决定。 服务器提示： The service is being moved.");
  assert.equal(await textOf(quoting.locator('[lang="en"]')), "The service is being moved.");
  assert.equal((await api.service(id)).scaling.instances, 1, "nothing was done");
});
