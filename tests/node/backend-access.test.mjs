// Who gets in, and what a stranger can do: keys, sessions, forged requests, headers, limits, logs.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { raw, startBackend, withBackend } from "./backend-support.mjs";
import { SAME_ORIGIN, cookieOf, signIn, trade } from "./backend-session.mjs";
import { operations } from "./contract.mjs";

const fresh = (body, options = {}) => withBackend(options, body);
const bearer = (key) => ({ authorization: `Bearer ${key}` });
const PUBLIC = ["/price-book", "/settlements", "/estimates", "/openapi.json"].map((path) => `/api/v1${path}`);

/** Where a secret stands: in a file of the database's folder, or in what the server wrote. */
async function findings(backend, secret) {
  const found = backend.output.replaceAll(/^sign in: .*$/gm, "").includes(secret) ? ["log"] : [];
  for (const name of await readdir(backend.folder)) {
    if (name.startsWith("tiermeter.db") || name.startsWith("backup")) {
      const content = await readFile(join(backend.folder, name));
      if (content.includes(secret)) {
        found.push(name);
      }
    }
  }
  return found;
}

test("a key is shown once, and only its hash is kept", fresh(async ({ backend, api }) => {
  const made = await api.answer("POST", "/api-keys", { name: "robot" }, { "idempotency-key": "make-a-key" });
  assert.equal(made.status, 201);
  const { id, key } = made.body;
  assert.ok(key.length >= 32 && new Set(key).size >= 12, "no fewer than 128 bits");
  assert.doesNotMatch(key, /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i, "no UUID");
  const second = await api.createKey("robot");
  assert.notEqual(second.key, key);
  assert.notEqual(second.id, id);
  const robot = backend.as(bearer(key));
  await robot.account();
  const list = await api.all("/api-keys");
  assert.ok(list.some((one) => one.id === id && one.name === "robot"));
  assert.ok(!JSON.stringify(list).includes(key) && list.every((one) => one.key === undefined));

  const session = await signIn(backend);
  await session.get("/session");
  const { code } = await backend.run("backup", join(backend.folder, "backup.db"), "--database", backend.database);
  assert.equal(code, 0);
  const token = await backend.signInToken();
  const cookie = session.headers.cookie.split("=")[1];
  for (const secret of [key, second.key, backend.key, token, cookie]) {
    assert.deepEqual(await findings(backend, secret), []);
    // What stands behind a prefix or an id is the secret proper.
    assert.deepEqual(await findings(backend, secret.slice(-24)), []);
  }
  for (const name of ["", "x".repeat(201), 7, null]) {
    await api.refused("POST", "/api-keys", { name }, { status: 400, code: "malformed", pointer: "/name" });
  }
  await api.refused("POST", "/api-keys", { name: "x", scope: "owner" }, { status: 400, code: "malformed", pointer: "/scope" });
}));

test("a revoked key is out at once", fresh(async ({ backend, api }) => {
  const { id, key } = await api.createKey("short-lived");
  const robot = backend.as(bearer(key));
  await robot.account();
  await api.revokeKey(id);
  await robot.refused("GET", "/account", undefined, { status: 401, code: "unauthenticated" });
  await api.refused("DELETE", `/api-keys/${id}`, undefined, { status: 404, code: "not_found" });
  await api.account();
  await backend.kill();
  await backend.restart();
  await robot.refused("GET", "/account", undefined, { status: 401, code: "unauthenticated" });
}));

