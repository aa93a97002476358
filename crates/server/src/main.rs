//! The command `tiermeter`.

use std::process::ExitCode;

fn main() -> ExitCode {
    tiermeter_server::run()
}
