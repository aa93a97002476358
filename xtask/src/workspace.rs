//! Where the repository lies, and commands that run in it.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::process;

/// Variables that `cargo xtask` gets from cargo; a cargo below it would take them for changes and build anew.
const OWN_VARIABLES: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_NAME", "CARGO_CRATE_NAME"];

/// The repository, with the search path that its tools are found on.
pub(crate) struct Workspace {
    root: PathBuf,
    search_path: OsString,
}

impl Workspace {
    /// Finds the repository that this program was built from.
    pub(crate) fn locate() -> Result<Self, Failure> {
        let own_folder = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = own_folder
            .parent()
            .map(Path::to_path_buf)
            .ok_or_else(|| Failure::new("the folder of xtask has no parent folder"))?;
        // The repository's own tools win; what cargo installs is found even where the shell doesn't know it.
        let mut folders = vec![root.join(".tools/bin"), root.join("xtask/tools-npm/node_modules/.bin")];
        folders.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        folders.extend(cargo_home().map(|home| home.join("bin")));
        let search_path = env::join_paths(folders)
            .map_err(|error| Failure::new(format!("the search path can't be put together: {error}")))?;
        Ok(Self { root, search_path })
    }

    /// A path inside the repository.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A path inside the folder that cargo builds into.
    pub(crate) fn target(&self, relative: &str) -> PathBuf {
        let folder = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
        self.root.join(folder).join(relative)
    }

    /// A program to run in the root folder, with arguments that hold no spaces; others are added one by one.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>, arguments: &str) -> Command {
        let mut command = Command::new(program);
        command.args(arguments.split_whitespace()).current_dir(&self.root).env("PATH", &self.search_path);
        for (name, _) in env::vars_os() {
            if OWN_VARIABLES.iter().any(|start| name.to_string_lossy().starts_with(start)) {
                command.env_remove(name);
            }
        }
        command
    }

    /// Says how the command compiles for the web. The folders of this machine stay out of it: words of a panic name
    /// the source file, and files of other crates lie in cargo's own folder. The crates are fetched first, so that
    /// the folder is there. Views are made of parts whose types are forgotten, which makes the pages a tenth smaller.
    pub(crate) fn compile_for_web(&self, command: &mut Command) -> Result<(), Failure> {
        process::quiet(self.cargo("fetch"))?;
        let sources = cargo_home().map(|home| home.join("registry/src")).filter(|folder| folder.is_dir());
        let mut flags = vec!["--cfg=erase_components".to_owned()];
        for folder in sources.map(fs::read_dir).transpose()?.into_iter().flatten() {
            flags.push(format!("--remap-path-prefix={}=crates", folder?.path().display()));
        }
        command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
        Ok(())
    }

    /// Cargo, the one that started this program where there is one.
    pub(crate) fn cargo(&self, arguments: &str) -> Command {
        self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), arguments)
    }

    /// The first file of that name on the search path.
    pub(crate) fn find_program(&self, name: &str) -> Option<PathBuf> {
        env::split_paths(&self.search_path).map(|folder| folder.join(name)).find(|file| file.is_file())
    }

    /// The version that a file of the repository pins a tool to, so that each version stands in one place.
    pub(crate) fn pinned_version(&self, file: &str, name: &str) -> Result<String, Failure> {
        let text = fs::read_to_string(self.path(file))
            .map_err(|error| Failure::new(format!("{file} can't be read: {error}")))?;
        text.lines()
            .find_map(|line| version_in_line(line, name))
            .map(str::to_owned)
            .ok_or_else(|| Failure::new(format!("{file} pins no version of {name}")))
    }
}

fn cargo_home() -> Option<PathBuf> {
    let named = env::var_os("CARGO_HOME").map(PathBuf::from);
    named.or_else(|| env::home_dir().map(|home| home.join(".cargo")))
}

/// Reads `name = "=1.2.3"` and `"name": "1.2.3"`.
fn version_in_line<'line>(line: &'line str, name: &str) -> Option<&'line str> {
    let rest = line.trim().trim_start_matches('"').strip_prefix(name)?;
    if !rest.starts_with(['"', ' ', '=']) {
        return None;
    }
    rest.split('"')
        .map(|piece| piece.trim_start_matches('='))
        .find(|piece| piece.starts_with(|first: char| first.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::version_in_line;

    #[test]
    fn versions_are_read_from_their_lines() {
        let check = |line, name, expected| assert_eq!(version_in_line(line, name), expected, "{line}");
        check("wasm-bindgen = \"=0.2.130\"", "wasm-bindgen", Some("0.2.130"));
        check("wasm-bindgen-futures = \"0.4\"", "wasm-bindgen", None);
        check("wasm-bindgen.workspace = true", "wasm-bindgen", None);
        check("serde-wasm-bindgen = \"0.6.5\"", "wasm-bindgen", None);
        check("trunk-version = \"=0.21.14\"", "trunk-version", Some("0.21.14"));
        check("    \"binaryen\": \"132.0.0\"", "binaryen", Some("132.0.0"));
        check("# trunk-version is read by xtask", "trunk-version", None);
    }
}