test("nothing but the right key lets a program in, and refusals are all alike", fresh(async ({ backend }) => {
  const { key } = backend;
  const changed = `${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`;
  const bodies = new Set();
  for (const headers of [
    {}, bearer(""), bearer("tm_unknown_0123456789abcdefghijklmnopqrstuv"), bearer(changed), bearer(`${key}A`), bearer(key.slice(0, -1)),
    bearer(key.toUpperCase()), { authorization: `Basic ${btoa(`user:${key}`)}` }, { authorization: key }, { "x-api-key": key },
    { cookie: `__Host-tiermeter-session=${key}` }, bearer("x".repeat(5000)), bearer("' OR 1=1 --"),
  ]) {
    const answer = await backend.as(headers).refused("GET", "/account", undefined, { status: 401, code: "unauthenticated" });
    assert.match(answer.headers.get("www-authenticate"), /^Bearer/);
    bodies.add(answer.text);
  }
  assert.equal(bodies.size, 1, "a right id with a wrong secret looks like an unknown one");
  for (const query of [`api_key=${key}`, `key=${key}`, `access_token=${key}`]) {
    await backend.as({}).refused("GET", `/account?${query}`, undefined, { status: 401, code: "unauthenticated" });
  }
  assert.deepEqual(await findings(backend, key), [], "and none of it is in the log");
}));

test("every address wants a key, but for those that are public", fresh(async ({ backend }) => {
  const anonymous = backend.as({});
  const wanted = operations.filter(({ method, template }) =>
    template.startsWith("/api/v1/") && !PUBLIC.includes(template) && !(method === "POST" && template === "/api/v1/session"));
  assert.ok(wanted.length > 30);
  for (const { method, template } of wanted) {
    const path = template.slice("/api/v1".length).replaceAll(/\{[a-z_]+\}/g, "1");
    const body = method === "GET" || method === "DELETE" ? undefined : {};
    await anonymous.refused(method, path, body, { status: 401, code: "unauthenticated", headers: { "if-match": "*" } });
  }
  for (const path of PUBLIC) {
    const answer = await raw(backend.base, { path });
    assert.ok([200, 405].includes(answer.status), path);
  }
}, { testClock: "2026-03-03T00:00:00Z" }));

test("a fresh server has no key of its own, and takes no weak one", async () => {
  for (const weak of ["short", "x".repeat(31)]) {
    await assert.rejects(startBackend({ env: { TIERMETER_BOOTSTRAP_API_KEY: weak } }), /ended at its start/);
  }
  const backend = await startBackend({ env: { TIERMETER_BOOTSTRAP_API_KEY: undefined } });
  for (const key of [backend.key, "admin", "tiermeter", "test"]) {
    await backend.as(bearer(key)).refused("GET", "/account", undefined, { status: 401 });
  }
  const owner = await signIn(backend);
  const { key } = await owner.createKey("first");
  await backend.as(bearer(key)).account();
  await backend.end();
});

test("the key of the environment is for an empty database only", fresh(async ({ backend, api }) => {
  await api.account();
  const other = "another-key-of-at-least-32-characters";
  backend.env = { TIERMETER_BOOTSTRAP_API_KEY: other };
  await backend.restart();
  await backend.as(bearer(other)).refused("GET", "/account", undefined, { status: 401, code: "unauthenticated" });
  await api.account();
}));

