//! `cargo xtask page`: the pages and the console, built by Trunk into `dist`.

use std::fs;
use std::path::Path;

use crate::failure::Failure;
use crate::npm;
use crate::process;
use crate::progress::Progress;
use crate::shrink;
use crate::tools;
use crate::workspace::Workspace;

/// How much time goes into making the result small and fast.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effort {
    Release,
    Debug,
}

/// Builds the pages and the console and nothing else.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let progress = Progress::new(2);
    progress.step("preparing the tools", || tools::ensure(workspace, &progress))?;
    progress.step("building the pages", || build(workspace, Effort::Release))
}

/// What Trunk builds, the pricing page first: it empties a folder before it fills it, and those of the others lie in the
/// page's. Each is a program of its own, so that no page loads another one's.
const CONFIGURATIONS: [&str; 4] =
    ["Trunk.toml", "Trunk-console.toml", "Trunk-how-it-is-billed.toml", "Trunk-check.toml"];

/// Builds all of them as a step of another command; the tools are there.
pub(crate) fn build(workspace: &Workspace, effort: Effort) -> Result<(), Failure> {
    for configuration in CONFIGURATIONS {
        trunk(workspace, configuration, effort)?;
    }
    split(workspace, effort)?;
    npm::install(workspace, "pkg")?;
    process::quiet(workspace.command("node", "pkg/scripts/minify.mjs dist"))?;
    process::quiet(workspace.command("node", "pkg/scripts/styles.mjs dist/index.html"))?;
    process::quiet(workspace.command("node", "xtask/scripts/site.mjs style/public dist"))?;
    process::quiet(workspace.command("node", "xtask/scripts/precompress.mjs dist"))
}

/// Takes out of the pricing page's program what is fetched later. Trunk knows only whole programs, so this takes the
/// place of the one that it has put into `dist`.
fn split(workspace: &Workspace, effort: Effort) -> Result<(), Failure> {
    let profile = if effort == Effort::Release { "wasm" } else { "debug" };
    let linked = workspace.target(&format!("wasm32-unknown-unknown/{profile}/page.wasm"));
    let folder = workspace.target("split");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let called_for = workspace.target("page.called-for.wasm");
    let mut without_streams = workspace.command("node", "xtask/scripts/without-streams.mjs");
    without_streams.arg(&linked).arg(&called_for);
    process::quiet(without_streams)?;
    let mut parts = workspace.cargo("run --quiet --package tiermeter-split --");
    parts.arg(&called_for).arg(&folder);
    process::quiet(parts)?;
    let flags = "--target web --no-typescript --omit-default-module-path --keep-lld-exports --no-demangle --out-name page --out-dir";
    let mut bindgen = workspace.command("wasm-bindgen", flags);
    bindgen.arg(&folder).arg(folder.join("main.wasm"));
    process::quiet(bindgen)?;
    fs::remove_file(folder.join("main.wasm"))?;
    if effort == Effort::Release {
        shrink_split(workspace, &folder)?;
    }
    let mut name = workspace.command("node", "xtask/scripts/split.mjs");
    name.arg(&folder).arg("dist");
    process::quiet(name)
}

/// Makes what the split program consists of smaller: the page's own part as far as it goes, since every visit begins
/// with it.
fn shrink_split(workspace: &Workspace, folder: &Path) -> Result<(), Failure> {
    let program = folder.join("page_bg.wasm");
    for file in fs::read_dir(folder)? {
        let file = file?.path();
        if file == program {
            shrink::whole(workspace, &file, "page", "")?;
        } else if file.extension().is_some_and(|extension| extension == "wasm") {
            shrink::part(workspace, &file)?;
        }
    }
    let mut short_names = workspace.command("node", "xtask/scripts/short-names.mjs");
    short_names.arg(&program).arg(folder.join("page.js"));
    process::quiet(short_names)
}

fn trunk(workspace: &Workspace, configuration: &str, effort: Effort) -> Result<(), Failure> {
    let color = if process::wants_color() { "always" } else { "never" };
    let mut trunk = workspace.command("trunk", "build --offline --skip-version-check --config");
    trunk.args([configuration, "--color", color]);
    if effort == Effort::Debug {
        trunk.args(["--release=false", "--cargo-profile=dev"]);
    }
    // Trunk downloads nothing of its own that way; but its cargo doesn't either: this fetches the crates.
    workspace.compile_for_web(&mut trunk)?;
    // Trunk takes the variable for a flag and refuses its usual value, 1.
    trunk.env_remove("NO_COLOR");
    process::quiet(trunk)
}
