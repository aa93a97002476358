//! What stands in the calculator's fields, right or wrong, and how it is edited.

mod check;
mod typed;

use tiermeter_pricing::{Instant, Month, NANOSECONDS_PER_SECOND, UtcOffset};

pub use self::check::Checked;
use self::typed::read_instant;
use crate::text;

/// Rows and the end together (docs/rules.md, E7).
const MOST_STEPS: usize = 200;
const SECONDS_PER_MINUTE: i64 = 60;
const SECONDS_PER_HOUR: i64 = 3_600;

/// The fields' texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    tier: String,
    month: String,
    /// Whether the month is that of the first step, and stays so when the first step moves.
    month_follows: bool,
    rows: Vec<Row>,
    /// When the last row ends; empty for the end of the month.
    until: String,
    next_id: u32,
}

/// One step: from this instant, this many instances.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    /// Stays the row's own, wherever the row goes.
    id: u32,
    from: String,
    instances: String,
}

/// One of the fields. Rows are named by their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The GPU tier.
    Tier,
    /// The month.
    Month,
    /// From when a row counts.
    From(u32),
    /// How many instances a row wants.
    Instances(u32),
    /// When the last row ends.
    Until,
    /// None in particular.
    Whole,
}

impl Field {
    /// The row that the field is in.
    pub fn row(self) -> Option<u32> {
        match self {
            Self::From(row) | Self::Instances(row) => Some(row),
            Self::Tier | Self::Month | Self::Until | Self::Whole => None,
        }
    }

    /// The id of the element that says what is wrong in the field.
    pub fn fault_id(self) -> String {
        match self {
            Self::Tier => "fault-tier".to_owned(),
            Self::Month => "fault-month".to_owned(),
            Self::From(row) => format!("fault-from-{row}"),
            Self::Instances(row) => format!("fault-instances-{row}"),
            Self::Until => "fault-until".to_owned(),
            Self::Whole => "fault-whole".to_owned(),
        }
    }
}

/// What a key does in a field of the editor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyAction {
    /// Adds a row below.
    AddRow,
    /// Moves the instant by so many seconds.
    MoveBySeconds(i64),
}

impl KeyAction {
    /// What the key of that name does in a field that holds an instant or not.
    pub fn of(key: &str, with_shift: bool, in_instant: bool) -> Option<Self> {
        let seconds = if with_shift { SECONDS_PER_HOUR } else { SECONDS_PER_MINUTE };
        match key {
            "Enter" => Some(Self::AddRow),
            "ArrowUp" if in_instant => Some(Self::MoveBySeconds(seconds)),
            "ArrowDown" if in_instant => Some(Self::MoveBySeconds(-seconds)),
            _ => None,
        }
    }
}

impl Draft {
    /// The published worked example: one instance of tier A for an hour, then two for an hour.
    pub fn worked_example() -> Self {
        let row = |id, from: &str, instances: &str| Row {
            id,
            from: from.to_owned(),
            instances: instances.to_owned(),
        };
        Self {
            tier: "A".to_owned(),
            month: "2026-03".to_owned(),
            month_follows: true,
            rows: vec![row(1, "2026-03-03 10:00:00", "1"), row(2, "2026-03-03 11:00:00", "2")],
            until: "2026-03-03 12:00:00".to_owned(),
            next_id: 3,
        }
    }

    /// The ids of the rows, in order.
    pub fn row_ids(&self) -> Vec<u32> {
        self.rows.iter().map(|row| row.id).collect()
    }

    /// The row's place, from 1; 0 for a row that is gone.
    pub fn number_of(&self, id: u32) -> usize {
        self.position(id).map_or(0, |position| position + 1)
    }

    /// Whether one more row may be added.
    pub fn can_add(&self) -> bool {
        self.rows.len() + 1 < MOST_STEPS
    }

    /// Whether a row may go: an estimate without steps says nothing.
    pub fn can_remove(&self) -> bool {
        self.rows.len() > 1
    }

    /// What stands in the field; nothing for a row that is gone.
    pub fn text(&self, field: Field) -> &str {
        match field {
            Field::Tier => &self.tier,
            Field::Month => &self.month,
            Field::From(id) => self.row(id).map_or("", |row| row.from.as_str()),
            Field::Instances(id) => self.row(id).map_or("", |row| row.instances.as_str()),
            Field::Until => &self.until,
            Field::Whole => "",
        }
    }

