//! The native core, asked with JSON and answering with JSON.

use serde_json::Value;
use tiermeter_estimate::Estimate;
use tiermeter_pricing::{PriceBook, Refusal, Usage};
use tiermeter_tests::answer::{Answer, Fault};

/// The settlement of a usage.
pub(crate) fn settle(usage: &Value, price_book: &Value) -> Answer {
    let price_book = read_price_book(price_book)?;
    let usage = Usage::from_json(usage.to_string().as_bytes()).map_err(fault)?;
    let settlement = tiermeter_pricing::settle(&usage, &price_book).map_err(fault)?;
    Ok(serde_json::to_value(&settlement).expect("a settlement is JSON"))
}

/// The settlement of an estimate.
pub(crate) fn price(estimate: &Value, price_book: &Value) -> Answer {
    let price_book = read_price_book(price_book)?;
    let estimate = read_estimate(estimate)?;
    let settlement = tiermeter_estimate::price(&estimate, &price_book).map_err(fault)?;
    Ok(serde_json::to_value(&settlement).expect("a settlement is JSON"))
}

/// The usage that an estimate stands for.
pub(crate) fn expand(estimate: &Value, price_book: &Value) -> Answer {
    let price_book = read_price_book(price_book)?;
    let estimate = read_estimate(estimate)?;
    let usage = tiermeter_estimate::expand(&estimate, &price_book).map_err(fault)?;
    Ok(serde_json::to_value(&usage).expect("a usage is JSON"))
}

fn read_price_book(price_book: &Value) -> Result<PriceBook, Fault> {
    PriceBook::from_json(price_book.to_string().as_bytes()).map_err(fault)
}

fn read_estimate(estimate: &Value) -> Result<Estimate, Fault> {
    Estimate::from_json(estimate.to_string().as_bytes()).map_err(fault)
}

fn fault(refusal: Refusal) -> Fault {
    let refusal = refusal.into_parts();
    Fault { code: refusal.code.as_str().to_owned(), path: refusal.path }
}
