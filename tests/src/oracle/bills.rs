//! Lines and totals of bills (P14, P15).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::book::Book;
use super::calendar::Month;
use super::decimal::{self, AMOUNT_PLACES, MOST_DIGITS, PRICE_PLACES, QUANTITY_PLACES};
use crate::answer::Fault;

/// What a line charges, in the order of P14.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    GpuSeconds,
    TpmReservation,
    InputTokens,
    CachedInputTokens,
    OutputTokens,
    ReservedTokens,
    FreeTokens,
}

impl Item {
    fn name(self) -> &'static str {
        match self {
            Item::GpuSeconds => "gpu_seconds",
            Item::TpmReservation => "tpm_reservation",
            Item::InputTokens => "input_tokens",
            Item::CachedInputTokens => "cached_input_tokens",
            Item::OutputTokens => "output_tokens",
            Item::ReservedTokens => "reserved_tokens",
            Item::FreeTokens => "free_tokens",
        }
    }

    fn per(self) -> u32 {
        match self {
            Item::GpuSeconds | Item::TpmReservation => 1,
            _ => 1_000_000,
        }
    }
}

/// One line for each of these (P14). Text of Rust sorts by its UTF-8 bytes; the fields stand in the order
/// in which lines sort.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct LineKey<'a> {
    pub(super) month: Month,
    pub(super) service: &'a str,
    pub(super) item: Item,
    pub(super) tier_or_model: &'a str,
    pub(super) price_from: i64,
}

#[derive(Debug)]
struct Sum<'a> {
    unit_price: &'a str,
    quantity_thousandths: i128,
    amount: i128,
}

/// Every line of every month.
#[derive(Debug, Default)]
pub(super) struct Bills<'a> {
    sums: BTreeMap<LineKey<'a>, Sum<'a>>,
}

impl<'a> Bills<'a> {
    /// Adds to a line; a quantity of zero makes none (P14).
    pub(super) fn add(
        &mut self,
        key: LineKey<'a>,
        unit_price: &'a str,
        quantity_thousandths: i128,
        amount: i128,
    ) {
        if quantity_thousandths == 0 {
            return;
        }
        let sum = self.sums.entry(key).or_insert(Sum { unit_price, quantity_thousandths: 0, amount: 0 });
        sum.quantity_thousandths += quantity_thousandths;
        sum.amount = sum.amount.checked_add(amount).expect("an amount beyond the oracle");
    }

    /// The settlement; refused where a text would be too long (P15).
    pub(super) fn write(&self, book: &Book<'_>) -> Result<Value, Vec<Fault>> {
        let months: BTreeSet<Month> = self.sums.keys().map(|key| key.month).collect();
        let bills: Option<Vec<Value>> =
            months.into_iter().map(|month| self.write_bill(month, book)).collect();
        match bills {
            Some(bills) => Ok(json!({"currency": book.currency(), "bills": bills})),
            None => Err(vec![Fault::new("out_of_range", "")]),
        }
    }

    fn write_bill(&self, month: Month, book: &Book<'_>) -> Option<Value> {
        let mut lines = Vec::new();
        let mut exact_total: i128 = 0;
        for (key, sum) in self.sums.iter().filter(|(key, _)| key.month == month) {
            lines.push(write_line(key, sum, book)?);
            exact_total = exact_total.checked_add(sum.amount).expect("a total beyond the oracle");
        }
        let minor_digits = book.minor_digits();
        let payable = decimal::round_half_away(exact_total, minor_digits);
        let rounding = payable * decimal::minor_unit(minor_digits) - exact_total;
        Some(json!({
            "month": month.to_string(),
            "lines": lines,
            "exact_total": write_within_limit(exact_total, AMOUNT_PLACES)?,
            "payable": decimal::write_fixed(payable, minor_digits),
            "rounding": decimal::write(rounding, AMOUNT_PLACES),
        }))
    }
}

fn write_line(key: &LineKey<'_>, sum: &Sum<'_>, book: &Book<'_>) -> Option<Value> {
    let unit_price = decimal::parse(sum.unit_price, PRICE_PLACES);
    let mut line = json!({
        "service": key.service,
        "item": key.item.name(),
        "unit_price": decimal::write(unit_price, PRICE_PLACES),
        "per": key.item.per(),
        "quantity": write_within_limit(sum.quantity_thousandths, QUANTITY_PLACES)?,
        "amount": write_within_limit(sum.amount, AMOUNT_PLACES)?,
    });
    if key.item == Item::GpuSeconds {
        line["tier"] = json!(key.tier_or_model);
    } else {
        line["model"] = json!(key.tier_or_model);
        if book.is_illustrative(key.tier_or_model) {
            line["illustrative"] = json!(true);
        }
    }
    Some(line)
}

/// Canonical text, or nothing where it has more digits than P15 allows.
fn write_within_limit(units: i128, places: usize) -> Option<String> {
    let text = decimal::write(units, places);
    (decimal::digit_count(&text) <= MOST_DIGITS).then_some(text)
}
