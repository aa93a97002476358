// Scenarios side by side, and prices of one's own, in Chromium.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

import { EstimatePage } from "./estimate-support.mjs";
import { violationsOf } from "./site-support.mjs";
import { eventually, OUTPUT, startBrowser, startServer, textOf } from "./support.mjs";

const LIST = JSON.parse(await readFile(fileURLToPath(new URL("../../crates/pricing/price-book.json", import.meta.url)), "utf8"));
const NAMED = "Negotiated prices (our-prices)";
const PARTS = [".own-prices", ".scenarios", ".side-by-side"];

let server;
let browser;

before(async () => {
  await mkdir(OUTPUT, { recursive: true });
  [server, browser] = await Promise.all([startServer(), startBrowser()]);
});

after(async () => {
  await Promise.all([browser?.close(), server?.stop()]);
});

/** The list with another name, and with tier A at 0.0001 a second. */
function ownBook(change = () => {}) {
  const book = { ...structuredClone(LIST), id: "our-prices", name: "Negotiated prices" };
  book.gpu_tiers[0].prices[0].per_second = "0.0001";
  change(book);
  return JSON.stringify(book, null, 2);
}

/** What one amount is more or less than another one, exactly, as the page writes it. */
function difference(amount, first) {
  const [cents, ofFirst] = [amount, first].map((text) => BigInt(text.replace(".", "")));
  const more = cents - ofFirst;
  if (more === 0n) {
    return "the same";
  }
  const digits = String(more < 0n ? -more : more).padStart(3, "0");
  const text = `${digits.slice(0, -2)}.${digits.slice(-2)}`.replace(/\.?0+$/, "");
  return `${more < 0n ? "−" : "+"}${text}`;
}

/** The pricing page with its scenarios and its prices. */
class ScenariosPage extends EstimatePage {
  constructor(page) {
    super(page);
    this.duplicate = page.getByRole("button", { name: "Duplicate as a scenario" });
    this.delete = page.getByRole("button", { name: "Delete this scenario" });
    this.name = page.getByRole("textbox", { name: "Name of the scenario" });
    this.sideBySide = page.getByRole("table", { name: "Scenarios side by side" });
    this.prices = page.getByRole("region", { name: "Prices", exact: true });
    this.priceText = page.getByRole("textbox", { name: "Or paste a price book" });
  }

  tab(name) {
    return this.page.getByRole("radio", { name, exact: true });
  }

  isShown(name) {
    return eventually(async () => assert.ok(await this.tab(name).isChecked(), name));
  }

  /** Makes a copy, and waits until it is shown. */
  async copyTo(name) {
    await this.duplicate.click();
    await this.isShown(name);
  }

  /** The figures of the scenarios: the texts of each row by its title. */
  async figures() {
    const rows = await this.sideBySide.getByRole("row").all();
    const texts = await Promise.all(rows.map((row) => row.locator("th, td").allInnerTexts()));
    return Object.fromEntries(texts.map(([title, ...cells]) => [title, cells.map((cell) => cell.trim())]));
  }

  givePrices(name, text) {
    return this.page.locator("#price-book-file").setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(text) });
  }
}

/** A test with a page of its own, in which nothing may go wrong. */
function onPage(name, options, act) {
  test(name, async () => {
    const page = await ScenariosPage.open(browser, server.address, options);
    await act(page, page.page);
    await page.close();
  });
}

