// The check of bills in Chromium: logs and invoices of different forms, what is said of each difference, and that a
// million runs hold nothing up and go nowhere.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";

import { SitePage, violationsOf } from "./site-support.mjs";
import { eventually, OUTPUT, startBrowser, startServer, textOf } from "./support.mjs";

const HEADER = "service,instance,tier,started_at,stopped_at\n";
const WORKED_EXAMPLE = `${HEADER}chat,i-1,A,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z\nchat,i-2,A,2026-03-03T11:00:00Z,2026-03-03T12:00:00Z\n`;
const MANY_RUNS = 1_000_000;
const LONGEST_TASK_MILLISECONDS = 50;

let server;
let browser;

before(async () => {
  await mkdir(OUTPUT, { recursive: true });
  [server, browser] = await Promise.all([startServer(), startBrowser()]);
});

after(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

/** The check as a reader meets it. */
class CheckPage extends SitePage {
  constructor(page) {
    super(page);
    this.results = page.getByRole("region", { name: "What came of it" });
    this.refusal = page.getByRole("group", { name: "Refusal" });
    this.start = page.getByRole("button", { name: "Check", exact: true });
  }

  log(name, text) {
    return this.page.locator("#log-file").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  }

  invoice(name, text) {
    return this.page.locator("#invoice-file").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
  }

  /** Drops a log of many runs, made in the page; `bad` is a row that is wrong. */
  async dropMany(name, runs, bad) {
    const dataTransfer = await this.page.evaluateHandle(
      ([name, header, runs, bad]) => {
        const parts = [header];
        for (let run = 0; run < runs; run += 1) {
          const day = String(1 + (run % 28)).padStart(2, "0");
          const tier = "ABC"[run % 3];
          parts.push(run === bad ? `chat,i-${run},Z,never,\n` : `s-${run % 200},i-${run},${tier},2026-03-${day}T10:00:00.250Z,2026-03-${day}T11:${run % 6}0:00Z\n`);
        }
        const dropped = new DataTransfer();
        dropped.items.add(new File([parts.join("")], name));
        return dropped;
      },
      [name, HEADER, runs, bad],
    );
    await this.page.getByRole("heading", { name: /The log/ }).dispatchEvent("drop", { dataTransfer });
  }

  /** Waits until a line of the results says all of these words. */
  async lineSays(...words) {
    await eventually(async () => {
      const rows = (await this.results.locator("table.lines tbody tr").allInnerTexts()).map((row) => row.replace(/\s+/g, " "));
      assert.ok(rows.some((row) => words.every((word) => row.includes(word))), rows.join("\n"));
    });
  }

  /** Waits until the months are these. */
  async monthsAre(rows) {
    await eventually(async () => {
      const texts = await this.results.getByRole("table").first().locator("tbody tr").allInnerTexts();
      assert.deepEqual(texts.map((text) => text.replace(/\s+/g, " ").trim()), rows);
    });
  }
}

function onPage(name, options, act) {
  test(name, async () => {
    const check = await CheckPage.open(browser, `${server.address}/check`, options);
    await act(check, check.page);
    await check.close();
  });
}

describe("a log", () => {
  onPage("is priced by the rules", {}, async (check) => {
    await check.log("march.csv", WORKED_EXAMPLE);
    await check.monthsAre(["2026-03 2.3436 −0.0036 2.34"]);
    await check.lineSays("chat", "A", "10,800", "2.3436");
    await check.results.getByText("march.csv: 2 runs, priced by Edge inference list prices.").waitFor();
  });

  onPage("may be JSON, as a list or as a usage document", {}, async (check) => {
    const runs = [{ pod: "i-1", gpu: "A", start: 1_772_532_000, end: 1_772_539_200 }];
    for (const [name, document] of [["list.json", runs], ["usage.json", { as_of: null, runs }]]) {
      await check.log(name, JSON.stringify(document));
      await check.results.getByText(`${name}: 1 run, priced by`).waitFor();
      await check.monthsAre(["2026-03 1.5624 −0.0024 1.56"]);
    }
  });

  onPage("with other names of columns is mapped by hand", {}, async (check, page) => {
    await check.log("odd.csv", "pod,began,ceased\ni-1,2026-03-03 10:00,2026-03-03 12:00\n");
    const start = page.getByLabel("Started at");
    await eventually(async () => assert.equal(await start.getAttribute("aria-invalid"), "true"));
    assert.ok(await check.start.isDisabled());
    await start.selectOption({ label: "began" });
    await page.getByLabel("Stopped at").selectOption({ label: "ceased" });
    await page.getByLabel("GPU tier").selectOption({ label: "every row is tier B Basic" });
    await check.start.click();
    await check.monthsAre(["2026-03 1.584 −0.004 1.58"]);
    await check.results.getByText("2 instants have no offset, taken for UTC.").waitFor();
  });

  onPage("with open and repeated runs says so", {}, async (check, page) => {
    await page.getByLabel("Open runs count until").fill("2026-03-03 13:00");
    await check.log("march.csv", `${WORKED_EXAMPLE}${WORKED_EXAMPLE.slice(HEADER.length)}chat,i-3,A,2026-03-03T12:00:00Z,\n`);
    await check.monthsAre(["2026-03 3.1248 −0.0048 3.12"]);
    await check.results.getByText("2 rows of the log stood there before; they count once.").waitFor();
    await check.results.getByText("One run has not stopped, counted until 2026-03-03T13:00:00Z.").waitFor();
  });
});

describe("an invoice", () => {
  onPage("that agrees is told to", {}, async (check) => {
    await check.log("march.csv", WORKED_EXAMPLE);
    await check.invoice("invoice.csv", "month,amount\n2026-03,2.34\n");
    await check.results.getByText("The one line agrees with the invoice.").waitFor();
  });

  for (const [amount, ...words] of [
    ["2.38", "price of tier B", "+0.0364"],
    ["2.16", "another price: 0.0002 a second"],
    ["1.56240", "3,600 seconds fewer", "i-2 of chat", "row 3"],
    ["2.34", "rounded to 2 decimals"],
  ]) {
    onPage(`over ${amount} is explained`, {}, async (check) => {
      await check.log("march.csv", WORKED_EXAMPLE);
      await check.invoice("invoice.csv", `month,tier,amount\n2026-03,A,${amount}\n`);
      await check.lineSays(...words);
    });
  }

  onPage("may be a bill as the server writes it, and is taken away again", {}, async (check, page) => {
    const bill = {
      currency: "USD",
      bills: [{ month: "2026-03", lines: [{ service: "chat", item: "gpu_seconds", tier: "A", unit_price: "0.000217", per: 1, quantity: "10800", amount: "2.3436" }] }],
    };
    await check.log("march.csv", WORKED_EXAMPLE);
    await check.invoice("bill.json", JSON.stringify(bill));
    await check.lineSays("chat", "Agrees.");
    await page.getByRole("button", { name: "Remove" }).click();
    await check.start.click();
    await eventually(async () => assert.ok(!(await textOf(check.results)).includes("Agrees.")));
  });

  onPage("is there in the example", {}, async (check, page) => {
    await page.getByRole("button", { name: "Try an example" }).click();
    await check.lineSays("i-2", "may be missing on it");
  });
});

describe("what is not taken", () => {
  onPage("is told with its row, and what was there before stays", {}, async (check) => {
    await check.log("march.csv", WORKED_EXAMPLE);
    await check.monthsAre(["2026-03 2.3436 −0.0036 2.34"]);
    await check.dropMany("many.csv", MANY_RUNS, 700_000);
    await check.refusal.waitFor();
    const text = await textOf(check.refusal);
    for (const words of ["many.csv was refused as log", "“Z” is no tier", "it has A, B, C", "Row 700002", "chat,i-700000,Z,never,", "What was there before is still there."]) {
      assert.ok(text.includes(words), `${words}: ${text}`);
    }
    await check.monthsAre(["2026-03 2.3436 −0.0036 2.34"]);
  });

  for (const [name, bytes, words] of [
    ["picture.png", Buffer.from("\u0089PNG\r\n\u001a\n\0\0", "latin1"), "The file is a picture."],
    ["sheet.xlsx", Buffer.from("PK\u0003\u0004\0\0"), "a spreadsheet or an archive"],
    ["empty.csv", Buffer.alloc(0), "The file is empty."],
    ["german.csv", Buffer.from("start;end\n1;2\n"), "parted by “;”"],
    ["broken.json", Buffer.from("[{"), "no JSON of that form"],
  ]) {
    onPage(`is refused as what it is: ${name}`, {}, async (check, page) => {
      await page.locator("#log-file").setInputFiles({ name, mimeType: "text/plain", buffer: bytes });
      await check.refusal.waitFor();
      assert.ok((await textOf(check.refusal)).includes(words), await textOf(check.refusal));
    });
  }

  onPage("is an instant that is none, too", {}, async (check, page) => {
    await check.log("march.csv", WORKED_EXAMPLE);
    await check.results.waitFor();
    await page.getByLabel("Open runs count until").fill("soon");
    await check.start.click();
    assert.ok((await textOf(check.refusal)).includes("“soon” is no instant"));
  });
});

describe("a million runs", () => {
  onPage("are checked in a worker, the page goes on, and nothing is sent", {}, async (check, page) => {
    let longest = Infinity;
    // A machine that is busy can stop the page, too; once it must have got through.
    for (let attempt = 0; attempt < 3 && longest > LONGEST_TASK_MILLISECONDS; attempt += 1) {
      await check.dropMany(`many-${attempt}.csv`, MANY_RUNS, -1);
      // What the test itself did to make the file does not count.
      await page.evaluate(() => {
        globalThis.longest = 0;
        globalThis.observer?.disconnect();
        globalThis.observer = new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) {
            globalThis.longest = Math.max(globalThis.longest, duration);
          }
        });
        globalThis.observer.observe({ type: "longtask" });
      });
      await check.results.getByText(`many-${attempt}.csv: 1,000,000 runs`).waitFor({ timeout: 60_000 });
      longest = await page.evaluate(() => globalThis.longest);
    }
    assert.ok(longest <= LONGEST_TASK_MILLISECONDS, `${longest} ms`);
    assert.ok(check.requests.every((request) => request.startsWith("GET ")), check.requests.join(" "));
    assert.ok(!check.requests.some((request) => request.includes("/api")), check.requests.join(" "));
  });

  onPage("can be cancelled, and checked again", {}, async (check, page) => {
    await check.log("march.csv", WORKED_EXAMPLE);
    await check.monthsAre(["2026-03 2.3436 −0.0036 2.34"]);
    await check.dropMany("many.csv", MANY_RUNS, -1);
    await page.getByRole("progressbar", { name: "Progress of the check" }).waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await check.start.waitFor();
    await check.monthsAre(["2026-03 2.3436 −0.0036 2.34"]);
    await check.log("march.csv", WORKED_EXAMPLE);
    await check.monthsAre(["2026-03 2.3436 −0.0036 2.34"]);
  });
});

