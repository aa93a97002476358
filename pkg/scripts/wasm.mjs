// Before the compiler: puts the wasm where the hand-written side expects it, and writes down its hash.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";

const dist = new URL("../dist/", import.meta.url);
const generated = new URL("wasm/tiermeter_bg.wasm", dist);
const wasm = new URL("tiermeter_bg.wasm", dist);
const fallback = new URL("fallback/tiermeter.wasm2js.js", dist);

if (existsSync(generated)) {
  await rename(generated, wasm);
}
for (const file of [wasm, fallback]) {
  if (!existsSync(file)) {
    throw new Error(`${file.pathname.split("/pkg/").at(-1)} is missing; cargo xtask pkg makes it`);
  }
}

// A browser takes no other bytes than these, so whoever vouches for the JavaScript vouches for the wasm too.
const hash = createHash("sha384").update(await readFile(wasm)).digest("base64");
await writeFile(new URL("integrity.js", dist), `/** The hash of tiermeter_bg.wasm. */\nexport const integrity = "sha384-${hash}";\n`);
await writeFile(new URL("integrity.d.ts", dist), "/** The hash of tiermeter_bg.wasm. */\nexport declare const integrity: string;\n");
