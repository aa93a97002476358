//! What the sheet comes to. The core prices; here lines that did not change keep their answer, and the answers of
//! all lines are put on one bill.

mod priced;

use std::sync::Arc;

use tiermeter_estimate::{Estimate, EstimateLine, MONTHS, MOST_RUNS_AND_RECORDS, Work, price};
use tiermeter_pricing::{Bill, Month, PriceBook, Refusal, Settlement, order_of};

use self::priced::Key;
pub use self::priced::{Priced, alone};
use super::sheet::{Fault, Field, Sheet};

/// A line of the estimate with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineAnswer {
    /// The id of the line on the sheet.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// What it comes to.
    pub priced: Arc<Priced>,
}

/// What the sheet comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The last estimate without a fault: the page's document.
    pub estimate: Estimate,
    /// Its lines.
    pub lines: Vec<LineAnswer>,
    /// Its bill; without lines where nothing is to be paid.
    pub bill: Bill,
    /// What is wrong in the fields now; then everything else is of an earlier entry.
    pub faults: Vec<Fault>,
}

impl Answer {
    /// Checks and prices the sheet. Where that fails, the `last` answer stays, with the faults beside it.
    pub fn of(sheet: &Sheet, book: &PriceBook, last: Option<&Self>) -> Self {
        let answer = sheet.estimate().and_then(|estimate| {
            let ids = sheet.lines().iter().map(|line| line.id()).collect();
            Self::priced(estimate, ids, book, last)
                .map_err(|refusal| vec![sheet.fault_of(&refusal.path, refusal.message.clone())])
        });
        match (answer, last) {
            (Ok(answer), _) => answer,
            (Err(faults), Some(last)) => Self { faults, ..last.clone() },
            (Err(faults), None) => Self { faults, ..Self::nothing(sheet.month()) },
        }
    }

    /// The answer to an estimate, without a sheet.
    #[cfg(test)]
    pub fn of_estimate(estimate: Estimate, book: &PriceBook) -> Result<Self, Refusal> {
        let ids = (0..).take(estimate.lines.len()).collect();
        Self::priced(estimate, ids, book, None)
    }

    /// The line of that id, in the last estimate without a fault.
    pub fn line(&self, id: u32) -> Option<&LineAnswer> {
        self.lines.iter().find(|line| line.id == id)
    }

    /// What is wrong in the field.
    pub fn fault_in(&self, field: Field) -> Option<&Fault> {
        self.faults.iter().find(|fault| fault.field == field)
    }

    /// Whether what is shown is of an earlier entry than what stands in the fields.
    pub const fn is_stale(&self) -> bool {
        !self.faults.is_empty()
    }

    /// Whether the sheet ever came to something; else nothing here is an amount.
    pub const fn is_priced(&self) -> bool {
        !self.bill.payable.is_empty()
    }

    fn nothing(month: Option<Month>) -> Self {
        let (first, _) = MONTHS;
        let month = month.unwrap_or(first);
        let estimate = Estimate { month, lines: Vec::new() };
        let bill = Bill {
            month,
            lines: Vec::new(),
            exact_total: rust_decimal::Decimal::ZERO,
            payable: String::new(),
            rounding: rust_decimal::Decimal::ZERO,
        };
        Self { estimate, lines: Vec::new(), bill, faults: Vec::new() }
    }

    fn priced(
        estimate: Estimate,
        ids: Vec<u32>,
        book: &PriceBook,
        last: Option<&Self>,
    ) -> Result<Self, Refusal> {
        let priced = price_lines(&estimate, book, last)?;
        check_size(&estimate, &priced, book)?;
        // P14 sorts services as texts; the lines of each are in order already.
        let services: Vec<String> = (0..priced.len()).map(service).collect();
        let order = order_of(services.len(), &|one, other| services[one].cmp(&services[other]));
        let mut bill_lines = Vec::new();
        for index in order {
            bill_lines.extend(priced[index].bill_lines.iter().cloned().map(|mut line| {
                line.service.clone_from(&services[index]);
                line
            }));
        }
        let bill = Bill::of_lines(estimate.month, bill_lines, book)?;
        let lines = estimate.lines.iter().zip(ids).zip(priced);
        let lines = lines.map(|((line, id), priced)| LineAnswer { id, name: line.name.clone(), priced });
        Ok(Self { lines: lines.collect(), bill, faults: Vec::new(), estimate })
    }
}

/// The service that a line becomes (E2).
pub fn service(index: usize) -> String {
    format!("line-{}", index + 1)
}

/// The answer of each line: the last one where nothing changed, else a new one.
fn price_lines(
    estimate: &Estimate,
    book: &PriceBook,
    last: Option<&Answer>,
) -> Result<Vec<Arc<Priced>>, Refusal> {
    let mut shared: Vec<(Estimate, Settlement)> = Vec::new();
    let mut answers: Vec<Arc<Priced>> = Vec::with_capacity(estimate.lines.len());
    for index in 0..estimate.lines.len() {
        let Some(key) = Key::of(estimate, index) else { continue };
        let known = last.into_iter().flat_map(|last| last.lines.iter().map(|line| &line.priced));
        let known = known.chain(&answers).find(|priced| priced.key == key).cloned();
        if let Some(priced) = known {
            answers.push(priced);
            continue;
        }
        let priced = match key.shared_estimate(estimate) {
            None => Priced::alone(key, index, book)?,
            Some(group) => {
                let position = shared.iter().position(|(known, _)| *known == group);
                let position = if let Some(position) = position {
                    position
                } else {
                    let settlement = price(&group, book)?;
                    shared.push((group, settlement));
                    shared.len() - 1
                };
                Priced::of_group(key, index, &shared[position].1)?
            }
        };
        answers.push(Arc::new(priced));
    }
    Ok(answers)
}

/// E7: a million runs and records in all. Lines are priced one by one, so where all of them could be more, the
/// core is asked about the whole estimate.
fn check_size(estimate: &Estimate, priced: &[Arc<Priced>], book: &PriceBook) -> Result<(), Refusal> {
    let minutes = usize::try_from(estimate.month.days()).unwrap_or_default() * 24 * 60;
    let most = |line: &EstimateLine, priced: &Priced| match &line.work {
        Work::GpuSeconds { .. } => {
            priced.explanation.as_ref().map_or(0, |explanation| explanation.runs.len())
        }
        Work::Tokens(_) => minutes,
    };
    let lines = estimate.lines.iter().zip(priced);
    let all: usize = lines.map(|(line, priced)| most(line, priced)).sum();
    if all > MOST_RUNS_AND_RECORDS { price(estimate, book).map(|_| ()) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
