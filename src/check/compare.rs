//! The settlement of a log beside an invoice, line by line.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use tiermeter_pricing::{Exact, Month, PriceBook, Settlement};

use super::counts::{Counts, Units};
use super::explain::{Group, explain, explain_seconds};
use super::fault::Trouble;
use super::invoice::{Charge, Invoice, Key};
use super::log::Log;
use super::report::{Explanation, Finding, Line, MonthTotal, Report, Way};
use crate::text;

/// So many lines cross to the page; the file with the results has all.
const MOST_LINES_SHOWN: usize = 500;

/// What is compared.
pub struct Compared<'a> {
    /// The log, settled.
    pub log: &'a Log,
    /// Its settlement.
    pub settlement: &'a Settlement,
    /// Its seconds, counted in every way.
    pub counts: &'a Counts,
    /// The invoice.
    pub invoice: Option<&'a Invoice>,
    /// The prices.
    pub book: &'a PriceBook,
}

/// Which fields of a [`Key`] are named.
type Detail = (bool, bool);

const fn detail_of(key: &Key) -> Detail {
    (key.service.is_some(), key.tier.is_some())
}

impl Compared<'_> {
    /// The report, with every line.
    pub fn report(&self) -> Result<Report, Trouble> {
        // Those that differ come first, of them the ones that are furthest away.
        let place = |line: &Line| {
            let difference = line.difference.as_deref().filter(|_| line.differs());
            let distance = difference.and_then(|text| text.parse::<Decimal>().ok()).unwrap_or_default();
            (!line.differs(), Reverse(distance.abs()))
        };
        let mut placed: Vec<_> = self.lines()?.into_iter().map(|line| (place(&line), line)).collect();
        tiermeter_pricing::sort_by_key(&mut placed, |(place, _)| *place);
        let lines: Vec<Line> = placed.into_iter().map(|(_, line)| line).collect();
        let differing = lines.iter().filter(|line| line.differs()).count();
        Ok(Report {
            runs: u64::try_from(self.log.usage.run_count()).unwrap_or(u64::MAX),
            price_book: self.book.name().to_owned(),
            currency: self.settlement.currency.clone(),
            with_invoice: self.invoice.is_some(),
            months: self.months()?,
            line_count: lines.len(),
            differing,
            lines,
            findings: self.findings()?,
        })
    }

    fn lines(&self) -> Result<Vec<Line>, Trouble> {
        let Some(invoice) = self.invoice else {
            let groups = self.groups((true, true))?;
            return Ok(groups.iter().map(|(key, group)| line(key, Some(group), None, None)).collect());
        };
        let details: BTreeSet<Detail> = invoice.charges.keys().map(detail_of).collect();
        // What the invoice leaves out is told where it is the most detailed.
        let finest = details.iter().next_back().copied().unwrap_or((true, true));
        let months: BTreeSet<Month> = invoice.charges.keys().map(|key| key.month).collect();
        let mut lines = Vec::new();
        for detail in details.iter().copied().chain(details.is_empty().then_some(finest)) {
            let groups = self.groups(detail)?;
            let charges = invoice.charges.iter().filter(|(key, _)| detail_of(key) == detail);
            let mut open = Vec::new();
            for (key, charge) in charges {
                let group = groups.get(key);
                let explanation = group.map_or(Some(Explanation::NotInLog), |group| {
                    explain(group, charge, self.payable_of(key), self.book)
                });
                if explanation.is_none() {
                    open.push(lines.len());
                }
                lines.push((key.clone(), line(key, group, Some(charge), explanation)));
            }
            self.explain_open(&mut lines, &open, &groups, invoice);
            if detail == finest {
                for (key, group) in groups.iter().filter(|(key, _)| !invoice.charges.contains_key(*key)) {
                    let explanation = if months.contains(&key.month) {
                        Explanation::NotOnInvoice
                    } else {
                        Explanation::MonthNotOnInvoice
                    };
                    lines.push((key.clone(), line(key, Some(group), None, Some(explanation))));
                }
            }
        }
        Ok(lines.into_iter().map(|(_, line)| line).collect())
    }

    /// Explains by their seconds those lines that nothing else has explained.
    fn explain_open(
        &self,
        lines: &mut [(Key, Line)],
        open: &[usize],
        groups: &BTreeMap<Key, Group>,
        invoice: &Invoice,
    ) {
        let asked: Vec<(&Key, &Group, &Charge)> = open
            .iter()
            .filter_map(|index| {
                let (key, _) = lines.get(*index)?;
                let (key, group) = groups.get_key_value(key)?;
                Some((key, group, invoice.charges.get(key)?))
            })
            .collect();
        let answers = explain_seconds(&asked, self.log, self.book);
        for (index, answer) in open.iter().zip(answers) {
            if let Some((_, line)) = lines.get_mut(*index) {
                line.explanation = Some(answer.map_or(Explanation::Unexplained, Explanation::Seconds));
            }
        }
    }

    /// What is to be paid for the month, for a line that stands for all of it.
    fn payable_of(&self, key: &Key) -> Option<Decimal> {
        let bill = self.settlement.bills.iter().find(|bill| bill.month == key.month)?;
        if detail_of(key) == (false, false) { bill.payable.parse().ok() } else { None }
    }

    /// The settlement's lines, and their seconds in every way, put together to what a detail names.
    fn groups(&self, (by_service, by_tier): Detail) -> Result<BTreeMap<Key, Group>, Trouble> {
        let key = |month: Month, service: &str, tier: &str| Key {
            month,
            service: by_service.then(|| service.to_owned()),
            tier: by_tier.then(|| tier.to_owned()),
        };
        let mut groups: BTreeMap<Key, Group> = BTreeMap::new();
        for bill in &self.settlement.bills {
            for line in &bill.lines {
                let tier = line.tier.as_deref().unwrap_or_default();
                let group = groups.entry(key(bill.month, &line.service, tier)).or_default();
                group.amount = exact_sum(group.amount, line.amount)?;
                group.seconds = exact_sum(group.seconds, line.quantity)?;
            }
        }
        let usage = &self.log.usage;
        for (place, units) in &self.counts.units {
            let (service, tier) = (usage.name_of(place.service), usage.name_of(place.tier));
            let price = self.book.tier(tier).and_then(|tier| tier.prices.get(place.price));
            if let Some(price) = price {
                groups.entry(key(place.month, service, tier)).or_default().add(units, price.per_second);
            }
        }
        Ok(groups)
    }

    fn months(&self) -> Result<Vec<MonthTotal>, Trouble> {
        let bills = self.settlement.bills.iter().map(|bill| -> Result<MonthTotal, Trouble> {
            let charges = self.invoice.map(|invoice| {
                let of_month = invoice.charges.iter().filter(|(key, _)| key.month == bill.month);
                // Lines that stand for others are not added to them.
                let finest = of_month.clone().map(|(key, _)| detail_of(key)).max();
                let amounts = of_month.filter(|(key, _)| Some(detail_of(key)) == finest);
                Exact::sum_of(amounts.map(|(_, charge)| charge.amount)).map(text::amount)
            });
            Ok(MonthTotal {
                month: bill.month.to_string(),
                exact_total: text::amount(bill.exact_total),
                rounding: text::amount(bill.rounding),
                payable: bill.payable.clone(),
                invoice: charges.transpose()?,
            })
        });
        bills.collect()
    }

    fn findings(&self) -> Result<Vec<Finding>, Trouble> {
        let Counts { units, open_runs, runs_over_months, runs_of_no_length } = self.counts;
        let mut findings = Vec::new();
        findings.extend(self.rounding(units.values())?);
        let count = |count: u64, finding: fn(u64) -> Finding| (count > 0).then(|| finding(count));
        let repeated = u64::try_from(self.log.repeated.len()).unwrap_or(u64::MAX);
        findings.extend(count(repeated, Finding::Repeated));
        if let (1.., Some(as_of)) = (*open_runs, self.log.usage.as_of()) {
            findings.push(Finding::Open(*open_runs, as_of.to_string()));
        }
        findings.extend(count(*runs_over_months, Finding::OverMonths));
        findings.extend(count(*runs_of_no_length, Finding::NoLength));
        findings.extend(count(self.log.without_offset, Finding::WithoutOffset));
        if let Some(invoice) = self.invoice {
            findings.extend(count(invoice.others, Finding::OtherItems));
            if !invoice.rounding.is_zero() {
                findings.push(Finding::InvoiceRounding(text::amount(invoice.rounding)));
            }
        }
        Ok(findings)
    }

    /// What rounding each run up to a second adds.
    fn rounding<'u>(&self, units: impl Iterator<Item = &'u Units>) -> Result<Option<Finding>, Trouble> {
        let (mut seconds, mut nanoseconds) = (0_u128, 0_u128);
        for units in units {
            seconds += u128::from(units.seconds);
            nanoseconds += units.nanoseconds;
        }
        let groups = self.groups((false, false))?;
        let measured = groups.values().map(|group| group.amount_in(Way::TrueSeconds));
        let Some(measured) = measured.collect::<Option<Vec<Decimal>>>() else { return Ok(None) };
        let added = groups.values().zip(measured).try_fold(Decimal::ZERO, |added, (group, measured)| {
            added.checked_add(group.amount.checked_sub(measured)?)
        });
        Ok(added.map(|added| Finding::Rounding {
            true_seconds: text::exact_seconds(nanoseconds),
            seconds: text::grouped(&seconds.to_string()),
            amount: text::amount(added),
        }))
    }
}

/// The lines that are shown.
pub fn shown(mut report: Report) -> Report {
    report.lines.truncate(MOST_LINES_SHOWN);
    report
}

fn exact_sum(one: Decimal, other: Decimal) -> Result<Decimal, Trouble> {
    Ok(Exact::sum_of([one, other].into_iter())?)
}

/// A line of what is known of either side.
fn line(key: &Key, group: Option<&Group>, charge: Option<&Charge>, explanation: Option<Explanation>) -> Line {
    let amount = group.map(|group| group.amount);
    let difference = charge.and_then(|charge| {
        let difference = [charge.amount, -amount.unwrap_or_default()];
        Exact::sum_of(difference.into_iter()).ok().map(text::amount)
    });
    Line {
        month: key.month.to_string(),
        service: key.service.clone(),
        tier: key.tier.clone(),
        seconds: group.map(|group| text::amount(group.seconds)),
        true_seconds: group.and_then(Group::true_seconds).map(text::amount),
        amount: amount.map(text::amount),
        invoice_seconds: charge.and_then(|charge| charge.quantity).map(text::amount),
        invoice_amount: charge.map(|charge| charge.amount.to_string()),
        difference,
        explanation,
    }
}
