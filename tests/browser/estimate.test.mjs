// The estimate of several lines in Chromium: lines of every kind, comparisons, what leaves the page and comes back.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";

import { EstimatePage, KINDS } from "./estimate-support.mjs";
import { violationsOf } from "./site-support.mjs";
import { eventually, OUTPUT, startBrowser, startServer, textOf } from "./support.mjs";

const run = promisify(execFile);
const BINARY = process.env.TIERMETER_BINARY ?? fileURLToPath(new URL("../../target/release/tiermeter", import.meta.url));
const DAY = Array.from({ length: 24 }, () => "12").join(" ");

let server;
let browser;

before(async () => {
  await mkdir(OUTPUT, { recursive: true });
  [server, browser] = await Promise.all([startServer(), startBrowser()]);
});

after(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

/** A test with a page of its own, in which nothing may go wrong. */
function onPage(name, options, act) {
  test(name, async () => {
    const page = await EstimatePage.open(browser, server.address, options);
    await act(page, page.page);
    await page.close();
  });
}

/** What the server says to an estimate. */
async function settle(estimate) {
  const answer = await fetch(`${server.address}/api/v1/estimates`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ estimate }),
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  return answer.json();
}

describe("the lines", () => {
  onPage("are added, renamed, duplicated, moved and deleted", {}, async (page) => {
    await page.namesAre(["chat"]);
    await page.add("Weekly hours");
    await page.namesAre(["chat", "Line 2"]);
    await page.focusIs("Name");
    await page.line("Line 2").field("Name").fill("office");
    await page.namesAre(["chat", "office"]);
    await page.line("office").button("Duplicate").click();
    await page.namesAre(["chat", "office", "office, copy"]);
    await page.line("office, copy").button("Up").click();
    await page.namesAre(["chat", "office, copy", "office"]);
    await page.toggle("office").press("Alt+ArrowUp");
    await page.namesAre(["chat", "office", "office, copy"]);
    await page.toggle("office, copy").press("Alt+ArrowUp");
    await page.toggle("office, copy").press("Alt+ArrowUp");
    await page.namesAre(["office, copy", "chat", "office"]);
    await page.line("office, copy").button("Delete").click();
    await page.namesAre(["chat", "office"]);
    assert.equal((await page.amounts()).length, 2);
  });

  onPage("are undone and done again, by buttons and keys", {}, async (page, window) => {
    assert.ok(await page.undo.isDisabled());
    await page.until.fill("2026-03-03 13:00:00");
    const longer = await page.totalOtherThan("2.34");
    await page.add("Tokens");
    await page.namesAre(["chat", "Line 2"]);
    await window.keyboard.press("Control+z");
    await page.namesAre(["chat"]);
    assert.equal(await page.payable(), longer);
    await page.undo.click();
    await page.totalShows("2.34", "2.3436");
    assert.equal(await page.until.inputValue(), "2026-03-03 12:00:00");
    await window.keyboard.press("Control+Shift+Z");
    await page.totalOtherThan("2.34");
    await page.redo.click();
    await page.namesAre(["chat", "Line 2"]);
    assert.ok(await page.redo.isDisabled());
  });

  onPage("each show what they cost, and open to their formula", {}, async (page) => {
    const head = page.calculator.locator(".head").first();
    const text = await textOf(head);
    for (const words of ["2.3436 USD", "0.7812 to 1.5624 an hour while it runs", "0.0756 a day on average", "tier A"]) {
      assert.ok(text.includes(words), text);
    }
    await page.toggle("chat").click();
    await eventually(async () => assert.equal(await page.formula.count(), 0));
    await page.toggle("chat").press("Enter");
    await page.formula.waitFor();
  });

  onPage("of every kind are priced as the server prices them", {}, async (page) => {
    for (const kind of KINDS) {
      await page.add(kind);
    }
    await eventually(async () => assert.equal((await page.amounts()).length, 5));
    const { text } = await page.file("JSON");
    const { estimate, payable, exact_total: exact } = JSON.parse(text);
    const [bill] = (await settle(estimate)).bills;
    assert.deepEqual([payable, exact], [bill.payable, bill.exact_total]);
    assert.deepEqual([await page.payable(), await page.exact()], [bill.payable, bill.exact_total]);
  });

  onPage("keep the last valid amounts where one is wrong", {}, async (page) => {
    await page.add("Automatic");
    const before = await page.totalOtherThan("2.34");
    const line = page.line("Line 2");
    await line.number("Minimum").fill("9");
    await line.root.getByText("is above the maximum, 4").waitFor();
    assert.equal(await page.payable(), before);
    assert.ok(await page.page.getByRole("button", { name: "Copy link" }).isDisabled());
    await line.number("Minimum").fill("1");
    await line.root.getByText("is above the maximum").waitFor({ state: "detached" });
    assert.equal(await page.payable(), before);
  });
});

