//! What the lines of a bill show: their arithmetic in the words of the pricing page's formula, and which of them fit.

use std::collections::HashMap;
use std::ops::Range;

use rust_decimal::Decimal;
use tiermeter_pricing::{Exact, Item, Month};

use super::compare::subject_of;
use crate::console::documents::BillLine;
use crate::console::format::Format;
use crate::sorted::sort_by;
use crate::text::grouped;

/// Entries on a page of runs or records.
pub const ENTRIES_ON_A_PAGE: usize = 200;
/// The digits after the point with which prices of seconds are published.
const PUBLISHED_DECIMALS: u32 = 6;

/// The units of quantities, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Units {
    /// Of seconds.
    pub seconds: &'static str,
    /// Of tokens.
    pub tokens: &'static str,
    /// Of reservations.
    pub ktpm_hours: &'static str,
}

/// A line as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineView {
    /// What tells it from every other line of the bill, also when lines are added.
    pub key: String,
    /// Its place on the bill.
    pub index: usize,
    /// The service's id.
    pub service: String,
    /// The service's name; none for one that is not there any more.
    pub name: Option<String>,
    /// What it bills.
    pub item: Item,
    /// The tier's code or the model's id.
    pub subject: String,
    /// Quantity times price.
    pub arithmetic: String,
    /// What it costs.
    pub amount: Decimal,
    /// The closed month that it adjusts.
    pub adjusts: Option<Month>,
    /// By sample prices.
    pub illustrative: bool,
}

/// The lines of a bill by service and item, then as they stand on it: ids, by which the server has them in order, say
/// nothing to people. `name` gives the name of a service.
#[must_use]
pub fn line_views(
    lines: &[BillLine],
    units: Units,
    format: Format,
    name: impl Fn(&str) -> Option<String>,
) -> Vec<LineView> {
    let mut views: Vec<LineView> = line_keys(lines)
        .into_iter()
        .zip(lines)
        .enumerate()
        .map(|(index, (key, line))| LineView {
            key,
            index,
            service: line.service.clone(),
            name: name(&line.service),
            item: line.item,
            subject: subject_of(line).to_owned(),
            arithmetic: arithmetic(line, units, format),
            amount: line.amount,
            adjusts: line.adjusts,
            illustrative: line.illustrative,
        })
        .collect();
    sort_by(&mut views, |one, other| one.place().cmp(&other.place()));
    views
}

impl LineView {
    /// Where it comes: services of one name stay apart.
    fn place(&self) -> (&str, &str, Item) {
        (self.name.as_deref().unwrap_or(&self.service), &self.service, self.item)
    }
}

/// A key for each line. Lines that nothing else tells apart are counted.
fn line_keys(lines: &[BillLine]) -> Vec<String> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    lines
        .iter()
        .map(|line| {
            let month = line.adjusts.map(|month| format!("~{month}")).unwrap_or_default();
            let (item, subject) = (line.item.as_str(), subject_of(line));
            let key = format!("{}~{item}~{subject}~{}{month}", line.service, line.unit_price);
            let count = seen.entry(key.clone()).or_default();
            *count += 1;
            if *count == 1 { key } else { format!("{key}~{count}") }
        })
        .collect()
}

/// Quantity times price, in the words of the formula of the pricing page: `10,800 s × 0.000217`.
#[must_use]
pub fn arithmetic(line: &BillLine, units: Units, format: Format) -> String {
    let quantity = format.amount(line.quantity);
    match line.item {
        Item::GpuSeconds => format!("{quantity} {} × {}", units.seconds, published(line.unit_price)),
        Item::TpmReservation => {
            format!("{quantity} {} × {}", units.ktpm_hours, format.amount(line.unit_price))
        }
        Item::InputTokens
        | Item::CachedInputTokens
        | Item::OutputTokens
        | Item::ReservedTokens
        | Item::FreeTokens => {
            let (price, per) = (format.amount(line.unit_price), grouped(&line.per.to_string()));
            if line.unit_price.is_zero() {
                format!("{quantity} {} × {price}", units.tokens)
            } else {
                format!("{quantity} {} × {price} / {per}", units.tokens)
            }
        }
    }
}

/// A price of seconds as it is published: with six digits after the point, or more where it has more.
#[must_use]
pub fn published(price: Decimal) -> String {
    let price = price.normalize();
    let digits = usize::try_from(price.scale().max(PUBLISHED_DECIMALS)).unwrap_or_default();
    format!("{price:.digits$}")
}

/// Whether a line fits a text, which may stand in its service, its item or what is priced.
#[must_use]
pub fn fits(line: &LineView, item: &str, text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let places = [line.name.as_deref().unwrap_or_default(), &line.service, &line.subject, item];
    text.is_empty() || places.iter().any(|place| place.to_lowercase().contains(&text))
}

/// What lines cost together; none where it has more digits than are counted exactly.
#[must_use]
pub fn sum_of(lines: &[LineView]) -> Option<Decimal> {
    Exact::sum_of(lines.iter().map(|line| line.amount)).ok()
}

/// Which entries stand on a page, of so many; pages are counted from 0, and the last one may be short.
#[must_use]
pub fn entries_of_page(page: usize, count: usize) -> Range<usize> {
    let first = page.saturating_mul(ENTRIES_ON_A_PAGE).min(count);
    first..first.saturating_add(ENTRIES_ON_A_PAGE).min(count)
}

#[cfg(test)]
mod tests;
