// The overview: its figures are those of REST at every instant of the test clock and count up by themselves; what came
// too late for a closed month is told beside them; a service that is late, one that could not be created, and those that
// somebody stopped are named there with what mends them.

import assert from "node:assert/strict";

import {
  after, assertOutcomes, assertSame, compare, plain, runStarted, runStopped, sum, tokensUsed, until,
} from "../node/backend-tools.mjs";
import { soon } from "./console-page.mjs";
import { consoleTest } from "./console-support.mjs";
import { ServicesView, ServiceView } from "./console-views.mjs";
import { textOf } from "./support.mjs";

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const MARCH = "from=2026-03-01&to=2026-04-01";
const APRIL = "2026-04-01T00:00:00Z";
const PER_HOUR_FIGURE = /^Now, per hour, USD/;
const EXPECTED_FIGURE = /^Expected at the month's end, USD/;

/** What REST says at a whole hour of the test clock, in March. */
async function restAt(api, now) {
  const [services, days, account, bill] = await Promise.all([
    api.services(), api.usage(`group_by=day&${MARCH}`), api.account(), api.bill(),
  ]);
  const perHour = sum(services.map(({ cost }) => cost.per_hour));
  const month = sum(days.map(({ amount }) => amount));
  const today = sum(days.filter(({ day }) => day === now.slice(0, 10)).map(({ amount }) => amount));
  const late = sum(bill.lines.filter(({ adjusts }) => adjusts).map(({ amount }) => amount));
  assertSame(sum([month, late]), bill.exact_total, "usage of the month and corrections are what its bill comes to");
  const hoursLeft = (Date.parse(APRIL) - Date.parse(now)) / (HOUR_SECONDS * 1000);
  const [expected] = /^\d+(\.\d{1,2})?/.exec(sum([month, ...Array(hoursLeft).fill(perHour)]));
  return { perHour, month, today, late, expected, account, bill };
}

/** A day as the console writes it. */
function day(instant) {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(new Date(instant));
}

/** Waits until every figure of the overview is what REST says; gives that. */
async function agrees(console, api, now) {
  const rest = await restAt(api, now);
  await console.figureIs(PER_HOUR_FIGURE, rest.perHour);
  await console.figureIs(/^Today, USD/, rest.today);
  await console.figureIs(/^This month so far, USD/, rest.month);
  await console.figureIs(EXPECTED_FIGURE, rest.expected);
  await console.figureIs("Balance", rest.account.balance);
  await console.figureIs("Available now", rest.account.available);
  await soon(async () => {
    const said = await console.figure("Next bill");
    const [, amount] = /^March 2026, ([\d.,]+) USD$/.exec(said) ?? [];
    assert.equal(plain((amount ?? "0").replaceAll(",", "")), plain(rest.bill.payable), said);
  });
  assert.deepEqual([rest.late, await corrections(console).count()], ["0", 0], "nothing was closed yet, so nothing is corrected");
  return rest;
}

/** What is told of corrections beside the cost of this month. */
function corrections(console) {
  return console.view.getByRole("link", { name: /of corrections of closed months$/ });
}

