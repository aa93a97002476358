//! A bill beside the settlement of the usage behind it: equal to the last digit, or where they differ.
//!
//! The usage behind a bill holds its own month. Lines that adjust a closed month have theirs in that month, with what
//! came late, and no document holds it; of them the arithmetic is checked, and their place in the sums.

use std::collections::{HashMap, VecDeque};

use rust_decimal::Decimal;
use tiermeter_pricing::{Bill as SettledBill, Exact, Item, Line, Month, Per, Price, Settlement};

use crate::console::documents::{Bill, BillLine};
use crate::console::views::bills::view_model::Payable;
use crate::sorted::sort;

/// What was compared, and what differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// How many lines of the bill are its own month's.
    pub own_lines: usize,
    /// How many adjust closed months.
    pub adjusting_lines: usize,
    /// Lines that differ, in the order of the bill, then those that the bill lacks.
    pub lines: Vec<LineDifference>,
    /// Sums that differ.
    pub sums: Vec<SumDifference>,
    /// The currency of the bill, and that of the prices, where they differ.
    pub currencies: Option<(String, String)>,
}

/// A line that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineDifference {
    /// The service's id.
    pub service: String,
    /// What it bills.
    pub item: Item,
    /// The tier's code or the model's id.
    pub subject: String,
    /// The price.
    pub unit_price: Decimal,
    /// The closed month that it adjusts.
    pub adjusts: Option<Month>,
    /// What stands on the bill; none where the bill lacks the line.
    pub billed: Option<Counted>,
    /// What was counted here; none where the usage has nothing for the line.
    pub counted: Option<Counted>,
}

/// What a line comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// How many units.
    pub quantity: Decimal,
    /// What they cost.
    pub amount: Decimal,
    /// By sample prices.
    pub illustrative: bool,
}

/// A sum of the bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    /// Of all lines, exactly.
    ExactTotal,
    /// What the one rounding added.
    Rounding,
    /// What is to be paid.
    Payable,
}

/// A sum that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SumDifference {
    /// Which.
    pub sum: Sum,
    /// On the bill.
    pub billed: Decimal,
    /// As counted here; none where it can't be counted exactly.
    pub counted: Option<Decimal>,
}

impl Comparison {
    /// Whether nothing differs.
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.lines.is_empty() && self.sums.is_empty() && self.currencies.is_none()
    }
}

/// What makes a line of its own.
type Key<'a> = (&'a str, Item, &'a str, Decimal);

/// Compares a bill with the settlement of the usage behind it.
#[must_use]
pub fn compare(bill: &Bill, settlement: &Settlement) -> Comparison {
    let settled = settlement.bills.iter().find(|settled| settled.month == bill.summary.month);
    let settled_lines = settled.map_or(&[][..], |settled| settled.lines.as_slice());
    let (adjusting, own): (Vec<&BillLine>, Vec<&BillLine>) =
        bill.lines.iter().partition(|line| line.adjusts.is_some());
    let mut lines = differences(&own, settled_lines);
    lines.extend(adjusting.iter().filter_map(|line| adjusting_difference(line)));
    let (billed, counted) = (&bill.summary.currency, &settlement.currency);
    Comparison {
        own_lines: own.len(),
        adjusting_lines: adjusting.len(),
        lines,
        sums: sums(bill, settled, &adjusting),
        currencies: (billed != counted).then(|| (billed.clone(), counted.clone())),
    }
}

fn differences(own: &[&BillLine], settled: &[Line]) -> Vec<LineDifference> {
    // Two entries of one price in the price book make two lines that only their order tells apart.
    let mut open: HashMap<Key<'_>, VecDeque<usize>> = HashMap::new();
    for (index, line) in settled.iter().enumerate() {
        open.entry(key_of_settled(line)).or_default().push_back(index);
    }
    let mut lines = Vec::new();
    for line in own {
        let found = open.get_mut(&key_of_billed(line)).and_then(VecDeque::pop_front);
        let counted = found.and_then(|index| settled.get(index)).map(counted_of_settled);
        let billed = Some(counted_of_billed(line));
        if counted != billed {
            lines.push(LineDifference { counted, ..difference_of_billed(line) });
        }
    }
    let mut lacking: Vec<usize> = open.into_values().flatten().collect();
    sort(&mut lacking);
    lines.extend(lacking.into_iter().filter_map(|index| settled.get(index)).map(|line| {
        let (service, item, subject, unit_price) = key_of_settled(line);
        LineDifference {
            service: service.to_owned(),
            item,
            subject: subject.to_owned(),
            unit_price,
            adjusts: None,
            billed: None,
            counted: Some(counted_of_settled(line)),
        }
    }));
    lines
}

