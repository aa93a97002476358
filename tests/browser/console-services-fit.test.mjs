// The table of services has room for what it shows: whatever its width, no column reaches over its border, and nothing but
// names and labels is cut. On a phone a card says everything that a row says, and its amounts are on the screen.

import assert from "node:assert/strict";

import { furnish, FURNISHED_FROM } from "./console-furniture.mjs";
import { soon } from "./console-page.mjs";
import { consoleTest } from "./console-support.mjs";
import { ServicesView } from "./console-views.mjs";
import { textOf } from "./support.mjs";

const OFTEN = ["Service", "Status", "USD this month"];
/** From a tablet held upright to a large screen. Some are those at which a column more has just found room. */
const WIDTHS = [768, 900, 1024, 1280, 1366, 1408, 1432, 1440, 1452, 1512, 1680, 1920];

/** What is cut or lies beside the table: each line with its cells, as they are laid out. */
function misfits(services) {
  return services.table.evaluate((table) => {
    const right = table.getBoundingClientRect().right;
    const isOfManyWords = (element) => element.closest("[role=rowheader], .services-labels, .visually-hidden") !== null;
    const isCut = (element) => getComputedStyle(element).overflowX === "hidden" && element.scrollWidth > element.clientWidth;
    const found = [];
    for (const cell of table.querySelectorAll("[role=cell], [role=columnheader], [role=rowheader]")) {
      if (cell.getBoundingClientRect().right > right) {
        found.push(`beside the table: ${cell.textContent}`);
      }
      const cut = [cell, ...cell.querySelectorAll("*")].filter((element) => !isOfManyWords(element) && isCut(element));
      found.push(...cut.map((element) => `cut: ${element.textContent}`));
    }
    return found;
  });
}

for (const [language, locale, name] of [["English", "en-US", "Services"], ["Chinese", "zh-CN", "服务"]]) {
  consoleTest(`nothing but names and labels is cut at any width, ${language}`, { testClock: FURNISHED_FROM }, async ({ stage, backend, api }) => {
    await furnish(backend, api);
    const console = await stage.owner({ locale });
    await console.open("/services");
    const services = new ServicesView(console);
    services.table = console.view.getByRole("table", { name, exact: true });
    for (const width of WIDTHS) {
      await console.page.setViewportSize({ width, height: 900 });
      await soon(async () => assert.deepEqual(await misfits(services), [], `${width} pixels`));
    }
    // The head that sorts has an arrow besides.
    for (const order of ["-month", "hour", "quota", "-instances"]) {
      await console.page.setViewportSize({ width: 1440, height: 900 });
      await console.open(`/services?sort=${order}`);
      await soon(async () => assert.deepEqual(await misfits(services), [], order));
    }
    await console.page.setViewportSize({ width: 1920, height: 900 });
    const heads = () => services.table.getByRole("columnheader").count();
    await soon(async () => assert.equal(await heads(), 9, "all that are chosen, with that of the checkboxes"));
    await console.page.setViewportSize({ width: 768, height: 900 });
    await soon(async () => assert.ok(await heads() < 9));
  });
}

consoleTest("where there is no room, labels leave first, and several of one service stand below each other", { testClock: FURNISHED_FROM }, async ({ stage, backend, api }) => {
  await api.createGpuService({ name: "two", labels: { team: "customer-care", stage: "production" } });
  await api.createGpuService({ name: "four", labels: { a: "1", b: "2", c: "3", d: "4" } });
  await backend.settle();
  const console = await stage.owner({ width: 1440, height: 900 });
  await console.open("/services?type=custom");
  const services = new ServicesView(console);
  await services.hasColumns([...OFTEN, "Labels", "Free quota left"], ["Since"]);
  await services.rowSays("two", "stage:production", "team:customer-care");
  const places = await services.row("two").getByText(/^(stage:production|team:customer-care)$/).evaluateAll((labels) =>
    labels.map((label) => label.getBoundingClientRect()).map(({ top, bottom }) => [top, bottom]));
  assert.equal(places.length, 2);
  assert.ok(places[1][0] >= places[0][1], "one below the other");
  const row = await services.row("two").boundingBox();
  assert.ok(places.every(([top, bottom]) => top >= row.y && bottom <= row.y + row.height), "within the row");
  // Those that have no room are counted, and said all the same.
  await services.rowSays("four", "a:1", "+3", "d:4");
  await services.row("four").getByTitle("a:1, b:2, c:3, d:4", { exact: true }).waitFor();
  await console.page.setViewportSize({ width: 1366, height: 900 });
  await services.hasColumns([...OFTEN, "Free quota left", "Billing mode"], ["Labels"]);
});

consoleTest("a card says what a row says, and its amounts are on the screen", { testClock: FURNISHED_FROM }, async ({ stage, backend, api }) => {
  await furnish(backend, api);
  const console = await stage.owner({ width: 390, height: 844 });
  await console.open("/services");
  const services = new ServicesView(console);
  const free = await api.defaultService("small-8b");
  const { name } = await api.service(free);
  const { free_quota: quota } = (await api.models()).find(({ id }) => id === "small-8b");
  const { instances } = (await api.services("?q=Support")).find((service) => service.name === "Support chat");
  await services.rowSays("Support chat", `${instances.running} / ${instances.wanted} · Pay-as-you-go · stage:production · team:customer-care`);
  await services.rowSays("Nightly digest", "TPM reservation · 20,000 TPM");
  await services.rowSays(name, `Pay-as-you-go · Free quota left: ${Math.floor((quota.remaining * 100) / quota.tokens)} %`);
  await services.rowSays("Embedding 600M", "Free quota left: 2 M when enabled");
  await services.rowSays("Search", "0 / 0 · per second · team:web");

  const cards = services.table.getByRole("row").filter({ has: console.page.getByRole("rowheader") });
  const { length: all } = await api.services();
  await soon(async () => assert.equal(await cards.count(), all));
  for (const card of await cards.all()) {
    const box = await card.boundingBox();
    const texts = card.getByRole("cell").getByText(/./);
    for (const text of await texts.all()) {
      const { x, y, width, height } = await text.boundingBox();
      const what = `${await textOf(text)} in ${JSON.stringify(box)}`;
      assert.ok(x >= box.x && x + width <= 390 && y >= box.y && y + height <= box.y + box.height, what);
    }
  }
  const cut = await cards.evaluateAll((rows) => rows.flatMap((row) =>
    [...row.querySelectorAll(".services-in-hour, .services-in-month")].filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent)));
  assert.deepEqual(cut, []);
  await console.checkAccess("cards");
});
