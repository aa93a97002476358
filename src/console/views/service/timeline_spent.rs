//! What a service that is metered by tokens cost between any two minutes: put together from its days, from the hours
//! of those days that are cut, and from the minutes of those hours, as the API sums them up. Pure.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use tiermeter_pricing::{Exact, Instant, NANOSECONDS_PER_SECOND, UtcOffset};

use super::life::minute_of;
use super::minutes::Piece;
use super::money::Amounts;
use super::plots::range::{Part, begin};
use super::plots::tokens_view::used_by_part;
use crate::console::documents::UsageRow;

/// What a service cost, as finely as it was asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Spent {
    offset: UtcOffset,
    /// From when on its days are known, in nanoseconds since 1970; `None` while none is.
    from: Option<i64>,
    days: BTreeMap<String, Decimal>,
    /// The hours of a day by the day's name, and the minutes of an hour by the hour's.
    finer: BTreeMap<String, BTreeMap<String, Decimal>>,
}

const fn nanoseconds(part: Part) -> i64 {
    part.seconds() * NANOSECONDS_PER_SECOND
}

/// What each part of a usage cost.
fn costs_of(usage: &[UsageRow], service: &str) -> BTreeMap<String, Decimal> {
    used_by_part(usage, service).into_iter().map(|(part, used)| (part, used.cost())).collect()
}

fn sum_of<'a>(amounts: impl Iterator<Item = &'a Decimal>) -> Option<Decimal> {
    Exact::sum_of(amounts.copied()).ok()
}

impl Spent {
    /// Nothing is known yet.
    pub fn new(offset: UtcOffset) -> Self {
        Self { offset, ..Self::default() }
    }

    /// Takes what the API said of a piece. What is told later holds, so that an hour is what its minutes are together,
    /// and a day what its hours are. `None` where a sum has more digits than are counted exactly.
    pub fn take(&mut self, piece: Piece, usage: &[UsageRow], service: &str) -> Option<()> {
        let amounts = costs_of(usage, service);
        let (day, hour) = (Part::Day.key(piece.from, self.offset), Part::Hour.key(piece.from, self.offset));
        match piece.part {
            Part::Day => {
                self.from = Some(piece.from);
                self.days = amounts;
            }
            Part::Hour => {
                self.days.insert(day.clone(), sum_of(amounts.values())?);
                self.finer.insert(day, amounts);
            }
            Part::Minute => {
                let of_hour = sum_of(amounts.values())?;
                self.finer.insert(hour.clone(), amounts);
                let hours = self.finer.entry(day.clone()).or_default();
                hours.insert(hour, of_hour);
                let of_day = sum_of(hours.values())?;
                self.days.insert(day, of_day);
            }
        }
        Some(())
    }

    /// Whether the parts of a day or of an hour come to what is known of the whole. Those that were told before
    /// something else was told late do not.
    pub fn agrees(&self, piece: Piece, usage: &[UsageRow], service: &str) -> bool {
        let whole = match piece.part {
            Part::Day => return false,
            Part::Hour => Part::Day,
            Part::Minute => Part::Hour,
        };
        sum_of(costs_of(usage, service).values()) == Some(self.amount(whole, piece.from))
    }

    /// What has to be asked for next, so that what lies between these cuts is known.
    pub fn missing(&self, cuts: &[Instant]) -> Option<Piece> {
        cuts.iter().find_map(|cut| {
            let cut = minute_of(*cut).unix_nanoseconds();
            let of_hours = || self.missing_in(Part::Hour, Part::Minute, cut);
            self.missing_in(Part::Day, Part::Hour, cut).or_else(of_hours)
        })
    }

    /// What each stretch cost into which the cuts divide time, each cut taken at the beginning of its minute. `None`
    /// while something is missing.
    pub fn amounts(&self, cuts: &[Instant]) -> Option<Amounts> {
        let (from, first) = (self.from?, cuts.first()?);
        if minute_of(*first).unix_nanoseconds() < from || self.missing(cuts).is_some() {
            return None;
        }
        let all = sum_of(self.days.values())?;
        let before: Option<Vec<Decimal>> = cuts.iter().map(|cut| self.before(*cut)).collect();
        let before = before?;
        let begins = std::iter::once(Decimal::ZERO).chain(before.iter().copied());
        let ends = before.iter().copied().chain(std::iter::once(all));
        let sums: Option<Vec<Decimal>> =
            begins.zip(ends).map(|(begin, end)| Exact::sum_of([end, -begin].into_iter()).ok()).collect();
        Some(Amounts::told(sums?))
    }

    /// What a day or an hour came to that contains an instant.
    fn amount(&self, whole: Part, at: i64) -> Decimal {
        let key = whole.key(at, self.offset);
        let amounts = match whole {
            Part::Day => Some(&self.days),
            Part::Hour | Part::Minute => self.finer.get(&Part::Day.key(at, self.offset)),
        };
        amounts.and_then(|amounts| amounts.get(&key)).copied().unwrap_or_default()
    }

    /// Whether a cut divides a day or an hour in which something was spent.
    fn is_divided(&self, whole: Part, cut: i64) -> bool {
        begin(cut, nanoseconds(whole), self.offset) != cut && !self.amount(whole, cut).is_zero()
    }

    fn missing_in(&self, whole: Part, part: Part, cut: i64) -> Option<Piece> {
        if !self.is_divided(whole, cut) {
            return None;
        }
        let parts = self.finer.get(&whole.key(cut, self.offset));
        let known = parts.and_then(|parts| sum_of(parts.values()));
        if known == Some(self.amount(whole, cut)) {
            return None;
        }
        let length = nanoseconds(whole);
        let from = begin(cut, length, self.offset);
        Some(Piece { part, from, until: from.saturating_add(length) })
    }

    /// What was spent from the first day that is known up to the minute of a cut.
    fn before(&self, cut: Instant) -> Option<Decimal> {
        let cut = minute_of(cut).unix_nanoseconds();
        let mut amounts: Vec<Decimal> =
            self.days.range(..Part::Day.key(cut, self.offset)).map(|(_, amount)| *amount).collect();
        for (whole, part) in [(Part::Day, Part::Hour), (Part::Hour, Part::Minute)] {
            let parts = self.finer.get(&whole.key(cut, self.offset)).filter(|_| self.is_divided(whole, cut));
            let begun = parts.map(|parts| parts.range(..part.key(cut, self.offset)));
            amounts.extend(begun.into_iter().flatten().map(|(_, amount)| *amount));
        }
        sum_of(amounts.iter())
    }
}

#[cfg(test)]
mod tests;
