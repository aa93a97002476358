//! A line of the sheet: the texts of its fields, right or wrong, and its rows.

use tiermeter_estimate::{MOST_POLICIES, MOST_STEPS_OR_WINDOWS};
use tiermeter_pricing::PriceBook;

use super::LineField;

/// What a line is, and how it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Seconds of instances, from instant to instant.
    Steps,
    /// Seconds of instances, by the week.
    Weekly,
    /// Seconds of instances, as the load asks.
    Automatic,
    /// Tokens of a model.
    Tokens,
}

impl Kind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Steps, Self::Weekly, Self::Automatic, Self::Tokens];

    /// What it is called in the program.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Steps => "steps",
            Self::Weekly => "weekly",
            Self::Automatic => "automatic",
            Self::Tokens => "tokens",
        }
    }

    /// The kind of that word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// A window of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WindowRow {
    /// Its id.
    pub id: u32,
    /// Whether it is of that day, Monday first.
    pub days: [bool; 7],
}

/// A line. The fields of all kinds are kept, so that trying another kind loses nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    id: u32,
    kind: Kind,
    /// Whether the model's free quota is asked for.
    free_quota: bool,
    /// The ids of the steps, in order.
    pub(super) steps: Vec<u32>,
    /// The windows, in order.
    pub(super) windows: Vec<WindowRow>,
    /// The ids of the policies, in order.
    pub(super) policies: Vec<u32>,
    /// What stands in the fields that do not have their default text.
    texts: Vec<(LineField, String)>,
}

impl Line {
    /// A line of the first tier and the first model, without rows.
    pub fn new(id: u32, name: &str, kind: Kind, book: &PriceBook) -> Self {
        let mut line = Self {
            id,
            kind,
            free_quota: false,
            steps: Vec::new(),
            windows: Vec::new(),
            policies: Vec::new(),
            texts: Vec::new(),
        };
        line.set(LineField::Name, name);
        line.set(LineField::Tier, book.tiers().first().map_or("", |tier| tier.code.as_str()));
        line.set(LineField::Model, book.models().first().map_or("", |model| model.id.as_str()));
        line
    }

    /// The line's id, which stays its own.
    pub const fn id(&self) -> u32 {
        self.id
    }

    /// What it is.
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether the model's free quota is asked for.
    pub const fn free_quota(&self) -> bool {
        self.free_quota
    }

    /// The ids of the steps, in order.
    pub fn steps(&self) -> &[u32] {
        &self.steps
    }

    /// The windows, in order.
    pub fn windows(&self) -> &[WindowRow] {
        &self.windows
    }

    /// The ids of the policies, in order.
    pub fn policies(&self) -> &[u32] {
        &self.policies
    }

    /// Whether one more step may be added; the end of the last one is a step too.
    pub fn can_add_step(&self) -> bool {
        self.steps.len() + 1 < MOST_STEPS_OR_WINDOWS
    }

    /// Whether a step may go: a line without steps says nothing.
    pub fn can_remove_step(&self) -> bool {
        self.steps.len() > 1
    }

    /// Whether one more window may be added.
    pub fn can_add_window(&self) -> bool {
        self.windows.len() < MOST_STEPS_OR_WINDOWS
    }

    /// Whether one more policy may be added.
    pub fn can_add_policy(&self) -> bool {
        self.policies.len() < MOST_POLICIES
    }

    /// What stands in the field.
    pub fn text(&self, field: LineField) -> &str {
        let kept = self.texts.iter().find(|(known, _)| *known == field);
        kept.map_or_else(|| default_text(field), |(_, text)| text.as_str())
    }

    /// Puts `text` into the field.
    pub(super) fn set(&mut self, field: LineField, text: &str) {
        match self.texts.iter_mut().find(|(known, _)| *known == field) {
            Some((_, kept)) => text.clone_into(kept),
            None => self.texts.push((field, text.to_owned())),
        }
    }

    pub(super) fn set_kind(&mut self, kind: Kind) {
        self.kind = kind;
    }

    pub(super) fn set_free_quota(&mut self, free_quota: bool) {
        self.free_quota = free_quota;
    }

    pub(super) fn set_id(&mut self, id: u32) {
        self.id = id;
    }

    /// Forgets the texts of fields that are gone.
    pub(super) fn forget(&mut self, fields: &[LineField]) {
        self.texts.retain(|(field, _)| !fields.contains(field));
    }
}

/// What stands in a field before anybody typed into it.
const fn default_text(field: LineField) -> &'static str {
    match field {
        LineField::Name
        | LineField::Tier
        | LineField::Model
        | LineField::StepFrom(_)
        | LineField::StepsEnd
        | LineField::WindowDays(_)
        | LineField::ReservedTpm
        | LineField::Whole => "",
        LineField::StepInstances(_) | LineField::Minimum | LineField::BurstMinutes => "1",
        LineField::WeeklyInstances | LineField::CachedInput => "0",
        LineField::WindowFrom(_) => "09:00",
        LineField::WindowUntil(_) => "18:00",
        LineField::WindowInstances(_) | LineField::PolicyMinimum(_) | LineField::SecondsPerRequest => "2",
        LineField::Maximum | LineField::Concurrency => "4",
        LineField::ScaleInDelay => "300",
        LineField::RequestsPerSecond => "0.4 0.2 0.2 0.2 0.2 0.4 1 2 4 5 6 6 5 5 6 6 5 4 3 2.5 2 1.5 1 0.6",
        LineField::Cron(_) => "0 8 * * 1-5",
        LineField::PolicyDuration(_) => "36000",
        LineField::RequestsPerMinute => "6 4 3 3 4 6 12 24 40 52 56 54 48 52 56 54 48 40 32 24 18 14 10 8",
        LineField::Input => "800",
        LineField::Output => "200",
    }
}
