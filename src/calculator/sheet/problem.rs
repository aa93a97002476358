//! What can be wrong in a field. It is said in the reader's language where it is shown.

use super::Field;
use crate::text::grouped;
use crate::words::Words;

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub field: Field,
    /// What.
    pub problem: Problem,
}

/// What is wrong. Texts are what stands in the field, cut where they are long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// An instant is missing.
    NoInstant,
    /// No instant.
    NotInstant(String),
    /// An instant before 1970 or after 2199.
    InstantOutOfRange(String),
    /// Not later than this instant, at which the step before begins.
    NotLater(String),
    /// A month is missing.
    NoMonth,
    /// No month.
    NotMonth(String),
    /// A month that no estimate is of.
    MonthOutOfRange(String),
    /// A whole number is missing, from the first to the second.
    NoWhole(u64, u64),
    /// No whole number from the first to the second.
    NotWhole(String, u64, u64),
    /// A whole number below the first or above the second.
    WholeOutOfRange(String, u64, u64),
    /// No decimal of a rate.
    NotDecimal(String),
    /// A load of so many numbers.
    LoadLength(usize),
    /// No time of day.
    NotTime(String),
    /// A window that ends where it begins, or before.
    WindowBackwards,
    /// A window without days.
    NoDays,
    /// No cron expression; the core says why.
    NotCron(String),
    /// The minimum is above this maximum.
    AboveMaximum(u32),
    /// A name that is empty or too long.
    NameLength,
    /// What the core says.
    Refused(String),
}

impl Problem {
    /// The sentence of it.
    pub fn say(&self, words: &Words) -> String {
        let number = |number: &u64| grouped(&number.to_string());
        match self {
            Self::NoInstant => words.faults.no_instant.to_owned(),
            Self::NotInstant(text) => (words.faults.not_instant)(text),
            Self::InstantOutOfRange(text) => (words.faults.instant_out_of_range)(text),
            Self::NotLater(before) => (words.faults.not_later)(before),
            Self::NoMonth => words.faults.no_month.to_owned(),
            Self::NotMonth(text) => (words.faults.not_month)(text),
            Self::MonthOutOfRange(text) => (words.faults.month_out_of_range)(text),
            Self::NoWhole(lowest, highest) => (words.faults.no_whole)(&number(lowest), &number(highest)),
            Self::NotWhole(text, lowest, highest) => {
                (words.faults.not_whole)(text, &number(lowest), &number(highest))
            }
            Self::WholeOutOfRange(text, lowest, highest) => {
                (words.faults.whole_out_of_range)(text, &number(lowest), &number(highest))
            }
            Self::NotDecimal(text) => (words.faults.not_decimal)(text),
            Self::LoadLength(count) => (words.faults.load_length)(*count),
            Self::NotTime(text) => (words.faults.not_time)(text),
            Self::WindowBackwards => words.faults.window_backwards.to_owned(),
            Self::NoDays => words.faults.no_days.to_owned(),
            Self::NotCron(message) => (words.faults.not_cron)(message),
            Self::AboveMaximum(maximum) => (words.faults.above_maximum)(*maximum),
            Self::NameLength => words.faults.name_length.to_owned(),
            Self::Refused(message) => message.clone(),
        }
    }
}
