// What the tests of the backend share and what needs no server: waiting, exact decimals, CSV, events, instants,
// an instance that does what the test says, and the reader of the stream.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** Waits until `condition` gives something true, and gives that. */
export async function until(condition, { what = "the condition holds", timeout = 10_000, every = 20 } = {}) {
  const end = performance.now() + timeout;
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }
    assert.ok(performance.now() < end, `not within ${timeout} ms: ${what}`);
    await sleep(every);
  }
}

// Decimals: exact, as whole numbers of 10^-30.

const PLACES = 30;

function parts(text) {
  const match = /^(-?)([0-9]+)(?:\.([0-9]{1,30}))?$/.exec(text);
  assert.ok(match, `${text} is no decimal`);
  const value = BigInt(match[2] + (match[3] ?? "").padEnd(PLACES, "0"));
  return match[1] === "-" ? -value : value;
}

/** A whole number of 10^-30 as a canonical decimal. */
function canonical(value) {
  const digits = (value < 0n ? -value : value).toString().padStart(PLACES + 1, "0");
  const fraction = digits.slice(-PLACES).replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -PLACES)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** The exact sum, canonical. */
export function sum(decimals) {
  return canonical(decimals.reduce((total, decimal) => total + parts(decimal), 0n));
}

/** The canonical form of a decimal. */
export function plain(decimal) {
  return sum([decimal]);
}

export function minus(left, right) {
  return canonical(parts(left) - parts(right));
}

/** The sign of left - right. */
export function compare(left, right) {
  const difference = parts(left) - parts(right);
  return difference < 0n ? -1 : Number(difference > 0n);
}

/** Asserts that two decimals have one value, however many zeros they carry. */
export function assertSame(actual, expected, what) {
  assert.equal(canonical(parts(actual)), canonical(parts(expected)), what);
}

/** Checks what every bill keeps: its lines add up, and rounding leads from them to what is payable. */
export function checkBill(bill) {
  assertSame(sum(bill.lines.map((line) => line.amount)), bill.exact_total, "the lines add up to the exact total");
  assertSame(sum([bill.exact_total, bill.rounding]), bill.payable, "exact total and rounding make what is payable");
  return bill;
}

/** A bill without what the ledger says of it: what the pricing core gives. */
export function settled({ month, lines, exact_total, payable, rounding }) {
  return { month, lines, exact_total, payable, rounding };
}

// CSV of RFC 4180.

/** The rows as objects by the names of the header. */
export function csvRows(text) {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    assert.ok(match, `no CSV from here on: ${text.slice(cell.lastIndex, 100)}`);
    rows.at(-1).push(match[1]?.replaceAll('""', '"') ?? match[2]);
    if (match[3].endsWith("\n")) {
      rows.push([]);
    }
  }
  const [header, ...others] = rows.filter((row) => row.length > 0);
  return others.map((row) => {
    assert.equal(row.length, header.length, `as many cells as the header has: ${row}`);
    return Object.fromEntries(header.map((name, index) => [name, row[index]]));
  });
}

/** Asserts that a bill's files add up to what is payable: CSV by `amount`, FOCUS by `BilledCost`. */
export function checkFiles({ csv, focus }, payable) {
  assertSame(sum(csvRows(csv).map((row) => row.amount)), payable, `the CSV adds up: ${csv}`);
  assertSame(sum(csvRows(focus).map((row) => row.BilledCost)), payable, `FOCUS adds up: ${focus}`);
}

// Instants.

/** The instant so many seconds after another, as it is written. Whole milliseconds. */
export function after(instant, seconds) {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString().replace(/\.000Z$/, "Z");
}

/** An instant as it is written: UTC, with as few of 0, 3, 6 or 9 digits as hold it. */
export function written(instant) {
  const fraction = (/[.](\d+)/.exec(instant)?.[1] ?? "").replace(/0+$/, "");
  const whole = new Date(instant.replace(/[.]\d+/, "")).toISOString().slice(0, 19);
  return `${whole}${fraction === "" ? "" : `.${fraction.padEnd(Math.ceil(fraction.length / 3) * 3, "0")}`}Z`;
}

// Events.

const SOURCE = "urn:tiermeter:tests";

function cloudEvent(kind, { id = randomUUID(), source = SOURCE, time, ...data }) {
  return { specversion: "1.0", id, source, type: `tiermeter.${kind}.v1`, time, data };
}

