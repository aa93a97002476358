//! TPM reservations: P11 and P12, and what they cover by P10.

use super::{Counts, LineKey, model_subjects, no_price};
use crate::billed::BilledUnits;
use crate::instant::{Calendar, Instant, NANOSECONDS_PER_SECOND};
use crate::order::{order_of, sort_by_key};
use crate::price_book::{PriceBook, ReservationOffer};
use crate::read;
use crate::refusal::{Refusal, RefusalCode};
use crate::settlement::Item;
use crate::table::Table;
use crate::usage::{Reservation, Symbol, Usage};

const NANOSECONDS_PER_MINUTE: i64 = 60 * NANOSECONDS_PER_SECOND;

/// Counts the TPM-hours of every reservation.
pub(super) fn count(usage: &Usage, price_book: &PriceBook, counts: &mut Counts) -> Result<(), Refusal> {
    if usage.reservations.is_empty() {
        return Ok(());
    }
    let models = model_subjects(usage, price_book);
    let mut calendar = Calendar::new(price_book.utc_offset());
    for (index, reservation) in usage.reservations.iter().enumerate() {
        let model_name = usage.names.text(reservation.model);
        let Some(subject) = models[reservation.model.index()] else {
            return Err(price_book.unknown_model(model_name, format!("/reservations/{index}/model")));
        };
        let Some(offer) = &price_book.models()[subject].tpm_reservation else {
            return Err(Refusal::new(
                RefusalCode::ReservationNotOffered,
                format!("/reservations/{index}/model"),
                format!("the model {} offers no TPM reservation", read::quoted(model_name)),
            ));
        };
        let tpm = reservation.tpm.0;
        check_size(tpm, offer, index)?;
        let until = end(reservation, index, usage.as_of)?;
        let hours = BilledUnits::of_reservation(reservation.from, until);
        let priced = hours.shares(&offer.prices, &mut calendar, |share| {
            let (month, price) = (share.month, share.price);
            let key =
                LineKey { month, service: reservation.service, item: Item::TpmReservation, subject, price };
            counts.add(key, u128::from(share.units) * u128::from(tpm));
        });
        if !priced {
            let what = format!("a reservation of {}", read::quoted(model_name));
            return Err(no_price(format!("/reservations/{index}"), &what));
        }
        counts.check_size()?;
    }
    Ok(())
}

/// P12.
fn check_size(tpm: u64, offer: &ReservationOffer, index: usize) -> Result<(), Refusal> {
    let (minimum, step) = (offer.minimum_tpm, offer.step_tpm);
    let Some(above) = tpm.checked_sub(minimum) else {
        return Err(Refusal::new(
            RefusalCode::ReservationBelowMinimum,
            format!("/reservations/{index}/tpm"),
            format!("{tpm} tokens per minute are below the minimum of {minimum}"),
        ));
    };
    if !above.is_multiple_of(step) {
        return Err(Refusal::new(
            RefusalCode::ReservationOffStep,
            format!("/reservations/{index}/tpm"),
            format!("{tpm} tokens per minute are not {minimum} and whole steps of {step} above it"),
        ));
    }
    Ok(())
}

/// P10, P11: when a reservation ends, or is taken to.
fn end(reservation: &Reservation, index: usize, as_of: Option<Instant>) -> Result<Instant, Refusal> {
    let path = format!("/reservations/{index}/until");
    let Some(until) = reservation.until.or(as_of) else {
        let message = "the reservation is open; as_of must say up to when it counts";
        return Err(Refusal::new(RefusalCode::AsOfRequired, path, message));
    };
    if until < reservation.from {
        let message = format!("the reservation ends at {until}, before its start at {}", reservation.from);
        return Err(Refusal::new(RefusalCode::ReservationEndsBeforeStart, path, message));
    }
    Ok(until)
}

/// What the reservations of a usage cover, asked record by record in the order of instants (P9, P10).
pub(super) struct Coverage {
    pools: Table<(Symbol, Symbol), Pool>,
}

