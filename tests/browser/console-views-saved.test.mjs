// The list of services as somebody sets it up: columns, filters with a choice, orders, and all of that under a name, which
// this browser keeps.

import assert from "node:assert/strict";

import { consoleTest } from "./console-support.mjs";
import { ServicesView } from "./console-views.mjs";
import { eventually, textOf } from "./support.mjs";

const START = "2026-03-03T10:00:00Z";

consoleTest("a saved view keeps filter, order and columns under a name, through a reload, until it is deleted for good", { testClock: START }, async ({ stage, api }) => {
  for (const [name, team] of [["chat blue", "blue"], ["chat red", "red"], ["search", "blue"]]) {
    await api.createGpuService({ name, labels: { team } });
  }
  const console = await stage.owner();
  await console.open("/services?type=custom");
  const services = new ServicesView(console);
  await services.shows(["chat blue", "chat red", "search"]);
  await (await services.pop("Views")).getByText(/^A saved view keeps filter, order and columns under a name/).waitFor();
  await services.filter.fill("chat");
  await services.head("Service").getByRole("button").click();
  await services.shows(["chat red", "chat blue"]);
  await (await services.pop("Columns")).getByRole("checkbox", { name: "Labels", exact: true }).uncheck();
  const chats = "/services?q=chat&type=custom&sort=-name";
  await console.addressIs(chats);
  const save = async (name) => {
    const views = await services.pop("Views");
    await views.getByRole("textbox", { name: "Save what is shown as" }).fill(name);
    await views.getByRole("button", { name: "Save", exact: true }).click();
    await console.toast(`The view ${name} is saved.`);
    await console.page.keyboard.press("Escape");
  };
  const entry = async (name) => (await services.pop("Views")).getByRole("button", { name, exact: true });
  const isShown = async () => {
    await console.addressIs(chats);
    await services.shows(["chat red", "chat blue"]);
    await eventually(async () => assert.equal(await services.filter.inputValue(), "chat"));
    await services.hasColumns(["Instances"], ["Labels"]);
  };
  await save("Chats");

  // Something else is shown, and then the view again; back leads to what was there before.
  await console.view.getByRole("button", { name: "Clear the filter" }).first().click();
  await console.addressIs("/services?sort=-name");
  await (await services.pop("Columns")).getByRole("button", { name: "Reset", exact: true }).click();
  await services.hasColumns(["Instances", "Labels"], []);
  await (await entry("Chats")).click();
  await isShown();
  await console.page.goBack();
  await console.addressIs("/services?sort=-name");
  await eventually(async () => assert.equal(await services.filter.inputValue(), ""));

  // It survives a reload, and a name stands for one view: what is saved under it again takes its place.
  await console.open("/services?type=custom");
  await (await entry("Chats")).click();
  await isShown();
  await console.open("/services?label=team%3Ablue");
  await services.shows(["chat blue", "search"]);
  await save("Blue");
  await save("Chats");
  await console.open("/services");
  await (await entry("Chats")).click();
  await console.addressIs("/services?label=team%3Ablue");
  await services.shows(["chat blue", "search"]);
  const names = async () => (await services.pop("Views")).getByRole("listitem").getByRole("button").filter({ hasNotText: "Delete" }).allInnerTexts();
  await eventually(async () => assert.deepEqual(await names(), ["Blue", "Chats"]));

  // What is deleted can be had back, and is gone with the next reload when nobody wants it back.
  const remove = async (name) => {
    await (await services.pop("Views")).getByRole("button", { name: `Delete the view ${name}`, exact: true }).click();
    await console.toast(`The view ${name} is deleted.`);
  };
  await remove("Blue");
  await eventually(async () => assert.deepEqual(await names(), ["Chats"]));
  await console.page.getByRole("status").getByRole("button", { name: "Undo", exact: true }).click();
  await console.reload();
  await eventually(async () => assert.deepEqual(await names(), ["Blue", "Chats"]));
  await remove("Blue");
  await console.reload();
  await eventually(async () => assert.deepEqual(await names(), ["Chats"]));
  await remove("Chats");
  await (await services.pop("Views")).getByText(/^A saved view keeps filter/).waitFor();
});

consoleTest("columns are hidden and shown, in their order, and stay so through a reload", { testClock: START }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "chat", labels: { team: "blue" } });
  await api.enable(id);
  await backend.settle();
  const console = await stage.owner();
  await console.open("/services?type=custom");
  const services = new ServicesView(console);
  const often = ["Service", "Status", "Instances", "USD / hour", "USD this month"];
  await services.hasColumns([...often, "Billing mode", "Free quota left", "Labels"], ["Since"]);
  await services.rowSays("chat", "team:blue", "Pay-as-you-go");
  for (const column of ["Billing mode", "Labels"]) {
    await (await services.pop("Columns")).getByRole("checkbox", { name: column, exact: true }).uncheck();
  }
  await (await services.pop("Columns")).getByRole("checkbox", { name: "Since", exact: true }).check();
  const isAsChosen = async () => {
    await services.hasColumns([...often, "Free quota left", "Since"], ["Billing mode", "Labels"]);
    await services.rowSays("chat", "Running", "1 / 1", "0.7812", /3 Mar, 10:00$/);
    const said = await textOf(services.row("chat"));
    assert.ok(!said.includes("team:blue") && !said.includes("Pay-as-you-go"), said);
  };
  await isAsChosen();
  // Each has its place, whenever it was put in; what the service is and how it stands cannot be left out.
  const heads = await services.table.getByRole("columnheader").getByRole("button").allTextContents();
  const places = ["Service", "Status", "Instances", "Free quota left", "USD / hour", "USD this month", "Since"];
  assert.deepEqual(heads.map((head) => head.replace(/[↑↓]/, "").trim()), places);
  const boxes = (await services.pop("Columns")).getByRole("checkbox");
  assert.deepEqual([await boxes.count(), await boxes.and(console.page.getByRole("checkbox", { name: /^(Service|Status)$/ })).count()], [7, 0]);
  await console.reload();
  await isAsChosen();
  await console.goTo("Models");
  await console.goTo("Services");
  await isAsChosen();

  await (await services.pop("Columns")).getByRole("button", { name: "Reset", exact: true }).click();
  await services.hasColumns([...often, "Billing mode", "Free quota left", "Labels"], ["Since"]);
  await console.reload();
  await services.rowSays("chat", "team:blue", "Pay-as-you-go");
  await services.hasColumns([], ["Since"]);
});

