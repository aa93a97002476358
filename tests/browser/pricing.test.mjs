// The pricing page in Chromium, as people use it: from the built page and the server that serves it.

import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { after, before, describe, test } from "node:test";

import { eventually, OUTPUT, PricingPage, startBrowser, startServer, textOf } from "./support.mjs";

const HEADER = "service,instance,tier,started_at,stopped_at\n";
const GOOD_ROW = "chat,i-1,A,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z\n";
const BAD_ROW = "chat,i-2,Z,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z";
const SAMPLE_USAGE = JSON.stringify({
  tokens: [
    { id: "r1", service: "svc-2", model: "small-8b", at: "2026-03-03T10:00:00Z", input: 1_000_000, cached_input: 0, output: 0 },
  ],
});
const WORKED_EXAMPLE = [
  "10:00–11:00 1 instance × 3,600 s × 0.000217 0.7812",
  "11:00–12:00 2 instances × 3,600 s × 0.000217 1.5624",
  "10,800 billed seconds 10,800.000 true · rounding adds 0 s 2.3436",
];

let server;
let browser;

before(async () => {
  await mkdir(OUTPUT, { recursive: true });
  // One after another: what is there is closed in the end, even where the next one does not come up.
  server = await startServer();
  browser = await startBrowser();
});

after(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

/** A test with a page of its own, in which nothing may go wrong. */
function onPage(name, options, act) {
  test(name, async () => {
    const page = await PricingPage.open(browser, server.address, options);
    await act(page, page.page);
    await page.close();
  });
}

describe("the prices", () => {
  onPage("are those of the list, for a second, an hour and 30 days", {}, async (page) => {
    const tiers = await textOf(page.page.getByRole("region", { name: "GPU tiers" }));
    for (const words of [
      "A Entry-level 0.000217 USD / second 0.7812 an hour · 562.464 in 30 days",
      "B Basic 0.000220 USD / second 0.792 an hour · 570.24 in 30 days",
      "C Basic Enhanced 0.000250 USD / second 0.9 an hour · 648 in 30 days",
    ]) {
      assert.ok(tiers.includes(words), tiers);
    }
    await page.page.getByText("needs an Enterprise plan and a place on the beta allowlist").waitFor();
  });

  test("are there without scripts", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(server.address);
    const text = await textOf(page.locator("body"));
    for (const words of ["0.000217", "0.000220", "0.000250", "needs JavaScript and WebAssembly"]) {
      assert.ok(text.includes(words), text);
    }
    await context.close();
  });

  test("are there without WebAssembly, with the reason why the calculator is not", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.addInitScript(() => Object.defineProperty(window, "WebAssembly", { value: undefined }));
    await page.goto(server.address);
    await page.getByText("The calculator could not start: this browser has no WebAssembly").waitFor();
    await page.getByText("0.000250").waitFor();
    await context.close();
  });
});

