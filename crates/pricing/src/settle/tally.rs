//! What was counted, kept: usage that is known for ever is counted once, and bills are written from the counts.
//! Runs count independently of each other (P2), so a store can add to its tally run by run and never read them
//! again.

use std::collections::BTreeMap;

use super::{Counts, LineKey, SettlementLimits, bills, count, tokens};
use crate::instant::{Instant, Month};
use crate::money::{Exact, payable};
use crate::order::sort_by_key;
use crate::price_book::{InForce, PriceBook};
use crate::read::in_quotes;
use crate::refusal::{Refusal, RefusalCode};
use crate::settlement::{Bill, Item, Line};
use crate::table::Table;
use crate::usage::{Symbol, Usage};

/// What makes a line of its own (P14), in words: it outlives the document that was counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TallyKey {
    /// The month.
    pub month: Month,
    /// The service that used it.
    pub service: String,
    /// What was used.
    pub item: Item,
    /// The code of the GPU tier, or the id of the model.
    pub subject: String,
    /// From when the price is in force; `None` for since ever, and where lines are not split by price.
    pub price_from: Option<Instant>,
}

/// How many units each line has: seconds, tokens, or TPM-hours. A difference of two tallies may be negative.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    units: BTreeMap<TallyKey, i128>,
}

impl Tally {
    /// Nothing counted.
    #[must_use]
    pub const fn new() -> Self {
        Self { units: BTreeMap::new() }
    }

    /// Counts `usage` as [`settle_within`](crate::settle_within()) does, and refuses what that refuses.
    pub fn of(usage: &Usage, price_book: &PriceBook, limits: SettlementLimits) -> Result<Self, Refusal> {
        let mut counts = Counts { units: Table::default(), shares: 0, limits };
        count(usage, &[], price_book, &mut counts).map_err(|refusal| usage.with_row(refusal))?;
        let units = counts.units.into_entries().into_iter().filter_map(|(key, units)| {
            let units = i128::try_from(units).ok()?;
            Some((key.in_words(usage, price_book), units))
        });
        Ok(Self { units: units.collect() })
    }

    /// Counts the tokens of `usage` alone, and in groups: `groups` says for each record the number of its own, below
    /// `count`. All of them together are allotted as [`Tally::of`] does (P9, P10), so the groups add up to that.
    pub fn of_tokens(
        usage: &Usage,
        price_book: &PriceBook,
        limits: SettlementLimits,
        groups: &[usize],
        count: usize,
    ) -> Result<Vec<Self>, Refusal> {
        let mut counts: Vec<Table<LineKey, u128>> = vec![Table::default(); count];
        let mut all = Counts { units: Table::default(), shares: 0, limits };
        tokens::allot(usage, &[], price_book, |record| {
            let own = groups.get(record.index).and_then(|group| counts.get_mut(*group));
            let Some(own) = own else { return Ok(()) };
            for (key, tokens) in record.lines {
                all.add(key, tokens);
                if tokens > 0 {
                    *own.entry(key) += tokens;
                }
            }
            all.check_size()
        })
        .map_err(|refusal| usage.with_row(refusal))?;
        let tally = |units: Table<LineKey, u128>| {
            let units = units.into_entries().into_iter().filter_map(|(key, units)| {
                Some((key.in_words(usage, price_book), i128::try_from(units).ok()?))
            });
            Self { units: units.collect() }
        };
        Ok(counts.into_iter().map(tally).collect())
    }

    /// Adds `units` to a line; one that comes to nothing is left out (P14).
    pub fn add(&mut self, key: TallyKey, units: i128) {
        let sum = self.units.entry(key).or_default();
        *sum = sum.saturating_add(units);
        if *sum == 0 {
            self.units.retain(|_, units| *units != 0);
        }
    }

    /// Adds every line of another tally.
    pub fn add_all(&mut self, other: &Self) {
        for (key, units) in &other.units {
            let sum = self.units.entry(key.clone()).or_default();
            *sum = sum.saturating_add(*units);
        }
        self.units.retain(|_, units| *units != 0);
    }

    /// Takes away every line of another tally.
    pub fn subtract_all(&mut self, other: &Self) {
        for (key, units) in &other.units {
            let sum = self.units.entry(key.clone()).or_default();
            *sum = sum.saturating_sub(*units);
        }
        self.units.retain(|_, units| *units != 0);
    }

