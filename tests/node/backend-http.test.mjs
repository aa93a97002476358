// HTTP byte by byte: requests that a proxy and the server could see differently, many headers, who may see figures,
// and guesses of tokens.
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { raw, withBackend } from "./backend-support.mjs";
import { trade } from "./backend-session.mjs";
import { checkAnswer } from "./contract.mjs";

/** What the server answers to these bytes until it closes the connection; it has to within a few seconds. */
async function exchange(base, bytes) {
  const { hostname, port } = new URL(base);
  const socket = connect({ host: hostname, port: Number(port) });
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk) => {
    text += chunk;
  });
  socket.on("error", () => {});
  socket.write(bytes, "latin1");
  const closed = once(socket, "close").then(() => true);
  const inTime = await Promise.race([closed, sleep(5_000, false, { ref: false })]);
  socket.destroy();
  assert.ok(inTime, `the connection stays open after ${JSON.stringify(bytes)}: ${text}`);
  return { text, statuses: [...text.matchAll(/HTTP\/1\.1 ([0-9]{3})/g)].map(([, status]) => Number(status)) };
}

test("a request with two meanings is refused, and none is smuggled behind it", withBackend({}, async ({ backend, api }) => {
  const host = "Host: x\r\n";
  const key = `Authorization: Bearer ${backend.key}\r\nIdempotency-Key: smuggled\r\nContent-Type: application/json\r\n`;
  const topUp = `POST /api/v1/account/top-ups HTTP/1.1\r\n${host}${key}`;
  const body = '{"amount":"1","currency":"USD"}';
  const chunks = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
  const smuggled = `GET /healthz HTTP/1.1\r\n${host}\r\n`;
  for (const bytes of [
    `GET /healthz HTTP/1.1\nHost: x\n\n${smuggled}`,
    `GET /healthz HTTP/1.1\r\nHost: x\n\r\n${smuggled}`,
    `GET /healthz HTTP/1.1\r\n${host}\n${smuggled}`,
    `GET /healthz HTTP/1.1\r\n${host}X: a\rb\r\n\r\n${smuggled}`,
    `GET /healthz HTTP/1.1\r\n${host} folded\r\n\r\n${smuggled}`,
    `${topUp}Content-Length: ${body.length}\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}${smuggled}`,
    `${topUp}Transfer-Encoding: chunked\r\nContent-Length: ${body.length}\r\n\r\n${chunks}${smuggled}`,
    `${topUp}Content-Length: ${body.length}\r\nContent-Length: ${body.length}\r\n\r\n${body}${smuggled}`,
    `${topUp}Content-Length: ${body.length}\r\nContent-Length: 0\r\n\r\n${body}${smuggled}`,
    `${topUp}Content-Length: ${body.length}, ${body.length}\r\n\r\n${body}${smuggled}`,
    `${topUp}Content-Length: +${body.length}\r\n\r\n${body}${smuggled}`,
    `${topUp}Content-Length : ${body.length}\r\n\r\n${body}${smuggled}`,
    `${topUp}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n${chunks}${smuggled}`,
    `${topUp}Transfer-Encoding: gzip, chunked\r\n\r\n${chunks}${smuggled}`,
    `${topUp}Transfer-Encoding: \x0bchunked\r\n\r\n${chunks}${smuggled}`,
  ]) {
    const { text, statuses } = await exchange(backend.base, bytes);
    assert.deepEqual(statuses, [400], `${JSON.stringify(bytes)}: ${text}`);
  }
  // Of chunks it shows when the request is under way.
  for (const bytes of [
    `${topUp}Transfer-Encoding: chunked\r\n\r\n${chunks.replaceAll("\r\n", "\n")}${smuggled}`,
    `${topUp}Transfer-Encoding: chunked\r\n\r\n-${chunks}${smuggled}`,
    `${topUp}Transfer-Encoding: chunked\r\n\r\n${chunks.replace("}\r\n", "}x\r\n")}${smuggled}`,
  ]) {
    const { text, statuses } = await exchange(backend.base, bytes);
    assert.equal(statuses.length, 1, text);
    assert.ok(statuses[0] >= 400 && statuses[0] < 500, text);
  }
  assert.deepEqual(await api.topUps(), [], "and nothing came of any of them");

  // What has one meaning is served, one request after the other.
  const last = `GET /healthz HTTP/1.1\r\n${host}Connection: close\r\n\r\n`;
  for (const [bytes, expected] of [
    [`${smuggled}\r\n${smuggled}${last}`, [200, 200, 200]],
    [`${topUp}Content-Length: ${body.length}\r\n\r\n${body}${last}`, [201, 200]],
    [`${topUp}Transfer-Encoding: chunked\r\n\r\n${chunks}${last}`, [201, 200]],
  ]) {
    const { text, statuses } = await exchange(backend.base, bytes);
    assert.deepEqual(statuses, expected, `${JSON.stringify(bytes)}: ${text}`);
  }
  assert.equal((await api.topUps()).length, 1, "the same key each time");
}));

test("a thousand headers are too many", withBackend({}, async ({ backend }) => {
  const headers = Array.from({ length: 1_000 }, (_, number) => `X-${number}: 1\r\n`).join("");
  assert.deepEqual((await exchange(backend.base, `GET /healthz HTTP/1.1\r\n${headers}\r\n`)).statuses, [431]);
}));

test("figures are for programs on this machine, and readiness says yes or no", withBackend({}, async ({ backend }) => {
  const plain = await raw(backend.base, { path: "/metrics" });
  checkAnswer("GET", "/metrics", plain.status, plain.headers, plain.text);
  assert.match(plain.text, /^tiermeter_requests_total [0-9]+$/m);
  for (const name of ["x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host", "via"]) {
    const headers = { [name]: "203.0.113.7" };
    const answer = await raw(backend.base, { path: "/metrics", headers });
    assert.equal(answer.status, 404, name);
    assert.ok(!answer.text.includes("tiermeter_"), name);
    checkAnswer("GET", "/metrics", answer.status, answer.headers, answer.text);
    const nothing = await raw(backend.base, { path: "/nothing", headers });
    assert.deepEqual([answer.text, answer.headers["content-type"]], [nothing.text, nothing.headers["content-type"]], "as if there were nothing");
    assert.equal((await raw(backend.base, { path: "/readyz", headers })).text, "ready\n");
  }
}));

test("wrong tokens are counted, and the right one works all the same", withBackend({}, async ({ backend }) => {
  const answers = [];
  for (let guess = 0; guess < 45; guess += 1) {
    // What is claimed of the address makes no difference.
    answers.push(await trade(backend, `wrong-${guess}`, { "sec-fetch-site": "same-origin", "x-forwarded-for": `10.0.0.${guess}` }));
  }
  const statuses = answers.map(({ status }) => status);
  assert.deepEqual([...new Set(statuses)], [401, 429], statuses.join());
  // A new minute may begin meanwhile.
  assert.ok(statuses.filter((status) => status === 401).length >= 30 && statuses.filter((status) => status === 429).length >= 10, statuses.join());
  for (const { status, headers, text } of answers) {
    checkAnswer("POST", "/session", status, headers, JSON.parse(text));
    assert.equal(headers["set-cookie"], undefined);
  }
  // Nobody keeps the owner out by guessing; and of many who come with the link, one gets in.
  const token = await backend.signInToken();
  const traded = await Promise.all(Array.from({ length: 20 }, () => trade(backend, token)));
  assert.equal(traded.filter(({ status }) => status === 204).length, 1);
  assert.ok(traded.every(({ status }) => [204, 401, 429].includes(status)));
}));
