//! What the overview says, as pure functions: which services ask for attention and what mends each, what was
//! spent, which cost most, what changed last, when the open bill is due.

use std::cmp::Reverse;

use rust_decimal::Decimal;
use tiermeter_pricing::{Exact, Instant, Month, NANOSECONDS_PER_SECOND, PriceBook, UtcOffset};
use tiermeter_service::{Reason, Status};

use crate::console::documents::{Service, Terms, UsageReport};
use crate::console::live::Totals;
use crate::sorted::sort;

const SECONDS_PER_HOUR: u64 = 3_600;
const SECONDS_PER_DAY: u64 = 86_400;
/// The characters of a date in an instant's text.
const DATE_CHARACTERS: usize = 10;

/// The one action that mends a service, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Remedy {
    /// It could not be created: enabling tries it again.
    TryAgain,
    /// It takes longer to create than usual: somebody has to see why.
    LookAtIt,
    /// Payment is overdue.
    TopUp,
    /// It was stopped by hand.
    Enable,
}

impl Remedy {
    /// What a service asks for, if anything.
    pub fn of(service: &Service) -> Option<Self> {
        let has = |reason| service.reasons.contains(&reason);
        match service.status {
            Status::Running | Status::NotEnabled => None,
            Status::Creating => service.late.then_some(Self::LookAtIt),
            // Nothing can be enabled before the payment arrives.
            Status::Stopped if has(Reason::Overdue) => Some(Self::TopUp),
            Status::Stopped if has(Reason::CreationFailed) => Some(Self::TryAgain),
            Status::Stopped => Some(Self::Enable),
        }
    }
}

/// Those that ask for attention, by their places: the most pressing first, of equals the one that changed
/// last.
pub fn attention(services: impl Iterator<Item = (Option<Remedy>, Option<Instant>)>) -> Vec<(usize, Remedy)> {
    let mut asking: Vec<(Remedy, Reverse<Option<Instant>>, usize)> = services
        .enumerate()
        .filter_map(|(place, (remedy, since))| Some((remedy?, Reverse(since), place)))
        .collect();
    sort(&mut asking);
    asking.into_iter().map(|(remedy, _, place)| (place, remedy)).collect()
}

/// The places of the largest amounts, with their share of the sum in thousandths; what costs nothing is left
/// out.
pub fn largest(amounts: impl Iterator<Item = Decimal>, most: usize) -> Vec<(usize, u32)> {
    let mut placed: Vec<(Reverse<Decimal>, usize)> = amounts
        .enumerate()
        .filter(|(_, amount)| *amount > Decimal::ZERO)
        .map(|(place, amount)| (Reverse(amount), place))
        .collect();
    let sum = Exact::sum_of(placed.iter().map(|(amount, _)| amount.0)).unwrap_or_default();
    sort(&mut placed);
    placed.truncate(most);
    placed.into_iter().map(|(amount, place)| (place, thousandths(amount.0, sum))).collect()
}

/// A part of a whole in thousandths, rounded down.
fn thousandths(part: Decimal, whole: Decimal) -> u32 {
    let share = part.checked_mul(Decimal::ONE_THOUSAND).and_then(|part| part.checked_div(whole));
    share.and_then(|share| u32::try_from(share.trunc()).ok()).unwrap_or_default().min(1_000)
}

/// The places of those that changed last, the newest first.
pub fn newest(since: impl Iterator<Item = Option<Instant>>, most: usize) -> Vec<usize> {
    let mut placed: Vec<(Reverse<Instant>, usize)> =
        since.enumerate().filter_map(|(place, since)| Some((Reverse(since?), place))).collect();
    sort(&mut placed);
    placed.truncate(most);
    placed.into_iter().map(|(_, place)| place).collect()
}

/// The days of the running month, as the API names them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Days {
    /// Its first day.
    pub first: String,
    /// Today.
    pub today: String,
    /// The first day of the next month.
    pub end: String,
}

impl Days {
    /// The days of the month that an instant is in.
    pub fn of(now: Instant, book: &PriceBook) -> Self {
        let offset = book.utc_offset();
        let month = Month::containing(now, offset);
        let shift = i64::from(offset.seconds()).saturating_mul(NANOSECONDS_PER_SECOND);
        let local = Instant::from_unix_nanoseconds(now.unix_nanoseconds().saturating_add(shift));
        let today = local.and_then(|local| local.to_string().get(..DATE_CHARACTERS).map(str::to_owned));
        let first = format!("{month}-01");
        Self { today: today.unwrap_or_else(|| first.clone()), first, end: format!("{}-01", month.next()) }
    }
}

/// What was spent, of a report by day: in all of it, and on one day.
pub fn spent(report: &UsageReport, today: &str) -> (Decimal, Decimal) {
    let sum_of = |day: Option<&str>| {
        let rows = report.data.iter().filter(|row| day.is_none_or(|day| row.day.as_deref() == Some(day)));
        Exact::sum_of(rows.map(|row| row.amount)).unwrap_or_default()
    };
    (sum_of(None), sum_of(Some(today)))
}

/// When the bill of a month is issued, and when it is due.
pub fn due_of(month: Month, offset: UtcOffset, terms: Terms) -> Option<(Instant, Instant)> {
    let end = month.next().first_instant_nanoseconds(offset);
    let later = |nanoseconds: i64, seconds: u64| {
        let seconds = i64::try_from(seconds).ok()?;
        nanoseconds.checked_add(seconds.checked_mul(NANOSECONDS_PER_SECOND)?)
    };
    let issued = later(end, terms.grace_hours.checked_mul(SECONDS_PER_HOUR)?)?;
    let due = later(issued, terms.payment_days.checked_mul(SECONDS_PER_DAY)?)?;
    Some((Instant::from_unix_nanoseconds(issued)?, Instant::from_unix_nanoseconds(due)?))
}

/// Whether nothing was ever enabled: there is only what the platform made.
pub fn is_first_run(totals: &Totals) -> bool {
    totals.services == totals.not_enabled && totals.month_to_date.is_zero()
}

#[cfg(test)]
mod tests;
