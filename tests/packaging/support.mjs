// What the packaging tests stand on: the packed package installed as others install it, a server of static files,
// and Chromium.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, readdir, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { chromium } from "playwright-core";

import { expectationsOf, lightOf, outcomesOf } from "./fixtures/shared/outcomes.js";

export { outcomesOf };

const HERE = fileURLToPath(new URL("./", import.meta.url));
const CHROMIUM = process.env.TIERMETER_CHROMIUM ?? "/usr/bin/chromium";
const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];
/** How long one program or page may take. */
const PATIENCE_MILLISECONDS = 60_000;
const OUTPUT_BYTES = 64 * 1024 * 1024;

/** The folder of the package's sources. */
export const PACKAGE = fileURLToPath(new URL("../../pkg/", import.meta.url));

/** Runs a program to its end; what it printed. Fails with that where it fails. */
export async function run(program, args, options = {}) {
  const settings = { timeout: PATIENCE_MILLISECONDS, maxBuffer: OUTPUT_BYTES, ...options };
  try {
    return (await promisify(execFile)(program, args, settings)).stdout;
  } catch (error) {
    throw new Error(`${[program, ...args].join(" ")} failed\n${error.stdout ?? ""}${error.stderr ?? error}`);
  }
}

/** Runs a module in Node; the JSON that it printed. */
export async function runNode(file, { flags = [], args = [], cwd } = {}) {
  return JSON.parse(await run(process.execPath, [...flags, file, ...args], { cwd }));
}

/** Every vector of the three files. */
export async function readVectors() {
  const vectors = {};
  for (const name of ["pricing", "lifecycle", "estimates"]) {
    vectors[name] = JSON.parse(await readFile(new URL(`../vectors/${name}.json`, import.meta.url), "utf8"));
  }
  return vectors;
}

/** Fails, naming the first case, unless the outcomes are those of the vectors. */
export function agrees(outcomes, expected) {
  for (const kind of Object.keys(expected)) {
    assert.ok(expected[kind].length > 0, `there is no vector of ${kind}`);
    for (const [index, wanted] of expected[kind].entries()) {
      assert.deepEqual(outcomes[kind]?.[index], wanted, `${kind}: ${wanted.name}`);
    }
  }
  assert.deepEqual(outcomes, expected);
}

/** Packs the package, and installs the tarball in a new project of its own, with the fixtures beside it. */
export async function install() {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "tiermeter-packaging-")));
  try {
    return await installIn(folder);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function installIn(folder) {
  const packing = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const [packed] = JSON.parse(await run("npm", packing, { cwd: PACKAGE }));
  const tarball = join(folder, packed.filename);

  const project = join(folder, "project");
  await mkdir(project);
  await writeFile(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", tarball], { cwd: project });
  await linkTools(project);
  await cp(join(HERE, "fixtures"), project, { recursive: true });
  const vectors = await readVectors();
  // As one text, so that bundlers have nothing to take apart.
  const text = JSON.stringify(JSON.stringify(vectors));
  await writeFile(join(project, "shared/vectors.js"), `export default JSON.parse(${text});\n`);

  return {
    project,
    tarball,
    /** The files of the tarball, by their paths in the package. */
    files: packed.files.map((file) => file.path).sort(),
    /** The installed package. */
    installed: join(project, "node_modules/tiermeter"),
    /** What the vectors say, and the light ones among them. */
    expected: expectationsOf(vectors),
    lightExpected: expectationsOf(lightOf(vectors)),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A project's other packages, such as its framework, are those installed here. */
async function linkTools(project) {
  const modules = join(HERE, "node_modules");
  for (const name of await readdir(modules)) {
    if (name.startsWith(".")) {
      continue;
    }
    const scoped = name.startsWith("@") ? (await readdir(join(modules, name))).map((inner) => `${name}/${inner}`) : [name];
    for (const one of scoped) {
      await mkdir(join(project, "node_modules", one, ".."), { recursive: true });
      await symlink(join(modules, one), join(project, "node_modules", one));
    }
  }
}

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/**
 * Serves a folder on a free port, with a security policy if one is given. `change(path, answer)` may change an
 * answer of `{type, body}` before it goes out.
 */
export async function serve(folder, { policy, change = (_path, answer) => answer } = {}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = normalize(join(folder, path.endsWith("/") ? `${path}index.html` : path));
    try {
      assert.ok(file.startsWith(folder + sep));
      const { type, body } = await change(path, { type: TYPES[extname(file)], body: await readFile(file) });
      const headers = { "content-type": type ?? "application/octet-stream" };
      response.writeHead(200, policy === undefined ? headers : { ...headers, "content-security-policy": policy });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Starts Chromium. */
export function startBrowser() {
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: CHROMIUM_FLAGS });
}

/** A page, what it asked for, and what went wrong in it but for what is `foreseen`. */
export async function openPage(browser, address, foreseen = /Content Security Policy/) {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MILLISECONDS);
  const requested = [];
  const complaints = [];
  const violations = [];
  page.on("request", (request) => requested.push(new URL(request.url()).pathname));
  const complain = (text) => foreseen.test(text) || complaints.push(text);
  page.on("pageerror", (error) => complain(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.location().url.endsWith("/favicon.ico")) {
      complain(message.text());
    }
  });
  await page.exposeFunction("violated", (directive) => violations.push(directive));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => globalThis.violated(event.effectiveDirective));
  });
  await page.goto(address);
  return { page, requested, complaints, violations };
}

/** The value that a page's script left as `globalThis[name]`, as soon as it is there. */
export async function left({ page, complaints }, name) {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const value = await page.evaluate((key) => globalThis[key], name);
    if (value !== undefined) {
      return value;
    }
    assert.deepEqual(complaints, []);
    assert.ok(Date.now() < deadline, `the page left no ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
