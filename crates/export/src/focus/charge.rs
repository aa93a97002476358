//! One row of FOCUS, and what its columns ask of it.

use rust_decimal::Decimal;
use serde_json::Value;

use tiermeter_pricing::{Month, UtcOffset};

use super::context::{FocusContext, FocusService};
use super::words::{NO_OFFERING, Offering, words};
use crate::rows::{BillRows, ROUNDING, Row};

const SECONDS_PER_DAY: i32 = 86_400;

/// A charge of a bill.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Charge<'a> {
    pub(crate) context: &'a FocusContext,
    pub(crate) currency: &'a str,
    pub(crate) billed_in: Month,
    pub(crate) origin: Origin<'a>,
}

/// What is charged.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Origin<'a> {
    /// A line of a bill.
    Line(&'a Row<'a>),
    /// The rounding of a bill.
    Rounding(&'a BillRows<'a>),
}

impl<'a> Charge<'a> {
    /// The line; a rounding has none.
    pub(crate) fn line(&self) -> Option<&'a Row<'a>> {
        match self.origin {
            Origin::Line(row) => Some(row),
            Origin::Rounding(_) => None,
        }
    }

    pub(crate) fn cost(&self) -> Decimal {
        match self.origin {
            Origin::Line(row) => row.amount,
            Origin::Rounding(bill) => bill.rounding,
        }
    }

    pub(crate) fn is_illustrative(&self) -> bool {
        match self.origin {
            Origin::Line(row) => row.illustrative,
            Origin::Rounding(bill) => bill.is_illustrative(),
        }
    }

    pub(crate) fn item(&self) -> &'static str {
        match self.origin {
            Origin::Line(row) => row.item.as_str(),
            Origin::Rounding(_) => ROUNDING,
        }
    }

    pub(crate) fn offering(&self) -> Offering {
        self.line().map_or(NO_OFFERING, |row| words(row.item).offering)
    }

    /// The earlier month that is corrected; a correction within the month of the bill is none to FOCUS.
    pub(crate) fn corrects(&self) -> Option<Month> {
        self.line()?.adjusts.filter(|month| *month != self.billed_in)
    }

    /// The month in which what is charged was used.
    pub(crate) fn used_in(&self) -> Month {
        self.corrects().unwrap_or(self.billed_in)
    }

    /// The first instant of `month`, in UTC.
    pub(crate) fn first_instant_of(&self, month: Month) -> String {
        first_instant(month, self.context.utc_offset)
    }

    pub(crate) fn service(&self) -> Option<&'a FocusService> {
        self.context.services.get(self.line()?.service)
    }

    /// A line in one sentence: what, how much, at which price.
    pub(crate) fn description(&self) -> String {
        let Some(row) = self.line() else {
            return "Rounding of the bill to what is payable".to_owned();
        };
        let (used, subject) = (words(row.item).used, subject(row));
        let (quantity, unit_price) = (row.quantity.normalize(), row.unit_price.normalize());
        let per = if row.per == 1 { String::new() } else { format!(" / {}", row.per) };
        let sample = if row.illustrative { "; sample price" } else { "" };
        let corrects = self.corrects().map_or(String::new(), |month| format!("; corrects {month}"));
        format!("{used} {subject}: {quantity} x {unit_price} {}{per}{sample}{corrects}", self.currency)
    }
}

/// The tier or the model.
fn subject<'a>(row: &Row<'a>) -> &'a str {
    row.tier.or(row.model).unwrap_or_default()
}

/// What is sold, whatever it costs.
pub(crate) fn sku(row: &Row<'_>) -> String {
    format!("{}/{}", row.item.as_str(), subject(row))
}

/// What is sold at one price; the price is the last part.
pub(crate) fn sku_price(row: &Row<'_>) -> String {
    format!("{}/{}", sku(row), row.unit_price.normalize())
}

pub(crate) fn sku_price_details(row: &Row<'_>) -> String {
    let tier = row.tier.map(|tier| ("x_GpuTier", tier));
    let model = row.model.map(|model| ("x_Model", model));
    json_object(tier.into_iter().chain(model))
}

pub(crate) fn tags(service: &FocusService) -> Option<String> {
    let labels = service.labels.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    (!service.labels.is_empty()).then(|| json_object(labels))
}

/// The quantity in units of the price. Exact: prices stand for powers of ten.
pub(crate) fn pricing_quantity(row: &Row<'_>) -> Decimal {
    row.quantity.checked_div(row.per.into()).unwrap_or(row.quantity)
}

/// The unit of the price, such as a million tokens.
pub(crate) fn pricing_unit(row: &Row<'_>) -> String {
    let unit = words(row.item).unit;
    if row.per == 1 { unit.to_owned() } else { format!("{} {unit}", row.per) }
}

fn json_object<'a>(entries: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    Value::Object(entries.map(|(name, value)| (name.to_owned(), Value::from(value))).collect()).to_string()
}

/// The first instant of `month` at `offset`, in UTC. It is counted from the calendar, as it may lie a little
/// outside the range of instants.
fn first_instant(month: Month, offset: UtcOffset) -> String {
    // East of Greenwich a month begins while it is still the last day of the one before.
    let (month, day, seconds) = if offset.seconds() > 0 {
        let before = before(month);
        (before, before.days(), SECONDS_PER_DAY - offset.seconds())
    } else {
        (month, 1, -offset.seconds())
    };
    let (hour, minute) = (seconds / 3600, seconds / 60 % 60);
    format!("{month}-{day:02}T{hour:02}:{minute:02}:00Z")
}

const fn before(month: Month) -> Month {
    if month.month == 1 {
        Month { year: month.year - 1, month: 12 }
    } else {
        Month { year: month.year, month: month.month - 1 }
    }
}

#[cfg(test)]
mod tests {
    use tiermeter_pricing::{Instant, Item};

    use super::*;
    use crate::samples;

    #[test]
    fn months_begin_at_the_offset_of_the_price_book() {
        for (month, offset, expected) in [
            ("2026-03", "+00:00", "2026-03-01T00:00:00Z"),
            ("2026-03", "+08:00", "2026-02-28T16:00:00Z"),
            ("2024-03", "+05:45", "2024-02-29T18:15:00Z"),
            ("2026-01", "+14:00", "2025-12-31T10:00:00Z"),
            ("2026-03", "-09:30", "2026-03-01T09:30:00Z"),
            ("1970-01", "+14:00", "1969-12-31T10:00:00Z"),
            ("2200-01", "-14:00", "2200-01-01T14:00:00Z"),
        ] {
            let (month, offset) = (Month::parse(month).unwrap(), UtcOffset::parse(offset).unwrap());
            assert_eq!(first_instant(month, offset), expected, "{month} at {offset}");
            if let Some(instant) = Instant::from_unix_nanoseconds(month.first_instant_nanoseconds(offset)) {
                assert_eq!(instant.to_string(), expected);
            }
        }
    }

    #[test]
    fn quantities_are_divided_exactly() {
        for (quantity, per, expected) in [
            ("10800", 1, "10800"),
            ("1", 1_000_000, "0.000001"),
            ("-1500000", 1_000_000, "-1.5"),
            ("9007199254740991", 1_000_000, "9007199254.740991"),
            ("9999999999999999999999999999", 1_000_000, "9999999999999999999999.999999"),
            ("7", 0, "7"),
        ] {
            let row =
                Row { quantity: quantity.parse().unwrap(), per, ..samples::row(Item::InputTokens, "0.15") };
            assert_eq!(pricing_quantity(&row).normalize().to_string(), expected, "{quantity} / {per}");
        }
    }
}
