//! What stands in the fields of a reservation that is to be bought, and what is wrong with it (P12). Pure.

use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND, ReservationOffer};

use super::reserved::Wanted;
use crate::console::zone::Zone;

/// What stands in the fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BuyDraft {
    /// Tokens per minute.
    pub tpm: String,
    /// From when, as a date and time in the zone that is shown; empty for now.
    pub from: String,
    /// Until when; empty for without an end.
    pub until: String,
}

/// One of the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Tokens per minute.
    Tpm,
    /// From when.
    From,
    /// Until when.
    Until,
}

/// What is wrong in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No whole number.
    NotANumber,
    /// Less than can be reserved.
    BelowMinimum,
    /// Not the minimum and whole steps above it.
    OffStep {
        /// The next size that there is below.
        below: u64,
        /// The next one above.
        above: u64,
    },
    /// No date and time.
    NotAnInstant,
    /// It has passed.
    Passed,
    /// Not later than the beginning.
    NotLater,
}

/// What would be bought, or what is wrong in which field.
pub type Checked = Result<Wanted, Vec<(Field, Fault)>>;

impl BuyDraft {
    /// What would be bought, or what is wrong in which field.
    pub fn checked(&self, offer: &ReservationOffer, now: Instant, zone: Zone) -> Checked {
        let mut faults = Vec::new();
        let tpm = checked_tpm(&self.tpm, offer).unwrap_or_else(|fault| {
            faults.push((Field::Tpm, fault));
            0
        });
        let mut instant = |text: &str, field: Field| match instant_of(text, zone) {
            _ if text.trim().is_empty() => None,
            None => {
                faults.push((field, Fault::NotAnInstant));
                None
            }
            at => at,
        };
        let from = instant(&self.from, Field::From);
        let until = instant(&self.until, Field::Until);
        if from.is_some_and(|from| from < now) {
            faults.push((Field::From, Fault::Passed));
        }
        if until.is_some_and(|until| until <= from.unwrap_or(now)) {
            faults.push((Field::Until, Fault::NotLater));
        }
        if faults.is_empty() { Ok(Wanted { tpm, from, until }) } else { Err(faults) }
    }
}

/// Tokens per minute as they are offered.
pub fn checked_tpm(text: &str, offer: &ReservationOffer) -> Result<u64, Fault> {
    // Numbers are often pasted with separators.
    let digits: String = text.trim().chars().filter(|letter| !matches!(letter, ',' | '_' | ' ')).collect();
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    let tpm: u64 = digits.parse().ok().filter(|_| all_digits).ok_or(Fault::NotANumber)?;
    let Some(above) = tpm.checked_sub(offer.minimum_tpm) else {
        return Err(Fault::BelowMinimum);
    };
    let over = above % offer.step_tpm.max(1);
    if over == 0 {
        return Ok(tpm);
    }
    let below = tpm - over;
    Err(Fault::OffStep { below, above: below.saturating_add(offer.step_tpm) })
}

/// The instant of a date and time in a zone, as a browser's field gives it: `2026-03-03T10:00`.
pub fn instant_of(text: &str, zone: Zone) -> Option<Instant> {
    let text = text.trim();
    let whole = if text.len() == 16 { format!("{text}:00Z") } else { format!("{text}Z") };
    let read = Instant::parse(&whole).ok()?;
    let east_of = |at: Instant| zone.offset_minutes(at).saturating_mul(60 * NANOSECONDS_PER_SECOND);
    let less = |east: i64| Instant::from_unix_nanoseconds(read.unix_nanoseconds().checked_sub(east)?);
    // The offset in force is that of the instant which is looked for; the first guess is a few hours off at most.
    less(east_of(less(east_of(read))?))
}

#[cfg(test)]
mod tests {
    use tiermeter_pricing::PriceBook;

    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn check(draft: [&str; 3], expected: &Checked) {
        let [tpm, from, until] = draft.map(str::to_owned);
        let book = PriceBook::bundled();
        let offer = book.models().iter().find_map(|model| model.tpm_reservation.as_ref()).unwrap();
        let offer = ReservationOffer { minimum_tpm: 10_000, step_tpm: 1_000, prices: offer.prices.clone() };
        let draft = BuyDraft { tpm, from, until };
        assert_eq!(
            &draft.checked(&offer, at("2026-03-03T10:00:00Z"), Zone::Fixed(480)),
            expected,
            "{draft:?}"
        );
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let wanted = |tpm, from: Option<&str>, until: Option<&str>| {
            Ok(Wanted { tpm, from: from.map(at), until: until.map(at) })
        };
        check(["10000", "", ""], &wanted(10_000, None, None));
        check(["12,000", "2026-03-03T18:00", ""], &wanted(12_000, Some("2026-03-03T10:00:00Z"), None));
        check(["11 000", "", "2026-03-04T08:00:30"], &wanted(11_000, None, Some("2026-03-04T00:00:30Z")));
        check(["", "", ""], &Err(vec![(Field::Tpm, Fault::NotANumber)]));
        check(["9999", "", ""], &Err(vec![(Field::Tpm, Fault::BelowMinimum)]));
        check(["12300", "", ""], &Err(vec![(Field::Tpm, Fault::OffStep { below: 12_000, above: 13_000 })]));
        check(["10000", "2026-03-03T17:59", ""], &Err(vec![(Field::From, Fault::Passed)]));
        check(["10000", "soon", ""], &Err(vec![(Field::From, Fault::NotAnInstant)]));
        check(["10000", "", "2026-03-03T18:00"], &Err(vec![(Field::Until, Fault::NotLater)]));
        check(
            ["x", "2026-03-04T10:00", "2026-03-04T10:00"],
            &Err(vec![(Field::Tpm, Fault::NotANumber), (Field::Until, Fault::NotLater)]),
        );
    }
}
