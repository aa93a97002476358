//! What the plot shows: for each day a bar, of seconds, reservations and tokens one upon the other.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use tiermeter_pricing::Exact;

use super::range::{DayRange, day};
use super::view_model::{Kind, thousandths};
use crate::console::documents::UsageReport;

/// A day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayBar {
    /// Which.
    pub day: NaiveDate,
    /// What it costs; none for a day that has not begun.
    pub amount: Option<Decimal>,
    /// What each kind costs of it, from the bottom.
    pub parts: Vec<DayPart>,
}

/// A kind's part of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayPart {
    /// The kind.
    pub kind: Kind,
    /// What it costs.
    pub amount: Decimal,
    /// Its upper edge, in thousandths of the plot's height from below.
    pub top: u32,
    /// Its lower edge, likewise.
    pub bottom: u32,
}

/// The bars of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayPlot {
    /// A bar for each day.
    pub bars: Vec<DayBar>,
    /// What the day costs that costs most.
    pub highest: Decimal,
    /// Which kinds there are, in order.
    pub kinds: Vec<Kind>,
    /// Whether sample prices are among them.
    pub illustrative: bool,
}

impl DayPlot {
    /// The bars of a report by day. Days after `today` have none: nothing was used then yet.
    pub fn of(report: &UsageReport, days: DayRange, today: NaiveDate, only: Option<Kind>) -> Self {
        let mut sums: HashMap<(NaiveDate, Kind), Decimal> = HashMap::new();
        let mut illustrative = false;
        for row in &report.data {
            let kind = Kind::of(row.item);
            let Some(day) = row.day.as_deref().and_then(day) else { continue };
            if only.is_some_and(|only| only != kind) {
                continue;
            }
            illustrative |= row.illustrative;
            let sum = sums.entry((day, kind)).or_default();
            *sum = plus(*sum, row.amount);
        }
        let of_day = |day: NaiveDate| {
            let sums = &sums;
            Kind::ALL.into_iter().filter_map(move |kind| {
                sums.get(&(day, kind)).copied().filter(|sum| !sum.is_zero()).map(|sum| (kind, sum))
            })
        };
        let total_of = |day: NaiveDate| of_day(day).fold(Decimal::ZERO, |sum, (_, part)| plus(sum, part));
        let highest = days.each().map(total_of).max().unwrap_or_default();
        let bars = days
            .each()
            .map(|day| {
                let mut below = Decimal::ZERO;
                let parts = of_day(day).map(|(kind, amount)| {
                    let bottom = thousandths(below, highest);
                    below = plus(below, amount);
                    DayPart { kind, amount, top: thousandths(below, highest), bottom }
                });
                let parts = parts.collect();
                DayBar { day, amount: (day <= today).then_some(below), parts }
            })
            .collect();
        let kinds =
            Kind::ALL.into_iter().filter(|kind| sums.keys().any(|(_, known)| known == kind)).collect();
        Self { bars, highest, kinds, illustrative }
    }
}

/// The sum; what cannot be counted exactly adds nothing to a picture.
fn plus(one: Decimal, other: Decimal) -> Decimal {
    Exact::sum_of([one, other].into_iter()).unwrap_or(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORT: &str = r#"{"data": [
        {"day": "2026-03-01", "item": "gpu_seconds", "quantity": "3600", "amount": "0.75", "currency": "USD"},
        {"day": "2026-03-01", "item": "input_tokens", "quantity": "1", "amount": "0.15", "currency": "USD", "illustrative": true},
        {"day": "2026-03-01", "item": "output_tokens", "quantity": "1", "amount": "0.1", "currency": "USD", "illustrative": true},
        {"day": "2026-03-01", "item": "free_tokens", "quantity": "9", "amount": "0", "currency": "USD", "illustrative": true},
        {"day": "2026-03-03", "item": "gpu_seconds", "quantity": "1200", "amount": "0.25", "currency": "USD"}
    ]}"#;

    fn plot(only: Option<Kind>) -> DayPlot {
        let days = DayRange { first: day("2026-03-01").unwrap(), last: day("2026-03-05").unwrap() };
        let report: UsageReport = serde_json::from_str(REPORT).unwrap();
        DayPlot::of(&report, days, day("2026-03-04").unwrap(), only)
    }

    #[test]
    fn each_day_has_its_bar() {
        for (only, highest, amounts, first_tops) in [
            (None, "1", [Some("1"), Some("0"), Some("0.25"), Some("0"), None], vec![750, 1_000]),
            (Some(Kind::Tokens), "0.25", [Some("0.25"), Some("0"), Some("0"), Some("0"), None], vec![1_000]),
            (Some(Kind::Reservations), "0", [Some("0"), Some("0"), Some("0"), Some("0"), None], vec![]),
        ] {
            let plot = plot(only);
            assert_eq!(plot.highest.to_string(), highest, "{only:?}");
            let got: Vec<Option<String>> =
                plot.bars.iter().map(|bar| bar.amount.map(|amount| amount.to_string())).collect();
            assert_eq!(got, amounts.map(|amount| amount.map(str::to_owned)), "{only:?}");
            let tops: Vec<u32> = plot.bars[0].parts.iter().map(|part| part.top).collect();
            assert_eq!(tops, first_tops, "{only:?}");
        }
        assert_eq!(plot(None).kinds, [Kind::Seconds, Kind::Tokens]);
        assert!(plot(None).illustrative && !plot(Some(Kind::Seconds)).illustrative);
    }

    #[test]
    fn parts_stand_on_each_other() {
        let plot = plot(None);
        let edges: Vec<(u32, u32)> = plot.bars[0].parts.iter().map(|part| (part.bottom, part.top)).collect();
        assert_eq!(edges, [(0, 750), (750, 1_000)]);
    }
}
