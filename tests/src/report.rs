//! Gathers every failure of a table before it speaks, so that one run shows them all.

/// The outcome of a table of cases.
#[derive(Debug)]
pub struct Report {
    subject: &'static str,
    count: usize,
    failures: Vec<String>,
}

impl Report {
    /// An empty report on this subject.
    pub fn new(subject: &'static str) -> Report {
        Report { subject, count: 0, failures: Vec::new() }
    }

    /// Counts a case, and keeps what it failed with under its name.
    pub fn case(&mut self, name: &str, outcome: Result<(), String>) {
        self.count += 1;
        if let Err(failure) = outcome {
            self.failures.push(format!("{name}\n     {failure}"));
        }
    }

    /// Ends the test: every case must have been tried, and none may have failed.
    pub fn finish(self, expected_count: usize) {
        let Report { subject, count, failures } = self;
        assert!(
            failures.is_empty(),
            "{subject}: {} of {count} failed\n\n{}\n",
            failures.len(),
            failures.join("\n\n")
        );
        assert_eq!(count, expected_count, "{subject}: a case that is skipped counts as failed");
    }
}
