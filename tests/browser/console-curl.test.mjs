// Every action can be copied as a curl line, and the line says exactly what the button then sends: method, address, on
// which version, under which key, and the body.

import assert from "node:assert/strict";

import { soon } from "./console-page.mjs";
import { consoleTest } from "./console-support.mjs";
import { AccountView, NewServiceView, ServicesView, ServiceView } from "./console-views.mjs";

const START = "2026-03-03T10:00:00Z";
const CLIPBOARD = { permissions: ["clipboard-read", "clipboard-write"] };
const HEADERS = ["if-match", "idempotency-key", "content-type"];
const KEY = /^[0-9a-f-]{36}$/;

/** The words of a line, as a shell takes them apart that knows no variable. */
function wordsOf(line) {
  const words = line.matchAll(/(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\])+/g);
  return Array.from(words, ([word]) => word.replaceAll(/'([^']*)'|"([^"]*)"|\\(.)/g, (_, single, double, letter) => single ?? double ?? letter));
}

/** What a curl line says, in the form of `sentBy`. */
function saidBy(line) {
  const [curl, ...words] = wordsOf(line);
  assert.equal(curl, "curl", line);
  const said = { method: "GET", headers: {}, body: null };
  while (words.length > 0) {
    const word = words.shift();
    if (word === "--request") {
      said.method = words.shift();
    } else if (word === "--header") {
      const [, name, value] = /^([^:]+): (.*)$/s.exec(words.shift());
      said.headers[name] = value;
    } else if (word === "--data") {
      said.body = words.shift();
    } else {
      said.address = word;
    }
  }
  assert.equal(said.headers.authorization, "Bearer $TIERMETER_API_KEY");
  delete said.headers.authorization;
  return said;
}

/** What a request of the page says. */
function sentBy(request) {
  const all = request.headers();
  const headers = Object.fromEntries(HEADERS.filter((name) => name in all).map((name) => [name, all[name]]));
  return { method: request.method(), headers, body: request.postData(), address: request.url() };
}

/** Copies the lines, then does it, and holds what was sent against what was copied; gives what was said. */
async function sendsWhatItSays(console, { copy, send }) {
  const { page } = console;
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await copy.getByRole("button", { name: "Copy as curl" }).click();
  let lines = [];
  await soon(async () => {
    lines = (await page.evaluate(() => navigator.clipboard.readText())).split("\n");
    assert.ok(lines[0].startsWith("curl "), lines[0]);
  });
  const said = lines.map(saidBy);
  const sent = [];
  const note = (request) => {
    if (request.method() !== "GET") {
      sent.push(sentBy(request));
    }
  };
  page.on("request", note);
  await send();
  await soon(async () => assert.equal(sent.length, said.length));
  page.off("request", note);
  const byAddress = (one, other) => one.address.localeCompare(other.address);
  assert.deepEqual(sent.toSorted(byAddress), said.toSorted(byAddress));
  return said;
}

consoleTest("what is copied of an action on a service is what is sent, on the version that is looked at", { testClock: START }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  const version = async () => (await api.answer("GET", `/services/${id}`)).etag;
  const console = await stage.owner(CLIPBOARD);
  await console.open(`/services/${id}`);
  const service = new ServiceView(console);
  for (const [control, heading, button] of [[service.enable, "Enable chat", "Enable"], [service.scaleTo(2), "Scale chat", "Scale"]]) {
    await control.click();
    const dialog = await console.dialog(heading);
    const etag = await version();
    const [said] = await sendsWhatItSays(console, {
      copy: dialog,
      send: () => dialog.getByRole("button", { name: button, exact: true }).click(),
    });
    assert.equal(said.headers["if-match"], etag);
    await console.dialogIsGone();
    await backend.settle();
    await service.statusIs("Running");
  }

  // Where the button asks nothing, the line is of the version that there is.
  await service.tab("Settings").click();
  const name = console.view.getByRole("region", { name: "Name", exact: true });
  await name.getByRole("textbox").fill("it's \"$HOME\"");
  const etag = await version();
  const [renamed] = await sendsWhatItSays(console, { copy: name, send: () => name.getByRole("button", { name: "Rename", exact: true }).click() });
  assert.deepEqual([renamed.method, renamed.headers["if-match"]], ["PATCH", etag]);
  await console.headingIs("it's \"$HOME\"");
});

consoleTest("what is copied of something done to many, and of its undo, is what is sent", { testClock: START }, async ({ stage, backend, api }) => {
  const ids = [];
  for (const name of ["one", "two"]) {
    ids.push((await api.createGpuService({ name })).id);
  }
  const versions = () => Promise.all(ids.map(async (id) => (await api.answer("GET", `/services/${id}`)).etag));
  const console = await stage.owner(CLIPBOARD);
  await console.open("/services?type=custom");
  const services = new ServicesView(console);
  await services.shows(["one", "two"]);
  await services.everything.click();
  await services.selection.getByRole("button", { name: "Enable", exact: true }).click();
  const check = async (dialog, button) => {
    const before = await versions();
    const said = await sendsWhatItSays(console, { copy: dialog, send: () => dialog.getByRole("button", { name: button }).click() });
    assert.deepEqual(said.map(({ headers }) => headers["if-match"]).sort(), before.toSorted());
    assert.ok(said.every(({ headers }) => KEY.test(headers["idempotency-key"])), JSON.stringify(said));
    await dialog.getByText("2 of 2 done.", { exact: true }).first().waitFor();
  };
  const enabling = await console.dialog("Enable 2 services");
  await check(enabling, "Enable 2 services");
  await backend.settle();
  await enabling.getByRole("button", { name: "Undo 2 …" }).click();
  await check(await console.dialog("Undo: Disable 2 services"), "Disable 2 services");
});

consoleTest("what is copied of a payment and of a new service has the key that is sent", { testClock: START }, async ({ stage, api }) => {
  const console = await stage.owner(CLIPBOARD);
  await console.open("/account");
  const account = new AccountView(console);
  const dialog = await account.beginTopUp("12.50");
  const [paid] = await sendsWhatItSays(console, { copy: dialog, send: () => account.record(dialog, "12.50") });
  assert.match(paid.headers["idempotency-key"], KEY);
  // The line is the same payment: it records nothing more.
  await api.post("/account/top-ups", paid.body, { "idempotency-key": paid.headers["idempotency-key"] });
  assert.equal((await api.topUps()).length, 1);

  await console.open("/services/new");
  const form = new NewServiceView(console);
  await form.name.fill("Summaries");
  await form.choose("per token");
  await form.model.selectOption("large-70b");
  const [made] = await sendsWhatItSays(console, { copy: console.view, send: () => form.make.click() });
  assert.match(made.headers["idempotency-key"], KEY);
  await console.headingIs("Summaries");
});
