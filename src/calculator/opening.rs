//! An estimate that comes from elsewhere takes the place of the sheet. One of many lines is priced line by line first,
//! each in a turn of its own, so that the page goes on answering; until all of them are priced no amount of it is shown.

use std::time::Duration;

use leptos::prelude::*;
use tiermeter_estimate::Estimate;

use super::answer::Answer;
use super::sheet::Sheet;
use super::state::CalculatorState;
use super::turns::Turns;
use crate::erased::signal_of;

/// So many lines are priced within a moment; more of them take turns.
const LINES_AT_ONCE: usize = 1;

/// The estimate that is being opened, if any.
#[derive(Clone, Copy)]
pub struct Opening {
    is_on: RwSignal<bool>,
    turns: Turns,
}

impl Opening {
    /// Nothing is being opened.
    pub fn none() -> Self {
        Self { is_on: signal_of(false), turns: Turns::idle() }
    }

    /// Whether an estimate is being opened.
    pub fn is_on(self) -> bool {
        self.is_on.get()
    }
}

/// Opens an estimate in place of the sheet, and does what is to be `done` then. Of several that are opened only the
/// last one is.
pub fn open(state: CalculatorState, estimate: Estimate, done: impl Fn() + 'static) {
    let Opening { is_on, turns } = state.opening;
    turns.end();
    if estimate.lines.len() <= LINES_AT_ONCE {
        is_on.set(false);
        state.replace(&estimate);
        done();
        return;
    }
    is_on.set(true);
    let (mut known, mut count) = (None::<Answer>, 0);
    turns.begin(Duration::ZERO, move || {
        count += 1;
        if let Some(first) = first_lines(&estimate, count) {
            let answer = Answer::of(&Sheet::of(&first, state.book), state.book, known.as_ref());
            // A line that cannot be priced is said to be so once all are there.
            known = Some(answer).filter(|answer| !answer.is_stale()).or_else(|| known.take());
            return true;
        }
        // What is known of some lines only is not what the sheet comes to.
        state.worked_out.set_value(known.take().filter(|answer| answer.lines.len() == estimate.lines.len()));
        state.replace(&estimate);
        is_on.set(false);
        done();
        false
    });
}

/// The estimate with its first lines only; `None` where it has fewer.
fn first_lines(estimate: &Estimate, count: usize) -> Option<Estimate> {
    let lines = estimate.lines.get(..count)?.to_vec();
    Some(Estimate { month: estimate.month, lines })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tiermeter_pricing::PriceBook;

    use super::*;
    use crate::calculator::sheet::Kind;

    #[test]
    fn lines_that_were_priced_one_by_one_are_not_priced_again() {
        let book = PriceBook::bundled();
        let mut sheet = Sheet::worked_example();
        for kind in [Kind::Weekly, Kind::Automatic] {
            sheet.add_line(kind.as_str(), kind, book);
        }
        let estimate = sheet.estimate().unwrap();
        let (mut known, mut count) = (None::<Answer>, 0);
        while let Some(first) = first_lines(&estimate, count + 1) {
            known = Some(Answer::of(&Sheet::of(&first, book), book, known.as_ref()));
            count += 1;
        }
        let known = known.unwrap();
        let answer = Answer::of(&Sheet::of(&estimate, book), book, Some(&known));
        assert_eq!((count, answer.lines.len(), known.lines.len()), (3, 3, 3));
        for (line, before) in answer.lines.iter().zip(&known.lines) {
            assert!(Arc::ptr_eq(&line.priced, &before.priced), "{}", line.name);
        }
        assert_eq!(answer.bill, Answer::of(&Sheet::of(&estimate, book), book, None).bill);
    }
}
