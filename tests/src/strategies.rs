//! Documents that are small and nasty: everything in one happens near one instant that matters, is
//! written in odd ways, and mostly has the right form.

mod estimates;
mod moments;
mod price_books;
mod usages;

use std::fmt::{self, Debug, Formatter};

use serde_json::Value;

pub use estimates::{
    automatic_estimate, busy_token_estimate, steps_estimate, token_estimate, weekly_estimate,
};
pub use moments::spell;
pub use usages::pricing_input;

/// A usage and the price book that prices it.
#[derive(Clone)]
pub struct PricingInput {
    /// The usage.
    pub usage: Value,
    /// The price book.
    pub price_book: Value,
}

impl Debug for PricingInput {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "\n  usage {}\n  price book {}", self.usage, self.price_book)
    }
}

/// An estimate and the price book that prices it.
#[derive(Clone)]
pub struct EstimateInput {
    /// The estimate.
    pub estimate: Value,
    /// The price book.
    pub price_book: Value,
}

impl Debug for EstimateInput {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "\n  estimate {}\n  price book {}", self.estimate, self.price_book)
    }
}
