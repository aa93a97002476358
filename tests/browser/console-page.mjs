// The console as an object: what stands around every view, and what is the same in all of them. Everything is found by
// the names that people read or hear.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { compare, minus, plain } from "../node/backend-tools.mjs";
import { eventually, textOf } from "./support.mjs";

/** Two cores may be busy with another test's server and browser. */
const PATIENCE_MS = 20_000;
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What a browser says of an answer that is a refusal, and of a server that is not reached. */
const REFUSED = /the server responded with a status of (\d{3})/;
const NOT_REACHED = /net::ERR_/;
const AMOUNT = /[-−]?\d[\d,]*(?:\.\d+)?/;

/** The first amount of a text, as a canonical decimal. */
export function amountIn(text) {
  const [found] = AMOUNT.exec(text) ?? [];
  assert.notEqual(found, undefined, `there is no amount in: ${text}`);
  return plain(found.replace("−", "-").replaceAll(",", ""));
}

/** Tries `check` for so long as a person would on a slow machine. */
export function soon(check) {
  return eventually(check, PATIENCE_MS);
}

export class Console {
  #mayBeRefused = new Set();
  #mayBeUnreachable = false;

  constructor(page, address) {
    this.page = page;
    this.address = address;
    /** Errors on the browser's console, faults of the program, and breaches of the security policy. */
    this.complaints = [];
    /** What stands beside every view, and what the view itself is. */
    this.side = page.getByRole("banner").filter({ has: page.getByRole("navigation") });
    this.view = page.getByRole("main");
    this.navigation = page.getByRole("navigation", { name: "Console", exact: true });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error" && !this.#isExpected(message)) {
        this.complaints.push(`${message.text()} (${message.location().url})`);
      }
    });
  }

  /** A browser window of its own at no address yet, with room for every column. */
  static async open(browser, address, { width = 1680, height = 1000, theme = "light", locale = "en-US", ...options } = {}) {
    const context = await browser.newContext({
      viewport: { width, height }, colorScheme: theme, locale, timezoneId: "Asia/Shanghai", reducedMotion: "reduce", ...options,
    });
    context.setDefaultTimeout(PATIENCE_MS);
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => {
        console.error(`security policy: ${event.violatedDirective} ${event.blockedURI}`);
      });
    });
    return new Console(await context.newPage(), address);
  }

  /** Another tab of the same browser. */
  async anotherTab() {
    return new Console(await this.page.context().newPage(), this.address);
  }

  #isExpected(message) {
    const status = Number(REFUSED.exec(message.text())?.[1]);
    // Whether somebody is signed in has to be asked.
    const { pathname } = status > 0 ? new URL(message.location().url) : {};
    const asks = status === 401 && pathname === "/api/v1/session";
    // Another page of the account may be making reports; then it is asked again.
    const waits = status === 429 && pathname.endsWith("/usage");
    return asks || waits || this.#mayBeRefused.has(status) || (this.#mayBeUnreachable && NOT_REACHED.test(message.text()));
  }

  /** Answers of these statuses belong to the test. */
  expectRefusals(...statuses) {
    for (const status of statuses) {
      this.#mayBeRefused.add(status);
    }
  }

  /** That the server is not reached belongs to the test. */
  expectOutage() {
    this.#mayBeUnreachable = true;
  }

  checkComplaints() {
    assert.deepEqual(this.complaints, [], `nothing goes wrong in the browser, last at ${this.page.url()}`);
  }

  /** Takes a sign-in link, as somebody who got it from the operator; it leads to where one was going, else to the overview. */
  async signIn(link, path = "") {
    await this.page.goto(`${this.address}${link}`);
    await this.page.waitForURL(`${this.address}/console${path}`);
    await this.isReady();
  }

  /** Takes a sign-in link where somebody is signed in already, which is asked about. */
  async signInInstead(link, path = "") {
    await this.page.goto(`${this.address}${link}`);
    await this.page.getByRole("button", { name: "Use this link", exact: true }).click();
    await this.page.waitForURL(`${this.address}/console${path}`);
    await this.isReady();
  }

  /** Opens an address of the console, with everything loaded anew. */
  async open(path = "") {
    await this.page.goto(`${this.address}/console${path}`);
    await this.isReady();
  }

  async reload() {
    await this.page.reload();
    await this.isReady();
  }

  /** Waits until the view is there, with what it fetches. */
  async isReady() {
    await this.view.getByRole("heading", { level: 1 }).waitFor();
    await soon(async () => {
      const waiting = await this.view.locator('[aria-busy="true"]').or(this.view.getByText(/^(Loading …|正在加载……)$/)).count();
      assert.equal(waiting, 0, `still waiting at ${this.page.url()}`);
    });
  }

  /** Waits until changes come as they happen. */
  isLive() {
    return this.connectionIs(/^Live · updated /);
  }

  /** Waits until the line below the navigation says this. */
  async connectionIs(words) {
    await soon(async () => {
      const lines = (await this.side.innerText()).split("\n").map((line) => line.trim());
      assert.ok(lines.some((line) => words.test(line)), `${words} is not in: ${lines.join(" | ")}`);
    });
  }

  /** Goes to a view by the navigation. */
  async goTo(place) {
    await this.navigation.getByRole("link", { name: new RegExp(`^${place}\\s*\\d*$`) }).click();
    await this.headingIs(place);
    await this.isReady();
  }

  /** Waits until the view is called this. */
  async headingIs(name) {
    await this.view.getByRole("heading", { level: 1, name, exact: true }).waitFor();
    await soon(async () => assert.equal(await this.page.title(), `${name} · Tiermeter`));
  }

  /** Waits until the address, behind `/console`, is this. */
  async addressIs(path) {
    await soon(async () => {
      const { pathname, search } = new URL(this.page.url());
      assert.equal(`${pathname}${search}`, `/console${path}`);
    });
  }

  /** What can be chosen at the foot of the navigation. */
  async openSettings() {
    const settings = this.side.getByRole("group").filter({ has: this.page.getByText("Settings", { exact: true }) });
    if (await settings.getAttribute("open") === null) {
      await this.side.getByText("Settings", { exact: true }).click();
    }
  }

  async signOut() {
    await this.openSettings();
    await this.side.getByRole("button", { name: "Sign out" }).click();
    await this.isSignedOut();
  }

  isSignedOut() {
    return this.page.getByRole("heading", { level: 1, name: "Signed out" }).waitFor();
  }

  /** The dialog of this heading, open. */
  async dialog(name) {
    const dialog = this.page.getByRole("dialog", { name });
    await dialog.waitFor();
    return dialog;
  }

  /** Waits until no dialog is open. */
  async dialogIsGone() {
    await soon(async () => assert.equal(await this.page.getByRole("dialog").count(), 0));
  }

  /** Waits until the dialog's effect says this, line by line: `["Status", "Not enabled → Creating"]`. */
  async effectShows(dialog, expected) {
    await soon(async () => {
      const lines = await linesOf(dialog);
      for (const [label, words] of expected) {
        const [said, what] = [lines.get(label) ?? "", `${label} among ${JSON.stringify([...lines])}`];
        if (words instanceof RegExp) {
          assert.match(said, words, what);
        } else {
          assert.equal(said, words, what);
        }
      }
    });
  }

  /** Confirms what a dialog asks about, and waits until it is done. */
  async confirm(heading, button) {
    const dialog = await this.dialog(heading);
    await dialog.getByRole("button", { name: button, exact: true }).click();
    await this.dialogIsGone();
  }

  /** Waits until a toast says this. */
  toast(text) {
    return this.page.getByRole("status").getByText(text, { exact: true }).first().waitFor();
  }

  /** The value of a big figure, as text. */
  async figure(label) {
    const term = this.view.getByRole("term").filter({ hasText: label }).first();
    return textOf(term.locator("xpath=following-sibling::dd[1]"));
  }

  /** The amount of a big figure. */
  async figureAmount(label) {
    return amountIn(await this.figure(label));
  }

  /** Waits until a big figure has this amount, whatever zeros it carries. */
  async figureIs(label, amount) {
    await soon(async () => assert.equal(await this.figureAmount(label), plain(amount), String(label)));
  }

  /** Waits until a big figure has grown so many times, each time seen; gives what it grew by. */
  async figureGrows(label, times) {
    const first = await this.figureAmount(label);
    let last = first;
    for (let seen = 0; seen < times; seen += 1) {
      const before = last;
      await soon(async () => {
        last = await this.figureAmount(label);
        assert.equal(compare(last, before), 1, `${label}: ${before} grows`);
      });
    }
    return minus(last, first);
  }

  /** Waits until the focus is on something of this text or name. */
  async focusIs(name) {
    await soon(async () => {
      const focused = await this.page.evaluate(() => {
        const element = document.activeElement;
        return element?.getAttribute("aria-label") ?? element?.textContent?.trim();
      });
      assert.equal(focused, name);
    });
  }

  /** Fails where axe finds a breach of WCAG 2.2 AA, or of what it calls best practice. */
  async checkAccess(what) {
    await this.page.evaluate(await readFile(AXE, "utf8"));
    const violations = await this.page.evaluate(async (rules) => {
      const found = await globalThis.axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
      const shown = ({ html, failureSummary }) => `${html} ${failureSummary}`;
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(shown).join("; ")}`);
    }, RULES);
    assert.deepEqual(violations, [], what);
  }

  /** How far the page can be scrolled sideways, in pixels. */
  sidewaysScroll() {
    return this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }

  /** Clicks what downloads a file, and gives the file. */
  async download(control) {
    const [download] = await Promise.all([this.page.waitForEvent("download"), control.click()]);
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
  }
}

/** The lines of a list of terms, by their terms. */
async function linesOf(list) {
  const pairs = await list.getByRole("term").evaluateAll((terms) =>
    terms.map((term) => [term.innerText, term.nextElementSibling?.innerText ?? ""].map((text) => text.replace(/\s+/g, " ").trim())),
  );
  return new Map(pairs);
}