describe("the results", () => {
  onPage("are saved as CSV, equal to the screen", {}, async (check, page) => {
    await check.log("march.csv", WORKED_EXAMPLE);
    await check.invoice("invoice.csv", "month,tier,amount\n2026-03,A,2.38\n");
    await check.lineSays("2.3436", "2.38", "+0.0364");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save all lines as CSV" }).click();
    const lines = (await readFile(await (await download).path(), "utf8")).trim().split("\r\n");
    assert.deepEqual(lines, [
      "month,service,tier,seconds,true_seconds,amount,invoice_seconds,invoice_amount,difference,currency,explanation",
      "2026-03,,A,10800,10800,2.3436,,2.38,0.0364,USD,price_0.00022_of_tier_B",
    ]);
  });

  onPage("are priced by a price book of one's own, which is named", {}, async (check, page) => {
    const book = {
      schema: "tiermeter.price-book/1", id: "own", name: "Negotiated", currency: "EUR",
      settlement: { cycle: "month", utc_offset: "+00:00" },
      gpu_tiers: [{ code: "A", name: "Small", prices: [{ from: null, per_second: "0.0001" }] }],
    };
    await check.log("march.csv", WORKED_EXAMPLE);
    await page.locator("#book-file").setInputFiles({ name: "own.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(book)) });
    await check.results.getByText("priced by Negotiated").waitFor();
    await check.monthsAre(["2026-03 1.08 0 1.08"]);
    await page.getByRole("button", { name: "Back to the list prices" }).click();
    await check.monthsAre(["2026-03 2.3436 −0.0036 2.34"]);
  });

  onPage("stay when the language changes", {}, async (check, page) => {
    await check.log("march.csv", WORKED_EXAMPLE);
    await check.monthsAre(["2026-03 2.3436 −0.0036 2.34"]);
    await page.getByRole("radio", { name: "简体中文" }).check();
    const results = page.getByRole("region", { name: "结果" });
    await results.getByText("march.csv：2 次运行").waitFor();
  });
});

describe("the look", () => {
  for (const [width, colorScheme, locale] of [
    [390, "light", "en-US"],
    [390, "dark", "zh-CN"],
    [768, "light", "zh-CN"],
    [1440, "dark", "en-US"],
  ]) {
    onPage(`is right for axe and never scrolls sideways: ${width} px, ${colorScheme}, ${locale}`, { width, colorScheme, locale }, async (check, page) => {
      assert.deepEqual(await violationsOf(page), []);
      await check.log("march.csv", `${WORKED_EXAMPLE}chat,i-3,B,2026-03-31T23:00:00Z,2026-04-01T01:00:00.5Z\n`);
      await check.invoice("invoice.csv", "month,tier,amount\n2026-03,A,1.56\n2026-03,C,7\n");
      await page.locator("table.lines tr.differs").first().waitFor();
      assert.deepEqual(await violationsOf(page), []);
      assert.equal(await check.sidewaysScroll(), 0);
      await page.screenshot({ path: `${OUTPUT}check-${width}-${colorScheme}.png`, fullPage: true });
      await check.log("broken.csv", `${HEADER}chat,i-1,Z,never,\n`);
      await page.locator(".refused").waitFor();
      assert.deepEqual(await violationsOf(page), []);
    });
  }
});