test("the link signs in once, with a cookie that scripts and strangers don't get", fresh(async ({ backend, api }) => {
  const token = await backend.signInToken();
  assert.match(backend.printed.find((line) => line.startsWith("sign in:")), /^sign in: http:\/\/[^ ]+\/console\/sign-in#\S+$/);
  for (const wrong of ["", "x", `${token}x`, token.slice(1), backend.key]) {
    const answer = await trade(backend, wrong);
    assert.ok([400, 401].includes(answer.status), answer.text);
    assert.equal(answer.headers["set-cookie"], undefined);
  }
  for (const headers of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }, { origin: "null" }]) {
    assert.equal((await trade(backend, token, headers)).status, 403, "a forged sign-in is refused and uses nothing up");
  }
  const answer = await trade(backend, token);
  assert.equal(answer.status, 204);
  const [cookie, ...others] = answer.headers["set-cookie"];
  assert.deepEqual(others, []);
  const [pair, ...attributes] = cookie.split(/; */);
  assert.match(pair, /^__Host-tiermeter-session=\S{22,}$/);
  const flags = attributes.map((one) => one.toLowerCase());
  for (const flag of ["secure", "httponly", "path=/"]) {
    assert.ok(flags.includes(flag), cookie);
  }
  assert.ok(flags.includes("samesite=strict") || flags.includes("samesite=lax"), cookie);
  assert.ok(!flags.some((flag) => flag.startsWith("domain")), cookie);
  assert.equal((await trade(backend, token)).status, 401, "the link is used up");

  const owner = backend.as({ cookie: cookieOf(answer), ...SAME_ORIGIN });
  assert.equal((await owner.get("/session")).account.id, (await api.account()).id);
  await backend.restart();
  await owner.get("/session");
  assert.ok(!backend.printed.some((line) => line.startsWith("sign in:")), "no link for a database that is in use");
  const out = await owner.answer("DELETE", "/session");
  assert.equal(out.status, 204);
  await owner.refused("GET", "/session", undefined, { status: 401, code: "unauthenticated" });
  await owner.refused("GET", "/account", undefined, { status: 401, code: "unauthenticated" });
}));

test("a browser that signs in again has one session: the one before is dead", fresh(async ({ backend }) => {
  const before = await signIn(backend);
  await before.get("/session");
  const { stdout } = await backend.run("account", "sign-in", "--database", backend.database);
  const token = JSON.parse(stdout).sign_in_path.split("#")[1];
  // A link that is wrong ends nothing.
  assert.equal((await trade(backend, "wrong", before.headers)).status, 401);
  await before.get("/session");
  const answer = await trade(backend, token, before.headers);
  assert.equal(answer.status, 204, answer.text);
  await backend.as({ cookie: cookieOf(answer), ...SAME_ORIGIN }).get("/session");
  assert.notEqual(cookieOf(answer), before.headers.cookie);
  await before.refused("GET", "/session", undefined, { status: 401, code: "unauthenticated" });
}));

test("a browser's request must come from the page itself", fresh(async ({ backend, api }) => {
  const owner = await signIn(backend);
  const { cookie } = owner.headers;
  const { id } = await api.createTokenService();
  const origin = backend.base;
  const keys = async () => (await api.all("/api-keys")).length;
  const before = await keys();
  const ask = (headers, type = "application/json") => raw(backend.base, {
    method: "POST", path: "/api/v1/api-keys", headers: { cookie, "content-type": type, ...headers }, body: '{"name":"forged"}',
  });
  for (const headers of [
    {},
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "cross-site", origin },
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: origin.replace("127.0.0.1", "localhost") },
    { origin: "http://127.0.0.1:1" },
    { origin: `${origin}.evil.example` },
    { origin: origin.replace("http:", "https:").replace(/:\d+$/, "") },
  ]) {
    for (const type of ["application/json", "text/plain", "application/x-www-form-urlencoded"]) {
      const answer = await ask(headers, type);
      assert.equal(answer.status, 403, JSON.stringify(headers));
      assert.equal(JSON.parse(answer.text).code, "cross_site");
    }
  }
  for (const [method, path] of [["POST", `/services/${id}/enable`], ["DELETE", `/services/${id}`], ["DELETE", "/session"]]) {
    const answer = await raw(backend.base, { method, path: `/api/v1${path}`, headers: { cookie, "sec-fetch-site": "cross-site" } });
    assert.equal(answer.status, 403, path);
  }
  assert.equal(await keys(), before, "nothing was made");
  assert.equal((await api.service(id)).status, "not_enabled");
  for (const headers of [SAME_ORIGIN, { origin }, { ...SAME_ORIGIN, origin }]) {
    assert.equal((await ask(headers)).status, 201, JSON.stringify(headers));
  }
  assert.ok((await ask(SAME_ORIGIN, "text/plain")).status >= 400, "a form's type is no JSON");
  assert.equal((await raw(backend.base, { path: "/api/v1/account", headers: { cookie } })).status, 200, "reading needs no such proof");
  assert.equal((await raw(backend.base, { path: `/api/v1/services/${id}/enable`, headers: { cookie, ...SAME_ORIGIN } })).status, 405);
  assert.equal((await api.service(id)).status, "not_enabled");
}));

