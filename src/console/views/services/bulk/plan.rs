//! What one command would do to many services, by the service core in the page, before anything is sent. Pure.

use std::sync::Arc;

use rust_decimal::Decimal;
use tiermeter_pricing::{Instant, Month, PriceBook};
use tiermeter_service::Command;

use crate::console::act::predict::{self, Hindrance, Prediction};
use crate::console::act::{Left, Stand};
use crate::console::documents::{Account, Metering};
use crate::console::live::ServiceRow;
use crate::console::request::Request;
use crate::sorted::sort_by;

const HOURS_PER_DAY: u32 = 24;

/// What is done to all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// They are to run.
    Enable,
    /// They are to stop.
    Disable,
}

impl Change {
    /// The command of the core.
    #[must_use]
    pub const fn command(self) -> Command {
        match self {
            Self::Enable => Command::Enable,
            Self::Disable => Command::Disable,
        }
    }

    /// What takes it back. One that was never enabled can only be disabled again, not made as if nothing had been.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Enable => Self::Disable,
            Self::Disable => Self::Enable,
        }
    }

    /// The request for one of them.
    #[must_use]
    pub fn request(self, id: &str) -> Request {
        match self {
            Self::Enable => Request::enable_service(id),
            Self::Disable => Request::disable_service(id),
        }
    }
}

/// What becomes of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It changes.
    Changes,
    /// It is so already.
    Same,
    /// It would be refused, so it is left out.
    Refused(Hindrance),
}

/// A service of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: String,
    /// How it stood.
    pub stand: Stand,
    /// What becomes of it.
    pub fate: Fate,
    /// How the change left it that is taken back.
    pub left: Option<Left>,
}

/// What all of them cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Costs {
    /// In an hour, now.
    pub before: Decimal,
    /// In an hour, then.
    pub after: Decimal,
}

impl Costs {
    /// The same for so many hours.
    #[must_use]
    pub fn times(self, hours: u32) -> Self {
        let times = |amount: Decimal| amount.checked_mul(Decimal::from(hours)).unwrap_or(Decimal::MAX);
        Self { before: times(self.before), after: times(self.after) }
    }
}

/// What one command would do to many services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The command.
    pub change: Change,
    /// The services, by name.
    pub services: Vec<Planned>,
    /// What an hour costs.
    pub per_hour: Costs,
    /// How many days the present month has.
    pub days_of_month: u32,
    /// Some of those that change are billed by token, too.
    pub has_tokens: bool,
    /// Some of those that change are priced by samples.
    pub has_samples: bool,
    /// Some of those that change hold reservations, which are charged on.
    pub has_reservations: bool,
}

impl Plan {
    /// What a command would do to these services of an account, at an instant.
    pub fn of(
        change: Change,
        rows: impl Iterator<Item = ServiceRow>,
        account: &Account,
        book: &PriceBook,
        now: Instant,
    ) -> Self {
        let mut plan = Self::empty(change, book, now);
        for row in rows {
            let predicted = predict::command(&row, account, change.command(), book, now);
            plan.add(&row, predicted, None, now);
        }
        plan.in_order()
    }

    /// What taking a change back would do to the services that it changed, each as it was left and, where it is still
    /// there, as it stands now.
    pub fn of_undo(
        change: Change,
        done: impl Iterator<Item = (Left, Option<ServiceRow>)>,
        account: &Account,
        book: &PriceBook,
        now: Instant,
    ) -> Self {
        let mut plan = Self::empty(change.opposite(), book, now);
        for (left, row) in done {
            match row {
                Some(row) => {
                    let predicted = predict::command(&row, account, plan.change.command(), book, now);
                    plan.add(&row, predicted, Some(left), now);
                }
                None => plan.services.push(Planned {
                    id: Arc::from(left.service().id.as_str()),
                    name: left.service().name.clone(),
                    stand: Stand::of(left.service()),
                    fate: Fate::Changes,
                    left: Some(left),
                }),
            }
        }
        plan.in_order()
    }

    fn empty(change: Change, book: &PriceBook, now: Instant) -> Self {
        Self {
            change,
            services: Vec::new(),
            per_hour: Costs::default(),
            days_of_month: Month::containing(now, book.utc_offset()).days(),
            has_tokens: false,
            has_samples: false,
            has_reservations: false,
        }
    }

    fn in_order(mut self) -> Self {
        sort_by(&mut self.services, |one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        self
    }

    fn add(
        &mut self,
        row: &ServiceRow,
        predicted: Result<Prediction, Hindrance>,
        left: Option<Left>,
        now: Instant,
    ) {
        let service = &row.service;
        let before = row.clock.per_hour(now);
        let (fate, after) = match predicted {
            Err(hindrance) => (Fate::Refused(hindrance), before),
            Ok(Prediction { before: is, after: will, .. })
                if (is.status, &is.reasons) == (will.status, &will.reasons) =>
            {
                (Fate::Same, before)
            }
            Ok(prediction) => (Fate::Changes, prediction.after.per_hour),
        };
        let add = |sum: Decimal, more: Decimal| sum.checked_add(more).unwrap_or(sum);
        self.per_hour.before = add(self.per_hour.before, before);
        self.per_hour.after = add(self.per_hour.after, after);
        if fate == Fate::Changes {
            self.has_tokens |= service.metering == Metering::Tokens;
            self.has_samples |= service.cost.illustrative;
            self.has_reservations |= !service.open_reservations.is_empty();
        }
        self.services.push(Planned {
            id: Arc::from(service.id.as_str()),
            name: service.name.clone(),
            stand: Stand::of(service),
            fate,
            left,
        });
    }

    /// Whether it takes another one back.
    #[must_use]
    pub fn is_undo(&self) -> bool {
        self.services.iter().any(|planned| planned.left.is_some())
    }

    /// Those that something is asked for. A change is taken back of every service that it changed: that somebody has
    /// done so meanwhile is told of each.
    pub fn asked(&self) -> impl Iterator<Item = &Planned> {
        self.services.iter().filter(|planned| match planned.fate {
            Fate::Changes => true,
            Fate::Same => planned.left.is_some(),
            Fate::Refused(_) => false,
        })
    }

    /// How many something is asked for.
    #[must_use]
    pub fn changes(&self) -> usize {
        self.asked().count()
    }

    /// How many are so already.
    #[must_use]
    pub fn same(&self) -> usize {
        let is_same = |planned: &&Planned| planned.fate == Fate::Same && planned.left.is_none();
        self.services.iter().filter(is_same).count()
    }

    /// Why some would be refused, each reason once, with the names of those.
    #[must_use]
    pub fn refusals(&self) -> Vec<(Hindrance, Vec<String>)> {
        let mut refusals: Vec<(Hindrance, Vec<String>)> = Vec::new();
        for planned in &self.services {
            let Fate::Refused(hindrance) = &planned.fate else { continue };
            match refusals.iter_mut().find(|(known, _)| is_alike(known, hindrance)) {
                Some((_, names)) => names.push(planned.name.clone()),
                None => refusals.push((hindrance.clone(), vec![planned.name.clone()])),
            }
        }
        refusals
    }

    /// What an hour, a day and the present month cost.
    #[must_use]
    pub fn costs(&self) -> [Costs; 3] {
        [1, HOURS_PER_DAY, HOURS_PER_DAY * self.days_of_month].map(|hours| self.per_hour.times(hours))
    }
}

/// Whether two hindrances are the same for people: refusals of the core may name their service.
fn is_alike(one: &Hindrance, other: &Hindrance) -> bool {
    match (one, other) {
        (Hindrance::Refused(one), Hindrance::Refused(other)) => one.code == other.code,
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests;
