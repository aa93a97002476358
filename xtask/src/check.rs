//! `cargo xtask check`: what should hold before every commit, and the first steps of `cargo xtask test`.

use std::fs;

use crate::failure::Failure;
use crate::progress::Progress;
use crate::test::Suite;
use crate::workspace::Workspace;
use crate::{process, summary, tools};

/// The number of steps that `lint` takes.
pub(crate) const LINT_STEPS: usize = 5;

/// Lints everything and runs the tests that need neither page nor module nor a running server.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let progress = Progress::new(LINT_STEPS + 1);
    lint(workspace, &progress, || tools::ensure_wasm_target(workspace, &progress))?;
    let suite = Suite::rust(workspace, "quick tests", "--workspace --exclude tiermeter-tests");
    summary::finish(&[suite.run(&progress)?])
}

/// The checks that build nothing, the quickest first; `prepare` makes ready what only later steps need.
pub(crate) fn lint(
    workspace: &Workspace,
    progress: &Progress,
    prepare: impl FnOnce() -> Result<(), Failure>,
) -> Result<(), Failure> {
    let cargo = |arguments: &str| process::quiet(workspace.cargo(arguments));
    let browser_packages =
        "--target wasm32-unknown-unknown --package tiermeter-page --package tiermeter-wasm";
    // The server's code names the folder of the page, so it must be there before there is a page.
    fs::create_dir_all(workspace.path("dist"))?;
    progress.step("checking the formatting", || cargo("fmt --all -- --check"))?;
    progress.step("linting for this machine", || cargo("clippy --workspace --all-targets -- -D warnings"))?;
    progress.step("checking the documentation", || {
        let mut doc = workspace.cargo("doc --workspace --no-deps");
        doc.env("RUSTDOCFLAGS", "-D warnings");
        process::quiet(doc)
    })?;
    progress.step("preparing the tools", prepare)?;
    progress.step("linting for browsers", || cargo(&format!("clippy {browser_packages} -- -D warnings")))
}
