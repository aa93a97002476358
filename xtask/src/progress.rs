//! A line for each step, with its number and its time.

use std::cell::Cell;
use std::io::{self, Write};
use std::time::{Duration, Instant};

use crate::failure::Failure;

/// Counts the steps of one command and prints them.
pub(crate) struct Progress {
    total: usize,
    done: Cell<usize>,
    /// Whether the cursor still stands behind the current step's name.
    line_open: Cell<bool>,
}

impl Progress {
    /// Announces no step yet.
    pub(crate) fn new(total: usize) -> Self {
        Self { total, done: Cell::new(0), line_open: Cell::new(false) }
    }

    /// Does the work of one step between its name and its time.
    pub(crate) fn step<T>(
        &self,
        name: &str,
        work: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.done.set(self.done.get() + 1);
        print!("[{}/{}] {name} ...", self.done.get(), self.total);
        io::stdout().flush()?;
        self.line_open.set(true);
        let started = Instant::now();
        let result = work();
        let taken = in_words(started.elapsed());
        let ending = if result.is_ok() { taken } else { format!("failed after {taken}") };
        if self.line_open.replace(false) {
            println!(" {ending}");
        } else {
            println!("      {name} ... {ending}");
        }
        result.map_err(|failure| failure.during(name))
    }

    /// Says something within a step that takes its time.
    pub(crate) fn note(&self, text: &str) {
        self.end_line();
        println!("      {text}");
    }

    /// Leaves the following lines to a program that prints by itself.
    pub(crate) fn end_line(&self) {
        if self.line_open.replace(false) {
            println!();
        }
    }
}

fn in_words(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds >= 120 {
        format!("{} min {} s", seconds / 60, seconds % 60)
    } else if seconds >= 10 {
        format!("{seconds} s")
    } else {
        format!("{seconds}.{} s", duration.subsec_millis() / 100)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::in_words;

    #[test]
    fn durations_read_well() {
        let check =
            |milliseconds, expected| assert_eq!(in_words(Duration::from_millis(milliseconds)), expected);
        check(0, "0.0 s");
        check(460, "0.4 s");
        check(9_999, "9.9 s");
        check(41_300, "41 s");
        check(119_000, "119 s");
        check(125_000, "2 min 5 s");
    }
}
