//! Overdue payment: a fact of the ledger, looked at in every transaction that can change it and by the clock.

use rust_decimal::Decimal;
use serde_json::json;
use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND};
use tiermeter_service::Command;

use crate::fault::Fault;
use crate::ledger::from_minor;
use crate::life::{CLOCK_STEP_NANOSECONDS, command};
use crate::metering::{Forecast, Meter};
use crate::operation::{Actor, Operation, at_most, earlier};
use crate::records::{Account, DueKind, IssuedBill};
use crate::store::Transaction;

/// How far ahead a crossing is looked for; later ones are found later.
const HORIZON_SECONDS: i64 = 40 * 24 * 3_600;
/// How long before the balance or the credit limit is reached a notice says so.
pub const NOTICE_SECONDS: u64 = 24 * 3_600;

/// What is reached next when everything goes on at the present rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// What is reached: `balance` or `credit_limit`.
    pub kind: &'static str,
    /// When.
    pub at: Instant,
}

/// What is known of an account's payment at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether payment is overdue.
    pub overdue: bool,
    /// When that can change by the clock alone.
    pub changes_at: Option<Instant>,
    /// When the balance will be used up, where a credit limit does not come at the same instant.
    pub balance_lasts_until: Option<Instant>,
    /// When the credit limit will be reached.
    pub credit_lasts_until: Option<Instant>,
}

impl Standing {
    /// What is to be told at `now`: what comes first, but of a credit limit that is reached within
    /// [`NOTICE_SECONDS`] that, for it stops every service.
    #[must_use]
    pub fn notice(&self, now: Instant) -> Option<Notice> {
        let balance = self.balance_lasts_until.map(|at| Notice { kind: "balance", at });
        let credit = self.credit_lasts_until.map(|at| Notice { kind: "credit_limit", at });
        credit.filter(|credit| balance.is_none() || credit.is_soon(now)).or(balance)
    }

    /// The instants after `now` at which something else is to be told.
    fn told_anew_at(&self, now: Instant) -> impl Iterator<Item = Instant> {
        let crossings = [self.balance_lasts_until, self.credit_lasts_until].into_iter().flatten();
        crossings.flat_map(|at| [earlier(at, NOTICE_SECONDS), at]).filter(move |at| *at > now)
    }
}

impl Notice {
    /// Whether it is time to say so to those who did not ask.
    fn is_soon(&self, now: Instant) -> bool {
        earlier(self.at, NOTICE_SECONDS) <= now
    }
}

/// How an account stands now.
pub fn standing(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
) -> Result<Standing, Fault> {
    let meter = Meter::read(transaction, operation, account)?;
    standing_by(transaction, operation, account, &Forecast::of(&meter)?)
}

/// The same for those who have summed up already what is not billed: of thousands of services that is the most work.
pub fn standing_by(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    forecast: &Forecast<'_, '_>,
) -> Result<Standing, Fault> {
    let now = operation.now;
    let (unpaid, falls_due) = unpaid_bills(transaction, account, now)?;
    let balance = from_minor(account.balance_minor, operation.book.currency());
    let ahead = |floor: Decimal| {
        let below = is_below(forecast, balance, floor, now)?;
        let reached = if below { None } else { first_below(forecast, balance, floor, now)? };
        Ok::<_, Fault>((below, reached))
    };
    let (over_limit, credit_lasts_until) = match account.credit_limit_minor {
        None => (false, None),
        Some(limit) => ahead(-from_minor(limit, operation.book.currency()))?,
    };
    let balance_lasts_until = match account.credit_limit_minor {
        Some(0) => None,
        _ => ahead(Decimal::ZERO)?.1,
    };
    let changes_at = [falls_due, credit_lasts_until].into_iter().flatten().min();
    Ok(Standing { overdue: unpaid || over_limit, changes_at, balance_lasts_until, credit_lasts_until })
}

/// What there is to pay bills with: top-ups, and bills whose corrections exceed the rest.
pub(crate) fn means(
    transaction: &mut dyn Transaction,
    account: &Account,
    bills: &[IssuedBill],
) -> Result<i64, Fault> {
    let credits = bills.iter().map(|bill| bill.payable_minor.min(0).saturating_neg());
    let top_ups = transaction.sum_of_transfers(&account.id, "top_up")?;
    Ok(credits.fold(top_ups, i64::saturating_add))
}

/// Whether an issued bill is past due and not covered, and when the next uncovered one falls due. The balance pays
/// the oldest bill first.
fn unpaid_bills(
    transaction: &mut dyn Transaction,
    account: &Account,
    now: Instant,
) -> Result<(bool, Option<Instant>), Fault> {
    let bills = transaction.bills(&account.id)?;
    let mut left = means(transaction, account, &bills)?;
    let (mut unpaid, mut falls_due) = (false, None);
    for bill in bills {
        left = left.saturating_sub(bill.payable_minor.max(0));
        if left >= 0 || bill.payable_minor <= 0 {
            continue;
        }
        if bill.due_at <= now {
            unpaid = true;
        } else if falls_due.is_none_or(|earliest| bill.due_at < earliest) {
            falls_due = Some(bill.due_at);
        }
    }
    Ok((unpaid, falls_due))
}

fn is_below(
    forecast: &Forecast<'_, '_>,
    balance: Decimal,
    floor: Decimal,
    at: Instant,
) -> Result<bool, Fault> {
    let left = balance.checked_sub(forecast.total(at)?).unwrap_or(Decimal::MIN);
    Ok(left < floor)
}

