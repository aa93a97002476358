//! The parts of the pricing page that are not seen at first. Their program is another one than the page's: the page's
//! own is split where these are made, by `src/main.rs`, and what only they use is fetched when one of them is wanted.
//! The words in Chinese are another one, which who reads English never needs.

use std::pin::Pin;

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use tiermeter_pricing::Instant;

use crate::calculator::{
    self, BarsView, Brought, CalculatorState, ChartView, KeptTexts, Kind, LineState, Recalled, Scenarios,
    TotalView,
};
use crate::own_prices::{self, OwnPricesState, Prices};
use crate::own_usage::{self, OwnUsageState};
use crate::words::{CHINESE, ENGLISH, Language, Words};

/// A part, with what it is made of.
#[derive(Clone, Copy)]
pub enum Part {
    /// Where prices of the reader's own are given.
    GivePrices(OwnPricesState, &'static Words, Callback<Prices>),
    /// The fields and the picture of a line that is not of steps.
    Line(LineState, Kind, ReadSignal<Option<Instant>>),
    /// The picture of a line in numbers.
    BarTables(LineState),
    /// A lane for each instance of a line.
    Lanes(LineState, Memo<BarsView>),
    /// What stands below the formula of a line.
    Comparison(LineState, Kind),
    /// The costs and the seconds of the lines.
    LinesTable(Memo<TotalView>, &'static Words),
    /// The cost of each day.
    DaysTable(RwSignal<ChartView>, &'static Words),
    /// The estimate as code.
    Code(CalculatorState),
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
            Self::GivePrices(_, words, _)
            | Self::LinesTable(_, words)
            | Self::DaysTable(_, words)
            | Self::ScenarioTable(_, words)
            | Self::OwnUsage(_, words) => words,
            Self::Line(line, ..)
            | Self::BarTables(line)
            | Self::Lanes(line, _)
            | Self::Comparison(line, _) => line.state.words,
            Self::Code(state) | Self::Ways(state) | Self::Budget(state, _) => state.words,
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
    /// Opens what comes from elsewhere.
    pub open: fn(Arrival) -> Coming<()>,
    /// Reads what the browser kept from the last visit.
    pub recall: fn(Keepsake) -> Coming<Memory>,
    /// Fetches what the page says in Chinese.
    pub chinese: fn() -> Coming<Spoken>,
}

impl Programs {
    /// What the page says in a language. English is there from the first.
    pub(crate) async fn words(self, language: Language) -> Result<&'static Words, SplitLoaderError> {
        match language {
            Language::English => Ok(&ENGLISH),
            Language::Chinese => (self.chinese)().await.map(|Spoken(words)| words),
        }
    }

    /// What the browser kept from the last visit; where that is nothing, nothing is fetched to read it.
    pub(crate) async fn recalled(self, words: &'static Words) -> Result<Recalled, SplitLoaderError> {
        match KeptTexts::of_last_visit() {
            None => Ok(Recalled::default()),
            Some(texts) => (self.recall)(Keepsake { texts, words }).await.map(|Memory(recalled)| recalled),
        }
    }
}

/// What the page says, in one language.
#[derive(Clone, Copy)]
pub struct Spoken(&'static Words);

/// What the page says in Chinese. Nothing else of the page may name these words, or they are fetched with it.
#[must_use]
pub fn in_chinese() -> Spoken {
    Spoken(&CHINESE)
}

/// The part, made now.
#[must_use]
pub fn make_part(part: &Part) -> AnyView {
    match *part {
        Part::GivePrices(state, words, on_change) => own_prices::give(state, words, on_change),
        Part::Line(line, kind, now) => calculator::parts::line(line, kind, now),
        Part::BarTables(line) => calculator::parts::bar_tables(line),
        Part::Lanes(line, view) => calculator::parts::all_lanes(line, view),
        Part::Comparison(line, kind) => calculator::parts::comparison(line, kind),
        Part::LinesTable(total, words) => calculator::parts::lines_table(total, words),
        Part::DaysTable(chart, words) => calculator::parts::days_table(chart, words),
        Part::Code(state) => calculator::parts::code(state),
        Part::ScenarioTable(scenarios, words) => calculator::parts::scenario_table(scenarios, words),
        Part::Ways(state) => calculator::parts::ways(state),
        Part::Budget(state, now) => calculator::parts::budget(state, now),
        Part::OwnUsage(state, words) => own_usage::own_usage(state, words),
    }
}

/// What comes from elsewhere, and the calculator that is to open it.
pub struct Arrival {
    pub(crate) state: CalculatorState,
    pub(crate) brought: Brought,
}

/// Opens what comes from elsewhere, now.
pub fn open(arrival: Arrival) {
    calculator::open_brought(arrival.state, arrival.brought);
}

/// What the browser kept from the last visit, and the words for what has no name in it.
pub struct Keepsake {
    texts: KeptTexts,
    words: &'static Words,
}

/// What that holds.
pub struct Memory(Recalled);

/// Reads what the browser kept from the last visit, now.
#[must_use]
pub fn recall(keepsake: &Keepsake) -> Memory {
    Memory(Recalled::of(&keepsake.texts, keepsake.words))
}
