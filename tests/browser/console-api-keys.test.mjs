// API keys: made, shown once, of use to a program, and revoked for good.

import assert from "node:assert/strict";

import { consoleTest } from "./console-support.mjs";
import { eventually, textOf } from "./support.mjs";

const START = "2026-03-03T10:00:00Z";
const SECRET = /tm_[A-Za-z0-9_-]{20,}/;

consoleTest("a key is shown once, opens the API, and is closed by revoking it", { testClock: START }, async ({ stage, backend, api }) => {
  const console = await stage.owner();
  await console.goTo("API keys");
  const make = console.view.getByRole("button", { name: "Make a key" });
  assert.equal(await make.isDisabled(), true, "a key has a name");
  await console.view.getByRole("textbox", { name: "Name of a new key" }).fill("deployment");
  await make.click();
  const made = console.view.getByRole("region", { name: "deployment is made" });
  await made.getByText("Copy the key now: it is not shown again.").waitFor();
  const [secret] = SECRET.exec(await textOf(made)) ?? [];
  assert.notEqual(secret, undefined, "the key is shown");
  const row = console.view.getByRole("table", { name: "API keys" }).getByRole("row").filter({ hasText: "deployment" });
  await row.waitFor();
  const program = backend.as({ authorization: `Bearer ${secret}` });
  assert.equal((await program.account()).id, (await api.account()).id);

  // Once: it is nowhere after a reload, and in no storage of the browser.
  await console.reload();
  await row.waitFor();
  assert.ok(!(await console.page.content()).includes(secret));
  const kept = await console.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  assert.ok(!kept.includes(secret));

  await row.getByRole("button", { name: "Revoke deployment" }).click();
  const dialog = await console.dialog("Revoke deployment");
  await console.effectShows(dialog, [["Requests with it", "are refused from then on (401)"], ["Services", "go on as they are"]]);
  const confirm = dialog.getByRole("button", { name: "Revoke", exact: true });
  assert.equal(await confirm.isDisabled(), true, "it can't be taken back, so its name is typed");
  await dialog.getByRole("textbox").fill("deployment");
  await confirm.click();
  await console.dialogIsGone();
  await console.toast("deployment is revoked.");
  await eventually(async () => assert.equal(await row.count(), 0));
  assert.equal((await program.call("GET", "/account")).status, 401);
  assert.ok(!(await api.all("/api-keys")).some(({ name }) => name === "deployment"));
});
