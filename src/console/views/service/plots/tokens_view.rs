//! What the plots of a service that is metered by tokens show: its tokens and what they cost, minute by
//! minute, hour by hour or day by day.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use tiermeter_pricing::{Instant, Item, PriceBook};

use super::gpu_view::{Speech, of_days};
use super::picture::{Column, Picture, Scale, TimeAxis};
use super::range::{Part, Range, Stretch};
use crate::console::documents::{Service, UsageRow};

/// What the plots show.
#[derive(Debug, Clone, PartialEq)]
pub struct TokensView {
    /// The tokens of each stretch: billed, covered by a reservation, free.
    pub tokens: Picture,
    /// The cost of each stretch: by token, and of reservations.
    pub cost: Picture,
    /// The numbers behind both, stretch by stretch.
    pub rows: Vec<PartRow>,
    /// Tokens of all of them.
    pub total_tokens: u64,
    /// What all of them cost.
    pub total: Decimal,
    /// By sample prices.
    pub illustrative: bool,
}

/// What one minute, hour or day came to.
#[derive(Debug, Clone, PartialEq)]
pub struct PartRow {
    /// The day at the price book's offset, as `YYYY-MM-DD`; the hour or the minute, as `YYYY-MM-DDTHH:MM`.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What was used; `None` before the service was made.
    pub used: Option<Used>,
}

/// What was used in a stretch of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Used {
    /// Input tokens that were paid by token.
    pub input: Decimal,
    /// Input tokens from the cache that were paid by token.
    pub cached_input: Decimal,
    /// Output tokens that were paid by token.
    pub output: Decimal,
    /// Tokens that a reservation covered.
    pub reserved: Decimal,
    /// Tokens that free quota covered.
    pub free: Decimal,
    /// What the tokens cost that were paid by token.
    pub by_token: Decimal,
    /// What reservations cost.
    pub of_reservations: Decimal,
}

/// What there is to show.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The service.
    pub service: &'a Service,
    /// Usage by service and minute, hour or day, as the range is shown.
    pub usage: &'a [UsageRow],
    /// The prices.
    pub book: &'a PriceBook,
    /// How far back.
    pub range: Range,
    /// The present instant.
    pub now: Instant,
}

impl Used {
    /// Adds a row of the usage.
    pub fn add(&mut self, row: &UsageRow) {
        let (quantity, amount) = match row.item {
            Item::InputTokens => (Some(&mut self.input), Some(&mut self.by_token)),
            Item::CachedInputTokens => (Some(&mut self.cached_input), Some(&mut self.by_token)),
            Item::OutputTokens => (Some(&mut self.output), Some(&mut self.by_token)),
            Item::ReservedTokens => (Some(&mut self.reserved), None),
            Item::FreeTokens => (Some(&mut self.free), None),
            Item::TpmReservation => (None, Some(&mut self.of_reservations)),
            Item::GpuSeconds => (None, None),
        };
        add(quantity, row.quantity);
        add(amount, row.amount);
    }

    /// Tokens that were paid by token.
    pub fn billed(&self) -> Decimal {
        sum(&[self.input, self.cached_input, self.output])
    }

    /// Tokens of all classes, however they were covered.
    pub fn tokens(&self) -> Decimal {
        sum(&[self.billed(), self.reserved, self.free])
    }

    /// What it cost.
    pub fn cost(&self) -> Decimal {
        sum(&[self.by_token, self.of_reservations])
    }

    fn plus(self, other: &Self) -> Self {
        Self {
            input: sum(&[self.input, other.input]),
            cached_input: sum(&[self.cached_input, other.cached_input]),
            output: sum(&[self.output, other.output]),
            reserved: sum(&[self.reserved, other.reserved]),
            free: sum(&[self.free, other.free]),
            by_token: sum(&[self.by_token, other.by_token]),
            of_reservations: sum(&[self.of_reservations, other.of_reservations]),
        }
    }
}

fn add(sum: Option<&mut Decimal>, more: Decimal) {
    if let Some(sum) = sum {
        *sum = sum.checked_add(more).unwrap_or(*sum);
    }
}

