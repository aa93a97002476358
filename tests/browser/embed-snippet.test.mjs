// The snippet on somebody else's site, under their policies, and files that were altered on their way (CASES H9).

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";

import { EmbedPage, hostPage, startHost, startSite, watch } from "./embed-support.mjs";
import { eventually, startBrowser, textOf } from "./support.mjs";

const REFUSED = /integrity|digest/i;
const NO_WASM = /WebAssembly|wasm|security policy/i;

let site;
let host;
let browser;
/** The snippet as it was copied. */
let html;
let css;

before(async () => {
  // One after another: what is there is closed in the end, even where the next one does not come up.
  site = await startSite();
  host = await startHost();
  browser = await startBrowser();
  const embed = await EmbedPage.open(browser, site, { permissions: ["clipboard-read", "clipboard-write"] });
  const copied = async (name) => {
    await embed.page.getByRole("button", { name: `Copy ${name}` }).click();
    await eventually(async () => assert.equal(await embed.status.textContent(), `${name}: Copied`));
    return embed.page.evaluate(() => navigator.clipboard.readText());
  };
  await embed.entry("Month").fill("2026-03");
  html = await copied("HTML");
  css = await copied("Style sheet");
  await embed.close();
});
after(() => Promise.all([browser?.close(), site?.stop(), host?.stop()]));

/** A policy with nothing but what the page /embed says is needed. */
function policyOf({ script = `${site.address} 'wasm-unsafe-eval'`, connect = site.address } = {}) {
  return `default-src 'none'; style-src 'self'; script-src ${script}; connect-src ${connect}`;
}

/** Opens the other site with the snippet in it. */
async function paste(act, { policy = policyOf(), snippet = html, change = (_name, content) => content, expected = [], width = 1000, head } = {}) {
  Object.assign(host, { html: hostPage(snippet, head), css, policy });
  site.change = change;
  site.requests.length = 0;
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  try {
    const page = await context.newPage();
    const complaints = watch(page);
    await page.addInitScript(() => {
      globalThis.seen = [];
      addEventListener("tiermeter-error", ({ detail }) => globalThis.seen.push(detail.code));
    });
    await page.goto(host.address);
    await act(page, page.locator("tiermeter-calculator"));
    assert.deepEqual(complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint))), []);
  } finally {
    await context.close();
    site.change = (_name, content) => content;
  }
}

function figureShows(calculator, text) {
  return eventually(async () => assert.equal(await textOf(calculator.locator("[part=figure]")), text));
}

/** A JavaScript or wasm file with the same meaning and other bytes. */
const altered = (name, content) =>
  name.endsWith(".wasm") ? Buffer.concat([content, Buffer.from([0, 2, 1, 97])]) : Buffer.concat([content, Buffer.from("\n")]);
const alter = (pattern) => (name, content) => (pattern.test(name) ? altered(name, content) : content);

