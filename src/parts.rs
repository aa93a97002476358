//! The parts of the pricing page that are not seen at first. Their program is another one than the page's: the page's
//! own is split where these are made, by `src/main.rs`, and what only they use is fetched when one of them is wanted.

use std::pin::Pin;

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use tiermeter_pricing::Instant;

use crate::calculator::{self, CalculatorState, Kind, LineState, Scenarios};
use crate::own_prices::{self, OwnPricesState, Prices};
use crate::own_usage::{self, OwnUsageState};
use crate::words::Words;

/// A part, with what it is made of.
#[derive(Clone, Copy)]
pub enum Part {
    /// Where prices of the reader's own are given.
    GivePrices(OwnPricesState, &'static Words, Callback<Prices>),
    /// The fields and the picture of a line that is not of steps.
    Line(LineState, Kind, ReadSignal<Option<Instant>>),
    /// What stands below the formula of a line.
    Comparison(LineState, Kind),
    /// The scenarios side by side.
    ScenarioTable(Scenarios, &'static Words),
    /// The same work three ways.
    Ways(CalculatorState),
    /// What a budget buys.
    Budget(CalculatorState, ReadSignal<Option<Instant>>),
    /// Usage of the reader's own.
    OwnUsage(OwnUsageState, &'static Words),
}

impl Part {
    /// What the page says.
    #[must_use]
    pub const fn words(&self) -> &'static Words {
        match *self {
            Self::GivePrices(_, words, _) | Self::ScenarioTable(_, words) | Self::OwnUsage(_, words) => words,
            Self::Line(line, ..) | Self::Comparison(line, _) => line.state.words,
            Self::Ways(state) | Self::Budget(state, _) => state.words,
        }
    }
}

/// What comes of something that may have to be fetched first.
pub type Coming<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;

/// The program of the parts. Only the pricing page has it, so that the console and the further pages hold nothing of it.
#[derive(Clone, Copy)]
pub struct Programs {
    /// Fetches it.
    pub fetch: fn() -> Coming<()>,
    /// Makes a part.
    pub make: fn(Part) -> Coming<AnyView>,
}

/// The part, made now.
#[must_use]
pub fn make_part(part: &Part) -> AnyView {
    match *part {
        Part::GivePrices(state, words, on_change) => own_prices::give(state, words, on_change),
        Part::Line(line, kind, now) => calculator::parts::line(line, kind, now),
        Part::Comparison(line, kind) => calculator::parts::comparison(line, kind),
        Part::ScenarioTable(scenarios, words) => calculator::parts::scenario_table(scenarios, words),
        Part::Ways(state) => calculator::parts::ways(state),
        Part::Budget(state, now) => calculator::parts::budget(state, now),
        Part::OwnUsage(state, words) => own_usage::own_usage(state, words),
    }
}
