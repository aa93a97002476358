//! Token records: P7 to P9 and P13.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::reservations::Coverage;
use super::{Counts, LineKey, model_subjects, no_price};
use crate::instant::{Calendar, Instant};
use crate::order::sort_by_key;
use crate::price_book::PriceBook;
use crate::read;
use crate::refusal::{Refusal, RefusalCode};
use crate::settlement::Item;
use crate::table::Table;
use crate::usage::{Symbol, TokenRecord, Usage};

/// Input first, then cached input, then output (P9).
const CLASSES: [Item; 3] = [Item::InputTokens, Item::CachedInputTokens, Item::OutputTokens];

/// Counts the tokens of every record: reserved, free, and billed by class.
pub(super) fn count(
    usage: &Usage,
    times: &[u32],
    price_book: &PriceBook,
    counts: &mut Counts,
) -> Result<(), Refusal> {
    allot(usage, times, price_book, |record| {
        for (key, tokens) in record.lines {
            counts.add(key, tokens);
            // Those that it stands for have as many parts.
            counts.shares += u64::from(record.times.saturating_sub(1));
        }
        counts.check_size()
    })
}

/// What became of a record.
pub(super) struct Allotted {
    /// Its place in the list.
    pub(super) index: usize,
    /// For how many it stands.
    pub(super) times: u32,
    /// What each line gets of all of them; nothing too.
    pub(super) lines: [(LineKey, u128); 5],
}

/// Says of every record, in their order, what of it is reserved, free, and billed by class. `times` is as in
/// [`settle_repeated`](super::settle_repeated()).
pub(super) fn allot(
    usage: &Usage,
    times: &[u32],
    price_book: &PriceBook,
    mut take: impl FnMut(Allotted) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    if usage.tokens.is_empty() && usage.free_quotas.is_empty() {
        return Ok(());
    }
    let models = model_subjects(usage, price_book);
    check_quota_models(usage, price_book, &models)?;
    let order = in_order(usage)?;
    let mut coverage = Coverage::of(usage);
    let mut quotas = Quotas::of(usage);
    let mut calendar = Calendar::new(price_book.utc_offset());
    for index in order {
        let record = &usage.tokens[index];
        let Some(subject) = models[record.model.index()] else {
            let name = usage.names.text(record.model);
            return Err(price_book.unknown_model(name, format!("/tokens/{index}/model")));
        };
        let (month, _) = calendar.containing(record.at.unix_nanoseconds());
        let line =
            |item: Item, price: usize| LineKey { month, service: record.service, item, subject, price };
        let mut rest = [record.input, record.cached_input, record.output].map(|tokens| u128::from(tokens.0));
        let reserved = coverage.take(record.service, record.model, record.at, rest.iter().sum());
        take_in_order(&mut rest, reserved);
        // A reservation covers each in its minute; free quota is there for all of them.
        let times = times.get(index).copied().unwrap_or(1);
        let reserved = reserved * u128::from(times);
        rest = rest.map(|tokens| tokens * u128::from(times));
        let free = quotas.take(record.model, record.at, rest.iter().sum());
        take_in_order(&mut rest, free);
        let mut price = 0;
        if rest.iter().any(|tokens| *tokens > 0) {
            let model = &price_book.models()[subject];
            price = model.prices.index_at(record.at.unix_nanoseconds()).ok_or_else(|| {
                no_price(format!("/tokens/{index}"), &format!("model {}", read::quoted(&model.id)))
            })?;
        }
        let [input, cached_input, output] = rest;
        let [input_line, cached_input_line, output_line] = CLASSES.map(|item| line(item, price));
        let lines = [
            (line(Item::ReservedTokens, 0), reserved),
            (line(Item::FreeTokens, 0), free),
            (input_line, input),
            (cached_input_line, cached_input),
            (output_line, output),
        ];
        take(Allotted { index, times, lines })?;
    }
    Ok(())
}

fn check_quota_models(
    usage: &Usage,
    price_book: &PriceBook,
    models: &[Option<usize>],
) -> Result<(), Refusal> {
    let unknown =
        usage.free_quotas.iter().enumerate().find(|(_, quota)| models[quota.model.index()].is_none());
    unknown.map_or(Ok(()), |(index, quota)| {
        Err(price_book.unknown_model(usage.names.text(quota.model), format!("/free_quotas/{index}/model")))
    })
}

/// The indices of the records in the order of (instant, id), repeated ones once (P8, P9).
fn in_order(usage: &Usage) -> Result<Vec<usize>, Refusal> {
    let mut first_with_id: Vec<Option<usize>> = vec![None; usage.names.len()];
    let mut order = Vec::with_capacity(usage.tokens.len());
    for (index, record) in usage.tokens.iter().enumerate() {
        match &mut first_with_id[record.id.index()] {
            slot @ None => {
                *slot = Some(index);
                order.push(index);
            }
            Some(first) if usage.tokens[*first] == *record => {}
            Some(first) => return Err(conflicting(usage, *first, index, record)),
        }
    }
    sort_by_key(&mut order, |index| {
        let record = &usage.tokens[*index];
        (record.at, usage.names.text(record.id))
    });
    Ok(order)
}

