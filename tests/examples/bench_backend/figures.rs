//! Medians, percentiles, and the table of the figures.

use std::time::Duration;

/// A line of the table.
pub(crate) struct Row {
    what: String,
    figure: String,
    target: String,
    met: &'static str,
}

impl Row {
    /// A figure that stands for itself.
    pub(crate) fn plain(what: impl Into<String>, figure: impl Into<String>) -> Self {
        Self { what: what.into(), figure: figure.into(), target: String::new(), met: "" }
    }

    /// A figure beside its target.
    pub(crate) fn with_target(
        what: impl Into<String>,
        figure: impl Into<String>,
        target: impl Into<String>,
        met: bool,
    ) -> Self {
        let met = if met { "yes" } else { "no" };
        Self { what: what.into(), figure: figure.into(), target: target.into(), met }
    }
}

/// Prints the table as it stands in docs/benchmarks.md.
pub(crate) fn print_table(rows: &[Row]) {
    println!("| what | figure | target | met |");
    println!("| --- | ---: | ---: | --- |");
    for Row { what, figure, target, met } in rows {
        println!("| {what} | {figure} | {target} | {met} |");
    }
}

/// The one in the middle, in the order of size.
pub(crate) fn median<T: Ord + Copy + Default>(mut values: Vec<T>) -> T {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// The smallest one that at least so many of a hundred do not exceed.
pub(crate) fn percentile(durations: &mut [Duration], percent: usize) -> Duration {
    durations.sort_unstable();
    let rank = (durations.len() * percent).div_ceil(100);
    durations.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

/// How many there were in each second.
pub(crate) fn per_second(count: u64, elapsed: Duration) -> u64 {
    let microseconds = elapsed.as_micros().max(1);
    u64::try_from(u128::from(count) * 1_000_000 / microseconds).unwrap_or(u64::MAX)
}

/// A whole number with its thousands apart.
pub(crate) fn grouped(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Milliseconds with two decimals.
pub(crate) fn milliseconds(duration: Duration) -> String {
    let hundredths = duration.as_micros() / 10;
    format!("{}.{:02} ms", hundredths / 100, hundredths % 100)
}
