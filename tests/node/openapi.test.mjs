// The OpenAPI document by itself: it is valid, whole, closed, and its examples are true. That answers keep to it is
// the affair of the REST tests, which hold each against it with `checkAnswer`.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { Validator } from "@seriousme/openapi-schema-validator";

import { priceEstimate, priceUsage } from "../../pkg/dist/index.js";
import { checkAnswer, checkStreamEvent, document, faultsOf, found, operationFor, operations } from "./contract.mjs";
import { priceBookOf, vectors } from "./support.mjs";

const schemas = (name) => ["components", "schemas", name];

/** Every object in the document, with the steps that lead to it. */
function* objects(value = document, steps = []) {
  if (typeof value === "object" && value !== null) {
    if (!Array.isArray(value)) {
      yield { value, steps };
    }
    for (const [key, inner] of Object.entries(value)) {
      yield* objects(inner, [...steps, key]);
    }
  }
}

/** Whether the steps lead into a value that is shown, which holds no schema. */
const isExample = (steps) => steps.some((step) => step === "example" || step === "examples");

const references = [...objects()].filter(({ value, steps }) => typeof value.$ref === "string" && !isExample(steps));

test("it is valid OpenAPI 3.1", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document));
  assert.deepEqual([valid, errors ?? [], validator.version], [true, [], "3.1"]);
});

test("every reference leads somewhere, and every component is used", () => {
  const used = new Set(references.map(({ value }) => value.$ref));
  for (const reference of used) {
    assert.match(reference, /^#\/components\/[A-Za-z]+\/[A-Za-z-]+$/);
    assert.notEqual(found(reference.split("/").slice(1)).value, undefined, reference);
  }
  // This one answers every method that no operation is for.
  const apart = ["#/components/responses/MethodNotAllowed"];
  for (const [kind, components] of Object.entries(document.components)) {
    for (const name of Object.keys(components)) {
      const reference = `#/components/${kind}/${name}`;
      assert.ok(kind === "securitySchemes" || apart.includes(reference) || used.has(reference), `${reference} is not used`);
    }
  }
});

test("every operation says what it is, how it goes well and how it does not", () => {
  const ids = new Set();
  const tags = document.tags.map(({ name }) => name);
  for (const { method, template, operation, parameters } of operations) {
    const name = `${method} ${template}`;
    assert.match(operation.operationId ?? "", /^[a-z][A-Za-z]+$/, name);
    assert.ok(!ids.has(operation.operationId), `${name}: ${operation.operationId} is taken`);
    ids.add(operation.operationId);
    assert.match(operation.summary ?? "", /^[A-Z].*[^.]$/, name);
    assert.equal(operation.tags?.length, 1, name);
    assert.ok(tags.includes(operation.tags[0]), `${name}: ${operation.tags[0]}`);
    const statuses = Object.keys(operation.responses);
    assert.ok(statuses.some((status) => /^2/.test(status)), `${name} never succeeds`);
    // That one has nothing that could fail.
    const mayFail = operation.operationId !== "getHealth";
    assert.equal(statuses.some((status) => /^[45]/.test(status)), mayFail, `${name} never fails`);
    assert.deepEqual(statuses, [...statuses].sort(), `${name}: statuses in order`);
    const inPath = parameters.filter((parameter) => parameter.in === "path");
    assert.deepEqual(
      inPath.map((parameter) => `{${parameter.name}}`),
      template.match(/\{[^}]+\}/g) ?? [],
      `${name}: parameters of the path`,
    );
  }
});

test("every problem names its status and its codes, and every code is answered somewhere", () => {
  const answered = new Set(["internal"]);
  for (const [name, response] of Object.entries(document.components.responses)) {
    const problem = response.content?.["application/problem+json"];
    if (problem !== undefined) {
      const { status, code } = problem.schema.properties;
      const users = references.filter(({ value }) => value.$ref === `#/components/responses/${name}`);
      for (const { steps } of users) {
        assert.equal(steps.at(-1), String(status.const), steps.join(" "));
      }
      for (const each of code.enum ?? [code.const]) {
        answered.add(each);
      }
    }
  }
  assert.deepEqual(document.components.schemas.ProblemCode.enum, [...answered].sort());
});

