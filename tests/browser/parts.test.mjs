// Parts of the pricing page that are out of sight are made when the reader comes near them or does anything.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PricingPage, startBrowser, startServer } from "./support.mjs";

const OUT_OF_SIGHT = ["#own-usage", ".budget"];

let server;
let browser;

before(async () => {
  [server, browser] = await Promise.all([startServer(), startBrowser()]);
});

after(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

/** A window of that size on the page, in which nobody does anything. */
async function untouched({ width = 1440, height = 900 } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: "en-US" });
  const window = await context.newPage();
  const page = new PricingPage(window);
  await window.goto(server.address);
  await window.getByRole("heading", { name: "Calculator", exact: true }).waitFor();
  await window.waitForTimeout(500);
  for (const part of OUT_OF_SIGHT) {
    assert.equal(await window.locator(part).count(), 0, part);
  }
  return { page, window };
}

async function allAreThere(window) {
  for (const part of OUT_OF_SIGHT) {
    await window.locator(part).waitFor({ state: "attached" });
  }
}

for (const [what, act] of [
  ["moves the pointer", (window) => window.mouse.move(200, 200)],
  ["presses a key", (window) => window.keyboard.press("Tab")],
  ["scrolls", (window) => window.mouse.wheel(0, 50)],
  ["prints", (window) => window.evaluate(() => dispatchEvent(new Event("beforeprint")))],
]) {
  test(`they come when the reader ${what}`, async () => {
    const { page, window } = await untouched();
    await act(window);
    await allAreThere(window);
    await page.close();
  });
}

test("they come when they are in sight, without anything being done", async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 6_000 }, locale: "en-US" });
  const window = await context.newPage();
  const page = new PricingPage(window);
  await window.goto(server.address);
  await allAreThere(window);
  await page.close();
});

test("their program is not fetched before, and one that cannot be fetched says so and can be fetched again", async () => {
  // The service worker fetches everything at its leisure, so that the page works offline.
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US", serviceWorkers: "block" });
  const window = await context.newPage();
  const page = new PricingPage(window);
  const programs = [];
  window.on("request", (request) => request.url().endsWith(".wasm") && programs.push(request.url()));
  await window.goto(server.address);
  await window.getByRole("heading", { name: "Calculator", exact: true }).waitFor();
  await window.waitForTimeout(500);
  assert.equal(programs.length, 1, programs.join("\n"));
  await window.route(/split-more/, (route) => route.abort());
  await window.mouse.move(200, 200);
  // What stands in a closed part of the page has failed too, but is not seen.
  await window.locator(".part > .note:visible", { hasText: "This part of the page could not be loaded." }).first().waitFor();
  await window.unroute(/split-more/);
  const again = window.locator(".part button:visible", { hasText: "Try again" });
  for (let left = await again.count(); left > 0; left = await again.count()) {
    await again.first().click();
    await window.waitForTimeout(100);
  }
  await allAreThere(window);
  // The browser's own words about what could not be fetched.
  const others = page.complaints.filter((complaint) => !/fetch|ERR_FAILED|Failed to load/.test(complaint));
  assert.deepEqual(others, []);
  await context.close();
});

test("the words in Chinese are fetched when they are asked for; where they cannot be, English stays, and that is said", async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US", serviceWorkers: "block" });
  const window = await context.newPage();
  await window.goto(server.address);
  await window.getByRole("heading", { name: "Calculator", exact: true }).waitFor();
  const title = (words) => window.getByRole("heading", { name: words, exact: true });
  await window.route(/split-chinese/, (route) => route.abort());
  await window.getByRole("radio", { name: "简体中文" }).click();
  await window.getByText("This part of the page could not be loaded.").first().waitFor();
  await title("What will inference cost, to the second?").waitFor();
  assert.equal(await window.locator("html").getAttribute("lang"), "en");
  await window.unroute(/split-chinese/);
  await window.getByRole("radio", { name: "简体中文" }).click();
  await title("推理要花多少钱？精确到每一秒").waitFor();
  assert.equal(await window.locator("html").getAttribute("lang"), "zh-CN");
  await window.reload();
  await title("推理要花多少钱？精确到每一秒").waitFor();
  await context.close();
});

test("what was kept stays where the program that reads it cannot be fetched", async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US", serviceWorkers: "block" });
  const window = await context.newPage();
  await window.goto(server.address);
  const payable = (amount) => window.locator(".total .payable", { hasText: amount });
  await payable("2.34").waitFor();
  await window.locator("input.instances").first().fill("5");
  await payable("5.47").waitFor();
  // It is kept a while after the last edit.
  await window.waitForTimeout(800);
  await window.route(/split-more/, (route) => route.abort());
  await window.reload();
  await window.locator("#boot-note.refused").waitFor();
  await window.unroute(/split-more/);
  await window.reload();
  await payable("5.47").waitFor();
  await context.close();
});

test("the printed sheet is whole before the reader has done anything, and before the calculator is there", async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 240 }, locale: "en-US" });
  const window = await context.newPage();
  const page = new PricingPage(window);
  await window.goto(server.address);
  await window.locator(".print-sheet").waitFor({ state: "attached" });
  await window.waitForTimeout(500);
  assert.equal(await window.locator("#calculator").count(), 0, "the calculator is out of sight");
  await window.emulateMedia({ media: "print" });
  // It is there when those who listen have been told, not a moment later, and what is not there takes no room.
  const [sheet, room] = await window.evaluate(() => {
    const empty = [...document.querySelectorAll("main > .part:empty")].map(({ offsetHeight }) => offsetHeight);
    dispatchEvent(new Event("beforeprint"));
    return [document.querySelector(".print-sheet").textContent, Math.max(0, ...empty)];
  });
  for (const words of ["2.34 USD", "Enterprise plan", "What this assumes"]) {
    assert.ok(sheet.includes(words), sheet);
  }
  assert.equal(room, 0);
  assert.equal(await window.locator("nav:visible, button:visible").count(), 0);
  await window.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await window.locator(".print-sheet").textContent(), "");
  await page.close();
});

test("the browser prints the sheet, and so does the button", async () => {
  const { page, window } = await untouched();
  const watch = () => window.evaluate(() => {
    globalThis.printed = "";
    addEventListener("beforeprint", () => (globalThis.printed = document.querySelector(".print-sheet").textContent));
  });
  await watch();
  const file = await window.pdf({ format: "A4" });
  assert.equal(file.subarray(0, 5).toString("latin1"), "%PDF-");
  assert.ok((await window.evaluate(() => globalThis.printed)).includes("2.34 USD"));
  // A browser without a window asks nobody for a printer; what it would do first is done here.
  await window.evaluate(() => {
    globalThis.printed = "";
    globalThis.print = () => ["beforeprint", "afterprint"].forEach((name) => dispatchEvent(new Event(name)));
  });
  await window.getByRole("button", { name: "Print", exact: true }).click();
  assert.ok((await window.evaluate(() => globalThis.printed)).includes("2.34 USD"));
  await page.close();
});

test("nothing moves while they come", async () => {
  const { page, window } = await untouched({ width: 390, height: 800 });
  await window.evaluate(() => {
    globalThis.shifts = 0;
    const add = (list) => list.getEntries().forEach(({ value }) => (globalThis.shifts += value));
    new PerformanceObserver(add).observe({ type: "layout-shift", buffered: true });
  });
  await window.keyboard.press("Tab");
  await allAreThere(window);
  // What moves is told of only after it was painted.
  await window.waitForTimeout(500);
  assert.ok((await window.evaluate(() => globalThis.shifts)) < 0.05);
  await page.close();
});
