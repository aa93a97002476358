//! What the test runners say at their end, and the sum of it.

use std::ops::AddAssign;

use crate::failure::Failure;

/// How many tests ended in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    passed: u64,
    failed: u64,
    skipped: u64,
}

/// A runner's counts and its own verdict.
pub(crate) struct Outcome {
    name: &'static str,
    counts: Counts,
    succeeded: bool,
}

/// Prints the sum as the last line; a runner that failed is named before it.
pub(crate) fn finish(outcomes: &[Outcome]) -> Result<(), Failure> {
    let mut sum = Counts::default();
    println!();
    for outcome in outcomes {
        sum += outcome.counts;
        if !outcome.succeeded {
            println!("failed: {}", outcome.name);
        }
    }
    println!("{}", sum.in_words());
    if outcomes.iter().all(|outcome| outcome.succeeded) { Ok(()) } else { Err(Failure::Told) }
}

impl Outcome {
    /// Brings the two in accord: a runner that crashed has no failed test and yet has failed, and a failed test
    /// is no success.
    pub(crate) fn new(name: &'static str, mut counts: Counts, succeeded: bool) -> Self {
        if !succeeded && counts.failed == 0 {
            counts.failed = 1;
        }
        Self { name, counts, succeeded: succeeded && counts.failed == 0 }
    }
}

impl Counts {
    /// Reads `Summary [   1.2s] 45 tests run: 44 passed (1 slow), 1 failed, 2 skipped`.
    pub(crate) fn of_nextest(output: &str) -> Self {
        let text = without_escapes(output);
        // A failing test's own output may hold such a line too; the runner's is the last.
        let Some((_, list)) = text
            .lines()
            .rev()
            .filter(|line| line.trim_start().starts_with("Summary ["))
            .find_map(|line| line.split_once(" run: "))
        else {
            return Self::default();
        };
        Self::of_list(&without_parentheses(list))
    }

    /// Adds up the lines `test result: ok. 5 passed; 0 failed; 1 ignored; ...`, one for each test program.
    pub(crate) fn of_cargo_test(output: &str) -> Self {
        let mut sum = Self::default();
        for line in without_escapes(output).lines() {
            if let Some((_, list)) = line.strip_prefix("test result: ").and_then(|rest| rest.split_once(". "))
            {
                sum += Self::of_list(list);
            }
        }
        sum
    }

    /// Reads the lines `ℹ pass 5` at the end of node's report.
    pub(crate) fn of_node(output: &str) -> Self {
        let text = without_escapes(output);
        let last = |name: &str| {
            text.lines().rev().find_map(|line| match line.split_whitespace().collect::<Vec<_>>()[..] {
                ["ℹ" | "#", word, number] if word == name => number.parse::<u64>().ok(),
                _ => None,
            })
        };
        let count = |name: &str| last(name).unwrap_or(0);
        Self {
            passed: count("pass"),
            failed: count("fail") + count("cancelled"),
            skipped: count("skipped") + count("todo"),
        }
    }

    /// Reads `5 passed; 0 failed` or `5 passed, 1 timed out`.
    fn of_list(list: &str) -> Self {
        let mut counts = Self::default();
        for entry in list.split([',', ';']) {
            let Some((number, kind)) = entry.trim().split_once(' ') else { continue };
            let Ok(number) = number.parse::<u64>() else { continue };
            match kind.trim() {
                "passed" => counts.passed += number,
                "failed" | "timed out" | "exec failed" => counts.failed += number,
                "skipped" | "ignored" => counts.skipped += number,
                // Measurements and filtered tests are no results.
                _ => {}
            }
        }
        counts
    }

