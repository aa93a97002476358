//! `cargo xtask size`: what a browser has to load, and what it consists of.

use crate::failure::Failure;
use crate::page::{self, Effort};
use crate::progress::Progress;
use crate::workspace::Workspace;
use crate::{package, process, tools};

/// What is measured: its name, its folder, and the wasm that cargo has built for it.
const PRODUCTS: [&str; 5] = [
    "page=dist=page.wasm",
    "rules=dist/how-it-is-billed=billed.wasm",
    "check=dist/check=check.wasm",
    "console=dist/console=console.wasm",
    "module=pkg/dist=tiermeter_wasm.wasm",
];

/// Builds both products, so that the sizes are those of the sources as they are, and prints the tables.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let progress = Progress::new(3);
    progress.step("preparing the tools", || tools::ensure(workspace, &progress))?;
    progress.step("building the pages", || page::build(workspace, Effort::Release))?;
    progress.step("building the npm package", || package::build(workspace))?;
    println!();
    let mut sizes = workspace.command("node", "xtask/scripts/sizes.mjs");
    // The wasm as cargo has built it; what is shipped names no functions any more.
    sizes.arg(workspace.target("wasm32-unknown-unknown/wasm"));
    sizes.args(PRODUCTS);
    process::attached(&mut sizes)
}
