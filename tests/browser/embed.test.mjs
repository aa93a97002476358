// /embed, the page that writes the snippet: what it writes, what the preview shows, and how it reads and looks.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";

import { EmbedPage, startSite } from "./embed-support.mjs";
import { eventually, OUTPUT, startBrowser, textOf } from "./support.mjs";

const FIRST = 'tier="A" instances="2" hours="250"';
const BOOK = {
  schema: "tiermeter.price-book/1",
  id: "house",
  name: "House prices",
  currency: "EUR",
  settlement: { cycle: "month", utc_offset: "+08:00" },
  gpu_tiers: [
    { code: "X", name: "<b>Ten</b>", prices: [{ from: null, per_second: "0.01" }] },
    { code: "Y", name: "Other", prices: [{ from: null, per_second: "0.02" }] },
  ],
};
const BOOK_ADDRESS = 'https://prices.example/book.json?a=1&b="2"';
const CORS = { "access-control-allow-origin": "*" };

let site;
let browser;
let axe;

before(async () => {
  await mkdir(OUTPUT, { recursive: true });
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  // One after another: what is there is closed in the end, even where the next one does not come up.
  site = await startSite();
  browser = await startBrowser();
});
after(() => Promise.all([browser?.close(), site?.stop()]));

/** A test with a window of its own, in which nothing may go wrong but what is expected. */
function onPage(name, { expected = [], ...options }, act) {
  test(name, async () => {
    const embed = await EmbedPage.open(browser, site, options);
    await act(embed, embed.page);
    await embed.close(expected);
  });
}

