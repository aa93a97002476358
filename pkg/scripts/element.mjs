// After the compiler: joins the element's modules into one file, so that a page asks for one and not for two dozen.
// The core stays outside, as it is the same for every entry point.
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build, transform } from "esbuild";

const dist = new URL("../dist/", import.meta.url);
const entry = fileURLToPath(new URL("element.js", dist));
const { rules } = await import(new URL("element/rules.js", dist));
const { code: minified } = await transform(rules, { loader: "css", minify: true });

const { metafile } = await build({
  entryPoints: [entry],
  outfile: entry,
  allowOverwrite: true,
  bundle: true,
  charset: "utf8",
  format: "esm",
  metafile: true,
  // Unlike the rest of the module it is only ever read by browsers, on pages that count bytes.
  minifyIdentifiers: true,
  minifySyntax: true,
  minifyWhitespace: true,
  platform: "neutral",
  target: "es2022",
  logLevel: "warning",
  plugins: [
    {
      name: "element",
      setup(joined) {
        // Seen from the one file they lie beside it.
        joined.onResolve({ filter: /^\.\.\/(core|engine|error|load)\.js$/ }, ({ path }) => ({
          path: path.slice(1),
          external: true,
        }));
        joined.onLoad({ filter: /element[\\/]rules\.js$/ }, () => ({
          contents: `export const rules = ${JSON.stringify(minified)}`,
        }));
      },
    },
  ],
});
// What is joined is not shipped twice; what is declared stays where it is.
for (const name of Object.keys(metafile.inputs)) {
  if (/element[\\/][^\\/]+\.js$/.test(name)) {
    await rm(new URL(name.replace(/^.*element[\\/]/, "element/"), dist));
  }
}
