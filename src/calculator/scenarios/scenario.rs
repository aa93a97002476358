//! One scenario: its fields with their history, what they come to, and what is kept of it.

use leptos::prelude::*;
use tiermeter_estimate::Estimate;
use tiermeter_pricing::PriceBook;

use super::figures::Figures;
use crate::calculator::answer::Answer;
use crate::calculator::sheet::{Field, History, Sheet};
use crate::calculator::state::first_line;
use crate::erased::{memo, memo_of_last, signal_of};

/// Handles to a scenario.
#[derive(Clone, Copy)]
pub struct Scenario {
    /// What the reader calls it.
    pub name: RwSignal<String>,
    /// What stands in its fields, and what stood there before.
    pub history: RwSignal<History>,
    /// Its lines that are open.
    pub open: RwSignal<Vec<u32>>,
    /// What its fields come to.
    pub answer: Memo<Answer>,
    /// Whether that is of an earlier entry than what stands in the fields.
    pub stale: Memo<bool>,
    /// What the next sheet comes to, where that was worked out before it is taken.
    pub worked_out: StoredValue<Option<Answer>>,
    /// Its last estimate without a fault, as JSON; nothing where there never was one.
    pub document: Memo<String>,
    /// What it comes to, in the numbers that are compared.
    pub figures: Memo<Figures>,
}

/// What is known of a scenario before it is worked out for the first time.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// What its fields come to.
    pub answer: Option<Answer>,
    /// Its last estimate without a fault, as JSON.
    pub document: String,
}

impl Scenario {
    /// Begins with a sheet; its first line is open.
    pub fn begin(name: String, sheet: Sheet, book: &'static PriceBook) -> Self {
        let open = signal_of(first_line(&sheet));
        let history = signal_of(History::new(sheet));
        Self::new(signal_of(name), history, open, book, Known::default()).with_faults_open()
    }

    /// A scenario of these fields, at these prices.
    pub fn new(
        name: RwSignal<String>,
        history: RwSignal<History>,
        open: RwSignal<Vec<u32>>,
        book: &'static PriceBook,
        known: Known,
    ) -> Self {
        let Known { answer: first, document: first_document } = known;
        let worked_out = StoredValue::new(None::<Answer>);
        let answer = memo_of_last(move |last: Option<&Answer>| {
            let known = worked_out.try_update_value(Option::take).flatten();
            let known = known.as_ref().or(last).or(first.as_ref());
            history.with(|history| Answer::of(history.sheet(), book, known))
        });
        let stale = memo(move || answer.with(Answer::is_stale));
        let document = memo_of_last(move |last: Option<&String>| {
            // A faulty entry leaves the estimate of the one before in the answer.
            let valid = answer.with(|answer| answer.is_priced().then(|| written(&answer.estimate)));
            let last = last.unwrap_or(&first_document);
            match valid {
                Some(document) => document,
                None if last.is_empty() => history.with_untracked(|history| readable(history.sheet())),
                None => last.clone(),
            }
        });
        let figures = memo(move || answer.with(Figures::of));
        Self { name, history, open, answer, stale, worked_out, document, figures }
    }

    /// The same scenario at other prices.
    #[must_use]
    pub fn priced_by(self, book: &'static PriceBook) -> Self {
        let known = Known { answer: None, document: self.document.get_untracked() };
        Self::new(self.name, self.history, self.open, book, known).with_faults_open()
    }

    /// Opens the lines that cannot be priced, so that each refusal is seen at its place.
    fn with_faults_open(self) -> Self {
        let faults: Vec<u32> = self.answer.with_untracked(|answer| {
            let lines = answer.faults.iter().filter_map(|fault| match fault.field {
                Field::Of(line, _) => Some(line),
                Field::Month | Field::Whole => None,
            });
            lines.collect()
        });
        for line in faults {
            if !self.open.with_untracked(|open| open.contains(&line)) {
                self.open.update(|open| open.push(line));
            }
        }
        self
    }
}

fn written(estimate: &Estimate) -> String {
    // Writing to a String fails for no type of an estimate.
    serde_json::to_string(estimate).unwrap_or_default()
}

/// The estimate of a sheet that these prices refuse, so that it is not lost before other prices are there. What could
/// not be read again is left out.
fn readable(sheet: &Sheet) -> String {
    let document = sheet.estimate().map(|estimate| written(&estimate)).unwrap_or_default();
    if Estimate::from_json(document.as_bytes()).is_ok() { document } else { String::new() }
}