fn sum(parts: &[Decimal]) -> Decimal {
    parts.iter().fold(Decimal::ZERO, |sum, part| sum.checked_add(*part).unwrap_or(sum))
}

/// A whole number of tokens.
pub fn whole(tokens: Decimal) -> u64 {
    tokens.to_u64().unwrap_or_default()
}

/// What a service used in each minute, hour or day of a usage by service and that.
pub fn used_by_part(usage: &[UsageRow], service: &str) -> BTreeMap<String, Used> {
    let mut parts: BTreeMap<String, Used> = BTreeMap::new();
    for row in usage.iter().filter(|row| row.service.as_deref() == Some(service)) {
        if let Some(part) = row.minute.as_ref().or(row.hour.as_ref()).or(row.day.as_ref()) {
            parts.entry(part.clone()).or_default().add(row);
        }
    }
    parts
}

impl TokensView {
    /// The view of these facts.
    pub fn of(facts: Facts<'_>, speech: Speech) -> Self {
        let offset = facts.book.utc_offset();
        let unit = facts.range.part();
        let stretches = facts.range.of_tokens(facts.now, offset);
        let parts = used_by_part(facts.usage, &facts.service.id);
        let created_at = facts.service.created_at.unix_nanoseconds();
        let format = of_days(speech.format, offset);
        let rows: Vec<PartRow> = stretches
            .iter()
            .map(|part| {
                let key = unit.key(part.from, offset);
                let name = Instant::from_unix_nanoseconds(part.from).map(|at| match unit {
                    Part::Minute | Part::Hour => format.day_and_time(at),
                    Part::Day => format.day(at),
                });
                let used = parts.get(&key).copied();
                let used = if part.until > created_at { Some(used.unwrap_or_default()) } else { used };
                PartRow { name: name.unwrap_or_else(|| key.clone()), key, used }
            })
            .collect();
        let all = rows.iter().filter_map(|row| row.used.as_ref());
        let all = all.fold(Used::default(), Used::plus);
        let illustrative = facts
            .usage
            .iter()
            .any(|row| row.illustrative && row.service.as_deref() == Some(facts.service.id.as_str()));
        let drawn = Drawn { facts, speech, rows: &rows, stretches: &stretches };
        let (tokens, cost) = (drawn.tokens(&all), drawn.cost(&all));
        let (total_tokens, total) = (whole(all.tokens()), all.cost());
        Self { tokens, cost, rows, total_tokens, total, illustrative }
    }

    /// Whether nothing was used in the range.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|row| row.used.is_none_or(|used| used == Used::default()))
    }
}

/// What both pictures are drawn of.
struct Drawn<'a> {
    facts: Facts<'a>,
    speech: Speech,
    rows: &'a [PartRow],
    stretches: &'a [Stretch],
}

