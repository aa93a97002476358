// The built command line as people and programs meet it: what it prints, what it refuses, how it ends.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createCipheriv } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { after, test } from "node:test";

import { priceBookOf, startServer, vectors } from "./support.mjs";

/** Whatever takes longer than this hangs. */
const IN_TIME = { timeout: 60_000, killSignal: "SIGKILL" };
const binary = process.env.TIERMETER_BINARY;
assert.notEqual(binary, undefined, "TIERMETER_BINARY must name the built program");

const folder = await mkdtemp(join(tmpdir(), "tiermeter-cli-"));
after(() => rm(folder, { recursive: true }));

/** Writes a file for one test and gives its path. */
async function file(name, content) {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

/** Runs a program to its end: its exit code, or the signal that ended it, and what it printed. */
async function ended(program, parameters, { input = "", stdout = "pipe" } = {}) {
  const child = spawn(program, parameters, { stdio: ["pipe", stdout, "pipe"], ...IN_TIME });
  const printed = { stdout: [], stderr: [] };
  for (const stream of ["stdout", "stderr"]) {
    child[stream]?.on("data", (chunk) => printed[stream].push(chunk));
  }
  const closed = once(child, "close");
  // A program that has read enough leaves, which is no fault of it.
  await pipeline(Readable.from(input), child.stdin).catch(() => {});
  const [code, signal] = await closed;
  const text = (stream) => Buffer.concat(printed[stream]).toString();
  return { code: code ?? signal, stdout: text("stdout"), stderr: text("stderr") };
}

function run(parameters, options) {
  return ended(binary, parameters, options);
}

/** The settlement that a successful `tiermeter price` printed. */
async function priced(parameters, options) {
  const result = await run(["price", ...parameters], options);
  assert.deepEqual([result.code, result.stderr], [0, ""]);
  assert.ok(result.stdout.endsWith("}\n"), "one document and a line feed");
  return JSON.parse(result.stdout);
}

/** Checks the form of a refusal and gives it: exit code 1, nothing printed, one JSON object on standard error. */
function refusalOf({ code, stdout, stderr }, name) {
  assert.deepEqual([code, stdout], [1, ""], `${name}: ${stderr.slice(0, 300)}`);
  assert.match(stderr, /^\{[^\n]*\}\n$/, `${name}: one line with one object`);
  const refusal = JSON.parse(stderr);
  assert.deepEqual(Object.keys(refusal), ["code", "path", "message"], name);
  assert.match(refusal.message, /[^.]$/, `${name}: a sentence without a full stop`);
  return refusal;
}

function checkRefusal(result, { name, code = "malformed", path = "", says = [] }) {
  const refusal = refusalOf(result, name);
  assert.deepEqual([refusal.code, refusal.path], [code, path], `${name}: ${refusal.message}`);
  for (const words of says) {
    assert.ok(refusal.message.includes(words), `${name}: ${words} in ${refusal.message}`);
  }
}

// The worked example, once in each form.

const HEADER = "service,instance,tier,started_at,stopped_at\n";
const CSV = `${HEADER}chat,i-1,A,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z
chat,i-2,A,2026-03-03T11:00:00Z,2026-03-03T12:00:00Z
`;
const USAGE = {
  runs: [
    { service: "chat", instance: "i-1", tier: "A", started_at: "2026-03-03T10:00:00Z", stopped_at: "2026-03-03T12:00:00Z" },
    { service: "chat", instance: "i-2", tier: "A", started_at: "2026-03-03T11:00:00Z", stopped_at: "2026-03-03T12:00:00Z" },
  ],
};
const JSON_TEXT = JSON.stringify(USAGE);
const SETTLEMENT = {
  currency: "USD",
  bills: [
    {
      month: "2026-03",
      lines: [
        { service: "chat", item: "gpu_seconds", tier: "A", unit_price: "0.000217", per: 1, quantity: "10800", amount: "2.3436" },
      ],
      exact_total: "2.3436",
      payable: "2.34",
      rounding: "-0.0036",
    },
  ],
};
const bundledPriceBookFile = new URL("../../crates/pricing/price-book.json", import.meta.url);
const bundledPriceBook = JSON.parse(await readFile(bundledPriceBookFile, "utf8"));

/** The bundled price book with one change. */
function changedPriceBook(change) {
  const book = structuredClone(bundledPriceBook);
  change(book);
  return JSON.stringify(book);
}

for (const [name, content] of [
  ["usage.json", JSON_TEXT],
  ["spread.json", `\n\t ${JSON.stringify(USAGE, null, 4)}\n\n`],
  ["usage.csv", CSV],
  ["windows.csv", `\u{feff}${CSV.replaceAll("\n", "\r\n")}`],
  ["quoted.csv", CSV.replaceAll("chat", '"chat"')],
  ["columns.csv", "tier,stopped_at,started_at,instance,service\n" +
    "A,2026-03-03T12:00:00Z,2026-03-03T10:00:00Z,i-1,chat\nA,2026-03-03T12:00:00Z,2026-03-03T11:00:00Z,i-2,chat"],
]) {
  test(`the worked example from ${name}, as a file and from standard input`, async () => {
    assert.deepEqual(await priced([await file(name, content)]), SETTLEMENT);
    assert.deepEqual(await priced(["-"], { input: content }), SETTLEMENT);
    assert.deepEqual(await priced(["-", "--format", "json"], { input: content }), SETTLEMENT);
  });
}

test("the worked example as a table", async () => {
  const { code, stdout, stderr } = await run(["price", await file("usage.csv", CSV), "--format", "table"]);
  assert.deepEqual([code, stderr], [0, ""]);
  const rows = stdout.trimEnd().split("\n").map((line) => line.trim().split(/ {2,}/));
  assert.deepEqual(rows.map((row) => (/^-+$/.test(row[0]) ? ["---"] : row)), [
    ["2026-03 (USD)"],
    ["service", "item", "tier or model", "quantity", "unit price", "amount"],
    ["chat", "gpu_seconds", "A", "10800", "0.000217", "2.3436"],
    ["---"],
    ["exact total", "2.3436 USD"],
    ["rounding", "-0.0036 USD"],
    ["payable", "2.34 USD"],
  ]);
});

test("a table says which prices are samples, and lets nothing of a name at the terminal", async () => {
  const record = { id: "r", service: "\u001b[31mred\u0007\n\u202e", model: "small-8b", at: "2026-03-03T10:00:00Z" };
  const input = JSON.stringify({ tokens: [{ ...record, input: 1000, cached_input: 0, output: 200 }] });
  const { code, stdout } = await run(["price", "-", "--format", "table"], { input });
  assert.equal(code, 0);
  assert.match(stdout, /small-8b \(sample price\)/);
  assert.match(stdout, /illustrative/);
  // A line feed ends rows; what else steers a terminal, right-to-left overrides included, must not come through.
  assert.doesNotMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
});

test("no usage is a settlement without bills", async () => {
  assert.deepEqual(await priced(["-"], { input: "{}" }), { currency: "USD", bills: [] });
  assert.deepEqual(await priced(["-"], { input: HEADER }), { currency: "USD", bills: [] });
});

test("a price book of one's own", async () => {
  const twice = await file("twice.json", changedPriceBook((book) => {
    book.currency = "JPY";
    book.gpu_tiers[0].prices[0].per_second = "0.000434";
  }));
  const { currency, bills } = await priced([await file("usage.json", JSON_TEXT), "--price-book", twice]);
  assert.deepEqual([currency, bills[0].exact_total, bills[0].payable], ["JPY", "4.6872", "5"]);
});

test("--as-of ends what is open, unless the usage says when itself", async () => {
  const openCsv = await file("open.csv", `${HEADER}chat,i-1,A,2026-03-03T10:00:00Z,\n`);
  const openRun = { ...USAGE.runs[0], stopped_at: null };
  const own = await file("own.json", JSON.stringify({ as_of: "2026-03-03T10:30:00Z", runs: [openRun] }));
  for (const [path, asOf, expected] of [
    [openCsv, "2026-03-03T11:00:00Z", "0.7812"],
    [openCsv, "2026-03-03T19:00:00+08:00", "0.7812"],
    [own, "2026-03-03T11:00:00Z", "0.3906"],
  ]) {
    const { bills } = await priced([path, "--as-of", asOf]);
    assert.equal(bills[0].exact_total, expected, asOf);
  }
  const path = "/runs/0/stopped_at";
  checkRefusal(await run(["price", openCsv]), { name: "open", code: "as_of_required", path, says: ["row 2", "stopped_at"] });
});

const pricing = await vectors("pricing");
const SPREAD = 20;
for (let part = 0; part < SPREAD; part += 1) {
  const testCase = pricing.cases[Math.floor((part * pricing.cases.length) / SPREAD)];
  test(`vector: ${testCase.name}`, async () => {
    const book = await file("book.json", JSON.stringify(priceBookOf(pricing, testCase)));
    const parameters = ["-", "--price-book", book];
    const options = { input: JSON.stringify(testCase.usage) };
    if (testCase.refused === undefined) {
      assert.deepEqual(await priced(parameters, options), testCase.expected);
    } else {
      checkRefusal(await run(["price", ...parameters], options), { name: testCase.name, ...testCase.refused });
    }
  });
}

// What is refused.

const FIRST_RUN = JSON.stringify(USAGE.runs[0]);
const oneRun = (change) => JSON.stringify({ runs: [{ ...USAGE.runs[0], ...change }] });

for (const refused of [
  { name: "empty", input: "", says: ["empty"] },
  { name: "white space alone", input: " \n\t\r\n ", says: ["empty"] },
  { name: "truncated JSON", input: JSON_TEXT.slice(0, -20), says: ["line 1", "column"] },
  { name: "JSON truncated on its third line", input: '{\n"runs": [\n{"service": "ch', says: ["line 3", "column"] },
  { name: "something behind JSON", input: `${JSON_TEXT} {}`, says: ["line 1", "column"] },
  { name: "a list", input: "[]", says: ["object"] },
  { name: "depth", input: `{"runs":${"[".repeat(10_000)}`, path: "/runs/0" },
  { name: "10^400", input: '{"as_of":1e400}', path: "/as_of" },
  { name: "10^400 in digits", input: `{"tokens":[{"input":1${"0".repeat(400)}}]}`, path: "/tokens/0/input" },
  { name: "30 February", input: oneRun({ started_at: "2026-02-30T10:00:00Z" }),
    path: "/runs/0/started_at", says: ["2026-02-30"] },
  { name: "23:59:60", input: oneRun({ stopped_at: "2026-06-30T23:59:60Z" }),
    path: "/runs/0/stopped_at", says: ["23:59:60"] },
  { name: "a key twice", input: `{"runs":[],"runs":[${FIRST_RUN}]}`, path: "/runs", says: ["twice"] },
  { name: "a key of a run twice", input: `{"runs":[${FIRST_RUN.replace("{", '{"tier":"B",')}]}`,
    path: "/runs/0/tier", says: ["twice"] },
  { name: "an unknown field", input: '{"run":[]}', path: "/run", says: ["known"] },
  { name: "an unknown field of a run", input: oneRun({ gpu: "A" }), path: "/runs/0/gpu" },
  { name: "a missing field", input: `{"runs":[${FIRST_RUN.replace('"tier":"A",', "")}]}`,
    path: "/runs/0/tier", says: ["missing"] },
  { name: "an unknown tier", input: oneRun({ tier: "Z" }), code: "unknown_tier", path: "/runs/0/tier", says: ["A, B, C"] },
  { name: "an end before the start", input: oneRun({ stopped_at: "2026-03-03T09:00:00Z" }),
    code: "run_ends_before_start", path: "/runs/0/stopped_at" },
  { name: "JSON that is not UTF-8",
    input: Buffer.concat([Buffer.from('{"runs":[{"service":"'), Buffer.of(0xff), Buffer.from('"')]) },
  { name: "a CSV with a missing column", input: CSV.replaceAll(/^([^,]*,[^,]*),[^,]*/gm, "$1"),
    says: ["row 1", "tier", "missing"] },
  { name: "a CSV with an unknown column", input: `gpu,${CSV}`, says: ["row 1", "gpu"] },
  { name: "a CSV without its header", input: CSV.slice(HEADER.length), says: ["row 1"] },
  { name: "a CSV with a quote in a cell", input: `${CSV}chat,i"3,A,2026-03-03T10:00:00Z,\n`,
    path: "/runs/2", says: ["row 4", "quote"] },
  { name: "a CSV with a quote never closed", input: `${CSV}chat,"i-3,A,2026-03-03T10:00:00Z,\n`,
    path: "/runs/2", says: ["row 4", "quote"] },
  { name: "a CSV with too few cells", input: `${CSV}chat,i-3\n`, path: "/runs/2", says: ["row 4", "2", "5"] },
  { name: "a CSV with 30 February", input: CSV.replace("2026-03-03", "2026-02-30"),
    path: "/runs/0", says: ["row 2", "started_at"] },
  { name: "a CSV whose rows follow empty lines", input: `${HEADER}\n\n\nchat,i-1,A,never,\n`,
    path: "/runs/0", says: ["row 5", "started_at"] },
  { name: "a CSV behind empty lines", input: `\n\n${HEADER}chat,i-1,A,never,\n`,
    path: "/runs/0", says: ["row 4", "started_at"] },
  { name: "a CSV with an unknown tier behind an empty line", input: CSV.replace(HEADER, `${HEADER}\n`).replace("A", "Z"),
    code: "unknown_tier", path: "/runs/0/tier", says: ["row 3", "tier"] },
]) {
  test(`refused: ${refused.name}`, async () => {
    const path = await file("refused", refused.input);
    checkRefusal(await run(["price", path]), refused);
    checkRefusal(await run(["price", "-"], { input: refused.input }), refused);
    checkRefusal(await run(["price", path, "--format", "table"]), refused);
  });
}

const FIRST_PRICE = "/gpu_tiers/0/prices/0/per_second";
const tierPrices = (...prices) => changedPriceBook((book) => {
  book.gpu_tiers[0].prices = prices;
});
const ONE_INSTANT = [
  { from: "2026-03-03T10:00:00Z", per_second: "1" },
  { from: null, per_second: "2" },
  { from: "2026-03-03T18:00:00+08:00", per_second: "3" },
];

for (const refused of [
  { name: "a number where a decimal belongs", book: tierPrices({ from: null, per_second: 0.000217 }), path: FIRST_PRICE },
  { name: "10^400 as a number", book: tierPrices({ from: null, per_second: "BIG" }).replace('"BIG"', "1e400"),
    path: FIRST_PRICE },
  { name: "10^400 as text", book: tierPrices({ from: null, per_second: "1e400" }),
    path: FIRST_PRICE, says: ["1e400", "1000000"] },
  { name: "10^400 as digits", book: tierPrices({ from: null, per_second: `1${"0".repeat(400)}` }),
    path: FIRST_PRICE, says: ["1000000"] },
  { name: "two prices from one instant", book: tierPrices(...ONE_INSTANT),
    path: "/gpu_tiers/0/prices/2/from", says: ["2026-03-03T10:00:00Z"] },
  { name: "two prices since ever", book: tierPrices(ONE_INSTANT[1], ONE_INSTANT[1]), path: "/gpu_tiers/0/prices/1/from" },
  { name: "no price", book: tierPrices(), path: "/gpu_tiers/0/prices" },
  { name: "an unknown field", book: changedPriceBook((book) => { book.discount = "0.5"; }), path: "/discount" },
  { name: "a key twice", book: '{"schema":"tiermeter.price-book/1","schema":"tiermeter.price-book/1"}',
    path: "/schema", says: ["twice"] },
  { name: "truncated JSON", book: '{"schema":"tierm', says: ["line 1", "column"] },
  { name: "usage", book: JSON_TEXT, path: "/runs" },
  { name: "a CSV", book: CSV, says: ["line 1", "column"] },
  { name: "nothing", book: "" },
]) {
  test(`refused price book: ${refused.name}`, async () => {
    const says = ["price book", ...(refused.says ?? [])];
    const book = await file("refused-book.json", refused.book);
    checkRefusal(await run(["price", "-", "--price-book", book], { input: JSON_TEXT }), { ...refused, says });
  });
}

test("files that cannot be read are refused by name", async () => {
  const missing = join(folder, "missing.json");
  const usage = await file("usage.json", JSON_TEXT);
  for (const [parameters, path] of [
    [[missing], missing],
    [[folder], folder],
    [[usage, "--price-book", missing], missing],
    [[usage, "--price-book", folder], folder],
  ]) {
    checkRefusal(await run(["price", ...parameters]), { name: parameters.join(" "), says: [path, "cannot be read"] });
  }
});

test("a settlement that cannot be written is an error", { skip: process.platform !== "linux" && "/dev/full is Linux's" }, async () => {
  const full = await open("/dev/full", "w");
  const result = await run(["price", await file("usage.json", JSON_TEXT)], { stdout: full.fd });
  await full.close();
  refusalOf(result, "full");
});

// 100 MB of something else.

const MOST_MEGABYTES = 64;
const CHUNK = 1 << 20;
const CHUNKS = 100;

/** `before`, then 100 MB of one byte. */
function* bytes(byte, before = "") {
  yield Buffer.from(before);
  const chunk = Buffer.alloc(CHUNK, byte);
  for (let count = 0; count < CHUNKS; count += 1) {
    yield chunk;
  }
}

/** 100 MB that no pattern is found in, the same ones every time for one key. */
function* noise(key) {
  const cipher = createCipheriv("aes-128-ctr", Buffer.alloc(16, key), Buffer.alloc(16));
  const zeros = Buffer.alloc(CHUNK);
  for (let count = 0; count < CHUNKS; count += 1) {
    yield cipher.update(zeros);
  }
}

/**
 * Prices with a limit that the system keeps: a program that wants more memory for data is ended by a signal, however
 * short it wanted it.
 */
function runInLittleMemory(parameters, options) {
  const script = `ulimit -d ${MOST_MEGABYTES * 1024} && exec "$0" "$@"`;
  return ended("/bin/sh", ["-c", script, binary, "price", ...parameters], options);
}

const SOMETHING_ELSE = [
  ["zeros", () => bytes(0)],
  ["of [", () => bytes("[")],
  ["of {", () => bytes("{")],
  ["of a", () => bytes("a")],
  ['of "', () => bytes('"')],
  ["of commas", () => bytes(",")],
  ["of spaces", () => bytes(" ")],
  ["of line feeds", () => bytes("\n")],
  ["random bytes", () => noise(1)],
  ["other random bytes", () => noise(2)],
  ["a list without an end", () => bytes("[", '{"runs":')],
  ["a number without an end", () => bytes("1", '{"as_of":')],
  ["a text without an end", () => bytes("a", '{"as_of":"')],
  ["escapes without an end", () => bytes("\\", '{"as_of":"')],
  ["a key without an end", () => bytes("a", '{"')],
  ["a key of a run without an end", () => bytes("a", '{"runs":[{"')],
  ["a header without an end", () => bytes("a", "service,")],
  ["a header's quotes without an end", () => bytes('"', 'service,"')],
  ["a cell without an end", () => bytes("a", HEADER)],
  ["a row of empty cells without an end", () => bytes(",", HEADER)],
  ["a quoted cell of line feeds without an end", () => bytes("\n", `${HEADER}"`)],
];

const smallMemory = { skip: process.platform === "win32" && "limits of a process are Unix's" };
for (const [name, input] of SOMETHING_ELSE) {
  test(`100 MB ${name}: refused in less than ${MOST_MEGABYTES} MB`, smallMemory, async () => {
    const refusal = refusalOf(await runInLittleMemory(["-"], { input: input() }), name);
    assert.equal(refusal.code, "malformed");
    assert.ok(refusal.path.length < 300 && refusal.message.length < 1_000, "a refusal is short, whatever was given");
  });
}

test("a file of 100 MB of something else, and one as a price book", smallMemory, async () => {
  const path = join(folder, "zeros");
  const zeros = await open(path, "w");
  await zeros.truncate(CHUNKS * CHUNK);
  await zeros.close();
  for (const parameters of [[path], ["-", "--price-book", path]]) {
    const { message } = refusalOf(await runInLittleMemory(parameters, { input: JSON_TEXT }), parameters.join(" "));
    // That the memory came to its end is no reason that a person can act on.
    assert.doesNotMatch(message, /memory/, parameters.join(" "));
  }
  await rm(path);
});

test("a long wrong text is shown short in the message", async () => {
  const long = "a".repeat(1_000_000);
  const runs = [oneRun({ service: long }), oneRun({ [long]: 1 }), oneRun({ started_at: long })];
  for (const input of [`{"${long}":1}`, ...runs, `${long},${CSV}`]) {
    const { message } = refusalOf(await run(["price", "-"], { input }), input.slice(0, 40));
    assert.ok(message.length < 500, `${message.slice(0, 80)}: ${message.length} characters`);
  }
});

test("the memory limit is kept by the system, and usage fits into it", smallMemory, async () => {
  const { code } = await runInLittleMemory(["-"], { input: JSON_TEXT });
  assert.equal(code, 0);
});

// Flags, and how the program ends.

test("wrong flags exit 2 with a sentence, and nothing is printed", async () => {
  const usage = await file("usage.json", JSON_TEXT);
  for (const parameters of [
    [],
    ["prices"],
    ["--unknown"],
    ["price"],
    ["price", usage, usage],
    ["price", usage, "--unknown"],
    ["price", usage, "--format"],
    ["price", usage, "--format", "yaml"],
    ["price", usage, "--as-of", "2026-02-30T10:00:00Z"],
    ["price", usage, "--as-of", "yesterday"],
    ["price", usage, "--price-book"],
    ["serve", "--unknown"],
    ["serve", "extra"],
    ["serve", "--listen", "8080"],
    ["serve", "--listen", "127.0.0.1:70000"],
  ]) {
    const { code, stdout, stderr } = await run(parameters);
    assert.deepEqual([code, stdout], [2, ""], parameters.join(" "));
    assert.notEqual(stderr, "", parameters.join(" "));
  }
});

test("--help and --version exit 0 and print what they say", async () => {
  for (const [parameters, words] of [
    [["--help"], ["price", "serve"]],
    [["price", "--help"], ["--price-book", "--format", "--as-of", "standard input"]],
    [["serve", "--help"], ["--listen", "127.0.0.1:8080"]],
    [["--version"], ["tiermeter 0."]],
  ]) {
    const { code, stdout, stderr } = await run(parameters);
    assert.deepEqual([code, stderr], [0, ""], parameters.join(" "));
    for (const word of words) {
      assert.ok(stdout.includes(word), `${word} in ${parameters.join(" ")}`);
    }
  }
});

test("a reader of the output who has seen enough may leave", async () => {
  const runs = Array.from({ length: 20_000 }, (_, index) => ({ ...USAGE.runs[0], service: `service-${index}` }));
  const path = await file("many.json", JSON.stringify({ runs }));
  for (const format of ["json", "table"]) {
    const child = spawn(binary, ["price", path, "--format", format], IN_TIME);
    let errors = "";
    child.stderr.on("data", (chunk) => (errors += chunk));
    const closed = once(child, "close");
    await once(child.stdout, "data");
    child.stdout.destroy();
    assert.deepEqual([await closed, errors], [[0, null], ""], format);
  }
  const script = '"$0" price "$1" | head -n 1; "$0" --help | true';
  const { code, stdout, stderr } = await ended("/bin/sh", ["-c", script, binary, path]);
  assert.deepEqual([code, stdout, stderr], [0, "{\n", ""]);
});

test("serve: SIGTERM and SIGINT while idle exit 0, as soon as the address is printed; the port is free again", async () => {
  // Many times: a signal that comes right behind the first line must find the server ready for it.
  for (const signal of Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? "SIGTERM" : "SIGINT"))) {
    const server = await startServer();
    const exited = once(server.process, "exit");
    server.process.kill(signal);
    assert.deepEqual(await exited, [0, null], signal);
    const port = Number(new URL(server.base).port);
    const [error] = await once(connect(port, "127.0.0.1"), "error");
    assert.equal(error.code, "ECONNREFUSED");
  }
});

test("serve: SIGTERM is not kept waiting by connections that say nothing", async () => {
  const server = await startServer();
  const { hostname, port } = new URL(server.base);
  const silent = connect(Number(port), hostname);
  const between = connect(Number(port), hostname);
  for (const socket of [silent, between]) {
    socket.on("error", () => {});
    await once(socket, "connect");
  }
  between.write("GET /healthz HTTP/1.1\r\nhost: tiermeter\r\n\r\n");
  await once(between, "data");
  const begun = Date.now();
  assert.equal(await server.stop(), 0);
  assert.ok(Date.now() - begun < 5_000, "less than the time that answers under way get");
  silent.destroy();
  between.destroy();
});

test("serve: a taken port exits 1 with a sentence that names it", async () => {
  const server = await startServer();
  const address = new URL(server.base).host;
  const { code, stdout, stderr } = await run(["serve", "--listen", address]);
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /^tiermeter: cannot listen on [^\n]+\n$/);
  assert.ok(stderr.includes(address));
  assert.equal(await server.stop(), 0);
});
