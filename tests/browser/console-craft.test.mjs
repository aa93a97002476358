// The craft: every view in both themes and both languages, wide and on a phone. Nothing for axe to complain of, nothing
// on the browser's console, nothing that the security policy forbids, nothing to be scrolled sideways, nothing that moves.

import assert from "node:assert/strict";

import { addresses, furnish, FURNISHED_FROM } from "./console-furniture.mjs";
import { soon } from "./console-page.mjs";
import { consoleTest } from "./console-support.mjs";

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
/** Of a wide view in passing: a tablet held upright, and a large screen. */
const OTHER_WIDTHS = [768, 1920];
const LOCALES = [["English", "en-US", "en"], ["Chinese", "zh-CN", "zh-CN"]];

/** What moves, or would move when it changes, though motion is not wanted. */
function moving(page) {
  return page.evaluate(() => {
    const takesTime = (durations) => durations.split(",").some((duration) => Number.parseFloat(duration) > 0);
    const found = [...document.querySelectorAll("html, body, body *")].flatMap((element) => {
      const parts = [null, "::before", "::after", "::backdrop"].filter((part) => {
        const { animationName, animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(element, part);
        const isAnimated = animationName !== "none" && takesTime(animationDuration);
        return isAnimated || takesTime(transitionDuration) || scrollBehavior === "smooth";
      });
      return parts.map((part) => `${element.localName}.${element.getAttribute("class") ?? ""}${part ?? ""}`);
    });
    const running = document.getAnimations().map(({ effect }) => `${effect?.target?.localName ?? "something"} is moving`);
    return [...new Set([...found, ...running])];
  });
}

for (const theme of ["light", "dark"]) {
  for (const [language, locale, tag] of LOCALES) {
    for (const [screen, size, others] of [["wide", WIDE, OTHER_WIDTHS], ["on a phone", PHONE, []]]) {
      consoleTest(`every view, ${theme}, ${language}, ${screen}`, { testClock: FURNISHED_FROM, timeout: 180_000 }, async ({ stage, backend, api }) => {
        const ids = await furnish(backend, api);
        const console = await stage.owner({ theme, locale, ...size });
        for (const [name, path] of addresses(ids)) {
          await console.open(path);
          assert.equal(await console.page.evaluate(() => document.documentElement.lang), tag);
          await console.checkAccess(name);
          assert.equal(await console.sidewaysScroll(), 0, `${name} fits`);
          assert.deepEqual(await moving(console.page), [], `${name} does not move`);
          for (const width of others) {
            await console.page.setViewportSize({ ...size, width });
            await soon(async () => assert.equal(await console.sidewaysScroll(), 0, `${name} fits ${width} pixels`));
          }
          await console.page.setViewportSize(size);
          console.checkComplaints();
        }
      });
    }
  }
}

for (const theme of ["light", "dark"]) {
  consoleTest(`dialogs, palette and states without anything to show, ${theme}`, { testClock: FURNISHED_FROM }, async ({ stage, api }) => {
    const { id } = await api.createGpuService({ name: "chat" });
    const signedOut = await stage.visitor({ theme });
    await signedOut.page.goto(`${stage.address}/console`);
    await signedOut.isSignedOut();
    await signedOut.checkAccess("signed out");

    const console = await stage.owner({ theme });
    for (const path of ["", "/services?q=nothing+is+called+that", "/usage", "/bills", "/account", "/api-keys", "/nothing"]) {
      await console.open(path);
      await console.checkAccess(`empty ${path}`);
    }
    await console.open(`/services/${id}`);
    await console.view.getByRole("button", { name: "Enable", exact: true }).click();
    await console.dialog("Enable chat");
    await console.checkAccess("an action");
    await console.page.keyboard.press("Escape");
    await console.dialogIsGone();
    await console.page.keyboard.press("Control+k");
    await console.dialog("Go to");
    await console.checkAccess("the palette");
    await console.page.keyboard.press("Escape");
    await console.openSettings();
    await console.checkAccess("the settings");
  });
}

consoleTest("theme, language and time are chosen, kept, and shown everywhere", { testClock: "2026-03-03T20:05:09Z" }, async ({ stage, api }) => {
  const { id } = await api.createGpuService({ name: "chat" });
  const console = await stage.owner();
  await console.open("/account");
  await console.openSettings();
  const paper = () => console.page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await console.side.getByRole("radio", { name: "Dark" }).check();
  assert.notEqual(await paper(), light);
  await console.side.getByRole("radio", { name: "Local" }).check();
  await console.open(`/services/${id}?tab=settings`);
  await console.view.getByText("2026-03-04 04:05:09 UTC+08:00").waitFor();
  await console.open("/account");
  await console.openSettings();
  await console.side.getByRole("radio", { name: "简体中文" }).check();
  await console.view.getByRole("heading", { level: 1, name: "账户" }).waitFor();
  await console.reload();
  await console.view.getByRole("heading", { level: 1, name: "账户" }).waitFor();
  assert.equal(await console.page.evaluate(() => document.documentElement.lang), "zh-CN");
  assert.notEqual(await paper(), light);
});

consoleTest("theme, language and time stand at the account too, and both places agree", { testClock: "2026-03-03T20:05:09Z" }, async ({ stage }) => {
  const console = await stage.owner();
  await console.open("/account");
  await console.openSettings();
  const panel = console.view.getByRole("region", { name: "This console" });
  for (const name of ["Dark", "Local"]) {
    await panel.getByRole("radio", { name }).check();
    assert.equal(await console.side.getByRole("radio", { name }).isChecked(), true, `${name} at the foot of the navigation`);
  }
  await console.side.getByRole("radio", { name: "UTC" }).check();
  assert.equal(await panel.getByRole("radio", { name: "UTC" }).isChecked(), true, "UTC at the account");
  assert.equal(await panel.getByRole("radio", { name: "Dark" }).isChecked(), true, "Dark at the account still");
  // Then the panel is called otherwise. All is made anew, and the focus is where it was.
  const focusIsOn = (group, value) => soon(async () => {
    const focused = await console.page.evaluate(() => [document.activeElement?.name, document.activeElement?.value]);
    assert.deepEqual(focused, [group, value]);
  });
  await focusIsOn("zone", "utc");
  await panel.getByRole("radio", { name: "English" }).focus();
  await console.page.keyboard.press("ArrowRight");
  await console.view.getByRole("region", { name: "此控制台" }).waitFor();
  await focusIsOn("account-language", "zh-CN");
  await console.page.keyboard.press("ArrowLeft");
  await panel.waitFor();
  await focusIsOn("account-language", "en");
  await panel.getByRole("radio", { name: "简体中文" }).click();
  await console.view.getByRole("region", { name: "此控制台" }).waitFor();
  await focusIsOn("account-language", "zh-CN");
  await console.reload();
  const kept = console.view.getByRole("region", { name: "此控制台" });
  assert.equal(await kept.getByRole("radio", { name: "简体中文" }).isChecked(), true);
  assert.equal(await kept.getByRole("radio", { name: "深色" }).isChecked(), true);
});
