//! `cargo xtask bench`: the figures of docs/benchmarks.md.

use crate::failure::Failure;
use crate::page::{self, Effort};
use crate::progress::Progress;
use crate::workspace::Workspace;
use crate::{chromium, npm, package, process, tools};

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    All,
    Native,
    Node,
    Backend,
    Browser,
}

/// What is measured in a browser, each by a program of its own.
const IN_A_BROWSER: [(&str, &str); 3] = [
    ("pages, by Lighthouse", "bench/browser/lighthouse.mjs"),
    ("pricing page and check of bills", "bench/browser/pricing.mjs"),
    ("console", "bench/browser/console.mjs"),
];

/// Measures one after the other, so that neither disturbs the other, and only once all is built.
pub(crate) fn run(workspace: &Workspace, part: Part) -> Result<(), Failure> {
    let measures = |one: Part| part == Part::All || part == one;
    let (native, node, backend) = (measures(Part::Native), measures(Part::Node), measures(Part::Backend));
    let browser = measures(Part::Browser);
    let settlement = "--release --package tiermeter-tests --example bench_settlement";
    let load = "--release --package tiermeter-tests --example bench_backend";

    let steps: [(bool, usize); 4] = [(native, 1), (node, 2), (backend || browser, 2), (browser, 2)];
    let progress = Progress::new(steps.into_iter().filter_map(|(taken, count)| taken.then_some(count)).sum());
    if node {
        progress.step("preparing the tools", || {
            tools::ensure(workspace, &progress)?;
            npm::install(workspace, "bench/node")
        })?;
        progress.step("building the npm package", || package::build(workspace))?;
    }
    let mut found = None;
    if browser {
        progress.step("preparing the browser", || {
            tools::ensure(workspace, &progress)?;
            found = Some(chromium::ensure(workspace, &progress)?);
            npm::install(workspace, "tests/browser")?;
            npm::install(workspace, "bench/browser")
        })?;
        // The server holds them.
        progress.step("building page and console", || page::build(workspace, Effort::Release))?;
    }
    if backend || browser {
        // By itself, as it is released: built with the tests it would share their features.
        progress.step("building the server", || {
            process::quiet(workspace.cargo("build --release --package tiermeter-server"))
        })?;
        // It fills the databases for the browser, too.
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
    if let Some(chromium) = found {
        for (what, script) in IN_A_BROWSER {
            println!("\nin a browser: {what}\n");
            let mut bench = workspace.command("node", script);
            bench.env("TIERMETER_BINARY", workspace.target("release/tiermeter"));
            bench.env("TIERMETER_BENCH_BACKEND", workspace.target("release/examples/bench_backend"));
            bench.env("TIERMETER_CHROMIUM", &chromium);
            process::attached(&mut bench)?;
        }
    }
    Ok(())
}