    fn in_words(self) -> String {
        let Self { passed, failed, skipped } = self;
        if skipped == 0 {
            format!("{passed} passed, {failed} failed")
        } else {
            format!("{passed} passed, {failed} failed, {skipped} skipped")
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// Drops the colours: an escape character, a bracket, and all up to the first letter.
fn without_escapes(text: &str) -> String {
    let mut pieces = text.split('\u{1b}');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end =
            piece.find(|letter: char| letter.is_ascii_alphabetic()).map_or(piece.len(), |letter| letter + 1);
        plain.push_str(&piece[end..]);
    }
    plain
}

fn without_parentheses(text: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::new();
    for letter in text.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            other if depth == 0 => kept.push(other),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::{Counts, Outcome};

    /// Each case is a runner's output, then how many passed, failed and were skipped.
    fn check(read: fn(&str) -> Counts, cases: &[(&str, [u64; 3])]) {
        for &(output, [passed, failed, skipped]) in cases {
            assert_eq!(read(output), Counts { passed, failed, skipped }, "{output}");
        }
    }

    #[test]
    fn nextest_summaries_are_read() {
        let unhappy = "Summary [ 61s] 9/12 tests run: 5 passed (1 slow, 1 flaky), 2 failed (1 due to leak), \
            1 exec failed, 1 timed out, 0 skipped\n  FAIL [ 0s] a b\nerror: test run failed\n";
        let colored = "\u{1b}[32;1m  Summary\u{1b}[0m [ 0s] \u{1b}[1m3\u{1b}[0m tests run: \u{1b}[1m3\u{1b}[0m \
            \u{1b}[32;1mpassed\u{1b}[0m, \u{1b}[1m0\u{1b}[0m \u{1b}[33;1mskipped\u{1b}[0m";
        let nested = "test result: FAILED. 0 passed; 7 failed\nSummary [ 1s] 2 tests run: 1 passed, 1 failed";
        let cases = [
            ("     Summary [   0.123s] 45 tests run: 45 passed, 2 skipped", [45, 0, 2]),
            ("     Summary [   0.123s] 1 test run: 1 passed, 0 skipped", [1, 0, 0]),
            (unhappy, [5, 4, 0]),
            (colored, [3, 0, 0]),
            (nested, [1, 1, 0]),
            ("error: could not compile `x`", [0, 0, 0]),
        ];
        check(Counts::of_nextest, &cases);
    }

    #[test]
    fn cargo_test_summaries_are_added_up() {
        let cases = [
            (
                "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 1s",
                [5, 0, 1],
            ),
            (
                "a\ntest result: ok. 5 passed; 0 failed\n\ntest result: FAILED. 2 passed; 3 failed\n",
                [7, 3, 0],
            ),
            ("test result: \u{1b}[32mok\u{1b}[m. 4 passed; 0 failed; 0 ignored", [4, 0, 0]),
            ("test tests::a ... ok", [0, 0, 0]),
        ];
        check(Counts::of_cargo_test, &cases);
    }

    #[test]
    fn node_summaries_are_read() {
        let unhappy = "✔ adds (1.5ms)\nℹ pass 99\nℹ tests 8\nℹ suites 0\nℹ pass 4\nℹ fail 1\n\
            ℹ cancelled 1\nℹ skipped 1\nℹ todo 1\nℹ duration_ms 61.2\n";
        let cases = [
            (unhappy, [4, 2, 2]),
            ("# tests 2\n# pass 2\n# fail 0\n# cancelled 0\n# skipped 0\n# todo 0\n", [2, 0, 0]),
            ("\u{1b}[34mℹ pass 3\u{1b}[39m\n\u{1b}[34mℹ fail 0\u{1b}[39m\n", [3, 0, 0]),
            ("", [0, 0, 0]),
        ];
        check(Counts::of_node, &cases);
    }

    #[test]
    fn a_runner_that_crashed_counts_as_failed() {
        let counts = |passed, failed| Counts { passed, failed, skipped: 0 };
        let crashed = Outcome::new("tests", counts(0, 0), false);
        assert_eq!((crashed.counts, crashed.succeeded), (counts(0, 1), false));
        assert!(!Outcome::new("tests", counts(1, 1), true).succeeded);
        assert!(Outcome::new("tests", counts(1, 0), true).succeeded);
    }

    #[test]
    fn the_sum_is_a_line_that_others_read() {
        assert_eq!(Counts { passed: 12, failed: 0, skipped: 0 }.in_words(), "12 passed, 0 failed");
        assert_eq!(Counts { passed: 12, failed: 1, skipped: 3 }.in_words(), "12 passed, 1 failed, 3 skipped");
    }
}
