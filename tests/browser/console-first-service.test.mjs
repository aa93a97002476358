// From the first start to the first service that runs: by the link that the server prints, with a real instance, in real
// time.

import assert from "node:assert/strict";

import { assertSame, compare, until } from "../node/backend-tools.mjs";
import { soon } from "./console-page.mjs";
import { consoleTest, PER_HOUR, PER_SECOND } from "./console-support.mjs";
import { NewServiceView, ServicesView, ServiceView } from "./console-views.mjs";
import { textOf } from "./support.mjs";

consoleTest("from the printed link to a service that runs, and seconds that count", {}, async ({ stage, api }) => {
  const console = await stage.visitor();
  await console.signIn(await stage.firstLink());
  await console.headingIs("Overview");
  await console.view.getByRole("link", { name: "New service" }).first().click();
  await console.headingIs("New service");

  const form = new NewServiceView(console);
  await form.name.fill("My first service");
  await form.choose("per second of GPU instances");
  await form.model.fill("small-8b");
  await form.choose("A · ");
  await form.instances.fill("2");
  await form.price.getByText("2 × 3,600 s × 0.000217 = 1.5624 USD").waitFor();
  await form.instances.fill("1");
  await form.price.getByText("1 × 3,600 s × 0.000217 = 0.7812 USD").waitFor();
  // What is typed survives a reload.
  await console.reload();
  assert.equal(await form.name.inputValue(), "My first service");
  await form.make.click();

  await console.headingIs("My first service");
  const service = new ServiceView(console);
  await service.statusIs("Not enabled");
  await console.figureIs(/^Now, USD per hour/, "0");
  await service.enableIt("My first service");
  await service.statusIs("Running");
  await console.figureIs(/^Now, USD per hour/, PER_HOUR);
  assert.ok(compare(await console.figureGrows("This month so far", 4), PER_SECOND) === 1);

  // It is a real one: it answers where the console says.
  const [{ id }] = await api.services("?type=custom");
  const [{ endpoint }] = await api.instances(id);
  await service.instances.getByText(endpoint).first().waitFor({ state: "attached" });
  const response = await fetch(new URL("/v1/chat/completions", endpoint), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ model: "small-8b", messages: [{ role: "user", content: "hello" }] }),
  });
  assert.equal(response.status, 200);

  await service.disable.click();
  await console.confirm("Disable My first service", "Disable");
  await service.statusIs("Stopped", "by hand");
  assertSame(await console.figureAmount("This month so far"), (await api.service(id)).cost.month_to_date);
});

consoleTest("without the plan the form says what is missing before anything is sent", { seconds: false }, async ({ stage, backend, api }) => {
  const console = await stage.owner();
  await console.open("/services/new");
  const form = new NewServiceView(console);
  await form.name.fill("Summaries");
  await form.choose("per second of GPU instances");
  await console.view.getByRole("alert").filter({ hasText: "need the Enterprise plan" }).waitFor();
  assert.equal(await form.make.isDisabled(), true);

  // By tokens it is made, and a mistake is said at its field.
  await form.choose("per token");
  await form.make.click();
  await console.view.getByText("It is needed.").first().waitFor();
  await form.model.selectOption("large-70b");
  await form.make.click();
  await console.headingIs("Summaries");
  const [service] = await api.services("?type=custom");
  assert.deepEqual([service.metering, service.model, service.status], ["tokens", "large-70b", "not_enabled"]);
  await new ServiceView(console).enableIt("Summaries");
  await until(async () => (await api.service(service.id)).status === "running", { what: "it runs" });
  await new ServiceView(console).statusIs("Running");

  // Once the operator has given the plan, the page knows it by itself.
  await backend.allowSeconds();
  await console.open("/services/new");
  await form.choose("per second of GPU instances");
  await form.price.waitFor();
  assert.equal(await console.view.getByText("need the Enterprise plan").count(), 0);
});

consoleTest("a model of the gallery is enabled with what it costs and what is free", { testClock: "2026-03-03T10:00:00Z" }, async ({ stage, backend, api }) => {
  const console = await stage.owner();
  await console.goTo("Models");
  const [model] = (await api.models()).filter(({ id }) => id === "small-8b");
  const card = console.view.getByRole("article", { name: model.name });
  await card.getByText("sample prices").first().waitFor();
  await card.getByRole("button", { name: `Enable pay-as-you-go: ${model.name}` }).click();
  const dialog = await console.dialog(/^Enable /);
  await console.effectShows(dialog, [["Status", "Not enabled → Creating"], ["Free quota", /tokens are granted$/]]);
  await dialog.getByRole("button", { name: "Enable", exact: true }).click();
  await console.dialogIsGone();
  await backend.settle();
  await card.getByRole("button", { name: `Disable pay-as-you-go: ${model.name}` }).waitFor();
  await soon(async () => assert.match(await textOf(card), /Default service: ?Running/));
  const { free_quota: quota } = (await api.models()).find(({ id }) => id === "small-8b");
  assert.notEqual(quota.granted_at, null, "the free quota is granted");
  await card.getByText(/ tokens left$/).waitFor();
  await console.goTo("Services");
  const services = new ServicesView(console);
  const { name } = await api.service(model.default_service.id);
  await services.rowSays(name, "Running", "Pay-as-you-go");
});
