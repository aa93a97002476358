//! `cargo xtask`: one command each to start, test, check, build and measure Tiermeter.
//!
//! It needs nothing but the standard library, so that the first command on a fresh clone starts at once.

mod bench;
mod check;
mod chromium;
mod failure;
mod npm;
mod package;
mod page;
mod process;
mod progress;
mod shrink;
mod size;
mod start;
mod summary;
mod test;
mod tools;
mod workspace;

use std::env;
use std::process::ExitCode;

use crate::failure::Failure;
use crate::workspace::Workspace;

const HELP: &str = "\
cargo xtask COMMAND

  start [--listen 127.0.0.1:8080] [--debug]
                   builds everything, serves pages, console and API on one address, prints the links
                   (--debug: quick to build, slow to run, without the npm package and /embed)
  test [--quick|--long]
                   checks, builds and tests everything (--quick: without browser and packaging; --long: the
                   server is killed 300 times instead of 20)
  check            formatting, lints, documentation and the quick tests
  page             builds the pages and the console into dist, all but /embed, compressed files beside the
                   plain ones
  pkg              builds the npm package's generated files into pkg/dist
  bench [native|node|backend|browser]
                   measures the settlement of a million runs, beside other ways to compute it, the price of
                   an estimate, what the backend bears, and what pages and console ask of a browser
  size             prints the raw and brotli sizes of the pages, the console and the module's entries, beside
                   their bounds, and how much of each wasm comes from which crate
  help             prints this
";

fn main() -> ExitCode {
    let arguments: Vec<String> =
        env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(),
    }
}

fn dispatch(arguments: &[&str]) -> Result<(), Failure> {
    let workspace = Workspace::locate()?;
    match arguments {
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        ["start", flags @ ..] => start::run(&workspace, flags),
        ["test"] => test::run(&workspace, test::Extent::Whole),
        ["test", "--quick"] => test::run(&workspace, test::Extent::Quick),
        ["test", "--long"] => test::run(&workspace, test::Extent::Long),
        ["check"] => check::run(&workspace),
        ["page"] => page::run(&workspace),
        ["pkg"] => package::run(&workspace),
        ["bench"] => bench::run(&workspace, bench::Part::All),
        ["bench", "native"] => bench::run(&workspace, bench::Part::Native),
        ["bench", "node"] => bench::run(&workspace, bench::Part::Node),
        ["bench", "backend"] => bench::run(&workspace, bench::Part::Backend),
        ["bench", "browser"] => bench::run(&workspace, bench::Part::Browser),
        ["size"] => size::run(&workspace),
        others => {
            Err(Failure::Usage(format!("unknown command `{}`, see `cargo xtask help`", others.join(" "))))
        }
    }
}
