// What the browser tests stand on: the server as people start it, Chromium, and the pricing page as an object.

import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

import { startServer as start } from "../node/support.mjs";

const BINARY = process.env.TIERMETER_BINARY ?? fileURLToPath(new URL("../../target/release/tiermeter", import.meta.url));
/** The program file of the browser. */
export const CHROMIUM = process.env.TIERMETER_CHROMIUM ?? "/usr/bin/chromium";
const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];
const PATIENCE_MILLISECONDS = 10_000;

/** Where screenshots go; ignored by git. */
export const OUTPUT = fileURLToPath(new URL("../output/", import.meta.url));

/** Starts the server on a free port and returns its address and how to stop it. */
export async function startServer() {
  const { base, stop } = await start({ binary: BINARY, stderr: "inherit" });
  return { address: base, stop };
}

/** Starts Chromium. */
export function startBrowser() {
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: CHROMIUM_FLAGS });
}

/** Tries until `check` holds. */
export async function eventually(check, patienceMilliseconds = PATIENCE_MILLISECONDS) {
  const deadline = Date.now() + patienceMilliseconds;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
      await delay(20);
    }
  }
}

/** The visible text of what `locator` finds, with single blanks. */
export async function textOf(locator) {
  return (await locator.innerText()).replace(/\s+/g, " ").trim();
}

/** The pricing page as a reader meets it. */
export class PricingPage {
  constructor(page) {
    this.page = page;
    /** Errors on the console, faults and refusals of the security policy. */
    this.complaints = [];
    this.total = page.getByRole("complementary", { name: "Total" });
    this.formula = page.getByRole("table", { name: "How the amount comes about" });
    this.until = page.getByRole("textbox", { name: "Until", exact: true });
    this.text = page.getByRole("textbox", { name: "Or paste JSON or CSV" });
    this.bill = page.getByRole("table", { name: /^Bill of / });
    this.refusal = page.getByRole("group", { name: "Refusal" });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") {
        this.complaints.push(message.text());
      }
    });
  }

  /** Opens the page in a browser window of its own. */
  static async open(browser, address, { width = 1440, height = 900, clock, title, ...options } = {}) {
    const context = await browser.newContext({ viewport: { width, height }, timezoneId: "Asia/Shanghai", ...options });
    context.setDefaultTimeout(PATIENCE_MILLISECONDS);
    const page = await context.newPage();
    if (clock) {
      await page.clock.install({ time: new Date(clock) });
    }
    const opened = new this(page);
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`security policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    await page.goto(address);
    await opened.isReady(title);
    return opened;
  }

  /** Most parts of the page come when the reader does something; here that is a small move of the pointer. */
  async isReady(title = "Calculator") {
    await this.page.locator("#loading").waitFor({ state: "detached" });
    await this.page.mouse.move(5, 5);
    await this.page.mouse.move(9, 9);
    await this.page.locator("#own-usage").waitFor({ state: "attached" });
    await this.page.getByRole("heading", { name: title, exact: true }).waitFor();
    assert.equal(await this.page.locator("#loading").count(), 0);
  }

  /** Closes the window; nothing may have gone wrong in it. */
  async close() {
    await this.page.context().close();
    assert.deepEqual(this.complaints, []);
  }

  from(step) {
    return this.page.getByRole("textbox", { name: `From, step ${step}`, exact: true });
  }

  instances(step) {
    return this.page.getByRole("spinbutton", { name: `Instances, step ${step}`, exact: true });
  }

  removeButton(step) {
    return this.page.getByRole("button", { name: `Remove step ${step}`, exact: true });
  }

  async stepCount() {
    return this.page.getByRole("textbox", { name: /^From, step / }).count();
  }

  /** Waits until the formula's rows are these. */
  formulaShows(rows) {
    return eventually(async () => {
      // Local times differ from device to device; they have tests of their own.
      const texts = await this.formula.getByRole("row").evaluateAll((rows) =>
        rows.map((row) => {
          const copy = row.cloneNode(true);
          for (const local of copy.querySelectorAll(".local")) {
            local.remove();
          }
          return [...copy.cells].map((cell) => cell.textContent).join(" ");
        }),
      );
      assert.deepEqual(texts.map((text) => text.replace(/\s+/g, " ").trim()), rows);
    });
  }

  /** Waits until the payable total and the exact one are these. */
  totalShows(payable, exact) {
    return eventually(async () => {
      const text = await textOf(this.total);
      assert.ok(text.includes(` ${payable} USD payable · exact ${exact},`), text);
    });
  }

  /** The name of the element that has the focus. */
  focusIs(name) {
    return eventually(async () => {
      assert.equal(await this.page.evaluate(() => document.activeElement?.getAttribute("aria-label")), name);
    });
  }

  /** Drops a file on the page's drop zone. */
  async drop(name, text) {
    const dataTransfer = await this.page.evaluateHandle(
      ([name, text]) => {
        const dropped = new DataTransfer();
        dropped.items.add(new File([text], name));
        return dropped;
      },
      [name, text],
    );
    await this.page.getByText("Drop a file here").dispatchEvent("drop", { dataTransfer });
  }

  /** How far the page can be scrolled sideways, in pixels. */
  async sidewaysScroll() {
    return this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }
}
