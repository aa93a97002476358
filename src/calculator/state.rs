//! The calculator's state: the sheet of the scenario that is shown, with its history, and what it comes to.

use leptos::prelude::*;
use tiermeter_estimate::Estimate;
use tiermeter_pricing::PriceBook;

use super::answer::Answer;
use super::opening::Opening;
use super::sheet::{Field, History, KeyAction, Kind, LineField, Sheet};
use super::ways::WaysState;
use crate::erased::memo;
use crate::words::Words;

/// What should get the focus as soon as it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// A field.
    Field(Field),
    /// The head of a line.
    Line(u32),
    /// The name of the scenario that is shown.
    ScenarioName,
    /// The button that copies the scenario that is shown.
    DuplicateScenario,
}

/// Something that is said at the top of the calculator until it is put away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What.
    pub text: String,
    /// Whether something was refused.
    pub is_refusal: bool,
}

/// Handles to the state, to be copied to every component.
#[derive(Clone, Copy)]
pub struct CalculatorState {
    /// The prices.
    pub book: &'static PriceBook,
    /// Their text, where they are the reader's own.
    pub own_json: Option<&'static str>,
    /// What the page says, in the reader's language.
    pub words: &'static Words,
    /// What stands in the fields, and what stood there before.
    pub history: RwSignal<History>,
    /// What the fields come to.
    pub answer: Memo<Answer>,
    /// Whether that is of an earlier entry than what stands in the fields.
    pub stale: Memo<bool>,
    /// What the next sheet comes to, where that was worked out before it is taken.
    pub worked_out: StoredValue<Option<Answer>>,
    /// The estimate that is being opened.
    pub opening: Opening,
    /// The lines that are open.
    pub open: RwSignal<Vec<u32>>,
    /// What should get the focus as soon as it is there.
    pub wanted_focus: RwSignal<Option<Focus>>,
    /// What is said at the top.
    pub notice: RwSignal<Option<Notice>>,
    /// What stands in the fields of the comparison of the same work three ways.
    pub ways: WaysState,
}

impl CalculatorState {
    /// Whether what is shown is of an earlier entry than what stands in the fields.
    pub fn is_stale(self) -> bool {
        self.stale.get()
    }

    /// What stands in the field.
    pub fn text(self, field: Field) -> String {
        self.history.with(|history| history.sheet().text(field).to_owned())
    }

    /// What is wrong in the field.
    pub fn fault_in(self, field: Field) -> Memo<Option<String>> {
        let words = self.words;
        memo(move || self.answer.with(|answer| answer.fault_in(field).map(|fault| fault.problem.say(words))))
    }

    /// Puts `text` into the field.
    pub fn set(self, field: Field, text: &str) {
        let offset = self.book.utc_offset();
        self.history.update(|history| history.edit(Some(field), |sheet| sheet.set(field, text, offset)));
    }

    /// Edits the sheet, to be undone as one edit.
    pub fn edit<R>(self, act: impl FnOnce(&mut Sheet) -> R) -> Option<R> {
        self.history.try_update(|history| history.edit(None, act))
    }

    /// The field was left: its instant is written the way the editor writes instants, and what is typed there
    /// later is another edit.
    pub fn leave(self, field: Field) {
        let offset = self.book.utc_offset();
        self.history.update(|history| {
            history.edit(Some(field), |sheet| sheet.tidy(field, offset));
            history.pause();
        });
    }

    /// Does what a key does in a field of the steps.
    pub fn act(self, field: Field, action: KeyAction) {
        let offset = self.book.utc_offset();
        match (action, field) {
            (KeyAction::MoveBySeconds(seconds), _) => {
                self.history.update(|history| {
                    history.edit(Some(field), |sheet| sheet.move_by(field, seconds, offset));
                });
            }
            (KeyAction::AddStep, Field::Of(line, of_line)) => {
                self.leave(field);
                self.add_step(line, of_line.step());
            }
            (KeyAction::AddStep, Field::Month | Field::Whole) => {}
        }
    }

    /// Adds a step below `below`, or at the end, and goes there.
    pub fn add_step(self, line: u32, below: Option<u32>) {
        let added = self.edit(|sheet| sheet.add_step(line, below)).flatten();
        self.go_to(line, added);
    }

    /// Removes a step and goes to the one beside it.
    pub fn remove_step(self, line: u32, step: u32) {
        let offset = self.book.utc_offset();
        let beside = self.edit(|sheet| sheet.remove_step(line, step, offset)).flatten();
        self.go_to(line, beside);
    }

    /// Goes to a field of a line.
    pub fn go_to(self, line: u32, field: Option<LineField>) {
        if let Some(field) = field {
            self.wanted_focus.set(Some(Focus::Field(Field::Of(line, field))));
        }
    }

    /// Adds a line, opens it and goes there.
    pub fn add_line(self, kind: Kind) {
        let (book, words) = (self.book, self.words);
        let added = self.edit(|sheet| {
            let name = (words.new_line_name)(sheet.lines().len() + 1);
            sheet.can_add().then(|| sheet.add_line(&name, kind, book))
        });
        self.show_line(added.flatten());
    }

    /// Puts a copy below the line, opens it and goes there.
    pub fn duplicate(self, id: u32) {
        let words = self.words;
        let added = self.edit(|sheet| {
            let name = (words.copy_name)(sheet.text(Field::Of(id, LineField::Name)));
            if sheet.can_add() { sheet.duplicate(id, &name) } else { None }
        });
        self.show_line(added.flatten());
    }

    /// Removes the line and goes to the one beside it.
    pub fn remove_line(self, id: u32) {
        let beside = self.edit(|sheet| sheet.remove_line(id)).flatten();
        self.open.update(|open| open.retain(|line| *line != id));
        self.wanted_focus.set(beside.map(Focus::Line));
    }

    /// Moves the line up or down, and stays with it.
    pub fn move_line(self, id: u32, down: bool) {
        self.edit(|sheet| sheet.move_line(id, down));
        self.wanted_focus.set(Some(Focus::Line(id)));
    }

    /// Opens the line, or closes it.
    pub fn toggle(self, id: u32) {
        self.open.update(|open| {
            let before = open.len();
            open.retain(|line| *line != id);
            if open.len() == before {
                open.push(id);
            }
        });
    }

    /// Takes an estimate in place of the sheet; the sheet before can be had back by undo.
    pub fn replace(self, estimate: &Estimate) {
        let sheet = Sheet::of(estimate, self.book);
        self.open.set(first_line(&sheet));
        self.edit(|before| *before = sheet);
    }

    /// Says something at the top.
    pub fn say(self, text: String, is_refusal: bool) {
        self.notice.set(Some(Notice { text, is_refusal }));
    }

    fn show_line(self, id: Option<u32>) {
        if let Some(id) = id {
            self.open.update(|open| open.push(id));
            self.wanted_focus.set(Some(Focus::Field(Field::Of(id, LineField::Name))));
        }
    }
}

/// The first line is open where a sheet is new.
pub fn first_line(sheet: &Sheet) -> Vec<u32> {
    sheet.lines().iter().take(1).map(|line| line.id()).collect()
}
