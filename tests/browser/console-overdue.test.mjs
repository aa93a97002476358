// Overdue payment, by the test clock: everything stops and says why, a payment is recorded, and what nothing else
// stopped returns.

import assert from "node:assert/strict";

import { plain, sum, until } from "../node/backend-tools.mjs";
import { soon } from "./console-page.mjs";
import { consoleTest } from "./console-support.mjs";
import { AccountView, ServicesView, ServiceView } from "./console-views.mjs";
import { textOf } from "./support.mjs";

/** March is issued on 2 April, due a day later: well within the session's fourteen days. */
const TERMS = { testClock: "2026-03-30T10:00:00Z", flags: ["--payment-terms-days", "1"] };

consoleTest("an unpaid bill stops everything, a top-up brings back what nothing else stopped", TERMS, async ({ stage, backend, api }) => {
  const ids = {};
  for (const name of ["runs", "by hand", "fresh"]) {
    ids[name] = (await api.createGpuService({ name })).id;
  }
  await api.enable(ids.runs);
  await api.enable(ids["by hand"]);
  await backend.settle();
  await backend.clockTo("2026-03-30T11:00:00Z");
  await api.disable(ids["by hand"]);

  const console = await stage.owner();
  await console.open("/services?type=custom");
  const services = new ServicesView(console);
  await services.rowSays("runs", "Running");
  await services.rowSays("by hand", "Stopped", "by hand · 30 Mar");
  const banner = console.view.getByRole("alert").filter({ hasText: "Payment is overdue" });
  assert.equal(await banner.count(), 0);

  await backend.clockTo("2026-04-03T10:00:00Z");
  await banner.waitFor();
  const expected = "Payment is overdue since 3 Apr, 00:00. Every service is stopped; what nothing else stopped returns";
  await soon(async () => assert.ok((await textOf(banner)).startsWith(expected)));
  await services.rowSays("runs", "Stopped", "overdue payment · 3 Apr");
  await services.rowSays("by hand", "Stopped", "by hand, overdue payment");
  await services.rowSays("fresh", "Not enabled");
  await services.agreesWith(await api.services("?type=custom"));

  // Nothing can be enabled, which is said before it is tried, with the way out.
  await console.open(`/services/${ids.fresh}`);
  await new ServiceView(console).enable.click();
  const refused = await console.dialog("Enable fresh");
  assert.equal(
    await textOf(refused.getByRole("alert")),
    "The account has overdue payment, so nothing can be enabled. Top up first, then enable it again. Top up",
  );
  assert.equal(await refused.getByRole("button", { name: "Enable", exact: true }).count(), 0);
  await console.page.keyboard.press("Escape");
  await console.dialogIsGone();

  // The overview names what it stopped, and what a payment brings back.
  await console.goTo("Overview");
  await console.view.getByRole("link", { name: "runs", exact: true }).first().waitFor();
  await console.view.getByText(/^It brings back 1 service, at 0\.7812/).waitFor();
  await console.view.getByText("1 more stays stopped, as something else stopped it too.").waitFor();

  await console.goTo("Account");
  const account = new AccountView(console);
  const { payable } = await api.bill("2026-03");
  const dialog = await account.beginTopUp(payable);
  await console.effectShows(dialog, [["Overdue", "yes → ends at once"], ["Stays stopped", "1 service, which something else stopped too"]]);
  assert.match(await textOf(dialog), /This records a payment that the operator has received\. It takes no money by itself\./);
  await account.record(dialog, payable);
  await banner.waitFor({ state: "detached" });
  await backend.settle();
  assert.deepEqual([(await api.account()).overdue, (await api.bill("2026-03")).state], [false, "paid"]);
  assert.deepEqual((await api.topUps()).map(({ amount }) => plain(amount)), [plain(payable)]);

  await console.open("/services?type=custom");
  await services.rowSays("runs", "Running", "1 / 1");
  await services.rowSays("by hand", "Stopped", "by hand · 30 Mar");
  await services.rowSays("fresh", "Not enabled");
  await services.agreesWith(await api.services("?type=custom"));
});

