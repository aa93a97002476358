// Every vector through each entry point of the packed package, in Node.
import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { agrees, install, outcomesOf, readVectors, run, runNode } from "./support.mjs";

let consumer;
before(async () => {
  consumer = await install();
});
after(() => consumer?.remove());

const RUNS = [
  ["an ES module", "esm.js"],
  ["a worker thread", "worker.js"],
  ["the inline build", "inline.js"],
  ["the slim build", "slim-vectors.js"],
  ["the fallback by itself", "fallback.js"],
];
for (const [name, file] of RUNS) {
  test(`every vector in Node: ${name}`, async () => {
    agrees(await runNode(join("node", file), { cwd: consumer.project }), consumer.expected);
  });
}

test("the fallback is taken in Node where there is no WebAssembly", async () => {
  assert.equal(await runNode("node/without-wasm.js", { flags: ["--jitless"], cwd: consumer.project }), "2.3436");
});

// V8 has them only on processors with SSE 4.1, and can be told that there is none.
const onX64 = { skip: process.arch === "x64" ? false : "only on x64 can Node be told to have no vector instructions" };
test("the fallback is taken in Node where WebAssembly has no vector instructions", onX64, async () => {
  const flags = ["--no-enable-sse4-1"];
  const answers = await runNode("node/without-vectors.js", { flags, cwd: consumer.project });
  assert.deepEqual(answers, ["2.3436", "1.1718"]);
});

for (const source of ["text", "url", "bytes", "buffer", "module", "response"]) {
  test(`the slim build in Node, its wasm given as ${source}`, async () => {
    assert.equal(await runNode("node/slim.js", { args: [source], cwd: consumer.project }), "2.3436");
  });
}

test("every vector in Node: the inline build as nothing but its text", async () => {
  const text = await readFile(join(consumer.installed, "dist/inline.js"), "base64");
  const tiermeter = await import(`data:text/javascript;base64,${text}`);
  agrees(outcomesOf(tiermeter, await readVectors()), consumer.expected);
});

test("every entry point can be imported where there is no DOM, and leaves nothing behind", async () => {
  const file = join(consumer.project, "node/imports.js");
  await writeFile(
    file,
    `const before = Reflect.ownKeys(globalThis);
    const names = {};
    for (const entry of ["tiermeter/element", "tiermeter", "tiermeter/slim", "tiermeter/inline"]) {
      names[entry] = Object.keys(await import(entry)).sort();
    }
    const added = Reflect.ownKeys(globalThis).filter((key) => typeof key === "string" && !before.includes(key));
    console.log(JSON.stringify({ names, added }));`,
  );
  const { names, added } = await runNode(file);
  const functions = [
    "TiermeterError",
    "applyCommand",
    "defaultPriceBook",
    "describeService",
    "expandEstimate",
    "newService",
    "priceColumns",
    "priceEstimate",
    "priceUsage",
  ];
  assert.deepEqual(names.tiermeter, functions);
  assert.deepEqual(names["tiermeter/inline"], functions);
  assert.deepEqual(names["tiermeter/slim"], [...functions, "initialize"].sort());
  assert.deepEqual(added, []);
});

test("the bundled price book is the same everywhere", async () => {
  const file = join(consumer.project, "node/price-books.js");
  await writeFile(
    file,
    `import { readFile } from "node:fs/promises";
    import { defaultPriceBook } from "tiermeter";
    import { defaultPriceBook as inlined } from "tiermeter/inline";
    import { defaultPriceBook as priceBookOfSlim } from "tiermeter/slim";
    import imported from "tiermeter/price-book.json" with { type: "json" };
    console.log(JSON.stringify([defaultPriceBook, inlined, priceBookOfSlim(), imported]));`,
  );
  const [first, ...others] = await runNode(file, { flags: ["--no-warnings"] });
  assert.equal(first.schema, "tiermeter.price-book/1");
  for (const other of others) {
    assert.deepEqual(other, first);
  }
});

test("a package whose wasm is missing says so", async () => {
  const other = await install();
  try {
    await rm(join(other.installed, "dist/tiermeter_bg.wasm"));
    await assert.rejects(run(process.execPath, ["node/esm.js"], { cwd: other.project }), /ENOENT.*tiermeter_bg\.wasm/s);
  } finally {
    await other.remove();
  }
});
