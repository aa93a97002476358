// The page of the rules, its live example, and what all pages share: languages, offline use, addresses that are nothing's.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, describe, test } from "node:test";

import { SitePage, violationsOf } from "./site-support.mjs";
import { eventually, OUTPUT, startBrowser, startServer, textOf } from "./support.mjs";

const PATH = "/how-it-is-billed";

let server;
let browser;

before(async () => {
  await mkdir(OUTPUT, { recursive: true });
  [server, browser] = await Promise.all([startServer(), startBrowser()]);
});

after(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

/** A test with the page in a window of its own, in which nothing may go wrong. */
function onPage(name, options, act) {
  test(name, async () => {
    const opened = await SitePage.open(browser, server.address + PATH, options);
    await act(opened.page, opened);
    await opened.close();
  });
}

/** Waits until the example's rows are these. */
function exampleShows(page, rows) {
  return eventually(async () => {
    const texts = await page.locator("#worked-example table tr").allInnerTexts();
    assert.deepEqual(texts.slice(1).map((text) => text.replace(/\s+/g, " ").trim()), rows);
  });
}

const PUBLISHED = [
  "10:00–11:00 enabled: one instance 3,600 × 0.000217 0.7812",
  "11:00–12:00 scaled: two instances (3,600 + 3,600) × 0.000217 1.5624",
  "Exact total 2.3436",
  "Rounding, once −0.0036",
  "Payable 2.34",
];

describe("the rules", () => {
  test("are there without scripts, with the worked example", async () => {
    const { page } = await SitePage.open(browser, server.address + PATH, { javaScriptEnabled: false });
    const text = await textOf(page.locator("body"));
    for (const words of [
      "A second is the unit",
      "at least one second",
      "Exact total 2.3436",
      "Free quota",
      "Reservations of tokens per minute",
      "needs an Enterprise plan and a place on the beta allowlist",
    ]) {
      assert.ok(text.includes(words), words);
    }
    assert.ok(!text.includes("计费规则"), "one language is shown");
    await page.context().close();
  });

  onPage("have an address each", {}, async (page) => {
    const links = await page.locator(".contents a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    assert.ok(links.length > 10);
    for (const link of links) {
      assert.equal(await page.locator(`section${link}`).count(), 1, link);
    }
  });
});

describe("the worked example", () => {
  onPage("opens as it was published", {}, async (page) => {
    await exampleShows(page, PUBLISHED);
    await page.getByText("10,800 billed seconds; 10,800 s of running.").waitFor();
    assert.ok(await page.getByRole("button", { name: "As published" }).isDisabled());
  });

  onPage("follows tier and times, each run rounded by itself", {}, async (page) => {
    await page.getByRole("radio", { name: "C Basic Enhanced" }).check();
    await page.getByLabel("Disabled at").fill("11:00:00.5");
    await exampleShows(page, [
      "10:00–11:00 enabled: one instance 3,600 × 0.000250 0.9",
      "11:00–11:00:00.5 scaled: two instances (1 + 1) × 0.000250 0.0005",
      "Exact total 0.9005",
      "Rounding, once −0.0005",
      "Payable 0.90",
    ]);
    await page.getByText("3,602 billed seconds; 3,601 s of running.").waitFor();
    await page.getByRole("button", { name: "As published" }).click();
    await exampleShows(page, PUBLISHED);
  });

  onPage("says what is wrong and keeps the last valid amounts", {}, async (page) => {
    for (const [label, text, message] of [
      ["Enabled at", "ten", "“ten” is no time of day"],
      ["Scaled to two at", "10:00", "must be later than 10:00"],
      ["Disabled at", "10:30", "must be later than 11:00"],
    ]) {
      const field = page.getByLabel(label);
      const before = await field.inputValue();
      await field.fill(text);
      await page.getByText(message).waitFor();
      assert.equal(await field.getAttribute("aria-invalid"), "true");
      await page.getByText("the amounts are of the last valid entry").waitFor();
      await exampleShows(page, PUBLISHED);
      await field.fill(before);
      await page.getByText(message).waitFor({ state: "detached" });
    }
  });
});

describe("the languages", () => {
  onPage("change the whole page, and are kept", {}, async (page, opened) => {
    await page.getByLabel("Disabled at").fill("13:00");
    await page.getByRole("radio", { name: "简体中文" }).check();
    await page.getByRole("heading", { name: "计费规则", exact: true }).waitFor();
    assert.equal(await page.getByLabel("停用时刻").inputValue(), "13:00");
    assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-CN");
    assert.match(await page.title(), /计费规则/);
    assert.ok(!(await textOf(page.locator("main"))).includes("A second is the unit"));
    await page.goto(`${server.address}/check`);
    await page.getByRole("heading", { name: "核对账单", exact: true }).waitFor();
    await opened.page.getByRole("radio", { name: "English" }).check();
    await page.getByRole("heading", { name: "Check a bill", exact: true }).waitFor();
  });

  onPage("follow the browser where nothing was chosen", { locale: "zh-CN" }, async (page) => {
    await page.getByRole("heading", { name: "计费规则", exact: true }).waitFor();
  });
});

describe("an address that is nothing's", () => {
  test("is a page for people and a line for programs", async () => {
    const address = `${server.address}/nothing-here`;
    const plain = await fetch(address);
    assert.equal(plain.status, 404);
    assert.equal(await plain.text(), "there is nothing at this address\n");
    const api = await fetch(`${server.address}/api/v1/nothing-here`, { headers: { accept: "text/html" } });
    assert.match(api.headers.get("content-type"), /^application\/problem\+json/);

    const context = await browser.newContext({ locale: "en-US" });
    const page = await context.newPage();
    const answer = await page.goto(address);
    assert.equal(answer.status(), 404);
    await page.getByRole("heading", { name: "There is nothing at this address" }).waitFor();
    await page.getByRole("main").getByRole("link", { name: "Check a bill" }).waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await context.close();
  });
});

describe("offline and installed", () => {
  test("the page works without the network after the first visit", async () => {
    const opened = await SitePage.open(browser, server.address + PATH);
    const { page } = opened;
    const kept = () => page.evaluate(async () => {
      const names = await caches.keys();
      const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return keys.flat().map(({ url }) => new URL(url).pathname);
    });
    await eventually(async () => {
      const paths = await kept();
      assert.ok(paths.includes(PATH) && paths.some((path) => path.endsWith(".wasm")), paths.join(" "));
    });
    await page.context().setOffline(true);
    await page.reload();
    await page.locator("#loading").waitFor({ state: "detached" });
    await exampleShows(page, PUBLISHED);
    assert.ok((await kept()).every((path) => !path.startsWith("/api") && !path.startsWith("/console")));
    await page.context().close();
  });

  test("there is what an installed page needs", async () => {
    const manifest = await (await fetch(`${server.address}/manifest.webmanifest`)).json();
    for (const { src, sizes } of manifest.icons) {
      const icon = await fetch(server.address + src);
      assert.equal(icon.headers.get("content-type"), "image/png", `${src} ${sizes}`);
    }
    for (const { url } of manifest.shortcuts) {
      assert.equal((await fetch(server.address + url)).status, 200, url);
    }
    const worker = await fetch(`${server.address}/service-worker.js`);
    assert.match(worker.headers.get("content-type"), /^text\/javascript/);
    assert.equal(worker.headers.get("cache-control"), "no-cache");
    assert.match(await (await fetch(`${server.address}/robots.txt`)).text(), /Disallow: \/console/);
  });

  test("each page has its title, description and picture", async () => {
    const titles = new Set();
    for (const path of [PATH, "/check"]) {
      const html = await (await fetch(server.address + path)).text();
      const [, title] = /<title>([^<]+)<\/title>/.exec(html);
      titles.add(title);
      assert.match(html, /<meta name="description" content="[^"]{50,}"/);
      // One would have to say where the site is, which the page does not know.
      assert.ok(!html.includes('rel="canonical"'), path);
      const [, picture] = /<meta property="og:image" content="([^"]+)"/.exec(html);
      assert.equal((await fetch(server.address + picture)).headers.get("content-type"), "image/png");
      assert.equal((await fetch(`${server.address}${path}/`, { redirect: "manual" })).headers.get("location"), path);
    }
    assert.equal(titles.size, 2);
  });
});

describe("the look", () => {
  for (const [width, colorScheme, locale] of [
    [390, "light", "en-US"],
    [390, "dark", "zh-CN"],
    [768, "light", "zh-CN"],
    [1440, "dark", "en-US"],
  ]) {
    onPage(`is right for axe and never scrolls sideways: ${width} px, ${colorScheme}, ${locale}`, { width, colorScheme, locale }, async (page, opened) => {
      assert.deepEqual(await violationsOf(page), []);
      assert.equal(await opened.sidewaysScroll(), 0);
      await page.screenshot({ path: `${OUTPUT}how-it-is-billed-${width}-${colorScheme}.png`, fullPage: true });
    });
  }
});
