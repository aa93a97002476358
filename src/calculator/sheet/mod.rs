//! The sheet: what stands in the calculator's fields, right or wrong, line by line, and how it is edited.

mod field;
mod history;
mod line;
pub mod load;
mod problem;
mod read;
mod steps;
mod typed;
mod write;

use std::sync::Arc;

use tiermeter_estimate::MOST_LINES;
use tiermeter_pricing::{Instant, Month, PriceBook, UtcOffset};

pub use self::field::{Field, KeyAction, LineField};
pub use self::history::History;
pub use self::line::{Kind, Line, WindowRow};
pub use self::problem::Fault;
use self::typed::read_month;
pub use self::typed::{read_instant, read_rate, read_time, read_whole};
use crate::text;

/// Monday to Friday.
const WORKDAYS: [bool; 7] = [true, true, true, true, true, false, false];

/// The sheet. Lines that are not edited are shared with the sheets before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    month: String,
    /// Whether the month is that of the first step of the only line, and stays so when that moves.
    month_follows: bool,
    lines: Vec<Arc<Line>>,
    next_id: u32,
}

impl Sheet {
    /// The published worked example: one instance of tier A for an hour, then two for an hour.
    pub fn worked_example() -> Self {
        let mut line = Line::new(1, "chat", Kind::Steps, PriceBook::bundled());
        line.set(LineField::Tier, "A");
        line.steps = vec![2, 3];
        for (field, text) in [
            (LineField::StepFrom(2), "2026-03-03 10:00:00"),
            (LineField::StepInstances(2), "1"),
            (LineField::StepFrom(3), "2026-03-03 11:00:00"),
            (LineField::StepInstances(3), "2"),
            (LineField::StepsEnd, "2026-03-03 12:00:00"),
        ] {
            line.set(field, text);
        }
        Self { month: "2026-03".to_owned(), month_follows: true, lines: vec![Arc::new(line)], next_id: 4 }
    }

    /// The lines, in order.
    pub fn lines(&self) -> &[Arc<Line>] {
        &self.lines
    }

    /// The line of that id.
    pub fn line(&self, id: u32) -> Option<&Arc<Line>> {
        self.lines.iter().find(|line| line.id() == id)
    }

    /// The line's place, from 0.
    pub fn position(&self, id: u32) -> Option<usize> {
        self.lines.iter().position(|line| line.id() == id)
    }

    /// Whether one more line may be added.
    pub fn can_add(&self) -> bool {
        self.lines.len() < MOST_LINES
    }

    /// The month, where its field holds one.
    pub fn month(&self) -> Option<Month> {
        read_month(&self.month).ok()
    }

    /// What stands in the field; nothing for a line that is gone.
    pub fn text(&self, field: Field) -> &str {
        match field {
            Field::Month => &self.month,
            Field::Of(line, field) => self.line(line).map_or("", |line| line.text(field)),
            Field::Whole => "",
        }
    }

    /// Puts `text` into the field. While the month follows the first step, it moves along.
    pub fn set(&mut self, field: Field, text: &str, offset: UtcOffset) {
        match field {
            Field::Month => {
                self.set_month(text);
                let first = self.first_month(offset);
                self.month_follows = first.is_some_and(|first| first.to_string() == self.month);
            }
            Field::Of(line, field) => {
                self.edit_line(line, |line| line.set(field, text));
            }
            Field::Whole => {}
        }
        self.follow_first_step(offset);
    }

    pub(crate) fn set_month(&mut self, text: &str) {
        text.clone_into(&mut self.month);
    }

    /// Adds a line at the end and returns its id. One of steps runs an instance all month.
    pub fn add_line(&mut self, name: &str, kind: Kind, book: &PriceBook) -> u32 {
        let id = self.new_id();
        self.lines.push(Arc::new(Line::new(id, name, kind, book)));
        self.complete(id, book.utc_offset());
        id
    }

    /// Puts a copy of the line below it and returns the copy's id.
    pub fn duplicate(&mut self, id: u32, name: &str) -> Option<u32> {
        let position = self.position(id)?;
        let mut copy = Line::clone(self.lines.get(position)?);
        let new_id = self.new_id();
        copy.set_id(new_id);
        copy.set(LineField::Name, name);
        self.lines.insert(position + 1, Arc::new(copy));
        Some(new_id)
    }

    /// Removes the line and returns the id of the one that stands beside it then.
    pub fn remove_line(&mut self, id: u32) -> Option<u32> {
        let position = self.position(id)?;
        self.lines.remove(position);
        self.lines.get(position).or_else(|| self.lines.last()).map(|line| line.id())
    }

