//! How many instances a service is to have now, and what it costs by the hour.

use rust_decimal::Decimal;
use tiermeter_pricing::{Instant, PriceBook};
use tiermeter_service::{Activation, ServiceScaling, Status};

use crate::assess::assess_limit;
use crate::fault::Fault;
use crate::life::{announce_status, close_run};
use crate::operation::{Operation, at_most};
use crate::records::{DueKind, Metering, ServiceRecord};
use crate::store::Transaction;

/// Before the names of instances that this server runs.
pub const MANAGED_INSTANCE: &str = "managed-";
const SECONDS_PER_HOUR: u64 = 3_600;

/// The name of instance `number`, from 1 on.
#[must_use]
pub fn instance_name(number: u32) -> String {
    format!("{MANAGED_INSTANCE}{number}")
}

/// The number of an instance that this server runs.
#[must_use]
pub fn instance_number(name: &str) -> Option<u32> {
    name.strip_prefix(MANAGED_INSTANCE)?.parse().ok()
}

/// How many instances a service has to have: one too, where it wants none but has never been ready.
#[must_use]
pub fn to_start(service: &ServiceRecord) -> u32 {
    match service.life.status() {
        Status::Creating => service.wanted.max(1),
        Status::Running => service.wanted,
        Status::NotEnabled | Status::Stopped => 0,
    }
}

/// How many instances a service shows as wanted: none where instances are not metered.
#[must_use]
pub fn shown_wanted(service: &ServiceRecord) -> u32 {
    match (&service.metering, service.life.activation()) {
        (Metering::GpuSeconds { .. }, Activation::Enabled { .. }) if !service.life.overdue() => {
            service.wanted
        }
        _ => 0,
    }
}

/// Looks how many instances are wanted now, ends the runs of those that are not, the newest first (S1, S3), and notes
/// when to look again. The service is changed, and not written.
pub fn rescale(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    service: &mut ServiceRecord,
) -> Result<(), Fault> {
    let Metering::GpuSeconds { scaling, .. } = &service.metering else {
        service.wanted = 1;
        return Ok(());
    };
    let going = matches!(service.life.status(), Status::Creating | Status::Running);
    let reports = match scaling {
        ServiceScaling::Manual { .. } => Vec::new(),
        ServiceScaling::Automatic(_) => {
            transaction.loads_since(&service.id, remembered_since(scaling, operation.now))?
        }
    };
    let wanted = scaling.wanted(&reports, operation.now, operation.book.utc_offset());
    let again = wanted.until.filter(|_| going);
    transaction.set_due(&service.account, DueKind::Scale, &service.id, again)?;
    service.wanted = wanted.instances;
    if !going {
        return Ok(());
    }
    for run in transaction.open_runs(&service.account, Some(&service.id))? {
        let surplus = instance_number(&run.instance).is_none_or(|number| number > service.wanted);
        if run.managed && surplus {
            close_run(transaction, operation, &run, operation.now)?;
        }
    }
    Ok(())
}

/// What is told of the requests that this server's own instances of a service have in flight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InFlight {
    /// The number of one of them changed; together they have so many.
    Changed(u64),
    /// One of them ended; the others have so many together.
    Left(u64),
}

/// Takes the load that this server's own instances tell. It has no id: nobody tells it twice, and it is kept for no
/// longer than scaling remembers it.
pub fn tell_load(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    account: &str,
    service: &str,
    in_flight: InFlight,
) -> Result<(), Fault> {
    let Some(service) = transaction.service(account, service)? else {
        return Ok(());
    };
    let automatic = matches!(service.metering.scaling(), Some(ServiceScaling::Automatic(_)));
    let counts = match in_flight {
        InFlight::Changed(_) => automatic,
        // What was told from elsewhere since then stays as it is.
        InFlight::Left(_) => false,
    };
    if !counts && !transaction.has_managed_load(&service.id, operation.now)? {
        return Ok(());
    }
    let (InFlight::Changed(requests) | InFlight::Left(requests)) = in_flight;
    // Where a number of instances is set by hand nobody looks at what was told; it must not be found there later.
    let requests = if automatic { requests } else { 0 };
    transaction.insert_load(&service.id, operation.now, requests, true)?;
    if follow_load(transaction, operation, &service)? {
        let account = transaction.account(account)?.ok_or(Fault::NotFound)?;
        assess_limit(transaction, operation, &account)?;
    }
    Ok(())
}

