// Holds real answers against the OpenAPI document, so that every REST test checks the contract too.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { Ajv2020 } from "ajv/dist/2020.js";

const PREFIX = "/api/v1";
const METHODS = ["get", "post", "put", "patch", "delete"];
const MOST_FAULTS = 8;
const MOST_SHOWN_CHARACTERS = 600;

/** The document that the server serves. */
export const document = JSON.parse(readFileSync(new URL("../../crates/server/src/http/openapi.json", import.meta.url), "utf8"));

// What the document says beside its schemas is no keyword of theirs, hence not strict.
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false }).addSchema(document, "openapi");

/** Every operation, with the steps that lead to it in the document. */
export const operations = Object.entries(document.paths).flatMap(([template, item]) =>
  METHODS.filter((method) => method in item).map((method) => ({
    method: method.toUpperCase(),
    template,
    operation: item[method],
    parameters: [...(item.parameters ?? []), ...(item[method].parameters ?? [])].map((parameter) => followed(parameter)),
    steps: ["paths", template, method],
  })),
);

/** The value at the end of the steps, and the steps to where it really stands: references on the way are followed. */
export function found(steps) {
  let value = document;
  let taken = [];
  for (const step of steps) {
    value = value?.[step];
    taken.push(step);
    if (typeof value?.$ref === "string" && Object.keys(value).length === 1) {
      taken = value.$ref.slice("#/".length).split("/").map(unescaped);
      value = taken.reduce((inner, key) => inner?.[key], document);
    }
  }
  return { value, steps: taken };
}

/** What is wrong with a value by the schema at the end of the steps, as sentences. */
export function faultsOf(steps, value) {
  const fragment = steps.map((step) => `/${encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("");
  const reference = `openapi#${fragment}`;
  const validate = ajv.getSchema(reference);
  assert.notEqual(validate, undefined, `there is no schema at ${reference}`);
  if (validate(value)) {
    return [];
  }
  return validate.errors.map(({ instancePath, message, params }) => {
    const extra = params.additionalProperty ?? params.unevaluatedProperty ?? params.allowedValues ?? params.allowedValue;
    const named = extra === undefined ? "" : ` (${JSON.stringify(extra)})`;
    return `${instancePath === "" ? "the whole" : instancePath} ${message}${named}: ${shown(at(value, instancePath), 80)}`;
  });
}

/**
 * Throws an `AssertionError` unless the document allows this answer.
 *
 * @param {string} method such as `POST`
 * @param {string} path the path that was asked, with or without `/api/v1` and a query, such as `/services/svc_1/enable`
 * @param {number} status
 * @param {Headers | Record<string, string>} headers of the answer
 * @param {unknown} body parsed JSON, or text; nothing, `null` or `""` where there is none
 */
export function checkAnswer(method, path, status, headers, body) {
  const asked = `${method} ${path} answered ${status}`;
  const response = responseFor(method, path, status, asked);
  if (response === undefined) {
    return;
  }
  const given = new Headers(headers);
  const faults = [
    ...headerFaults(response, given),
    ...(method.toUpperCase() === "HEAD" ? [] : bodyFaults(response, given, body)),
  ];
  if (faults.length > 0) {
    const more = faults.length > MOST_FAULTS ? [`and ${faults.length - MOST_FAULTS} more`] : [];
    const lines = [`${asked}, against the document:`, ...faults.slice(0, MOST_FAULTS), ...more];
    assert.fail(`${lines.join("\n  ")}\n  body: ${shown(body, MOST_SHOWN_CHARACTERS)}`);
  }
}

/** Throws an `AssertionError` unless an event of `GET /stream` has the form of its name. */
export function checkStreamEvent(name, data) {
  const steps = ["paths", `${PREFIX}/stream`, "get", "responses", "200", "x-events", name];
  assert.notEqual(found(steps).value, undefined, `the stream has no event ${name}`);
  const faults = faultsOf(found(steps).steps, data);
  assert.deepEqual(faults, [], `event ${name} of the stream: ${shown(data, MOST_SHOWN_CHARACTERS)}`);
}

/** The operation behind a concrete path; templates without parameters go first. */
export function operationFor(method, path) {
  const wanted = method.toUpperCase() === "HEAD" ? "GET" : method.toUpperCase();
  return operationsAt(path).find((operation) => operation.method === wanted);
}

function operationsAt(path) {
  const plain = path.split(/[?#]/)[0];
  for (const concrete of [PREFIX + plain, plain]) {
    const fitting = operations.filter(({ template }) => fits(template, concrete));
    const fewest = Math.min(...fitting.map(({ template }) => parameterCount(template)));
    if (fitting.length > 0) {
      return fitting.filter(({ template }) => parameterCount(template) === fewest);
    }
  }
  return [];
}

function fits(template, path) {
  const [wanted, given] = [template.split("/"), path.split("/")];
  return wanted.length === given.length && wanted.every((step, index) => (step.startsWith("{") ? given[index] !== "" : step === given[index]));
}

function parameterCount(template) {
  return template.split("{").length - 1;
}

/** The response that the document has for this; nothing where the address is none of the document's. */
function responseFor(method, path, status, asked) {
  const atPath = operationsAt(path);
  if (atPath.length === 0) {
    assert.equal(status, 404, `${asked}, but the document has no such address`);
    // Beside the API the page answers, with text.
    return path.startsWith("/api/") && !path.startsWith(`${PREFIX}/`) ? undefined : found(["components", "responses", "NotFound"]);
  }
  const known = operationFor(method, path);
  if (known === undefined) {
    if (method.toUpperCase() === "OPTIONS") {
      return undefined;
    }
    assert.equal(status, 405, `${asked}, but the document has no such method there`);
    return found(["components", "responses", "MethodNotAllowed"]);
  }
  const response = found([...known.steps, "responses", String(status)]);
  if (response.value === undefined) {
    assert.fail(`${asked}; the document allows ${Object.keys(known.operation.responses).join(", ")}`);
  }
  return response;
}

function headerFaults({ value, steps }, given) {
  return Object.keys(value.headers ?? {}).flatMap((name) => {
    const header = found([...steps, "headers", name]);
    const text = given.get(name);
    if (text === null) {
      return header.value.required === true ? [`the header ${name} is missing`] : [];
    }
    const parsed = header.value.schema.type === "integer" && /^[0-9]+$/.test(text) ? Number(text) : text;
    return faultsOf([...header.steps, "schema"], parsed).map((fault) => `header ${name}: ${fault}`);
  });
}

function bodyFaults({ value, steps }, given, body) {
  const hasBody = body !== undefined && body !== null && body !== "";
  if (value.content === undefined) {
    return hasBody ? ["there is a body where the document has none"] : [];
  }
  const type = (given.get("content-type") ?? "").split(";")[0].trim().toLowerCase();
  if (value.content[type] === undefined) {
    return [`content type ${type === "" ? "missing" : type}; the document has ${Object.keys(value.content).join(", ")}`];
  }
  const isJson = type === "application/json" || type.endsWith("+json");
  let content = body;
  if (isJson && typeof body === "string") {
    try {
      content = JSON.parse(body);
    } catch (error) {
      return [`the body is no JSON: ${error.message}`];
    }
  }
  return faultsOf([...steps, "content", type, "schema"], content);
}

function followed(value) {
  return typeof value.$ref === "string" ? found(value.$ref.slice("#/".length).split("/").map(unescaped)).value : value;
}

function unescaped(step) {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}

function at(value, pointer) {
  return pointer.split("/").slice(1).map(unescaped).reduce((inner, key) => inner?.[key], value);
}

function shown(value, most) {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
