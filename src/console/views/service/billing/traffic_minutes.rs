//! What the traffic of the last whole hours costs with a reservation and without one, settled minute by minute: the
//! minutes are written as usage, and the core settles it. Pure.

use rust_decimal::Decimal;
use tiermeter_pricing::{
    Exact, Instant, Item, NANOSECONDS_PER_SECOND, PriceBook, Refusal, Settlement, SettlementLimits, Tally,
    TokenCount, Usage, UtcOffset, settle,
};

use super::super::minutes::Piece;
use super::super::plots::range::{Part, begin};
use super::super::plots::tokens_view::{Used, used_by_part, whole};
use crate::console::documents::UsageRow;

const MINUTE: i64 = 60 * NANOSECONDS_PER_SECOND;
const HOUR: i64 = 60 * MINUTE;
/// The API tells minutes of so many hours at once.
const MOST_HOURS: i64 = 24;

/// Whole hours at the price book's offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first instant.
    pub from: Instant,
    /// The instant after the last one.
    pub until: Instant,
}

/// What there is to settle.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The service.
    pub service: &'a str,
    /// Its model.
    pub model: &'a str,
    /// The usage by service and minute.
    pub usage: &'a [UsageRow],
    /// The hours of that usage.
    pub span: Span,
}

/// What became of the tokens of a minute with the reservation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Minute {
    /// Tokens that the reservation covers.
    pub covered: u64,
    /// Tokens above it that free quota covers.
    pub free: u64,
    /// Tokens above it that are paid by token.
    pub overflow: u64,
}

/// The same traffic with a reservation and without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByMinute {
    /// The minutes in which there were tokens, in their order.
    pub minutes: Vec<Minute>,
    /// What it costs by token, without the reservation.
    pub by_token: Decimal,
    /// What the reservation costs.
    pub reservation: Decimal,
    /// What is above it costs by token.
    pub above: Decimal,
    /// Both together.
    pub with_reservation: Decimal,
    /// By how much the reservation is cheaper; negative where it is dearer.
    pub saves: Decimal,
}

impl Span {
    /// The last whole hours, at most 24 of them, from that on in which the service was made. `None` before there is one.
    pub fn of(now: Instant, created_at: Instant, offset: UtcOffset) -> Option<Self> {
        let until = begin(now.unix_nanoseconds(), HOUR, offset);
        let made = begin(created_at.unix_nanoseconds(), HOUR, offset);
        let from = made.max(until.saturating_sub(MOST_HOURS * HOUR));
        let instant = Instant::from_unix_nanoseconds;
        if from < until { Some(Self { from: instant(from)?, until: instant(until)? }) } else { None }
    }

    /// Its minutes, of which the API is asked.
    pub const fn piece(self) -> Piece {
        let (from, until) = (self.from.unix_nanoseconds(), self.until.unix_nanoseconds());
        Piece { part: Part::Minute, from, until }
    }

    /// How long it is, in seconds.
    pub const fn seconds(self) -> i64 {
        (self.until.unix_nanoseconds() - self.from.unix_nanoseconds()) / NANOSECONDS_PER_SECOND
    }
}

