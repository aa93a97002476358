//! What the API told of a service, and who asks it for what: each piece is asked for once, also when several want it at
//! once, and again when more may be known of it. Pure.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use tiermeter_pricing::NANOSECONDS_PER_SECOND;

use super::piece::Piece;
use crate::console::documents::UsageRow;
use crate::console::failure::Failure;

const MINUTE: i64 = 60 * NANOSECONDS_PER_SECOND;
/// Usage may be told a while after it happened. What had been over for so long when it was asked for is not asked for
/// again by itself.
const LATE: i64 = 10 * MINUTE;
/// More answers than any of the view's parts shows, and few enough for a view that stays open for weeks.
const MOST_KEPT: usize = 24;

/// When something is asked for, and what the page knew of the service then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The server's clock, in nanoseconds since 1970.
    pub now: i64,
    /// What the service's month had come to. Where that has grown, something was told.
    pub cost: Decimal,
}

/// What the API told.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The rows, by service and part.
    pub rows: Arc<Vec<UsageRow>>,
    /// When they were asked for.
    pub asked: Moment,
}

/// Which answer will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// One that is there, as long as the page knows of nothing newer.
    Kept,
    /// None that is there: it does not go with what else is known.
    Anew,
}

/// What somebody does who wants a piece.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// Takes what is there.
    Serve(Told),
    /// Waits for the asking of this number.
    Wait(u64),
    /// Asks, by this number.
    Ask(u64),
}

#[derive(Debug, Default)]
struct Entry {
    told: Option<Told>,
    /// The number of the asking that is under way.
    under_way: Option<u64>,
    /// Why the asking of a number failed.
    failed: Option<(u64, Failure)>,
}

/// The answers of one service.
#[derive(Debug, Default)]
pub struct Kept {
    entries: HashMap<Piece, Entry>,
    /// How often it was asked.
    asked: u64,
}

impl Told {
    /// This together with what was told of the time after it.
    #[must_use]
    pub fn and(&self, later: &Self) -> Self {
        let rows = self.rows.iter().chain(later.rows.iter()).cloned().collect();
        Self { rows: Arc::new(rows), asked: later.asked }
    }

    /// Whether it is all that may be known of a piece.
    fn serves(&self, piece: Piece, moment: Moment) -> bool {
        let minute = |moment: Moment| moment.now.div_euclid(MINUTE);
        let is_of_now = self.asked.cost == moment.cost && minute(self.asked) == minute(moment);
        is_of_now || piece.until.saturating_add(LATE) <= self.asked.now
    }
}

impl Kept {
    /// What somebody does who wants a piece. Whoever is told to ask has to tell what came of it.
    pub fn want(&mut self, piece: Piece, moment: Moment, want: Want) -> Step {
        let entry = self.entries.entry(piece).or_default();
        if let Some(number) = entry.under_way {
            return Step::Wait(number);
        }
        let served = entry.told.as_ref().filter(|told| want == Want::Kept && told.serves(piece, moment));
        if let Some(told) = served {
            return Step::Serve(told.clone());
        }
        self.asked = self.asked.wrapping_add(1);
        entry.under_way = Some(self.asked);
        Step::Ask(self.asked)
    }

    /// Notes what came of an asking.
    pub fn answered(&mut self, piece: Piece, number: u64, answer: Result<Told, Failure>) {
        let entry = self.entries.entry(piece).or_default();
        entry.under_way = None;
        match answer {
            Ok(told) => entry.told = Some(told),
            Err(failure) => entry.failed = Some((number, failure)),
        }
        self.forget(piece);
    }

    /// What came of an asking, or of one after it; `None` while it is under way.
    pub fn outcome(&self, piece: Piece, number: u64) -> Option<Result<Told, Failure>> {
        let Some(entry) = self.entries.get(&piece) else { return Some(Err(Failure::Offline)) };
        if entry.under_way == Some(number) {
            return None;
        }
        let failed = entry.failed.as_ref().filter(|(failed, _)| *failed == number);
        Some(match (failed, &entry.told) {
            (None, Some(told)) => Ok(told.clone()),
            (Some((_, failure)), _) => Err(failure.clone()),
            (None, None) => Err(Failure::Offline),
        })
    }

    /// What is there of a piece, however old it is.
    pub fn kept(&self, piece: Piece) -> Option<Told> {
        self.entries.get(&piece)?.told.clone()
    }

    /// Forgets what was asked for longest ago, where there is too much; never what was answered just now.
    fn forget(&mut self, answered: Piece) {
        while self.entries.len() > MOST_KEPT {
            let still =
                self.entries.iter().filter(|(piece, entry)| **piece != answered && entry.under_way.is_none());
            let asked = |entry: &Entry| entry.told.as_ref().map(|told| told.asked.now);
            let oldest = still.min_by_key(|(_, entry)| asked(entry)).map(|(piece, _)| *piece);
            let Some(oldest) = oldest else { return };
            self.entries.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests;