describe("the snippet as it was copied", () => {
  test("works on another site, and asks this one for two files, without a cookie", async () => {
    await paste(async (page, calculator) => {
      await figureShows(calculator, "$390.60");
      await calculator.locator("#hours").fill("1");
      await figureShows(calculator, "$1.56");
      const asked = site.requests.map(({ path }) => path);
      assert.equal(asked.length, 2);
      assert.equal(asked[0], "/embed/tiermeter/element.js");
      assert.match(asked[1], /^\/embed\/tiermeter\/tiermeter_bg-[0-9a-f]{16}\.wasm$/);
      for (const { headers } of site.requests) {
        assert.equal(headers.cookie, undefined);
        assert.equal(headers.origin, host.address);
      }
      assert.deepEqual(await page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]), ["", 0, 0]);
    });
  });

  test("has the hash of the file that is served", async () => {
    const served = await (await fetch(`${site.address}/embed/tiermeter/element.js`)).arrayBuffer();
    const hash = createHash("sha384").update(Buffer.from(served)).digest("base64");
    assert.ok(html.includes(`integrity="sha384-${hash}"`));
  });

  test("works on a page without any policy", async () => {
    await paste((_page, calculator) => figureShows(calculator, "$390.60"), { policy: null });
  });

  test("works where wasm is refused, by a fallback that is checked too", async () => {
    for (const policy of [policyOf({ script: site.address }), policyOf({ connect: "'none'" })]) {
      await paste(
        async (_page, calculator) => {
          await figureShows(calculator, "$390.60");
          const fallbacks = site.requests.filter(({ path }) => path.includes("/fallback-"));
          assert.equal(fallbacks.length, 1);
        },
        { policy, expected: [NO_WASM] },
      );
    }
  });

  test("works with a nonce alone, the fallback too", async () => {
    const snippet = html.replace("<script ", '<script nonce="abc" ');
    for (const wasm of [" 'wasm-unsafe-eval'", ""]) {
      const policy = policyOf({ script: `'nonce-abc'${wasm}` });
      await paste((_page, calculator) => figureShows(calculator, "$390.60"), { policy, snippet, expected: [NO_WASM] });
    }
  });

  test("keeps its place free, so that nothing moves", async () => {
    for (const width of [360, 600, 840, 900, 1280]) {
      await paste(
        async (page, calculator) => {
          const paragraph = page.getByText("below");
          const place = async () => (await paragraph.boundingBox()).y;
          await figureShows(calculator, "$390.60");
          const found = await place();
          const reserved = await page.evaluate(() => {
            // As it was before the script came: an element that nothing defines.
            const calculator = document.querySelector("tiermeter-calculator");
            const undefinedOne = document.createElement("tiermeter-undefined");
            undefinedOne.append(...[...calculator.children].map((child) => child.cloneNode(true)));
            const rules = [...document.styleSheets[0].cssRules].map(({ cssText }) => cssText).join("\n");
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(rules.replaceAll("tiermeter-calculator", "tiermeter-undefined"));
            document.adoptedStyleSheets = [sheet];
            calculator.replaceWith(undefinedOne);
            return document.querySelector("#below").getBoundingClientRect().y;
          });
          assert.ok(Math.abs(found - reserved) <= 1, `${width} px: ${found} after ${reserved}`);
        },
        { width, snippet: `${html}\n<p id="below">below</p>`, head: '<meta name="viewport" content="width=device-width">' },
      );
    }
  });
});

describe("an altered file is refused:", () => {
  test("the script, so that the price table stays", async () => {
    await paste(
      async (page) => {
        await page.getByRole("cell", { name: "0.000217" }).waitFor();
        await page.waitForLoadState("networkidle");
        assert.equal(await page.evaluate(() => customElements.get("tiermeter-calculator")), undefined);
        assert.ok(await page.getByRole("cell", { name: "0.000217" }).isVisible());
      },
      { change: alter(/^tiermeter\/element\.js$/), expected: [REFUSED] },
    );
  });

  test("the script runs altered only where nobody asked for its hash", async () => {
    const snippet = html.replace(/\n +integrity="[^"]+"\n +crossorigin/, "");
    assert.notEqual(snippet, html);
    await paste((_page, calculator) => figureShows(calculator, "$390.60"), { change: alter(/element\.js$/), snippet });
  });

  test("the wasm, and the fallback is taken", async () => {
    await paste(
      async (_page, calculator) => {
        await figureShows(calculator, "$390.60");
        assert.ok(site.requests.some(({ path }) => path.includes("/fallback-")));
      },
      { change: alter(/\.wasm$/), expected: [REFUSED] },
    );
  });

  test("the wasm and the fallback, and nothing is priced", async () => {
    await paste(
      async (page, calculator) => {
        await calculator.getByRole("alert").getByText("The calculator could not be loaded.").waitFor();
        assert.equal(await calculator.locator("[part=figure]").isVisible(), false);
        assert.ok(await page.getByRole("cell", { name: "0.000217" }).isVisible());
        assert.deepEqual(await page.evaluate(() => globalThis.seen), ["not_loaded"]);
      },
      { change: alter(/\.wasm$|fallback-/), expected: [REFUSED] },
    );
  });

  test("the fallback where wasm is refused, and nothing is priced", async () => {
    await paste(
      async (_page, calculator) => {
        await calculator.getByRole("alert").getByText("The calculator could not be loaded.").waitFor();
      },
      { policy: policyOf({ script: site.address }), change: alter(/fallback-/), expected: [REFUSED, NO_WASM] },
    );
  });
});
