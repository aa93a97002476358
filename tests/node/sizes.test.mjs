// What `cargo xtask size` reads: names and sizes out of wasm files, and what pages and entries load.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";

import { elementFiles, entryFiles, pageFiles } from "../../xtask/scripts/loads.mjs";
import { codeAndData, crateOf, NO_CRATE, sharesOf } from "../../xtask/scripts/wasm-shares.mjs";

test("the crate of a mangled name", () => {
  const check = (name, expected) => assert.equal(crateOf(name), expected, name);
  // Legacy: a path, an impl for a type that has a crate, and impls for what has none.
  check("_ZN10serde_json2de21Deserializer$LT$R$GT$5error17ha982db0a01079fadE", "serde_json");
  check("_ZN82_$LT$tiermeter_page..console..request..Request$u20$as$u20$core..cmp..PartialEq$GT$2eq17h758c6e08df6f43a0E", "tiermeter_page");
  check("_ZN107_$LT$reactive_graph..signal..rw..RwSignal$LT$T$C$S$GT$$u20$as$u20$reactive_graph..traits..ReadUntracked$GT$18try_read_untracked17h63c743790946f073E", "reactive_graph");
  check("_ZN53_$LT$T$u20$as$u20$tachys..view..any_view..IntoAny$GT$8into_any7rebuild17h61338910ec8e372aE", "tachys");
  check("_ZN50_$LT$$RF$mut$u20$W$u20$as$u20$core..fmt..Write$GT$9write_str17h0123456789abcdefE", "core");
  check("_ZN6tachys14reactive_graph52_$LT$impl$u20$tachys..view..Render$u20$for$u20$F$GT$5build17h839dae07c4fbcd35E", "tachys");
  // Version 0: a path, closures, impls with and without a number, a generic function, a trait's own function.
  check("_RNvNtCs5cOc02OMXlo_5alloc5boxed14box_new_uninit.546", "alloc");
  check("_RNCNvNtCs5cOc02OMXlo_5alloc5boxed4boxd0B5_", "alloc");
  check("_RNvMsa_NtCsgXGp5Oqx2Ny_4core3fmtNtB5_9Formatter3pad", "core");
  check("_RNvXNtNtNtCsgXGp5Oqx2Ny_4core3fmt3num3imphNtB6_7Display3fmt", "core");
  check("_RNvXs5C1_NtCsebHcaeoSrxy_3std6threadNtB4_8ThreadIdNtB6_7Display3fmt", "std");
  check("_RINvNtCsgXGp5Oqx2Ny_4core9panicking13assert_failedyyEB4_", "core");
  check("_RNvYRL_hNtNtCsgXGp5Oqx2Ny_4core3fmt7Display9to_string", "core");
  check("_RNvCsfLfy6EI15iL_7___rustc13___rdl_dealloc", "__rustc");
  check("_RNvC3app4main", "app");
  check("memcmp", undefined);
  check("", undefined);
});

const number = (value) => (value < 128 ? [value] : [(value & 127) | 128, ...number(value >>> 7)]);
const text = (value) => [...number(value.length), ...Buffer.from(value)];
const list = (items) => [...number(items.length), ...items.flat()];
const section = (id, content) => [id, ...number(content.length), ...content];
const body = (bytes) => [...number(bytes), ...new Array(bytes).fill(0x01)];
const wasm = (...sections) => Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...sections.flat()]);

const IMPORTS = section(2, list([
  [...text("env"), ...text("table"), 1, 0x70, 1, 2, ...number(300)],
  [...text("env"), ...text("first"), 0, 0],
  [...text("env"), ...text("memory"), 2, 0, 1],
  [...text("env"), ...text("counter"), 3, 0x7f, 1],
  [...text("env"), ...text("thrown"), 4, 0, 0],
  [...text("env"), ...text("second"), 0, 0],
]));
// The second body is so long that its length takes two bytes.
const CODE = section(10, list([body(10), body(200), body(20), body(30), body(5)]));
const DATA = section(11, list([[1, 3, 7, 7, 7]]));
const NAMES = section(0, [
  ...text("name"),
  ...section(0, text("the module")),
  ...section(1, list([
    [0, ...text("_RNvC8imported5first")],
    [2, ...text("_RNvC3app4main")],
    [3, ...text("_ZN5maths3sum17h0123456789abcdefE")],
    [4, ...text("_RNvNtC3app5parts4part")],
    [5, ...text("__wbindgen_describe_main")],
    [6, ...text("memcmp")],
  ])),
]);

