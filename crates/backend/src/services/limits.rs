//! How much an account may have at once: services, and instances of all of them together.

use tiermeter_pricing::RefusalCode;
use tiermeter_service::{Activation, ServiceScaling};

use crate::fault::Fault;
use crate::operation::Operation;
use crate::records::{Account, Metering, ServiceRecord};
use crate::store::Transaction;

/// How many instances a service may want at once as it is: none unless it is enabled.
#[must_use]
pub fn most_instances(service: &ServiceRecord) -> u32 {
    if service.deleted_at.is_some() {
        return 0;
    }
    match service.life.activation() {
        Activation::Never | Activation::Disabled { .. } | Activation::Failed => 0,
        // One too that wants none starts one, to be created.
        Activation::Enabled { created: false } => configured(&service.metering).max(1),
        Activation::Enabled { created: true } => configured(&service.metering),
    }
}

/// How many instances a service that is metered like this may want at once while it is enabled.
const fn configured(metering: &Metering) -> u32 {
    match metering {
        Metering::GpuSeconds { scaling: ServiceScaling::Manual { instances }, .. } => *instances,
        Metering::GpuSeconds { scaling: ServiceScaling::Automatic(automatic), .. } => automatic.maximum,
        Metering::Tokens => 1,
    }
}

/// Where a scaling says how many instances there may be.
const fn field(metering: &Metering) -> &'static str {
    match metering {
        Metering::GpuSeconds { scaling: ServiceScaling::Manual { .. }, .. } => "/instances",
        Metering::GpuSeconds { scaling: ServiceScaling::Automatic(_), .. } => "/maximum",
        Metering::Tokens => "",
    }
}

/// Refuses one more service than the account may have.
pub(super) fn room_for_service(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
) -> Result<(), Fault> {
    let most = operation.settings.services_per_account;
    let there = transaction.service_count(&account.id)?;
    if there < most {
        return Ok(());
    }
    let message = format!("the account has {there} services; it may have {most}, the default ones included");
    Err(Fault::at(RefusalCode::OutOfRange, "", message))
}

/// Refuses a new service that would want more instances than the account may have, whenever it is enabled.
pub(super) fn room_for_new(operation: &Operation<'_>, service: &ServiceRecord) -> Result<(), Fault> {
    let (wants, most) = (u64::from(configured(&service.metering)), operation.settings.instances_per_account);
    if wants <= most {
        return Ok(());
    }
    let pointer = format!("/scaling{}", field(&service.metering));
    let message = format!("{wants} instances; from 0 to {most}, which is what the account may have");
    Err(Fault::at(RefusalCode::OutOfRange, &pointer, message))
}

/// Refuses what lets the account's services want more instances at once than it may have. What wants no more than
/// before is never refused: the operator may have lowered the limit since.
pub(super) fn room_for_instances(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    before: &ServiceRecord,
    after: &ServiceRecord,
) -> Result<(), Fault> {
    let most = operation.settings.instances_per_account;
    let enabled = most_instances(after) > 0;
    let (had, wants) = if enabled {
        (most_instances(before), most_instances(after))
    } else {
        (configured(&before.metering), configured(&after.metering))
    };
    if wants <= had {
        return Ok(());
    }
    let others = if enabled { transaction.most_instances_beside(&after.account, &after.id)? } else { 0 };
    let left = most.saturating_sub(others);
    if u64::from(wants) <= left {
        return Ok(());
    }
    // Where the scaling stays as it is, none of the request's fields is at fault.
    let pointer = if before.metering == after.metering { "" } else { field(&after.metering) };
    let message = format!(
        "{wants} instances; from 0 to {left}: the account may have {most}, of which its other services want up to {others}"
    );
    Err(Fault::at(RefusalCode::OutOfRange, pointer, message))
}
