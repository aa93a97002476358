//! `tiermeter account`: what only the operator sets. It works on the file itself, beside a running server.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};
use serde_json::json;
use tiermeter_backend::accounts::{add_default_services, create};
use tiermeter_backend::ledger::from_minor;
use tiermeter_backend::operation::Operation;
use tiermeter_backend::records::{Account, DueKind, Plan};
use tiermeter_backend::store::Transaction;
use tiermeter_backend::{Fault, ledger};
use tiermeter_pricing::{Currency, read};

use super::keeping::{Operator, Outcome};
use crate::secrets::sign_in_token;
use crate::serve::failed;

/// What is done with an account.
#[derive(Debug, Subcommand)]
pub(crate) enum AccountCommand {
    /// Print an account.
    Show(Which),
    /// Make another account, and print the path of its sign-in link.
    Add {
        #[command(flatten)]
        which: Which,
        /// The name for people.
        #[arg(long, value_name = "NAME")]
        name: String,
    },
    /// Print the path of a new sign-in link, for an owner without one.
    SignIn(Which),
    /// Set plan, allowlist, terms or credit limit.
    Set {
        #[command(flatten)]
        which: Which,
        /// What the account may use.
        #[arg(long, value_enum)]
        plan: Option<PlanWord>,
        /// Whether it has a place on the beta allowlist.
        #[arg(long)]
        allowlisted: Option<bool>,
        /// How many days after its issue a bill is due.
        #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(0..=365))]
        payment_terms_days: Option<u32>,
        /// How far the balance less the current bill may fall below zero, or `none`.
        #[arg(long, value_name = "AMOUNT")]
        credit_limit: Option<String>,
    },
}

/// Of which account, in which file.
#[derive(Debug, clap::Args)]
pub(crate) struct Which {
    /// The database file.
    #[arg(long, env = "TIERMETER_DATABASE", value_name = "FILE", default_value = "tiermeter.db")]
    database: PathBuf,
    /// The price book that the server runs with; the bundled one where none is given.
    #[arg(long, env = "TIERMETER_PRICE_BOOK", value_name = "BOOK")]
    price_book: Option<PathBuf>,
    /// The account's id; may be left out where there is only one.
    #[arg(long, value_name = "ID")]
    account: Option<String>,
}

/// The words of plans.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum PlanWord {
    /// Services metered by tokens.
    Standard,
    /// With a place on the allowlist, services metered by seconds too.
    Enterprise,
}

/// Runs a command on an account.
pub(crate) fn run(command: &AccountCommand) -> ExitCode {
    match command {
        AccountCommand::Show(which) => with_operator(which, |transaction, operation| {
            Ok(Outcome::Done(shown(operation, &find(transaction, which)?)))
        }),
        AccountCommand::Add { which, name } => with_operator(which, |transaction, operation| {
            read::name(name).map_err(|fault| Fault::Refused(fault.at("/name")))?;
            let account = create(transaction, operation, name)?;
            add_default_services(transaction, operation, &account)?;
            let mut body = shown(operation, &account);
            if let Some(fields) = body.as_object_mut() {
                fields.insert(
                    "sign_in_path".to_owned(),
                    sign_in_path(transaction, operation, &account)?.into(),
                );
            }
            Ok(Outcome::Done(body))
        }),
        AccountCommand::SignIn(which) => with_operator(which, |transaction, operation| {
            let account = find(transaction, which)?;
            let path = sign_in_path(transaction, operation, &account)?;
            Ok(Outcome::Done(json!({ "id": account.id, "sign_in_path": path })))
        }),
        AccountCommand::Set { which, plan, allowlisted, payment_terms_days, credit_limit } => {
            with_operator(which, |transaction, operation| {
                let mut account = find(transaction, which)?;
                match plan {
                    Some(PlanWord::Standard) => account.plan = Plan::Standard,
                    Some(PlanWord::Enterprise) => account.plan = Plan::Enterprise,
                    None => {}
                }
                account.allowlisted = allowlisted.unwrap_or(account.allowlisted);
                account.payment_terms_days = payment_terms_days.unwrap_or(account.payment_terms_days);
                if let Some(limit) = credit_limit {
                    account.credit_limit_minor = limit_of(limit, operation.book.currency())?;
                }
                transaction.update_account(&account)?;
                // The server looks at it anew at once.
                transaction.set_due(&account.id, DueKind::Assess, "", Some(operation.now))?;
                Ok(Outcome::Done(shown(operation, &account)))
            })
        }
    }
}

/// Does an operation on the file of these flags.
fn with_operator(
    which: &Which,
    work: impl FnOnce(&mut dyn Transaction, &mut Operation<'_>) -> Result<Outcome, Fault>,
) -> ExitCode {
    match Operator::open(&which.database, which.price_book.as_deref()) {
        Ok(operator) => operator.run(work),
        Err(message) => failed(&message),
    }
}

/// A link that signs in once, without the server's address.
fn sign_in_path(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    account: &Account,
) -> Result<String, Fault> {
    let token = sign_in_token(transaction, operation, &account.id, "operator")?;
    Ok(format!("/console/sign-in#{token}"))
}

fn limit_of(text: &str, currency: Currency) -> Result<Option<i64>, Fault> {
    match text {
        "none" => Ok(None),
        "0" => Ok(Some(0)),
        text => ledger::top_up_amount(text, currency).map(Some).map_err(|_| {
            Fault::Conflict(format!("{text:?} is no credit limit: an amount such as 100.00, 0, or none"))
        }),
    }
}

fn find(transaction: &mut dyn Transaction, which: &Which) -> Result<Account, Fault> {
    if let Some(id) = &which.account {
        return transaction.account(id)?.ok_or(Fault::NotFound);
    }
    let ids = transaction.account_ids()?;
    let id = match ids.as_slice() {
        [only] => only,
        [] => return Err(Fault::Conflict("there is no account yet; start the server once".to_owned())),
        several => {
            let list = several.join(", ");
            return Err(Fault::Conflict(format!("say which with --account; there are {list}")));
        }
    };
    transaction.account(id)?.ok_or(Fault::NotFound)
}

fn shown(operation: &Operation<'_>, account: &Account) -> serde_json::Value {
    // The ledger's currency is the account's; the amounts are shown with its minor digits.
    let currency = operation.book.currency();
    json!({
        "id": account.id,
        "name": account.name,
        "plan": account.plan,
        "allowlisted": account.allowlisted,
        "currency": account.currency,
        "balance": from_minor(account.balance_minor, currency).to_string(),
        "payment_terms_days": account.payment_terms_days,
        "credit_limit": account.credit_limit_minor.map(|limit| from_minor(limit, currency).to_string()),
        "overdue": account.overdue_since.is_some(),
    })
}
