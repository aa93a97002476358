//! The sheet with what it was before: undo and redo.

use super::{Field, Sheet};

/// So many edits can be undone.
const MOST_STEPS_BACK: usize = 200;

/// A sheet, and the ones before and after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    present: Sheet,
    past: Vec<Sheet>,
    future: Vec<Sheet>,
    /// The field that the last edit was in: typing in one field is one edit.
    last_field: Option<Field>,
}

impl History {
    /// Nothing was edited yet.
    pub const fn new(present: Sheet) -> Self {
        Self { present, past: Vec::new(), future: Vec::new(), last_field: None }
    }

    /// The sheet as it is now.
    pub const fn sheet(&self) -> &Sheet {
        &self.present
    }

    /// Edits the sheet. Edits of the same field, one after another, are undone together.
    pub fn edit<R>(&mut self, field: Option<Field>, act: impl FnOnce(&mut Sheet) -> R) -> R {
        let before = self.present.clone();
        let result = act(&mut self.present);
        if self.present != before {
            let goes_on = field.is_some() && field == self.last_field;
            if !goes_on {
                if self.past.len() == MOST_STEPS_BACK {
                    self.past.remove(0);
                }
                self.past.push(before);
            }
            self.future.clear();
            self.last_field = field;
        }
        result
    }

    /// What is typed from now on is an edit of its own.
    pub const fn pause(&mut self) {
        self.last_field = None;
    }

    /// Whether there is something to undo.
    pub const fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is something to redo.
    pub const fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// Goes back to before the last edit.
    pub fn undo(&mut self) {
        if let Some(before) = self.past.pop() {
            self.future.push(std::mem::replace(&mut self.present, before));
            self.last_field = None;
        }
    }

    /// Does again what was undone last.
    pub fn redo(&mut self) {
        if let Some(after) = self.future.pop() {
            self.past.push(std::mem::replace(&mut self.present, after));
            self.last_field = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set_month(history: &mut History, month: &str) {
        history.edit(Some(Field::Month), |sheet| sheet.set_month(month));
    }

    fn month(history: &History) -> &str {
        history.sheet().text(Field::Month)
    }

    #[test]
    fn typing_in_one_field_is_one_edit() {
        let mut history = History::new(Sheet::worked_example());
        assert!(!history.can_undo() && !history.can_redo());
        for text in ["2026-0", "2026-04", "2026-05"] {
            set_month(&mut history, text);
        }
        history.pause();
        set_month(&mut history, "2026-06");
        set_month(&mut history, "2026-06");
        for expected in ["2026-05", "2026-03", "2026-03"] {
            history.undo();
            assert_eq!(month(&history), expected);
        }
        assert!(!history.can_undo() && history.can_redo());
        for expected in ["2026-05", "2026-06", "2026-06"] {
            history.redo();
            assert_eq!(month(&history), expected);
        }
        history.undo();
        set_month(&mut history, "2026-07");
        assert!(!history.can_redo());
        history.undo();
        assert_eq!(month(&history), "2026-05");
    }

    #[test]
    fn the_last_two_hundred_edits_are_kept() {
        let mut history = History::new(Sheet::worked_example());
        for year in 0..300 {
            set_month(&mut history, &format!("2{year:03}-01"));
            history.pause();
        }
        for _ in 0..300 {
            history.undo();
        }
        assert_eq!(month(&history), "2099-01");
    }
}