describe("the calculator", () => {
  onPage("opens with the worked example", {}, async (page) => {
    await page.formulaShows(WORKED_EXAMPLE);
    await page.totalShows("2.34", "2.3436");
    const total = await textOf(page.total);
    for (const words of ["March 2026, 31 days", "rounded once by −0.0036", "Published list prices, USD, read "]) {
      assert.ok(total.includes(words), total);
    }
    await page.page.getByRole("img", { name: /^2 instances at most, from 2026-03-03 10:00:00/ }).waitFor();
    await page.page.getByText("7,200 s", { exact: true }).first().waitFor();
  });

  onPage("follows an instant, a number of instances and a tier", {}, async (page) => {
    await page.from(2).fill("2026-03-03 11:30:00");
    await page.formulaShows([
      "10:00–11:30 1 instance × 5,400 s × 0.000217 1.1718",
      "11:30–12:00 2 instances × 1,800 s × 0.000217 0.7812",
      "9,000 billed seconds 9,000.000 true · rounding adds 0 s 1.953",
    ]);
    await page.totalShows("1.95", "1.953");
    await page.instances(2).fill("3");
    await page.totalShows("2.34", "2.3436");
    await page.page.getByRole("radio", { name: "B Basic", exact: true }).check();
    await page.totalShows("2.38", "2.376");
    await page.until.fill("2026-03-03T20:00:00.5+08:00");
    await page.totalShows("2.38", "2.37666");
    await page.until.press("Tab");
    await eventually(async () => assert.equal(await page.until.inputValue(), "2026-03-03 12:00:00.500"));
  });

  onPage("is edited from the keyboard", {}, async (page) => {
    await page.instances(1).press("Enter");
    await page.focusIs("From, step 2");
    assert.equal(await page.stepCount(), 3);
    assert.equal(await page.from(2).inputValue(), "2026-03-03 10:30:00");
    await page.totalShows("2.34", "2.3436");
    await page.instances(2).fill("2");
    await page.totalShows("2.73", "2.7342");
    await page.from(2).press("ArrowUp");
    assert.equal(await page.from(2).inputValue(), "2026-03-03 10:31:00");
    await page.from(2).press("ArrowDown");
    await page.from(3).press("Shift+ArrowDown");
    assert.equal(await page.from(3).inputValue(), "2026-03-03 10:00:00");
    await page.from(3).press("Shift+ArrowUp");
    await page.removeButton(2).focus();
    await page.page.keyboard.press("Enter");
    await page.focusIs("From, step 2");
    assert.equal(await page.stepCount(), 2);
    await page.formulaShows(WORKED_EXAMPLE);
    await page.removeButton(1).press("Enter");
    await eventually(async () => assert.ok(await page.removeButton(1).isDisabled()));
  });

  onPage("says what is wrong and keeps the last valid amounts", {}, async (page) => {
    const note = page.page.getByText("Fix the marked field; the amounts below are of the last valid entry.");
    for (const [field, wrong, message, right] of [
      [page.from(2), "eleven", "“eleven” is not an instant", "2026-03-03 11:00:00"],
      [page.from(2), "2026-03-03 09:00:00", "must be later than 2026-03-03 10:00:00", "2026-03-03 11:00:00"],
      [page.instances(1), "1001", "from 0 to 1,000", "1"],
      [page.until, "2200-01-01", "out of range: from 1970 to 2199", "2026-03-03 12:00:00"],
    ]) {
      await field.fill(wrong);
      await note.waitFor();
      assert.equal(await field.getAttribute("aria-invalid"), "true");
      const described = page.page.locator(`#${await field.getAttribute("aria-describedby")}`);
      assert.ok((await textOf(described)).includes(message), await textOf(described));
      await page.totalShows("2.34", "2.3436");
      await page.formulaShows(WORKED_EXAMPLE);
      assert.equal(await field.inputValue(), wrong);
      await field.fill(right);
      await note.waitFor({ state: "detached" });
      assert.equal(await field.getAttribute("aria-invalid"), null);
    }
  });

  onPage("estimates one month and says what lies outside of it", {}, async (page) => {
    const month = page.page.getByLabel("Month", { exact: true });
    await page.until.fill("");
    await page.page.getByText("The last step has no end, so it runs to the end of March 2026.").waitFor();
    await page.from(1).fill("2026-02-27 10:00:00");
    await eventually(async () => assert.equal(await month.inputValue(), "2026-02"));
    await page.page.getByText("Only February 2026 is counted here. After its end: 1 step.").waitFor();
    await month.fill("2026-04");
    await page.page.getByText("Only April 2026 is counted here.").waitFor();
    assert.ok((await textOf(page.total)).startsWith("April 2026, 30 days"));
    await page.totalShows("1124.93", "1124.928");
  });

  onPage("marks now and the running month by one clock", { clock: "2026-03-03T11:30:00Z" }, async (page) => {
    const clock = page.page.getByText("March 2026 is the running month, day 3 of 31");
    assert.match(await textOf(clock), /^2026-03-03 11:30:\d\d UTC, /);
    await page.total.getByText("running month").waitFor();
    const mark = page.page.getByText("now", { exact: true });
    await mark.waitFor();
    await page.page.clock.fastForward("02:00:00");
    await mark.waitFor({ state: "detached" });
    await eventually(async () => assert.match(await textOf(clock), /^2026-03-03 13:30:\d\d UTC, /));
  });
});

