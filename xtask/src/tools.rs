//! The programs that building needs, installed where they are missing.

use crate::failure::Failure;
use crate::npm;
use crate::process;
use crate::progress::Progress;
use crate::workspace::Workspace;

const WASM_TARGET: &str = "wasm32-unknown-unknown";
const OLDEST_NODE: u32 = 20;

/// Everything that the page and the npm package are built with.
pub(crate) fn ensure(workspace: &Workspace, progress: &Progress) -> Result<(), Failure> {
    ensure_node(workspace)?;
    ensure_wasm_target(workspace, progress)?;
    let trunk_version = workspace.pinned_version("Trunk.toml", "trunk-version")?;
    ensure_cargo_tool(workspace, progress, "trunk", "trunk", &trunk_version, "--locked")?;
    // Its own lock file may name a version that has since been withdrawn, so this one goes without.
    let bindgen_version = workspace.pinned_version("Cargo.toml", "wasm-bindgen")?;
    ensure_cargo_tool(workspace, progress, "wasm-bindgen", "wasm-bindgen-cli", &bindgen_version, "")?;
    ensure_wasm_opt(workspace, progress)
}

/// Node is the person's to install; it only has to be new enough.
pub(crate) fn ensure_node(workspace: &Workspace) -> Result<(), Failure> {
    let version = process::probed(&mut workspace.command("node", "--version")).ok_or_else(|| {
        Failure::new(format!("node was not found; install Node {OLDEST_NODE} or newer, with npm"))
    })?;
    if node_major(&version).is_some_and(|major| major >= OLDEST_NODE) {
        return Ok(());
    }
    Err(Failure::new(format!("node is {version}; install Node {OLDEST_NODE} or newer")))
}

/// The compiler's standard library for the browser.
pub(crate) fn ensure_wasm_target(workspace: &Workspace, progress: &Progress) -> Result<(), Failure> {
    let libraries = format!("--print target-libdir --target {WASM_TARGET}");
    let is_there = || {
        process::probed(&mut workspace.command("rustc", &libraries))
            .is_some_and(|folder| workspace.path(&folder).is_dir())
    };
    if is_there() {
        return Ok(());
    }
    if workspace.find_program("rustup").is_none() {
        return Err(Failure::new(format!("the Rust target {WASM_TARGET} is missing, and so is rustup")));
    }
    progress.note(&format!("adding the Rust target {WASM_TARGET}"));
    process::quiet(workspace.command("rustup", &format!("target add {WASM_TARGET}")))?;
    if is_there() {
        return Ok(());
    }
    Err(Failure::new(format!("rustup added {WASM_TARGET}, but to another toolchain than rustc's")))
}

fn ensure_cargo_tool(
    workspace: &Workspace,
    progress: &Progress,
    program: &str,
    crate_name: &str,
    version: &str,
    flags: &str,
) -> Result<(), Failure> {
    if has_version(workspace, program, version) {
        return Ok(());
    }
    progress.note(&format!("installing {crate_name} {version} into .tools, which takes some minutes"));
    let mut command =
        workspace.cargo(&format!("install {crate_name}@{version} --root .tools --force {flags}"));
    // One folder for both tools: they share many dependencies.
    command.env("CARGO_TARGET_DIR", workspace.target("tools"));
    process::quiet(command)?;
    confirm(workspace, program, version)
}

fn ensure_wasm_opt(workspace: &Workspace, progress: &Progress) -> Result<(), Failure> {
    let version = workspace.pinned_version("xtask/tools-npm/package.json", "binaryen")?;
    // The package is 132.0.0 where the program calls itself 132.
    let version = version.split('.').next().unwrap_or_default();
    if has_version(workspace, "wasm-opt", version) {
        return Ok(());
    }
    progress.note(&format!("installing wasm-opt {version}"));
    npm::install(workspace, "xtask/tools-npm")?;
    confirm(workspace, "wasm-opt", version)
}

fn confirm(workspace: &Workspace, program: &str, version: &str) -> Result<(), Failure> {
    if has_version(workspace, program, version) {
        return Ok(());
    }
    Err(Failure::new(format!("{program} {version} was installed, but `{program} --version` says otherwise")))
}

fn has_version(workspace: &Workspace, program: &str, version: &str) -> bool {
    process::probed(&mut workspace.command(program, "--version"))
        .is_some_and(|text| text.split_whitespace().any(|word| word == version))
}

fn node_major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::node_major;

    #[test]
    fn node_versions_are_read() {
        let check = |text, expected| assert_eq!(node_major(text), expected, "{text}");
        check("v20.20.2", Some(20));
        check("v9.0.0", Some(9));
        check("v24.0.0-nightly2025", Some(24));
        check("20.1", None);
        check("", None);
    }
}
