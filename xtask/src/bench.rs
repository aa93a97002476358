//! `cargo xtask bench`: the figures of docs/benchmarks.md.

use crate::failure::Failure;
use crate::progress::Progress;
use crate::workspace::Workspace;
use crate::{npm, package, process, tools};

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    All,
    Native,
    Node,
    Backend,
}

/// Measures one after the other, so that neither disturbs the other, and only once all is built.
pub(crate) fn run(workspace: &Workspace, part: Part) -> Result<(), Failure> {
    let measures = |one: Part| part == Part::All || part == one;
    let (native, node, backend) = (measures(Part::Native), measures(Part::Node), measures(Part::Backend));
    let settlement = "--release --package tiermeter-tests --example bench_settlement";
    let load = "--release --package tiermeter-tests --example bench_backend";

    let progress = Progress::new(usize::from(native) + 2 * usize::from(node) + 2 * usize::from(backend));
    if node {
        progress.step("preparing the tools", || {
            tools::ensure(workspace, &progress)?;
            npm::install(workspace, "bench/node")
        })?;
        progress.step("building the npm package", || package::build(workspace))?;
    }
    if backend {
        // By itself, as it is released: built with the tests it would share their features.
        progress.step("building the server", || {
            process::quiet(workspace.cargo("build --release --package tiermeter-server"))
        })?;
        progress.step("building the benchmark of the backend", || {
            process::quiet(workspace.cargo(&format!("build {load}")))
        })?;
    }
    if native {
        progress.step("building the native benchmark", || {
            process::quiet(workspace.cargo(&format!("build {settlement}")))
        })?;
        println!("\nnative\n");
        process::attached(&mut workspace.cargo(&format!("run --quiet {settlement}")))?;
    }
    if node {
        println!("\nin Node\n");
        process::attached(&mut workspace.command("node", "bench/node/run.mjs"))?;
    }
    if backend {
        println!("\nbackend\n");
        let mut bench = workspace.cargo(&format!("run --quiet {load}"));
        bench.env("TIERMETER_BINARY", workspace.target("release/tiermeter"));
        process::attached(&mut bench)?;
    }
    Ok(())
}
