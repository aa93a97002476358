//! A service that is metered by tokens as a line of an estimate: the load of its last days by the hour, and its
//! reservation. Pure.

use rust_decimal::{Decimal, RoundingStrategy};
use tiermeter_estimate::{Estimate, EstimateLine, Rate, ReservedTokens, TokenLoad, TokenWork, Work};
use tiermeter_pricing::{Instant, Month, PriceBook, TokenCount};

use super::super::plots::counted::Step;
use super::super::plots::tokens_view::{Used, whole};
use super::hours::{DAYS_OF_LOAD, HourOfDay, by_hour, days_before, hour_in};
use super::{Drawn, Note};
use crate::console::documents::{Service, UsageRow};

/// A request stands for at least so many tokens, where there were so many: then rounding each class of them to a
/// whole number changes little.
const LEAST_TOKENS: Decimal = Decimal::from_parts(1_000, 0, 0, false, 0);
/// Digits after the point of a rate (E7).
const DECIMALS: u32 = 12;
/// In nanoseconds.
const MINUTE: i128 = 60_000_000_000;

/// What there is to draw.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The service.
    pub service: &'a Service,
    /// The usage of the last days by service and hour.
    pub usage: &'a [UsageRow],
    /// The prices.
    pub book: &'a PriceBook,
    /// The present instant.
    pub now: Instant,
}

/// What was used in the last days.
struct Traffic {
    all: Used,
    /// Tokens by the hour of the day.
    by_hour: [Decimal; 24],
    hours: [HourOfDay; 24],
}

/// What a request stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Request {
    input: u64,
    cached_input: u64,
    output: u64,
}

impl Request {
    fn tokens(self) -> u64 {
        self.input.saturating_add(self.cached_input).saturating_add(self.output)
    }
}

/// The estimate of the running month.
pub fn of_tokens(facts: &Facts<'_>) -> Option<Drawn> {
    let (service, offset) = (facts.service, facts.book.utc_offset());
    let mut notes = vec![Note::Model(service.model.clone())];
    let traffic = Traffic::of(facts);
    let request = traffic.request();
    let rates = traffic.rates(request)?;
    if request.tokens() == 0 {
        notes.push(Note::NoTraffic(DAYS_OF_LOAD));
    } else {
        notes.push(Note::Traffic(DAYS_OF_LOAD));
        notes.push(Note::RequestOf(request.tokens()));
        if traffic.hours.iter().any(|hour| hour.lasted == 0) {
            notes.push(Note::UnseenHours);
        }
    }
    let tpm = service.open_reservations.iter().map(|open| open.tpm).fold(0, u64::saturating_add);
    let reservation = (tpm > 0).then_some(ReservedTokens { tpm: TokenCount(tpm) });
    if reservation.is_some() {
        notes.push(Note::Reservation(tpm));
    }
    notes.push(Note::FreeQuota);
    notes.push(Note::WholeMonth);
    let work = TokenWork {
        model: service.model.clone(),
        load: TokenLoad {
            requests_per_minute: rates,
            input: TokenCount(request.input),
            cached_input: TokenCount(request.cached_input),
            output: TokenCount(request.output),
            burst_minutes: 1,
        },
        reservation,
        free_quota: false,
    };
    let lines = vec![EstimateLine { name: service.name.clone(), work: Work::Tokens(work) }];
    Some(Drawn { estimate: Estimate { month: Month::containing(facts.now, offset), lines }, notes })
}

impl Traffic {
    fn of(facts: &Facts<'_>) -> Self {
        let (mut all, mut by_hour_of_day) = (Used::default(), [Used::default(); 24]);
        for row in facts.usage.iter().filter(|row| row.service.as_deref() == Some(facts.service.id.as_str()))
        {
            all.add(row);
            let hour = row.hour.as_deref().and_then(hour_in);
            if let Some(used) = hour.and_then(|hour| by_hour_of_day.get_mut(hour)) {
                used.add(row);
            }
        }
        let offset = facts.book.utc_offset();
        let first = days_before(facts.now, offset).max(facts.service.created_at.unix_nanoseconds());
        let seen = [Step { at: first, instances: 0 }];
        let hours = by_hour(&seen, facts.now.unix_nanoseconds(), offset);
        Self { all, by_hour: by_hour_of_day.map(|used| used.tokens()), hours }
    }

    fn minutes(&self) -> i128 {
        (self.hours.iter().map(|hour| hour.lasted).sum::<i128>() / MINUTE).max(1)
    }

    /// About the tokens of a minute, mixed as those were that were billed by token.
    fn request(&self) -> Request {
        let tokens = self.all.tokens();
        let a_minute = tokens.checked_div(decimal(self.minutes())).unwrap_or_default();
        let size = a_minute.max(LEAST_TOKENS).min(tokens);
        if size.is_zero() {
            return Request::default();
        }
        let billed = self.all.billed();
        let part = |of: Decimal| size.checked_mul(of).and_then(|part| part.checked_div(billed));
        let count = |of: Decimal| part(of).map_or(0, |part| whole(rounded(part, 0)));
        let (cached_input, output) = (count(self.all.cached_input), count(self.all.output));
        let input = if billed.is_zero() { whole(rounded(size, 0)) } else { count(self.all.input) };
        let request = Request { input, cached_input, output };
        // A request of nothing would be no load at all.
        if request.tokens() == 0 { Request { input: 1, ..request } } else { request }
    }

