// What an edit does not do at once: tables that nobody looks at, what is kept, and the lines of a long estimate.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { EstimatePage, KINDS } from "./estimate-support.mjs";
import { eventually, startBrowser, startServer } from "./support.mjs";

let server;
let browser;

before(async () => {
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

describe("the tables behind pictures", () => {
  onPage("are in the page only while they are looked at, and follow edits then", {}, async (page) => {
    const picture = page.line("chat").root.locator("figure.bars");
    for (const [part, summary, name] of [
      [picture, "The bars as a table", "2"],
      [page.total, "Cost and seconds by line", "chat"],
      [page.total, "Cost by day", "3 Mar"],
    ]) {
      assert.equal(await part.locator("table").count(), 0, summary);
      const opener = part.locator("summary", { hasText: summary });
      await opener.click();
      await part.getByRole("rowheader", { name, exact: true }).first().waitFor();
      await opener.click();
      await eventually(async () => assert.equal(await part.locator("table").count(), 0, summary));
    }
    // What is open follows an edit.
    await picture.locator("summary", { hasText: "The bars as a table" }).click();
    await page.instances(2).fill("3");
    await picture.getByRole("rowheader", { name: "3", exact: true }).first().waitFor();
  });
});

describe("an estimate", () => {
  onPage("is kept where the page is left right after an edit", {}, async (page, window) => {
    await page.until.fill("2026-03-03 13:00:00");
    await window.reload();
    await page.isReady();
    assert.equal(await page.until.inputValue(), "2026-03-03 13:00:00");
    // What was right last is kept, not what cannot be read.
    await page.until.fill("2026-03-03 14:00:00");
    await page.until.fill("later");
    await window.reload();
    await page.isReady();
    assert.equal(await page.until.inputValue(), "2026-03-03 14:00:00");
  });

  onPage("of many lines that is opened shows no total before all of them are priced", {}, async (page) => {
    for (const kind of KINDS) {
      await page.add(kind);
    }
    await eventually(async () => assert.equal((await page.amounts()).length, 1 + KINDS.length));
    const names = await page.lineNames();
    const shown = [await page.payable(), await page.exact(), await page.amounts()];
    const { hash } = new URL(await page.link());
    const other = await EstimatePage.open(browser, server.address);
    await other.totalShows("2.34", "2.3436");
    await other.page.evaluate(() => {
      const total = document.querySelector("aside.total");
      globalThis.seen = { payable: new Set(), exact: new Set() };
      new MutationObserver(() => {
        for (const [part, texts] of Object.entries(globalThis.seen)) {
          texts.add(total.querySelector(`.${part}`).textContent);
        }
      }).observe(total, { childList: true, subtree: true, characterData: true });
    });
    await other.page.evaluate((hash) => (location.hash = hash), hash);
    await other.namesAre(names);
    assert.deepEqual([await other.payable(), await other.exact(), await other.amounts()], shown);
    assert.equal(await other.calculator.getAttribute("aria-busy"), "false");
    const seen = await other.page.evaluate(() => ({ payable: [...globalThis.seen.payable], exact: [...globalThis.seen.exact] }));
    assert.deepEqual(seen.payable.filter((text) => text !== "2.34"), ["—", shown[0]]);
    assert.ok(seen.exact.includes("The estimate is being opened. Its total is there once all of its lines are priced."), seen.exact.join("; "));
    await other.undo.click();
    await other.totalShows("2.34", "2.3436");
    await other.close();
  });
});
