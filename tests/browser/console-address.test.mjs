// The address says what is shown: every view and filter has one, reload and back keep it, and an address that shows
// nothing, or nothing to somebody who is not signed in, says so.

import assert from "node:assert/strict";

import { consoleTest } from "./console-support.mjs";
import { ServicesView, ServiceView } from "./console-views.mjs";
import { eventually, textOf } from "./support.mjs";

const START = "2026-03-03T10:00:00Z";
const VIEWS = [
  ["", "Overview"], ["/models", "Models"], ["/services", "Services"], ["/services/new", "New service"], ["/usage", "Usage"],
  ["/bills", "Bills"], ["/bills/current", "Bill of this month so far"], ["/account", "Account"], ["/api-keys", "API keys"],
];

consoleTest("every view has an address and a name, and is the same after a reload", { testClock: START }, async ({ stage, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  const console = await stage.owner();
  for (const [path, name] of [...VIEWS, [`/services/${id}`, "chat"]]) {
    await console.open(path);
    await console.headingIs(name);
    await console.addressIs(path);
    await console.reload();
    await console.headingIs(name);
  }
});

consoleTest("the navigation leads everywhere, says where one is, and back leads back", { testClock: START }, async ({ stage }) => {
  const console = await stage.owner();
  const places = ["Models", "Services", "Usage", "Bills", "Account", "API keys", "Overview"];
  for (const place of places) {
    await console.goTo(place);
    assert.match(await textOf(console.navigation.locator('[aria-current="page"]')), new RegExp(`^${place}`));
  }
  for (const place of places.toReversed().slice(1)) {
    await console.page.goBack();
    await console.headingIs(place);
  }
});

consoleTest("filter, chip, facet and order of the services are in the address, for reload, back and a link", { testClock: START }, async ({ stage, backend, api }) => {
  const made = {};
  for (const [name, labels] of [["chat blue", { team: "blue" }], ["chat red", { team: "red" }], ["search", { team: "blue" }]]) {
    made[name] = (await api.createGpuService({ name, labels })).id;
  }
  await api.enable(made["chat red"]);
  await backend.settle();
  const console = await stage.owner();
  await console.open("/services?type=custom");
  const services = new ServicesView(console);
  await services.shows(["chat blue", "chat red", "search"]);
  await services.filter.fill("chat");
  await services.shows(["chat blue", "chat red"]);
  await services.head("Service").getByRole("button").click();
  await services.shows(["chat red", "chat blue"]);
  await services.chip("Not enabled").click();
  await services.shows(["chat blue"]);
  const address = "/services?q=chat&show=not_enabled&type=custom&sort=-name";
  await console.addressIs(address);

  const isAsBefore = async () => {
    await services.shows(["chat blue"]);
    assert.equal(await services.filter.inputValue(), "chat");
    assert.equal(await services.chip("Not enabled").getAttribute("aria-pressed"), "true");
    assert.equal(await services.head("Service").getAttribute("aria-sort"), "descending");
  };
  await console.reload();
  await isAsBefore();
  await services.link("chat blue").click();
  await console.headingIs("chat blue");
  await console.page.goBack();
  await console.headingIs("Services");
  await console.addressIs(address);
  await isAsBefore();
  const other = await stage.owner();
  await other.open(address);
  await new ServicesView(other).shows(["chat blue"]);

  await console.view.getByRole("button", { name: "Clear the filter" }).first().click();
  await eventually(async () => assert.equal(await services.filter.inputValue(), ""));
  await services.filter.fill("nothing is called that");
  await console.view.getByText("Nothing matches the filter").waitFor();
  await console.open("/services?label=team%3Ablue");
  await services.shows(["chat blue", "search"]);
});

consoleTest("tab and range of a service, and what is asked of usage, are in the address", { testClock: START }, async ({ stage, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  const console = await stage.owner();
  const service = new ServiceView(console);
  await console.open(`/services/${id}`);
  await service.tab("Scaling").click();
  await console.addressIs(`/services/${id}?tab=scaling`);
  await console.reload();
  await console.view.getByRole("tabpanel", { name: "Scaling" }).waitFor();
  assert.equal(await service.tab("Scaling").getAttribute("aria-selected"), "true");
  await service.tab("Overview").click();
  await console.view.getByRole("button", { name: "30 days", exact: true }).click();
  await console.addressIs(`/services/${id}?range=30d`);
  await console.reload();
  assert.equal(await console.view.getByRole("button", { name: "30 days", exact: true }).getAttribute("aria-pressed"), "true");

  await console.open("/usage");
  await console.view.getByRole("combobox", { name: "Group by" }).selectOption({ label: "Day" });
  await console.view.getByRole("button", { name: "GPU seconds", exact: true }).click();
  await console.addressIs("/usage?by=day&kind=seconds");
  await console.reload();
  assert.equal(await console.view.getByRole("button", { name: "GPU seconds", exact: true }).getAttribute("aria-pressed"), "true");
});

consoleTest("an address that shows nothing says so, and leads on", { testClock: START }, async ({ stage }) => {
  const console = await stage.owner();
  await console.open("/nothing/at/all");
  await console.headingIs("Nothing here");
  await console.view.getByRole("link", { name: "To the overview" }).click();
  await console.headingIs("Overview");
  console.expectRefusals(404);
  await console.open("/services/svc_00000000000000000000000000000000");
  await console.headingIs("No such service");
  await console.view.getByRole("link", { name: "All services" }).click();
  await console.headingIs("Services");
});

consoleTest("who is not signed in sees nothing but the way in, at any address", { testClock: START }, async ({ stage, api }) => {
  const { id } = await api.createGpuService({ name: "secret name" });
  const console = await stage.visitor();
  for (const path of ["/services", `/services/${id}`, "/nothing", ""]) {
    await console.page.goto(`${stage.address}/console${path}`);
    await console.isSignedOut();
    assert.equal(await console.page.title(), "Signed out · Tiermeter");
    const text = await textOf(console.page.locator("body"));
    assert.ok(text.includes("tiermeter account sign-in") && !text.includes("secret name"), text);
  }
  const link = await stage.link();
  await console.signIn(link);
  await console.headingIs("Overview");
  assert.ok(!console.page.url().includes("#"), "the secret does not stay in the address");

  await console.signOut();
  await console.page.goBack().catch(() => {});
  await console.page.goto(`${stage.address}/console/services/${id}`);
  await console.isSignedOut();
  // A link works once.
  console.expectRefusals(401);
  await console.page.goto(`${stage.address}${link}`);
  await console.page.getByText("This link was used before, or is too old.").waitFor();
});

consoleTest("the address that was wanted is kept through the sign-in, in this tab, in another one, and by a link that is pasted", { testClock: START }, async ({ stage, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  const path = `/services/${id}?tab=scaling`;
  const isThere = async (console) => {
    await console.headingIs("chat");
    await console.addressIs(path);
    assert.equal(await new ServiceView(console).tab("Scaling").getAttribute("aria-selected"), "true");
  };
  const wanting = async () => {
    const console = await stage.visitor();
    await console.page.goto(`${stage.address}/console${path}`);
    await console.isSignedOut();
    await console.addressIs(path);
    return console;
  };

  // The link is opened in this tab. It leads there once.
  const here = await wanting();
  await here.signIn(await stage.link(), path);
  await isThere(here);
  await here.signInInstead(await stage.link());
  await here.headingIs("Overview");

  // It is opened in another tab: both lead there, this one without anybody touching it.
  const waiting = await wanting();
  const other = await waiting.anotherTab();
  await other.signIn(await stage.link(), path);
  await isThere(other);
  await isThere(waiting);

  // It is pasted. One that was used is refused as such.
  const pasting = await wanting();
  const field = pasting.page.getByRole("textbox", { name: "Sign-in link" });
  const button = pasting.page.getByRole("button", { name: "Sign in", exact: true });
  assert.ok(await button.isDisabled());
  // What is no link is said at once, with what one looks like.
  for (const [text, said] of [
    [`${stage.address}/console/services`, "This is no sign-in link. One ends in /console/sign-in# and a long secret behind it."],
    ["tiermeter account sign-in", "This is no sign-in link. One ends in /console/sign-in# and a long secret behind it."],
    [`${stage.address}/console/sign-in`, "The end of this link is missing: the secret behind /console/sign-in#. Copy all of it."],
  ]) {
    await field.fill(text);
    await pasting.page.getByRole("status").filter({ hasText: said }).waitFor();
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    assert.ok(await button.isDisabled(), text);
  }
  await pasting.checkAccess("a text that is no sign-in link");
  await field.fill("");
  await eventually(async () => assert.equal(await field.getAttribute("aria-invalid"), null));
  pasting.expectRefusals(401);
  await field.fill(`${stage.address}/console/sign-in#used-before`);
  await button.click();
  await pasting.page.getByRole("alert").filter({ hasText: "This link was used before, or is too old." }).waitFor();
  await field.fill(`${stage.address}${await stage.link()}`);
  await button.click();
  await isThere(pasting);
});

consoleTest("a sign-in link leads to views of the console only, and not to what was wanted long ago", { testClock: START }, async ({ stage }) => {
  const now = new Date().toISOString();
  const longAgo = new Date(Date.now() - 3_660_000).toISOString();
  for (const [address, at] of [
    ["https://example.com/console/services", now], ["//example.com/console", now], ["/console/../api", now], ["/consoles", now],
    ["/console/sign-in", now], ["/\\example.com/console", now], ["javascript:alert(1)", now], ["/console/services", longAgo], [null, now],
  ]) {
    const console = await stage.visitor();
    await console.page.goto(`${stage.address}/console`);
    await console.isSignedOut();
    await console.page.evaluate((wanted) => localStorage.setItem("tiermeter.wanted", JSON.stringify(wanted)), { address, at });
    await console.signIn(await stage.link());
    await console.headingIs("Overview");
    assert.equal(await console.page.evaluate(() => localStorage.getItem("tiermeter.wanted")), null, `${address} is dropped`);
    await console.page.context().close();
  }
});

consoleTest("who signs in as another account finds nothing of the one before, in any tab", { testClock: START }, async ({ stage, backend, api }) => {
  const { id } = await api.createGpuService({ name: "secret name" });
  const path = `/services/${id}?tab=scaling`;
  const [first, second] = [await stage.link(), await stage.link()];
  const { stdout } = await backend.run("account", "add", "--name", "Other", "--database", backend.database);
  const others = JSON.parse(stdout).sign_in_path;
  const another = await backend.run("account", "sign-in", "--account", JSON.parse(stdout).id, "--database", backend.database);
  const othersAgain = JSON.parse(another.stdout).sign_in_path;

  // A tab that shows the one account begins anew, at the overview, when the other signs in beside it.
  const console = await stage.visitor();
  console.expectRefusals(401, 404);
  await console.signIn(first);
  await console.open(path);
  await console.isLive();
  const beside = await console.anotherTab();
  await beside.signInInstead(others);
  await console.headingIs("Overview");
  await console.addressIs("");
  assert.equal(await console.page.getByText("secret name").count(), 0);
  await beside.page.close();

  // Where a session ended at a view, a link of another account does not lead there, and one of its own does.
  for (const [link, leadsTo] of [[othersAgain, ""], [second, path]]) {
    const left = await stage.visitor();
    left.expectRefusals(401);
    await left.page.goto(`${stage.address}/console${path}`);
    await left.isSignedOut();
    const { id: account } = await api.account();
    const wanted = { address: `/console${path}`, at: new Date().toISOString(), account };
    // As the console keeps it where the session of this account has ended.
    await left.page.evaluate((wanted) => localStorage.setItem("tiermeter.wanted", JSON.stringify(wanted)), wanted);
    await left.signIn(link, leadsTo);
  }
});

consoleTest("a sign-in link that is opened where somebody is signed in asks first, and does what is chosen", { testClock: START }, async ({ stage, backend, api }) => {
  const { id, name } = await api.account();
  const console = await stage.owner();
  const { stdout } = await backend.run("account", "add", "--name", "Other", "--database", backend.database);
  const others = await stage.link(JSON.parse(stdout).id);
  await console.open("/services");
  const beside = await console.anotherTab();
  const { page } = beside;
  for (const tab of [console, beside]) {
    tab.expectRefusals(401, 404);
  }
  const isAsked = async (link) => {
    await page.goto(`${stage.address}${link}`);
    await page.getByRole("status").filter({ hasText: `You are signed in as ${name} in this browser. Use this link instead?` }).waitFor();
    assert.ok(!page.url().includes("#"), "the secret does not stay in the address");
  };

  // Who stays has used nothing up.
  await isAsked(others);
  await beside.checkAccess("the question of a sign-in link");
  await page.getByRole("button", { name: `Stay signed in as ${name}`, exact: true }).click();
  await page.waitForURL(`${stage.address}/console`);
  await beside.isReady();
  await console.headingIs("Services");

  // A link of the same account simply goes on, and other tabs with it.
  await isAsked(await stage.link(id));
  await page.getByRole("button", { name: "Use this link", exact: true }).click();
  await page.waitForURL(`${stage.address}/console`);
  await beside.isReady();
  await console.headingIs("Services");
  await console.addressIs("/services");

  // One of another account takes over, in every tab.
  await isAsked(others);
  await page.getByRole("button", { name: "Use this link", exact: true }).click();
  await page.waitForURL(`${stage.address}/console`);
  await beside.open("/account");
  await beside.view.getByText("Other").first().waitFor();
  await console.headingIs("Overview");
  beside.checkComplaints();
});

consoleTest("the sign-in page speaks the language that the console keeps, else the browser's", { testClock: START }, async ({ stage }) => {
  const used = { en: /^This link was used before, or is too old\./, "zh-CN": /^此链接已被使用或已过期。/ };
  for (const [locale, kept, lang, title] of [
    ["en-US", null, "en", "Sign in"], ["zh-CN", null, "zh-CN", "登录"], ["en-US", "zh-CN", "zh-CN", "登录"], ["zh-CN", "en", "en", "Sign in"],
    ["de-DE", null, "en", "Sign in"],
  ]) {
    const visitor = await stage.visitor({ locale });
    visitor.expectRefusals(401);
    const { page } = visitor;
    if (kept !== null) {
      await page.addInitScript((tag) => localStorage.setItem("tiermeter.language", tag), kept);
    }
    await page.goto(`${stage.address}/console/sign-in#used-before`);
    await page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
    await page.getByRole("status").filter({ hasText: used[lang] }).waitFor();
    assert.equal(await page.title(), `${title} · Tiermeter`);
    assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
    assert.equal(await page.getByRole("link", { name: lang === "en" ? "Console" : "控制台", exact: true }).getAttribute("href"), "/console");
    await visitor.checkAccess(`the sign-in page in ${lang}`);
    await page.context().close();
  }
});