test("objects are closed", () => {
  const isOpen = new Set(["Event/properties/data", "openapi.json/get/responses/200/content/application/json/schema"]);
  for (const { value, steps } of objects()) {
    const isObject = value.type === "object" && !isExample(steps) && steps.at(-1) !== "properties";
    if (isObject && value.additionalProperties === undefined) {
      assert.ok([...isOpen].some((end) => steps.join("/").endsWith(end)), steps.join("/"));
    }
    if (value.required instanceof Array && value.type === "object") {
      assert.deepEqual(value.required.filter((field) => !(field in value.properties)), [], steps.join("/"));
    }
  }
});

test("currencies are those of the core", async () => {
  const source = await readFile(new URL("../../crates/pricing/src/currency.rs", import.meta.url), "utf8");
  const codes = source.slice(source.indexOf("CODES"), source.indexOf("];")).match(/\b[A-Z]{3}\b/g);
  assert.deepEqual(document.components.schemas.Currency.enum, codes.sort());
});

test("every example has the form that it shows", () => {
  let count = 0;
  const check = (steps, example) => {
    assert.deepEqual(faultsOf(steps, example), [], `${steps.join("/")}: ${JSON.stringify(example)}`);
    count += 1;
  };
  for (const { value, steps } of objects()) {
    if (!isExample(steps)) {
      if ("example" in value && "schema" in value) {
        check([...steps, "schema"], value.example);
      }
      if (Array.isArray(value.examples)) {
        value.examples.forEach((example) => check(steps, example));
      }
    }
  }
  assert.ok(count > 60, `${count} examples`);
});

test("the worked example is what the core says", () => {
  for (const [path, price] of [
    ["/settlements", ({ usage }) => priceUsage(usage)],
    ["/estimates", ({ estimate }) => priceEstimate(estimate)],
  ]) {
    const { operation } = operationFor("POST", path);
    const answer = operation.responses["200"].content["application/json"].example;
    assert.equal(answer.bills[0].exact_total, "2.3436");
    assert.deepEqual(answer, price(operation.requestBody.content["application/json"].example));
  }
});

test("what the core takes and answers has the form of the document", async () => {
  const check = (schema, value, name) => assert.deepEqual(faultsOf(schemas(schema), value), [], `${name}: ${schema}`);
  const bundled = new URL("../../crates/pricing/price-book.json", import.meta.url);
  check("PriceBook", JSON.parse(await readFile(bundled, "utf8")), "the bundled price book");
  for (const [file, schema, field] of [["pricing", "Usage", "usage"], ["estimates", "Estimate", "estimate"]]) {
    const content = await vectors(file);
    for (const testCase of content.cases.filter(({ refused }) => refused === undefined)) {
      check(schema, testCase[field], testCase.name);
      check("PriceBook", priceBookOf(content, testCase), testCase.name);
      check("Settlement", testCase.expected, testCase.name);
    }
  }
});

// The helper that other tests rely on must say no.

const REQUEST_ID = "455d55be-0f44-4000-a45a-51ca00952c9a";
const SERVICE = document.components.responses.Service.content["application/json"].example;
const PROBLEM = { type: "about:blank", title: "Not Found", status: 404, detail: "there is nothing at this address", code: "not_found", errors: [] };
const json = { "content-type": "application/json", "x-request-id": REQUEST_ID };
const service = { ...json, etag: '"v3"' };
const problem = { ...json, "content-type": "application/problem+json" };