consoleTest("an amount that is none, or too little, is told before it is sent", TERMS, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "runs" });
  await api.enable(id);
  await backend.settle();
  await backend.clockTo("2026-04-03T10:00:00Z");
  const console = await stage.owner();
  await console.open("/account");
  const account = new AccountView(console);
  for (const [typed, fault] of [
    ["abc", "Write the amount in digits"], ["0", "The amount has to be more than zero."], ["1.005", "USD has at most 2 decimals."],
  ]) {
    const dialog = await account.beginTopUp(typed);
    await dialog.getByText(fault).waitFor();
    assert.equal(await dialog.getByRole("button", { name: /^Record/ }).isDisabled(), true);
    await console.page.keyboard.press("Escape");
    await console.dialogIsGone();
  }
  const dialog = await account.beginTopUp("0.01");
  await console.effectShows(dialog, [["Balance", /→ −/]]);
  await dialog.getByText(/^yes, [\d.]+ USD are missing$/).waitFor();
  await dialog.getByRole("button", { name: /ends overdue payment$/ }).click();
  await console.effectShows(dialog, [["Overdue", "yes → ends at once"]]);
  assert.deepEqual(await api.topUps(), []);
});

consoleTest("a notice comes in time, and a top-up ends it", { testClock: "2026-03-03T10:00:00Z" }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "runs" });
  await api.topUp("1");
  await api.enable(id);
  await backend.settle();
  const console = await stage.owner();
  await console.view.getByRole("status").getByText("The balance lasts until 3 Mar, 11:16 at the rate of now.").first().waitFor();
  await console.goTo("Account");
  const account = new AccountView(console);
  const dialog = await account.beginTopUp("1000");
  await account.record(dialog, "1000.00");
  await console.toast("A payment of 1,000.00 USD is recorded; the balance is 1,001.00 USD.");
  await soon(async () => assert.equal(await console.view.getByText("The balance lasts until").count(), 0));
  await console.figureIs(/^Balance, USD/, "1001");
  const { available } = await api.account();
  await console.figureIs(/^Available, USD/, available);
});

/** A service that runs on a balance of 1 USD and this credit limit. */
async function runsWithLimit(backend, api, limit) {
  const { id } = await api.createGpuService({ name: "runs" });
  await api.topUp("1");
  await api.enable(id);
  await backend.settle();
  await backend.operator("--credit-limit", limit);
  return id;
}

consoleTest("with a credit limit the end of the balance is told first, and then that of the credit", { testClock: "2026-03-10T10:00:00Z" }, async ({ stage, backend, api }) => {
  await runsWithLimit(backend, api, "30");
  const told = async (kind) => until(async () => (await api.account()).notice?.kind === kind, { what: `the ${kind} is known` });
  await told("balance");
  const console = await stage.owner();
  const says = (text) => console.view.getByRole("status").getByText(text).first().waitFor();
  await says("The balance lasts until 10 Mar, 11:16 at the rate of now.");
  assert.equal(await console.view.getByText("The credit limit is reached").count(), 0);
  // 31 USD at 0.7812 an hour; by then the limit is told wherever the console is open.
  await backend.clockTo("2026-03-10T11:20:00Z");
  await told("credit_limit");
  await says("The credit limit is reached 12 Mar, 01:40 at the rate of now.");
  assert.equal(await console.view.getByText("The balance lasts until").count(), 0);
});

consoleTest("that the credit limit will be reached is said in time, on every view, and comes as it was said", { testClock: "2026-03-10T10:00:00Z" }, async ({ stage, backend, api }) => {
  const id = await runsWithLimit(backend, api, "1");
  await until(async () => (await api.account()).notice?.kind === "credit_limit", { what: "the limit is known" });
  const console = await stage.owner();
  const said = "The credit limit is reached 10 Mar, 12:33 at the rate of now.";
  const follows = "Then every service stops, and returns when the account is topped up.";
  const money = console.view.getByRole("region", { name: "Money", exact: true });
  const notice = money.getByRole("paragraph").filter({ hasText: said });
  await notice.waitFor();
  assert.equal(await textOf(notice), `${said} ${follows}`);
  // The banner says it too, and is the only one that is read aloud.
  await soon(async () => assert.equal(await console.view.getByRole("status").filter({ hasText: said }).count(), 1));
  assert.equal(await console.view.getByText("The balance lasts until").count(), 0);
  const { available, credit_limit: limit } = await api.account();
  await console.figureIs("Left with the credit limit", sum([available, limit]));
  for (const place of ["Services", "Account"]) {
    await console.goTo(place);
    await console.view.getByRole("status").filter({ hasText: said }).filter({ hasText: follows }).first().waitFor();
  }

  await backend.clockTo("2026-03-10T12:40:00Z");
  await console.view.getByRole("alert").filter({ hasText: "Payment is overdue since 10 Mar, 12:33." }).waitFor();
  await soon(async () => assert.equal(await console.view.getByText("The credit limit is reached").count(), 0));
  await console.goTo("Services");
  await new ServicesView(console).rowSays("runs", "Stopped", "overdue payment · 10 Mar");
  assert.deepEqual((await api.service(id)).reasons, ["overdue"]);
});
