//! `tiermeter-split PROGRAM FOLDER`: takes what is fetched later out of a program as cargo has linked it. In the folder
//! are then `main.wasm`, a wasm for each part, and the script that fetches them. It is a program of its own, since
//! `cargo xtask` needs nothing but the standard library.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use wasm_split_cli_support::{Options, transform};

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [program, folder] = arguments.as_slice() else {
        eprintln!("tiermeter-split needs the program and the folder");
        return ExitCode::from(2);
    };
    match split(program, folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{} can't be split: {failure}", program.display());
            ExitCode::FAILURE
        }
    }
}

fn split(program: &Path, folder: &Path) -> Result<(), String> {
    let linked = fs::read(program).map_err(|error| error.to_string())?;
    let main = folder.join("main.wasm");
    let mut options = Options::new(&linked);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.link_name = "./parts.js";
    options.main_module = "./page.js";
    transform(options).map(|_| ()).map_err(|error| format!("{error:#}"))
}
