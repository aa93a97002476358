//! `cargo xtask pkg`: the generated files of the npm package, in `pkg/dist`.

use std::fs;

use crate::failure::Failure;
use crate::npm;
use crate::process;
use crate::progress::Progress;
use crate::shrink::{self, WASM_OPT_FLAGS};
use crate::tools;
use crate::workspace::Workspace;

/// Builds the npm package and nothing else.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let progress = Progress::new(2);
    progress.step("preparing the tools", || tools::ensure(workspace, &progress))?;
    progress.step("building the npm package", || build(workspace))
}

/// Builds it as a step of another command; the tools are there.
pub(crate) fn build(workspace: &Workspace) -> Result<(), Failure> {
    let build = "build --profile wasm --target wasm32-unknown-unknown --package tiermeter-wasm --package tiermeter-fallback";
    let mut compile = workspace.cargo(build);
    workspace.compile_for_web(&mut compile)?;
    process::quiet(compile)?;

    // Nothing of an earlier build may stay behind: the folder is what a consumer gets.
    let dist = workspace.path("pkg/dist");
    if dist.exists() {
        fs::remove_dir_all(&dist)?;
    }
    build_module(workspace)?;
    build_fallback(workspace)?;
    npm::install(workspace, "pkg")?;
    let mut compile = workspace.command("npm", "run build");
    compile.current_dir(workspace.path("pkg"));
    process::quiet(compile)
}

/// The core as wasm: without the words of panics, and like functions beside each other.
fn build_module(workspace: &Workspace) -> Result<(), Failure> {
    let mut bindgen = workspace.command(
        "wasm-bindgen",
        "--target web --omit-default-module-path --no-demangle --out-dir pkg/dist/wasm --out-name tiermeter",
    );
    bindgen.arg(workspace.target("wasm32-unknown-unknown/wasm/tiermeter_wasm.wasm"));
    process::quiet(bindgen)?;

    // The loop over columns has vector instructions. The fallback must have none, as there are none in JavaScript:
    // without this flag wasm-opt would refuse it.
    let module = workspace.path("pkg/dist/wasm/tiermeter_bg.wasm");
    shrink::whole(workspace, &module, "tiermeter", "--enable-simd")
}

/// The core as JavaScript, for pages that refuse wasm. wasm2js knows none of the younger instructions, so they are
/// lowered first.
fn build_fallback(workspace: &Workspace) -> Result<(), Failure> {
    fs::create_dir_all(workspace.path("pkg/dist/fallback"))?;
    let lowered = workspace.target("wasm32-unknown-unknown/wasm/tiermeter_fallback.lowered.wasm");
    let mut lower = workspace.command("wasm-opt", WASM_OPT_FLAGS);
    lower.args([
        "-Oz",
        "--llvm-nontrapping-fptoint-lowering",
        "--llvm-memory-copy-fill-lowering",
        "--signext-lowering",
    ]);
    lower
        .arg(workspace.target("wasm32-unknown-unknown/wasm/tiermeter_fallback.wasm"))
        .arg("-o")
        .arg(&lowered);
    process::quiet(lower)?;
    let mut translate = workspace.command("wasm2js", "-Oz");
    translate.arg(&lowered).args(["-o", "pkg/dist/fallback/tiermeter.wasm2js.js"]);
    process::quiet(translate)
}

/// The page `/embed` with the joined element, among the files that the server embeds. Trunk empties that folder, so
/// it comes after the page.
pub(crate) fn build_embed_page(workspace: &Workspace) -> Result<(), Failure> {
    let folder = workspace.path("dist/embed");
    let mut build = workspace.command("npm", "run embed-page --");
    build.arg(&folder).current_dir(workspace.path("pkg"));
    process::quiet(build)?;
    process::quiet(workspace.command("node", "xtask/scripts/precompress.mjs dist/embed"))
}
