// What many clients do to a server at once, and what a few do who mean harm: bodies that would grow, clients that are
// slow or leave, a grant that all claim, and a stop in the midst of it.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { brotliCompressSync, constants, deflateRawSync, gzipSync } from "node:zlib";

import { raw, withBackend } from "./backend-support.mjs";
import { SAME_ORIGIN } from "./backend-session.mjs";
import { assertSame, checkBill, concurrently, random, tokensUsed, until } from "./backend-tools.mjs";
import { checkAnswer } from "./contract.mjs";

const LONG = process.env.TIERMETER_LONG === "1";
const SEED = Number(process.env.TIERMETER_SEED ?? 20260303);
const START = "2026-03-03T10:00:00Z";
const MEBIBYTE = 1 << 20;
const SPACE = 0x20;
/** Far less than what slow clients get, or than 2 GiB take, and enough for a busy machine. */
const AT_ONCE_MS = 3_000;

// Bodies that would grow.

/** What gives 2 GiB of spaces: one compressed block again and again. */
function bombs() {
  const block = deflateRawSync(Buffer.alloc(64 * MEBIBYTE, SPACE), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const deflated = [...Array(32).fill(block), Buffer.of(3, 0)];
  const gzip = Buffer.concat([Buffer.from("1f8b08000000000002ff", "hex"), ...deflated, Buffer.alloc(8)]);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_LGWIN]: 24 } };
  // A frame of Zstandard: its header, then blocks of one byte that is repeated 131,072 times.
  const repeated = Buffer.from("02001020", "hex");
  const zstd = Buffer.concat([Buffer.from("28b52ffd0070", "hex"), ...Array(16_384).fill(repeated), Buffer.from("03001020", "hex")]);
  return [
    ["gzip", gzip],
    ["gzip, gzip", gzipSync(gzip)],
    ["deflate", Buffer.concat([Buffer.from("789c", "hex"), ...deflated, Buffer.alloc(4)])],
    ["br", brotliCompressSync(Buffer.alloc(64 * MEBIBYTE, SPACE), quality)],
    ["zstd", zstd],
  ];
}

const TOP_UP = JSON.stringify({ amount: "1", currency: "USD" });

/** How many bytes of memory the server took at most, as far as the system tells. */
function mostMemory(backend) {
  const path = `/proc/${backend.process.pid}/status`;
  const [, kibibytes] = (existsSync(path) && /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(path, "utf8"))) || [null, "0"];
  return Number(kibibytes) * 1024;
}

test("bodies that would grow are refused at once as they are, and take no memory", withBackend({}, async ({ backend, api }, t) => {
  const { id } = await api.createTokenService();
  const calls = [
    ["POST", "/settlements"], ["POST", "/estimates"], ["POST", "/events"], ["POST", "/services"], ["POST", "/api-keys"],
    ["POST", "/account/top-ups"], ["POST", "/session"], ["POST", `/services/${id}/preview`], ["PUT", `/services/${id}/billing-mode`],
  ];
  const send = async ([method, path], body, headers = {}) => {
    const begun = performance.now();
    const all = { "content-type": "application/json", "if-match": "*", "idempotency-key": "k", ...api.headers, ...SAME_ORIGIN, ...headers };
    const answer = await raw(backend.base, { method, path: `/api/v1${path}`, headers: all, body });
    checkAnswer(method, path, answer.status, answer.headers, answer.text);
    return { ...answer, problem: JSON.parse(answer.text), milliseconds: performance.now() - begun };
  };
  const refused = async (call, body, coding) => {
    const { status, headers, problem, milliseconds } = await send(call, body, { "content-encoding": coding });
    const what = `${call.join(" ")} as ${coding}: ${JSON.stringify(problem)}`;
    assert.deepEqual([status, headers["content-type"], problem.code], [400, "application/problem+json", "malformed"], what);
    assert.ok(milliseconds < AT_ONCE_MS, `${milliseconds} ms for ${what}`);
    assert.match(problem.detail, /not decoded/, what);
  };
  for (const call of calls) {
    assert.equal((await send(call, Buffer.alloc(2 * MEBIBYTE, SPACE))).status, 400, "as long a body as may be");
  }
  const before = mostMemory(backend);
  for (const [coding, body] of bombs()) {
    assert.ok(body.length < 2 * MEBIBYTE, "within the limit of what is sent");
    t.diagnostic(`${coding}: ${body.length} bytes`);
    for (const call of calls) {
      await refused(call, body, coding);
    }
  }
  const grown = mostMemory(backend) - before;
  assert.ok(grown < 64 * MEBIBYTE, `${grown} bytes more`);
  // What says that it is coded and is not would be read in two ways.
  for (const coding of ["gzip", "GZIP", "x-gzip", "compress", "identity, br", "nothing"]) {
    await refused(["POST", "/account/top-ups"], TOP_UP, coding);
  }
  assert.deepEqual(await api.topUps(), []);
  assert.equal((await send(["POST", "/account/top-ups"], TOP_UP, { "content-encoding": "identity" })).status, 201);
}));

