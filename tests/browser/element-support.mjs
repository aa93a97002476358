// What the tests of <tiermeter-calculator> stand on: a host site that serves the built module and pages with the
// security policy of their choice, and the element on such a page as an object.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { eventually, OUTPUT, startBrowser } from "./support.mjs";

/** The built module; another copy can be named for a try. */
const MODULE = process.env.TIERMETER_MODULE ?? fileURLToPath(new URL("../../pkg/dist/", import.meta.url));
const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".wasm": "application/wasm",
};
const PATIENCE_MILLISECONDS = 10_000;

/** Nothing but the host's own scripts, requests and wasm; no styles at all. */
export const STRICT_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'none'";

/** The month that is running in the tests. */
const NOW = "2026-03-10T12:00:00Z";

/** The same, but for the host's own style sheets. */
export const OWN_STYLES = STRICT_POLICY.replace("style-src 'none'", "style-src 'self'");

/** A price table as a host would write it, for readers without scripts. */
export const PRICE_TABLE = `<table>
<caption>GPU tiers, USD a second</caption>
<tr><th scope="col">Tier</th><th scope="col">Price</th></tr>
<tr><th scope="row">A Entry-level</th><td>0.000217</td></tr>
<tr><th scope="row">B Basic</th><td>0.000220</td></tr>
<tr><th scope="row">C Basic Enhanced</th><td>0.000250</td></tr>
</table>`;

