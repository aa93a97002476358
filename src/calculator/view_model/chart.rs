//! How the cost grows over the month: a curve, and the same in numbers.

use std::fmt::Write;

use rust_decimal::Decimal;
use tiermeter_pricing::{Exact, Instant, Month, NANOSECONDS_PER_SECOND, Refusal, UtcOffset};

use super::parts_of;
use crate::text;
use crate::words::Words;

/// The curve's box: so wide and so high.
const WIDTH: u32 = 300;
const HEIGHT: u32 = 72;
/// Room for the line's own width at the top and at the bottom.
const MARGIN: u32 = 2;
const SECONDS_PER_DAY: i64 = 86_400;

/// The curve, and its days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChartView {
    /// The line of the curve, as an SVG path in a box of 300 by 72.
    pub line: String,
    /// The area below it.
    pub area: String,
    /// The days: the date, the cost of the day, and that of the month up to its end.
    pub days: Vec<[String; 3]>,
    /// What stands at the ends of the curve: the first day, and the last one with the sum.
    pub ends: [String; 2],
}

impl ChartView {
    /// The curve of the days of all lines.
    pub fn of(lines: &[Vec<Decimal>], month: Month, words: &Words) -> Result<Self, Refusal> {
        let days = usize::try_from(month.days()).unwrap_or_default();
        let mut sums = Vec::with_capacity(days);
        let mut sum = Decimal::ZERO;
        for day in 0..days {
            let cost = Exact::sum_of(lines.iter().filter_map(|line| line.get(day).copied()))?;
            sum = Exact::sum_of([sum, cost].into_iter())?;
            sums.push((cost, sum));
        }
        let mut line = format!("M0 {}", HEIGHT - MARGIN);
        for (day, (_, sum_of_day)) in (1_u32..).zip(&sums) {
            let x = WIDTH * day / month.days().max(1);
            let rise = (HEIGHT - 2 * MARGIN) * (parts_of(*sum_of_day, sum) / 1_000) / 1_000;
            // Writing to a String does not fail.
            let _ = write!(line, "L{x} {}", HEIGHT - MARGIN - rise);
        }
        // Days are the price book's; their dates are written as if it were at UTC.
        let start = month.first_instant_nanoseconds(UtcOffset::default());
        let date = |day: i64| {
            let at = Instant::from_unix_nanoseconds(start + day * SECONDS_PER_DAY * NANOSECONDS_PER_SECOND);
            at.map(|at| text::day_and_month(at, words)).unwrap_or_default()
        };
        let rows = (0_i64..).zip(&sums);
        let last = i64::from(month.days()) - 1;
        Ok(Self {
            ends: [date(0), format!("{}: {}", date(last), text::amount(sum))],
            area: format!("{line}V{HEIGHT}H0Z"),
            line,
            days: rows
                .map(|(day, (cost, sum))| [date(day), text::amount(*cost), text::amount(*sum)])
                .collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::ENGLISH;

    #[test]
    fn the_curve_rises_to_the_sum() {
        let month = Month { year: 2026, month: 2 };
        let mut first = vec![Decimal::ZERO; 28];
        first[3] = "1.5".parse().unwrap();
        let second = vec!["0.25".parse().unwrap(); 28];
        let chart = ChartView::of(&[first, second], month, &ENGLISH).unwrap();
        assert_eq!(chart.days.len(), 28);
        assert_eq!(chart.days[3], ["4 Feb", "1.75", "2.5"]);
        assert_eq!(chart.days[27], ["28 Feb", "0.25", "8.5"]);
        assert_eq!(chart.ends, ["1 Feb", "28 Feb: 8.5"]);
        assert!(chart.line.starts_with("M0 70L10 ") && chart.line.ends_with("L300 2"), "{}", chart.line);
    }

    #[test]
    fn a_month_without_cost_is_flat() {
        let chart = ChartView::of(&[], Month { year: 2026, month: 3 }, &ENGLISH).unwrap();
        assert!(chart.line.ends_with("L300 70"), "{}", chart.line);
        assert_eq!(chart.days[30], ["31 Mar", "0", "0"]);
    }
}
