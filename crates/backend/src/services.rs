//! Services: made, changed, switched, removed, and looked at beforehand.

mod limits;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use tiermeter_pricing::{NANOSECONDS_PER_SECOND, Refusal, RefusalCode, read};
use tiermeter_service::{BillingMode, Command, Description, Service, ServiceScaling};

use crate::fault::Fault;
use crate::life::{announce_status, command};
use crate::metering::{month_of, order_matters};
use crate::operation::{Operation, at_most};
use crate::records::{Account, Metering, Plan, QuotaRecord, ServiceKind, ServiceRecord};
use crate::scaling::{cost_per_hour, instances_per_hour, rescale};
use crate::store::Transaction;

pub use limits::most_instances;

/// A new service as it is asked for.
#[derive(Debug, Clone)]
pub struct NewService {
    /// The name for people.
    pub name: String,
    /// The model that it serves.
    pub model: String,
    /// How it is metered.
    pub metering: Metering,
    /// The billing mode that it is configured for.
    pub billing_mode: BillingMode,
    /// Free texts by name.
    pub labels: BTreeMap<String, String>,
}

/// Which models can be served, beside those of the price book.
pub trait KnownModels {
    /// Whether the operator configured a command for it.
    fn is_configured(&self, model: &str) -> bool;
}

/// Makes a service of an account. One metered by seconds needs the Enterprise plan and a place on the allowlist.
pub fn create(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    account: &Account,
    models: &dyn KnownModels,
    new: NewService,
) -> Result<ServiceRecord, Fault> {
    let known = operation.book.model(&new.model).is_some();
    match &new.metering {
        Metering::GpuSeconds { tier, .. } => {
            may_use_seconds(account)?;
            if operation.book.tier(tier).is_none() {
                return Err(operation.book.unknown_tier(tier, "/tier".to_owned()).into());
            }
            if !known && !models.is_configured(&new.model) {
                return Err(operation.book.unknown_model(&new.model, "/model".to_owned()).into());
            }
            if new.billing_mode != BillingMode::PayAsYouGo {
                return Err(wrong_mode("a service metered by seconds", "pay_as_you_go"));
            }
        }
        Metering::Tokens => {
            if !known {
                return Err(operation.book.unknown_model(&new.model, "/model".to_owned()).into());
            }
            if new.billing_mode == BillingMode::None {
                return Err(wrong_mode("a service metered by tokens", "pay_as_you_go, tpm_reservation"));
            }
        }
    }
    limits::room_for_service(transaction, operation, account)?;
    let wanted = match &new.metering {
        Metering::GpuSeconds { scaling, .. } => {
            scaling.wanted(&[], operation.now, operation.book.utc_offset()).instances
        }
        Metering::Tokens => 1,
    };
    let service = ServiceRecord {
        id: operation.id("svc"),
        account: account.id.clone(),
        kind: ServiceKind::Custom,
        name: new.name,
        model: new.model,
        metering: new.metering,
        billing_mode: new.billing_mode,
        labels: new.labels,
        life: Service::new(account.overdue_since.is_some()),
        attempt: 0,
        wanted,
        created_at: operation.now,
        deleted_at: None,
        version: 1,
    };
    limits::room_for_new(operation, &service)?;
    transaction.insert_service(&service)?;
    announce_status(transaction, operation, &service)?;
    Ok(service)
}

fn wrong_mode(of: &str, allowed: &str) -> Fault {
    Fault::at(
        RefusalCode::Malformed,
        "/billing_mode",
        format!("the mode does not go with {of}; allowed: {allowed}"),
    )
}

fn may_use_seconds(account: &Account) -> Result<(), Fault> {
    if account.plan != Plan::Enterprise {
        return Err(Fault::PlanRequired);
    }
    if account.allowlisted { Ok(()) } else { Err(Fault::NotAllowlisted) }
}

/// A service of an account, as it is; refused where it has none of the versions that are asked for.
pub fn find(
    transaction: &mut dyn Transaction,
    account: &str,
    id: &str,
    versions: Option<&[u64]>,
) -> Result<ServiceRecord, Fault> {
    let service = transaction.service(account, id)?.ok_or(Fault::NotFound)?;
    match versions {
        Some(versions) if !versions.contains(&service.version) => {
            Err(Fault::PreconditionFailed(transaction.changer(&service.id)?))
        }
        _ => Ok(service),
    }
}