impl Drawn<'_> {
    fn tokens(&self, all: &Used) -> Picture {
        let Speech { words, format } = self.speech;
        let exact = |tokens: Decimal| format.count(whole(tokens));
        let most = self.rows.iter().filter_map(|row| row.used).map(|used| used.tokens()).max();
        let scale = Scale::of(most.unwrap_or_default());
        Picture {
            words: (words.tokens_words)(&exact(all.tokens())),
            levels: scale.levels(true, |value| format.tokens(whole(value))),
            ..self.picture(scale, |used| {
                let parts = [used.billed(), used.reserved, used.free];
                let names = [words.by_token, words.reserved, words.free];
                let total = (words.so_many_tokens)(&exact(used.tokens()));
                (parts.to_vec(), said(total, &parts, names, exact))
            })
        }
    }

    fn cost(&self, all: &Used) -> Picture {
        let Speech { words, format } = self.speech;
        let currency = self.facts.book.currency().code();
        let most = self.rows.iter().filter_map(|row| row.used).map(|used| used.cost()).max();
        let scale = Scale::of(most.unwrap_or_default());
        Picture {
            words: (words.cost_words)(&format.money(all.cost(), currency)),
            levels: scale.levels(false, |value| format.amount(value)),
            ..self.picture(scale, |used| {
                let parts = [used.by_token, used.of_reservations];
                let total = format.money(used.cost(), currency);
                let names = [words.by_token, words.reservation];
                (parts.to_vec(), said(total, &parts, names, |part| format.amount(part)))
            })
        }
    }

    /// The axis, the gap, and a column for each stretch with its bars and what is said of it.
    fn picture(&self, scale: Scale, part: impl Fn(&Used) -> (Vec<Decimal>, String)) -> Picture {
        let words = self.speech.words;
        let axis = TimeAxis::of(self.stretches);
        let offset = self.facts.book.utc_offset();
        let format = of_days(self.speech.format, offset);
        let columns = self.rows.iter().zip(self.stretches).map(|(row, stretch)| {
            let (values, said) =
                row.used.as_ref().map_or_else(|| (Vec::new(), words.before_created.to_owned()), &part);
            let words = format!("{}: {said}", row.name);
            Column { place: axis.place(*stretch), bars: scale.bars(&values), words }
        });
        let first_known = self.rows.iter().zip(self.stretches).find(|(row, _)| row.used.is_some());
        let known_from = first_known.map_or(i64::MAX, |(_, stretch)| stretch.from);
        let gaps = axis.gap_before(known_from);
        let gap_words = if gaps.is_empty() { "" } else { words.gap_before_created };
        let range = self.facts.range;
        let mark = |at| match range.part() {
            Part::Minute | Part::Hour => format.time(at),
            Part::Day => format.short_day(at),
        };
        let marks = axis.marks(range.mark_seconds(), offset, mark);
        Picture { columns: columns.collect(), gaps, gap_words, marks, ..Picture::default() }
    }
}

/// A total, and what it is made of where that is more than one part.
fn said<const N: usize>(
    total: String,
    parts: &[Decimal; N],
    names: [&str; N],
    write: impl Fn(Decimal) -> String,
) -> String {
    let parts: Vec<String> = parts
        .iter()
        .zip(names)
        .filter(|(part, _)| !part.is_zero())
        .map(|(part, name)| format!("{name} {}", write(*part)))
        .collect();
    if parts.is_empty() { total } else { format!("{total} · {}", parts.join(" · ")) }
}

#[cfg(test)]
mod tests {
    use super::super::words::Words;
    use super::*;
    use crate::console::format::Format;
    use crate::console::live::examples;
    use crate::console::words::{Language, Localized};
    use crate::console::zone::Zone;

    fn usage(rows: serde_json::Value) -> Vec<UsageRow> {
        serde_json::from_value(rows).unwrap()
    }

    fn view(usage: &[UsageRow], created_at: &str) -> TokensView {
        view_of(usage, created_at, Range::Week)
    }

    fn view_of(usage: &[UsageRow], created_at: &str, range: Range) -> TokensView {
        let mut service = examples::token_service("svc_1");
        service.created_at = examples::at(created_at);
        let format = Format { language: Language::English, zone: Zone::Fixed(-300) };
        let now = examples::at("2026-03-03T10:00:00Z");
        let facts = Facts { service: &service, usage, book: PriceBook::bundled(), range, now };
        TokensView::of(facts, Speech { words: Words::of(Language::English), format })
    }

    fn row(service: &str, day: &str, item: &str, quantity: &str, amount: &str) -> serde_json::Value {
        serde_json::json!({"service": service, "day": day, "item": item, "quantity": quantity, "amount": amount,
            "currency": "USD", "illustrative": true})
    }

