// Services as their owner meets them: making, finding, changing and deleting them, and what is refused.
import assert from "node:assert/strict";
import { test } from "node:test";

import { withBackend } from "./backend-support.mjs";
import { sum } from "./backend-tools.mjs";

const START = "2026-03-03T09:59:00Z";
const onClock = (body) => withBackend({ testClock: START }, body);
const TOKENS = { name: "chat", model: "small-8b", metering: "tokens", billing_mode: "pay_as_you_go" };
const GPU = {
  name: "gpu", model: "small-8b", metering: "gpu_seconds", tier: "A",
  scaling: { mode: "manual", instances: 1 }, billing_mode: "pay_as_you_go",
};
const AUTOMATIC = { mode: "automatic", minimum: 1, maximum: 4, concurrency: 2, scale_in_after_seconds: 300 };
const POLICY = { cron: "0 8 * * 1-5", duration_seconds: 3600, minimum: 2 };
const without = (object, name) => Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
const withScaling = (changes) => ({ ...GPU, scaling: { ...AUTOMATIC, ...changes } });

test("seconds-metered services need the Enterprise plan, then a place on the allowlist", onClock(async ({ backend, api }) => {
  await api.refused("POST", "/services", GPU, { status: 403, code: "plan_required" });
  await backend.operator("--allowlisted", "true");
  await api.refused("POST", "/services", GPU, { status: 403, code: "plan_required" });
  await backend.operator("--plan", "enterprise", "--allowlisted", "false");
  await api.refused("POST", "/services", GPU, { status: 403, code: "not_allowlisted" });
  await api.createService(TOKENS);
  await backend.operator("--allowlisted", "true");
  await api.createService(GPU);
  assert.equal((await api.services("?metering=gpu_seconds")).length, 1);
  const { plan, allowlisted } = await api.account();
  assert.deepEqual([plan, allowlisted], ["enterprise", true]);
}));

test("what is made is answered as it stands", onClock(async ({ backend, api }) => {
  await backend.allowSeconds();
  for (const fields of [
    { ...GPU, labels: { team: "blue", "cost.centre": "" } },
    { ...GPU, tier: "C", scaling: { ...AUTOMATIC, policies: [POLICY] } },
    { ...GPU, scaling: { mode: "manual", instances: 0 } },
    { ...TOKENS, billing_mode: "tpm_reservation" },
    { ...TOKENS, name: "<b>\"'=cmd()\u202e\u{1f600}" },
    { ...TOKENS, name: "\u{1f600}".repeat(200) },
  ]) {
    const { status, headers, etag, body } = await api.answer("POST", "/services", fields);
    assert.equal(status, 201);
    assert.equal(headers.get("location"), `/api/v1/services/${body.id}`);
    assert.match(body.id, /^svc_/);
    const { billing_mode: configured, scaling: given, ...rest } = { tier: null, labels: {}, ...fields };
    const { scaling, ...made } = body;
    assert.deepEqual(made, {
      ...made, ...rest, type: "custom", billing_mode: "none", configured_billing_mode: configured,
      status: "not_enabled", reasons: [], late: false, since: null, instances: { wanted: 0, running: 0 }, created_at: START,
    });
    assert.deepEqual({ policies: [], ...scaling }, { policies: [], ...(given ?? null) }, "the scaling that was given");
    const again = await api.answer("GET", `/services/${body.id}`);
    assert.deepEqual(again.body, body);
    assert.equal(again.etag, etag);
    assert.match(etag, /^"v\d+"$/);
  }
}));