/// The server's instances ended with it at an instant: what they had in flight is no load any more.
pub(crate) fn end_loads(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    at: Instant,
) -> Result<(), Fault> {
    for (service, told_at) in transaction.managed_loads(operation.now)? {
        transaction.insert_load(&service.id, at.max(told_at), 0, true)?;
        follow_load(transaction, operation, &service)?;
    }
    Ok(())
}

/// A load was told: more instances start at once, fewer after the delay (S2). What no longer matters is forgotten.
/// Whether another number of instances is wanted.
pub(crate) fn follow_load(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    service: &ServiceRecord,
) -> Result<bool, Fault> {
    let Some(mut service) = transaction.service(&service.account, &service.id)? else {
        return Ok(false);
    };
    let before = service.wanted;
    rescale(transaction, operation, &mut service)?;
    if let Some(scaling) = service.metering.scaling() {
        transaction.forget_loads(&service.id, remembered_since(scaling, operation.now))?;
    }
    if service.wanted == before {
        return Ok(false);
    }
    service.version += 1;
    transaction.update_service(&service)?;
    announce_status(transaction, operation, &service)?;
    Ok(true)
}

/// From when on loads matter now, with the one that was in force then.
fn remembered_since(scaling: &ServiceScaling, now: Instant) -> Instant {
    let since = now.unix_nanoseconds().saturating_sub(scaling.memory_nanoseconds()).max(0);
    at_most(since, now)
}

/// The price of a tier's second at an instant.
#[must_use]
pub fn price_per_second(book: &PriceBook, tier: &str, at: Instant) -> Option<tiermeter_pricing::Price> {
    book.tier(tier)?.price_at(at).map(|price| price.per_second)
}

/// What a service costs by the hour at the present rate, or all of an account's where none is named: open runs and
/// reservations.
pub fn cost_per_hour(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &str,
    service: Option<&str>,
) -> Result<Decimal, Fault> {
    let mut sum = Decimal::ZERO;
    let mut add = |amount: Decimal| sum = sum.checked_add(amount).unwrap_or(Decimal::MAX);
    for run in transaction.open_runs(account, service)? {
        if let Some(price) = price_per_second(operation.book, &run.tier, operation.now) {
            add(price.times(SECONDS_PER_HOUR)?);
        }
    }
    for reservation in transaction.reservations(account, service)? {
        let holds = reservation.starts_at <= operation.now
            && reservation.ends_at.is_none_or(|until| until > operation.now);
        let offer = operation.book.model(&reservation.model).and_then(|model| model.tpm_reservation.as_ref());
        let price = offer.and_then(|offer| offer.prices.at(operation.now.unix_nanoseconds()));
        if let (true, Some(price)) = (holds, price) {
            add(reservation_per_hour(price.per_ktpm_hour, reservation.tpm)?);
        }
    }
    Ok(sum.normalize())
}

/// What an hour of a reservation costs.
pub fn reservation_per_hour(per_ktpm_hour: tiermeter_pricing::Price, tpm: u64) -> Result<Decimal, Fault> {
    use tiermeter_pricing::{Exact, Per};
    Ok(Exact::product(tpm.into(), per_ktpm_hour, Per::Thousand)?.decimal()?)
}

/// What so many instances of a tier cost by the hour.
pub fn instances_per_hour(book: &PriceBook, tier: &str, count: u32, at: Instant) -> Result<Decimal, Fault> {
    let price = price_per_second(book, tier, at).ok_or(Fault::NotFound)?;
    Ok(price.times(SECONDS_PER_HOUR * u64::from(count))?)
}
