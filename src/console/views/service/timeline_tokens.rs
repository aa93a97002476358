//! Reading what the stretches of a service that is metered by tokens cost: days first, then the hours and minutes in
//! which its status changed. It is read anew with each minute, with each change, and when the service has come to
//! cost more.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tiermeter_pricing::{Instant, UtcOffset};

use super::life::Window;
use super::minutes::{Piece, UsageReader, use_usage_reader};
use super::money::Amounts;
use super::timeline_spent::Spent;
use crate::console::failure::Failure;
use crate::console::live::{ServiceRow, use_live};
use crate::erased::{effect, follow, memo, signal_of, stored};

/// What a service cost, as far as it was read.
#[derive(Clone, Copy)]
pub struct Spending {
    spent: RwSignal<Option<Spent>>,
    /// All that was told so far. A question may be given up for a newer one before its last answer: that goes on from
    /// here, so that a long life is read to its end.
    told: StoredValue<Option<Spent>>,
    /// Why it could not be read the last time.
    pub failure: RwSignal<Option<Failure>>,
    turn: RwSignal<u32>,
    /// Counts the questions.
    asked: StoredValue<u32>,
}

impl Spending {
    /// What lies between these cuts; `None` while it is not known.
    pub fn amounts(self, cuts: &[Instant]) -> Option<Amounts> {
        self.spent.with(|spent| spent.as_ref().and_then(|spent| spent.amounts(cuts)))
    }

    /// Reads it anew.
    pub fn again(self) {
        self.turn.update(|turn| *turn = turn.wrapping_add(1));
    }

    /// Puts a new question in the place of the one before.
    fn new_question(self) -> Question {
        self.asked.update_value(|asked| *asked = asked.wrapping_add(1));
        Question { asked: self.asked, own: self.asked.get_value() }
    }
}

/// A question, which is given up for a newer one and with the view.
#[derive(Clone, Copy)]
struct Question {
    asked: StoredValue<u32>,
    own: u32,
}

impl Question {
    fn is_given_up(self) -> bool {
        self.asked.try_get_value() != Some(self.own)
    }
}

/// Reads what a service cost between the cuts, and keeps it up.
pub fn use_spending(row: RwSignal<ServiceRow>, window: Memo<Window>, cuts: Memo<Vec<Instant>>) -> Spending {
    let (live, reader) = (use_live(), use_usage_reader());
    let spending = Spending {
        spent: signal_of(None),
        told: stored(None),
        failure: signal_of(None),
        turn: signal_of(0_u32),
        asked: stored(0_u32),
    };
    let cost = memo(move || row.with(|row| row.service.cost.month_to_date));
    let id = row.with_untracked(|row| row.service.id.clone());
    effect(move || {
        spending.turn.track();
        // The console hears of it every half minute.
        follow(cost);
        let (window, cuts) = (window.get(), cuts.get());
        let Some(offset) = live.utc_offset() else { return };
        // While nobody looks, what is known is enough.
        if spending.spent.with_untracked(Option::is_some) && document().hidden() {
            return;
        }
        let spent = spending.told.get_value().unwrap_or_else(|| Spent::new(offset));
        let (question, id) = (spending.new_question(), id.clone());
        spawn_local(async move {
            let asked = Asked { reader, service: &id, window, cuts: &cuts, offset };
            let keep = |spent: &Spent| {
                let goes_on = !question.is_given_up();
                if goes_on {
                    spending.told.try_set_value(Some(spent.clone()));
                }
                goes_on
            };
            let read = asked.read(spent, keep).await;
            if question.is_given_up() {
                return;
            }
            match read {
                Ok(spent) => {
                    spending.spent.try_set(Some(spent));
                    spending.failure.try_set(None);
                }
                Err(failure) => {
                    live.failed(&failure);
                    spending.failure.try_set(Some(failure));
                }
            }
        });
    });
    spending
}

/// What is asked for.
struct Asked<'a> {
    reader: UsageReader,
    service: &'a str,
    window: Window,
    cuts: &'a [Instant],
    offset: UtcOffset,
}

impl Asked<'_> {
    /// Reads the days, and then what they have to be divided by. `keep` is given what is known with each answer, and
    /// says whether to go on.
    async fn read(&self, mut spent: Spent, keep: impl Fn(&Spent) -> bool) -> Result<Spent, Failure> {
        let mut piece = Piece::days(self.window, self.offset);
        let mut told = self.reader.read(piece).await?;
        loop {
            let is_counted = spent.take(piece, &told.rows, self.service).is_some();
            let goes_on = keep(&spent) && is_counted;
            let Some(next) = spent.missing(self.cuts).filter(|_| goes_on) else { return Ok(spent) };
            piece = next;
            // What is kept is asked for again only where something was told late since.
            let kept = self.reader.kept(piece);
            told = match kept.filter(|told| spent.agrees(piece, &told.rows, self.service)) {
                Some(told) => told,
                None => self.reader.read_anew(piece).await?,
            };
        }
    }
}