// Slow clients.

const HEADERS_TIME_MS = 10_000;

test("a thousand slow clients keep nobody waiting, and are cut off", { timeout: 180_000 }, withBackend({}, async ({ backend, api }, t) => {
  const { hostname, port } = new URL(backend.base);
  const key = `Authorization: Bearer ${backend.key}\r\n`;
  const open = (kind, text, drip) => {
    const client = { kind, drip, begun: performance.now(), lasted: null, text: "" };
    client.socket = connect({ host: hostname, port: Number(port) }, () => client.socket.write(text));
    client.socket.on("error", () => {}).on("close", () => {
      client.lasted = performance.now() - client.begun;
    });
    if (kind === "takes nothing") {
      // That it was cut off shows only when it says something more.
      client.socket.pause();
    } else {
      client.socket.setEncoding("latin1").on("data", (chunk) => {
        client.text += chunk;
      });
    }
    return client;
  };
  const read = `GET /api/v1/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n`;
  const change = `POST /api/v1/account/top-ups HTTP/1.1\r\nHost: x\r\n${key}Idempotency-Key: slow\r\nContent-Type: application/json\r\n`;
  const clients = [
    ...Array.from({ length: 600 }, () => open("slow headers", "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ", "a")),
    ...Array.from({ length: 150 }, () => open("slow body", `${change}Content-Length: ${TOP_UP.length}\r\n\r\n{`, "")),
    ...Array.from({ length: 150 }, () => open("slow chunks", `${change}Transfer-Encoding: chunked\r\n\r\n`, "1\r\n \r\n")),
    ...Array.from({ length: 100 }, () => open("takes nothing", read.repeat(200), read)),
  ];
  const dripping = setInterval(() => {
    for (const { socket, drip } of clients.filter((client) => client.lasted === null && client.drip !== "")) {
      socket.write(drip);
    }
  }, 1_000);
  let slowest = 0;
  const served = async (milliseconds) => {
    const end = performance.now() + milliseconds;
    while (performance.now() < end) {
      const begun = performance.now();
      await api.account();
      await api.topUp("1", { key: "quick" });
      slowest = Math.max(slowest, performance.now() - begun);
      await sleep(50);
    }
  };
  const lasting = (kind) => clients.filter((client) => client.kind === kind && client.lasted === null).length;
  try {
    await served(HEADERS_TIME_MS + 3_000);
    assert.equal(lasting("slow headers"), 0, "whose headers don't come is cut off, however steadily they drip");
    if (LONG) {
      await served(22_000);
      assert.deepEqual([lasting("slow body"), lasting("takes nothing")], [0, 0], "nor may a body or a reader stand still");
      await served(30_000);
      assert.equal(lasting("slow chunks"), 0, "and an answer is given within a minute");
    }
  } finally {
    clearInterval(dripping);
    clients.forEach(({ socket }) => socket.destroy());
  }
  t.diagnostic(`the slowest of those that were served meanwhile took ${slowest.toFixed(0)} ms`);
  assert.ok(slowest < AT_ONCE_MS, `${slowest} ms`);
  const early = clients.filter(({ kind, lasted }) => kind === "slow headers" && lasted < HEADERS_TIME_MS - 2_000);
  assert.equal(early.length, 0, "and nobody before the time");
  const answered = clients.map(({ kind, text }) => /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? kind);
  assert.ok(answered.every((status) => !status.startsWith("2")), [...new Set(answered)].join());
  assert.deepEqual((await api.topUps()).map(({ amount }) => amount), ["1"], "a change that did not come in whole is none");
}));

// Clients that leave.