/** `runStarted({ service, instance, tier, time })`, with `id` and `source` where they matter. */
export const runStarted = (fields) => cloudEvent("run.started", { instance: "i-1", tier: "A", ...fields });
export const runStopped = (fields) => cloudEvent("run.stopped", { instance: "i-1", tier: "A", ...fields });
export const tokensUsed = (fields) =>
  cloudEvent("tokens.used", { model: "large-70b", input: 0, cached_input: 0, output: 0, ...fields });
export const load = (fields) => cloudEvent("service.load", fields);

/** Asserts the outcome of every result. */
export function assertOutcomes(results, outcomes) {
  assert.deepEqual(results.map((result) => result.outcome), outcomes, JSON.stringify(results));
}

// Randomness that can be repeated.

export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function shuffled(list, next) {
  const copy = [...list];
  for (let index = copy.length - 1; index > 0; index -= 1) {
    const other = Math.floor(next() * (index + 1));
    [copy[index], copy[other]] = [copy[other], copy[index]];
  }
  return copy;
}

/** Lists of at most `size`. */
export function batches(list, size) {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));
}

/** Runs `work` over the list, so many at once. */
export async function concurrently(list, width, work) {
  const rest = list.entries();
  await Promise.all(Array.from({ length: width }, async () => {
    for (const [index, item] of rest) {
      await work(item, index);
    }
  }));
}

// Instances.

/** A model whose instances are healthy while the test says so, and fail when it says so. */
export class ControlledModel {
  constructor(folder) {
    this.folder = folder;
    const script = fileURLToPath(new URL("backend-instance.mjs", import.meta.url));
    this.configuration = { command: [process.execPath, script, folder], health_path: "/healthz" };
    mkdirSync(join(folder, "started"));
  }

  #set(name, on, content = "") {
    const path = join(this.folder, name);
    if (on) {
      writeFileSync(path, content);
    } else {
      rmSync(path, { force: true });
    }
  }

  healthy(on) {
    this.#set("healthy", on);
  }

  failing(on) {
    this.#set("failing", on);
  }

  /** So many starts from now on fail, and those after them are not healthy. */
  stalling(starts) {
    this.healthy(false);
    this.failing(false);
    this.#set("stalling", starts > 0, `${starts}`);
  }

  /** What each instance that ever started said of itself: pid, address, names of its environment. */
  started() {
    const folder = join(this.folder, "started");
    const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
    return files.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
  }

  /** The process ids of those that live. */
  pids() {
    return this.started().map(({ pid }) => pid).filter(isAlive);
  }
}

/** Whether a process runs; one that has ended and waits for its parent does not. */
export function isAlive(pid) {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, "utf8"));
}

// The stream.

/** Reads server-sent events: `events` holds those that came, as `{ id, type, data, text }`. */
export class EventStream {
  static async open(url, headers, lastEventId) {
    const controller = new AbortController();
    const resumed = lastEventId === undefined ? {} : { "last-event-id": lastEventId };
    const response = await fetch(url, { headers: { ...headers, ...resumed }, signal: controller.signal });
    return new EventStream(response, controller);
  }

  constructor(response, controller) {
    this.response = response;
    this.status = response.status;
    this.controller = controller;
    this.events = [];
    this.ended = false;
    this.reading = this.#read();
  }

  async #read() {
    let rest = "";
    try {
      for await (const text of this.response.body.pipeThrough(new TextDecoderStream())) {
        const blocks = (rest + text).split(/\r?\n\r?\n/);
        rest = blocks.pop();
        this.events.push(...blocks.map(parseBlock).filter((event) => event.text !== ""));
      }
    } catch {
      // Cut off, by us or by the server: either way it is over.
    }
    this.ended = true;
  }

  /** The first event that `matches`, when it is there. */
  find(matches, what = "an event comes") {
    return until(() => this.events.find(matches), { what });
  }

  close() {
    this.controller.abort();
    return this.reading;
  }
}

function parseBlock(block) {
  const event = { id: null, type: "message", text: "" };
  for (const line of block.split(/\r?\n/)) {
    const [, name, value] = /^([^:]*):? ?(.*)$/.exec(line);
    if (name === "data") {
      event.text += (event.text === "" ? "" : "\n") + value;
    } else if (name === "id") {
      event.id = value;
    } else if (name === "event") {
      event.type = value;
    }
  }
  return { ...event, data: event.text.startsWith("{") ? JSON.parse(event.text) : event.text };
}
