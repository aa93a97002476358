// A bill on paper: all of it, black on white, and nothing to press, whether it was asked for by the button or by the
// browser's own menu.

import assert from "node:assert/strict";

import { assertOutcomes, assertSame, batches, concurrently, plain, sum, tokensUsed } from "../node/backend-tools.mjs";
import { consoleTest } from "./console-support.mjs";
import { BillView } from "./console-views.mjs";

const START = "2026-03-28T00:00:00Z";
/** Each has a line for its input, its cached input and its output. */
const SERVICES = 70;
const LINES_AT_ONCE = 200;
const PAGE_OF_PDF = /\/Type\s*\/Page\b/g;

/** An issued bill of more lines than are drawn at once. */
async function longBill(backend, api) {
  const ids = [];
  await concurrently(Array.from({ length: SERVICES }), 4, async (_, number) => {
    ids.push((await api.createTokenService({ name: `service ${number + 1}` })).id);
  });
  await backend.clockTo("2026-03-30T00:00:00Z");
  const used = ids.map((service) => tokensUsed({ service, input: 12_345, cached_input: 678, output: 901, time: "2026-03-29T10:00:00Z" }));
  for (const batch of batches(used, 100)) {
    assertOutcomes(await api.send(batch), batch.map(() => "accepted"));
  }
  await backend.clockTo("2026-04-02T12:00:00Z");
  const bill = await api.bill("2026-03");
  assert.ok(bill.state === "issued" && bill.lines.length > LINES_AT_ONCE, `${bill.state}, ${bill.lines.length} lines`);
  return bill;
}

/** The lines that are in the page. */
const linesIn = (page) => page.locator(".bill-lines tbody > tr").count();

/** What the browser does before and after it prints, with the lines that are in the page as soon as it has told of it. */
function printed(page) {
  return page.evaluate(() => {
    dispatchEvent(new Event("beforeprint"));
    return document.querySelectorAll(".bill-lines tbody > tr").length;
  });
}

/** Ink and paper of what is printed. */
function colours(page) {
  return page.evaluate(() => ["body", ".bill-letter-title", ".bill-lines th", ".bill-lines td", ".bill-rules"].map((selector) => {
    const { color, backgroundColor } = getComputedStyle(document.querySelector(selector));
    return [selector, color, backgroundColor];
  }));
}

consoleTest("a bill of more lines than are drawn at once is printed whole, and looks the same in both themes", { testClock: START, timeout: 120_000 }, async ({ stage, backend, api }) => {
  const bill = await longBill(backend, api);
  const { sources } = await (await fetch(`${backend.base}/api/v1/price-book`)).json();
  const inks = [];
  for (const [theme, choice] of [["light", "Light"], ["dark", "Dark"]]) {
    const console = await stage.owner({ theme });
    await console.openSettings();
    await console.side.getByRole("radio", { name: choice }).check();
    await console.open("/bills/2026-03");
    const view = new BillView(console);
    const { page } = console;
    await console.view.getByText(`${LINES_AT_ONCE} of ${bill.lines.length} lines are drawn.`).waitFor();
    assert.equal(await linesIn(page), LINES_AT_ONCE);

    // All of them are there when those who listen have been told, not a moment later.
    assert.equal(await printed(page), bill.lines.length);
    await page.emulateMedia({ media: "print" });
    const amounts = await view.amounts();
    assert.deepEqual(amounts.slice(0, -3).sort(), bill.lines.map((line) => plain(line.amount)).sort());
    assert.deepEqual(amounts.slice(-3), [bill.exact_total, bill.rounding, bill.payable].map(plain));
    assertSame(sum(amounts.slice(0, -3)), bill.exact_total);

    const letter = console.view.locator(".bill-letterhead");
    assert.match(await letter.innerText(), /Tiermeter\s+Bill of March 2026/);
    // Of the price book's sources the title and the day; its notes are not the reader's.
    const rules = (await console.view.locator(".bill-rules").innerText()).replace(/\s+/g, " ");
    for (const { title, as_of: day, remark } of sources) {
      assert.ok(rules.includes(`${title}, read ${day}`), rules);
      assert.ok(remark.length > 0 && !rules.includes(remark), remark);
    }
    for (const hidden of [page.getByRole("navigation"), view.files, view.verification, console.view.locator(".button"), console.view.getByRole("searchbox")]) {
      assert.equal(await hidden.filter({ visible: true }).count(), 0, String(hidden));
    }
    assert.equal(await console.view.getByText(/lines are drawn\./).filter({ visible: true }).count(), 0);
    assert.equal(await console.sidewaysScroll(), 0);
    inks.push(await colours(page));

    // Afterwards the screen is as it was.
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await page.emulateMedia({ media: "screen" });
    assert.equal(await linesIn(page), LINES_AT_ONCE);
    await console.view.getByRole("button", { name: "Draw them all" }).click();
    await console.view.getByText(/lines are drawn\./).waitFor({ state: "detached" });
    assert.equal(await linesIn(page), bill.lines.length);
    assert.equal(await printed(page), bill.lines.length, "no line twice");
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  }
  assert.deepEqual(inks[1], inks[0]);
});

consoleTest("the browser prints all lines by itself, and by the button", { testClock: START, timeout: 120_000 }, async ({ stage, backend, api }) => {
  const bill = await longBill(backend, api);
  const console = await stage.owner({ theme: "dark" });
  await console.open("/bills/2026-03");
  const { page } = console;
  await console.view.getByRole("button", { name: "Draw them all" }).waitFor();
  await page.evaluate(() => {
    addEventListener("beforeprint", () => {
      globalThis.printedLines = document.querySelectorAll(".bill-lines tbody > tr").length;
    });
  });
  const file = await page.pdf({ format: "A4" });
  assert.equal(file.subarray(0, 5).toString("latin1"), "%PDF-");
  assert.equal(await page.evaluate(() => globalThis.printedLines), bill.lines.length);
  const pages = file.toString("latin1").match(PAGE_OF_PDF) ?? [];
  assert.ok(pages.length > 2, `${pages.length} pages`);
  assert.equal(await linesIn(page), LINES_AT_ONCE);

  // A browser without a window asks nobody for a printer; what it would do first is done here.
  await page.evaluate(() => {
    globalThis.printedLines = 0;
    globalThis.print = () => ["beforeprint", "afterprint"].forEach((name) => dispatchEvent(new Event(name)));
  });
  await new BillView(console).files.getByRole("button", { name: "Print", exact: true }).click();
  assert.equal(await page.evaluate(() => globalThis.printedLines), bill.lines.length);
  assert.equal(await linesIn(page), LINES_AT_ONCE);
});
