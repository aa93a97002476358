//! Services for a newcomer to look at: real instances of the built-in sample model, so that seconds count at once.

use std::collections::BTreeMap;

use tiermeter_backend::ledger::post_top_up;
use tiermeter_backend::operation::Operation;
use tiermeter_backend::records::{Account, Metering, Plan, ServiceKind};
use tiermeter_backend::services::{NewService, create, enable};
use tiermeter_backend::store::Transaction;
use tiermeter_backend::{Fault, assess};
use tiermeter_service::{AutomaticScaling, BillingMode, Policy, ServiceScaling};

use crate::models::Models;

/// 250.00 where the currency has two minor digits.
const TOP_UP_MINOR: i64 = 25_000;

/// Gives a fresh account the Enterprise plan, money, and a few services that run.
pub(super) fn add(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    models: &Models,
    account: &str,
) -> Result<(), Fault> {
    let mut account = transaction.account(account)?.ok_or(Fault::NotFound)?;
    "Sample account".clone_into(&mut account.name);
    account.plan = Plan::Enterprise;
    account.allowlisted = true;
    transaction.update_account(&account)?;
    let id = operation.id("top");
    post_top_up(transaction, operation, &account, &id, TOP_UP_MINOR)?;
    let tiers: Vec<String> = operation.book.tiers().iter().map(|tier| tier.code.clone()).collect();
    let Some(model) = operation.book.models().first().map(|model| model.id.clone()) else {
        return Ok(());
    };
    let scalings = [
        ("Support chat", "customer-care", ServiceScaling::Manual { instances: 2 }),
        ("Search", "web", ServiceScaling::Manual { instances: 1 }),
        ("Document reader", "back-office", office_hours()),
    ];
    for ((name, team, scaling), tier) in scalings.into_iter().zip(tiers) {
        let new = NewService {
            name: name.to_owned(),
            model: model.clone(),
            metering: Metering::GpuSeconds { tier, scaling },
            billing_mode: BillingMode::PayAsYouGo,
            labels: BTreeMap::from([("team".to_owned(), team.to_owned())]),
        };
        let mut service = create(transaction, operation, &account, models, new)?;
        enable(transaction, operation, &account, &mut service)?;
    }
    enable_first_default(transaction, operation, &account)?;
    assess::assess(transaction, operation, &account.id)
}

/// One instance by night, two in office hours.
fn office_hours() -> ServiceScaling {
    let cron = tiermeter_service::Cron::parse("0 8 * * 1-5").ok();
    let policy = cron.map(|cron| Policy { cron, duration_seconds: 10 * 3_600, minimum: 2 });
    ServiceScaling::Automatic(AutomaticScaling {
        minimum: 1,
        maximum: 4,
        concurrency: 4,
        scale_in_after_seconds: 300,
        policies: policy.into_iter().collect(),
    })
}

fn enable_first_default(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    account: &Account,
) -> Result<(), Fault> {
    let services = transaction.all_services(&account.id)?;
    match services.into_iter().find(|service| service.kind == ServiceKind::Default) {
        Some(mut service) => enable(transaction, operation, account, &mut service),
        None => Ok(()),
    }
}