describe("the editors", () => {
  onPage("drag the edge of a bar as if its instant were typed", {}, async (page, window) => {
    const handle = window.locator(".handle").last();
    const box = await handle.boundingBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await window.mouse.move(x, y);
    await window.mouse.down();
    await window.mouse.move(x - 40, y, { steps: 4 });
    await window.mouse.up();
    await page.totalOtherThan("2.34");
    const until = await page.until.inputValue();
    assert.ok(until > "2026-03-03 11:00:00" && until < "2026-03-03 12:00:00", until);
    await page.undo.click();
    await page.totalShows("2.34", "2.3436");
  });

  onPage("take weekly hours", {}, async (page) => {
    await page.line("chat").kind("Weekly hours").check();
    const line = page.line("chat");
    // 22 workdays of 9 hours with two instances.
    await page.totalShows("309.36", "309.3552");
    await line.root.getByRole("checkbox", { name: "Sat" }).check();
    await page.totalShows("365.60", "365.6016");
    await line.field("Until, window 1").fill("08:00");
    await line.root.getByText("must be later than the beginning of the window").waitFor();
    await line.field("Until, window 1").fill("10:00");
    await page.totalShows("40.62", "40.6224");
    await line.button("Add a window").click();
    await page.focusIs("From, window 2");
    await line.button("Remove window 2").click();
    await page.totalShows("40.62", "40.6224");
  });

  onPage("take a load by keys, by the pointer and as numbers", {}, async (page, window) => {
    await page.line("chat").kind("Automatic").check();
    const line = page.line("chat");
    const hour = line.hour("03:00");
    assert.equal(await hour.getAttribute("aria-valuenow"), "0.2");
    await hour.focus();
    await hour.press("ArrowUp");
    await eventually(async () => assert.equal(await hour.getAttribute("aria-valuenow"), "0.3"));
    await hour.press("ArrowRight");
    assert.match(await window.evaluate(() => document.activeElement?.getAttribute("aria-label")), /^04:00$/);
    const before = await page.payable();
    const plot = await line.root.locator(".plot").boundingBox();
    await window.mouse.move(plot.x + plot.width * 0.02, plot.y + plot.height * 0.1);
    await window.mouse.down();
    await window.mouse.move(plot.x + plot.width * 0.3, plot.y + plot.height * 0.1, { steps: 5 });
    await window.mouse.up();
    await page.totalOtherThan(before);
    const drawn = Number(await line.hour("05:00").getAttribute("aria-valuenow"));
    assert.ok(drawn > 8.5 && drawn < 9.5, String(drawn));
    await line.show("The load as numbers");
    const numbers = line.field("The load as numbers");
    await numbers.fill("1 2 3");
    await line.root.getByText("3 numbers; 24 for a day or 168 for a week are needed").waitFor();
    await numbers.fill(DAY);
    await eventually(async () => assert.equal(await line.hour("05:00").getAttribute("aria-valuenow"), "12"));
    await line.kind("168 hours").check();
    await line.hour("Sun 23:00").waitFor();
  });

  onPage("take up to five scheduled minimums", {}, async (page) => {
    await page.line("chat").kind("Automatic").check();
    const line = page.line("chat");
    const before = await page.totalOtherThan("2.34");
    for (let count = 1; count <= 5; count += 1) {
      await line.button("Add a scheduled minimum").click();
    }
    assert.ok(await line.button("Add a scheduled minimum").isDisabled());
    await line.field("Cron, scheduled minimum 1").fill("0 0 * *");
    await line.root.getByText("4 fields; a cron expression has 5").waitFor();
    await line.field("Cron, scheduled minimum 1").fill("0 0 * * *");
    await line.number("Instances, scheduled minimum 1").fill("4");
    await page.totalOtherThan(before);
  });

  onPage("take tokens with a reservation and the free quota", {}, async (page) => {
    await page.line("chat").kind("Tokens").check();
    const line = page.line("chat");
    await line.show("The load as numbers");
    await line.field("The load as numbers").fill(DAY);
    // 12 requests of 800 input and 200 output tokens in each of 44,640 minutes.
    await page.totalShows("128.56", "128.5632");
    await line.field("TPM reservation").fill("12000");
    await page.totalShows("31.25", "31.248");
    await line.field("TPM reservation").fill("9999");
    await line.root.getByText("below the minimum of 10000").waitFor();
    await line.field("TPM reservation").fill("");
    await line.root.getByRole("checkbox", { name: /free quota/ }).check();
    await page.totalOtherThan("128.56");
    await page.total.getByText("sample prices").first().waitFor();
  });
});

