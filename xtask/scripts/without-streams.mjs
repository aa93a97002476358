// Takes out of a program, as cargo has linked it, what a library exports to scripts that hand it streams. Leptos brings
// that along for servers; no page asks for it, and what is exported would stay in the program whoever calls it. It comes
// before the program is split: what nobody calls then is left out there.
//
//   node xtask/scripts/without-streams.mjs FROM.wasm TO.wasm
import { readFile, writeFile } from "node:fs/promises";

import { withoutExports } from "./wasm-names.mjs";

/** The exports of wasm-streams, what describes them to wasm-bindgen, and what frees them. */
const OF_STREAMS = /^(?:__wbg_|__wbindgen_describe_)?intounderlying(?:bytesource|sink|source)_/;

const [from, to] = process.argv.slice(2);
await writeFile(to, withoutExports(await readFile(from), (name) => OF_STREAMS.test(name)));
