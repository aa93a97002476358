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
    /// What was used; `None` where that is not known: before the service was made, and of what has begun since the
    /// usage was told.
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
    /// When it was told, in nanoseconds since 1970.
    pub told_at: i64,
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
                let is_told = part.until > created_at && part.from <= facts.told_at;
                let used = if is_told { Some(used.unwrap_or_default()) } else { used };
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

    /// The axis, the gaps, and a column for each stretch with its bars and what is said of it.
    fn picture(&self, scale: Scale, part: impl Fn(&Used) -> (Vec<Decimal>, String)) -> Picture {
        let words = self.speech.words;
        let axis = TimeAxis::of(self.stretches);
        let offset = self.facts.book.utc_offset();
        let format = of_days(self.speech.format, offset);
        let is_untold =
            |row: &PartRow, stretch: &Stretch| row.used.is_none() && stretch.from > self.facts.told_at;
        let columns = self.rows.iter().zip(self.stretches).map(|(row, stretch)| {
            let unknown = if is_untold(row, stretch) { words.not_told } else { words.before_created };
            let (values, said) = row.used.as_ref().map_or_else(|| (Vec::new(), unknown.to_owned()), &part);
            let words = format!("{}: {said}", row.name);
            Column { place: axis.place(*stretch), bars: scale.bars(&values), words }
        });
        let begins = |is_sought: &dyn Fn(&PartRow, &Stretch) -> bool| {
            let mut parts = self.rows.iter().zip(self.stretches);
            parts.find(|(row, stretch)| is_sought(row, stretch)).map_or(i64::MAX, |(_, stretch)| stretch.from)
        };
        let known_from = begins(&|row, stretch| row.used.is_some() || is_untold(row, stretch));
        let mut gaps = axis.gap_before(known_from);
        let gap_words = if gaps.is_empty() { "" } else { words.gap_before_created };
        // This one is closed in a moment, and nothing is to move for it: what it is is said of its columns.
        gaps.extend(axis.gap_from(begins(&is_untold)));
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
mod tests;