describe("scenarios", () => {
  onPage("stand side by side with their exact differences", {}, async (page) => {
    assert.equal(await page.sideBySide.count(), 0);
    await page.copyTo("Scenario 2");
    await eventually(async () => assert.equal(await page.page.evaluate(() => document.activeElement?.value), "Scenario 2"));
    await page.totalShows("2.34", "2.3436");
    assert.deepEqual((await page.figures())["Difference to the first"], ["—", "the same"]);
    await page.until.fill("2026-03-03 13:00:00.5");
    const longer = await page.totalOtherThan("2.34");
    const exact = await page.exact();
    await eventually(async () => {
      const figures = await page.figures();
      assert.deepEqual(figures.Scenario, ["Scenario 1", "Scenario 2"]);
      assert.deepEqual(figures.Payable, ["2.34", longer]);
      assert.deepEqual(figures["Difference to the first"], ["—", difference(longer, "2.34")]);
      assert.deepEqual(figures["Exact total"], ["2.3436", exact]);
      assert.deepEqual(figures["Instances at most"], ["2", "2"]);
    });
    await page.tab("Scenario 1").check();
    await page.totalShows("2.34", "2.3436");
    assert.equal(await page.until.inputValue(), "2026-03-03 12:00:00");
    assert.ok(await page.undo.isDisabled());
    await page.tab("Scenario 1").press("ArrowRight");
    await page.isShown("Scenario 2");
    await page.undo.click();
    await page.totalShows("2.34", "2.3436");
    await eventually(async () => assert.deepEqual((await page.figures())["In percent"], ["—", "0 %"]));
  });

  onPage("are four at most; one that was deleted comes back", {}, async (page, window) => {
    for (const name of ["Scenario 2", "Scenario 3", "Scenario 4"]) {
      await page.copyTo(name);
    }
    assert.ok(await page.duplicate.isDisabled());
    await window.getByText("Four scenarios are the most").waitFor();
    await page.name.fill("night shift");
    await page.isShown("night shift");
    await page.until.fill("2026-03-03 13:00:00");
    const payable = await page.totalOtherThan("2.34");
    await page.delete.click();
    await page.isShown("Scenario 3");
    assert.ok(await page.duplicate.isEnabled());
    await window.getByRole("button", { name: "Bring back night shift" }).click();
    await page.isShown("night shift");
    assert.equal(await page.payable(), payable);
    await page.undo.click();
    await page.totalShows("2.34", "2.3436");
    for (let left = 4; left > 1; left -= 1) {
      await page.delete.click();
    }
    await page.delete.waitFor({ state: "detached" });
    await page.totalShows("2.34", "2.3436");
    assert.equal(await page.sideBySide.count(), 0);
  });

  onPage("are kept between visits", {}, async (page, window) => {
    await page.copyTo("Scenario 2");
    await page.name.fill("longer");
    await page.until.fill("2026-03-03 13:00:00");
    const payable = await page.totalOtherThan("2.34");
    await eventually(async () => assert.deepEqual((await page.figures()).Payable, ["2.34", payable]));
    const figures = await page.figures();
    await window.reload();
    await page.isReady();
    await page.isShown("longer");
    assert.equal(await page.payable(), payable);
    await eventually(async () => assert.deepEqual(await page.figures(), figures));
  });

  onPage("take what was kept before there were scenarios", {}, async (page, window) => {
    await page.until.fill("2026-03-03 13:00:00");
    const payable = await page.totalOtherThan("2.34");
    const { text } = await page.file("JSON");
    await window.addInitScript((estimate) => {
      if (!sessionStorage.getItem("done")) {
        sessionStorage.setItem("done", "yes");
        localStorage.clear();
        localStorage.setItem("tiermeter.estimate", estimate);
      }
    }, text);
    await window.reload();
    await page.isReady();
    assert.equal(await page.payable(), payable);
  });

  onPage("are alone in a link, which replaces the one that is shown", {}, async (page, window) => {
    await page.copyTo("Scenario 2");
    await page.until.fill("2026-03-03 13:00:00");
    const payable = await page.totalOtherThan("2.34");
    await page.total.getByText("hold the scenario shown: Scenario 2.").waitFor();
    const { hash } = new URL(await page.link());
    await page.tab("Scenario 1").check();
    await page.totalShows("2.34", "2.3436");
    await window.evaluate((link) => (location.hash = link), hash);
    await page.totalOtherThan("2.34");
    await eventually(async () => assert.deepEqual((await page.figures()).Payable, [payable, payable]));
    await page.undo.click();
    await eventually(async () => assert.deepEqual((await page.figures()).Payable, ["2.34", payable]));
  });
});