test("services that can't be are refused at the place", onClock(async ({ backend, api }) => {
  await backend.allowSeconds();
  const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`label-${index}`, ""]));
  for (const [body, pointer, code = "malformed"] of [
    ["", ""], ["{", ""], ["[]", ""], ["null", ""],
    [without(TOKENS, "name"), "/name"],
    [without(TOKENS, "model"), "/model"],
    [without(TOKENS, "metering"), "/metering"],
    [without(TOKENS, "billing_mode"), "/billing_mode"],
    [{ ...TOKENS, name: "" }, "/name"],
    [{ ...TOKENS, name: "n".repeat(201) }, "/name"],
    [{ ...TOKENS, name: 1 }, "/name"],
    [{ ...TOKENS, colour: "red" }, "/colour"],
    // What only the server or the operator sets.
    ...["id", "status", "reasons", "type", "since", "created_at", "cost", "instances", "overdue", "price", "account", "command", "team_id"]
      .map((name) => [{ ...TOKENS, [name]: "x" }, `/${name}`]),
    ['{"name":"a","name":"b","model":"small-8b","metering":"tokens","billing_mode":"pay_as_you_go"}', "/name"],
    ['{"name":"a","model":"small-8b","metering":"tokens","billing_mode":"pay_as_you_go","labels":{"a":"1","a":"2"}}', "/labels/a"],
    [{ ...TOKENS, metering: "minutes" }, "/metering"],
    [{ ...TOKENS, billing_mode: "none" }, "/billing_mode"],
    [{ ...GPU, billing_mode: "tpm_reservation" }, "/billing_mode", null],
    [{ ...TOKENS, model: "no-such" }, "/model", "unknown_model"],
    [{ ...GPU, model: "no-such" }, "/model", "unknown_model"],
    [{ ...GPU, tier: "Z" }, "/tier", "unknown_tier"],
    [{ ...GPU, tier: "a" }, "/tier", "unknown_tier"],
    [without(GPU, "tier"), "/tier"],
    [without(GPU, "scaling"), "/scaling"],
    [{ ...TOKENS, tier: "A" }, "/tier"],
    [{ ...TOKENS, scaling: GPU.scaling }, "/scaling"],
    [{ ...GPU, scaling: { mode: "magic" } }, "/scaling/mode"],
    [{ ...GPU, scaling: { mode: "manual" } }, "/scaling/instances"],
    [{ ...GPU, scaling: { mode: "manual", instances: 1, minimum: 1 } }, "/scaling/minimum"],
    ...[-1, 1.5, "1", null, 1001, 1e300].map((instances) => [{ ...GPU, scaling: { mode: "manual", instances } }, "/scaling/instances", null]),
    [withScaling({ minimum: 5 }), "/scaling/minimum"],
    [withScaling({ concurrency: 0 }), "/scaling/concurrency"],
    [withScaling({ maximum: 1001 }), "/scaling/maximum", null],
    [withScaling({ policies: [{ ...POLICY, cron: "61 * * * *" }] }), "/scaling/policies/0/cron"],
    [withScaling({ policies: [{ ...POLICY, cron: "* * * *" }] }), "/scaling/policies/0/cron"],
    [withScaling({ policies: [POLICY, { ...POLICY, duration_seconds: 0 }] }), "/scaling/policies/1/duration_seconds"],
    [withScaling({ policies: Array(6).fill(POLICY) }), "/scaling/policies", null],
    [{ ...TOKENS, labels: [] }, "/labels"],
    [{ ...TOKENS, labels: { team: 1 } }, "/labels/team"],
    [{ ...TOKENS, labels: { team: "x".repeat(201) } }, "/labels/team"],
    [{ ...TOKENS, labels: many }, "/labels", null],
    [{ ...TOKENS, labels: { ["x".repeat(64)]: "" } }, `/labels/${"x".repeat(64)}`],
  ]) {
    // Where it can be seen either way, null stands for both.
    const status = code === null ? [400, 422] : code === "malformed" ? 400 : 422;
    await api.refused("POST", "/services", body, { status, code: code ?? ["malformed", "out_of_range"], pointer });
  }
  assert.deepEqual(await api.services("?type=custom"), [], "nothing was made");
}));

test("every model has a default service, which stays as the platform made it", onClock(async ({ backend, api }) => {
  const models = await api.models();
  const services = await api.services("?type=default");
  assert.deepEqual(models.map((one) => one.default_service.id).sort(), services.map((one) => one.id).sort());
  assert.ok(models.length >= 3);
  for (const service of services) {
    const { type, metering, tier, scaling, configured_billing_mode: mode, status } = service;
    assert.deepEqual([type, metering, tier, scaling, mode, status], ["default", "tokens", null, null, "pay_as_you_go", "not_enabled"]);
    const path = `/services/${service.id}`;
    await api.refused("DELETE", path, undefined, { status: 409, code: "conflict" });
    await api.refused("PUT", `${path}/billing-mode`, { billing_mode: "tpm_reservation" }, { status: [400, 409, 422], headers: { "if-match": "*" } });
    await api.refused("PUT", `${path}/reservations`, { tpm: 10_000, until: null }, { status: [409, 422], headers: { "if-match": "*" } });
    await api.refused("PUT", `${path}/scaling`, GPU.scaling, { status: [400, 409, 422], headers: { "if-match": "*" } });
  }
  const [first] = services;
  await api.enable(first.id);
  await backend.settle();
  assert.equal((await api.service(first.id)).billing_mode, "pay_as_you_go");
  assert.equal((await api.models()).find((one) => one.default_service.id === first.id).default_service.status, "running");
  assert.ok(models.every((one) => one.illustrative === true), "sample prices say so");
}));