describe("choices", () => {
  onPage("are written into the snippet, and shown in the preview", {}, async (embed) => {
    await embed.tagIs(FIRST);
    await embed.figureShows("$390.60");
    await embed.entry("GPU tier").selectOption("C Basic Enhanced");
    await embed.tagIs('tier="C" instances="2" hours="250"');
    await embed.figureShows("$450.00");
    await embed.entry("Instances").fill("3");
    await embed.entry("Hours each").fill("1:30:00");
    await embed.entry("Month").fill("2026-02");
    await embed.tagIs('tier="C" instances="3" hours="1:30:00" month="2026-02"');
    await embed.figureShows("$4.05");
    await embed.choose("Language", "中文");
    await embed.figureShows("US$4.05");
    await embed.choose("Theme", "Dark");
    await embed.choose("Currency", "USD as a code");
    await embed.figureShows("USD 4.05");
    await embed.entry("Read only").check();
    await embed.entry("Starts when it comes near the viewport").check();
    await embed.tagIs(
      'tier="C" instances="3" hours="1:30:00" month="2026-02" lang="zh-CN" theme="dark" currency-display="code" readonly lazy',
    );
    assert.ok(await embed.calculator.locator("#hours").isEditable().then((editable) => !editable));
    assert.equal(await embed.calculator.evaluate((element) => getComputedStyle(element).colorScheme), "dark");
    await embed.entry("GPU tier").selectOption("The price book’s first");
    await embed.entry("Hours each").fill("");
    await embed.entry("Instances").fill("");
    await embed.entry("Month").fill("");
    await embed.choose("Language", "Page’s");
    await embed.choose("Currency", "$ as a symbol");
    await embed.choose("Theme", "Page’s");
    await embed.entry("Read only").uncheck();
    await embed.entry("Starts when it comes near the viewport").uncheck();
    await embed.tagIs("");
    await embed.page.getByRole("button", { name: "Start over" }).click();
    await embed.tagIs(FIRST);
    await embed.figureShows("$390.60");
  });

  onPage("put a price table into the tag, or leave it out", {}, async (embed) => {
    assert.match(await embed.snippet("html"), /<caption>GPU tiers, USD a second<\/caption>\n.*A Entry-level<\/th><td>0\.000217</);
    await embed.entry("List prices inside, for readers without scripts").uncheck();
    assert.match(await embed.snippet("html"), /<tiermeter-calculator [^>]*><\/tiermeter-calculator>$/);
  });

  onPage("of colours are custom properties", {}, async (embed) => {
    assert.doesNotMatch(await embed.snippet("css"), /--tiermeter-accent/);
    await embed.choose("Colours", "Ocean");
    assert.match(await embed.snippet("css"), /tiermeter-calculator \{\n {2}--tiermeter-accent: light-dark\(#1f5fa8, #8db4f5\);/);
    const paper = () =>
      embed.calculator.evaluate(
        (element) => getComputedStyle(element.shadowRoot.querySelector("[part=calculator]")).backgroundColor,
      );
    assert.equal(await paper(), "rgb(246, 250, 254)");
    await embed.choose("Theme", "Dark");
    assert.equal(await paper(), "rgb(15, 23, 32)");
    await embed.choose("Colours", "Tiermeter");
    assert.equal(await paper(), "rgb(23, 27, 26)");
    assert.doesNotMatch(await embed.snippet("css"), /--tiermeter-accent/);
  });

  onPage("of where it comes from change how it is loaded", {}, async (embed) => {
    const origin = site.address;
    const script = new RegExp(
      `^<script type="module" src="${origin}/embed/tiermeter/element\\.js"\\n +integrity="sha384-[A-Za-z0-9+/]{64}"\\n +crossorigin></script>\\n<tier`,
    );
    assert.match(await embed.snippet("html"), script);
    assert.equal(await embed.snippet("install"), null);
    await embed.entry("Only this release, by its hash").uncheck();
    assert.ok((await embed.snippet("html")).startsWith(`<script type="module" src="${origin}/embed/tiermeter/element.js"></script>\n<tier`));
    await embed.page.getByText("your page runs whatever this site serves").waitFor();
    await embed.choose("Loaded from", "npm");
    assert.equal(await embed.snippet("install"), "npm install tiermeter");
    assert.equal(await embed.snippet("script"), 'import "tiermeter/element";');
    assert.ok((await embed.snippet("html")).startsWith("<tiermeter-calculator "));
    assert.ok(await embed.entry("Only this release, by its hash").isDisabled());
    await embed.choose("Loaded from", "This site");
    assert.doesNotMatch(await embed.snippet("html"), /integrity/);
    await embed.entry("Only this release, by its hash").check();
    await embed.choose("Loaded from", "npm");
    await embed.choose("Loaded from", "This site");
    assert.match(await embed.snippet("html"), script);
  });

  onPage("that are wrong are told, and the snippet keeps the last right one", {}, async (embed) => {
    for (const [label, wrong, words] of [
      ["Instances", "1001", "Enter a whole number from 0 to 1,000."],
      ["Instances", "-1", "Enter a whole number from 0 to 1,000."],
      ["Instances", "1.5", "Enter a whole number from 0 to 1,000."],
      ["Hours each", "745", "Enter hours as 12.5"],
      ["Hours each", "0", "Enter hours as 12.5"],
      ["Hours each", '"><script>', "Enter hours as 12.5"],
      ["Price book", "javascript:alert(1)", "Enter a whole address"],
      ["Price book", "http://prices.example/book.json", "Enter a whole address"],
      ["Price book", "book.json", "Enter a whole address"],
    ]) {
      const entry = embed.entry(label);
      await entry.fill(wrong);
      await entry.blur();
      await embed.page.getByText(words).waitFor();
      assert.equal(await entry.getAttribute("aria-invalid"), "true", wrong);
      const described = await entry.evaluate(
        (element) => document.getElementById(element.getAttribute("aria-describedby")).textContent,
      );
      assert.ok(described.startsWith(words), described);
      await embed.tagIs(FIRST);
      await entry.fill({ Instances: "2", "Hours each": "250", "Price book": "" }[label]);
      await entry.blur();
      await eventually(async () => assert.equal(await embed.page.getByText(words).isVisible(), false));
    }
  });

  test("of a price book bring its tiers, and leave out the list prices", async () => {
    const embed = await EmbedPage.open(browser, site);
    const requests = [];
    await embed.page.route("https://prices.example/**", (route) => {
      requests.push(route.request().url());
      return route.fulfill({ headers: CORS, json: BOOK });
    });
    await embed.entry("Price book").pressSequentially(BOOK_ADDRESS);
    assert.deepEqual(requests, []);
    await embed.entry("Price book").blur();
    await embed.tagIs('instances="2" hours="250" price-book="https://prices.example/book.json?a=1&amp;b=&quot;2&quot;"');
    await embed.figureShows("€18,000.00");
    assert.equal(requests.length, 1);
    assert.deepEqual(await embed.entry("GPU tier").locator("option").allTextContents(), [
      "The price book’s first",
      "X <b>Ten</b>",
      "Y Other",
    ]);
    assert.doesNotMatch(await embed.snippet("html"), /<table>/);
    assert.ok(await embed.entry("List prices inside, for readers without scripts").isDisabled());
    await embed.entry("Price book").fill("");
    await embed.entry("Price book").blur();
    await embed.figureShows("$390.60");
    assert.match(await embed.snippet("html"), /<table>/);
    await embed.page.route("https://none.example/**", (route) => route.fulfill({ status: 404, headers: CORS }));
    await embed.entry("Price book").fill("https://none.example/book.json");
    await embed.entry("Price book").blur();
    await embed.calculator.getByRole("alert").getByText("The price book could not be loaded").waitFor();
    await embed.close([/status of 404/]);
  });

  onPage("are kept while the window is open, in either language, and nowhere else", {}, async (embed, page) => {
    await embed.entry("Instances").fill("7");
    await embed.choose("Colours", "Print");
    await page.getByRole("link", { name: "中文" }).click();
    await embed.isReady();
    await embed.tagIs('tier="A" instances="7" hours="250"');
    assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-CN");
    await page.reload();
    await embed.isReady();
    assert.equal(await embed.entry("实例数").inputValue(), "7");
    assert.match(await embed.snippet("css"), /Georgia/);
    assert.deepEqual(await page.evaluate(() => [document.cookie, localStorage.length, location.href]), [
      "",
      0,
      `${site.address}/embed/zh-CN`,
    ]);
    await page.evaluate(() => sessionStorage.setItem("tiermeter.embed", '{"instances":3,"from":"<b>","book":[],"tier":"B"}'));
    await page.goto(`${site.address}/embed`);
    await embed.isReady();
    await embed.tagIs('tier="B" instances="2" hours="250"');
    assert.match(await embed.snippet("html"), /^<script/);
    await page.evaluate(() => sessionStorage.setItem("tiermeter.embed", "{"));
    await page.reload();
    await embed.isReady();
    await embed.tagIs(FIRST);
  });
});

describe("the preview", () => {
  onPage("writes what is done in it into the form and the snippet", {}, async (embed) => {
    await embed.calculator.getByRole("radio", { name: /^B / }).check();
    await embed.calculator.locator("#instances").fill("5");
    await embed.calculator.locator("#hours").fill("12.5");
    await embed.tagIs('tier="B" instances="5" hours="12.5"');
    assert.equal(await embed.entry("Instances").inputValue(), "5");
    assert.equal(await embed.entry("GPU tier").inputValue(), "B");
    await embed.calculator.getByRole("button", { name: "The month after" }).click();
    assert.match(await embed.tag(), / hours="12\.5" month="\d{4}-\d\d">$/);
    await embed.calculator.getByRole("button", { name: "The month before" }).click();
    await embed.calculator.getByRole("slider").press("End");
    await embed.tagIs('tier="B" instances="5"');
    // The form has the last word again, also where the attribute said so all the time.
    await embed.entry("Hours each").fill("250");
    await embed.entry("Instances").fill("2");
    await embed.entry("GPU tier").selectOption("A");
    await embed.tagIs(FIRST);
    await embed.figureShows("$390.60");
    // What is typed is left alone while it is typed.
    await embed.calculator.locator("#hours").press("End");
    await embed.calculator.locator("#hours").press(".");
    assert.equal(await embed.calculator.locator("#hours").inputValue(), "250.");
    await embed.tagIs(FIRST);
  });
});

describe("the page", () => {
  onPage("copies what it shows, and says so", { permissions: ["clipboard-read", "clipboard-write"] }, async (embed, page) => {
    for (const [name, part] of [
      ["Copy HTML", "html"],
      ["Copy Style sheet", "css"],
    ]) {
      await page.getByRole("button", { name }).click();
      await eventually(async () => assert.equal(await embed.status.textContent(), `${name.slice(5)}: Copied`));
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await embed.snippet(part));
    }
  });

  test("selects the text where it may not copy", async () => {
    const embed = await EmbedPage.open(browser, site);
    await embed.page.evaluate(() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
    });
    await embed.page.getByRole("button", { name: "Copy HTML" }).click();
    await embed.page.getByRole("button", { name: "Selected: press Ctrl+C" }).waitFor();
    assert.equal(await embed.page.evaluate(() => String(getSelection())), await embed.snippet("html"));
    await embed.close();
  });

  onPage("shows the examples as their files are", {}, async (embed, page) => {
    const tabs = page.getByRole("tab");
    assert.deepEqual(await tabs.allTextContents(), ["HTML", "React", "Vue", "Svelte", "Node"]);
    for (const [name, file] of [
      ["HTML", "html/index.html"],
      ["React", "react/calculator.tsx"],
      ["Vue", "vue/App.vue"],
      ["Svelte", "svelte/App.svelte"],
      ["Node", "node/price.js"],
    ]) {
      await page.getByRole("tab", { name, exact: true }).click();
      const panel = page.getByRole("tabpanel");
      assert.equal(await panel.count(), 1);
      const text = await readFile(new URL(`../../pkg/examples/${file}`, import.meta.url), "utf8");
      assert.equal(await panel.locator("code").first().textContent(), text.trimEnd());
    }
  });

  onPage("names every attribute, event, slot, part and custom property", {}, async (embed, page) => {
    const manifest = JSON.parse(await readFile(new URL("../../pkg/custom-elements.json", import.meta.url), "utf8"));
    const { attributes, events, slots, cssParts, cssProperties } = manifest.modules[0].declarations[0];
    const shown = await page.locator(".reference th[scope=row] code").allTextContents();
    for (const { name } of [...attributes, ...events, ...slots, ...cssParts, ...cssProperties]) {
      assert.ok(shown.includes(name || "(no name)"), name);
    }
  });

  onPage("works from the keyboard", {}, async (embed, page) => {
    const { keyboard } = page;
    const focused = () =>
      page.evaluate(() => {
        const { activeElement: focus } = document;
        return focus.id || focus.value || focus.textContent.trim();
      });
    await keyboard.press("Tab");
    assert.equal(await focused(), "Skip to the playground");
    await keyboard.press("Enter");
    await keyboard.press("Tab");
    assert.equal(await focused(), "tier");
    await keyboard.press("ArrowDown");
    await embed.tagIs('tier="B" instances="2" hours="250"');
    const stops = [];
    while (stops.at(-1) !== "preview" && stops.length < 40) {
      await keyboard.press("Tab");
      stops.push(await focused());
    }
    const named = ["instances", "hours", "month", "readonly", "lazy", "table", "book", "pinned", "start-over", "preview"];
    assert.deepEqual(stops.filter((stop) => named.includes(stop)).filter((stop, at, all) => all.indexOf(stop) === at), named);
    // One stop for each group of radio buttons.
    assert.ok(stops.filter((stop) => stop === "on" || stop === "site").length <= 5);

    await page.getByRole("tab", { name: "HTML" }).focus();
    for (const [key, tab] of [
      ["ArrowRight", "React"],
      ["End", "Node"],
      ["ArrowRight", "HTML"],
      ["ArrowLeft", "Node"],
      ["Home", "HTML"],
    ]) {
      await keyboard.press(key);
      assert.equal(await page.evaluate(() => document.activeElement.textContent), tab);
      assert.equal(await page.getByRole("tab", { selected: true }).textContent(), tab);
    }
    await keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.copy), "example-html-index-html");
    await page.getByRole("group", { name: "Theme" }).getByRole("radio", { name: "System" }).focus();
    await keyboard.press("ArrowRight");
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "light");
  });

  onPage("keeps its theme, which is the pricing page’s too", { colorScheme: "light" }, async (embed, page) => {
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(await paper(), "rgb(251, 250, 247)");
    await page.getByRole("group", { name: "Theme" }).getByRole("radio", { name: "Dark" }).check();
    assert.equal(await paper(), "rgb(16, 19, 18)");
    // The calculator follows the page that it stands in.
    assert.equal(
      await embed.calculator.evaluate(
        (element) => getComputedStyle(element.shadowRoot.querySelector("[part=calculator]")).backgroundColor,
      ),
      "rgb(23, 27, 26)",
    );
    await page.reload();
    await embed.isReady();
    assert.equal(await paper(), "rgb(16, 19, 18)");
    assert.ok(await page.getByRole("group", { name: "Theme" }).getByRole("radio", { name: "Dark" }).isChecked());
    assert.equal(await page.evaluate(() => localStorage.getItem("tiermeter.theme")), "dark");
  });

  test("has nothing to complain of for axe: WCAG 2.2 AA, in every state, both themes and languages", async () => {
    for (const [path, colorScheme, width] of [
      ["/embed", "light", 1440],
      ["/embed", "dark", 1440],
      ["/embed/zh-CN", "light", 390],
      ["/embed/zh-CN", "dark", 390],
    ]) {
      const embed = await EmbedPage.open(browser, site, { path, colorScheme, width });
      const { page } = embed;
      await page.evaluate(axe);
      const check = async (state) => {
        const violations = await page.evaluate(async () => {
          const { violations } = await globalThis.axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
          });
          return violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("; ")}`,
          );
        });
        assert.deepEqual(violations, [], `${path}, ${colorScheme}, ${state}`);
      };
      await check("ready");
      await page.locator("#hours").first().fill("9000");
      await page.locator("#pinned").uncheck();
      await check("with a fault and a warning");
      for (const value of ["ink", "ocean", "print"]) {
        await page.locator(`input[name=colours][value=${value}]`).check();
        await check(`colours ${value}`);
      }
      await page.locator("input[name=from][value=npm]").check();
      await page.getByRole("tab", { name: "Vue" }).click();
      for (const details of await page.locator("details").all()) {
        await details.evaluate((element) => (element.open = true));
      }
      await check("everything open");
      await embed.close();
    }
  });

  test("never scrolls sideways", async () => {
    for (const [path, width] of [
      ["/embed", 320],
      ["/embed", 360],
      ["/embed/zh-CN", 360],
      ["/embed", 600],
      ["/embed", 900],
      ["/embed", 1101],
      ["/embed", 2560],
    ]) {
      const embed = await EmbedPage.open(browser, site, { path, width });
      for (const details of await embed.page.locator("details").all()) {
        await details.evaluate((element) => (element.open = true));
      }
      assert.equal(await embed.sidewaysScroll(), 0, `${path}, ${width} px`);
      await embed.close();
    }
  });

  test("nothing moves while it loads", async () => {
    for (const width of [390, 900, 1440]) {
      const embed = await EmbedPage.open(browser, site, { width });
      const shift = await embed.page.evaluate(
        () =>
          new Promise((resolve) => {
            let sum = 0;
            new PerformanceObserver((list) => {
              for (const { value } of list.getEntries()) {
                sum += value;
              }
            }).observe({ type: "layout-shift", buffered: true });
            setTimeout(() => resolve(sum), 300);
          }),
      );
      assert.ok(shift < 0.01, `${width} px: ${shift}`);
      await embed.close();
    }
  });

  test("is readable without scripts: prices, a snippet, every example", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${site.address}/embed`);
    assert.match(await textOf(page.locator("noscript > p")), /^The playground needs JavaScript\./);
    await page.getByRole("cell", { name: "0.000217" }).waitFor();
    assert.match(await textOf(page.locator("#snippet-html")), /src="\/embed\/tiermeter\/element\.js" integrity="sha384-/);
    assert.equal(await page.locator("#choices").isVisible(), false);
    assert.equal(await page.locator(".tab-panel:visible").count(), 5);
    assert.equal(await page.getByRole("button", { name: "Copy HTML" }).isVisible(), false);
    await context.close();
  });

  for (const path of ["/embed", "/embed/zh-CN"]) {
    for (const width of [390, 1440]) {
      for (const colorScheme of ["light", "dark"]) {
        onPage(`is kept as pictures: ${path}, ${width} px, ${colorScheme}`, { path, width, colorScheme }, async (embed, page) => {
          const name = path.slice(1).replace("/", "-");
          await page.screenshot({ path: `${OUTPUT}${name}-${width}-${colorScheme}.png`, fullPage: true });
        });
      }
    }
  }
});
