//! What a line's head says: what it costs for an hour while it runs, for a day and for the month.

use rust_decimal::Decimal;
use tiermeter_pricing::{Instant, Month, UtcOffset};

use crate::calculator::answer::Priced;
use crate::text;
use crate::words::Words;

const SECONDS_PER_HOUR: u64 = 3_600;
/// Averages are no amounts of a bill; they are shown with so many decimals.
const AVERAGE_DECIMALS: u32 = 6;

/// A line's rates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineRates {
    /// For an hour while it runs: one amount, or the lowest and the highest.
    pub per_hour: Option<String>,
    /// Whether that is an average over the month; else it is while instances run.
    pub is_average: bool,
    /// For a day, on average over the month.
    pub per_day: String,
    /// For the month.
    pub per_month: String,
}

impl LineRates {
    /// The rates of a line.
    pub fn of(priced: &Priced, words: &Words) -> Self {
        let days = Decimal::from(priced.key.month.days().max(1));
        Self {
            per_hour: per_hour(priced, words),
            is_average: priced.explanation.is_none(),
            per_day: average(priced.amount, days),
            per_month: text::amount(priced.amount),
        }
    }

    /// What it costs for an hour, and which hour that is.
    pub fn per_hour_in_words(&self, words: &Words) -> Option<String> {
        let words_of = if self.is_average { words.ways.an_hour_on_average } else { words.an_hour };
        self.per_hour.as_deref().map(words_of)
    }
}

/// Seconds: what an hour costs with the fewest and with the most instances that run at all. Tokens: the average.
fn per_hour(priced: &Priced, words: &Words) -> Option<String> {
    let Some(line) = &priced.explanation else {
        let hours = Decimal::from(priced.key.month.days().max(1) * 24);
        return Some(average(priced.amount, hours));
    };
    let amounts = line
        .parts
        .iter()
        .filter_map(|part| part.unit_price.times(SECONDS_PER_HOUR * u64::from(part.instances)).ok());
    let (lowest, highest) = (amounts.clone().min()?, amounts.max()?);
    Some(if lowest == highest {
        text::amount(lowest)
    } else {
        (words.from_to)(&text::amount(lowest), &text::amount(highest))
    })
}

/// So much for each of the parts; an average that does not come out says so.
pub fn average(amount: Decimal, parts: Decimal) -> String {
    let exact = amount.checked_div(parts).unwrap_or_default();
    let shown = exact.round_dp(AVERAGE_DECIMALS);
    let about = if shown.checked_mul(parts) == Some(amount) { "" } else { "≈ " };
    format!("{about}{}", text::amount(shown))
}

/// Whether a month is the one that is running.
pub fn is_running_month(month: Month, now: Option<Instant>, offset: UtcOffset) -> bool {
    now.is_some_and(|now| Month::containing(now, offset) == month)
}