fn conflicting(usage: &Usage, first: usize, index: usize, record: &TokenRecord) -> Refusal {
    let id = read::quoted(usage.names.text(record.id));
    let message = format!(
        "the id {id} stands at /tokens/{first} with other content; a repeated record must be the same"
    );
    Refusal::new(RefusalCode::ConflictingDuplicate, format!("/tokens/{index}/id"), message)
}

/// Takes `tokens` away, from the first class on.
fn take_in_order(classes: &mut [u128; 3], tokens: u128) {
    let mut left = tokens;
    for class in classes {
        let taken = left.min(*class);
        *class -= taken;
        left -= taken;
    }
}

/// The free quotas of a usage, asked record by record in the order of instants (P13).
struct Quotas {
    by_model: Table<Symbol, ModelQuotas>,
}

/// Nanoseconds since 1970 at which a quota expires, then when it was granted, then its place in the list: the
/// order in which quotas are used. One that never expires goes last.
type QuotaOrder = (i64, i64, usize);

#[derive(Default)]
struct ModelQuotas {
    /// By `granted_at`, the latest first, to be taken from the end.
    to_come: Vec<(QuotaOrder, u128)>,
    granted: BinaryHeap<Reverse<(QuotaOrder, u128)>>,
}

impl Quotas {
    fn of(usage: &Usage) -> Self {
        let mut by_model: Table<Symbol, ModelQuotas> = Table::default();
        for (index, quota) in usage.free_quotas.iter().enumerate() {
            let expires_at = quota.expires_at.map_or(i64::MAX, Instant::unix_nanoseconds);
            let order = (expires_at, quota.granted_at.unix_nanoseconds(), index);
            by_model.entry(quota.model).to_come.push((order, quota.tokens.0.into()));
        }
        for quotas in by_model.values_mut() {
            sort_by_key(&mut quotas.to_come, |((_, granted_at, _), _)| Reverse(*granted_at));
        }
        Self { by_model }
    }

    /// Takes up to `tokens` for a record of `model` at `at`, and says how many were free.
    fn take(&mut self, model: Symbol, at: Instant, tokens: u128) -> u128 {
        self.by_model.get_mut(&model).map_or(0, |quotas| quotas.take(at.unix_nanoseconds(), tokens))
    }
}

impl ModelQuotas {
    fn take(&mut self, at: i64, tokens: u128) -> u128 {
        while let Some(quota) = self.to_come.pop_if(|((_, granted_at, _), _)| *granted_at <= at) {
            self.granted.push(Reverse(quota));
        }
        let mut free = 0;
        while free < tokens
            && let Some(mut quota) = self.granted.peek_mut()
        {
            let ((expires_at, ..), left) = &mut quota.0;
            let taken = if *expires_at <= at { 0 } else { (*left).min(tokens - free) };
            let used_up = *expires_at <= at || taken == *left;
            *left -= taken;
            free += taken;
            if used_up {
                std::collections::binary_heap::PeekMut::pop(quota);
            }
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SettlementLimits, TokenCount, settle, settle_repeated, settle_within};

    #[test]
    fn records_that_are_alike_are_settled_at_once() {
        let book = PriceBook::bundled();
        let at = |minute: i64| Instant::from_unix_seconds(1_772_323_200 + 60 * minute).unwrap();
        // More tokens than are reserved, so that the reservation ends in the second class.
        let tokens = [9_000, 1_500, 700].map(TokenCount);
        let usage = |records: i64, free: u64| {
            let mut usage = Usage::new();
            usage.push_reservation("s", "small-8b", TokenCount(10_000), at(0), Some(at(60))).unwrap();
            usage.push_free_quota("small-8b", TokenCount(free), at(0), None).unwrap();
            for minute in 0..records {
                usage.push_tokens(&format!("r{minute}"), "s", "small-8b", at(minute), tokens).unwrap();
            }
            usage
        };
        let default = SettlementLimits::default();
        for free in [0, 40 * 1_200] {
            let each = settle(&usage(40, free), book).unwrap();
            assert_eq!(settle_repeated(&usage(1, free), &[40], book, default).unwrap(), each);
        }
        // An hour of the reservation, and five parts of each record.
        for (shares, is_enough) in [(201, true), (200, false)] {
            let limits = SettlementLimits { shares, ..default };
            assert_eq!(settle_within(&usage(40, 0), book, limits).is_ok(), is_enough);
            assert_eq!(settle_repeated(&usage(1, 0), &[40], book, limits).is_ok(), is_enough);
        }
    }
}