    /// Moves the line up or down by one place.
    pub fn move_line(&mut self, id: u32, down: bool) {
        if let Some(position) = self.position(id) {
            let other = if down { position.checked_add(1) } else { position.checked_sub(1) };
            if let Some(other) = other.filter(|other| *other < self.lines.len()) {
                self.lines.swap(position, other);
            }
        }
    }

    /// Makes the line one of another kind, with the rows that it needs to say something.
    pub fn set_kind(&mut self, id: u32, kind: Kind, offset: UtcOffset) {
        self.edit_line(id, |line| line.set_kind(kind));
        self.complete(id, offset);
        self.follow_first_step(offset);
    }

    /// Whether the line asks for its model's free quota.
    pub fn set_free_quota(&mut self, id: u32, free_quota: bool) {
        self.edit_line(id, |line| line.set_free_quota(free_quota));
    }

    /// Adds a window to the line, on workdays.
    pub fn add_window(&mut self, id: u32) -> Option<LineField> {
        let row = self.new_id();
        self.edit_line(id, |line| {
            line.can_add_window().then(|| {
                line.windows.push(WindowRow { id: row, days: WORKDAYS });
                LineField::WindowFrom(row)
            })
        })
        .flatten()
    }

    /// Removes a window of the line.
    pub fn remove_window(&mut self, id: u32, row: u32) {
        self.edit_line(id, |line| {
            line.windows.retain(|window| window.id != row);
            line.forget(&[
                LineField::WindowFrom(row),
                LineField::WindowUntil(row),
                LineField::WindowInstances(row),
            ]);
        });
    }

    /// Takes a day (from 0, Monday) into a window, or out of it.
    pub fn toggle_day(&mut self, id: u32, row: u32, day: usize) {
        self.edit_line(id, |line| {
            let window = line.windows.iter_mut().find(|window| window.id == row);
            if let Some(day) = window.and_then(|window| window.days.get_mut(day)) {
                *day = !*day;
            }
        });
    }

    /// Adds a policy to the line.
    pub fn add_policy(&mut self, id: u32) -> Option<LineField> {
        let row = self.new_id();
        self.edit_line(id, |line| {
            line.can_add_policy().then(|| {
                line.policies.push(row);
                LineField::Cron(row)
            })
        })
        .flatten()
    }

    /// Removes a policy of the line.
    pub fn remove_policy(&mut self, id: u32, row: u32) {
        self.edit_line(id, |line| {
            line.policies.retain(|policy| *policy != row);
            line.forget(&[
                LineField::Cron(row),
                LineField::PolicyDuration(row),
                LineField::PolicyMinimum(row),
            ]);
        });
    }

    /// Gives the line the rows without which its kind says nothing.
    fn complete(&mut self, id: u32, offset: UtcOffset) {
        let start = read_month(&self.month).ok().and_then(|month| {
            Instant::from_unix_nanoseconds(month.first_instant_nanoseconds(offset)).map(text::instant)
        });
        let row = self.new_id();
        self.edit_line(id, |line| match line.kind() {
            Kind::Steps if line.steps.is_empty() => {
                line.steps.push(row);
                line.set(LineField::StepFrom(row), &start.unwrap_or_default());
            }
            Kind::Weekly if line.windows.is_empty() => {
                line.windows.push(WindowRow { id: row, days: WORKDAYS });
            }
            Kind::Steps | Kind::Weekly | Kind::Automatic | Kind::Tokens => {}
        });
    }

    fn new_id(&mut self) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        id
    }

    fn edit_line<R>(&mut self, id: u32, act: impl FnOnce(&mut Line) -> R) -> Option<R> {
        let line = self.lines.iter_mut().find(|line| line.id() == id)?;
        Some(act(Arc::make_mut(line)))
    }

    fn follow_first_step(&mut self, offset: UtcOffset) {
        if let Some(month) = self.first_month(offset).filter(|_| self.month_follows) {
            self.month = month.to_string();
        }
    }

    /// The month of the first step, where there is one line, of steps.
    fn first_month(&self, offset: UtcOffset) -> Option<Month> {
        let [line] = self.lines.as_slice() else { return None };
        let step = line.steps.first().filter(|_| line.kind() == Kind::Steps)?;
        let first = read_instant(line.text(LineField::StepFrom(*step))).ok()?;
        Some(Month::containing(first, offset))
    }
}

#[cfg(test)]
mod tests;