/** An HTML page with the module on it. */
export function pageOf(body, { head = "", lang = "en", script = true } = {}) {
  const module = script ? '<script type="module" src="/module/element.js"></script>' : "";
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Host</title>
<meta name="viewport" content="width=device-width">${head}${module}</head><body><main>${body}</main></body></html>`;
}

/** A page with nothing but a calculator. */
export const PLAIN = pageOf("<tiermeter-calculator></tiermeter-calculator>");
const START = "2026-03-01T00:00:00Z";
/** The host's own style sheet; it keeps the place free until the element is defined. */
const HOST_STYLES = `
:root { color-scheme: light dark; }
body { margin: 0; background: light-dark(#f3f1ec, #0b0e0d); }
main { padding: 1rem; }
h2 { font-size: 1.25rem; }
tiermeter-calculator:not(:defined) { display: flow-root; min-block-size: 57em; }
@media (min-width: 800px) {
  main { padding: 2rem; }
  tiermeter-calculator:not(:defined) { min-block-size: 31em; }
}`;

/** A host's theme, in colours that nothing else has. */
const THEME_STYLES = `
tiermeter-calculator {
  --tiermeter-accent: rgb(200, 0, 100);
  --tiermeter-paper: rgb(250, 240, 230);
  --tiermeter-ink: rgb(10, 20, 30);
  --tiermeter-line: rgb(1, 2, 3);
  --tiermeter-radius: 0px;
  --tiermeter-font: "Liberation Serif";
  --tiermeter-mono: "Liberation Mono";
}
tiermeter-calculator::part(figure) { color: rgb(4, 5, 6); }
tiermeter-calculator::part(tier-selected) { outline: 3px solid rgb(7, 8, 9); }`;

/** A page with everything that a host can put into a calculator. */
export const WITH_TABLE = pageOf(
  `<tiermeter-calculator>
<h2 slot="heading">What will it cost?</h2>
${PRICE_TABLE}
<p slot="note">Without tax.</p>
</tiermeter-calculator>`,
  { head: '<link rel="stylesheet" href="/host.css">' },
);

/** A price book of another house: another currency, another offset, a price that changes. */
export const BOOK = {
  schema: "tiermeter.price-book/1",
  id: "house",
  name: "House prices",
  currency: "EUR",
  settlement: { cycle: "month", utc_offset: "+08:00" },
  gpu_tiers: [
    { code: "X", name: "Ten", prices: [{ from: null, per_second: "0.01" }] },
    {
      code: "Y",
      name: "Rising",
      prices: [
        { from: null, per_second: "0.02" },
        { from: "2026-03-15T00:00:00+08:00", per_second: "0.03" },
      ],
    },
  ],
};
const OFFICE = { days: ["mon", "tue", "wed", "thu", "fri"], from: "09:00", to: "18:00", instances: 4 };
/** Several lines of every kind. */
export const SEVERAL = {
  schema: "tiermeter.estimate/1",
  month: "2026-03",
  lines: [
    { name: "office", kind: "gpu_seconds", tier: "B", scaling: { mode: "weekly", instances: 1, windows: [OFFICE] } },
    lineOf("chat", "A", 2, "2026-03-03T10:00:00Z", "2026-03-13T11:00:00Z"),
    {
      name: "<img src=x onerror=alert(1)>\u202Etxt",
      kind: "tokens",
      model: "small-8b",
      load: { requests_per_minute: Array(24).fill("12"), input: 800, cached_input: 0, output: 200, burst_minutes: 1 },
      reservation: { tpm: 20_000 },
      free_quota: true,
    },
    lineOf("batch", "C", 1, "2026-03-20T00:00:00Z"),
  ],
};

/** A line of one stretch. */
export function lineOf(name, tier, instances, from, until) {
  const steps = [{ from, instances }, ...(until === undefined ? [] : [{ from: until, instances: 0 }])];
  return { name, kind: "gpu_seconds", tier, scaling: { mode: "steps", steps } };
}

/** An estimate of one line of one stretch. */
export function estimateOf(tier, instances, until, from = START) {
  return {
    schema: "tiermeter.estimate/1",
    month: "2026-03",
    lines: [lineOf("GPU instances", tier, instances, from, until)],
  };
}

/** Starts a host site on a free port. */
async function startHost() {
  const files = new Map([
    ["/favicon.ico", { status: 204 }],
    ["/book.json", { body: JSON.stringify(BOOK) }],
    ["/host.css", { body: HOST_STYLES }],
    ["/theme.css", { body: THEME_STYLES }],
  ]);
  const requests = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://host.invalid");
    requests.push({ method: request.method, path: pathname, headers: request.headers });
    const file = files.get(pathname) ?? (await moduleFile(pathname));
    if (file === undefined) {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found");
      return;
    }
    const { status = 200, type = TYPES[extname(pathname)] ?? "text/html; charset=utf-8", policy, body, gate } = file;
    await gate;
    const headers = { "content-type": type, "cache-control": "no-store" };
    if (policy !== undefined) {
      headers["content-security-policy"] = policy;
    }
    response.writeHead(status, headers).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${server.address().port}`;
  return {
    address,
    requests,
    /** Serves a file from now on: `{ body, policy, status, type, gate }`. */
    serve(path, file) {
      files.set(path, file);
      return address + path;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function moduleFile(pathname) {
  if (!pathname.startsWith("/module/") || pathname.includes("..")) {
    return undefined;
  }
  try {
    return { body: await readFile(MODULE + pathname.slice("/module/".length)) };
  } catch {
    return undefined;
  }
}

/** The host site and the browser of a file's tests, and a kind of test with a page of its own. */
export function setStage() {
  const stage = {
    host: undefined,
    browser: undefined,
    open: (html, options) => HostPage.open(stage.browser, stage.host, html, options),
    /** A test with a page of its own, in which nothing may go wrong but what is expected. */
    onPage(name, { html = PLAIN, expected = [], ...options }, act) {
      test(name, async () => {
        const page = await stage.open(html, options);
        await act(page, page.page);
        await page.close(expected);
      });
    },
  };
  before(async () => {
    await mkdir(OUTPUT, { recursive: true });
    // One after another: what is there is closed in the end, even where the next one does not come up.
    stage.host = await startHost();
    stage.browser = await startBrowser();
  });
  after(() => Promise.all([stage.browser?.close(), stage.host?.stop()]));
  return stage;
}

/** A page of the host with calculators on it, and everything that goes wrong in it. */
export class HostPage {
  constructor(page) {
    this.page = page;
    /** Errors on the console, faults and refusals of the security policy. */
    this.complaints = [];
    /** Addresses that were asked for. */
    this.requested = [];
    this.element = page.locator("tiermeter-calculator").first();
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("request", (request) => this.requested.push(request.url()));
    page.on("console", (message) => {
      if (message.type() === "error") {
        this.complaints.push(message.text());
      }
    });
  }

  /** Opens a page in a window of its own. */
  static async open(browser, host, html, options = {}) {
    const {
      policy = STRICT_POLICY,
      width = 900,
      height = 1000,
      before,
      waits = true,
      gated = false,
      now = NOW,
      ...more
    } = options;
    const context = await browser.newContext({ viewport: { width, height }, timezoneId: "Asia/Shanghai", ...more });
    context.setDefaultTimeout(PATIENCE_MILLISECONDS);
    const page = await context.newPage();
    const opened = new HostPage(page);
    await page.addInitScript((instant) => {
      const RealDate = Date;
      const start = RealDate.now();
      globalThis.Date = class extends RealDate {
        constructor(...parts) {
          super(...(parts.length === 0 ? [Date.now()] : parts));
        }
        static now() {
          return RealDate.parse(instant) + RealDate.now() - start;
        }
      };
      globalThis.seen = [];
      for (const type of ["tiermeter-ready", "tiermeter-change", "tiermeter-error"]) {
        addEventListener(type, (event) =>
          globalThis.seen.push({ type, id: event.target.id, detail: event.detail, composed: event.composed }),
        );
      }
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`security policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    }, now);
    if (before !== undefined) {
      await page.addInitScript(before);
    }
    if (gated) {
      const gate = new Promise((resolve) => {
        opened.open = resolve;
      });
      await page.route("**/*.wasm", async (route) => {
        await gate;
        await route.continue();
      });
    }
    await page.goto(host.serve(`/page-${opened.number}.html`, { body: html, policy }));
    if (waits) {
      await opened.isReady();
    }
    return opened;
  }

  static count = 0;
  number = (HostPage.count += 1);

  /** Waits until every calculator on the page shows prices. */
  async isReady() {
    await this.page.evaluate(async () => {
      await customElements.whenDefined("tiermeter-calculator");
      await Promise.all([...document.querySelectorAll("tiermeter-calculator")].map((element) => element.ready));
    });
  }

  /** Puts other calculators on the page, in place of what is there. */
  async show(body) {
    await this.page.evaluate((body) => {
      document.querySelector("main").innerHTML = body;
      globalThis.seen.length = 0;
    }, body);
    await this.isReady();
  }

  /** Closes the window; nothing may have gone wrong in it but what is expected. */
  async close(expected = []) {
    await this.page.context().close();
    const unexpected = this.complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)));
    assert.deepEqual(unexpected, []);
  }

  /** Runs a function in the page with the first calculator. */
  on(act, argument) {
    return this.element.evaluate(act, argument);
  }

  value() {
    return this.on((element) => element.value);
  }

  settlement() {
    return this.on((element) => element.settlement);
  }

  /** The events since the last time, as `type` or `type code path`. */
  async events() {
    const seen = await this.page.evaluate(() => globalThis.seen.splice(0));
    return seen.map(({ type, detail }) => (detail.code === undefined ? type : `${type} ${detail.code} ${detail.path}`));
  }

  tier(code) {
    return this.element.getByRole("radio", { name: new RegExp(`^${code} `) });
  }

  get instances() {
    return this.element.locator("#instances");
  }

  get hours() {
    return this.element.locator("#hours");
  }

  get month() {
    return this.element.locator("#month");
  }

  get slider() {
    return this.element.getByRole("slider");
  }

  get figure() {
    return this.element.locator("[part=figure]");
  }

  /** Waits until the large figure reads so. */
  figureShows(text, element = this.element) {
    return eventually(async () => {
      assert.equal((await element.locator("[part=figure]").innerText()).replace(/\s+/g, " "), text);
    });
  }

  /** Waits until the text of a part contains some words. */
  partShows(part, words) {
    return eventually(async () => {
      const texts = await this.element.locator(`[part~=${part}]:visible`).allInnerTexts();
      const text = texts.join(" ").replace(/\s+/g, " ");
      assert.ok(text.includes(words), text);
    });
  }
}
