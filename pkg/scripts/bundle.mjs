// After the compiler: joins the inline build into one file that imports nothing, and takes out of every file what
// only its readers need. What is declared, with the descriptions that an editor shows, stays as it is.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build, transform } from "esbuild";

const dist = new URL("../dist/", import.meta.url);
const TARGET = "es2022";
// Its comments speak to bundlers.
const LEFT_AS_IT_IS = new Set(["bytes.js"]);
// What machines wrote gains from short names; everybody else's names stay, for traces that can be read.
const WRITTEN_BY_MACHINES = /^(fallback|wasm)\//;

const inline = fileURLToPath(new URL("inline.js", dist));
const wasm = await readFile(new URL("tiermeter_bg.wasm", dist));
await build({
  entryPoints: [inline],
  outfile: inline,
  allowOverwrite: true,
  bundle: true,
  format: "esm",
  platform: "neutral",
  target: TARGET,
  define: { WASM_BASE64: JSON.stringify(wasm.toString("base64")) },
  logLevel: "warning",
});

for (const file of await readdir(dist, { recursive: true })) {
  const name = file.replaceAll("\\", "/");
  if (!name.endsWith(".js") || LEFT_AS_IT_IS.has(name)) {
    continue;
  }
  const url = new URL(name, dist);
  const { code } = await transform(await readFile(url, "utf8"), {
    format: "esm",
    target: TARGET,
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: WRITTEN_BY_MACHINES.test(name),
  });
  await writeFile(url, code);
}