/// Of a line that adjusts a closed month, whether its amount is its quantity at its price.
fn adjusting_difference(line: &BillLine) -> Option<LineDifference> {
    let billed = counted_of_billed(line);
    let counted = amount_of(line).map(|amount| Counted { amount, ..billed });
    (counted != Some(billed)).then(|| LineDifference { counted, ..difference_of_billed(line) })
}

fn sums(bill: &Bill, settled: Option<&SettledBill>, adjusting: &[&BillLine]) -> Vec<SumDifference> {
    let own = settled.map_or(Decimal::ZERO, |settled| settled.exact_total);
    let adjusting = adjusting.iter().map(|line| amount_of(line).unwrap_or(line.amount));
    let total = Exact::sum_of(std::iter::once(own).chain(adjusting)).ok();
    let to_pay = total.and_then(|total| Payable::of(total, &bill.summary.currency));
    let summary = &bill.summary;
    [
        (Sum::ExactTotal, summary.exact_total, total),
        (Sum::Rounding, summary.rounding, to_pay.map(|to_pay| to_pay.rounding)),
        (Sum::Payable, summary.payable, to_pay.map(|to_pay| to_pay.payable)),
    ]
    .into_iter()
    .filter(|(_, billed, counted)| Some(*billed) != *counted)
    .map(|(sum, billed, counted)| SumDifference { sum, billed, counted })
    .collect()
}

/// A line's quantity at its price, by the core; none where its digits are not those of its item.
#[must_use]
pub fn amount_of(line: &BillLine) -> Option<Decimal> {
    let price = Price::parse(&line.unit_price.normalize().to_string())?;
    // A reservation is counted in thousandths of its kTPM-hours, so that its units are whole.
    let (decimals, per) = match line.item {
        Item::GpuSeconds => (0, Per::One),
        Item::TpmReservation => (3, Per::Thousand),
        Item::InputTokens
        | Item::CachedInputTokens
        | Item::OutputTokens
        | Item::ReservedTokens
        | Item::FreeTokens => (0, Per::Million),
    };
    let amount = Exact::product(whole_units(line.quantity, decimals)?, price, per).ok()?.decimal().ok()?;
    Some(if line.quantity.is_sign_negative() { -amount } else { amount })
}

/// The absolute value in units of `10^-decimals`, where it is a whole number of them.
fn whole_units(quantity: Decimal, decimals: u32) -> Option<u128> {
    let quantity = quantity.abs().normalize();
    let missing = decimals.checked_sub(quantity.scale())?;
    quantity.mantissa().unsigned_abs().checked_mul(10_u128.checked_pow(missing)?)
}

fn key_of_billed(line: &BillLine) -> Key<'_> {
    (line.service.as_str(), line.item, subject_of(line), line.unit_price)
}

fn key_of_settled(line: &Line) -> Key<'_> {
    let subject = line.tier.as_deref().or(line.model.as_deref()).unwrap_or_default();
    (line.service.as_str(), line.item, subject, line.unit_price)
}

/// The tier's code or the model's id.
#[must_use]
pub fn subject_of(line: &BillLine) -> &str {
    line.tier.as_deref().or(line.model.as_deref()).unwrap_or_default()
}

fn counted_of_billed(line: &BillLine) -> Counted {
    Counted { quantity: line.quantity, amount: line.amount, illustrative: line.illustrative }
}

fn counted_of_settled(line: &Line) -> Counted {
    Counted { quantity: line.quantity, amount: line.amount, illustrative: line.illustrative }
}

fn difference_of_billed(line: &BillLine) -> LineDifference {
    LineDifference {
        service: line.service.clone(),
        item: line.item,
        subject: subject_of(line).to_owned(),
        unit_price: line.unit_price,
        adjusts: line.adjusts,
        billed: Some(counted_of_billed(line)),
        counted: None,
    }
}

#[cfg(test)]
mod tests;
