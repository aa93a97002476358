//! Load becomes requests (E6): those of each minute are the whole ones that have come by then, less those before, and
//! those of a burst all come in its first minute. The bursts of an hour differ by one request at most, so they are
//! told together; a month has 744 hours and 44,640 minutes.

use tiermeter_pricing::{FreeQuotaOffer, Refusal, RefusalCode, TokenCount, read};

use crate::demand::Span;
use crate::estimate::{Estimate, PICO_PER_UNIT, TokenLoad, TokenWork, Work};

const MINUTES_PER_HOUR: u32 = 60;
const HOURS_PER_DAY: u32 = 24;

/// Bursts in a row that begin in one hour, under the same rates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bursts {
    /// The minute of the month in which the first one comes.
    pub(crate) first_minute: u32,
    /// Minutes from one to the next.
    pub(crate) minutes: u32,
    /// How many there are.
    count: u32,
    /// The whole requests of each.
    requests: u64,
    /// What each has beside them; where this has come to a whole request, a burst has one more.
    pico: u64,
    /// What the bursts before have left of it.
    carried_pico: u64,
}

impl Bursts {
    /// The hour of the month.
    pub(crate) const fn hour(self) -> u32 {
        self.first_minute / MINUTES_PER_HOUR
    }

    /// The day of the month, from 0.
    pub(crate) const fn day(self) -> u32 {
        self.hour() / HOURS_PER_DAY
    }

    /// The two numbers of requests that there are, each with how many of the bursts have it.
    pub(crate) fn by_requests(self) -> [(u64, u32); 2] {
        let more = self.more_of(self.count);
        [(self.requests, self.count - more), (self.requests + 1, more)]
    }

    /// The minute and the requests of each.
    pub(crate) fn each(self) -> impl Iterator<Item = (u32, u64)> {
        (0..self.count).map(move |index| {
            let more = self.more_of(index + 1) - self.more_of(index);
            (self.first_minute + index * self.minutes, self.requests + u64::from(more))
        })
    }

    /// How many of the first `count` have one more request.
    fn more_of(self, count: u32) -> u32 {
        let requests = (self.carried_pico + u64::from(count) * self.pico) / PICO_PER_UNIT;
        // Each brings less than a whole one.
        u32::try_from(requests).map_or(count, |requests| requests.min(count))
    }
}

/// The bursts of a month, in order.
pub(crate) fn bursts(load: &TokenLoad, span: Span) -> impl Iterator<Item = Bursts> {
    let minutes = load.burst_minutes;
    let rates: Vec<_> = span.hourly(&load.requests_per_minute).map(|(_, rate)| rate).collect();
    let (mut first_minute, mut carried_pico) = (0, 0);
    std::iter::from_fn(move || {
        let hour = usize::try_from(first_minute / MINUTES_PER_HOUR).ok()?;
        let rate = *rates.get(hour)?;
        let left = MINUTES_PER_HOUR - first_minute % MINUTES_PER_HOUR;
        let own = minutes.min(left);
        // One that goes on in the next hour stands alone; the last one ends with the month.
        let next = rates.get(hour + 1).map(|rate| (*rate, minutes - own));
        let count = (left / minutes).max(1);
        let (mut requests, mut pico) = (0, 0);
        for (rate, minutes) in [(rate, own)].into_iter().chain(next) {
            let (whole, part) = rate.whole_and_pico();
            requests += whole * u64::from(minutes);
            pico += part * u64::from(minutes);
        }
        requests += pico / PICO_PER_UNIT;
        pico %= PICO_PER_UNIT;
        let bursts = Bursts { first_minute, minutes, count, requests, pico, carried_pico };
        first_minute += count * minutes;
        carried_pico = (carried_pico + u64::from(count) * pico) % PICO_PER_UNIT;
        Some(bursts)
    })
}

/// The tokens of a request, by class.
fn classes(load: &TokenLoad) -> [TokenCount; 3] {
    [load.input, load.cached_input, load.output]
}

/// The tokens of a line's requests in one minute, by class; refused where a record cannot have as many (E7).
pub(crate) fn tokens(
    line: usize,
    load: &TokenLoad,
    minute: u32,
    requests: u64,
) -> Result<[TokenCount; 3], Refusal> {
    let tokens = classes(load).map(|tokens| tokens.0.saturating_mul(requests));
    if tokens.iter().all(|count| *count <= read::HIGHEST_WHOLE_NUMBER) {
        return Ok(tokens.map(TokenCount));
    }
    let message = format!(
        "{requests} requests in minute {minute} of the month make more than {} tokens of a class",
        read::HIGHEST_WHOLE_NUMBER
    );
    Err(Refusal::new(RefusalCode::OutOfRange, format!("/lines/{line}/load"), message))
}

