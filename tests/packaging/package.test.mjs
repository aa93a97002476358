// The packed package as a thing: what lies in it, and what it says about itself.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createHash } from "node:crypto";

import { publint } from "publint";
import { formatMessage } from "publint/utils";

import { install, PACKAGE, run } from "./support.mjs";

let consumer;
let manifest;
before(async () => {
  consumer = await install();
  manifest = JSON.parse(await readFile(join(consumer.installed, "package.json"), "utf8"));
});
after(() => consumer?.remove());

test("publint has nothing to say", async () => {
  const { messages } = await publint({ pkgDir: consumer.installed, pack: false, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, manifest)), []);
});

test("are the types wrong? they are not", async () => {
  // What is no module has no types to be right or wrong.
  const documents = Object.keys(manifest.exports).filter((entry) => /\.(json|wasm)$/.test(entry));
  const attw = ["node_modules/@arethetypeswrong/cli/dist/index.js", consumer.tarball, "--profile", "esm-only"];
  // It fails where a problem is left.
  const printed = await run(process.execPath, [...attw, "--no-color", "--exclude-entrypoints", ...documents], {
    cwd: consumer.project,
  });
  for (const entry of ["tiermeter", "tiermeter/slim", "tiermeter/inline", "tiermeter/element"]) {
    assert.ok(printed.includes(`"${entry}"`), `${entry} was not looked at`);
  }
});

test("the tarball holds what is needed and nothing else", () => {
  const { files } = consumer;
  const allowed = /^(package\.json|README\.md|LICENSE-(APACHE|MIT)|dist\/([a-z0-9-]+\/)*[A-Za-z0-9_.-]+\.(js|d\.ts|json|wasm))$/;
  assert.deepEqual(files.filter((file) => !allowed.test(file)), []);
  assert.deepEqual(files.filter((file) => file.endsWith(".wasm")), ["dist/tiermeter_bg.wasm"]);
  for (const file of ["README.md", "LICENSE-APACHE", "LICENSE-MIT", "dist/fallback/tiermeter.wasm2js.js"]) {
    assert.ok(files.includes(file), file);
  }
});

test("everything that is exported is in the tarball", () => {
  const targets = Object.values(manifest.exports).flatMap((target) => (typeof target === "string" ? [target] : Object.values(target)));
  const missing = targets.map((target) => target.replace("./", "")).filter((target) => !consumer.files.includes(target));
  assert.deepEqual(missing, []);
});

test("the package depends on nothing and runs nothing when it is installed", async () => {
  for (const field of ["dependencies", "peerDependencies", "optionalDependencies", "bundledDependencies"]) {
    assert.equal(manifest[field], undefined, field);
  }
  for (const script of ["preinstall", "install", "postinstall", "prepare"]) {
    assert.equal(manifest.scripts?.[script], undefined, script);
  }
  assert.deepEqual(manifest.sideEffects, ["./dist/element.js"]);
});

test("the module's files import only each other", async () => {
  const dist = join(consumer.installed, "dist");
  const files = (await readdir(dist, { recursive: true })).filter((file) => file.endsWith(".js"));
  for (const file of files) {
    const text = await readFile(join(dist, file), "utf8");
    for (const [, specifier] of text.matchAll(/^(?:import|export)\s[^"';]*?from\s*"([^"]+)"|^import\s*"([^"]+)"/gm)) {
      assert.match(specifier ?? "", /^\.\.?\//, `${file} imports ${specifier}`);
    }
  }
  const inline = await readFile(join(dist, "inline.js"), "utf8");
  assert.doesNotMatch(inline, /\bimport\s*[({"*]|\bimport\.meta\b|\bfrom\s*"/, "the inline build is one file");
});

test("only the module that loads by itself names the wasm", async () => {
  // Bundlers follow such a name, also where the host loads the wasm itself.
  const dist = join(consumer.installed, "dist");
  const files = (await readdir(dist, { recursive: true })).filter((file) => file.endsWith(".js"));
  const naming = [];
  for (const file of files) {
    if ((await readFile(join(dist, file), "utf8")).includes("import.meta")) {
      naming.push(file);
    }
  }
  assert.deepEqual(naming, ["load.js"]);
});

test("the module vouches for its wasm", async () => {
  const wasm = await readFile(join(consumer.installed, "dist/tiermeter_bg.wasm"));
  const { integrity } = await import(join(consumer.installed, "dist/integrity.js"));
  assert.equal(integrity, `sha384-${createHash("sha384").update(wasm).digest("base64")}`);
});

test("no path of the machine that built it is in it", async () => {
  for (const file of consumer.files) {
    const text = await readFile(join(consumer.installed, file), "latin1");
    // The second is the folder that cargo names after where a crate came from.
    const paths = text.match(/\/(root|home|work|Users)\/[\w./-]*|registry\/src\/[\w./-]*/g) ?? [];
    assert.deepEqual([...new Set(paths)], [], file);
  }
});

test("the licences are the repository's", async () => {
  for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) {
    const ours = await readFile(join(PACKAGE, "..", name), "utf8");
    assert.equal(await readFile(join(consumer.installed, name), "utf8"), ours, name);
  }
});

test("lock files name no place to fetch from, and the examples use what is tested", async () => {
  const here = new URL("./", import.meta.url);
  for (const lock of [new URL("package-lock.json", here), join(PACKAGE, "package-lock.json")]) {
    assert.doesNotMatch(await readFile(lock, "utf8"), /"resolved"|https?:\/\/registry/);
  }
  const { devDependencies: tested } = JSON.parse(await readFile(new URL("package.json", here), "utf8"));
  const known = { ...tested, tiermeter: manifest.version };
  for (const framework of await readdir(join(PACKAGE, "examples"))) {
    // Plain HTML needs no project around it.
    if (framework === "html") {
      continue;
    }
    const example = JSON.parse(await readFile(join(PACKAGE, `examples/${framework}/package.json`), "utf8"));
    for (const [name, version] of Object.entries({ ...example.dependencies, ...example.devDependencies })) {
      assert.equal(version, known[name], `${name} in the example for ${framework}`);
    }
  }
});

test("the README names every entry point, function and code", async () => {
  const readme = await readFile(join(consumer.installed, "README.md"), "utf8");
  const names = Object.keys(manifest.exports).map((entry) => entry.replace(/^\./, "tiermeter"));
  const functions = Object.keys(await import(join(consumer.installed, "dist/index.js")));
  const types = await readFile(join(consumer.installed, "dist/types.d.ts"), "utf8");
  const [, union] = /type RefusalCode = ([^;]+);/.exec(types);
  const codes = [...union.matchAll(/"([a-z_]+)"/g)].map(([, code]) => code);
  assert.ok(codes.length > 15);
  for (const name of [...names, ...functions, ...codes, "initialize"]) {
    if (name !== "tiermeter/package.json") {
      assert.ok(readme.includes(name), `${name} is not in the README`);
    }
  }
});
