//! A load by the hour as bars: how high they are, what a height says, and how it is written back. Everything is
//! in whole units of 10^-12, so that no float is needed.

use std::ops::RangeInclusive;

use tiermeter_estimate::Rate;

use super::typed::{numbers, read_load};
use crate::text;

const HOURS_PER_DAY: usize = 24;
const DAYS_PER_WEEK: usize = 7;
const PICO_PER_UNIT: u128 = 1_000_000_000_000;
const HIGHEST_RATE: u128 = 1_000_000 * PICO_PER_UNIT;
/// Heights that can be drawn.
const GRAINS: u128 = 100;
/// The heights of bars are in parts of a million.
const PARTS: u128 = 1_000_000;

/// A load that can be drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoadBars {
    /// From midnight, or from Monday midnight on.
    pub rates: Vec<u128>,
    /// What the full height says.
    pub top: u128,
}

impl LoadBars {
    /// The bars of a load; `None` where it does not read.
    pub fn of(text: &str) -> Option<Self> {
        let rates: Vec<u128> = read_load(text).ok()?.into_iter().map(Rate::pico).collect();
        let top = top_of(rates.iter().copied().max().unwrap_or_default());
        Some(Self { rates, top })
    }

    /// Whether it is of a week.
    pub fn is_of_a_week(&self) -> bool {
        self.rates.len() > HOURS_PER_DAY
    }

    /// The full height as it is written.
    pub fn top_text(&self) -> String {
        decimal(self.top)
    }

    /// The rate that a height of `parts` of a million says, on whole grains.
    pub fn rate_at(&self, parts: u32) -> u128 {
        let grain = self.top / GRAINS;
        (u128::from(parts) * GRAINS + PARTS / 2) / PARTS * grain
    }

    /// The rate of an hour some grains up or down.
    pub fn stepped(&self, hour: usize, grains: i32) -> u128 {
        let rate = self.rates.get(hour).copied().unwrap_or_default();
        let distance = self.top / GRAINS * u128::from(grains.unsigned_abs());
        if grains < 0 { rate.saturating_sub(distance) } else { (rate + distance).min(HIGHEST_RATE) }
    }

    /// The text in which these hours have that rate.
    pub fn with(&self, hours: RangeInclusive<usize>, rate: u128) -> String {
        let rates = self.rates.iter().enumerate();
        let texts = rates.map(|(hour, before)| decimal(if hours.contains(&hour) { rate } else { *before }));
        lines_of(&texts.collect::<Vec<_>>())
    }
}

/// The height of the bar of a rate below a full height, as a CSS percentage.
pub fn height(rate: u128, top: u128) -> String {
    let parts = (rate * PARTS / top.max(1)).min(PARTS);
    text::percent(u32::try_from(parts).unwrap_or_default())
}

/// The numbers of a load, a day in each row.
pub fn written(rates: &[Rate]) -> String {
    lines_of(&rates.iter().map(Rate::to_string).collect::<Vec<_>>())
}

/// The load of a day for every day of a week.
pub fn for_a_week(text: &str) -> String {
    let day = for_a_day(text);
    vec![day; DAYS_PER_WEEK].join("\n")
}

/// The load of the week's first day.
pub fn for_a_day(text: &str) -> String {
    lines_of(&numbers(text).take(HOURS_PER_DAY).map(str::to_owned).collect::<Vec<_>>())
}

fn lines_of(numbers: &[String]) -> String {
    numbers.chunks(HOURS_PER_DAY).map(|day| day.join(" ")).collect::<Vec<_>>().join("\n")
}

/// The lowest of 1, 2 and 5 with zeros that leaves some room above the highest rate.
fn top_of(highest: u128) -> u128 {
    let wanted = (highest + highest / 10).max(PICO_PER_UNIT / 100);
    let mut unit = PICO_PER_UNIT / 100;
    loop {
        for digit in [1, 2, 5] {
            if digit * unit >= wanted || digit * unit >= HIGHEST_RATE {
                return digit * unit;
            }
        }
        unit *= 10;
    }
}

/// A number in units of 10^-12 as it is written.
pub fn decimal(pico: u128) -> String {
    let decimals = format!("{:012}", pico % PICO_PER_UNIT);
    match decimals.trim_end_matches('0') {
        "" => (pico / PICO_PER_UNIT).to_string(),
        decimals => format!("{}.{decimals}", pico / PICO_PER_UNIT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day_with(first: &str) -> String {
        format!("{first} {}", "0 ".repeat(23))
    }

    #[test]
    fn the_full_height_leaves_room() {
        for (highest, top) in
            [("0", "0.01"), ("0.9", "1"), ("1", "2"), ("6", "10"), ("46", "100"), ("999999", "1000000")]
        {
            assert_eq!(LoadBars::of(&day_with(highest)).unwrap().top_text(), top, "{highest}");
        }
        assert_eq!(LoadBars::of("1 2 3"), None);
    }

    #[test]
    fn a_height_says_a_rate_on_whole_grains() {
        let bars = LoadBars::of(&day_with("6")).unwrap();
        let heights = [0, 1].map(|hour| height(bars.rates[hour], bars.top));
        assert_eq!(heights, ["60.0000%", "0.0000%"]);
        for (parts, expected) in [(0, "0"), (1_000_000, "10"), (123_456, "1.2"), (999_999, "10")] {
            assert_eq!(decimal(bars.rate_at(parts)), expected, "{parts}");
        }
        for (hour, grains, expected) in [(0, 1, "6.1"), (0, -10, "5"), (1, -1, "0"), (1, 10, "1")] {
            assert_eq!(decimal(bars.stepped(hour, grains)), expected);
        }
        let most = LoadBars::of(&day_with("1000000")).unwrap();
        assert_eq!(decimal(most.stepped(0, 1)), "1000000");
    }

    #[test]
    fn hours_are_written_back() {
        let bars = LoadBars::of(&"1 ".repeat(24)).unwrap();
        let text = bars.with(2..=3, 2 * PICO_PER_UNIT + PICO_PER_UNIT / 2);
        assert!(text.starts_with("1 1 2.5 2.5 1"), "{text}");
        assert_eq!(numbers(&text).count(), 24);
        let week = for_a_week(&text);
        assert_eq!((week.lines().count(), numbers(&week).count()), (7, 168));
        assert!(LoadBars::of(&week).unwrap().is_of_a_week());
        assert_eq!(for_a_day(&week), text);
    }
}
