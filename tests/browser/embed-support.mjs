// What the tests of /embed stand on: a server that gives the built folder as the product's own server does, another
// site that takes its snippet, and the page as an object.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

import { eventually, textOf } from "./support.mjs";

/** The built folder; another copy can be named for a try. */
const FOLDER = process.env.TIERMETER_EMBED ?? fileURLToPath(new URL("../../dist/embed/", import.meta.url));
const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};
const PAGES = { "/embed": "index.html", "/embed/zh-CN": "zh-CN.html" };
const PATIENCE_MILLISECONDS = 10_000;

/** The policy of the page. */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' https:; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

async function startServer(answer) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const { status = 200, headers = {}, body = "" } = (await answer(pathname, request)) ?? { status: 404 };
    response.writeHead(status, { "cache-control": "no-store", ...headers }).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The site with the page and the element. `change(name, content)` may alter a file on its way. */
export async function startSite() {
  assert.ok(existsSync(`${FOLDER}/index.html`), `${FOLDER} holds no page; cargo xtask test builds it`);
  const site = { change: (_name, content) => content, requests: [] };
  const server = await startServer(async (path, { headers }) => {
    site.requests.push({ path, headers });
    if (path === "/favicon.ico") {
      return { status: 204 };
    }
    const name = PAGES[path] ?? (path.startsWith("/embed/") && !path.endsWith(".html") ? path.slice("/embed/".length) : undefined);
    if (name === undefined || name.includes("..")) {
      return undefined;
    }
    let content;
    try {
      content = await readFile(`${FOLDER}/${name}`);
    } catch {
      return undefined;
    }
    const forOthers = name.startsWith("tiermeter/") ? { "access-control-allow-origin": "*" } : {};
    const type = TYPES[extname(name)];
    return {
      headers: { "content-type": type, "content-security-policy": PAGE_POLICY, "x-content-type-options": "nosniff", ...forOthers },
      body: site.change(name, content),
    };
  });
  return Object.assign(site, server);
}

/** Somebody else's site, with one page. */
export async function startHost() {
  const host = { html: "", policy: null, css: "" };
  const server = await startServer((path) => {
    if (path === "/") {
      const policy = host.policy === null ? {} : { "content-security-policy": host.policy };
      return { headers: { "content-type": "text/html; charset=utf-8", ...policy }, body: host.html };
    }
    if (path === "/host.css") {
      return { headers: { "content-type": "text/css" }, body: host.css };
    }
    return path === "/favicon.ico" ? { status: 204 } : undefined;
  });
  return Object.assign(host, server);
}

/** A page of another site with a snippet pasted into it. */
export function hostPage(html, head = "") {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title><link rel="stylesheet" href="/host.css">${head}</head><body><main><h1>Prices</h1>\n${html}\n</main></body></html>`;
}

/** Collects everything that goes wrong in a page. */
export function watch(page) {
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") {
      complaints.push(message.text());
    }
  });
  return complaints;
}

/** The page that writes the snippet. */
export class EmbedPage {
  constructor(page, complaints) {
    this.page = page;
    this.complaints = complaints;
    this.calculator = page.locator("#preview");
    this.status = page.locator("#copied");
  }

  static async open(browser, site, { path = "/embed", width = 1440, height = 900, ...options } = {}) {
    const context = await browser.newContext({ viewport: { width, height }, timezoneId: "Asia/Shanghai", ...options });
    context.setDefaultTimeout(PATIENCE_MILLISECONDS);
    const page = await context.newPage();
    const opened = new EmbedPage(page, watch(page));
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`security policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    await page.goto(site.address + path);
    await opened.isReady();
    return opened;
  }

  /** Waits until the calculator shows prices. */
  async isReady() {
    await this.page.evaluate(async () => {
      await customElements.whenDefined("tiermeter-calculator");
      await document.querySelector("#preview").ready;
    });
  }

  /** Closes the window; nothing may have gone wrong in it but what is expected. */
  async close(expected = []) {
    await this.page.context().close();
    const unexpected = this.complaints.filter((complaint) => !expected.some((pattern) => pattern.test(complaint)));
    assert.deepEqual(unexpected, []);
  }

  /** An entry of the form by its label. */
  entry(label) {
    return this.page.locator("#choices").getByLabel(label, { exact: true });
  }

  /** One of the choices of a group, as a person chooses it. */
  async choose(group, name) {
    await this.page.getByRole("radiogroup", { name: group, exact: true }).getByRole("radio", { name, exact: true }).check();
  }

  /** The text of a part of the snippet; null where it is hidden. */
  async snippet(part) {
    const block = this.page.locator(`#snippet-${part}-block`);
    return (await block.isVisible()) ? this.page.locator(`#snippet-${part}`).textContent() : null;
  }

  /** The tag without the price table. */
  async tag() {
    return /<tiermeter-calculator[^>]*>/.exec(await this.snippet("html"))[0];
  }

  tagIs(attributes) {
    return eventually(async () => assert.equal(await this.tag(), `<tiermeter-calculator${attributes && ` ${attributes}`}>`));
  }

  /** Waits until the large figure of the preview reads so. */
  figureShows(text) {
    return eventually(async () => {
      assert.equal(await textOf(this.calculator.locator("[part=figure]")), text);
    });
  }

  /** How far the page can be scrolled sideways, in pixels. */
  sidewaysScroll() {
    return this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }
}