/// Notes who asked for a change of a service, where it has another version than before.
pub fn note_changer(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    service: &ServiceRecord,
    before: u64,
) -> Result<(), Fault> {
    if service.version != before {
        transaction.note_changer(&service.id, &operation.actor.text())?;
    }
    Ok(())
}

/// Switches a service on.
pub fn enable(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    account: &Account,
    service: &mut ServiceRecord,
) -> Result<(), Fault> {
    if matches!(service.metering, Metering::GpuSeconds { .. }) {
        may_use_seconds(account)?;
    }
    let enabled =
        ServiceRecord { life: service.life.apply(Command::Enable, operation.now)?, ..service.clone() };
    limits::room_for_instances(transaction, operation, service, &enabled)?;
    command(transaction, operation, service, Command::Enable, "enabled")?;
    if service.metering == Metering::Tokens {
        grant_quota(transaction, operation, service)?;
    }
    Ok(())
}

/// Switches a service off; its runs end at that instant.
pub fn disable(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    service: &mut ServiceRecord,
) -> Result<(), Fault> {
    command(transaction, operation, service, Command::Disable, "disabled")
}

/// The first time that an account enables a model it is granted the model's free quota, once.
fn grant_quota(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    service: &ServiceRecord,
) -> Result<(), Fault> {
    let Some(offer) = operation.book.model(&service.model).and_then(|model| model.free_quota.as_ref()) else {
        return Ok(());
    };
    let lasts = i64::try_from(offer.valid_days)
        .map_or(i64::MAX, |days| days.saturating_mul(24 * 3_600 * NANOSECONDS_PER_SECOND));
    let quota = QuotaRecord {
        model: service.model.clone(),
        tokens: offer.tokens,
        granted_at: operation.now,
        expires_at: at_most(operation.now.unix_nanoseconds().saturating_add(lasts), operation.now),
    };
    let mattered = order_matters(transaction, &service.account, &service.model)?;
    if transaction.grant_quota(&service.account, &quota)? && !mattered {
        transaction.clear_token_tally(&service.account, &service.model)?;
    }
    Ok(())
}

/// Sets how many instances a service has.
pub fn set_scaling(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    service: &mut ServiceRecord,
    scaling: ServiceScaling,
) -> Result<(), Fault> {
    let Metering::GpuSeconds { tier, .. } = &service.metering else {
        return Err(Fault::Conflict("a service metered by tokens has no instances to scale".to_owned()));
    };
    let metering = Metering::GpuSeconds { tier: tier.clone(), scaling };
    let scaled = ServiceRecord { metering, ..service.clone() };
    limits::room_for_instances(transaction, operation, service, &scaled)?;
    service.metering = scaled.metering;
    service.version += 1;
    rescale(transaction, operation, service)?;
    transaction.update_service(service)?;
    announce_status(transaction, operation, service)
}

/// Sets the billing mode that a service is configured for.
pub fn set_billing_mode(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    service: &mut ServiceRecord,
    mode: BillingMode,
) -> Result<(), Fault> {
    let allowed = match (&service.metering, service.kind) {
        (Metering::GpuSeconds { .. }, _) | (_, ServiceKind::Default) => mode == BillingMode::PayAsYouGo,
        (Metering::Tokens, ServiceKind::Custom) => mode != BillingMode::None,
    };
    if !allowed {
        return Err(wrong_mode(
            "this service",
            "pay_as_you_go, and tpm_reservation for custom services metered by tokens",
        ));
    }
    service.billing_mode = mode;
    service.version += 1;
    transaction.update_service(service)?;
    announce_status(transaction, operation, service)
}

/// Changes name or labels.
pub fn describe_anew(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    service: &mut ServiceRecord,
    name: Option<String>,
    labels: Option<BTreeMap<String, String>>,
) -> Result<(), Fault> {
    if let Some(name) = name {
        service.name = name;
    }
    if let Some(labels) = labels {
        service.labels = labels;
    }
    service.version += 1;
    transaction.update_service(service)?;
    announce_status(transaction, operation, service)
}

