//! Running other programs, quietly or in sight.

use std::env;
use std::io::{self, BufRead, BufReader, IsTerminal, Write};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use crate::failure::Failure;

/// What a program that has ended leaves behind.
pub(crate) struct Finished {
    pub(crate) status: ExitStatus,
    /// Standard output and standard error, in the order in which they came.
    pub(crate) output: String,
}

/// Runs a program whose output matters only when it fails.
pub(crate) fn quiet(command: Command) -> Result<(), Failure> {
    let line = describe(&command);
    let Finished { status, output } = captured(command, false)?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::Broken { message: format!("`{line}` ended with {status}"), output })
}

/// Runs a program whose output is for the person and, as in a test runner's summary, for this program too.
pub(crate) fn shown(command: Command) -> Result<Finished, Failure> {
    captured(command, true)
}

/// Runs a program as if the person had typed its name.
pub(crate) fn attached(command: &mut Command) -> Result<(), Failure> {
    let line = describe(command);
    let status = command.status().map_err(|error| not_started(&line, &error))?;
    if status.success() { Ok(()) } else { Err(Failure::new(format!("`{line}` ended with {status}"))) }
}

/// The standard output of a program that may be missing or may fail, which is then the answer.
pub(crate) fn probed(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a person watches who wants colours; programs behind a pipe can't see that.
pub(crate) fn wants_color() -> bool {
    io::stdout().is_terminal() && env::var_os("NO_COLOR").is_none()
}

fn captured(mut command: Command, echo: bool) -> Result<Finished, Failure> {
    let line = describe(&command);
    // One pipe for both streams keeps an error beside the line that it belongs to.
    let (reader, writer) = io::pipe()?;
    command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    if wants_color() {
        command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    }
    let mut child = command.spawn().map_err(|error| not_started(&line, &error))?;
    // The command holds this side's ends of the pipe; while they are open, reading never comes to an end.
    drop(command);

    let mut output = String::new();
    let mut reader = BufReader::new(reader);
    let mut bytes = Vec::new();
    while reader.read_until(b'\n', &mut bytes)? > 0 {
        if echo {
            let mut screen = io::stdout().lock();
            screen.write_all(&bytes)?;
            screen.flush()?;
        }
        output.push_str(&String::from_utf8_lossy(&bytes));
        bytes.clear();
    }
    Ok(Finished { status: child.wait()?, output })
}

fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let mut line = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

fn not_started(line: &str, error: &io::Error) -> Failure {
    Failure::new(format!("`{line}` can't be started: {error}"))
}