test("bytes of code by crate, and of data", () => {
  const custom = section(0, [...text("producers"), 1, 2, 3]);
  const shares = sharesOf(wasm(custom, IMPORTS, CODE, DATA, NAMES));
  const crates = [
    { crate: "maths", bytes: 202 },
    { crate: "app", bytes: 32 },
    { crate: NO_CRATE, bytes: 6 },
  ];
  assert.deepEqual(shares, { crates, code: 240, data: 6 });
});

test("code and data of a file without names", () => {
  const { code, data } = codeAndData(wasm(CODE, DATA));
  assert.deepEqual([code.length, [...data]], [CODE.length - 3, [1, 1, 3, 7, 7, 7]]);
});

test("a file that is no wasm, lacks its names or its end is refused", () => {
  assert.throws(() => sharesOf(Buffer.from("<html></html>")), /no wasm file/);
  assert.throws(() => sharesOf(wasm(IMPORTS, CODE)), /names no functions/);
  assert.throws(() => sharesOf(wasm(CODE).subarray(0, 40)), /ends too early/);
});

/** Runs the body in a folder with these files, given by name; what the body gets is the folder. */
async function withFiles(files, body) {
  const folder = await mkdtemp(join(tmpdir(), "tiermeter-sizes-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test("a page loads what it names, but not what is for others or for later", async () => {
  const page = `<link rel="canonical" href="/"><link rel="manifest" href="/manifest.webmanifest">
    <meta property="og:image" content="/social.png"><link rel="apple-touch-icon" href="/180.png">
    <script src="/served/boot.js" integrity="sha384-x"></script><script src="/served/offline.js" defer></script>
    <link rel="icon" href="/served/mark.svg"/><link rel="stylesheet" href="/served/page.css"/>
    <script type="module">import init from '/served/page.js'; await init({ module_or_path: '/served/page_bg.wasm' });</script>
    <link rel="modulepreload" href="/served/page.js"><link rel="preload" href="/served/page_bg.wasm" as="fetch">
    <a href="/console">Console</a>`;
  const files = {
    "index.html": page,
    "boot.js": "",
    "offline.js": 'navigator.serviceWorker.register("/service-worker.js");',
    "service-worker.js": "",
    "mark.svg": "",
    "page.css": "",
    "page.js": "import { one } from './snippets/one.js'; const later = () => import('./later.js');",
    "snippets/one.js": "export const one = 1;",
    "later.js": "",
    "page_bg.wasm": "",
    "social.png": "",
    "180.png": "",
    "manifest.webmanifest": "",
  };
  await withFiles(files, (folder) => {
    const loaded = pageFiles(folder).map((file) => relative(folder, file)).sort();
    const expected = ["boot.js", "index.html", "mark.svg", "offline.js", "page.css", "page.js", "page_bg.wasm", join("snippets", "one.js")];
    assert.deepEqual(loaded, expected);
  });
  await withFiles({ "index.html": '<script src="/gone.js"></script>' }, (folder) => {
    assert.throws(() => pageFiles(folder), /loads \/gone\.js, which is not in its folder/);
  });
});

test("an entry loads what it imports, and the element adds what the first entry lacks", async () => {
  const files = {
    "index.js": 'import*as core from"./core.js";import{load}from"./load.js";await load();export{E}from"./error.js";',
    "core.js": 'import{E as e}from"./error.js";',
    "error.js": "export class E {}",
    "load.js": 'import x from"./wasm/glue.js";const later=()=>import("./fallback.js");',
    "wasm/glue.js": 'import{E}from"../error.js";',
    "fallback.js": "",
    "inline.js": "",
    "element.js": 'import{load as l}from"./load.js";import"./style.js";',
    "style.js": "",
    "tiermeter_bg.wasm": "",
  };
  await withFiles(files, (folder) => {
    const names = (files) => files.map((file) => relative(folder, file)).sort();
    const core = ["core.js", "error.js", "index.js", "load.js", "tiermeter_bg.wasm", join("wasm", "glue.js")];
    assert.deepEqual(names(entryFiles(folder, "index")), core);
    assert.deepEqual(names(entryFiles(folder, "inline")), ["inline.js"]);
    assert.deepEqual(names(elementFiles(folder)), ["element.js", "style.js"]);
  });
});