    /// Every line with its units.
    pub fn iter(&self) -> impl Iterator<Item = (&TallyKey, i128)> {
        self.units.iter().map(|(key, units)| (key, *units))
    }

    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// The part that `keep` says.
    #[must_use]
    pub fn filtered(&self, keep: impl Fn(&TallyKey) -> bool) -> Self {
        let units = self.units.iter().filter(|(key, _)| keep(key));
        Self { units: units.map(|(key, units)| (key.clone(), *units)).collect() }
    }

    /// The lines of a bill in its order (P14), months in order; negative where the units are.
    pub fn lines(&self, price_book: &PriceBook) -> Result<Vec<(Month, Line)>, Refusal> {
        let mut usage = Usage::new();
        let mut keys = Vec::with_capacity(self.units.len());
        for (key, units) in &self.units {
            let service = usage.symbol(&key.service)?;
            let line_key = LineKey::of_words(key, service, price_book)?;
            keys.push((line_key, *units));
        }
        sort_by_key(&mut keys, |(key, _)| bills::order(&usage, price_book, key));
        keys.iter()
            .map(|(key, units)| {
                let (mut line, _) = bills::line(&usage, price_book, key, units.unsigned_abs())?;
                if *units < 0 {
                    line.quantity = -line.quantity;
                    // Zero has no sign.
                    if !line.amount.is_zero() {
                        line.amount = -line.amount;
                    }
                }
                Ok((key.month, line))
            })
            .collect()
    }
}

impl FromIterator<(TallyKey, i128)> for Tally {
    fn from_iter<I: IntoIterator<Item = (TallyKey, i128)>>(units: I) -> Self {
        let mut tally = Self::new();
        for (key, units) in units {
            *tally.units.entry(key).or_default() += units;
        }
        tally.units.retain(|_, units| *units != 0);
        tally
    }
}

impl Bill {
    /// A bill of lines that were made before, in their order: their exact sum, rounded once (P15).
    pub fn of_lines(month: Month, lines: Vec<Line>, price_book: &PriceBook) -> Result<Self, Refusal> {
        let exact_total = Exact::sum_of(lines.iter().map(|line| line.amount))?;
        let (payable, rounding) = payable(exact_total, price_book.currency().minor_digits())?;
        Ok(Self { month, lines, exact_total, payable, rounding })
    }
}

impl LineKey {
    fn in_words(self, usage: &Usage, price_book: &PriceBook) -> TallyKey {
        TallyKey {
            month: self.month,
            service: usage.names.text(self.service).to_owned(),
            item: self.item,
            subject: bills::subject(price_book, &self).to_owned(),
            price_from: self.price_from(price_book),
        }
    }

    fn price_from(self, price_book: &PriceBook) -> Option<Instant> {
        match self.item {
            Item::GpuSeconds => price_book.tiers()[self.subject].prices.get(self.price)?.from(),
            Item::TpmReservation => {
                price_book.models()[self.subject].tpm_reservation.as_ref()?.prices.get(self.price)?.from()
            }
            Item::ReservedTokens | Item::FreeTokens => None,
            Item::InputTokens | Item::CachedInputTokens | Item::OutputTokens => {
                price_book.models()[self.subject].prices.get(self.price)?.from()
            }
        }
    }

