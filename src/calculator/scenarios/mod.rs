//! Up to four estimates beside each other, each with its own undo. One of them is shown and edited; the answers of the
//! others are kept, and are computed anew only where what they depend on changes.

mod bar;
mod figures;
mod kept;
mod scenario;
mod table;

use leptos::prelude::*;

pub use self::bar::scenario_bar;
pub use self::kept::{Kept, KeptTexts, Recalled, keep};
pub use self::scenario::Scenario;
pub use self::table::scenario_table;

use self::scenario::Known;
use super::opening::Opening;
use super::sheet::History;
use super::state::{CalculatorState, Focus, Notice};
use crate::calculator::ways::WaysState;
use crate::erased::signal_of;
use crate::own_prices::Prices;
use crate::words::Words;

/// So many scenarios are beside each other at most.
pub const MOST_SCENARIOS: usize = 4;

/// Handles to all scenarios, to be copied to every component.
#[derive(Clone, Copy)]
pub struct Scenarios {
    /// The prices of all of them.
    pub prices: RwSignal<Prices>,
    /// All of them, in order; never none.
    pub all: RwSignal<Vec<Scenario>>,
    /// The one that is shown and edited.
    pub shown: RwSignal<Scenario>,
    /// What should get the focus as soon as it is there.
    pub wanted_focus: RwSignal<Option<Focus>>,
    /// What is said at the top.
    pub notice: RwSignal<Option<Notice>>,
    /// What stands in the comparison of three ways.
    pub ways: WaysState,
    /// The estimate that is being opened.
    pub opening: Opening,
    /// The one that was deleted last, with its place, until another one is made.
    deleted: RwSignal<Option<(usize, Scenario)>>,
    /// Scenarios outlive the parts of the page in which they are made.
    owner: StoredValue<Owner>,
}

impl Scenarios {
    /// Begins with what was kept.
    pub fn begin(prices: RwSignal<Prices>, kept: Kept) -> Self {
        let owner = Owner::new();
        let book = prices.get_untracked().book;
        let begun = |(name, sheet)| owner.with(|| Scenario::begin(name, sheet, book));
        let mut all: Vec<Scenario> = kept.before.into_iter().map(begun).collect();
        let shown = begun(kept.shown);
        all.push(shown);
        all.extend(kept.after.into_iter().map(begun));
        Self {
            prices,
            all: signal_of(all),
            shown: signal_of(shown),
            wanted_focus: signal_of(None),
            notice: signal_of(None),
            ways: WaysState::begin(),
            opening: Opening::none(),
            deleted: signal_of(None),
            owner: StoredValue::new(owner),
        }
    }

    /// The state of the calculator for the scenario that is shown, and for the next one when that is.
    pub fn state(self, words: &'static Words) -> CalculatorState {
        self.state_of(self.shown.get(), words)
    }

    /// The state of the calculator for the scenario that is shown now.
    pub fn state_untracked(self, words: &'static Words) -> CalculatorState {
        self.state_of(self.shown.get_untracked(), words)
    }

    fn state_of(self, scenario: Scenario, words: &'static Words) -> CalculatorState {
        let Prices { book, own_json } = self.prices.get_untracked();
        CalculatorState {
            book,
            own_json,
            words,
            history: scenario.history,
            answer: scenario.answer,
            stale: scenario.stale,
            worked_out: scenario.worked_out,
            opening: self.opening,
            open: scenario.open,
            wanted_focus: self.wanted_focus,
            notice: self.notice,
            ways: self.ways,
        }
    }

    /// What the scenarios are called, in order; one whose name was wiped is called by its place.
    pub fn names(self, words: &Words) -> Vec<String> {
        let texts = self.all.get().into_iter().map(|scenario| scenario.name.get());
        let named = |(number, name): (usize, String)| {
            if name.trim().is_empty() { (words.scenario_name)(number) } else { name }
        };
        (1..).zip(texts).map(named).collect()
    }

    /// The place of the scenario that is shown, from 0.
    pub fn place_of_shown(self) -> usize {
        let shown = self.shown.get();
        self.all.with(|all| place(all, shown))
    }

    /// Shows the scenario at a place.
    pub fn show(self, place: usize) {
        if let Some(scenario) = self.all.with_untracked(|all| all.get(place).copied()) {
            self.shown.set(scenario);
        }
    }

    /// Adds a copy of the scenario that is shown, shows it, and goes to its name.
    pub fn duplicate(self, words: &Words) {
        if self.all.with_untracked(Vec::len) >= MOST_SCENARIOS {
            return;
        }
        let names = untrack(|| self.names(words));
        let name = (1..=names.len() + 1)
            .map(words.scenario_name)
            .find(|name| !names.contains(name))
            .unwrap_or_default();
        let shown = self.shown.get_untracked();
        let sheet = shown.history.with_untracked(|history| history.sheet().clone());
        let open = shown.open.get_untracked();
        // What the copy comes to is known already.
        let known =
            Known { answer: Some(shown.answer.get_untracked()), document: shown.document.get_untracked() };
        let book = self.prices.get_untracked().book;
        let copy = self.owner.get_value().with(|| {
            let (name, history) = (signal_of(name), signal_of(History::new(sheet)));
            Scenario::new(name, history, signal_of(open), book, known)
        });
        self.deleted.set(None);
        self.all.update(|all| all.push(copy));
        self.shown.set(copy);
        self.wanted_focus.set(Some(Focus::ScenarioName));
    }

    /// Deletes the scenario that is shown, unless it is the last one, and shows the one beside it.
    pub fn delete(self) {
        let shown = self.shown.get_untracked();
        let mut all = self.all.get_untracked();
        if all.len() < 2 {
            return;
        }
        let place = place(&all, shown);
        all.remove(place);
        if let Some(beside) = all.get(place).or_else(|| all.last()).copied() {
            self.deleted.set(Some((place, shown)));
            self.shown.set(beside);
            self.all.set(all);
            self.wanted_focus.set(Some(Focus::DuplicateScenario));
        }
    }

    /// What the scenario is called that can be brought back.
    pub fn deleted_name(self, words: &Words) -> Option<String> {
        let (place, scenario) = self.deleted.get()?;
        let name = scenario.name.get();
        Some(if name.trim().is_empty() { (words.scenario_name)(place + 1) } else { name })
    }

    /// Brings back the scenario that was deleted last, with its undo, and shows it.
    pub fn bring_back(self) {
        if let Some((place, scenario)) = self.deleted.try_update(Option::take).flatten() {
            self.all.update(|all| all.insert(place.min(all.len()), scenario));
            self.shown.set(scenario);
            self.wanted_focus.set(Some(Focus::DuplicateScenario));
        }
    }

    /// Prices everything anew with other prices. What stands in the fields stays, and so does the undo.
    pub fn take_prices(self, prices: Prices) {
        let owner = self.owner.get_value();
        let again = |scenario: &Scenario| owner.with(|| scenario.priced_by(prices.book));
        let shown = self.shown.get_untracked();
        let before = self.all.get_untracked();
        let all: Vec<Scenario> = before.iter().map(again).collect();
        self.prices.set(prices);
        self.deleted.update(|deleted| {
            if let Some((_, scenario)) = deleted {
                *scenario = again(scenario);
            }
        });
        if let Some(shown) = all.get(place(&before, shown)).copied() {
            self.shown.set(shown);
        }
        self.all.set(all);
        self.notice.set(None);
    }
}

/// A scenario is the same as long as its history is.
fn place(all: &[Scenario], scenario: Scenario) -> usize {
    all.iter().position(|other| other.history == scenario.history).unwrap_or_default()
}