    #[test]
    fn tokens_are_summed_up_by_the_day() {
        let usage = usage(serde_json::json!([
            row("svc_1", "2026-03-01", "input_tokens", "1000000", "0.15"),
            row("svc_1", "2026-03-01", "output_tokens", "500000", "0.3"),
            row("svc_1", "2026-03-01", "tpm_reservation", "240", "0.84"),
            row("svc_1", "2026-03-01", "reserved_tokens", "250000", "0"),
            row("svc_1", "2026-03-02", "free_tokens", "42", "0"),
            row("svc_2", "2026-03-02", "input_tokens", "7", "0.1"),
        ]));
        let view = view(&usage, "2026-02-28T12:00:00Z");
        assert_eq!((view.total_tokens, view.total.to_string().as_str()), (1_750_042, "1.29"));
        assert!(view.illustrative && !view.is_empty());
        assert_eq!(view.rows.iter().filter(|row| row.used.is_none()).count(), 3);
        for (index, tokens, cost) in [
            (0, "25 Feb 2026: before the service was created", "25 Feb 2026: before the service was created"),
            (3, "28 Feb 2026: 0 tokens", "28 Feb 2026: 0 USD"),
            (
                4,
                "1 Mar 2026: 1,750,000 tokens · billed by token 1,500,000 · covered by a reservation 250,000",
                "1 Mar 2026: 1.29 USD · billed by token 0.45 · reservation 0.84",
            ),
            (5, "2 Mar 2026: 42 tokens · covered by free quota 42", "2 Mar 2026: 0 USD"),
        ] {
            assert_eq!(view.tokens.columns[index].words, tokens);
            assert_eq!(view.cost.columns[index].words, cost);
        }
        let bars = &view.tokens.columns[4].bars;
        assert_eq!(bars.iter().map(|bar| bar.series).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(view.tokens.gaps.len(), 1);
    }

    #[test]
    fn a_day_is_shown_by_the_hour() {
        let usage = usage(serde_json::json!([
            {"service": "svc_1", "hour": "2026-03-02T10:00", "item": "input_tokens", "quantity": "9", "amount": "9", "currency": "USD"},
            {"service": "svc_1", "hour": "2026-03-02T11:00", "item": "input_tokens", "quantity": "7", "amount": "0.5", "currency": "USD"},
            {"service": "svc_1", "hour": "2026-03-03T10:00", "item": "output_tokens", "quantity": "5", "amount": "1", "currency": "USD"},
        ]));
        let view = view_of(&usage, "2026-03-02T12:00:00Z", Range::Day);
        assert_eq!((view.rows.len(), view.total_tokens, view.total.to_string().as_str()), (24, 12, "1.5"));
        assert_eq!(
            (view.rows[0].key.as_str(), view.rows[23].key.as_str()),
            ("2026-03-02T11:00", "2026-03-03T10:00")
        );
        assert_eq!(view.tokens.columns[23].words, "3 Mar, 10:00: 5 tokens · billed by token 5");
    }

    #[test]
    fn an_hour_is_shown_by_the_minute() {
        let row = |minute: &str, quantity: &str| {
            serde_json::json!({"service": "svc_1", "minute": minute, "item": "output_tokens", "quantity": quantity,
                "amount": "0.5", "currency": "USD"})
        };
        let rows = [row("2026-03-03T09:00", "9"), row("2026-03-03T09:31", "7"), row("2026-03-03T10:00", "5")];
        let usage = usage(serde_json::Value::from(rows.to_vec()));
        let view = view_of(&usage, "2026-03-03T09:30:00Z", Range::Hour);
        assert_eq!((view.rows.len(), view.total_tokens, view.total.to_string().as_str()), (60, 12, "1.0"));
        assert_eq!(view.rows[0].key, "2026-03-03T09:01");
        for (column, words) in [
            (0, "3 Mar, 09:01: before the service was created"),
            (29, "3 Mar, 09:30: 0 tokens"),
            (30, "3 Mar, 09:31: 7 tokens · billed by token 7"),
            (59, "3 Mar, 10:00: 5 tokens · billed by token 5"),
        ] {
            assert_eq!(view.tokens.columns[column].words, words);
        }
        assert_eq!((view.tokens.gaps.len(), view.tokens.marks.len()), (1, 6));
    }

    #[test]
    fn days_without_rows_are_days_without_tokens() {
        let view = view(&[], "2026-01-01T00:00:00Z");
        assert!(view.is_empty() && view.tokens.gaps.is_empty());
        assert_eq!(view.cost.words, "0 USD in all");
        assert!(!view.illustrative);
    }
}
