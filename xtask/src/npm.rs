//! The npm packages that a folder's lock file names.

use std::fs;

use crate::failure::Failure;
use crate::process;
use crate::workspace::Workspace;

/// Installs them, unless exactly these are there already.
pub(crate) fn install(workspace: &Workspace, folder: &str) -> Result<(), Failure> {
    let lock_file = workspace.path(folder).join("package-lock.json");
    let lock = fs::read(&lock_file)
        .map_err(|error| Failure::new(format!("{folder}/package-lock.json can't be read: {error}")))?;
    // npm empties node_modules first, so a copy of the lock file in there tells of a finished installation.
    let installed = workspace.path(folder).join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|bytes| bytes == lock) {
        return Ok(());
    }
    let mut command = workspace.command("npm", "ci --no-audit --no-fund");
    command.current_dir(workspace.path(folder));
    process::quiet(command)?;
    // A lock file without packages leaves no folder behind.
    fs::create_dir_all(workspace.path(folder).join("node_modules"))?;
    fs::write(installed, lock)?;
    Ok(())
}
