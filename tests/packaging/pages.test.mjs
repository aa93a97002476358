// Every vector through the packed package in Chromium: on plain pages, built by Vite and by webpack, and under
// security policies from lenient to strict.
import assert from "node:assert/strict";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";

import { createServer } from "vite";
import webpack from "webpack";

import { agrees, install, left, openPage, run, serve, startBrowser } from "./support.mjs";

const WASM = /tiermeter_bg[^/]*\.wasm$/;
const FALLBACK = /\.wasm2js[^/]*\.js$/;
const WASM_ALLOWED = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const WASM_REFUSED = "default-src 'none'; script-src 'self'; connect-src 'self'";

let consumer;
let browser;
before(async () => {
  // One after the other: what has started when the other fails must be known, to be ended.
  consumer = await install();
  browser = await startBrowser();
  const page = join(consumer.project, "page");
  await cp(join(consumer.installed, "dist"), join(page, "tiermeter"), { recursive: true });
  await cp(join(consumer.project, "shared"), join(page, "shared"), { recursive: true });
});
after(async () => {
  await browser?.close();
  await consumer?.remove();
});

/** Opens a page of a folder, checks its outcomes against the vectors, and returns what else was seen. */
async function vectorsAgree(folder, file, { policy, change, foreseen, light = false } = {}) {
  const server = await serve(join(consumer.project, folder), { policy, change });
  try {
    const opened = await openPage(browser, `${server.address}${file}${light ? "#light" : ""}`, foreseen);
    agrees(await left(opened, "outcomes"), light ? consumer.lightExpected : consumer.expected);
    assert.deepEqual(opened.complaints, []);
    await opened.page.close();
    return opened;
  } finally {
    await server.stop();
  }
}

function ranInWasm({ requested, violations }) {
  assert.equal(requested.filter((path) => WASM.test(path)).length, 1);
  assert.deepEqual(requested.filter((path) => FALLBACK.test(path)), []);
  assert.deepEqual(violations, []);
}

test("a plain page", async () => {
  ranInWasm(await vectorsAgree("page", "index.html"));
});

test("a plain page whose policy allows wasm and little else", async () => {
  ranInWasm(await vectorsAgree("page", "index.html", { policy: WASM_ALLOWED, light: true }));
});

test("a plain page whose policy wants nonces", async () => {
  const policy = "default-src 'none'; script-src 'nonce-fixed' 'wasm-unsafe-eval'; connect-src 'self'";
  ranInWasm(await vectorsAgree("page", "nonce.html", { policy, light: true }));
});

test("a worker", async () => {
  ranInWasm(await vectorsAgree("page", "worker.html", { policy: `${WASM_ALLOWED}; worker-src 'self'` }));
});

test("the slim build on a page", async () => {
  ranInWasm(await vectorsAgree("page", "slim.html", { policy: WASM_ALLOWED, light: true }));
});

test("the inline build on a page asks for nothing but itself", async () => {
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";
  const { requested, violations } = await vectorsAgree("page", "inline.html", { policy });
  assert.deepEqual(requested.filter((path) => path.startsWith("/tiermeter/")), ["/tiermeter/inline.js"]);
  assert.deepEqual(violations, []);
});

test("the fallback, where the policy refuses wasm; the wasm isn't even fetched", async () => {
  const { requested, violations } = await vectorsAgree("page", "index.html", { policy: WASM_REFUSED });
  assert.equal(requested.filter((path) => FALLBACK.test(path)).length, 1);
  assert.deepEqual(requested.filter((path) => WASM.test(path)), []);
  assert.deepEqual(violations, ["script-src"]);
});

test("the fallback, where the policy lets nothing be fetched", async () => {
  const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";
  const { requested, violations } = await vectorsAgree("page", "index.html", { policy, light: true });
  assert.equal(requested.filter((path) => FALLBACK.test(path)).length, 1);
  assert.deepEqual(violations, ["connect-src"]);
});

test("the fallback, where the wasm was altered on its way", async () => {
  // A custom section more: such a module would still load and run.
  const section = Buffer.from([0x00, 0x02, 0x01, 0x41]);
  const change = (path, answer) => (WASM.test(path) ? { ...answer, body: Buffer.concat([answer.body, section]) } : answer);
  const { requested } = await vectorsAgree("page", "index.html", { change, foreseen: /integrity/, light: true });
  assert.equal(requested.filter((path) => FALLBACK.test(path)).length, 1);
});

