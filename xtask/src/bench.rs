//! `cargo xtask bench`: the figures of docs/benchmarks.md.

use crate::failure::Failure;
use crate::progress::Progress;
use crate::workspace::Workspace;
use crate::{npm, package, process, tools};

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Both,
    Native,
    Node,
}

/// Measures one after the other, so that neither disturbs the other, and only once all is built.
pub(crate) fn run(workspace: &Workspace, side: Side) -> Result<(), Failure> {
    let native = side != Side::Node;
    let node = side != Side::Native;
    let example = "--release --package tiermeter-tests --example bench_settlement";

    let progress = Progress::new(usize::from(native) + 2 * usize::from(node));
    if node {
        progress.step("preparing the tools", || {
            tools::ensure(workspace, &progress)?;
            npm::install(workspace, "bench/node")
        })?;
        progress.step("building the npm package", || package::build(workspace))?;
    }
    if native {
        progress.step("building the native benchmark", || {
            process::quiet(workspace.cargo(&format!("build {example}")))
        })?;
        println!("\nnative\n");
        process::attached(&mut workspace.cargo(&format!("run --quiet {example}")))?;
    }
    if node {
        println!("\nin Node\n");
        process::attached(&mut workspace.command("node", "bench/node/run.mjs"))?;
    }
    Ok(())
}