    /// Puts `text` into the field. While the month follows the first step, it moves along.
    pub fn set(&mut self, field: Field, text: String, offset: UtcOffset) {
        let place = match field {
            Field::Tier => Some(&mut self.tier),
            Field::Month => Some(&mut self.month),
            Field::From(id) => self.row_mut(id).map(|row| &mut row.from),
            Field::Instances(id) => self.row_mut(id).map(|row| &mut row.instances),
            Field::Until => Some(&mut self.until),
            Field::Whole => None,
        };
        if let Some(place) = place {
            *place = text;
        }
        if field == Field::Month {
            self.month_follows =
                self.first_month(offset).is_some_and(|first| first.to_string() == self.month);
        }
        self.follow_first_step(offset);
    }

    /// Moves the field's instant by whole seconds; a field without an instant stays as it is.
    pub fn move_by(&mut self, field: Field, seconds: i64, offset: UtcOffset) {
        if let Some(at) = read_instant(self.text(field)).ok().and_then(|at| moved(at, seconds)) {
            self.set(field, text::instant(at), offset);
        }
    }

    /// Writes the field's instant the way the editor writes instants, in UTC; what is none stays as it is.
    pub fn tidy(&mut self, field: Field, offset: UtcOffset) {
        self.move_by(field, 0, offset);
    }

    /// Adds a row below that of `id` (below the last for any other), with as many instances, halfway to the next
    /// instant: the amounts stay as they are until the row is edited. Returns its id.
    pub fn add_below(&mut self, id: Option<u32>) -> u32 {
        let place = id.and_then(|id| self.position(id)).map_or(self.rows.len(), |position| position + 1);
        let above = place.checked_sub(1).and_then(|above| self.rows.get(above));
        let before = above.and_then(|row| read_instant(&row.from).ok());
        let next_text = self.rows.get(place).map_or(self.until.as_str(), |row| row.from.as_str());
        let from = match (before, read_instant(next_text).ok()) {
            (Some(before), Some(next)) => halfway(before, next),
            (Some(before), None) => moved(before, SECONDS_PER_HOUR),
            (None, _) => None,
        };
        let id = self.next_id;
        let row = Row {
            id,
            from: from.map(text::instant).unwrap_or_default(),
            instances: above.map_or_else(|| "1".to_owned(), |row| row.instances.clone()),
        };
        self.rows.insert(place, row);
        self.next_id += 1;
        id
    }

    /// Removes the row of `id`, if another is left. Returns the field that stands in its place.
    pub fn remove(&mut self, id: u32, offset: UtcOffset) -> Option<Field> {
        let position = self.position(id).filter(|_| self.can_remove())?;
        self.rows.remove(position);
        self.follow_first_step(offset);
        let beside = self.rows.get(position).or_else(|| self.rows.last());
        beside.map(|row| Field::From(row.id))
    }

    fn follow_first_step(&mut self, offset: UtcOffset) {
        if let Some(month) = self.first_month(offset).filter(|_| self.month_follows) {
            self.month = month.to_string();
        }
    }

    fn first_month(&self, offset: UtcOffset) -> Option<Month> {
        let first = read_instant(&self.rows.first()?.from).ok()?;
        Some(Month::containing(first, offset))
    }

    fn position(&self, id: u32) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    fn row(&self, id: u32) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }

    fn row_mut(&mut self, id: u32) -> Option<&mut Row> {
        self.rows.iter_mut().find(|row| row.id == id)
    }
}

fn moved(at: Instant, seconds: i64) -> Option<Instant> {
    Instant::from_unix_nanoseconds(
        at.unix_nanoseconds().checked_add(seconds.checked_mul(NANOSECONDS_PER_SECOND)?)?,
    )
}

/// The middle of two instants, on a whole minute or at least a whole second; `None` where none lies between.
fn halfway(before: Instant, next: Instant) -> Option<Instant> {
    let (before, next) = (before.unix_nanoseconds(), next.unix_nanoseconds());
    let middle = before + (next - before) / 2;
    [SECONDS_PER_MINUTE, 1]
        .into_iter()
        .map(|unit| middle - middle.rem_euclid(unit * NANOSECONDS_PER_SECOND))
        .find(|at| before < *at && *at < next)
        .and_then(Instant::from_unix_nanoseconds)
}

#[cfg(test)]
mod tests;