    fn of_words(key: &TallyKey, service: Symbol, price_book: &PriceBook) -> Result<Self, Refusal> {
        let subject = match key.item {
            Item::GpuSeconds => price_book.tiers().iter().position(|tier| tier.code == key.subject),
            _ => price_book.models().iter().position(|model| model.id == key.subject),
        };
        let subject = subject.ok_or_else(|| match key.item {
            Item::GpuSeconds => price_book.unknown_tier(&key.subject, String::new()),
            _ => price_book.unknown_model(&key.subject, String::new()),
        })?;
        let at = |price: usize| Self { month: key.month, service, item: key.item, subject, price };
        let prices = match key.item {
            Item::GpuSeconds => price_book.tiers()[subject].prices.len(),
            Item::TpmReservation => {
                price_book.models()[subject].tpm_reservation.as_ref().map_or(0, |offer| offer.prices.len())
            }
            Item::ReservedTokens | Item::FreeTokens => return Ok(at(0)),
            Item::InputTokens | Item::CachedInputTokens | Item::OutputTokens => {
                price_book.models()[subject].prices.len()
            }
        };
        let price = (0..prices).find(|price| at(*price).price_from(price_book) == key.price_from);
        price.map(at).ok_or_else(|| {
            let from = key.price_from.map_or_else(|| "since ever".to_owned(), |from| format!("from {from}"));
            let message =
                format!("the price book has no price of {} {from} any more", in_quotes(&key.subject));
            Refusal::new(RefusalCode::NoPriceInForce, "", message)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settle;

    const USAGE: &str = r#"{"as_of": "2026-04-01T00:00:00Z",
        "runs": [{"service": "b", "instance": "i-1", "tier": "A", "started_at": "2026-03-31T23:00:00.5Z", "stopped_at": "2026-04-01T01:00:00Z"},
                 {"service": "a", "instance": "i-1", "tier": "B", "started_at": "2026-03-03T10:00:00Z", "stopped_at": null}],
        "tokens": [{"id": "r1", "service": "c", "model": "small-8b", "at": "2026-03-03T10:00:00Z", "input": 2000000, "cached_input": 5, "output": 7}],
        "reservations": [{"service": "c", "model": "small-8b", "tpm": 10000, "from": "2026-03-03T10:00:00Z", "until": null}],
        "free_quotas": [{"model": "small-8b", "tokens": 1000000, "granted_at": "2026-03-01T00:00:00Z", "expires_at": null}]}"#;

    #[test]
    fn lines_of_a_tally_are_the_lines_of_the_settlement() {
        let book = PriceBook::bundled();
        let usage = Usage::from_json(USAGE.as_bytes()).unwrap();
        let settlement = settle(&usage, book).unwrap();
        let tally = Tally::of(&usage, book, SettlementLimits::default()).unwrap();
        let lines = tally.lines(book).unwrap();
        for bill in &settlement.bills {
            let own: Vec<Line> = lines
                .iter()
                .filter(|(month, _)| *month == bill.month)
                .map(|(_, line)| line.clone())
                .collect();
            assert_eq!(Bill::of_lines(bill.month, own, book).unwrap(), *bill);
        }
        assert_eq!(lines.len(), settlement.bills.iter().map(|bill| bill.lines.len()).sum::<usize>());
    }

    #[test]
    fn groups_of_tokens_add_up_to_all_of_them() {
        let book = PriceBook::bundled();
        let mut usage = Usage::from_json(USAGE.as_bytes()).unwrap();
        let at = |second: i64| Instant::from_unix_seconds(1_772_532_000 + second).unwrap();
        for index in 0..60_u64 {
            let counts = [400 * index, 7, index].map(crate::usage::TokenCount);
            let at = at(i64::try_from(index).unwrap() * 7);
            usage.push_tokens(&format!("more-{index}"), "c", "small-8b", at, counts).unwrap();
        }
        let groups: Vec<usize> = (0..61).map(|index| index % 3).collect();
        let limits = SettlementLimits::default();
        let parts = Tally::of_tokens(&usage, book, limits, &groups, 3).unwrap();
        assert!(parts.iter().all(|part| !part.is_empty()));
        let mut sum = Tally::new();
        for part in &parts {
            sum.add_all(part);
        }
        let of_tokens = |key: &TallyKey| !matches!(key.item, Item::GpuSeconds | Item::TpmReservation);
        assert_eq!(sum, Tally::of(&usage, book, limits).unwrap().filtered(of_tokens));
        // Reserved, free and billed tokens are all among them.
        let items: std::collections::BTreeSet<Item> = sum.iter().map(|(key, _)| key.item).collect();
        assert_eq!(items.len(), 5);
        let few = SettlementLimits { lines: 1, ..limits };
        assert_eq!(
            Tally::of_tokens(&usage, book, few, &groups, 3).unwrap_err().code,
            RefusalCode::OutOfRange
        );
    }

    #[test]
    fn a_tally_less_itself_is_nothing() {
        let book = PriceBook::bundled();
        let usage = Usage::from_json(USAGE.as_bytes()).unwrap();
        let tally = Tally::of(&usage, book, SettlementLimits::default()).unwrap();
        let mut difference = tally.clone();
        difference.add_all(&tally);
        difference.subtract_all(&tally);
        assert_eq!(difference, tally);
        difference.subtract_all(&tally);
        difference.subtract_all(&tally);
        let total = |tally: &Tally| {
            Exact::sum_of(tally.lines(book).unwrap().iter().map(|(_, line)| line.amount)).unwrap()
        };
        assert_eq!(total(&difference), -total(&tally));
        difference.add_all(&tally);
        assert!(difference.is_empty());
    }
}
