// The element for pages that load it from another site: one script with everything but the core, so that its hash
// vouches for all of it. The script in turn holds the hashes of the core as wasm and of the fallback.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { build } from "esbuild";

import { hashedName, integrityOf } from "./hash.mjs";

const OPTIONS = {
  bundle: true,
  charset: "utf8",
  format: "esm",
  minify: true,
  platform: "neutral",
  target: "es2022",
  write: false,
  logLevel: "warning",
};

/** The files by their names, from the built package. `fallbackSource` takes the place of its own fallback. */
export async function elementFiles(dist, fallbackSource) {
  const wasm = await readFile(join(dist, "tiermeter_bg.wasm"));
  const wasmName = hashedName("tiermeter_bg.wasm", wasm);
  const fallback = await contentOf({ ...OPTIONS, entryPoints: [join(dist, "fallback.js")] });
  const fallbackName = hashedName("fallback.js", fallback);

  const element = await contentOf({
    ...OPTIONS,
    entryPoints: [join(dist, "element.js")],
    define: { FALLBACK: JSON.stringify(fallbackName), FALLBACK_INTEGRITY: JSON.stringify(integrityOf(fallback)) },
    plugins: [
      {
        name: "files beside the element",
        setup(joined) {
          joined.onResolve({ filter: /^\.\/fallback\.js$/ }, () => ({ path: fallbackSource }));
          joined.onLoad({ filter: /[\\/]load\.js$/ }, async ({ path }) => ({
            contents: renamed(await readFile(path, "utf8"), '"tiermeter_bg.wasm"', JSON.stringify(wasmName)),
          }));
        },
      },
    ],
  });
  return { "element.js": element, [wasmName]: wasm, [fallbackName]: fallback };
}

async function contentOf(options) {
  const { outputFiles } = await build(options);
  return Buffer.from(outputFiles[0].contents);
}

function renamed(code, before, after) {
  const parts = code.split(before);
  if (parts.length !== 2) {
    throw new Error(`${before} stands ${parts.length - 1} times in the script that loads the core, must be once`);
  }
  return parts.join(after);
}