/// Refuses the first of some bursts with more tokens than a record can have.
pub(crate) fn check_tokens(line: usize, load: &TokenLoad, bursts: Bursts) -> Result<(), Refusal> {
    if tokens(line, load, bursts.first_minute, bursts.requests + 1).is_ok() {
        return Ok(());
    }
    bursts.each().try_for_each(|(minute, requests)| tokens(line, load, minute, requests).map(|_| ()))
}

/// From when on the free quota of a model is used up, by the lines that take tokens of it (P9, P13).
#[derive(Debug, Clone, Copy)]
pub(crate) struct FreeHours<'a> {
    pub(crate) model: &'a str,
    /// The first hour of the month in which it does not cover everything.
    end: u32,
    /// Whether it covers some of that hour.
    is_parted: bool,
}

impl<'a> FreeHours<'a> {
    /// What an estimate takes of a quota that is granted as the month begins: of each minute what its reservation
    /// leaves.
    pub(crate) fn of(estimate: &Estimate, model: &'a str, offer: FreeQuotaOffer, span: Span) -> Self {
        let mut taken = vec![0_u128; (span.month.days() * HOURS_PER_DAY) as usize];
        for line in &estimate.lines {
            if let Work::Tokens(work) = &line.work
                && work.model == model
            {
                take(work, span, &mut taken);
            }
        }
        let mut left = u128::from(offer.tokens);
        let expires =
            u32::try_from(offer.valid_days.saturating_mul(HOURS_PER_DAY.into())).unwrap_or(u32::MAX);
        for (hour, taken) in (0..expires).zip(taken) {
            let Some(rest) = left.checked_sub(taken) else {
                return Self { model, end: hour, is_parted: true };
            };
            left = rest;
        }
        Self { model, end: expires, is_parted: false }
    }

    /// Whether all is free that is taken in an hour, or nothing; `None` where some of it is.
    pub(crate) fn is_free(self, hour: u32) -> Option<bool> {
        (hour != self.end || !self.is_parted).then_some(hour < self.end)
    }
}

/// Adds what a line takes in each hour beside its reservation.
fn take(work: &TokenWork, span: Span, taken: &mut [u128]) {
    let of_request: u128 = classes(&work.load).iter().map(|tokens| u128::from(tokens.0)).sum();
    let reserved = work.reservation.map_or(0, |reservation| u128::from(reservation.tpm.0));
    for bursts in bursts(&work.load, span) {
        if let Some(taken) = taken.get_mut(bursts.hour() as usize) {
            for (requests, times) in bursts.by_requests() {
                *taken += (u128::from(requests) * of_request).saturating_sub(reserved) * u128::from(times);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::Rate;
    use tiermeter_pricing::{Month, UtcOffset};

    fn load(rates: &[&str], burst_minutes: u32) -> TokenLoad {
        let requests_per_minute =
            rates.iter().cycle().take(24).map(|rate| Rate::parse(rate).unwrap()).collect();
        let [input, cached_input, output] = [1, 0, 0].map(TokenCount);
        TokenLoad { requests_per_minute, input, cached_input, output, burst_minutes }
    }

    /// The requests of each minute as E6 says them.
    fn plain(load: &TokenLoad, span: Span) -> Vec<(u32, u64)> {
        let rates = span.hourly(&load.requests_per_minute).flat_map(|(_, rate)| [rate; 60]);
        let (mut sum, mut counted, mut start) = (0_u128, 0_u128, 0);
        let minutes = span.month.days() * 1_440;
        let mut bursts = Vec::new();
        for (minute, rate) in (0..minutes).zip(rates) {
            sum += rate.pico();
            if (minute + 1) % load.burst_minutes == 0 || minute + 1 == minutes {
                let requests = sum / 1_000_000_000_000 - counted;
                counted += requests;
                bursts.push((start, u64::try_from(requests).unwrap()));
                start = minute + 1;
            }
        }
        bursts
    }

    #[test]
    fn bursts_have_the_requests_that_have_come_by_then() {
        let span = Span::of(Month::parse("2026-02").unwrap(), UtcOffset::default());
        for rates in [
            &["0"][..],
            &["0.999999999999", "0"],
            &["12", "0.3", "7.25"],
            &["0.000000000001", "1000000"],
            &["999999.999999999999"],
        ] {
            for burst_minutes in [1, 7, 31, 59, 60] {
                let load = load(rates, burst_minutes);
                let each: Vec<_> = bursts(&load, span).flat_map(Bursts::each).collect();
                assert_eq!(each, plain(&load, span), "{rates:?} {burst_minutes}");
                for bursts in bursts(&load, span) {
                    for (requests, times) in bursts.by_requests() {
                        let same = bursts.each().filter(|(_, of_burst)| *of_burst == requests);
                        assert_eq!(same.count(), times as usize, "{rates:?} {burst_minutes} {bursts:?}");
                    }
                }
            }
        }
    }
}