describe("the reader's own usage", () => {
  onPage("is dropped as CSV and settled", {}, async (page) => {
    await page.drop("march.csv", HEADER + GOOD_ROW);
    await page.page.getByText("march.csv: 1 run, priced by Edge inference list prices").first().waitFor();
    const rows = (await page.bill.getByRole("row").allInnerTexts()).map((row) => row.replace(/\s+/g, " ").trim());
    assert.deepEqual(rows, [
      "Service Item Tier or model Quantity Unit price Per Amount",
      "chat GPU seconds tier A 7,200 0.000217 second 1.5624",
      "Exact total 1.5624",
      "Rounding, once −0.0024",
      "Payable 1.56 USD",
    ]);
  });

  onPage("is chosen as a file", {}, async (page, window) => {
    const buffer = Buffer.from(HEADER + GOOD_ROW);
    await window.getByLabel("Choose a file").setInputFiles({ name: "march.csv", mimeType: "text/csv", buffer });
    await page.bill.waitFor();
  });

  onPage("is refused at the row where it is wrong, and stays", {}, async (page) => {
    const text = `${HEADER}${GOOD_ROW}${BAD_ROW}`;
    await page.text.fill(text);
    const refusal = await page.refusal.innerText();
    for (const words of ["nothing of it was priced", "Row 3", BAD_ROW, "/runs/1/tier", "unknown_tier"]) {
      assert.ok(refusal.includes(words), refusal);
    }
    assert.equal(await page.text.inputValue(), text);
    await page.drop("broken.csv", `${HEADER}chat,i-1,A,2026-02-30T10:00:00Z,2026-03-03T12:00:00Z\n`);
    await page.page.getByText("broken.csv was refused").first().waitFor();
    assert.ok((await page.refusal.innerText()).includes("row 2, column started_at"));
    assert.equal(await page.text.inputValue(), text);
    await page.text.fill(`${HEADER}${GOOD_ROW}${BAD_ROW.replace(",Z,", ",B,")}`);
    await page.bill.waitFor();
  });

  onPage("marks sample prices", {}, async (page) => {
    await page.text.fill(SAMPLE_USAGE);
    await page.bill.getByText("sample price").waitFor();
    await page.page.getByText("use illustrative prices").waitFor();
  });

  onPage("shows an example on request", {}, async (page) => {
    await page.page.getByRole("button", { name: "Try an example" }).click();
    await page.bill.getByText("2.3436").first().waitFor();
    await page.page.getByRole("button", { name: "Clear" }).click();
    await page.page.getByText("Nothing here yet.").waitFor();
    assert.equal(await page.text.inputValue(), "");
  });

  onPage("is not read where it is too large", {}, async (page) => {
    const dataTransfer = await page.page.evaluateHandle(() => {
      const dropped = new DataTransfer();
      dropped.items.add(new File([new Uint8Array(64 * 1024 * 1024 + 1)], "year.csv"));
      return dropped;
    });
    await page.page.getByText("Drop a file here").dispatchEvent("drop", { dataTransfer });
    await page.page.getByText("year.csv has 67,108,865 bytes; this page reads up to 67,108,864 bytes").first().waitFor();
  });

  onPage("of another kind is refused", {}, async (page) => {
    await page.drop("picture.png", "\u0089PNG\r\n\u001a\n\u0000\u0000");
    await page.page.getByText("picture.png was refused").first().waitFor();
    await page.text.fill("{");
    await eventually(async () => assert.ok((await page.refusal.innerText()).includes("the whole document")));
  });
});

describe("the look", () => {
  onPage("is light or dark as it is chosen, and stays so", { colorScheme: "light" }, async (page, window) => {
    const paper = () => window.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await window.getByRole("radio", { name: "Dark" }).check();
    const dark = await paper();
    assert.notEqual(dark, light);
    await window.reload({ waitUntil: "domcontentloaded" });
    assert.equal(await paper(), dark, "the kept theme is there before the program is");
    await page.isReady();
    assert.ok(await window.getByRole("radio", { name: "Dark" }).isChecked());
    await window.getByRole("radio", { name: "System" }).check();
    assert.equal(await paper(), light);
  });

  for (const width of [360, 390, 768, 1440, 2560]) {
    onPage(`never scrolls sideways at ${width} px`, { width }, async (page) => {
      assert.equal(await page.sidewaysScroll(), 0);
      await page.from(2).fill("something that is no instant and is rather longer than a field");
      await page.text.fill(`${HEADER}${BAD_ROW}`);
      assert.equal(await page.sidewaysScroll(), 0);
      await page.text.fill(SAMPLE_USAGE);
      await page.bill.waitFor();
      assert.equal(await page.sidewaysScroll(), 0);
      await page.page.getByText("The bars as a table").click();
      await page.page.getByText("Sources and remarks").click();
      assert.equal(await page.sidewaysScroll(), 0);
    });
  }

  for (const width of [390, 1440]) {
    for (const colorScheme of ["light", "dark"]) {
      onPage(`is kept as a picture: ${width} px, ${colorScheme}`, { width, colorScheme }, async (page, window) => {
        await window.getByRole("button", { name: "Try an example" }).click();
        await page.bill.waitFor();
        await window.screenshot({ path: `${OUTPUT}pricing-${width}-${colorScheme}.png`, fullPage: true });
      });
    }
  }
});