test("changes need the version they are made on", onClock(async ({ backend, api }) => {
  await backend.allowSeconds();
  const { id } = await api.createService(GPU);
  const path = `/services/${id}`;
  const now = async () => (await api.answer("GET", path)).etag;
  const stale = await now();
  for (const [method, sub, body] of [
    ["PATCH", "", { name: "other" }],
    ["PUT", "/scaling", { mode: "manual", instances: 2 }],
    ["PUT", "/billing-mode", { billing_mode: "pay_as_you_go" }],
  ]) {
    await api.refused(method, path + sub, body, { status: 428, code: "precondition_required" });
    for (const wrong of ['"v999999"', '"x"', 'W/"v1"']) {
      await api.refused(method, path + sub, body, { status: 412, code: "precondition_failed", headers: { "if-match": wrong } });
    }
  }
  assert.equal(await now(), stale, "what is refused is no version");

  const patched = await api.answer("PATCH", path, { name: "other" }, { "if-match": stale });
  assert.notEqual(patched.etag, stale);
  assert.equal(patched.etag, await now());
  await api.answer("PATCH", path, { labels: { a: "b" } }, { "if-match": "*" });
  await api.answer("PATCH", path, { labels: { a: "c" } }, { "if-match": `${stale}, ${await now()}` });

  for (const [method, sub] of [["POST", "/enable"], ["POST", "/disable"], ["DELETE", ""]]) {
    const { body } = await api.refused(method, path + sub, undefined, { status: 412, code: "precondition_failed", headers: { "if-match": stale } });
    assert.match(body.changed_by, /^api_key:/, "who was quicker is named");
  }
  assert.equal((await api.service(id)).status, "not_enabled");
  await api.answer("POST", `${path}/enable`, undefined, { "if-match": await now() });
}));

test("two changes on one version: one of them counts", onClock(async ({ api }) => {
  const { id } = await api.createService(TOKENS);
  const { etag } = await api.answer("GET", `/services/${id}`);
  const names = Array.from({ length: 10 }, (_, index) => `name-${index}`);
  const answers = await Promise.all(names.map((name) => api.call("PATCH", `/services/${id}`, { name }, { "if-match": etag })));
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, ...Array(9).fill(412)]);
  assert.equal((await api.service(id)).name, names[answers.findIndex((answer) => answer.status === 200)]);
}));

test("name and labels change, nothing else does", onClock(async ({ api }) => {
  const { id, ...before } = await api.createService({ ...TOKENS, labels: { team: "blue", tier: "gold" } });
  const patched = await api.patchService(id, { name: "renamed" });
  assert.deepEqual([patched.name, patched.labels], ["renamed", { team: "blue", tier: "gold" }]);
  const labelled = await api.patchService(id, { labels: { team: "red" } });
  assert.deepEqual(labelled, { id, ...before, name: "renamed", labels: { team: "red" }, position: labelled.position }, "labels are replaced as a whole");
  for (const [body, pointer] of [
    [{ status: "running" }, "/status"], [{ model: "large-70b" }, "/model"], [{ metering: "gpu_seconds" }, "/metering"],
    [{ billing_mode: "none" }, "/billing_mode"], [{ created_at: START }, "/created_at"], [{ name: "" }, "/name"],
    ['{"name":"a","name":"b"}', "/name"], [{ labels: { a: null } }, "/labels/a"], [{ cost: {} }, "/cost"],
  ]) {
    await api.refused("PATCH", `/services/${id}`, body, { status: 400, code: "malformed", pointer, headers: { "if-match": "*" } });
  }
  assert.deepEqual(await api.service(id), labelled);
}));

test("lists are filtered", onClock(async ({ backend, api }) => {
  await backend.allowSeconds();
  const made = {};
  for (const [name, fields] of Object.entries({
    alpha: { ...GPU, labels: { team: "blue", stage: "test" } },
    beta: { ...TOKENS, labels: { team: "blue" } },
    "Beta two": { ...TOKENS, model: "large-70b", labels: { team: "a:b" } },
  })) {
    made[(await api.createService({ ...fields, name })).id] = name;
  }
  await api.enable(Object.keys(made)[1]);
  await backend.settle();
  const names = async (query) => (await api.services(`?type=custom&${query}`)).map((one) => made[one.id]).sort();
  for (const [query, expected] of [
    ["", ["Beta two", "alpha", "beta"]],
    ["metering=gpu_seconds", ["alpha"]],
    ["metering=tokens&model=small-8b", ["beta"]],
    ["model=large-70b", ["Beta two"]],
    ["model=no-such", []],
    ["status=running", ["beta"]],
    ["status=not_enabled", ["Beta two", "alpha"]],
    ["label=team:blue", ["alpha", "beta"]],
    ["label=team:a:b", ["Beta two"]],
    ["label=team:green", []],
    ["q=BETA", ["Beta two", "beta"]],
    [`q=${encodeURIComponent("' OR 1=1 --")}`, []],
    ["q=%25", []], ["q=a_pha", []], ["q=al%25a", []],
    ["q=beta&status=running&label=team:blue", ["beta"]],
  ]) {
    assert.deepEqual(await names(query), expected, query);
  }
  for (const query of [
    "status=sleeping", `status=${encodeURIComponent("running' OR '1'='1")}`, "metering=x", "type=x", "label=team", "sort=name;drop",
    "status=running&status=stopped",
  ]) {
    await api.refused("GET", `/services?${query}`, undefined, { status: 400, code: "malformed" });
  }
}));