impl Facts<'_> {
    /// The minutes in which there were tokens.
    fn minutes(&self, offset: UtcOffset) -> Vec<(Instant, Used)> {
        let used = used_by_part(self.usage, self.service);
        let from = self.span.from.unix_nanoseconds();
        let count = (self.span.until.unix_nanoseconds() - from) / MINUTE;
        let minutes = (0..count).filter_map(|number| {
            let at = from + number * MINUTE;
            let used = used.get(&Part::Minute.key(at, offset))?;
            Some((Instant::from_unix_nanoseconds(at)?, *used))
        });
        minutes.filter(|(_, used)| !used.tokens().is_zero()).collect()
    }

    /// The minutes as usage, each as one record. The classes of tokens that were covered are not told: they count as
    /// input, which is covered first (P9). Free quota is as much as was used.
    fn usage(&self, minutes: &[(Instant, Used)], tpm: Option<u64>) -> Result<Usage, Refusal> {
        let mut usage = Usage::new();
        let mut free: u64 = 0;
        for (number, (at, used)) in minutes.iter().enumerate() {
            let of_quota = whole(used.free);
            let input = whole(used.input).saturating_add(whole(used.reserved)).saturating_add(of_quota);
            let tokens = [input, whole(used.cached_input), whole(used.output)].map(TokenCount);
            usage.push_tokens(&number.to_string(), self.service, self.model, *at, tokens)?;
            free = free.saturating_add(of_quota);
        }
        let Span { from, until } = self.span;
        if free > 0 {
            usage.push_free_quota(self.model, TokenCount(free), from, None)?;
        }
        if let Some(tpm) = tpm {
            usage.push_reservation(self.service, self.model, TokenCount(tpm), from, Some(until))?;
        }
        Ok(usage)
    }

    /// Settles the minutes with a reservation of `tpm` and without one.
    pub fn settled(&self, tpm: u64, book: &PriceBook) -> Result<ByMinute, Refusal> {
        let minutes = self.minutes(book.utc_offset());
        let by_token = sum_of(&settle(&self.usage(&minutes, None)?, book)?, |_| true)?;
        let reserved = self.usage(&minutes, Some(tpm))?;
        let settlement = settle(&reserved, book)?;
        let reservation = sum_of(&settlement, |item| item == Item::TpmReservation)?;
        let above = sum_of(&settlement, |item| item != Item::TpmReservation)?;
        let own: Vec<usize> = (0..minutes.len()).collect();
        let tallies = Tally::of_tokens(&reserved, book, SettlementLimits::default(), &own, own.len())?;
        let with_reservation = Exact::sum_of([reservation, above].into_iter())?;
        let saves = Exact::sum_of([by_token, -with_reservation].into_iter())?;
        let minutes = tallies.iter().map(Minute::of).collect();
        Ok(ByMinute { minutes, by_token, reservation, above, with_reservation, saves })
    }
}

impl Minute {
    fn of(tally: &Tally) -> Self {
        let mut minute = Self::default();
        for (key, units) in tally.iter() {
            let place = match key.item {
                Item::ReservedTokens => &mut minute.covered,
                Item::FreeTokens => &mut minute.free,
                Item::InputTokens | Item::CachedInputTokens | Item::OutputTokens => &mut minute.overflow,
                Item::GpuSeconds | Item::TpmReservation => continue,
            };
            *place = place.saturating_add(u64::try_from(units).unwrap_or_default());
        }
        minute
    }

    /// All of its tokens.
    pub const fn tokens(&self) -> u64 {
        self.covered.saturating_add(self.free).saturating_add(self.overflow)
    }
}

impl ByMinute {
    /// What became of all tokens together.
    pub fn all(&self) -> Minute {
        self.minutes.iter().fold(Minute::default(), |all, minute| Minute {
            covered: all.covered.saturating_add(minute.covered),
            free: all.free.saturating_add(minute.free),
            overflow: all.overflow.saturating_add(minute.overflow),
        })
    }

    /// In how many minutes there were more tokens than the reservation covers.
    pub fn minutes_above(&self) -> usize {
        self.minutes.iter().filter(|minute| minute.tokens() > minute.covered).count()
    }

    /// The tokens of the busiest minute.
    pub fn busiest(&self) -> u64 {
        self.minutes.iter().map(Minute::tokens).max().unwrap_or_default()
    }
}