test("another origin may ask for prices and nothing else", fresh(async ({ backend }) => {
  const preflight = (path) => raw(backend.base, {
    method: "OPTIONS",
    path,
    headers: {
      origin: "https://evil.example", "access-control-request-method": "POST", "access-control-request-headers": "content-type",
    },
  });
  for (const path of ["/api/v1/services", "/api/v1/account/top-ups", "/api/v1/session", "/api/v1/events", "/api/v1/stream"]) {
    assert.equal((await preflight(path)).headers["access-control-allow-origin"], undefined, path);
  }
  const open = await preflight("/api/v1/settlements");
  assert.deepEqual([open.headers["access-control-allow-origin"], open.headers["access-control-allow-credentials"]], ["*", undefined]);
  const answer = await raw(backend.base, { path: "/api/v1/account", headers: { origin: "https://evil.example", ...bearer(backend.key) } });
  assert.equal(answer.headers["access-control-allow-origin"], undefined);
}));

test("every answer has an id and its headers, and none is kept by a cache", fresh(async ({ backend, api }) => {
  const { id } = await api.createTokenService();
  const ids = new Set();
  const table = [
    ["GET", "/account", 200], ["GET", "/services", 200], ["GET", `/services/${id}`, 200], ["GET", "/bills/current", 200],
    ["GET", "/bills/current?format=csv", 200], ["GET", "/api-keys", 200], ["POST", `/services/${id}/enable`, 200], ["POST", "/services", 400],
    ["GET", "/services/svc_0", 404], ["GET", "/nothing", 404], ["GET", "/services/svc_0/nothing", 404], ["PUT", "/account", 405],
    ["DELETE", "/services", 405], ["PATCH", "/bills/current", 405], ["GET", `/services/${id}/enable`, 405],
    ["GET", "/test-clock", 404], ["POST", "/test-clock", 404],
  ];
  for (const [method, path, status] of table) {
    const answer = await api.call(method, path, method === "POST" ? "{" : undefined);
    const what = `${method} ${path}: ${answer.text.slice(0, 200)}`;
    assert.equal(answer.status, path.endsWith("/enable") && method === "POST" ? answer.status : status, what);
    assert.match(answer.headers.get("cache-control"), /no-store/, what);
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff", what);
    assert.match(answer.headers.get("content-security-policy"), /default-src 'none'.*frame-ancestors 'none'/, what);
    assert.equal(answer.headers.get("referrer-policy"), "no-referrer", what);
    ids.add(answer.headers.get("x-request-id"));
    if (answer.status >= 400) {
      assert.equal(answer.headers.get("content-type"), "application/problem+json", what);
      assert.equal(answer.body.status, answer.status, what);
    }
    if (status === 405) {
      assert.match(answer.headers.get("allow") ?? "", /[A-Z]/, what);
    }
  }
  assert.equal(ids.size, table.length, "each has an id of its own");
}));

test("paths that lead elsewhere lead nowhere", fresh(async ({ backend }) => {
  for (const path of [
    "/../tiermeter.db", "/%2e%2e/tiermeter.db", "/%2e%2e%2ftiermeter.db", "/..\\tiermeter.db", "/..%5ctiermeter.db", "/%00", "/tiermeter.db%00.js",
    "/.git/HEAD", "/tiermeter.db", "/tiermeter.db-wal", "/data.db", "/con", "/etc/passwd", "//etc/passwd", "/api/v1/../../tiermeter.db", "/.env",
    "/nothing.js", "/nothing.wasm", "/nothing.json", "/debug", "/api/v2/account", "/api/v1", "/api/v1/",
  ]) {
    const answer = await raw(backend.base, { path, headers: bearer(backend.key) });
    assert.equal(answer.status, 404, path);
    assert.doesNotMatch(answer.text, /SQLite format/, path);
  }
  for (const path of ["/healthz", "/readyz", "/metrics", "/api", "/api/v1/openapi.json"]) {
    assert.equal((await raw(backend.base, { path })).status, 200, path);
  }
}));

