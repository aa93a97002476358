//! What the clock causes: months are closed, bills fall due, limits are crossed, scaling changes, creations are late.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::assess::assess;
use crate::billing::close_month;
use crate::fault::Fault;
use crate::life::announce_status;
use crate::operation::{Operation, later};
use crate::records::{Due, DueKind};
use crate::scaling::rescale;
use crate::store::{Keep, Transaction};

/// How much of one instant is read at once, and how many accounts.
const MOST_AT_ONCE: u32 = 64;
/// Changes older than this are forgotten; who resumes later reads everything anew.
const CHANGES_KEPT_SECONDS: u64 = 7 * 24 * 3_600;

/// What fails is tried again after so long, and stands in nobody's way.
const PUT_OFF_SECONDS: u64 = 60;

/// Does what is due for an account by the operation's instant, each as of its own instant, the earliest first.
/// Accounts have nothing to do with each other, so each can be caught up with in a transaction of its own. Once
/// `most` things are done it stops; whoever asks for fewer than there are asks again.
pub fn catch_up(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    account: &str,
    most: usize,
) -> Result<(), Fault> {
    let mut done = 0;
    while done < most && transaction.next_due_of(account)?.is_some_and(|at| at <= operation.now) {
        done += run(transaction, operation, account)?;
    }
    Ok(())
}

/// Does what is due for every account by the operation's instant.
pub fn catch_up_with_all(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
) -> Result<(), Fault> {
    loop {
        let accounts = transaction.accounts_due(operation.now, MOST_AT_ONCE)?;
        if accounts.is_empty() {
            return Ok(());
        }
        for account in accounts {
            catch_up(transaction, operation, &account, usize::MAX)?;
        }
    }
}

/// Does what is due for an account at the earliest instant up to the operation's, and says how many things that was.
fn run(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    account: &str,
) -> Result<usize, Fault> {
    let limit = operation.now;
    let mut all = transaction.due_of(account, limit, MOST_AT_ONCE)?;
    let first = all.first().map(|due| due.at);
    all.retain(|due| Some(due.at) == first);
    let count = all.len();
    for due in all {
        operation.now = due.at;
        let mut failed = None;
        transaction.nested(&mut |transaction| {
            let done = catch_unwind(AssertUnwindSafe(|| {
                transaction.set_due(&due.account, due.kind, &due.subject, None)?;
                act(transaction, operation, &due)
            }));
            failed = done.unwrap_or_else(|_| Err(Fault::Conflict("it panicked".to_owned()))).err();
            if failed.is_none() { Keep::Changes } else { Keep::Nothing }
        })?;
        match failed {
            None => {}
            Some(fault) => {
                tracing::error!(account = due.account, kind = due.kind.as_str(), ?fault, "due work failed");
                let again = Some(later(limit, PUT_OFF_SECONDS));
                transaction.set_due(&due.account, due.kind, &due.subject, again)?;
            }
        }
    }
    operation.now = limit;
    Ok(count)
}

fn act(transaction: &mut dyn Transaction, operation: &mut Operation<'_>, due: &Due) -> Result<(), Fault> {
    match due.kind {
        DueKind::CloseMonth => {
            transaction.forget_changes(crate::operation::earlier(operation.now, CHANGES_KEPT_SECONDS))?;
            close_month(transaction, operation, &due.account)
        }
        DueKind::Assess => assess(transaction, operation, &due.account),
        DueKind::Scale => {
            let Some(mut service) = transaction.service(&due.account, &due.subject)? else {
                return Ok(());
            };
            let before = service.wanted;
            rescale(transaction, operation, &mut service)?;
            if service.wanted != before {
                service.version += 1;
                transaction.update_service(&service)?;
                announce_status(transaction, operation, &service)?;
            }
            assess(transaction, operation, &due.account)
        }
        DueKind::Late => {
            let Some(service) = transaction.service(&due.account, &due.subject)? else {
                return Ok(());
            };
            tracing::warn!(service = service.id, "the service is late");
            announce_status(transaction, operation, &service)
        }
    }
}
