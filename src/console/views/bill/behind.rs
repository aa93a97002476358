//! What stands behind a line of a bill: the runs, the reservations or the token records, with what each of them adds to
//! the line (P1 to P5, P11).

use rust_decimal::Decimal;
use tiermeter_pricing::{BilledUnits, Calendar, Exact, Instant, Item, Month, PriceBook, Timeline, UnitPrice};

use super::compare::subject_of;
use super::usage_document::{UsageDocument, UsedTokens};
use crate::console::documents::{Bill, BillLine};
use crate::sorted::sort_by;

/// What stands behind a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Behind {
    /// Runs.
    Runs(Vec<RunPart>),
    /// Reservations.
    Reservations(Vec<ReservationPart>),
    /// Token records of the service and the model.
    Tokens(Tokens),
    /// Usage of another month, which this bill's document does not hold.
    OfMonth(Month),
}

/// A run, with its seconds on the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunPart {
    /// The instance.
    pub instance: String,
    /// Its start.
    pub started_at: Instant,
    /// Its end; none while it is open.
    pub stopped_at: Option<Instant>,
    /// Its billed seconds of this month at this price.
    pub seconds: u64,
    /// All its billed seconds.
    pub all_seconds: u64,
}

/// A reservation, with its hours on the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReservationPart {
    /// Tokens per minute.
    pub tpm: u64,
    /// From when.
    pub from: Instant,
    /// Until when; none while it has no end.
    pub until: Option<Instant>,
    /// Its started hours of this month at this price.
    pub hours: u64,
    /// What they are in kTPM-hours.
    pub quantity: Decimal,
}

/// Token records, and what became of their tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    /// The records, by time.
    pub records: Vec<UsedTokens>,
    /// All their tokens.
    pub used: u128,
    /// Those that a reservation covered.
    pub reserved: Decimal,
    /// Those that free quota covered.
    pub free: Decimal,
    /// Those that are paid by token.
    pub paid: Decimal,
}

impl Behind {
    /// What adds up to the line's quantity; none for token records, which no line has alone.
    #[must_use]
    pub fn quantity(&self) -> Option<Decimal> {
        match self {
            Self::Runs(runs) => {
                Some(Decimal::from(runs.iter().map(|run| u128::from(run.seconds)).sum::<u128>()))
            }
            Self::Reservations(parts) => Exact::sum_of(parts.iter().map(|part| part.quantity)).ok(),
            Self::Tokens(_) | Self::OfMonth(_) => None,
        }
    }
}

/// What stands behind a line of a bill.
#[must_use]
pub fn behind(line: &BillLine, bill: &Bill, usage: &UsageDocument, book: &PriceBook) -> Behind {
    if let Some(month) = line.adjusts {
        return Behind::OfMonth(month);
    }
    // An open bill counts up to its own instant, also where its usage was read a little later.
    let as_of = bill.summary.as_of.or(usage.as_of).unwrap_or(Instant::EPOCH);
    let place = Place { line, month: bill.summary.month, as_of, calendar: Calendar::new(book.utc_offset()) };
    match line.item {
        Item::GpuSeconds => Behind::Runs(place.runs(usage, book)),
        Item::TpmReservation => Behind::Reservations(place.reservations(usage, book)),
        Item::InputTokens
        | Item::CachedInputTokens
        | Item::OutputTokens
        | Item::ReservedTokens
        | Item::FreeTokens => Behind::Tokens(tokens(line, bill, usage)),
    }
}

/// Where units fall that the line counts.
struct Place<'a> {
    line: &'a BillLine,
    month: Month,
    as_of: Instant,
    calendar: Calendar,
}

impl Place<'_> {
    fn runs(mut self, usage: &UsageDocument, book: &PriceBook) -> Vec<RunPart> {
        let line = self.line;
        let subject = subject_of(line);
        let Some(tier) = book.tier(subject) else { return Vec::new() };
        let mut parts = Vec::new();
        for run in usage.runs.iter().filter(|run| run.service == line.service && run.tier == subject) {
            let until = run.stopped_at.unwrap_or(self.as_of);
            if until < run.started_at {
                continue;
            }
            let all = BilledUnits::of_run(run.started_at, until);
            let (seconds, all_seconds) = (self.units(all, &tier.prices), all.count());
            if seconds > 0 {
                let (instance, started_at, stopped_at) =
                    (run.instance.clone(), run.started_at, run.stopped_at);
                parts.push(RunPart { instance, started_at, stopped_at, seconds, all_seconds });
            }
        }
        sort_by(&mut parts, |one, other| {
            (one.started_at, &one.instance).cmp(&(other.started_at, &other.instance))
        });
        parts
    }

    fn reservations(mut self, usage: &UsageDocument, book: &PriceBook) -> Vec<ReservationPart> {
        let line = self.line;
        let subject = subject_of(line);
        let Some(offer) = book.model(subject).and_then(|model| model.tpm_reservation.as_ref()) else {
            return Vec::new();
        };
        let mut parts = Vec::new();
        let own = usage
            .reservations
            .iter()
            .filter(|reservation| reservation.service == line.service && reservation.model == subject);
        for reservation in own {
            let until = reservation.until.unwrap_or(self.as_of);
            if until < reservation.from {
                continue;
            }
            let hours = self.units(BilledUnits::of_reservation(reservation.from, until), &offer.prices);
            let quantity = Exact::thousandths(u128::from(hours) * u128::from(reservation.tpm)).decimal();
            if hours > 0 {
                let (tpm, from, until) = (reservation.tpm, reservation.from, reservation.until);
                parts.push(ReservationPart {
                    tpm,
                    from,
                    until,
                    hours,
                    quantity: quantity.unwrap_or_default(),
                });
            }
        }
        parts
    }

    /// How many of the units begin in the month at the line's price.
    fn units<E: UnitPrice>(&mut self, billed: BilledUnits, prices: &Timeline<E>) -> u64 {
        let mut units = 0_u64;
        let (month, unit_price) = (self.month, self.line.unit_price);
        billed.shares(prices, &mut self.calendar, |share| {
            let at_price =
                prices.get(share.price).is_some_and(|entry| entry.unit_price().decimal() == unit_price);
            if share.month == month && at_price {
                units = units.saturating_add(share.units);
            }
        });
        units
    }
}

/// The records of the line's service and model. Which of their tokens are paid follows from all of them together
/// (P9), so they stand behind each of the lines of that model.
fn tokens(line: &BillLine, bill: &Bill, usage: &UsageDocument) -> Tokens {
    let subject = subject_of(line);
    let mut records: Vec<UsedTokens> = usage
        .tokens
        .iter()
        .filter(|record| record.service == line.service && record.model == subject)
        .cloned()
        .collect();
    sort_by(&mut records, |one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
    let all = |record: &UsedTokens| {
        u128::from(record.input) + u128::from(record.cached_input) + u128::from(record.output)
    };
    let billed = |of: fn(Item) -> bool| {
        let lines = bill.lines.iter().filter(|other| {
            other.adjusts.is_none()
                && other.service == line.service
                && subject_of(other) == subject
                && of(other.item)
        });
        Exact::sum_of(lines.map(|line| line.quantity)).unwrap_or_default()
    };
    Tokens {
        used: records.iter().map(all).sum(),
        records,
        reserved: billed(|item| item == Item::ReservedTokens),
        free: billed(|item| item == Item::FreeTokens),
        paid: billed(|item| matches!(item, Item::InputTokens | Item::CachedInputTokens | Item::OutputTokens)),
    }
}

#[cfg(test)]
mod tests;
