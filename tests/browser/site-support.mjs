// The further pages of the site as a reader meets them, each in a window of its own.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const PATIENCE_MILLISECONDS = 20_000;
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** What a page, or parts of it, holds that axe complains of: WCAG 2.2 AA and good practice. */
export async function violationsOf(page, parts = []) {
  await page.evaluate(await readFile(AXE, "utf8"));
  return page.evaluate(async (include) => {
    const { violations } = await globalThis.axe.run(include.length > 0 ? { include } : document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("; ")}`);
  }, parts);
}

/** A page in a window, and what went wrong in it. */
export class SitePage {
  constructor(page) {
    this.page = page;
    /** Errors on the console, faults and refusals of the security policy. */
    this.complaints = [];
    /** Every request, as `METHOD path`. */
    this.requests = [];
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") {
        this.complaints.push(message.text());
      }
    });
    page.on("request", (request) => this.requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  }

  /** Opens an address in a window of its own. */
  static async open(browser, url, { width = 1440, height = 900, ...options } = {}) {
    const context = await browser.newContext({ viewport: { width, height }, timezoneId: "Asia/Shanghai", locale: "en-US", ...options });
    context.setDefaultTimeout(PATIENCE_MILLISECONDS);
    const page = await context.newPage();
    const opened = new this(page);
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`security policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    await page.goto(url);
    if (options.javaScriptEnabled !== false) {
      await page.locator("#loading").waitFor({ state: "detached" });
    }
    return opened;
  }

  /** Closes the window; nothing may have gone wrong in it. */
  async close() {
    await this.page.context().close();
    assert.deepEqual(this.complaints, []);
  }

  /** How far the page can be scrolled sideways, in pixels. */
  async sidewaysScroll() {
    return this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }
}
