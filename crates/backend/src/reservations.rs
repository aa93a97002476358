//! TPM reservations of token services: bought, renewed by buying the next one, ended.

use tiermeter_pricing::{Instant, RefusalCode, SettlementLimits, Tally, TokenCount, Usage};
use tiermeter_service::BillingMode;

use crate::fault::Fault;
use crate::metering::order_matters;
use crate::operation::{Operation, later};
use crate::records::{ReservationRecord, ServiceRecord};
use crate::store::Transaction;

/// Tokens per minute as they are asked for.
#[derive(Debug, Clone, Copy)]
pub struct NewReservation {
    /// Tokens per minute.
    pub tpm: u64,
    /// From when; now where it is not said.
    pub from: Option<Instant>,
    /// Until when; open where it is not said.
    pub until: Option<Instant>,
}

/// Buys a reservation for a service that is configured for it.
pub fn buy(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    service: &mut ServiceRecord,
    new: NewReservation,
) -> Result<ReservationRecord, Fault> {
    if service.billing_mode != BillingMode::TpmReservation {
        let message = "the service's billing mode is not tpm_reservation; set it first".to_owned();
        return Err(Fault::Conflict(message));
    }
    let from = new.from.unwrap_or(operation.now);
    if from < operation.now {
        let message = format!("{from} has passed; a reservation begins now, {}, or later", operation.now);
        return Err(Fault::at(RefusalCode::OutOfRange, "/from", message));
    }
    let mut usage = Usage::new();
    let until = new.until.unwrap_or_else(|| later(from, 1));
    usage.push_reservation(&service.id, &service.model, TokenCount(new.tpm), from, Some(until))?;
    Tally::of(&usage, operation.book, SettlementLimits::default()).map_err(|mut refusal| {
        let field = refusal.path.rsplit('/').next().unwrap_or_default();
        refusal.path = if field == "0" { String::new() } else { format!("/{field}") };
        refusal
    })?;
    let mattered = order_matters(transaction, &service.account, &service.model)?;
    let reservation = ReservationRecord {
        id: operation.id("rsv"),
        service: service.id.clone(),
        model: service.model.clone(),
        tpm: new.tpm,
        starts_at: from,
        ends_at: new.until,
    };
    transaction.insert_reservation(&service.account, &reservation)?;
    // A request that is sent twice must not buy twice.
    service.version += 1;
    transaction.update_service(service)?;
    if !mattered {
        transaction.clear_token_tally(&service.account, &service.model)?;
    }
    Ok(reservation)
}

/// Ends a reservation now; one that has not begun is removed, and not charged.
pub fn end(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    service: &mut ServiceRecord,
    id: &str,
) -> Result<(), Fault> {
    let reservations = transaction.reservations(&service.account, Some(&service.id))?;
    let reservation =
        reservations.into_iter().find(|reservation| reservation.id == id).ok_or(Fault::NotFound)?;
    if reservation.ends_at.is_some_and(|until| until <= operation.now) {
        return Err(Fault::Conflict("the reservation has ended already".to_owned()));
    }
    if reservation.starts_at > operation.now {
        transaction.remove_reservation(id)?;
    } else {
        transaction.end_reservation(id, operation.now)?;
    }
    // What was read of the service before has changed: its cost, and whether it can be removed.
    service.version += 1;
    transaction.update_service(service)?;
    Ok(())
}