consoleTest("type, metering, model and label are chosen from what there is, with how many each would show", { testClock: START }, async ({ stage, api }) => {
  await api.createGpuService({ name: "alpha", labels: { team: "blue" } });
  await api.createGpuService({ name: "beta", labels: { team: "red" } });
  await api.createTokenService({ name: "gamma", labels: { team: "blue" } });
  const console = await stage.owner();
  await console.open("/services");
  const services = new ServicesView(console);
  const defaults = (await api.services("?type=default")).length;
  const offered = (name, texts) => eventually(async () =>
    assert.deepEqual(await services.facet(name).getByRole("option").allTextContents(), ["any", ...texts]));
  await offered("Type", [`default (${defaults})`, "custom (3)"]);
  await services.facet("Type").selectOption("custom");
  await services.shows(["alpha", "beta", "gamma"]);
  await console.addressIs("/services?type=custom");

  await offered("Metering", ["per second (2)", "per token (1)"]);
  await services.facet("Metering").selectOption("tokens");
  await services.shows(["gamma"]);
  await console.addressIs("/services?type=custom&metering=tokens");
  await services.facet("Metering").selectOption({ label: "any" });
  await offered("Model", ["large-70b (1)", "small-8b (2)"]);
  await services.facet("Model").selectOption("small-8b");
  await services.shows(["alpha", "beta"]);
  await offered("Label", ["team:blue (1)", "team:red (1)"]);
  await services.facet("Label").selectOption("team:red");
  await services.shows(["beta"]);
  await console.addressIs("/services?type=custom&model=small-8b&label=team%3Ared");

  await console.reload();
  await services.shows(["beta"]);
  for (const [name, value] of [["Type", "custom"], ["Metering", ""], ["Model", "small-8b"], ["Label", "team:red"]]) {
    await eventually(async () => assert.equal(await services.facet(name).inputValue(), value, name));
  }
  await services.facet("Type").selectOption("default");
  await console.view.getByText("Nothing matches the filter").waitFor();
  await console.view.getByRole("button", { name: "Clear the filter" }).first().click();
  await console.addressIs("/services");
  for (const name of ["Type", "Metering", "Model", "Label"]) {
    await eventually(async () => assert.equal(await services.facet(name).inputValue(), "", name));
  }
  await services.rowSays("gamma", "Not enabled");
});

consoleTest("services are sorted by what they cost and by how they stand, both ways", { testClock: START }, async ({ stage, backend, api }) => {
  const ids = {};
  for (const [name, instances] of [["alpha", 1], ["beta", 1], ["delta", 3], ["gamma", 2]]) {
    ids[name] = (await api.createGpuService({ name, scaling: { mode: "manual", instances } })).id;
  }
  for (const name of ["beta", "delta", "gamma"]) {
    await api.enable(ids[name]);
  }
  await backend.settle();
  await backend.clockTo("2026-03-03T11:00:00Z");
  // What stopped costs nothing now, and most of all this month.
  await api.disable(ids.delta);
  const console = await stage.owner();
  await console.open("/services?type=custom");
  const services = new ServicesView(console);
  await services.shows(["alpha", "beta", "delta", "gamma"]);
  for (const [head, word, first, second] of [
    ["USD this month", "month", ["delta", "gamma", "beta", "alpha"], ["alpha", "beta", "gamma", "delta"]],
    ["USD / hour", "hour", ["gamma", "beta", "alpha", "delta"], ["alpha", "delta", "beta", "gamma"]],
  ]) {
    await services.head(head).getByRole("button").click();
    await services.shows(first);
    assert.equal(await services.head(head).getAttribute("aria-sort"), "descending");
    await console.addressIs(`/services?type=custom&sort=-${word}`);
    await services.head(head).getByRole("button").click();
    await services.shows(second);
    assert.equal(await services.head(head).getAttribute("aria-sort"), "ascending");
    await console.addressIs(`/services?type=custom&sort=${word}`);
  }
  await services.head("Status").getByRole("button").click();
  await services.shows(["beta", "gamma", "delta", "alpha"]);
  await services.head("Status").getByRole("button").click();
  await services.shows(["alpha", "delta", "beta", "gamma"]);
  await console.addressIs("/services?type=custom&sort=-status");
  await console.reload();
  await services.shows(["alpha", "delta", "beta", "gamma"]);
});
