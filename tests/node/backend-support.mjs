// A backend of its own for a test: a fresh folder with a database, a server on a free port, the operator beside it,
// and an `Api` that says in words what the test does. Every JSON answer is held against the contract.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { ControlledModel, EventStream, until } from "./backend-tools.mjs";
import { checkAnswer } from "./contract.mjs";

export const binary = process.env.TIERMETER_BINARY;
assert.notEqual(binary, undefined, "TIERMETER_BINARY must name the built program");

/** A stop that takes longer hangs. */
const STOP_TIME_MS = 15_000;
const children = new Set();
const folders = new Set();
// Where a run of the tests is broken off, nothing is left behind.
process.on("exit", () => {
  for (const child of children) {
    child.kill("SIGKILL");
  }
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

/**
 * Starts a server on a database of its own, or on the one that is given.
 * `models` stand in the models file; `control: true` adds the model `controlled`, which does what the test says.
 * With `diskFills: true` the test may say that there is no room for what the server writes; with `logsToFile: true`
 * none for its log either, which is then `server.log` in its folder.
 */
export async function startBackend(options = {}) {
  const folder = await mkdtemp(join(tmpdir(), "tiermeter-backend-"));
  folders.add(folder);
  const backend = new Backend(folder, options);
  try {
    await backend.prepare(options);
    await backend.launch();
  } catch (error) {
    await backend.remove();
    throw error;
  }
  return backend;
}

/** A test on a backend of its own: `test("...", withBackend({ testClock }, async ({ backend, api }, t) => { ... }))`. */
export function withBackend(options, body) {
  return async (t) => {
    const backend = await startBackend(options);
    let failed = true;
    try {
      await body({ backend, api: backend.api }, t);
      failed = false;
    } finally {
      await backend.end({ verify: !failed }).catch((error) => {
        if (!failed) {
          throw error;
        }
      });
      if (failed) {
        t.diagnostic(`log of the server: ${backend.log.slice(-4000)}`);
      }
    }
  };
}

class Backend {
  constructor(folder, { testClock, flags = [], env = {}, database, diskFills = false, logsToFile = false }) {
    this.folder = folder;
    this.database = database ?? join(folder, "tiermeter.db");
    this.testClock = testClock;
    this.flags = flags;
    this.env = env;
    this.diskFills = diskFills;
    this.logsToFile = logsToFile;
    this.key = `tm_test_${randomBytes(24).toString("base64url")}`;
    this.api = new Api(this, { authorization: `Bearer ${this.key}` });
    this.log = "";
    this.printed = [];
    this.ownFlags = [];
    this.priceBookFlags = [];
  }

  /** Writes the files that the server is given. */
  async prepare({ priceBook, models = {}, control = false }) {
    const all = { ...models };
    if (control) {
      const controlFolder = join(this.folder, "control");
      await mkdir(controlFolder);
      this.control = new ControlledModel(controlFolder);
      all.controlled = this.control.configuration;
    }
    for (const [flag, name, content] of [
      ["--price-book", "price-book.json", priceBook],
      ["--models", "models.json", Object.keys(all).length === 0 ? undefined : { models: all }],
    ]) {
      if (content !== undefined) {
        const path = join(this.folder, name);
        await writeFile(path, JSON.stringify(content));
        this.ownFlags.push(flag, path);
        if (flag === "--price-book") {
          this.priceBookFlags.push(flag, path);
        }
      }
    }
  }

  async launch() {
    const parameters = ["serve", "--listen", "127.0.0.1:0", "--database", this.database, ...this.ownFlags, ...this.flags];
    if (this.testClock !== undefined) {
      parameters.push("--test-clock", this.testClock);
    }
    if (!parameters.includes("--requests-per-minute")) {
      parameters.push("--requests-per-minute", "10000000");
    }
    const env = { ...process.env, TIERMETER_BOOTSTRAP_API_KEY: this.key, ...this.env };
    // What is told of a file that may not grow would end the program, unless a shell says to leave it at an error.
    const shell = this.diskFills ? ["sh", "-c", `trap "" XFSZ; exec "$0" "$@"${this.logsToFile ? " 2>> server.log" : ""}`] : [];
    const [program, ...rest] = [...shell, binary, ...parameters];
    const child = spawn(program, rest, { cwd: this.folder, env, stdio: ["ignore", "pipe", "pipe"] });
    children.add(child);
    this.exited = once(child, "exit").then(([code, signal]) => {
      children.delete(child);
      return code ?? signal;
    });
    this.process = child;
    this.printed = [];
    this.base = undefined;
    child.stderr.on("data", (chunk) => {
      this.log += chunk;
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      this.printed.push(line);
      this.base ??= /^listening on (http:\/\/\S+)$/.exec(line)?.[1];
    });
    let ended;
    this.exited.then((code) => {
      ended = code;
    });
    await until(() => this.base !== undefined || ended !== undefined, { what: "the server listens" });
    assert.equal(ended, undefined, `the server ended at its start: ${this.log}`);
  }

  /** Everything that the server wrote, for looking for what must not stand there. */
  get output() {
    return `${this.log}\n${this.printed.join("\n")}`;
  }

  /** The token of the one-time link. */
  async signInToken() {
    const find = () => this.printed.map((line) => /^sign in: \S+#(\S+)$/.exec(line)?.[1]).find(Boolean);
    return until(find, { what: "the one-time link is printed" });
  }

  /** An `Api` with other credentials, or none. */
  as(headers) {
    return new Api(this, headers);
  }

  /** Ends the server as a crash would. */
  async kill() {
    this.process.kill("SIGKILL");
    await this.exited;
  }

  /** Asks the server to stop, and gives its exit code. */
  async stop() {
    this.process.kill("SIGTERM");
    const late = setTimeout(() => this.process.kill("SIGKILL"), STOP_TIME_MS);
    const code = await this.exited;
    clearTimeout(late);
    return code;
  }

  /** Lets the server write to no file any more, as on a full disk, or none longer than so many bytes, or write again. */
  fillDisk(full, mostBytes = 1) {
    assert.ok(this.diskFills);
    execFileSync("prlimit", [`--pid=${this.process.pid}`, `--fsize=${full ? mostBytes : "unlimited"}:`]);
  }

  get alive() {
    return children.has(this.process);
  }

  /** Starts again on the same file, after `kill` or `stop` or by stopping first. */
  async restart({ flags } = {}) {
    if (this.alive) {
      assert.equal(await this.stop(), 0, "a server that is asked to stop ends well");
    }
    this.flags = flags ?? this.flags;
    await this.launch();
  }

  /** Moves the test clock: when this is done, all work due by then is, and starting instances are up. */
  async clockTo(now) {
    await this.api.post("/test-clock", { now });
    this.testClock = now;
  }

  /** Waits until what was started at this instant is up. */
  settle() {
    return this.clockTo(this.testClock);
  }

  /** Runs the program to its end beside the server. */
  async run(...parameters) {
    const child = spawn(binary, parameters, { stdio: ["ignore", "pipe", "pipe"], timeout: 60_000, killSignal: "SIGKILL" });
    const printed = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"]) {
      child[stream].setEncoding("utf8").on("data", (text) => {
        printed[stream] += text;
      });
    }
    const [code, signal] = await once(child, "close");
    return { code: code ?? signal, ...printed };
  }

  /** `tiermeter account set` on the server's own database. */
  async operator(...parameters) {
    const { code, stderr } = await this.run("account", "set", "--database", this.database, ...parameters);
    assert.equal(code, 0, `account set ${parameters.join(" ")}: ${stderr}`);
  }

  /** Makes the account one that may have seconds-metered services. */
  allowSeconds() {
    return this.operator("--plan", "enterprise", "--allowlisted", "true");
  }

  /** Sums, chain, overlaps and the replay of the timeline, by the program itself. */
  async verify() {
    const { code, stdout, stderr } = await this.run("verify", "--database", this.database, ...this.priceBookFlags);
    assert.equal(code, 0, `verify: ${stdout}${stderr}`);
    return JSON.parse(stdout);
  }

  /** The end of a test: the server stops well, has not panicked, its file verifies, and the folder goes. */
  async end({ verify = true } = {}) {
    try {
      if (this.alive) {
        assert.equal(await this.stop(), 0, "a server that is asked to stop ends well");
      }
      assert.doesNotMatch(this.log, /panicked at/, "no panic in the log");
      if (verify) {
        await this.verify();
      }
    } finally {
      await this.remove();
    }
  }

  async remove() {
    this.process?.kill("SIGKILL");
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
    folders.delete(this.folder);
  }
}

/** What a client can do, in words. Each call fails the test unless the answer is a good one; `refused` wants the other. */
export class Api {
  constructor(backend, headers) {
    this.backend = backend;
    this.headers = headers;
  }

  /** One exchange, whatever comes of it. A text as body goes as it is. */
  async call(method, path, body, headers = {}) {
    const init = { method, headers: { ...this.headers, ...headers } };
    if (body !== undefined) {
      init.headers = { "content-type": "application/json", ...init.headers };
      init.body = typeof body === "string" ? body : JSON.stringify(body);
    }
    const response = await fetch(`${this.backend.base}/api/v1${path}`, init);
    const text = await response.text();
    const answer = { status: response.status, headers: response.headers, etag: response.headers.get("etag"), text };
    if (/[/+]json\b/.test(response.headers.get("content-type") ?? "")) {
      answer.body = JSON.parse(text);
      checkAnswer(method, path, answer.status, response.headers, answer.body);
    }
    return answer;
  }

  /** One exchange that goes well; its whole answer. */
  async answer(method, path, body, headers) {
    const answer = await this.call(method, path, body, headers);
    assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text.slice(0, 600)}`);
    return answer;
  }

  /** One exchange that is refused with this status and, where they are given, this code and pointer. */
  async refused(method, path, body, { status, code, pointer, headers }) {
    const answer = await this.call(method, path, body, headers);
    const what = `${method} ${path} ${typeof body === "string" ? body.slice(0, 300) : JSON.stringify(body)}: ${answer.text.slice(0, 600)}`;
    assert.ok([status].flat().includes(answer.status), `${answer.status} instead of ${status}: ${what}`);
    assert.equal(answer.headers.get("content-type"), "application/problem+json", what);
    assert.equal(answer.body.status, answer.status, what);
    if (code !== undefined) {
      assert.ok([code].flat().includes(answer.body.code), `${answer.body.code} instead of ${code}: ${what}`);
    }
    if (pointer !== undefined) {
      assert.deepEqual(answer.body.errors.map((error) => error.pointer), [pointer], what);
    }
    return answer;
  }

  async get(path, headers) {
    return (await this.answer("GET", path, undefined, headers)).body;
  }

  async post(path, body, headers) {
    return (await this.answer("POST", path, body, headers)).body;
  }

  async put(path, body, etag = "*") {
    return (await this.answer("PUT", path, body, { "if-match": etag })).body;
  }

  /** Every element of a list, page by page. */
  async all(path, limit = 100) {
    const found = [];
    let cursor = null;
    do {
      const query = `${path.includes("?") ? "&" : "?"}limit=${limit}${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`;
      const page = await this.get(path + query);
      assert.ok(page.data.length <= limit);
      found.push(...page.data);
      cursor = page.next_cursor;
    } while (cursor !== null);
    return found;
  }

  models = () => this.all("/models");
  service = (id) => this.get(`/services/${id}`);
  services = (query = "") => this.all(`/services${query}`);
  createService = (fields) => this.post("/services", fields);
  /** A seconds-metered service with a fixed number of instances. */
  createGpuService = (fields = {}) => this.createService({
    name: "gpu", model: "small-8b", metering: "gpu_seconds", tier: "A",
    scaling: { mode: "manual", instances: 1 }, billing_mode: "pay_as_you_go", ...fields,
  });
  createTokenService = (fields = {}) => this.createService({
    name: "tokens", model: "large-70b", metering: "tokens", billing_mode: "pay_as_you_go", ...fields,
  });
  defaultService = async (model) => (await this.models()).find((one) => one.id === model).default_service.id;
  patchService = async (id, fields, etag = "*") =>
    (await this.answer("PATCH", `/services/${id}`, fields, { "if-match": etag })).body;
  deleteService = (id) => this.answer("DELETE", `/services/${id}`);
  enable = (id) => this.post(`/services/${id}/enable`);
  disable = (id) => this.post(`/services/${id}/disable`);
  setScaling = (id, scaling) => this.put(`/services/${id}/scaling`, scaling);
  scaleTo = (id, instances) => this.setScaling(id, { mode: "manual", instances });
  setBillingMode = (id, mode) => this.put(`/services/${id}/billing-mode`, { billing_mode: mode });
  reserve = (id, reservation) => this.put(`/services/${id}/reservations`, reservation);
  reservations = (id) => this.all(`/services/${id}/reservations`);
  timeline = (id) => this.all(`/services/${id}/timeline`);
  runs = (id) => this.all(`/services/${id}/runs`);
  instances = async (id) => (await this.get(`/services/${id}/instances`)).data;
  preview = (id, change) => this.post(`/services/${id}/preview`, change);
  /** Sends one event or a list of them; the results, in order. */
  send = async (events, headers = {}) => {
    const type = Array.isArray(events) ? "application/cloudevents-batch+json" : "application/cloudevents+json";
    return (await this.post("/events", events, { "content-type": type, ...headers })).results;
  };
  refusedEvents = () => this.all("/events/refused");
  resend = (sequence) => this.post(`/events/refused/${sequence}/resend`);
  usage = async (query) => (await this.get(`/usage?${query}`)).data;
  account = () => this.get("/account");
  topUp = (amount, { key = randomUUID(), currency = "USD" } = {}) =>
    this.post("/account/top-ups", { amount, currency }, { "idempotency-key": key });
  topUps = () => this.all("/account/top-ups");
  bill = (month = "current") => this.get(`/bills/${month}`);
  billText = async (month, format) => (await this.answer("GET", `/bills/${month}?format=${format}`)).text;
  billUsage = (month) => this.get(`/bills/${month}/usage`);
  createKey = (name) => this.post("/api-keys", { name });
  revokeKey = (id) => this.answer("DELETE", `/api-keys/${id}`);
  /** Opens the stream of changes. */
  stream = (lastEventId) => EventStream.open(`${this.backend.base}/api/v1/stream`, this.headers, lastEventId);
}

/** One exchange byte by byte as it is given, which `fetch` would tidy up. */
export async function raw(base, { method = "GET", path, headers = {}, body }) {
  const { hostname, port } = new URL(base);
  const sent = request({ hostname, port, method, path, headers, agent: false });
  sent.end(body);
  const [response] = await once(sent, "response");
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) {
    text += chunk;
  }
  return { status: response.statusCode, headers: response.headers, text };
}
