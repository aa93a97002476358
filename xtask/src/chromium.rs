//! The browser of the browser tests.

use std::env;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::process;
use crate::progress::Progress;
use crate::workspace::Workspace;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const APPLICATIONS: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
/// Without the fonts, Chinese text is boxes on a screenshot.
const DEBIAN_PACKAGES: &str = "chromium fonts-noto-cjk";

/// The browser's program file; as root on Debian it is installed where it is missing.
pub(crate) fn ensure(workspace: &Workspace, progress: &Progress) -> Result<PathBuf, Failure> {
    if let Some(named) = env::var_os("TIERMETER_CHROMIUM").map(PathBuf::from) {
        if named.is_file() {
            return Ok(named);
        }
        return Err(Failure::new(format!("TIERMETER_CHROMIUM names {}, which is no file", named.display())));
    }
    if let Some(found) = find(workspace) {
        return Ok(found);
    }
    let is_debian = Path::new("/etc/debian_version").exists();
    let is_root = process::probed(&mut workspace.command("id", "-u")).is_some_and(|user| user == "0");
    if is_debian && is_root {
        progress.note("installing Chromium");
        process::quiet(workspace.command("apt-get", "update"))?;
        let mut command = workspace.command("apt-get", &format!("install -y {DEBIAN_PACKAGES}"));
        command.env("DEBIAN_FRONTEND", "noninteractive");
        process::quiet(command)?;
        return find(workspace).ok_or_else(|| Failure::new("Chromium was installed, but was not found"));
    }
    let advice = if is_debian {
        format!("run `sudo apt-get install -y {DEBIAN_PACKAGES}`")
    } else if cfg!(target_os = "macos") {
        "run `brew install --cask google-chrome`".to_owned()
    } else {
        "install Chromium, or name its program file in TIERMETER_CHROMIUM".to_owned()
    };
    Err(Failure::new(format!("the browser tests need Chromium, which was not found; {advice}")))
}

fn find(workspace: &Workspace) -> Option<PathBuf> {
    let applications = APPLICATIONS.iter().map(PathBuf::from).filter(|file| file.is_file());
    NAMES.iter().filter_map(|name| workspace.find_program(name)).chain(applications).next()
}