test("a thousand clients that leave before the answer: each change is whole or absent, and asked again there once", withBackend({ testClock: START }, async ({ backend, api }) => {
  const next = random(SEED);
  const { hostname, port } = new URL(backend.base);
  const { id: service } = await api.createTokenService();
  const events = (number) => [1, 2, 3].map((part) => tokensUsed({ id: `left-${number}-${part}`, service, output: 1, time: START }));
  const head = (path, key, type) =>
    `POST /api/v1${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${backend.key}\r\nIdempotency-Key: ${key}\r\nContent-Type: ${type}\r\n`;
  await concurrently(Array.from({ length: 1_000 }, (_, number) => number), 100, async (number) => {
    const isTopUp = number % 2 === 0;
    const body = isTopUp ? TOP_UP : JSON.stringify(events(number));
    const type = isTopUp ? "application/json" : "application/cloudevents-batch+json";
    const whole = `${head(isTopUp ? "/account/top-ups" : "/events", `left-${number}`, type)}Content-Length: ${body.length}\r\n\r\n${body}`;
    // Some leave in the midst of what they say.
    const said = number % 10 < 2 ? whole.slice(0, -1 - Math.floor(next() * body.length)) : whole;
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(said));
    socket.on("error", () => {});
    await sleep(next() * 20);
    socket.destroy();
  });
  // What came in whole is done to its end.
  const shown = async () => {
    const [topUps, { lines }] = [await api.topUps(), checkBill(await api.bill())];
    return { topUps: topUps.length, tokens: Number(lines.find((line) => line.item === "output_tokens")?.quantity ?? 0) };
  };
  const settled = await until(async () => {
    const one = await shown();
    await sleep(300);
    return JSON.stringify(await shown()) === JSON.stringify(one) && one;
  }, { what: "nothing changes any more" });
  assert.ok(settled.topUps > 0 && settled.topUps <= 400, `${settled.topUps} of 400 top-ups that were asked for whole`);
  assert.ok(settled.tokens > 0 && settled.tokens <= 1_200 && settled.tokens % 3 === 0, `${settled.tokens} of 1,200 tokens, in batches of three`);
  await concurrently(Array.from({ length: 1_000 }, (_, number) => number), 8, async (number) => {
    if (number % 2 === 0) {
      await api.topUp("1", { key: `left-${number}` });
    } else {
      const outcomes = (await api.send(events(number), { "idempotency-key": `left-${number}` })).map(({ outcome }) => outcome);
      assert.ok(outcomes.every((outcome) => ["accepted", "repeated"].includes(outcome)), outcomes.join());
    }
  });
  assert.deepEqual(await shown(), { topUps: 500, tokens: 1_500 });
  assertSame((await api.account()).balance, "500");
}));

// A grant that all claim.

test("a free quota that a hundred claim at once is granted once", withBackend({ testClock: START }, async ({ api }) => {
  const { free_quota: offered } = (await api.models()).find(({ id }) => id === "small-8b");
  const service = await api.defaultService("small-8b");
  const used = (number) => tokensUsed({ id: `r-${number}`, service, model: "small-8b", output: 40_000, time: START });
  const answers = await Promise.all(Array.from({ length: 100 }, async (_, number) => {
    const enabled = await api.call("POST", `/services/${service}/enable`);
    await api.send([used(number)]);
    return enabled.status;
  }));
  assert.deepEqual(answers.filter((status) => status !== 200), []);
  const quantity = async (item) => checkBill(await api.bill()).lines.find((line) => line.item === item)?.quantity;
  // A million of the four millions.
  assert.deepEqual([await quantity("free_tokens"), await quantity("output_tokens")], ["1000000", "3000000"]);
  const { free_quota: left } = (await api.models()).find(({ id }) => id === "small-8b");
  assert.deepEqual([left.remaining, left.tokens], [0, offered.tokens]);
  await Promise.all(Array.from({ length: 100 }, () => api.call("POST", `/services/${service}/enable`)));
  assert.equal(await quantity("free_tokens"), "1000000", "nor again");
}));

// A stop in the midst of it.

test("SIGTERM under load: what was begun is answered, and what has no answer was not done", { timeout: 120_000 }, withBackend({ testClock: START }, async ({ backend, api }, t) => {
  const next = random(SEED);
  const { id: service } = await api.createTokenService();
  let [number, unanswered] = [0, 0];
  const batches = [];
  const load = async () => {
    for (;;) {
      number += 1;
      const ids = [1, 2, 3, 4, 5].map((part) => `stop-${number}-${part}`);
      const batch = { events: ids.map((id) => tokensUsed({ id, service, output: 1, time: START })), outcomes: null };
      batches.push(batch);
      try {
        batch.outcomes = (await api.send(batch.events)).map(({ outcome }) => outcome);
      } catch (error) {
        assert.ok(error instanceof TypeError && error.message === "fetch failed", `an answer was broken off: ${error.stack}`);
        return;
      }
    }
  };
  for (let stop = 0; stop < (LONG ? 50 : 6); stop += 1) {
    const loading = Promise.all(Array.from({ length: 16 }, load));
    await sleep(50 + next() * 200);
    const begun = performance.now();
    assert.equal(await backend.stop(), 0);
    assert.ok(performance.now() - begun < 10_000, "it ends within the time that answers under way have");
    await loading;
    await backend.restart();
    for (const batch of batches) {
      const wanted = batch.outcomes === null ? "accepted" : "repeated";
      if (batch.outcomes === null) {
        unanswered += 1;
      }
      const outcomes = (await api.send(batch.events)).map(({ outcome }) => outcome);
      assert.deepEqual(new Set(outcomes), new Set([wanted]), "what was answered is there, and nothing else");
    }
    batches.length = 0;
  }
  t.diagnostic(`${number} batches, of which ${unanswered} had no answer when the server was stopped`);
  assert.equal(checkBill(await api.bill()).lines.find(({ item }) => item === "output_tokens").quantity, `${number * 5}`);
}));
