// Every vector that REST can take, through a real server: the answers are the ones of the module.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { priceUsage } from "../../pkg/dist/index.js";
import { priceBookOf, startServer, vectors } from "./support.mjs";

let server;
before(async () => {
  server = await startServer();
});
after(async () => {
  assert.equal(await server.stop(), 0);
});

async function post(path, body) {
  const response = await fetch(`${server.base}/api/v1${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, type: response.headers.get("content-type"), body: await response.json() };
}

/** Whether a refused path is of the price book, where the case brings one of its own. */
function documentAtFault(testCase, document) {
  return testCase.name.startsWith("price book:") ? "/price_book" : document;
}

function checkProblem(answer, { code, path }, document) {
  assert.equal(answer.type, "application/problem+json");
  assert.equal(answer.body.code, code);
  assert.equal(answer.status, code === "malformed" ? 400 : 422);
  assert.equal(answer.body.status, answer.status);
  assert.deepEqual(answer.body.errors.map((error) => error.pointer), [`${document}${path}`]);
  assert.notEqual(answer.body.errors[0].detail, "");
}

const pricing = await vectors("pricing");
for (const testCase of pricing.cases) {
  test(`settlements: ${testCase.name}`, async () => {
    const priceBook = priceBookOf(pricing, testCase);
    const answer = await post("/settlements", { usage: testCase.usage, price_book: priceBook });
    if (testCase.refused !== undefined) {
      checkProblem(answer, testCase.refused, documentAtFault(testCase, "/usage"));
    } else {
      assert.equal(answer.status, 200);
      assert.deepEqual(answer.body, testCase.expected);
      assert.deepEqual(answer.body, priceUsage(testCase.usage, priceBook));
    }
  });
}

const estimates = await vectors("estimates");
for (const testCase of estimates.cases) {
  test(`estimates: ${testCase.name}`, async () => {
    const answer = await post("/estimates", {
      estimate: testCase.estimate,
      price_book: priceBookOf(estimates, testCase),
    });
    if (testCase.refused !== undefined) {
      checkProblem(answer, testCase.refused, "/estimate");
    } else {
      assert.equal(answer.status, 200);
      assert.deepEqual(answer.body, testCase.expected);
    }
  });
}

test("the worked example with the server's own price book", async () => {
  const answer = await post("/settlements", { usage: pricing.cases[0].usage });
  assert.equal(answer.body.bills[0].exact_total, "2.3436");
});

test("bodies that are no request are refused with their place", async () => {
  for (const [body, code, pointer] of [
    ["", "malformed", ""],
    ["{", "malformed", ""],
    ["[]", "malformed", ""],
    ["{}", "malformed", "/usage"],
    ['{"usage":{},"usage":{}}', "malformed", "/usage"],
    ['{"usage":{},"price":"1"}', "malformed", "/price"],
    ['{"usage":{"as_of":1e400}}', "malformed", "/usage/as_of"],
    ['{"usage":{"runs":[' + "[".repeat(200) + "]}}", "malformed", "/usage/runs/0"],
  ]) {
    const answer = await post("/settlements", body);
    assert.equal(answer.status, 400, body);
    assert.equal(answer.body.code, code, body);
    assert.deepEqual(answer.body.errors.map((error) => error.pointer), [pointer], body);
  }
});

test("a body over the limit is 413, and one at it is read", async () => {
  const limit = 2 * 1024 * 1024;
  const body = (length) => '{"usage":{}}'.padEnd(length, " ");
  assert.equal((await post("/settlements", body(limit))).status, 200);
  const answer = await post("/settlements", body(limit + 1));
  assert.equal(answer.status, 413);
  assert.equal(answer.body.code, "body_too_large");
});

test("a small body with a boundless answer is refused", async () => {
  const runs = Array.from({ length: 100 }, (_, index) => ({
    service: `svc-${index}`,
    instance: "i-1",
    tier: "A",
    started_at: "1970-01-01T00:00:00Z",
    stopped_at: "2199-12-31T00:00:00Z",
  }));
  const answer = await post("/settlements", { usage: { runs } });
  assert.equal(answer.status, 422);
  assert.equal(answer.body.code, "out_of_range");
});

test("the price book has an ETag", async () => {
  const first = await fetch(`${server.base}/api/v1/price-book`);
  assert.equal(first.headers.get("content-type"), "application/json");
  assert.equal((await first.json()).id, "edge-inference-list");
  const etag = first.headers.get("etag");
  const second = await fetch(`${server.base}/api/v1/price-book`, { headers: { "if-none-match": etag } });
  assert.equal(second.status, 304);
  assert.equal(await second.text(), "");
});

test("every response carries the security headers", async () => {
  for (const [path, options, status] of [
    ["/", {}, 200],
    ["/healthz", {}, 200],
    ["/api/v1/price-book", {}, 200],
    ["/api/v1/nothing", {}, 404],
    ["/nothing.js", {}, 404],
    ["/../Cargo.toml", {}, 404],
    ["/%2e%2e/Cargo.toml", {}, 404],
    ["/index.html.br", {}, 404],
    ["/console/services/svc_1?tab=cost", {}, 200],
    ["/console/files/nothing.js", {}, 404],
    ["/console", { method: "POST" }, 405],
    ["/api/v1/settlements", {}, 405],
    ["/", { method: "POST" }, 405],
  ]) {
    const response = await fetch(server.base + path, options);
    const text = `${options.method ?? "GET"} ${path}`;
    assert.equal(response.status, status, text);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff", text);
    assert.match(response.headers.get("content-security-policy"), /default-src 'none'.*frame-ancestors 'none'/, text);
    assert.doesNotMatch(response.headers.get("content-security-policy"), /unsafe-inline|'unsafe-eval'/, text);
    assert.equal(response.headers.get("referrer-policy"), "no-referrer", text);
    assert.ok(response.headers.get("x-request-id"), text);
    await response.arrayBuffer();
  }
});

test("prices may be asked from any origin, without credentials", async () => {
  const response = await fetch(`${server.base}/api/v1/settlements`, {
    method: "OPTIONS",
    headers: { origin: "https://example.com", "access-control-request-method": "POST", "access-control-request-headers": "content-type" },
  });
  assert.equal(response.headers.get("access-control-allow-origin"), "*");
  assert.equal(response.headers.get("access-control-allow-credentials"), null);
});

test("the files of page and console are compressed, typed and cached by their hash", async () => {
  const wasmOf = async (path) => /\/[^"']+\.wasm/.exec(await (await fetch(server.base + path)).text())[0];
  for (const [path, type, cache] of [
    ["/", "text/html; charset=utf-8", "no-cache"],
    [await wasmOf("/"), "application/wasm", "public, max-age=31536000, immutable"],
    ["/console/bills", "text/html; charset=utf-8", "no-cache"],
    [await wasmOf("/console"), "application/wasm", "public, max-age=31536000, immutable"],
  ]) {
    const response = await fetch(server.base + path, { headers: { "accept-encoding": "br" } });
    assert.equal(response.headers.get("content-encoding"), "br");
    assert.equal(response.headers.get("content-type"), type);
    assert.equal(response.headers.get("cache-control"), cache);
    await response.arrayBuffer();
    const again = await fetch(server.base + path, { headers: { "if-none-match": response.headers.get("etag") } });
    assert.equal(again.status, 304);
  }
});
