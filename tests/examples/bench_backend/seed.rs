//! What databases are filled with before the server starts.

use std::collections::BTreeMap;

use tiermeter_backend::Fault;
use tiermeter_backend::records::{Account, Metering, RunRecord, ServiceKind, ServiceRecord};
use tiermeter_backend::store::Transaction;
use tiermeter_pricing::{Instant, PriceBook, SettlementLimits, Tally, Usage};
use tiermeter_service::{BillingMode, Service, ServiceScaling};

const NANOSECONDS_PER_MILLISECOND: i64 = 1_000_000;

/// `SplitMix64`: a number without order for each number, the same ones every time.
pub(crate) const fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// An instant so much later.
pub(crate) fn milliseconds_later(at: Instant, milliseconds: u64) -> Instant {
    let nanoseconds = i64::try_from(milliseconds).unwrap_or_default() * NANOSECONDS_PER_MILLISECOND;
    Instant::from_unix_nanoseconds(at.unix_nanoseconds() + nanoseconds).unwrap_or(at)
}

/// Metering by seconds, on one of the tiers.
pub(crate) fn by_seconds(number: u64) -> Metering {
    let tier = one_of(PriceBook::bundled().tiers(), number).map(|tier| tier.code.clone());
    Metering::GpuSeconds { tier: tier.unwrap_or_default(), scaling: ServiceScaling::Manual { instances: 1 } }
}

/// A custom service that is not enabled, so that the server starts no instance of it.
pub(crate) fn service(account: &Account, number: u64, metering: Metering) -> ServiceRecord {
    let model = one_of(PriceBook::bundled().models(), number).map(|model| model.id.clone());
    let label = |name: &str, of: u64| (name.to_owned(), format!("{name} {}", number % of));
    ServiceRecord {
        id: format!("svc_{:016x}{:016x}", mixed(2 * number), mixed(2 * number + 1)),
        account: account.id.clone(),
        kind: ServiceKind::Custom,
        name: format!("Service {number}"),
        model: model.unwrap_or_default(),
        metering,
        billing_mode: BillingMode::PayAsYouGo,
        labels: BTreeMap::from([label("team", 20), label("stage", 3)]),
        life: Service::new(false),
        attempt: 0,
        wanted: 1,
        created_at: account.created_at,
        deleted_at: None,
        version: 1,
    }
}

fn one_of<T>(all: &[T], number: u64) -> Option<&T> {
    let count = u64::try_from(all.len()).ok()?;
    all.get(usize::try_from(number.checked_rem(count)?).ok()?)
}

/// A run that events told.
pub(crate) fn run(
    service: &ServiceRecord,
    instance: String,
    started_at: Instant,
    stopped_at: Option<Instant>,
) -> RunRecord {
    RunRecord {
        sequence: 0,
        account: service.account.clone(),
        service: service.id.clone(),
        instance,
        tier: service.metering.tier().unwrap_or_default().to_owned(),
        started_at,
        stopped_at,
        managed: false,
    }
}

/// Adds a run to the store.
pub(crate) fn add_run(transaction: &mut dyn Transaction, run: &RunRecord) -> Result<(), Fault> {
    match transaction.insert_run(run)? {
        Some(_) => Ok(()),
        None => Err(Fault::Conflict(format!("runs of {} overlap", run.instance))),
    }
}

/// Adds a closed run to the store and to what is counted.
pub(crate) fn add_closed_run(
    transaction: &mut dyn Transaction,
    usage: &mut Usage,
    run: &RunRecord,
) -> Result<(), Fault> {
    add_run(transaction, run)?;
    usage.push_run(&run.service, &run.instance, &run.tier, run.started_at, run.stopped_at)?;
    Ok(())
}

/// Counts what was used, and adds it to what the store knows for ever.
pub(crate) fn add_tally(
    transaction: &mut dyn Transaction,
    account: &Account,
    usage: &Usage,
) -> Result<(), Fault> {
    let tally = Tally::of(usage, PriceBook::bundled(), SettlementLimits::default())?;
    transaction.add_tally(&account.id, &tally)?;
    Ok(())
}
