//! What explains an amount of an invoice that is not the one of the rules: each way in which such an amount often comes
//! about is tried, and the first that leads to it is told.

use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use tiermeter_pricing::{Calendar, NANOSECONDS_PER_SECOND, Price, PriceBook, billable_seconds, split};

use super::counts::{Units, stop_of, tiers_of};
use super::invoice::{Charge, Key};
use super::log::Log;
use super::report::{Explanation, RunShown, SecondsApart, Way};

/// So many lines are compared with every run of the log.
const MOST_SEARCHED: usize = 20;
/// A price that comes out of a division has no more decimals than prices usually have.
const MOST_PRICE_DECIMALS: u32 = 9;
/// The amount of an invoice is taken to be as fine as it is written, and at least as fine as cents.
const LEAST_DECIMALS: u32 = 2;
/// An amount with more decimals is taken to be exact: nobody rounds to so many.
const MOST_ROUNDED_DECIMALS: u32 = 4;

/// What the log has for a line.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// The amount by the rules.
    pub amount: Decimal,
    /// The seconds by the rules.
    pub seconds: Decimal,
    measured_nanoseconds: u128,
    prices: Vec<Price>,
    /// The amounts in the other ways, in the order of [`Way::ALL`]; `None` where one has too many digits.
    in_ways: Option<[Option<Decimal>; Way::ALL.len()]>,
}

impl Group {
    /// Adds seconds at a price, in every way.
    pub fn add(&mut self, units: &Units, price: Price) {
        self.measured_nanoseconds += units.nanoseconds;
        if !self.prices.contains(&price) {
            self.prices.push(price);
        }
        let sums = self.in_ways.get_or_insert([Some(Decimal::ZERO); Way::ALL.len()]);
        for (sum, way) in sums.iter_mut().zip(Way::ALL) {
            let amount = units.in_way(way).and_then(|seconds| seconds.checked_mul(price.decimal()));
            *sum = sum.and_then(|sum| sum.checked_add(amount?));
        }
    }

    /// The amount in another way.
    pub fn amount_in(&self, way: Way) -> Option<Decimal> {
        let position = Way::ALL.iter().position(|known| *known == way)?;
        self.in_ways.as_ref()?.get(position).copied().flatten()
    }

    /// Seconds as measured.
    pub fn true_seconds(&self) -> Option<Decimal> {
        Decimal::try_from_i128_with_scale(i128::try_from(self.measured_nanoseconds).ok()?, 9).ok()
    }

    /// The price of its seconds, where it is one.
    fn price(&self) -> Option<Decimal> {
        if let [price] = self.prices.as_slice() { Some(price.decimal()) } else { None }
    }
}

/// What explains a charge, as far as the sums tell; `None` where the runs have to be looked at. `payable` is what is to
/// be paid for the month, where the charge is for all of it.
pub fn explain(
    group: &Group,
    charge: &Charge,
    payable: Option<Decimal>,
    book: &PriceBook,
) -> Option<Explanation> {
    let decimals = decimals_of(charge);
    let is_charged = |amount: Decimal| rounded(amount, decimals) == charge.amount;
    if charge.amount == group.amount || payable == Some(charge.amount) {
        return Some(Explanation::Same);
    }
    if is_charged(group.amount) {
        return Some(Explanation::RoundedLine { decimals });
    }
    let own_price = group.price();
    if let Some(unit_price) = charge.unit_price.filter(|price| own_price.is_some_and(|own| own != *price))
        && charge.quantity.is_none_or(|quantity| quantity == group.seconds)
    {
        return Some(other_price(unit_price, book));
    }
    if let Some(way) = Way::ALL.into_iter().find(|way| group.amount_in(*way).is_some_and(is_charged)) {
        return Some(Explanation::Counted(way));
    }
    let at_price = |price: &Decimal| group.seconds.checked_mul(*price).is_some_and(is_charged);
    let mut prices =
        book.tiers().iter().flat_map(|tier| tier.prices.iter()).map(|price| price.per_second.decimal());
    if let Some(price) = prices.find(at_price) {
        return Some(other_price(price, book));
    }
    let divided = charge.amount.checked_div(group.seconds).map(|price| price.normalize());
    let is_price = |price: &Decimal| {
        price.scale() <= MOST_PRICE_DECIMALS
            && group.seconds.checked_mul(*price) == Some(charge.amount)
            && price.is_sign_positive()
            && !price.is_zero()
    };
    divided.filter(is_price).map(|price| other_price(price, book))
}

