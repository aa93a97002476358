//! What makes a program that is sent to a browser small, once wasm-bindgen has been over it.

use std::fs;
use std::path::Path;

use crate::failure::Failure;
use crate::process;
use crate::workspace::Workspace;

/// wasm-opt refuses a module whose features it wasn't told; the compiler uses these. The pages' HTML tells Trunk the
/// same.
pub(crate) const WASM_OPT_FLAGS: &str = "--enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
    --enable-mutable-globals --enable-reference-types --enable-multivalue --strip-producers \
    --strip-target-features";

/// What makes a program smallest as it is sent, by brotli, of all that was tried. The smallest file is another one:
/// code that was changed less is more like other code. The lowest kilobyte of the memory is the end of the stack, so
/// that no address leads there.
const SMALLEST_AS_SENT: &str = "-O3 --low-memory-unused --one-caller-inline-max-function-size=1 \
    --skip-pass=memory-packing --skip-pass=local-cse";

/// Makes a program smaller in its place: without the words of panics, and like functions beside each other. It must
/// still say what its functions are called. What comes between is written below `target`, under `name`.
pub(crate) fn whole(workspace: &Workspace, wasm: &Path, name: &str, more_flags: &str) -> Result<(), Failure> {
    let folder = workspace.target("shrink");
    fs::create_dir_all(&folder)?;
    let [silent, optimised, ordered] =
        ["silent", "optimised", "ordered"].map(|step| folder.join(format!("{name}.{step}.wasm")));
    let optimise = format!("{SMALLEST_AS_SENT} {WASM_OPT_FLAGS} {more_flags}");

    let mut silence = workspace.command("node", "xtask/scripts/without-panics.mjs");
    silence.arg(wasm).arg(&silent);
    process::quiet(silence)?;
    let mut try_out = workspace.command("wasm-opt", &optimise);
    try_out.arg("--debuginfo").arg(&silent).arg("-o").arg(&optimised);
    process::quiet(try_out)?;
    let mut order = workspace.command("node", "xtask/scripts/like-beside-like.mjs");
    order.args([&silent, &optimised, &ordered]);
    process::quiet(order)?;
    let mut wasm_opt = workspace.command("wasm-opt", &optimise);
    wasm_opt.arg(&ordered).arg("-o").arg(wasm);
    process::quiet(wasm_opt)
}

/// Makes a part of a program smaller in its place; it no longer says what its functions are called.
pub(crate) fn part(workspace: &Workspace, wasm: &Path) -> Result<(), Failure> {
    let mut wasm_opt = workspace.command("wasm-opt", &format!("{SMALLEST_AS_SENT} {WASM_OPT_FLAGS}"));
    wasm_opt.arg(wasm).arg("-o").arg(wasm);
    process::quiet(wasm_opt)
}
