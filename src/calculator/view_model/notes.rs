//! An estimate is of one month; what lies outside of it must not be missed silently.

use std::ops::Range;

use tiermeter_estimate::{Scaling, Step, Work};
use tiermeter_pricing::Month;

use crate::calculator::answer::Priced;
use crate::words::Words;

/// What should be known about steps outside of the month, or without an end.
pub fn notes(priced: &Priced, month: &Range<i64>, words: &Words) -> Vec<String> {
    match &priced.key.work {
        Work::GpuSeconds { scaling: Scaling::Steps(steps), .. } => {
            notes_of_steps(steps, priced.key.month, month, words)
        }
        Work::GpuSeconds { .. } | Work::Tokens(_) => Vec::new(),
    }
}

fn notes_of_steps(steps: &[Step], month: Month, bounds: &Range<i64>, words: &Words) -> Vec<String> {
    let title = (words.month_title)(month);
    let mut notes = Vec::new();
    if steps.iter().any(|step| step.from.unix_nanoseconds() < bounds.start) {
        notes.push((words.note_before_month)(&title));
    }
    let later = steps.iter().filter(|step| step.from.unix_nanoseconds() >= bounds.end).count();
    if later > 0 {
        notes.push((words.note_after_month)(&title, u64::try_from(later).unwrap_or_default()));
    }
    if steps.last().is_some_and(|step| step.instances > 0 && step.from.unix_nanoseconds() < bounds.end) {
        notes.push((words.note_open_end)(&title));
    }
    notes
}
