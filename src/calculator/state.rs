//! The calculator's state: the fields, and the last estimate without a fault.

use leptos::prelude::*;
use tiermeter_pricing::PriceBook;

use super::draft::{Checked, Draft, Field, KeyAction};

/// Handles to the state, to be copied to every component.
#[derive(Clone, Copy)]
pub struct CalculatorState {
    /// The prices.
    pub book: &'static PriceBook,
    /// What stands in the fields.
    pub draft: RwSignal<Draft>,
    /// What the fields come to.
    pub checked: Memo<Checked>,
    /// The field that should get the focus as soon as it is there.
    pub wanted_focus: RwSignal<Option<Field>>,
}

impl CalculatorState {
    /// Begins with the worked example.
    pub fn new(book: &'static PriceBook) -> Self {
        let draft = RwSignal::new(Draft::worked_example());
        let checked =
            Memo::new(move |last: Option<&Checked>| draft.with(|draft| Checked::of(draft, book, last)));
        Self { book, draft, checked, wanted_focus: RwSignal::new(None) }
    }

    /// Whether what is shown is of an earlier entry than what stands in the fields.
    pub fn is_stale(self) -> bool {
        self.checked.with(|checked| !checked.faults.is_empty())
    }

    /// What stands in the field.
    pub fn text(self, field: Field) -> String {
        self.draft.with(|draft| draft.text(field).to_owned())
    }

    /// What is wrong in the field.
    pub fn fault_in(self, field: Field) -> Memo<Option<String>> {
        Memo::new(move |_| self.checked.with(|checked| checked.fault_in(field).map(str::to_owned)))
    }

    /// Puts `text` into the field.
    pub fn set(self, field: Field, text: String) {
        self.draft.update(|draft| draft.set(field, text, self.book.utc_offset()));
    }

    /// Writes the field's instant the way the editor writes instants.
    pub fn tidy(self, field: Field) {
        self.draft.update(|draft| draft.tidy(field, self.book.utc_offset()));
    }

    /// Does what a key does in the field.
    pub fn act(self, field: Field, action: KeyAction) {
        match action {
            KeyAction::MoveBySeconds(seconds) => {
                self.draft.update(|draft| draft.move_by(field, seconds, self.book.utc_offset()));
            }
            KeyAction::AddRow => {
                self.tidy(field);
                self.add_row(field.row());
            }
        }
    }

    /// Adds a row below that of `id`, or at the end, and goes there.
    pub fn add_row(self, id: Option<u32>) {
        if self.draft.with_untracked(Draft::can_add) {
            let added = self.draft.try_update(|draft| draft.add_below(id));
            self.wanted_focus.set(added.map(Field::From));
        }
    }

    /// Removes the row of `id` and goes to the one beside it.
    pub fn remove_row(self, id: u32) {
        let beside = self.draft.try_update(|draft| draft.remove(id, self.book.utc_offset()));
        self.wanted_focus.set(beside.flatten());
    }
}