test("wasm served as another type", async () => {
  const change = (path, answer) => (WASM.test(path) ? { ...answer, type: "application/octet-stream" } : answer);
  ranInWasm(await vectorsAgree("page", "index.html", { change, light: true }));
});

test("the fallback, where the wasm isn't there", async () => {
  await cp(join(consumer.project, "page"), join(consumer.project, "page-without-wasm"), {
    recursive: true,
    filter: (file) => !WASM.test(file),
  });
  const foreseen = /integrity|status of 404/;
  const { requested } = await vectorsAgree("page-without-wasm", "index.html", { foreseen, light: true });
  assert.equal(requested.filter((path) => FALLBACK.test(path)).length, 1);
});

test("the slim build tells when its wasm isn't there", async () => {
  const server = await serve(join(consumer.project, "page-without-wasm"));
  try {
    const opened = await openPage(browser, `${server.address}slim.html`, /status of 404/);
    await assert.rejects(left(opened, "outcomes"), /tiermeter_bg\.wasm was answered with status 404, must be 200/);
    await opened.page.close();
  } finally {
    await server.stop();
  }
});

test("Vite", async (t) => {
  const root = join(consumer.project, "vite");
  const config = `export default {
    build: { rollupOptions: { input: ["index.html", "slim.html"] } },
    server: { fs: { allow: [".."] } },
  };`;
  await writeFile(join(root, "vite.config.js"), config);
  await run(process.execPath, ["../node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], { cwd: root });
  await t.test("a build", async () => {
    ranInWasm(await vectorsAgree("vite/dist", "index.html", { policy: WASM_ALLOWED }));
  });
  await t.test("a build whose page loads the wasm itself", async () => {
    ranInWasm(await vectorsAgree("vite/dist", "slim.html", { policy: WASM_ALLOWED, light: true }));
  });
  await t.test("the development server", async () => {
    const server = await createServer({ root, logLevel: "warn", server: { host: "127.0.0.1", port: 0 } });
    try {
      await server.listen();
      const opened = await openPage(browser, `${server.resolvedUrls.local[0]}#light`);
      agrees(await left(opened, "outcomes"), consumer.lightExpected);
      ranInWasm(opened);
      await opened.page.close();
    } finally {
      await server.close();
    }
  });
  await t.test("a build where the policy refuses wasm", async () => {
    const { requested } = await vectorsAgree("vite/dist", "index.html", { policy: WASM_REFUSED, light: true });
    assert.deepEqual(requested.filter((path) => WASM.test(path)), []);
  });
});

test("webpack", async (t) => {
  const context = join(consumer.project, "webpack");
  for (const entry of ["main", "slim"]) {
    const html = await readFile(join(consumer.project, "vite/index.html"), "utf8");
    await cp(join(consumer.project, "vite/index.html"), join(context, `dist/${entry}.html`));
    await writeFile(join(context, `dist/${entry}.html`), html.replace(' type="module" src="/main.js"', ` defer src="${entry}.js"`));
  }
  const stats = await promisify(webpack)({
    context,
    mode: "production",
    entry: { main: "./main.js", slim: "./slim.js" },
    output: { path: join(context, "dist") },
    performance: { hints: false },
  });
  assert.equal(stats.toString({ all: false, errors: true, warnings: true }), "");
  await t.test("a build", async () => {
    const { requested, violations } = await vectorsAgree("webpack/dist", "main.html", { policy: WASM_ALLOWED });
    assert.equal(requested.filter((path) => path.endsWith(".wasm")).length, 1);
    assert.deepEqual(violations, []);
  });
  await t.test("a build whose page loads the wasm itself", async () => {
    await vectorsAgree("webpack/dist", "slim.html", { policy: WASM_ALLOWED, light: true });
  });
  await t.test("a build where the policy refuses wasm", async () => {
    const { requested } = await vectorsAgree("webpack/dist", "main.html", { policy: WASM_REFUSED, light: true });
    assert.deepEqual(requested.filter((path) => path.endsWith(".wasm")), []);
  });
});