/// What the lines of some items cost, over all months.
fn sum_of(settlement: &Settlement, is_wanted: impl Fn(Item) -> bool) -> Result<Decimal, Refusal> {
    let lines = settlement.bills.iter().flat_map(|bill| &bill.lines);
    Exact::sum_of(lines.filter(|line| is_wanted(line.item)).map(|line| line.amount))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::live::examples::at;
    use crate::console::request::Request;

    fn rows(of: &[(&str, &str, u64)]) -> Vec<UsageRow> {
        let row = |(minute, item, quantity): &(&str, &str, u64)| {
            serde_json::json!({"service": "svc_1", "minute": format!("2026-03-02T{minute}"), "item": item,
                "quantity": quantity.to_string(), "amount": "0", "currency": "USD"})
        };
        serde_json::from_value(of.iter().map(row).collect::<Vec<_>>().into()).unwrap()
    }

    fn settled(of: &[(&str, &str, u64)], tpm: u64) -> ByMinute {
        let usage = rows(of);
        let span = Span { from: at("2026-03-02T10:00:00Z"), until: at("2026-03-02T12:00:00Z") };
        let facts = Facts { service: "svc_1", model: "small-8b", usage: &usage, span };
        facts.settled(tpm, PriceBook::bundled()).unwrap()
    }

    #[test]
    fn bursts_are_above_the_reservation_and_pauses_do_not_make_up_for_them() {
        // 40,000 tokens in two hours are 333 a minute on average; 20,000 of them are above 10,000 a minute.
        let used = settled(&[("10:07", "output_tokens", 30_000), ("11:59", "output_tokens", 10_000)], 10_000);
        let minute = |covered, overflow| Minute { covered, free: 0, overflow };
        assert_eq!(used.minutes, [minute(10_000, 20_000), minute(10_000, 0)]);
        assert_eq!((used.all(), used.minutes_above(), used.busiest()), (minute(20_000, 20_000), 1, 30_000));
        let amounts = [used.by_token, used.reservation, used.above, used.with_reservation, used.saves];
        assert_eq!(amounts.map(|amount| amount.to_string()), ["0.024", "0.07", "0.012", "0.082", "-0.058"]);
    }

    #[test]
    fn steady_traffic_pays_for_it() {
        let minutes: Vec<String> =
            (0..120).map(|minute| format!("{}:{:02}", 10 + minute / 60, minute % 60)).collect();
        let of: Vec<(&str, &str, u64)> =
            minutes.iter().map(|minute| (minute.as_str(), "input_tokens", 10_000)).collect();
        let used = settled(&of, 10_000);
        assert_eq!((used.minutes.len(), used.minutes_above(), used.all().covered), (120, 0, 1_200_000));
        assert_eq!((used.by_token.to_string(), used.saves.to_string()), ("0.18".into(), "0.11".into()));
    }

    #[test]
    fn free_quota_covers_what_the_reservation_does_not() {
        let used = settled(
            &[
                ("10:00", "free_tokens", 15_000),
                ("10:00", "reserved_tokens", 1_000),
                ("10:01", "input_tokens", 12_000),
            ],
            10_000,
        );
        let expected = [
            Minute { covered: 10_000, free: 6_000, overflow: 0 },
            Minute { covered: 10_000, free: 2_000, overflow: 0 },
        ];
        assert_eq!(used.minutes, expected);
        // Without the reservation the quota leaves 1,000 and 12,000 input tokens.
        assert_eq!((used.by_token.to_string(), used.above.to_string()), ("0.00195".into(), "0".into()));
    }

    #[test]
    fn other_services_and_other_hours_are_left_out() {
        let nothing = settled(&[("09:59", "input_tokens", 5), ("12:00", "input_tokens", 5)], 10_000);
        assert!(nothing.minutes.is_empty());
        assert_eq!((nothing.by_token, nothing.busiest()), (Decimal::ZERO, 0));
        assert_eq!(nothing.with_reservation.to_string(), "0.07");
    }

    #[test]
    fn it_is_of_whole_hours() {
        for (now, created_at, expected) in [
            ("2026-03-03T10:17:31Z", "2026-01-01T00:00:00Z", Some(["2026-03-02T10:00", "2026-03-03T10:00"])),
            ("2026-03-03T10:17:31Z", "2026-03-03T07:40:00Z", Some(["2026-03-03T07:00", "2026-03-03T10:00"])),
            ("2026-03-03T10:17:31Z", "2026-03-03T10:00:00Z", None),
        ] {
            let span = Span::of(at(now), at(created_at), UtcOffset::default());
            let path = span.map(|span| span.piece().request("svc_1", UtcOffset::default()).path);
            let asked =
                expected.map(|[from, until]| Request::usage_of("svc_1", from, until, &["service", "minute"]));
            assert_eq!(path, asked.map(|request| request.path), "{now} {created_at}");
        }
        let day = Span::of(at("2026-03-03T10:17:31Z"), Instant::EPOCH, UtcOffset::default()).unwrap();
        assert_eq!(day.seconds(), 86_400);
    }
}
