//! One line's answer, and on what it depends: its own work, and that of lines which share its model's free quota.

use rust_decimal::Decimal;
use tiermeter_estimate::{
    Estimate, EstimateLine, LineExplanation, Scaling, TokenWork, Work, cost_by_day, price_and_explain,
};
use tiermeter_pricing::{Exact, Line, Month, PriceBook, Refusal, Settlement};

use super::service;

/// Everything that a line's answer depends on, beside the price book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The month.
    pub month: Month,
    /// The line's work.
    pub work: Work,
    /// Where it takes of a free quota together with others: its place, and the places and the work of all of them.
    shared: Option<(usize, Vec<(usize, TokenWork)>)>,
}

impl Key {
    /// The key of a line.
    pub fn of(estimate: &Estimate, index: usize) -> Option<Self> {
        let work = estimate.lines.get(index)?.work.clone();
        let shared = sharing(estimate, &work).map(|members| (index, members));
        Some(Self { month: estimate.month, work, shared })
    }

    /// The estimate with only the lines that share a free quota; the others are there, and use nothing. Each line
    /// keeps its place, since records of one instant are taken in the order of their ids (P9).
    pub fn shared_estimate(&self, estimate: &Estimate) -> Option<Estimate> {
        let (_, members) = self.shared.as_ref()?;
        let work_at = |index: usize| {
            let member = members.iter().find(|(member, _)| *member == index);
            member.map_or_else(|| nothing_used(estimate), |(_, work)| Work::Tokens(work.clone()))
        };
        let lines = (0..estimate.lines.len()).map(|index| line(work_at(index)));
        Some(Estimate { month: self.month, lines: lines.collect() })
    }
}

/// The token lines of the same model, where there is another one and any of them asks for free quota.
fn sharing(estimate: &Estimate, work: &Work) -> Option<Vec<(usize, TokenWork)>> {
    let Work::Tokens(own) = work else { return None };
    let members: Vec<(usize, TokenWork)> = estimate
        .lines
        .iter()
        .enumerate()
        .filter_map(|(index, line)| match &line.work {
            Work::Tokens(work) if work.model == own.model => Some((index, work.clone())),
            Work::Tokens(_) | Work::GpuSeconds { .. } => None,
        })
        .collect();
    (members.len() > 1 && members.iter().any(|(_, work)| work.free_quota)).then_some(members)
}

/// Work that uses nothing, of a tier that the price book has.
fn nothing_used(estimate: &Estimate) -> Work {
    let tier = estimate.lines.iter().find_map(|line| match &line.work {
        Work::GpuSeconds { tier, .. } => Some(tier.clone()),
        Work::Tokens(_) => None,
    });
    match tier {
        Some(tier) => Work::GpuSeconds { tier, scaling: Scaling::Steps(Vec::new()) },
        // No line of seconds: the others are of tokens, and one of them without requests uses nothing.
        None => estimate
            .lines
            .iter()
            .find_map(|line| idle(&line.work))
            .unwrap_or(Work::GpuSeconds { tier: String::new(), scaling: Scaling::Steps(Vec::new()) }),
    }
}

fn idle(work: &Work) -> Option<Work> {
    let Work::Tokens(work) = work else { return None };
    let mut work = work.clone();
    for rate in &mut work.load.requests_per_minute {
        *rate = tiermeter_estimate::Rate::parse("0")?;
    }
    work.reservation = None;
    work.free_quota = false;
    Some(Work::Tokens(work))
}

fn line(work: Work) -> EstimateLine {
    EstimateLine { name: "line".to_owned(), work }
}

/// An estimate of one line.
pub fn alone(month: Month, work: Work) -> Estimate {
    Estimate { month, lines: vec![line(work)] }
}

/// What a line comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// What it depends on.
    pub key: Key,
    /// Its lines on the bill; the service's name is the place of the line when it was priced.
    pub bill_lines: Vec<Line>,
    /// What it costs, exactly.
    pub amount: Decimal,
    /// The arithmetic behind it, where it is of GPU seconds.
    pub explanation: Option<LineExplanation>,
}

impl Priced {
    /// Prices a line that depends on no other.
    pub fn alone(key: Key, index: usize, book: &PriceBook) -> Result<Self, Refusal> {
        let estimate = alone(key.month, key.work.clone());
        let (settlement, mut explanations) =
            price_and_explain(&estimate, book).map_err(|refusal| at_line(refusal, index))?;
        let bill_lines: Vec<Line> = settlement.bills.into_iter().flat_map(|bill| bill.lines).collect();
        let amount = Exact::sum_of(bill_lines.iter().map(|line| line.amount))?;
        Ok(Self { key, bill_lines, amount, explanation: explanations.pop() })
    }

    /// The part of a line in the settlement of those that share its free quota.
    pub fn of_group(key: Key, index: usize, settlement: &Settlement) -> Result<Self, Refusal> {
        let service = service(index);
        let lines = settlement.bills.iter().flat_map(|bill| &bill.lines);
        let bill_lines: Vec<Line> = lines.filter(|line| line.service == service).cloned().collect();
        let amount = Exact::sum_of(bill_lines.iter().map(|line| line.amount))?;
        Ok(Self { key, bill_lines, amount, explanation: None })
    }

    /// What it costs on each day of the month.
    pub fn days(&self, estimate: &Estimate, book: &PriceBook) -> Result<Vec<Decimal>, Refusal> {
        let place = self.key.shared.as_ref().map_or(0, |(place, _)| *place);
        let of = self.key.shared_estimate(estimate);
        let of = of.unwrap_or_else(|| alone(self.key.month, self.key.work.clone()));
        let mut days = cost_by_day(&of, book)?;
        Ok(if place < days.len() { days.swap_remove(place) } else { Vec::new() })
    }

    /// Whether any of its prices is a sample.
    pub fn is_sample(&self) -> bool {
        self.bill_lines.iter().any(|line| line.illustrative)
    }
}

/// The refusal of a line that was priced alone, at its place in the estimate.
fn at_line(mut refusal: Refusal, index: usize) -> Refusal {
    if let Some(rest) = refusal.path.strip_prefix("/lines/0") {
        refusal.path = format!("/lines/{index}{rest}");
    }
    refusal
}