/// Removes a custom service that is not running; what it used stays billed.
pub fn remove(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    service: &mut ServiceRecord,
) -> Result<(), Fault> {
    use tiermeter_service::Status;
    if service.kind == ServiceKind::Default {
        return Err(Fault::Conflict("a default service is the platform's and can't be removed".to_owned()));
    }
    if matches!(service.life.status(), Status::Creating | Status::Running) {
        return Err(Fault::Conflict(
            "disable the service first; only one that is off can be removed".to_owned(),
        ));
    }
    if !transaction.open_runs(&service.account, Some(&service.id))?.is_empty() {
        return Err(Fault::Conflict("runs of it are open; report their stops first".to_owned()));
    }
    let holds = |until: Option<_>| until.is_none_or(|until| until > operation.now);
    let reservations = transaction.reservations(&service.account, Some(&service.id))?;
    if reservations.iter().any(|reservation| holds(reservation.ends_at)) {
        return Err(Fault::Conflict(
            "end its reservations first; they are charged until their end".to_owned(),
        ));
    }
    service.deleted_at = Some(operation.now);
    service.version += 1;
    transaction.update_service(service)?;
    transaction.insert_change(
        &service.account,
        operation.now,
        "status",
        &serde_json::json!({ "service": service.id, "deleted": true, "at": operation.now }).to_string(),
    )?;
    Ok(())
}

/// What is looked at beforehand.
#[derive(Debug, Clone)]
pub enum Change {
    /// A command.
    Command(Command),
    /// Another scaling.
    Scaling(ServiceScaling),
}

/// What a change would lead to.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The service in words.
    pub description: Description,
    /// How many instances would be wanted.
    pub wanted: u32,
    /// What the service would cost by the hour with them.
    pub per_hour: Decimal,
    /// How many days the present month has.
    pub days_of_month: u32,
}

/// What a change would lead to; nothing is changed.
pub fn preview(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    service: &ServiceRecord,
    change: Change,
) -> Result<Preview, Fault> {
    let mut after = service.clone();
    match change {
        Change::Command(command) => {
            if command == Command::Enable && matches!(service.metering, Metering::GpuSeconds { .. }) {
                may_use_seconds(account)?;
            }
            after.life = service.life.apply(command, operation.now)?;
        }
        Change::Scaling(scaling) => match &service.metering {
            Metering::GpuSeconds { tier, .. } => {
                after.metering = Metering::GpuSeconds { tier: tier.clone(), scaling };
            }
            Metering::Tokens => {
                return Err(Fault::Conflict(
                    "a service metered by tokens has no instances to scale".to_owned(),
                ));
            }
        },
    }
    limits::room_for_instances(transaction, operation, service, &after).map_err(|fault| match fault {
        // The scaling stands in a field of its own there.
        Fault::Refused(refusal) if !refusal.path.is_empty() => Fault::Refused(refusal.under("/scaling")),
        fault => fault,
    })?;
    let description = after.life.describe(after.billing_mode, Some(operation.now));
    let (wanted, per_hour) = match &after.metering {
        Metering::Tokens => (0, cost_per_hour(transaction, operation, &account.id, Some(&service.id))?),
        Metering::GpuSeconds { tier, scaling } => {
            let since = operation.now.unix_nanoseconds().saturating_sub(scaling.memory_nanoseconds()).max(0);
            let reports = transaction.loads_since(&service.id, at_most(since, operation.now))?;
            let wanted = scaling.wanted(&reports, operation.now, operation.book.utc_offset()).instances;
            let goes = crate::scaling::to_start(&ServiceRecord { wanted, ..after.clone() });
            let wanted = if goes == 0 { 0 } else { wanted };
            (wanted, instances_per_hour(operation.book, tier, wanted, operation.now)?)
        }
    };
    let days_of_month = month_of(operation.now, operation.book).days();
    Ok(Preview { description, wanted, per_hour, days_of_month })
}

/// Checks labels: at most 50, names of 1 to 63 characters, values of at most 200.
pub fn check_labels(labels: &BTreeMap<String, String>) -> Result<(), Refusal> {
    const MOST_LABELS: usize = 50;
    const LONGEST_NAME: usize = 63;
    const LONGEST_VALUE: usize = 200;
    if labels.len() > MOST_LABELS {
        let message = format!("{} labels; at most {MOST_LABELS}", labels.len());
        return Err(Refusal::new(RefusalCode::OutOfRange, "/labels", message));
    }
    for (name, value) in labels {
        let fits =
            (1..=LONGEST_NAME).contains(&name.chars().count()) && value.chars().count() <= LONGEST_VALUE;
        if !fits {
            let pointer = format!("/labels/{}", name.replace('~', "~0").replace('/', "~1"));
            let message = format!(
                "the label {} is too long; names have 1 to {LONGEST_NAME} characters, values at most {LONGEST_VALUE}",
                read::quoted(name)
            );
            return Err(Refusal::new(RefusalCode::Malformed, pointer, message));
        }
    }
    Ok(())
}