/// The first tick of the clock at which what is left is below the floor, up to the horizon. What is not billed only
/// grows while nothing else happens, so halving finds it.
fn first_below(
    forecast: &Forecast<'_, '_>,
    balance: Decimal,
    floor: Decimal,
    now: Instant,
) -> Result<Option<Instant>, Fault> {
    if forecast.is_still() {
        return Ok(None);
    }
    let start = now.unix_nanoseconds() / CLOCK_STEP_NANOSECONDS;
    let at = |ticks: i64| at_most((start + ticks) * CLOCK_STEP_NANOSECONDS, now);
    let horizon = HORIZON_SECONDS * NANOSECONDS_PER_SECOND / CLOCK_STEP_NANOSECONDS;
    if !is_below(forecast, balance, floor, at(horizon))? {
        return Ok(None);
    }
    let (mut not_yet, mut below) = (0, horizon);
    while below - not_yet > 1 {
        let middle = not_yet + (below - not_yet) / 2;
        if is_below(forecast, balance, floor, at(middle))? {
            below = middle;
        } else {
            not_yet = middle;
        }
    }
    Ok(Some(at(below)))
}

/// Looks at an account's payment, and lets overdue payment or its end take effect on every service (L6).
pub fn assess(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    account: &str,
) -> Result<(), Fault> {
    let mut account = transaction.account(account)?.ok_or(Fault::NotFound)?;
    let mut standing = standing(transaction, operation, &account)?;
    if standing.overdue != account.overdue_since.is_some() {
        account.overdue_since = standing.overdue.then_some(operation.now);
        transaction.update_account(&account)?;
        let (effect, cause) = if standing.overdue {
            (Command::AccountOverdue, "the account has overdue payment")
        } else {
            (Command::AccountReplenished, "the account has no overdue payment any more")
        };
        let actor = std::mem::replace(&mut operation.actor, Actor::Platform);
        let applied = apply_to_all(transaction, operation, &account.id, effect, cause);
        operation.actor = actor;
        applied?;
        tracing::info!(account = account.id, overdue = standing.overdue, "payment");
        standing = self::standing(transaction, operation, &account)?;
    }
    let horizon = at_most(
        operation.now.unix_nanoseconds().saturating_add(HORIZON_SECONDS * NANOSECONDS_PER_SECOND),
        operation.now,
    );
    let next = standing.changes_at.into_iter().chain(standing.told_anew_at(operation.now)).min();
    let next = next.or_else(|| account.credit_limit_minor.map(|_| horizon));
    transaction.set_due(&account.id, DueKind::Assess, "", next)?;
    announce(transaction, operation, &account, standing)
}

/// Applies a command to every service of an account. Where the clock was late, and a service has taken a newer
/// command since, it takes effect with that one.
fn apply_to_all(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    account: &str,
    effect: Command,
    cause: &str,
) -> Result<(), Fault> {
    let now = operation.now;
    for mut service in transaction.all_services(account)? {
        operation.now = service.life.newest_command_at().map_or(now, |newest| newest.max(now));
        let applied = command(transaction, operation, &mut service, effect, cause);
        operation.now = now;
        applied?;
    }
    Ok(())
}

/// Tells those who watch how the account stands, when that is not what they were told last.
fn announce(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    standing: Standing,
) -> Result<(), Fault> {
    let soon = standing.notice(operation.now).filter(|notice| notice.is_soon(operation.now));
    let data = json!({
        "overdue": standing.overdue,
        "balance": from_minor(account.balance_minor, operation.book.currency()).normalize().to_string(),
        "currency": account.currency,
        "notice": soon.map(|notice| json!({ "kind": notice.kind, "at": notice.at })),
    })
    .to_string();
    let key = format!("told:{}", account.id);
    if transaction.fact(&key)?.as_deref() == Some(data.as_str()) {
        return Ok(());
    }
    transaction.set_fact(&key, &data)?;
    if let Some(notice) = soon {
        tracing::warn!(account = account.id, kind = notice.kind, at = %notice.at, "money runs out at the present rate");
    }
    transaction.insert_change(&account.id, operation.now, "account", &data)?;
    Ok(())
}

/// Looks at an account's payment where usage alone can make it overdue.
pub fn assess_limit(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    account: &Account,
) -> Result<(), Fault> {
    if account.credit_limit_minor.is_some() { assess(transaction, operation, &account.id) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_first_is_told_but_a_limit_that_is_near_before_it() {
        const HOUR: i64 = 3_600;
        let at = |hours: i64| Instant::from_unix_seconds(hours * HOUR).expect("an instant");
        let cases = [
            (None, None, None),
            (Some(5), None, Some(("balance", 5))),
            (None, Some(90), Some(("credit_limit", 90))),
            (Some(5), Some(25), Some(("balance", 5))),
            (Some(5), Some(24), Some(("credit_limit", 24))),
            (Some(30), Some(90), Some(("balance", 30))),
        ];
        for (balance, credit, told) in cases {
            let standing = Standing {
                overdue: false,
                changes_at: None,
                balance_lasts_until: balance.map(at),
                credit_lasts_until: credit.map(at),
            };
            let notice = standing.notice(at(0)).map(|notice| (notice.kind, notice.at));
            assert_eq!(notice, told.map(|(kind, hours)| (kind, at(hours))), "{balance:?} {credit:?}");
        }
    }

    #[test]
    fn either_crossing_is_told_a_day_before_and_the_next_one_when_it_is_over() {
        const HOUR: i64 = 3_600;
        let at = |hours: i64| Instant::from_unix_seconds(hours * HOUR).expect("an instant");
        let standing = Standing {
            overdue: false,
            changes_at: None,
            balance_lasts_until: Some(at(30)),
            credit_lasts_until: Some(at(90)),
        };
        let told = |now| standing.told_anew_at(at(now)).min();
        for (now, next) in [(0, Some(6)), (6, Some(30)), (30, Some(66)), (66, Some(90)), (90, None)] {
            assert_eq!(told(now), next.map(at), "at hour {now}");
        }
    }
}