consoleTest("every figure of the overview is what REST says, at each instant of the clock", { testClock: "2026-03-02T22:00:00Z" }, async ({ stage, backend, api }) => {
  await api.topUp("1000");
  const { id: chat } = await api.createGpuService({ name: "chat" });
  const { id: reserved } = await api.createTokenService({ name: "reserved", billing_mode: "tpm_reservation" });
  const { id: byToken } = await api.createTokenService({ name: "by token" });
  await api.enable(chat);
  await backend.settle();
  await api.reserve(reserved, { tpm: 20_000, until: null });
  const now = "2026-03-03T10:00:00Z";
  await backend.clockTo(now);
  assertOutcomes(await api.send([tokensUsed({ service: byToken, output: 1_000_000, time: "2026-03-03T09:30:00Z" })]), ["accepted"]);

  const console = await stage.owner();
  const first = await agrees(console, api, now);
  // Twelve hours of an instance and of 20 kTPM, and a million tokens; of them two hours were yesterday.
  assertSame(first.perHour, "1.1812");
  assertSame(first.month, "16.8744");
  assertSame(first.today, "14.512");
  assertSame(first.expected, "827.17");
  const { terms } = first.account;
  const issued = after(APRIL, terms.grace_hours * HOUR_SECONDS);
  const money = console.view.getByRole("region", { name: "Money", exact: true });
  await money.getByText(`issued ${day(issued)}, due ${day(after(issued, terms.payment_days * DAY_SECONDS))}`, { exact: true }).waitFor();

  // What costs something by the second counts on, and what was counted by the server stays in it.
  await backend.clockTo("2026-03-03T12:00:00Z");
  const later = await agrees(console, api, "2026-03-03T12:00:00Z");
  assert.equal(compare(later.today, first.today), 1);
  assertSame(later.expected, first.expected, "as it was expected");

  // With the next day today begins anew, and what was stopped counts no more.
  await api.disable(chat);
  await backend.clockTo("2026-03-04T01:00:00Z");
  const tomorrow = await agrees(console, api, "2026-03-04T01:00:00Z");
  assertSame(tomorrow.perHour, "0.4");
  assertSame(tomorrow.today, "0.4");
});