describe("own prices", () => {
  onPage("take the place of the list prices everywhere, and are named", {}, async (page, window) => {
    await page.givePrices("book.json", ownBook());
    await page.totalShows("1.08", "1.08");
    await page.prices.getByText(`Your own prices: ${NAMED}, loaded on this device only.`).waitFor();
    await eventually(async () => {
      assert.match(await window.evaluate(() => document.activeElement?.textContent), /^Your own prices/);
    });
    const tiers = await textOf(window.getByRole("region", { name: "GPU tiers" }));
    assert.ok(tiers.includes("A Entry-level 0.000100 USD / second"), tiers);
    assert.ok((await textOf(page.total)).includes(NAMED));
    assert.ok((await textOf(window.locator("footer"))).includes(NAMED));
    await window.getByText("priced by Negotiated prices").first().waitFor();
    const json = JSON.parse((await page.file("JSON")).text);
    assert.deepEqual([json.price_book, json.payable, json.exact_total], ["our-prices", "1.08", "1.08"]);
    assert.ok(json.assumptions.join(" ").includes(NAMED), json.assumptions);
    const csv = await page.file("CSV");
    assert.ok(csv.text.split("\r\n")[1].endsWith(",our-prices") && csv.text.includes("Negotiated prices"), csv.text);
    const { curl, command } = await page.snippets();
    const [, body] = /<<'JSON'\n([\s\S]*)\nJSON$/.exec(curl);
    const answer = await fetch(`${server.address}/api/v1/estimates`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    assert.equal((await answer.json()).bills[0].payable, "1.08");
    assert.ok(command.includes("--price-book price-book.json"), command);
    const book = await page.file("Download these prices");
    assert.deepEqual([book.name, book.text], ["price-book.json", ownBook()]);
  });

  onPage("price all scenarios and the usage that was given", {}, async (page) => {
    await page.copyTo("Scenario 2");
    await page.until.fill("2026-03-03 13:00:00");
    await page.totalOtherThan("2.34");
    await page.text.fill("service,instance,tier,started_at,stopped_at\nchat,i-1,A,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z\n");
    await page.bill.waitFor();
    await page.givePrices("book.json", ownBook());
    // 10,800 and 18,000 seconds.
    await eventually(async () => assert.deepEqual((await page.figures()).Payable, ["1.08", "1.80"]));
    await eventually(async () => assert.ok((await textOf(page.bill)).includes("0.72 USD")));
    await page.undo.click();
    await page.totalShows("1.08", "1.08");
  });

  onPage("are kept, and the list prices come back", {}, async (page, window) => {
    await page.prices.getByText("Use prices of your own").click();
    await page.priceText.fill(ownBook());
    await page.prices.getByRole("button", { name: "Use these prices" }).click();
    await page.totalShows("1.08", "1.08");
    await window.reload();
    await page.isReady();
    await page.totalShows("1.08", "1.08");
    await page.prices.getByRole("button", { name: "Back to list prices" }).click();
    await page.totalShows("2.34", "2.3436");
    await page.prices.getByText("List prices: Edge inference list prices (edge-inference-list).").waitFor();
    await window.reload();
    await page.isReady();
    await page.totalShows("2.34", "2.3436");
  });

  onPage("are refused at the place where they are wrong, and nothing is lost", {}, async (page, window) => {
    await page.givePrices("book.json", ownBook());
    await page.totalShows("1.08", "1.08");
    const wrong = ownBook((book) => {
      book.gpu_tiers[1].prices[0].per_second = 0.00022;
    });
    for (const [name, text, place] of [
      ["wrong.json", wrong, "/gpu_tiers/1/prices/0/per_second"],
      ["usage.json", '{"runs": []}', "/runs"],
      ["empty.json", "", "the whole document"],
    ]) {
      await page.givePrices(name, text);
      await page.prices.getByText(`${name} is no price book that can be used`).waitFor();
      await page.prices.getByText(place, { exact: true }).waitFor();
      await page.totalShows("1.08", "1.08");
    }
    await window.evaluate(() => localStorage.setItem("tiermeter.price-book", '{"schema": "tiermeter.price-book/2"}'));
    await window.reload();
    await page.isReady();
    await page.prices.getByText("is not valid any more. The list prices are used.").waitFor();
    await page.prices.getByText("/schema", { exact: true }).waitFor();
    await page.totalShows("2.34", "2.3436");
    assert.equal(await page.priceText.inputValue(), '{"schema": "tiermeter.price-book/2"}');
    await page.prices.getByRole("button", { name: "Put this text away" }).click();
    assert.equal(await window.evaluate(() => localStorage.getItem("tiermeter.price-book")), null);
  });

  onPage("without a line's tier leave the line with the core's refusal", {}, async (page) => {
    const others = ownBook((book) => book.gpu_tiers.splice(0, 1));
    await page.givePrices("book.json", others);
    await page.line("chat").root.getByText("has no tier").waitFor();
    await eventually(async () => assert.equal(await page.payable(), "—"));
    await page.line("chat").root.getByRole("radio", { name: /^C / }).check();
    await page.totalShows("2.70", "2.7");
    await page.prices.getByRole("button", { name: "Back to list prices" }).click();
    await page.totalShows("2.70", "2.7");
    await page.undo.click();
    await page.totalShows("2.34", "2.3436");
  });

  onPage("of a file that is opened are told from those in use", {}, async (page) => {
    await page.givePrices("book.json", ownBook());
    await page.totalShows("1.08", "1.08");
    const { text } = await page.file("JSON");
    await page.prices.getByRole("button", { name: "Back to list prices" }).click();
    await page.totalShows("2.34", "2.3436");
    await page.openFile("estimate.json", text);
    await page.notice
      .getByText("It was written with the price book our-prices: 1.08 USD. With edge-inference-list it is 2.34 USD: +1.26.")
      .waitFor();
  });
});

describe("the look of scenarios and prices", () => {
  const long = ownBook((book) => {
    book.name = "Prices negotiated with a rather long name for the whole of the next year and beyond";
    for (const [place, code] of ["D", "E", "F", "G"].entries()) {
      book.gpu_tiers.push({ ...structuredClone(book.gpu_tiers[0]), code, name: `Another tier with a long name ${place}` });
    }
  });

  for (const width of [360, 390, 768, 1440, 2560]) {
    onPage(`never scrolls sideways at ${width} px`, { width }, async (page) => {
      for (const name of ["Scenario 2", "Scenario 3", "Scenario 4"]) {
        await page.copyTo(name);
      }
      await page.name.fill("a scenario with a name that is as long as a name can be here");
      await page.givePrices("book.json", long);
      await page.totalShows("1.08", "1.08");
      await page.prices.getByText("Use prices of your own").click();
      assert.equal(await page.sidewaysScroll(), 0);
    });
  }

  for (const colorScheme of ["light", "dark"]) {
    onPage(`has nothing that axe complains of, ${colorScheme}`, { colorScheme }, async (page, window) => {
      await page.copyTo("Scenario 2");
      await page.givePrices("book.json", ownBook());
      await page.totalShows("1.08", "1.08");
      await page.givePrices("empty.json", "");
      await page.prices.getByText("empty.json is no price book").waitFor();
      assert.deepEqual(await violationsOf(window, PARTS), []);
      for (const width of [390, 1440]) {
        await window.setViewportSize({ width, height: 900 });
        await window.screenshot({ path: `${OUTPUT}scenarios-${width}-${colorScheme}.png`, fullPage: true });
      }
    });
  }
});