    /// Requests in a minute of each hour of the day.
    fn rates(&self, request: Request) -> Option<Vec<Rate>> {
        let size = Decimal::from(request.tokens());
        let rate = |(tokens, hour): (&Decimal, &HourOfDay)| {
            let minutes = decimal(hour.lasted).checked_div(decimal(MINUTE)).unwrap_or_default();
            let a_minute = tokens.checked_div(minutes).unwrap_or_default();
            let rate = a_minute.checked_div(size).unwrap_or_default();
            Rate::parse(&rounded(rate, DECIMALS).to_string())
        };
        self.by_hour.iter().zip(&self.hours).map(rate).collect()
    }
}

fn decimal(count: i128) -> Decimal {
    Decimal::try_from_i128_with_scale(count, 0).unwrap_or_default()
}

fn rounded(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero).normalize()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tiermeter_estimate::price;

    use super::*;
    use crate::console::documents::OpenReservation;
    use crate::console::live::examples::{at, token_service};

    fn drawn(service: &Service, usage: serde_json::Value, now: &str) -> (TokenWork, Vec<Note>, Drawn) {
        let usage: Vec<UsageRow> = serde_json::from_value(usage).unwrap();
        let facts = Facts { service, usage: &usage, book: PriceBook::bundled(), now: at(now) };
        let drawn = of_tokens(&facts).unwrap();
        let Work::Tokens(work) = drawn.estimate.lines[0].work.clone() else { panic!("it is of tokens") };
        (work, drawn.notes.clone(), drawn)
    }

    fn row(hour: &str, item: &str, quantity: &str) -> serde_json::Value {
        json!({"service": "svc_1", "hour": hour, "item": item, "quantity": quantity, "amount": "0",
            "currency": "USD"})
    }

    #[test]
    fn the_load_is_that_of_the_last_days_by_the_hour() {
        let mut service = token_service("svc_1");
        service.created_at = at("2026-01-01T00:00:00Z");
        let reservation = |tpm| OpenReservation {
            tpm,
            from: at("2026-03-01T00:00:00Z"),
            until: None,
            per_ktpm_hour: Decimal::ZERO,
        };
        service.open_reservations = vec![reservation(10_000), reservation(11_000)];
        // Seven hours at ten o'clock, 420 minutes, of the 10,080 minutes of seven days.
        let usage = json!([
            row("2026-03-03T10:00", "input_tokens", "6048000"),
            row("2026-03-04T10:00", "output_tokens", "2016000"),
            row("2026-03-05T10:00", "reserved_tokens", "2016000"),
            {"service": "svc_2", "hour": "2026-03-03T10:00", "item": "input_tokens", "quantity": "7", "amount": "0",
             "currency": "USD"},
        ]);
        let (work, notes, drawn) = drawn(&service, usage, "2026-03-09T23:59:59.999999999Z");
        assert_eq!(drawn.estimate.month.to_string(), "2026-03");
        assert_eq!((work.load.input.0, work.load.cached_input.0, work.load.output.0), (750, 0, 250));
        let rates: Vec<String> = work.load.requests_per_minute.iter().map(Rate::to_string).collect();
        assert_eq!((rates.len(), rates[9].as_str(), rates[10].as_str()), (24, "0", "24"));
        assert_eq!(work.reservation, Some(ReservedTokens { tpm: TokenCount(21_000) }));
        assert!(notes.contains(&Note::RequestOf(1_000)) && notes.contains(&Note::Reservation(21_000)));
        price(&drawn.estimate, PriceBook::bundled()).unwrap();
    }

    #[test]
    fn without_traffic_there_is_no_load() {
        let service = token_service("svc_1");
        let (work, notes, _) = drawn(&service, json!([]), "2026-03-03T10:00:00Z");
        assert!(work.load.requests_per_minute.iter().all(|rate| rate.pico() == 0));
        assert!(notes.contains(&Note::NoTraffic(DAYS_OF_LOAD)) && work.reservation.is_none());
    }

    #[test]
    fn few_tokens_are_one_request() {
        let mut service = token_service("svc_1");
        service.created_at = at("2026-03-03T08:30:00Z");
        let usage = json!([row("2026-03-03T09:00", "free_tokens", "30")]);
        let (work, notes, _) = drawn(&service, usage, "2026-03-03T10:00:00Z");
        assert_eq!((work.load.input.0, work.load.output.0), (30, 0));
        let rates: Vec<String> = work.load.requests_per_minute.iter().map(Rate::to_string).collect();
        assert_eq!((rates[8].as_str(), rates[9].as_str()), ("0", "0.016666666667"));
        assert!(notes.contains(&Note::UnseenHours));
    }
}