fn other_price(unit_price: Decimal, book: &PriceBook) -> Explanation {
    let has_it = |tier: &&tiermeter_pricing::Tier| {
        tier.prices.iter().any(|price| price.per_second.decimal() == unit_price)
    };
    let tier = book.tiers().iter().find(has_it).map(|tier| tier.code.clone());
    Explanation::OtherPrice { unit_price: unit_price.normalize().to_string(), tier }
}

fn decimals_of(charge: &Charge) -> u32 {
    charge.decimals.max(LEAST_DECIMALS)
}

fn rounded(amount: Decimal, decimals: u32) -> Decimal {
    amount.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// A line, and how many seconds its invoice is away.
struct Search<'a> {
    key: &'a Key,
    apart: SecondsApart,
}

/// For each of the lines, by how many seconds the invoice differs, and which run has so many; `None` where the seconds
/// have several prices.
pub fn explain_seconds(
    asked: &[(&Key, &Group, &Charge)],
    log: &Log,
    book: &PriceBook,
) -> Vec<Option<SecondsApart>> {
    let mut searches: Vec<Option<Search<'_>>> = asked
        .iter()
        .map(|(key, group, charge)| apart(group, charge).map(|apart| Search { key, apart }))
        .collect();
    find_runs(&mut searches, log, book);
    searches.into_iter().map(|search| search.map(|search| search.apart)).collect()
}

/// The least and the most seconds that make up the difference.
fn apart(group: &Group, charge: &Charge) -> Option<SecondsApart> {
    let price = group.price().filter(|price| !price.is_zero())?;
    let difference = charge.amount.checked_sub(group.amount)?;
    // An amount that is written with few digits may stand for any that is rounded to it.
    let half = Decimal::new(5, decimals_of(charge) + 1);
    let is_rounded = charge.decimals <= MOST_ROUNDED_DECIMALS;
    let slack = if is_rounded { half } else { Decimal::ZERO };
    let bound = |amount: Decimal| amount.checked_div(price);
    let least = bound(difference.abs().checked_sub(slack)?.max(Decimal::ZERO))?.ceil().to_u64()?;
    let most = bound(difference.abs().checked_add(slack)?)?.floor().to_u64()?;
    (least <= most && most > 0).then_some(SecondsApart {
        more: difference.is_sign_positive(),
        least: least.max(1),
        most,
        candidates: 0,
        example: None,
    })
}

/// Looks through the log once, for runs that have so many seconds in the line.
fn find_runs(searches: &mut [Option<Search<'_>>], log: &Log, book: &PriceBook) {
    let mut searches: Vec<&mut Search<'_>> = searches.iter_mut().flatten().take(MOST_SEARCHED).collect();
    if searches.is_empty() {
        return;
    }
    let usage = &log.usage;
    let tiers = tiers_of(usage, book);
    let mut calendar = Calendar::new(book.utc_offset());
    for (index, run) in usage.runs().enumerate() {
        let Some(tier) = tiers.get(&run.tier) else { continue };
        let stopped_at = stop_of(&run, usage);
        let (first, seconds) =
            (run.started_at.unix_nanoseconds(), billable_seconds(run.started_at, stopped_at));
        let _ = split(first, NANOSECONDS_PER_SECOND, seconds, &tier.prices, &mut calendar, |share| {
            for search in &mut searches {
                let Key { month, service, tier: code } = search.key;
                let is_candidate = (search.apart.least..=search.apart.most).contains(&share.units)
                    && *month == share.month
                    && code.as_ref().is_none_or(|code| *code == tier.code)
                    && service.as_ref().is_none_or(|service| service == usage.name_of(run.service));
                if is_candidate {
                    search.apart.candidates += 1;
                    search.apart.example.get_or_insert_with(|| RunShown {
                        service: usage.name_of(run.service).to_owned(),
                        instance: usage.name_of(run.instance).to_owned(),
                        started_at: run.started_at.to_string(),
                        row: log.row_of(index),
                    });
                }
            }
        });
    }
}