for (const [name, answer, says] of [
  ["a service", ["GET", "/services/svc_1", 200, service, SERVICE]],
  ["a service as text", ["GET", "/services/svc_1", 200, new Headers(service), JSON.stringify(SERVICE)]],
  ["a head", ["HEAD", "/services/svc_1", 200, service, ""]],
  ["a path with prefix and query", ["GET", "/api/v1/models?limit=1", 200, json, { data: [], next_cursor: null }]],
  ["a path without parameters goes first", ["GET", "/bills/current?format=csv", 200, { ...json, "content-type": "text/csv; charset=utf-8" }, "a,b\r\n"]],
  ["nothing", ["DELETE", "/services/svc_1", 204, json, ""]],
  ["a problem", ["GET", "/services/svc_1", 404, problem, PROBLEM]],
  ["an address that is none", ["GET", "/api/v1/nothing", 404, problem, PROBLEM]],
  ["health", ["GET", "/healthz", 200, { ...json, "content-type": "text/plain; charset=utf-8" }, "ok\n"]],
  ["a missing field", ["GET", "/services/svc_1", 200, service, { ...SERVICE, late: undefined }], /required property 'late'/],
  ["a field too many", ["GET", "/services/svc_1", 200, service, { ...SERVICE, secret: 1 }], /additional properties.*"secret"/],
  ["a number as money", ["GET", "/services/svc_1", 200, service, { ...SERVICE, cost: { ...SERVICE.cost, per_hour: 1.5624 } }], /\/cost\/per_hour must be string: 1.5624/],
  ["a decimal that is not canonical", ["GET", "/services/svc_1", 200, service, { ...SERVICE, cost: { ...SERVICE.cost, per_hour: "1.50" } }], /\/cost\/per_hour must match pattern/],
  ["no version", ["GET", "/services/svc_1", 200, json, SERVICE], /header ETag is missing/],
  ["a version that is none", ["GET", "/services/svc_1", 200, { ...service, etag: "v3" }, SERVICE], /header ETag: /],
  ["a wait that is none", ["GET", "/models", 429, { ...problem, "retry-after": "soon" }, { ...PROBLEM, status: 429, code: "too_many_requests" }], /header Retry-After: /],
  ["a status that is none", ["GET", "/services/svc_1", 418, json, SERVICE], /answered 418; the document allows 200, 401/],
  ["a code of another status", ["GET", "/services/svc_1", 404, problem, { ...PROBLEM, code: "conflict" }], /\/code must be equal to constant/],
  ["a status that differs", ["GET", "/services/svc_1", 404, problem, { ...PROBLEM, status: 400 }], /\/status must be equal to constant/],
  ["a problem as JSON", ["GET", "/services/svc_1", 404, json, PROBLEM], /content type application\/json/],
  ["text that is no JSON", ["GET", "/services/svc_1", 200, service, "{"], /no JSON/],
  ["a body where there is none", ["DELETE", "/services/svc_1", 204, json, "{}"], /body where the document has none/],
  ["a method that is none", ["PATCH", "/models", 200, json, {}], /no such method/],
  ["an address that answers", ["GET", "/nothing", 200, json, {}], /no such address/],
]) {
  test(`checkAnswer: ${name}`, () => {
    if (says === undefined) {
      checkAnswer(...answer);
    } else {
      assert.throws(() => checkAnswer(...answer), (error) => error instanceof assert.AssertionError && says.test(error.message));
    }
  });
}

test("checkStreamEvent: events have the form of their names", () => {
  checkStreamEvent("status", { service: "svc_1", deleted: true, at: "2026-03-03T10:00:00Z" });
  checkStreamEvent("rate", { service: "svc_1", per_hour: "1.5624", currency: "USD", at: "2026-03-03T10:00:00Z" });
  assert.throws(() => checkStreamEvent("rate", { per_hour: 1.5624 }), assert.AssertionError);
  assert.throws(() => checkStreamEvent("secret", {}), assert.AssertionError);
});