test("lists come in pages, and a page is not disturbed by what is made or deleted", onClock(async ({ api }) => {
  const ids = [];
  for (let index = 0; index < 25; index += 1) {
    ids.push((await api.createService({ ...TOKENS, name: `service ${index}` })).id);
  }
  for (const limit of [1, 10, 25, 100]) {
    const found = (await api.all("/services?type=custom", limit)).map((one) => one.id);
    assert.deepEqual([...found].sort(), [...ids].sort(), `pages of ${limit}`);
  }
  const first = await api.get("/services?type=custom&limit=10");
  await api.deleteService(first.data[0].id);
  await api.createService({ ...TOKENS, name: "late" });
  const rest = [];
  for (let cursor = first.next_cursor; cursor !== null;) {
    const page = await api.get(`/services?type=custom&limit=10&cursor=${encodeURIComponent(cursor)}`);
    rest.push(...page.data.map((one) => one.id));
    cursor = page.next_cursor;
  }
  const seen = [...first.data.map((one) => one.id), ...rest].filter((id) => ids.includes(id));
  assert.deepEqual(seen.sort(), [...ids].sort(), "each once, whatever happened in between");
  assert.equal((await api.get("/services")).data.length, Math.min(50, 25 + (await api.models()).length), "50 is the default");
  for (const query of [
    "limit=0", "limit=101", "limit=1000000000", "limit=-1", "limit=x", "limit=", "limit=1&limit=2",
    "cursor=", "cursor=x", `cursor=${"A".repeat(5000)}`,
  ]) {
    await api.refused("GET", `/services?${query}`, undefined, { status: 400, code: "malformed" });
  }
}));

test("custom services that don't run can be deleted, and stay billed", onClock(async ({ backend, api }) => {
  await backend.allowSeconds();
  const { id } = await api.createService(GPU);
  await backend.clockTo("2026-03-03T10:00:00Z");
  await api.enable(id);
  await backend.settle();
  await backend.clockTo("2026-03-03T11:00:00Z");
  await api.refused("DELETE", `/services/${id}`, undefined, { status: 409, code: "conflict" });
  await api.disable(id);
  assert.equal((await api.deleteService(id)).status, 204);
  await api.refused("DELETE", `/services/${id}`, undefined, { status: 404, code: "not_found" });
  assert.deepEqual(await api.services("?type=custom"), []);
  const bill = await api.bill();
  assert.deepEqual(bill.lines.map((line) => [line.service, line.amount]), [[id, "0.7812"]]);
  for (const query of ["group_by=service", `service=${id}`, `service=${id}&group_by=minute&from=2026-03-03&to=2026-03-04`]) {
    assert.equal(sum((await api.usage(query)).map((row) => row.amount)), "0.7812", query);
  }

  for (const stranger of [id, "svc_0000000000000000", "x", "%00", "svc_%27%20OR%201=1"]) {
    const path = `/services/${stranger}`;
    if (stranger !== id) {
      await api.refused("GET", `/usage?service=${stranger}`, undefined, { status: 404, code: "not_found" });
    }
    for (const [method, sub, body] of [
      ["GET", ""], ["PATCH", "", { name: "x" }], ["POST", "/enable"], ["POST", "/disable"],
      ["PUT", "/scaling", GPU.scaling], ["PUT", "/billing-mode", { billing_mode: "pay_as_you_go" }],
      ["GET", "/reservations"], ["PUT", "/reservations", { tpm: 10_000, until: null }], ["DELETE", "/reservations/res_1"],
      ["GET", "/timeline"], ["GET", "/runs"], ["GET", "/instances"], ["POST", "/preview", { command: "enable" }],
    ]) {
      await api.refused(method, path + sub, body, { status: 404, code: "not_found", headers: { "if-match": "*" } });
    }
  }
}));
