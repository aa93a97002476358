//! `cargo xtask size`: what a browser has to load.

use crate::failure::Failure;
use crate::page::{self, Effort};
use crate::progress::Progress;
use crate::workspace::Workspace;
use crate::{package, process, tools};

/// Builds both products, so that the sizes are those of the sources as they are, and prints the table.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Failure> {
    let progress = Progress::new(3);
    progress.step("preparing the tools", || tools::ensure(workspace, &progress))?;
    progress.step("building the pages", || page::build(workspace, Effort::Release))?;
    progress.step("building the npm package", || package::build(workspace))?;
    println!();
    process::attached(
        &mut workspace.command(
            "node",
            "xtask/scripts/sizes.mjs page=dist rules=dist/how-it-is-billed check=dist/check console=dist/console module=pkg/dist",
        ),
    )
}