describe("the comparisons", () => {
  onPage("show every tier side by side", {}, async (page) => {
    const line = page.line("chat");
    await line.show("The same work on every tier");
    await eventually(async () =>
      assert.deepEqual(await line.rows("The same work on every tier"), [
        "GPU tier In the month Difference",
        "A Entry-level 2.3436 chosen",
        "B Basic 2.376 +0.0324",
        "C Basic Enhanced 2.7 +0.3564",
      ]),
    );
  });

  onPage("say what the scale-in delay costs, with the cheaper ones beside it", {}, async (page) => {
    await page.line("chat").kind("Automatic").check();
    const line = page.line("chat");
    await line.root.getByText(/^The scale-in delay of 300 s costs [0-9.]+ USD in this month\.$/).waitFor();
    assert.equal((await line.rows("With a shorter scale-in delay")).length, 4);
    await line.field("Scale-in delay").fill("0");
    await line.root.getByText("The scale-in delay of 0 s costs nothing in this month.").waitFor();
  });

  onPage("say from where on a reservation pays off, or that it never does", {}, async (page) => {
    await page.line("chat").kind("Tokens").check();
    const line = page.line("chat");
    await line.root.getByText("a reservation pays off once 24.4 % of it is used").waitFor();
    await line.show("The load as numbers");
    await line.field("The load as numbers").fill(DAY);
    await line.show("Pay as you go against a TPM reservation");
    await line.root.getByText("Cheapest of these: 12,000 tokens a minute reserved, 97.3152 USD less").waitFor();
    await line.field("Input").fill("0");
    await line.field("Cached input").fill("800");
    await line.field("Output").fill("0");
    await line.root.getByText("never pays off").waitFor();
  });

  onPage("say what a budget buys", {}, async (page, window) => {
    await window.getByRole("textbox", { name: "Budget", exact: true }).fill("2.3436");
    const section = window.getByRole("region", { name: "What a budget buys" }).first();
    await eventually(async () => assert.ok((await textOf(section)).includes("A Entry-level 3 h 0 min 0 s 10,800 2.3436")));
    await window.getByRole("textbox", { name: "Budget", exact: true }).fill("much");
    await section.getByText("Write an amount from 0 to 1,000,000").waitFor();
  });

  onPage("show the month as a curve with its numbers", {}, async (page) => {
    await page.total.getByRole("img", { name: "How the cost grows over the month" }).waitFor();
    await page.total.getByText("Cost by day", { exact: true }).first().click();
    const rows = page.total.getByRole("region", { name: "Cost by day" }).getByRole("row");
    await eventually(async () => assert.equal((await textOf(rows.nth(3))), "3 Mar 2.3436 2.3436"));
    assert.equal(await textOf(rows.nth(31)), "31 Mar 0 2.3436");
  });
});

