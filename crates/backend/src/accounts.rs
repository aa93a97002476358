//! Accounts, their default services, and what lets callers in.

use std::collections::BTreeMap;

use tiermeter_pricing::Instant;
use tiermeter_service::{BillingMode, Service};

use crate::billing::closes_at;
use crate::fault::Fault;
use crate::instances::first_month;
use crate::operation::{Operation, hash};
use crate::records::{
    Account, Credential, CredentialKind, DueKind, Metering, Plan, ServiceKind, ServiceRecord,
};
use crate::store::Transaction;

/// A fresh secret is this long, in random bytes.
pub const SECRET_BYTES: usize = 32;

/// Makes an account, on the standard plan.
pub fn create(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    name: &str,
) -> Result<Account, Fault> {
    let account = Account {
        id: operation.id("acc"),
        name: name.to_owned(),
        plan: Plan::Standard,
        allowlisted: false,
        currency: operation.book.currency().code().to_owned(),
        payment_terms_days: operation.settings.payment_terms_days,
        credit_limit_minor: None,
        balance_minor: 0,
        overdue_since: None,
        first_open_month: first_month(operation),
        created_at: operation.now,
    };
    transaction.insert_account(&account)?;
    let closes = closes_at(account.first_open_month, operation);
    transaction.set_due(&account.id, DueKind::CloseMonth, "", Some(closes))?;
    Ok(account)
}

/// Makes the default services of an account that are missing: one for every model of the price book.
pub fn add_default_services(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    account: &Account,
) -> Result<(), Fault> {
    let services = transaction.all_services(&account.id)?;
    for model in operation.book.models() {
        let there =
            services.iter().any(|service| service.kind == ServiceKind::Default && service.model == model.id);
        if there {
            continue;
        }
        let service = ServiceRecord {
            id: operation.id("svc"),
            account: account.id.clone(),
            kind: ServiceKind::Default,
            name: model.name.clone(),
            model: model.id.clone(),
            metering: Metering::Tokens,
            billing_mode: BillingMode::PayAsYouGo,
            labels: BTreeMap::new(),
            life: Service::new(account.overdue_since.is_some()),
            attempt: 0,
            wanted: 1,
            created_at: operation.now,
            deleted_at: None,
            version: 1,
        };
        transaction.insert_service(&service)?;
    }
    Ok(())
}

/// Keeps a credential by the hash of its secret.
pub fn add_credential(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    account: &str,
    kind: CredentialKind,
    name: &str,
    secret: &str,
    expires_at: Option<Instant>,
) -> Result<Credential, Fault> {
    let prefix = match kind {
        CredentialKind::ApiKey => "key",
        CredentialKind::Session => "ses",
        CredentialKind::SignIn => "sgn",
    };
    let credential = Credential {
        id: operation.id(prefix),
        account: account.to_owned(),
        kind,
        name: name.to_owned(),
        created_at: operation.now,
        expires_at,
        ended_at: None,
    };
    transaction.insert_credential(&credential, &hash(secret.as_bytes()))?;
    Ok(credential)
}

/// The living credential of a secret, if it is of one of these kinds.
pub fn credential_of(
    transaction: &mut dyn Transaction,
    now: Instant,
    kind: CredentialKind,
    secret: &str,
) -> Result<Option<Credential>, Fault> {
    let credential = transaction.credential_by_hash(&hash(secret.as_bytes()))?;
    Ok(credential.filter(|credential| {
        credential.kind == kind
            && credential.ended_at.is_none()
            && credential.expires_at.is_none_or(|expires_at| expires_at > now)
    }))
}
