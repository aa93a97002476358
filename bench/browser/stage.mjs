// What is measured stands here: a release server on a prepared file with 10,000 services, and Chromium with the console
// of it. Server, browser and this program share the machine's cores.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

import { startBrowser } from "../../tests/browser/support.mjs";

const TARGET = fileURLToPath(new URL("../../target/", import.meta.url));
const BINARY = process.env.TIERMETER_BINARY ?? join(TARGET, "release/tiermeter");
const SEED = process.env.TIERMETER_BENCH_BACKEND ?? join(TARGET, "release/examples/bench_backend");
const PAGE_SIZE = 100;
const LONGEST_WAIT_MS = 120_000;
const POLL_MS = 50;
const run = promisify(execFile);

export class Stage {
  /** Prepares the file, starts server and browser. */
  static async build() {
    const stage = new Stage();
    try {
      // On a disk, which the system's temporary folder need not be.
      stage.folder = await mkdtemp(join(dirname(BINARY), "bench-browser-"));
      stage.database = join(stage.folder, "tiermeter.db");
      tell("filling a database with 10,000 services");
      const { stdout } = await run(SEED, ["database", stage.database], { env: { ...process.env, TIERMETER_BINARY: BINARY } });
      stage.authorization = `Bearer ${stdout.trim()}`;
      stage.account = (await stage.#operator("set", "--plan", "enterprise", "--allowlisted", "true")).id;
      stage.newAccount = (await stage.#operator("add", "--name", "New")).id;
      await stage.#serve();
      stage.services = await stage.#list("?metering=gpu_seconds");
      stage.serviceCount = stage.services.length + (await stage.#list("?metering=tokens")).length;
      stage.browser = await startBrowser();
      return stage;
    } catch (error) {
      await stage.clear();
      throw error;
    }
  }

  async #serve() {
    const flags = ["serve", "--listen", "127.0.0.1:0", "--database", this.database, "--requests-per-minute", "10000000"];
    this.server = spawn(BINARY, flags, { stdio: ["ignore", "pipe", "inherit"] });
    const lines = createInterface({ input: this.server.stdout });
    const [line] = await Promise.race([once(lines, "line"), once(this.server, "exit").then(([code]) => [`it ended with ${code}`])]);
    this.address = /^listening on (http:\/\/\S+)$/.exec(line)?.[1];
    if (this.address === undefined) {
      throw new Error(`the server did not start: ${line}`);
    }
  }

  async #operator(command, ...flags) {
    const { stdout } = await run(BINARY, ["account", command, "--database", this.database, ...flags]);
    return JSON.parse(stdout);
  }

  async #list(query) {
    const found = [];
    let cursor = "";
    do {
      const page = await this.ask("GET", `/services${query}&limit=${PAGE_SIZE}${cursor}`);
      found.push(...page.data);
      cursor = page.next_cursor === null ? undefined : `&cursor=${encodeURIComponent(page.next_cursor)}`;
    } while (cursor !== undefined);
    return found;
  }

  /** One exchange with the API that goes well. */
  async ask(method, path, body, type = "application/json") {
    const init = { method, headers: { authorization: this.authorization } };
    if (body !== undefined) {
      init.headers["content-type"] = type;
      init.body = JSON.stringify(body);
    }
    const response = await fetch(`${this.address}/api/v1${path}`, init);
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 300)}`);
    }
    return text === "" ? null : JSON.parse(text);
  }

  /** A browser of its own, in which the owner of an account is signed in. */
  async signedIn({ account = this.account, width = 1440, height = 900 } = {}) {
    const context = await this.browser.newContext({ viewport: { width, height }, locale: "en-US" });
    context.setDefaultTimeout(LONGEST_WAIT_MS);
    const page = await context.newPage();
    const { sign_in_path: link } = await this.#operator("sign-in", "--account", account);
    await page.goto(`${this.address}${link}`);
    await page.waitForURL(`${this.address}/console`);
    return page;
  }

  /** The list of services, with all of them read and live. */
  async openServices(page, query, count) {
    await page.goto(`${this.address}/console/services${query}`);
    await page.getByRole("table").waitFor();
    await this.untilListed(page, count);
    await page.getByRole("banner").getByText(/^Live · /).waitFor();
  }

  /** Waits until so many services are in the list that is open. */
  async untilListed(page, count) {
    const table = page.getByRole("table");
    // The head is a row too.
    await until(async () => (await table.getAttribute("aria-rowcount")) === `${count + 1}`, "every service is in the list");
  }

  async clear() {
    await this.browser?.close();
    if (this.server !== undefined && this.server.exitCode === null) {
      this.server.kill("SIGKILL");
      await once(this.server, "exit");
    }
    if (this.folder !== undefined) {
      await rm(this.folder, { recursive: true, force: true });
    }
  }
}

/** Waits until `condition` gives something, and gives that. The page's policy keeps it from being asked in the page. */
export async function until(condition, what) {
  const end = performance.now() + LONGEST_WAIT_MS;
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }
    if (performance.now() > end) {
      throw new Error(`not within ${LONGEST_WAIT_MS} ms: ${what}`);
    }
    await sleep(POLL_MS);
  }
}

/** Says what is going on. */
export function tell(text) {
  console.error(`bench browser: ${text}`);
}