test("bodies are bounded", fresh(async ({ api }) => {
  const limit = 2 * 1024 * 1024;
  for (const path of ["/services", "/api-keys", "/account/top-ups", "/events"]) {
    const headers = { "idempotency-key": "k" };
    await api.refused("POST", path, "{".padEnd(limit + 1, " "), { status: 413, code: "body_too_large", headers });
    await api.refused("POST", path, `{"name":${"[".repeat(200)}`, { status: 400, code: "malformed", headers });
    await api.refused("POST", path, `[${"1,".repeat(999_999)}1]`, { status: [400, 413, 422], headers });
  }
}));

test("requests are limited by key, whatever address they claim", fresh(async ({ backend, api }) => {
  const first = await api.answer("GET", "/account");
  assert.match(first.headers.get("ratelimit") ?? "", /r=\d+;t=\d+/);
  assert.match(first.headers.get("ratelimit-policy") ?? "", /q=5;w=60/);
  const answers = [];
  for (let index = 0; index < 12; index += 1) {
    answers.push(await api.call("GET", "/account", undefined, { "x-forwarded-for": `10.0.0.${index}`, forwarded: `for=10.0.0.${index}` }));
  }
  const refused = answers.filter((answer) => answer.status === 429);
  // A new minute may begin meanwhile.
  assert.ok(refused.length >= 2, answers.map((answer) => answer.status).join());
  for (const answer of refused) {
    assert.equal(answer.body.code, "too_many_requests");
    assert.match(answer.headers.get("retry-after"), /^[1-9]\d*$/);
    assert.ok(Number(answer.headers.get("retry-after")) <= 60);
  }
  assert.equal((await raw(backend.base, { path: "/healthz" })).status, 200);
}, { flags: ["--requests-per-minute", "5"] }));

test("a log has one line for one thing, and no secrets", fresh(async ({ backend, api }) => {
  const forged = '{"timestamp":"2026-01-01T00:00:00Z","level":"INFO","message":"owner signed in"}';
  const name = `line\n${forged}\r\n\u001b[31mred\u001b[0m`;
  const { id } = await api.createTokenService({ name, labels: { team: "a\nb" } });
  await api.patchService(id, { name: `${name}!` });
  await api.enable(id);
  await api.call("GET", `/services/${encodeURIComponent(`x\n${forged}`)}`);
  await raw(backend.base, { path: "/api/v1/account", headers: { ...bearer(backend.key), "user-agent": forged, "x-request-id": "forged" } });
  // Secrets where they don't belong.
  const canary = "canary-5f1c9b7de0a24e6d8c3b";
  await api.call("GET", `/account?token=${canary}`);
  await api.call("POST", "/session", { token: canary }, SAME_ORIGIN);
  await backend.as(bearer(canary)).call("GET", "/account");
  await backend.as({ cookie: `__Host-tiermeter-session=${canary}` }).call("GET", "/account");
  await api.call("POST", "/account/top-ups", `{"amount":"${canary}","currency":"USD"}`, { "idempotency-key": canary });
  assert.equal(await backend.stop(), 0);
  for (const line of backend.log.split("\n").filter((text) => text !== "")) {
    assert.doesNotThrow(() => JSON.parse(line), line);
    assert.notEqual(JSON.parse(line).message, "owner signed in", line);
  }
  assert.ok(!backend.log.includes("\u001b"), "no escape sequences");
  assert.ok(!backend.output.includes(canary), "no secret that was sent to the wrong place");
  assert.ok(!backend.output.includes(backend.key));
}));
