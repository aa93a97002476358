//! Downloads a bill and the usage behind it, prices the usage by this page's own core, and compares the two.

use js_sys::Promise;
use leptos::prelude::window;
use serde_json::value::RawValue;
use tiermeter_pricing::{Instant, PriceBook, Refusal, Usage, settle};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

use super::super::compare::{Comparison, compare};
use super::super::which::Which;
use crate::console::client::send_until;
use crate::console::documents::{Bill, BillState};
use crate::console::failure::Failure;
use crate::console::request::Request;

/// An open bill may move between the two downloads; so often it is looked at again.
const MOST_ATTEMPTS: u32 = 3;
/// How long the page waits before it computes, so that what it says about it is seen.
const SEEN_MILLISECONDS: i32 = 30;
/// How many steps there are.
pub const STEPS: u32 = 4;

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The price book is on its way.
    Prices,
    /// The usage is on its way.
    Usage,
    /// The bill is on its way.
    Bill,
    /// So much is priced.
    Pricing {
        /// Runs.
        runs: usize,
        /// Token records.
        token_records: usize,
    },
}

impl Step {
    /// How many steps are done before it.
    #[must_use]
    pub const fn done(self) -> u32 {
        match self {
            Self::Prices => 0,
            Self::Usage => 1,
            Self::Bill => 2,
            Self::Pricing { .. } => 3,
        }
    }
}

/// What came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The bill that was compared.
    pub bill: Bill,
    /// What is equal and what is not.
    pub comparison: Comparison,
    /// How many runs were priced.
    pub runs: usize,
    /// How many token records were priced.
    pub token_records: usize,
    /// The price book, by its name and id.
    pub price_book: String,
}

/// Why nothing came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// Something could not be downloaded.
    Failure(Failure),
    /// The core refused what was downloaded.
    Refusal(Refusal),
}

impl From<Failure> for Obstacle {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<Refusal> for Obstacle {
    fn from(refusal: Refusal) -> Self {
        Self::Refusal(refusal)
    }
}

/// Verifies a bill; `tell` hears of each step.
pub async fn verify(
    which: Which,
    signal: Option<&AbortSignal>,
    tell: impl Fn(Step),
) -> Result<Report, Obstacle> {
    tell(Step::Prices);
    let book = text_of(&Request::price_book(), signal).await?;
    let book = PriceBook::from_json(book.get().as_bytes())?;
    let mut attempt = 1;
    loop {
        let report = once(which, &book, signal, &tell).await?;
        let is_open = report.bill.summary.state == BillState::Open;
        if report.comparison.is_equal() || !is_open || attempt == MOST_ATTEMPTS {
            return Ok(report);
        }
        attempt += 1;
    }
}

/// The usage is read before the bill: what is open in it can then be counted up to the bill's own instant.
async fn once(
    which: Which,
    book: &PriceBook,
    signal: Option<&AbortSignal>,
    tell: &impl Fn(Step),
) -> Result<Report, Obstacle> {
    tell(Step::Usage);
    let usage = text_of(&which.usage_request(), signal).await?;
    tell(Step::Bill);
    let bill: Bill = send_until(&which.request(), signal).await?.value;
    let usage = read_usage(usage.get(), bill.summary.as_of)?;
    let (runs, token_records) = (usage.run_count(), usage.token_count());
    tell(Step::Pricing { runs, token_records });
    seen().await;
    let comparison = compare(&bill, &settle(&usage, book)?);
    let price_book = format!("{} ({})", book.name(), book.id());
    Ok(Report { bill, comparison, runs, token_records, price_book })
}

/// Reads usage; what is open in it counts up to `as_of`, or up to its own instant.
fn read_usage(text: &str, as_of: Option<Instant>) -> Result<Usage, Refusal> {
    let mut usage = Usage::from_json(text.as_bytes())?;
    if let Some(as_of) = as_of {
        usage.set_as_of(as_of);
    }
    Ok(usage)
}

/// The text of an answer as it came, for the core to read by itself.
async fn text_of(request: &Request, signal: Option<&AbortSignal>) -> Result<Box<RawValue>, Failure> {
    Ok(send_until::<Box<RawValue>>(request, signal).await?.value)
}

/// Gives the browser the time to draw.
async fn seen() {
    let mut wait = |resolve: js_sys::Function, _: js_sys::Function| {
        // Fails only where the page is going away.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, SEEN_MILLISECONDS);
    };
    // A timer that never was is no reason to wait any longer.
    let _ = JsFuture::from(Promise::new(&mut wait)).await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use tiermeter_pricing::Month;

    const USAGE: &str = r#"{"as_of": "2026-03-03T11:59:58Z", "tokens": [], "reservations": [], "free_quotas": [],
        "runs": [{"service": "svc_1", "instance": "i-1", "tier": "A", "started_at": "2026-03-03T11:00:00Z", "stopped_at": null}]}"#;

    #[test]
    fn open_runs_count_up_to_the_bill() {
        for (as_of, expected) in [(Some("2026-03-03T12:00:00Z"), "0.7812"), (None, "0.780766")] {
            let as_of = as_of.map(|as_of| Instant::parse(as_of).unwrap());
            let settlement = settle(&read_usage(USAGE, as_of).unwrap(), PriceBook::bundled()).unwrap();
            assert_eq!(settlement.bills[0].month, Month { year: 2026, month: 3 });
            assert_eq!(settlement.bills[0].exact_total.to_string(), expected);
        }
    }

    #[test]
    fn steps_come_in_order() {
        let steps = [Step::Prices, Step::Usage, Step::Bill, Step::Pricing { runs: 1, token_records: 0 }];
        assert_eq!(steps.map(Step::done), [0, 1, 2, 3]);
        assert!(steps.iter().all(|step| step.done() < STEPS));
    }
}
