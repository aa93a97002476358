// What the console's browser tests stand on: a server with a file of its own for each test, Chromium, and the people
// who look at the console of that server.

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { after, test } from "node:test";

import { withBackend } from "../node/backend-support.mjs";
import { Console } from "./console-page.mjs";
import { Door } from "./door.mjs";
import { OUTPUT, startBrowser } from "./support.mjs";

/** One that takes longer hangs. */
const TEST_TIME_MS = 60_000;
/** Of the sample price list: tier A, for a second and for an hour. */
export const PER_SECOND = "0.000217";
export const PER_HOUR = "0.7812";

let browser;
after(async () => {
  const started = await browser?.catch(() => undefined);
  await started?.close();
});

/**
 * A test in the console, on a server of its own:
 * `consoleTest("...", { testClock, door: true }, async ({ stage, backend, api }) => { ... })`.
 * `seconds: false` leaves the account as the first start makes it; `door` puts a door before the server.
 */
export function consoleTest(name, { seconds = true, door = false, skip, timeout = TEST_TIME_MS, ...options }, body) {
  test(name, { timeout, skip }, withBackend(options, async ({ backend, api }, t) => {
    if (seconds) {
      await backend.allowSeconds();
    }
    browser ??= startBrowser();
    const stage = new Stage(await browser, backend, door ? await Door.before(backend) : undefined);
    try {
      await body({ stage, backend, api, door: stage.door }, t);
      await stage.checkComplaints();
    } catch (error) {
      await stage.keepPictures(name, t);
      throw error;
    } finally {
      await stage.clear();
    }
  }));
}

/** Where people look at one server's console. */
class Stage {
  #browser;
  #consoles = [];

  constructor(browser, backend, door) {
    this.#browser = browser;
    this.backend = backend;
    this.door = door;
  }

  /** Where the console is, which stays while the server is started anew only behind a door. */
  get address() {
    return this.door?.address ?? this.backend.base;
  }

  /** The path of the link that the first start printed. */
  async firstLink() {
    return `/console/sign-in#${await this.backend.signInToken()}`;
  }

  /** The path of a link that the operator makes; it signs in once. With several accounts it is said for which. */
  async link(account) {
    const which = account === undefined ? [] : ["--account", account];
    const { code, stdout, stderr } = await this.backend.run("account", "sign-in", ...which, "--database", this.backend.database);
    if (code !== 0) {
      throw new Error(`account sign-in: ${stderr}`);
    }
    return JSON.parse(stdout).sign_in_path;
  }

  /** A browser of its own, where nobody is signed in. */
  async visitor(options) {
    const console = await Console.open(this.#browser, this.address, options);
    this.#consoles.push(console);
    return console;
  }

  /** A browser of its own, where the owner is signed in and the overview is open. */
  async owner(options) {
    const console = await this.visitor(options);
    await console.signIn(await this.link());
    return console;
  }

  /** Nothing that nobody expected went wrong in any of the browsers. */
  async checkComplaints() {
    for (const console of this.#consoles) {
      await console.checkComplaints();
    }
  }

  /** Keeps what was on the screens of a test that failed. */
  async keepPictures(name, t) {
    await mkdir(OUTPUT, { recursive: true });
    const word = name.replaceAll(/[^a-z0-9]+/gi, "-").slice(0, 60);
    for (const [number, console] of this.#consoles.entries()) {
      const path = join(OUTPUT, `failed-${word}-${number + 1}.png`);
      await console.page.screenshot({ path, timeout: 5_000 }).catch(() => {});
      t.diagnostic(`at ${console.page.url()}, in ${path}; complaints: ${JSON.stringify(console.complaints)}`);
    }
  }

  /** Ends the browsers first, so that the server has no streams to wait for. */
  async clear() {
    await Promise.all(this.#consoles.map((console) => console.page.context().close().catch(() => {})));
    await this.door?.remove();
  }
}
