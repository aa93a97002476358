//! Why a command ends without having done its work.

use std::io::{self, Write};
use std::process::ExitCode;

/// The one error of this program.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line was wrong.
    Usage(String),
    /// Something did not work: what, and what the failing program printed.
    Broken { message: String, output: String },
    /// Everything about it has been printed already, as a test runner's summary has.
    Told,
}

impl Failure {
    /// A failure that no program's output explains further.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self::Broken { message: message.into(), output: String::new() }
    }

    /// The same failure with the step's name before its message.
    pub(crate) fn during(self, step: &str) -> Self {
        match self {
            Self::Broken { message, output } => {
                Self::Broken { message: format!("{step}: {message}"), output }
            }
            Self::Usage(_) | Self::Told => self,
        }
    }

    /// Prints the failure, its message last so that it stands where the eye is, and gives the exit code.
    pub(crate) fn tell(self) -> ExitCode {
        // A reader that has gone away is no reason to fail in another way than the one being told.
        let _ = io::stdout().flush();
        let mut errors = io::stderr().lock();
        match self {
            Self::Usage(message) => {
                let _ = writeln!(errors, "{message}");
                ExitCode::from(2)
            }
            Self::Broken { message, output } => {
                if !output.is_empty() {
                    let _ = writeln!(errors, "\n{}\n", output.trim_end());
                }
                let _ = writeln!(errors, "failed: {message}");
                ExitCode::FAILURE
            }
            Self::Told => ExitCode::FAILURE,
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::new(error.to_string())
    }
}
