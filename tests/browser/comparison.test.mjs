// The break-even as a curve, the same work three ways, local time beside UTC, and the pictures of a line, in Chromium.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, describe, test } from "node:test";

import { EstimatePage } from "./estimate-support.mjs";
import { violationsOf } from "./site-support.mjs";
import { eventually, OUTPUT, startBrowser, startServer, textOf } from "./support.mjs";

const DAY = Array.from({ length: 24 }, () => "12").join(" ");
/** All points of a curve are dozens of settlements of a whole month. */
const PATIENCE_MILLISECONDS = 60_000;

let server;
let browser;

before(async () => {
  await mkdir(OUTPUT, { recursive: true });
  [server, browser] = await Promise.all([startServer(), startBrowser()]);
});

after(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

/** The pricing page with its comparisons. */
class ComparisonPage extends EstimatePage {
  constructor(page) {
    super(page);
    this.ways = page.getByRole("region", { name: "The same work, three ways", exact: true });
  }

  /** A field of the comparison of ways. */
  entry(name) {
    return this.ways.getByRole("textbox", { name, exact: true });
  }

  /** The ways with what they cost. */
  async wayRows() {
    const rows = await this.ways.getByRole("table").getByRole("row").allInnerTexts();
    return rows.slice(1).map((row) => row.replace(/\s+/g, " ").trim());
  }

  /** The first line, of tokens of an even load, with its break-even open. */
  async openBreakEven() {
    await this.line("chat").kind("Tokens").check();
    const line = this.line("chat");
    await line.root.locator("summary", { hasText: "The load as numbers" }).click();
    await line.field("The load as numbers").fill(DAY);
    await this.totalShows("128.56", "128.5632");
    await line.root.locator("summary", { hasText: "The break-even as a curve" }).click();
    return line.root.locator("details.break-even");
  }
}

/** A test with a page of its own, in which nothing may go wrong. */
function onPage(name, options, act) {
  test(name, async () => {
    const page = await ComparisonPage.open(browser, server.address, options);
    await act(page, page.page);
    await page.close();
  });
}

/** The rows of the table behind a curve. */
async function pointsOf(curve) {
  const rows = await curve.getByRole("table").getByRole("row").allInnerTexts();
  return rows.slice(1).map((row) => row.replace(/\s+/g, " ").trim());
}

describe("the break-even of a token line", () => {
  onPage("is a curve with its crossing, its numbers and its words", {}, async (page) => {
    const curve = await page.openBreakEven();
    // The smallest reservation that covers the line costs 31.248, and a request 0.00024: 130,201 requests or more.
    await curve
      .getByText("12,000 reserved tokens a minute pay off from 2.93 requests a minute on, on average (24.4 % of this load).")
      .waitFor({ timeout: PATIENCE_MILLISECONDS });
    const points = await pointsOf(curve);
    assert.equal(points.length, 14);
    assert.ok(points[0].startsWith("0 % 0 0 31.248 "), points[0]);
    assert.ok(points.includes("100 % 12 128.5632 31.248 −97.3152"), points.join("\n"));
    assert.ok(points.some((point) => point.startsWith("24.4 % 2.93 ")), points.join("\n"));
    await curve.getByRole("img", { name: /^The break-even as a curve: 12,000 reserved/ }).waitFor();
    assert.equal(await curve.locator(".crossing").count(), 1);
    await curve.getByText("sample price").waitFor();
  });

  onPage("is of the line's own reservation, and begins anew when the line changes", {}, async (page) => {
    const curve = await page.openBreakEven();
    const line = page.line("chat");
    await line.field("TPM reservation").fill("10000");
    await curve.getByText("with 10,000 tokens a minute reserved").waitFor();
    await eventually(async () => assert.ok((await pointsOf(curve)).some((point) => point.startsWith("100 % 12 128.5632 79.608 "))), PATIENCE_MILLISECONDS);
    assert.deepEqual(await page.amounts(), ["79.608"]);
    const paid = await textOf(line.root.getByText(/^Of this line's tokens: /));
    for (const words of ["reservation 446,400,000 (83.3 %)", "free 0 (0 %)", "by token 89,280,000 (16.6 %)"]) {
      assert.ok(paid.includes(words), paid);
    }
    await line.field("Input").fill("0");
    await line.field("Cached input").fill("800");
    await line.field("Output").fill("0");
    await curve.getByText("do not pay off at any traffic up to 400 % of this load").waitFor({ timeout: PATIENCE_MILLISECONDS });
    assert.equal(await curve.locator(".crossing").count(), 0);
  });
});

describe("the same work, three ways", () => {
  onPage("asks for what only the reader knows, and invents nothing", {}, async (page) => {
    await page.ways.getByText("Nobody publishes that number").waitFor();
    assert.equal(await page.ways.getByRole("table").count(), 0);
    await page.entry("One instance makes").fill("0");
    await page.ways.getByText("write a number above 0").waitFor();
    assert.equal(await page.ways.getByRole("table").count(), 0);
  });

  onPage("says what each costs, which is the cheapest, and where they cross", {}, async (page) => {
    await page.entry("One instance makes").fill("500");
    await page.ways.getByText("Cheapest for this load: TPM reservation, 156.24 USD in the month.").waitFor();
    assert.deepEqual(await page.wayRows(), [
      "GPU seconds 1 instance, tier A, 24 hours a day; Enterprise plan, allowlist 581.2128 +424.9728",
      "pay as you go sample price Small 8B 642.816 +486.576",
      "TPM reservation sample price 60,000 tokens a minute 156.24",
    ]);
    await page.ways.getByText("This load is 200 output tokens a second.").waitFor();
    await page.ways.getByText("From ≈ 180.833 output tokens a second on, an instance of tier A costs less").waitFor();
    await page.ways.getByText("From ≈ 8.102 output tokens a second on, a reservation of 10,000 tokens").waitFor();
    await page.entry("One instance makes").fill("100");
    await page.ways.getByText("it would have to make ≈ 180.833 output tokens a second, and makes 100").waitFor();
    await eventually(async () => assert.match((await page.wayRows())[0] ?? "", /^GPU seconds 2 instances, /));
    await page.entry("Instances run").fill("9");
    await eventually(async () => assert.match((await page.wayRows())[0] ?? "", /9 hours a day; Enterprise plan, allowlist 435\.9096/));
  });

  onPage("follows model and tier, and stays through a change of the language", {}, async (page, window) => {
    await page.entry("One instance makes").fill("500");
    await page.ways.getByRole("combobox", { name: "Model" }).selectOption("embedding-600m");
    await page.ways.getByText("This model offers no TPM reservation.").waitFor();
    await page.ways.getByRole("combobox", { name: "GPU tier" }).selectOption("C");
    await page.ways.getByText("An instance of tier C never pays off").waitFor();
    await window.getByRole("radio", { name: "简体中文" }).check();
    const ways = window.getByRole("region", { name: "同样的工作，三种方式" });
    assert.equal(await ways.getByRole("textbox", { name: "单个实例产出" }).inputValue(), "500");
    await ways.getByText("此负载下最便宜").waitFor();
  });
});

describe("local time", () => {
  onPage("stands beside each instant where it is not UTC", { timezoneId: "Asia/Shanghai" }, async (page) => {
    const line = page.line("chat");
    await line.root.locator(".step .local", { hasText: "local 18:00" }).first().waitFor();
    const described = await page.until.getAttribute("aria-describedby");
    assert.equal(await textOf(page.page.locator(`#${described}`)), "local 20:00");
    await page.until.fill("2026-03-03 17:00:00");
    await eventually(async () => assert.equal(await textOf(page.page.locator(`#${described}`)), "local 4 Mar 01:00"));
    await line.root.getByText("Your clock is at UTC+08:00.").first().waitFor();
    assert.match(await page.formula.getByRole("row").first().innerText(), /10:00–11:00\s+local 18:00–19:00/);
    await line.root.getByText("The bars as a table").click();
    const runs = line.root.getByRole("group", { name: "Runs" });
    assert.match(await runs.getByRole("row").nth(1).innerText(), /2026-03-03 10:00:00\s+local 18:00/);
    assert.ok(await line.root.locator(".axis .local").count());
    await line.kind("Weekly hours").check();
    await page.line("chat").root.getByText("local 17:00–02:00").waitFor();
  });

  onPage("follows a change of clocks within the month", { timezoneId: "Europe/Berlin" }, async (page) => {
    const line = page.line("chat");
    await line.root.locator(".step .local", { hasText: "local 11:00" }).first().waitFor();
    await page.until.fill("2026-03-30 12:00:00");
    await line.root.locator(".step .local", { hasText: "local 14:00" }).waitFor();
    await line.kind("Weekly hours").check();
    await page.line("chat").root.getByText("local 10:00–19:00, later 11:00–20:00").waitFor();
    await page.line("chat").root.getByText("Your clock is at UTC+01:00, later UTC+02:00.").first().waitFor();
  });

  onPage("is left out where it is UTC", { timezoneId: "UTC" }, async (page) => {
    await page.totalShows("2.34", "2.3436");
    const texts = await page.line("chat").root.locator(".local").allInnerTexts();
    assert.deepEqual(texts.filter((text) => text.trim()), []);
  });
});

describe("the pictures of a line", () => {
  onPage("are worked with arrow keys", {}, async (page) => {
    const edge = page.line("chat").root.getByRole("slider", { name: "Until", exact: true });
    assert.match(await edge.getAttribute("aria-valuetext"), /^2026-03-03 12:00:00 UTC local 20:00$/);
    await edge.focus();
    await edge.press("ArrowLeft");
    await eventually(async () => assert.equal(await page.until.inputValue(), "2026-03-03 11:59:00"));
    await edge.press("Shift+ArrowRight");
    await eventually(async () => assert.equal(await page.until.inputValue(), "2026-03-03 12:59:00"));
    for (let presses = 0; presses < 3; presses += 1) {
      await edge.press("Shift+ArrowLeft");
    }
    // An edge does not pass its neighbour.
    await eventually(async () => assert.equal(await page.until.inputValue(), "2026-03-03 11:00:01"));
    await page.undo.click();
    await page.totalShows("2.34", "2.3436");
  });

  onPage("draw many runs of an instance as one shape, and tell each of them", {}, async (page) => {
    await page.line("chat").kind("Automatic").check();
    const { root } = page.line("chat");
    // It runs on every day of the month.
    const lane = root.locator(".lane").nth(1);
    await eventually(async () => assert.ok(((await lane.locator("path").getAttribute("d")) ?? "").split("M").length > 20));
    assert.equal(await lane.locator(".bar").count(), 0);
    await lane.hover();
    await eventually(async () => assert.match(await lane.getAttribute("title"), /^instance 2: 16 Mar .* s billed$/));
    await root.locator("figcaption").first().hover();
    await eventually(async () => assert.equal(await lane.getAttribute("title"), null));
  });

  onPage("show a bar with its seconds for each of many instances", {}, async (page) => {
    await page.instances(2).fill("130");
    const line = page.line("chat");
    await line.root.locator("summary", { hasText: "A bar for each instance" }).click();
    const lanes = line.root.getByRole("region", { name: "A bar for each instance" });
    await eventually(async () => assert.equal(await lanes.getByRole("listitem").count(), 100));
    assert.equal(await textOf(lanes.getByRole("listitem").first()), "1 7,200 s");
    await line.button("Show 30 more instances").click();
    await eventually(async () => assert.equal(await lanes.getByRole("listitem").count(), 130));
    assert.equal(await textOf(lanes.getByRole("listitem").last()), "130 3,600 s");
  });

  onPage("have the costs of lines as a table, and the head names the month", {}, async (page) => {
    await page.add("Tokens");
    await eventually(async () => assert.equal((await page.amounts()).length, 2));
    await page.total.locator("summary", { hasText: "Cost and seconds by line" }).click();
    const rows = page.total.getByRole("region", { name: "Cost and seconds by line" }).getByRole("row");
    const amounts = await page.amounts();
    assert.ok((await textOf(rows.nth(1))).startsWith(`chat ${amounts[0]} `));
    assert.ok((await textOf(rows.nth(2))).startsWith(`Line 2 ${amounts[1]} `));
    const heads = await page.calculator.locator(".head").allInnerTexts();
    assert.ok(heads[0].includes("for the month"), heads[0]);
    assert.ok(heads[1].includes("an hour on average"), heads[1]);
    await eventually(async () => assert.match(await textOf(page.total.locator(".ends")), /^1 Mar 31 Mar: [0-9.]+$/));
  });
});

describe("the look of the comparisons", () => {
  for (const [width, colorScheme] of [
    [360, "light"],
    [390, "dark"],
    [768, "light"],
    [1440, "dark"],
    [2560, "light"],
  ]) {
    onPage(`is right for axe and never scrolls sideways: ${width} px, ${colorScheme}`, { width, colorScheme }, async (page, window) => {
      assert.equal(await page.sidewaysScroll(), 0);
      assert.deepEqual(await violationsOf(window), []);
      await page.entry("One instance makes").fill("500");
      await page.ways.getByText("Cheapest for this load").waitFor();
      const curve = await page.openBreakEven();
      await curve.getByText("pay off from").waitFor({ timeout: PATIENCE_MILLISECONDS });
      assert.equal(await page.sidewaysScroll(), 0);
      assert.deepEqual(await violationsOf(window), []);
      await window.screenshot({ path: `${OUTPUT}comparison-${width}-${colorScheme}.png`, fullPage: true });
    });
  }
});