consoleTest("in real time the figures of the overview count up, and end where REST does", {}, async ({ stage, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  await api.enable(id);
  await until(async () => (await api.service(id)).status === "running", { what: "it runs" });
  const console = await stage.owner();
  await console.isLive();
  await console.figureIs(PER_HOUR_FIGURE, "0.7812");
  for (const label of [/^Today, USD/, /^This month so far, USD/]) {
    await console.figureGrows(label, 3);
  }
  await api.disable(id);
  await console.figureIs(PER_HOUR_FIGURE, "0");
  const { month_to_date: cost } = (await api.service(id)).cost;
  await console.figureIs(/^This month so far, USD/, cost);
  assertSame((await api.bill()).exact_total, cost);
});

consoleTest("what came too late for a closed month is told beside this month's cost, and is in its bill", { testClock: "2026-03-28T00:00:00Z" }, async ({ stage, backend, api }) => {
  const { id: service } = await api.createGpuService({ name: "chat" });
  const ran = async (instance, from, until) => {
    const events = [runStarted({ service, instance, time: from }), runStopped({ service, instance, time: until })];
    assertOutcomes(await api.send(events), ["accepted", "accepted"]);
  };
  await backend.clockTo("2026-03-30T00:00:00Z");
  await ran("i-1", "2026-03-29T10:00:00Z", "2026-03-29T12:00:00Z");
  await backend.clockTo("2026-04-02T12:00:00Z");
  await ran("i-2", "2026-04-02T10:00:00Z", "2026-04-02T11:00:00Z");
  assert.equal((await api.bill("2026-03")).state, "issued");
  const console = await stage.owner();
  const month = /^This month so far, USD/;
  await console.figureIs(month, "0.7812");
  assert.equal(await corrections(console).count(), 0);

  // Ten minutes of March.
  await ran("i-3", "2026-03-29T10:00:00Z", "2026-03-29T10:10:00Z");
  const bill = await api.bill();
  const late = sum(bill.lines.filter(({ adjusts }) => adjusts === "2026-03").map(({ amount }) => amount));
  assert.deepEqual([late, plain(bill.exact_total)], ["0.1302", "0.9114"]);
  await console.reload();
  await console.figureIs(month, "0.7812");
  await console.view.getByRole("link", { name: `and ${late} USD of corrections of closed months`, exact: true }).click();
  await console.addressIs("/bills/current");
  await console.headingIs("Bill of this month so far");
  await console.figureIs(/^Exact total/, bill.exact_total);
  await console.goTo("Bills");
  await console.figureIs(/^This month's bill so far, USD/, bill.exact_total);
});

consoleTest("what somebody stopped stands apart from what failed or is late", { testClock: "2026-03-03T10:00:00Z" }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  await api.enable(id);
  await backend.settle();
  const console = await stage.owner();
  const attention = console.view.getByRole("region", { name: "Asks for attention", exact: true });
  const apart = attention.getByRole("heading", { level: 3, name: "Stopped by hand", exact: true });
  const well = attention.getByText("Nothing has failed, and nothing is late.", { exact: true });
  await well.waitFor();
  assert.equal(await apart.count(), 0);
  await api.disable(id);
  await apart.waitFor();
  await well.waitFor();
  const [item, ...others] = await attention.getByRole("listitem").all();
  assert.equal(others.length, 0);
  assert.match(await textOf(item), /^chat Stopped by hand .* Enable$/);
  await console.checkAccess("something was stopped by hand");
  await item.getByRole("button", { name: "Enable: chat", exact: true }).click();
  await console.confirm("Enable chat", "Enable");
  await apart.waitFor({ state: "detached" });
});

const BROKEN = { command: [process.execPath, "-e", "process.exit(1)"] };

consoleTest("a service that is late and one that could not be created are named, with what mends them", { control: true, models: { broken: BROKEN } }, async ({ stage, backend, api }) => {
  const ids = {};
  for (const [name, model] of [["slow", "controlled"], ["breaks", "broken"]]) {
    ids[name] = (await api.createGpuService({ name, model })).id;
    await api.enable(ids[name]);
  }
  await until(async () => (await api.service(ids.breaks)).reasons.includes("creation_failed"), { what: "it could not be created", timeout: 20_000 });
  const console = await stage.owner();
  const attention = console.view.getByRole("region", { name: "Asks for attention", exact: true });
  const entry = (name) => attention.getByRole("listitem").filter({ has: console.page.getByRole("link", { name, exact: true }) });
  await until(async () => (await api.service(ids.slow)).late, { what: "it is late", timeout: 10_000 });
  await soon(async () => assert.match(await textOf(entry("breaks")), /^breaks Stopped could not be created · \d+ \w{3} Try again$/));
  await soon(async () => assert.match(await textOf(entry("slow")), /^slow Creating .*, later than usual Look at it$/));
  assert.match(await textOf(attention.getByRole("listitem").first()), /^breaks /, "what failed is the more pressing");
  const counts = console.view.getByRole("region", { name: "Services", exact: true });
  const count = (word) => counts.getByRole("link").filter({ hasText: word });
  for (const word of ["Creating", "Stopped", "later than usual"]) {
    await soon(async () => assert.match(await textOf(count(word)), new RegExp(`^1 ?${word}$`)));
  }

  // Each count leads to just those, and the list says the same.
  const services = new ServicesView(console);
  await count("later than usual").click();
  await console.addressIs("/services?show=late");
  await services.shows(["slow"]);
  await services.rowSays("slow", "Creating", "later than usual", "0 / 1");
  await console.view.getByRole("button", { name: "Late 1", exact: true }).waitFor();
  await services.chip("Stopped").click();
  await services.shows(["breaks"]);
  await services.rowSays("breaks", "Stopped", "could not be created");
  await services.chip("All").click();
  await services.agreesWith(await api.services("?type=custom"));

  // What mends it: another attempt, which is asked about, and a look at what takes so long.
  await console.goTo("Overview");
  await attention.getByRole("button", { name: "Try again: breaks", exact: true }).click();
  await console.effectShows(await console.dialog("Enable breaks"), [["Status", "Stopped (could not be created) → Creating"]]);
  await console.page.keyboard.press("Escape");
  await console.dialogIsGone();
  await attention.getByRole("link", { name: "Look at it: slow", exact: true }).click();
  await console.headingIs("slow");
  const service = new ServiceView(console);
  await service.statusIs("Creating", "later than usual");
  await console.view.getByText("It takes longer than usual.").waitFor();
  await console.figureIs("This month so far", "0");
  backend.control.healthy(true);
  await service.statusIs("Running");
  await console.goTo("Overview");
  await soon(async () => assert.deepEqual(await attention.getByRole("listitem").getByRole("link").allInnerTexts(), ["breaks"]));
  await soon(async () => assert.match(await textOf(count("later than usual")), /^0 ?later than usual$/));
});