impl Coverage {
    /// The reservations must have been counted before, so that every one of them has an end.
    pub(super) fn of(usage: &Usage) -> Self {
        let mut pools: Table<(Symbol, Symbol), Pool> = Table::default();
        for reservation in &usage.reservations {
            let until = reservation.until.or(usage.as_of).unwrap_or(reservation.from);
            pools.entry((reservation.service, reservation.model)).windows.push(Window {
                from: reservation.from.unix_nanoseconds(),
                until: until.unix_nanoseconds(),
                tpm: reservation.tpm.0.into(),
            });
        }
        for pool in pools.values_mut() {
            pool.begin();
        }
        Self { pools }
    }

    /// Takes up to `tokens` for a record at `at`, and says how many are covered.
    pub(super) fn take(&mut self, service: Symbol, model: Symbol, at: Instant, tokens: u128) -> u128 {
        match self.pools.get_mut(&(service, model)) {
            Some(pool) => pool.take(at.unix_nanoseconds(), tokens),
            None => 0,
        }
    }
}

/// When a reservation covers, and how many tokens a minute.
struct Window {
    from: i64,
    until: i64,
    tpm: u128,
}

/// The reservations of one service and model. In each minute the earlier one is used first, so what is used is
/// always the front of the row of those in force: one number says how much of it. A reservation that begins
/// joins at the back; one that ends leaves with its used part. Each step takes logarithmic time.
#[derive(Default)]
struct Pool {
    /// By `from`, then list order.
    windows: Vec<Window>,
    /// Indices of `windows` by `until`.
    by_end: Vec<usize>,
    begun: usize,
    ended: usize,
    in_force: PrefixSums,
    minute: i64,
    used_in_minute: u128,
}

impl Pool {
    /// To be called once all windows are there.
    fn begin(&mut self) {
        sort_by_key(&mut self.windows, |window| window.from);
        let windows = &self.windows;
        self.by_end = order_of(windows.len(), &|one, other| windows[one].until.cmp(&windows[other].until));
        self.in_force.sums = vec![0; windows.len() + 1];
    }

    fn take(&mut self, at: i64, tokens: u128) -> u128 {
        let minute = at.div_euclid(NANOSECONDS_PER_MINUTE);
        if minute != self.minute {
            self.minute = minute;
            self.used_in_minute = 0;
        }
        self.advance(at);
        let covered = tokens.min(self.in_force.total() - self.used_in_minute);
        self.used_in_minute += covered;
        covered
    }

    /// Brings what is in force up to `at`.
    fn advance(&mut self, at: i64) {
        while let Some(window) = self.windows.get(self.begun)
            && window.from <= at
        {
            self.in_force.add(self.begun, window.tpm);
            self.begun += 1;
        }
        while let Some(index) = self.by_end.get(self.ended)
            && self.windows[*index].until <= at
        {
            let tpm = self.windows[*index].tpm;
            let used_of_it = self.used_in_minute.saturating_sub(self.in_force.before(*index)).min(tpm);
            self.used_in_minute -= used_of_it;
            self.in_force.subtract(*index, tpm);
            self.ended += 1;
        }
    }
}

/// Sums over the first so many of a row of numbers (a Fenwick tree).
#[derive(Default)]
struct PrefixSums {
    sums: Vec<u128>,
    total: u128,
}

impl PrefixSums {
    fn total(&self) -> u128 {
        self.total
    }

    fn add(&mut self, index: usize, value: u128) {
        self.total += value;
        self.change(index, |sum| *sum += value);
    }

    fn subtract(&mut self, index: usize, value: u128) {
        self.total -= value;
        self.change(index, |sum| *sum -= value);
    }

    fn change(&mut self, index: usize, change: impl Fn(&mut u128)) {
        let mut node = index + 1;
        while let Some(sum) = self.sums.get_mut(node) {
            change(sum);
            node += lowest_bit(node);
        }
    }

    /// The sum of the numbers before `index`.
    fn before(&self, index: usize) -> u128 {
        let mut node = index;
        let mut sum = 0;
        while node > 0 {
            sum += self.sums[node];
            node -= lowest_bit(node);
        }
        sum
    }
}

const fn lowest_bit(number: usize) -> usize {
    number & number.wrapping_neg()
}
