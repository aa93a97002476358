//! `cargo xtask test`: everything checked, built and tested; what fails quickly comes first.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::check::{self, LINT_STEPS};
use crate::failure::Failure;
use crate::page::{self, Effort};
use crate::progress::Progress;
use crate::summary::{self, Counts, Outcome};
use crate::workspace::Workspace;
use crate::{chromium, npm, package, process, tools};

/// How much is tested.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    Whole,
    /// Everything but the browser.
    Quick,
    /// Everything, and what takes its chances more often.
    Long,
}

/// A test runner to run, and how to read what it says.
pub(crate) struct Suite {
    name: &'static str,
    command: Command,
    read: fn(&str) -> Counts,
}

/// Tests everything, and ends with the sum over all runners.
pub(crate) fn run(workspace: &Workspace, extent: Extent) -> Result<(), Failure> {
    // Said at once rather than after minutes of compiling.
    tools::ensure_node(workspace)?;
    let mut suites = vec![Suite::rust(workspace, "Rust tests", "--workspace")];
    if has_nextest(workspace) {
        // Those are beyond nextest; cargo's own runner has had them already.
        let command = workspace.cargo("test --workspace --doc --no-fail-fast");
        suites.push(Suite { name: "documentation examples", command, read: Counts::of_cargo_test });
    }
    suites.push(Suite::node(workspace, "module tests in Node", "tests/node")?);
    if extent != Extent::Quick {
        suites.push(Suite::node(workspace, "browser tests", "tests/browser")?);
        suites.push(Suite::node(workspace, "packaging tests", "tests/packaging")?);
    }

    let progress = Progress::new(LINT_STEPS + 4 + suites.len());
    let mut browser = None;
    check::lint(workspace, &progress, || {
        tools::ensure(workspace, &progress)?;
        npm::install(workspace, "tests/node")?;
        if extent != Extent::Quick {
            browser = Some(chromium::ensure(workspace, &progress)?);
            npm::install(workspace, "tests/browser")?;
            npm::install(workspace, "tests/packaging")?;
        }
        Ok(())
    })?;
    progress.step("building the pages", || page::build(workspace, Effort::Release))?;
    progress.step("building the npm package", || package::build(workspace))?;
    progress.step("building the page /embed", || package::build_embed_page(workspace))?;
    progress.step("building server and tests", || {
        // In one go, so that all of it shares its dependencies: features differ from package to package.
        process::quiet(workspace.cargo("build --workspace --tests --examples --bin tiermeter"))
    })?;

    // One failing runner doesn't hide what the others would have said.
    let mut outcomes = Vec::new();
    for mut suite in suites {
        if extent == Extent::Long {
            suite.command.env("TIERMETER_LONG", "1");
        }
        suite.command.env("TIERMETER_BINARY", workspace.target("debug/tiermeter"));
        if let Some(browser) = &browser {
            suite.command.env("TIERMETER_CHROMIUM", browser);
        }
        outcomes.push(suite.run(&progress)?);
    }
    summary::finish(&outcomes)
}

impl Suite {
    /// The Rust tests of the packages named, by nextest where it is there, as it is quicker.
    pub(crate) fn rust(workspace: &Workspace, name: &'static str, packages: &str) -> Self {
        let nextest = has_nextest(workspace);
        let runner = if nextest { "nextest run" } else { "test" };
        let read: fn(&str) -> Counts = if nextest { Counts::of_nextest } else { Counts::of_cargo_test };
        Self { name, command: workspace.cargo(&format!("{runner} --no-fail-fast {packages}")), read }
    }

    fn node(workspace: &Workspace, name: &'static str, folder: &str) -> Result<Self, Failure> {
        let entries = fs::read_dir(workspace.path(folder))
            .map_err(|error| Failure::new(format!("{folder} can't be read: {error}")))?;
        let mut files = Vec::new();
        for entry in entries {
            let file = entry?.file_name();
            if file.to_string_lossy().ends_with(".test.mjs") {
                files.push(Path::new(folder).join(file));
            }
        }
        if files.is_empty() {
            return Err(Failure::new(format!("{folder} holds no file *.test.mjs")));
        }
        files.sort();
        let mut command = workspace.command("node", "--test --test-reporter=spec");
        // Named one by one: Node 20 expands no patterns.
        command.args(files);
        Ok(Self { name, command, read: Counts::of_node })
    }

    /// Runs it in sight and counts its tests.
    pub(crate) fn run(self, progress: &Progress) -> Result<Outcome, Failure> {
        let Self { name, command, read } = self;
        progress.step(name, || {
            progress.end_line();
            let finished = process::shown(command)?;
            Ok(Outcome::new(name, read(&finished.output), finished.status.success()))
        })
    }
}

fn has_nextest(workspace: &Workspace) -> bool {
    process::probed(&mut workspace.cargo("nextest --version")).is_some()
}