describe("what leaves the page", () => {
  onPage("is a link that opens the same estimate elsewhere", {}, async (page) => {
    await page.add("Automatic");
    await page.add("Tokens");
    await eventually(async () => assert.equal((await page.amounts()).length, 3));
    const shown = [await page.payable(), await page.exact(), await page.amounts()];
    const link = await page.link();
    assert.match(link, /\/#e=1\.d\.[A-Za-z0-9_-]+$/);
    const other = await EstimatePage.open(browser, link);
    await other.namesAre(["chat", "Line 2", "Line 3"]);
    assert.deepEqual([await other.payable(), await other.exact(), await other.amounts()], shown);
    await eventually(() => assert.ok(!other.page.url().includes("#e="), other.page.url()));
    await other.close();
  });

  onPage("is said to be mangled or newer, and nothing is lost", {}, async (page, window) => {
    await page.until.fill("2026-03-03 13:00:00");
    const payable = await page.totalOtherThan("2.34");
    for (const [hash, words] of [
      ["#e=1.d.AAAA", "The link is cut or changed"],
      ["#e=1.p.eyJhIjoxfQ", "The link is no estimate that can be opened"],
      ["#e=2.d.AAAA", "made by a later version"],
    ]) {
      await window.evaluate((hash) => (location.hash = hash), hash);
      await page.notice.getByText(words).waitFor();
      assert.equal(await page.payable(), payable);
    }
    await page.notice.getByRole("button", { name: "Close" }).click();
    await eventually(async () => assert.equal((await page.notice.innerText()).trim(), ""));
  });

  onPage("tells the old amount and the new one where prices changed", {}, async (page) => {
    const { text } = await page.file("JSON");
    const old = { ...JSON.parse(text), price_book: "last-year", payable: "2.00" };
    await page.openFile("old.json", JSON.stringify(old));
    await page.notice
      .getByText("It was written with the price book last-year: 2.00 USD. With edge-inference-list it is 2.34 USD: +0.34.")
      .waitFor();
  });

  onPage("is the same in JSON, CSV, print and programs as on the screen", {}, async (page, window) => {
    await page.add("Steps");
    await eventually(async () => assert.equal((await page.amounts()).length, 2));
    const [payable, exact, amounts] = [await page.payable(), await page.exact(), await page.amounts()];
    const json = await page.file("JSON");
    assert.equal(json.name, "tiermeter-2026-03.json");
    const document = JSON.parse(json.text);
    assert.deepEqual([document.payable, document.exact_total], [payable, exact]);
    assert.ok(document.assumptions.join(" ").includes("2026-11-21"), document.assumptions);
    const csv = await page.file("CSV");
    const rows = csv.text.split("\r\n").map((row) => row.split(","));
    assert.deepEqual(rows.slice(1, 3).map((row) => row[9]), amounts);
    const sum = (item) => rows.find((row) => row[3] === item)[9];
    assert.deepEqual([sum("payable"), sum("exact_total")], [payable, exact]);
    const snippets = await page.snippets();
    const body = JSON.parse(snippets.curl.split("\n")[1]);
    const [bill] = (await settle(body.estimate)).bills;
    assert.deepEqual([bill.payable, bill.exact_total], [payable, exact]);
    assert.ok(snippets.javascript.includes(JSON.stringify(body.estimate)), snippets.javascript);
    const [, usage] = snippets.command.split("\n");
    const child = run(BINARY, ["price", "-"]);
    child.child.stdin.end(usage);
    const settlement = JSON.parse((await child).stdout);
    assert.deepEqual([settlement.bills[0].payable, settlement.bills[0].exact_total], [payable, exact]);
    await window.evaluate(() => globalThis.dispatchEvent(new Event("beforeprint")));
    await window.emulateMedia({ media: "print" });
    const sheet = await eventually(async () => {
      const text = await textOf(window.locator(".print-sheet"));
      assert.ok(text.includes("What this assumes"), text);
      return text;
    });
    for (const words of [`${payable} USD`, `exact ${exact},`, ...amounts, "Enterprise plan"]) {
      assert.ok(sheet.includes(words), sheet);
    }
    await window.emulateMedia({ media: "screen" });
    await window.evaluate(() => globalThis.dispatchEvent(new Event("afterprint")));
  });

  onPage("comes back from a file; another kind of file is refused and nothing is lost", {}, async (page) => {
    const { text } = await page.file("JSON");
    await page.until.fill("2026-03-03 13:00:00");
    const payable = await page.totalOtherThan("2.34");
    for (const [name, content] of [["picture.png", "\u0089PNG"], ["usage.json", '{"runs": []}'], ["empty.json", ""]]) {
      await page.openFile(name, content);
      await page.notice.getByText(`${name} is no estimate that can be opened`).waitFor();
      assert.equal(await page.payable(), payable);
    }
    await page.openFile("estimate.json", text);
    await page.totalShows("2.34", "2.3436");
    await page.undo.click();
    await eventually(async () => assert.equal(await page.payable(), payable));
  });

  onPage("is kept between visits", {}, async (page, window) => {
    await page.add("Weekly hours");
    const payable = await page.totalOtherThan("2.34");
    await window.reload();
    await page.isReady();
    await page.namesAre(["chat", "Line 2"]);
    assert.equal(await page.payable(), payable);
  });
});

describe("the languages", () => {
  onPage("are English and Chinese, and the choice stays", {}, async (page, window) => {
    await page.until.fill("2026-03-03 13:00:00");
    const payable = await page.totalOtherThan("2.34");
    await window.getByRole("radio", { name: "简体中文" }).check();
    await window.getByRole("heading", { level: 1, name: "推理要花多少钱？精确到每一秒" }).waitFor();
    assert.equal(await window.evaluate(() => document.documentElement.lang), "zh-CN");
    const total = window.getByRole("complementary", { name: "合计" });
    assert.equal((await total.locator(".payable").innerText()).trim(), payable);
    assert.equal(await window.evaluate(() => localStorage.getItem("tiermeter.language")), "zh-CN");
    await window.reload();
    await window.getByRole("heading", { name: "价格计算器" }).waitFor();
    await window.getByRole("radio", { name: "English" }).check();
    await page.isReady();
    assert.equal(await page.payable(), payable);
  });

  onPage("follow the browser at first", { locale: "zh-CN", title: "价格计算器" }, async (page, window) => {
    assert.equal(await window.evaluate(() => document.documentElement.lang), "zh-CN");
  });

  onPage("lead to the other pages", {}, async (page, window) => {
    const links = await window.getByRole("navigation", { name: "Pages" }).getByRole("link").all();
    const addresses = await Promise.all(links.map((link) => link.getAttribute("href")));
    assert.deepEqual(addresses, ["/", "/how-it-is-billed", "/check", "/embed", "/console"]);
  });
});

describe("the look of several lines", () => {
  for (const width of [360, 390, 768, 1440, 2560]) {
    onPage(`never scrolls sideways at ${width} px`, { width }, async (page) => {
      for (const kind of KINDS) {
        await page.add(kind);
        assert.equal(await page.sidewaysScroll(), 0, kind);
      }
      await page.line("Line 4").button("Add a scheduled minimum").click();
      await page.snippets();
      await page.link();
      assert.equal(await page.sidewaysScroll(), 0);
    });
  }

  for (const [width, colorScheme, locale] of [
    [390, "light", "en-US"],
    [768, "dark", "zh-CN"],
    [1440, "light", "zh-CN"],
    [1440, "dark", "en-US"],
  ]) {
    onPage(`is right for axe with everything open: ${width} px, ${colorScheme}, ${locale}`, { width, colorScheme, locale, title: locale === "zh-CN" ? "价格计算器" : "Calculator" }, async (page, window) => {
      assert.deepEqual(await violationsOf(window), []);
      const addLine = window.locator(".add-line button");
      for (let kind = 0; kind < KINDS.length; kind += 1) await addLine.nth(kind).click();
      await window.evaluate(() => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
      await eventually(async () => assert.equal(await window.locator(".sheet > li").count(), 1 + KINDS.length));
      assert.deepEqual(await violationsOf(window), []);
      assert.equal(await page.sidewaysScroll(), 0);
    });
  }

  for (const width of [390, 1440]) {
    for (const colorScheme of ["light", "dark"]) {
      onPage(`is kept as a picture: ${width} px, ${colorScheme}`, { width, colorScheme }, async (page, window) => {
        for (const kind of ["Automatic", "Tokens"]) {
          await page.add(kind);
        }
        await eventually(async () => assert.equal((await page.amounts()).length, 3));
        await window.screenshot({ path: `${OUTPUT}estimate-${width}-${colorScheme}.png`, fullPage: true });
      });
    }
  }
});
