//! Usage from elsewhere, as CloudEvents 1.0: each is known by account, source and id for ever (docs/rules.md,
//! section 9).

mod cloud_event;

use serde_json::value::RawValue;
use tiermeter_pricing::{Instant, Refusal, Tally, TokenCount, Usage};

use crate::assess::assess_limit;
use crate::fault::Fault;
use crate::metering::{Meter, add_known, after, order_matters};
use crate::operation::{Actor, Operation, earlier, hash, later};
use crate::records::{Account, DueKind, Metering, RefusedEvent, RunPoint, ServiceRecord, TokenRecord};
use crate::scaling::{MANAGED_INSTANCE, follow_load};
use crate::store::{Keep, Transaction};
use crate::told_runs;

pub use cloud_event::{CloudEvent, Content, ReadEvent, events_of};

/// Before the names of instances that this server runs, where they are the source of an event.
pub const INSTANCE_SOURCE: &str = "urn:tiermeter:instance:";
/// The most events of one request.
pub const MOST_EVENTS: usize = 1_000;
/// So many refused events of an account are kept, and so many bytes of them; then the oldest ones go.
const MOST_REFUSED_EVENTS: i64 = 10_000;
const MOST_REFUSED_BYTES: i64 = 16 * 1024 * 1024;

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is counted.
    Accepted,
    /// It was counted before.
    Repeated,
    /// Its id is known with another content.
    Conflict,
    /// It is not counted, and kept for review as long as there is room.
    Refused {
        /// A stable code.
        code: String,
        /// Where in the event.
        pointer: String,
        /// A sentence.
        detail: String,
    },
}

/// An event's id and source, as far as they could be read, and what became of it.
#[derive(Debug, Clone)]
pub struct EventResult {
    /// The event's id.
    pub id: Option<String>,
    /// The event's source.
    pub source: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
}

/// Takes events one after another, in one transaction. What one of them says wrong does not touch the others.
pub fn take(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    account: &Account,
    events: &[ReadEvent],
) -> Result<Vec<EventResult>, Fault> {
    let mut batch = Batch::default();
    let mut results = Vec::with_capacity(events.len());
    for event in events {
        results.push(take_one(transaction, operation, account, event, &mut batch)?);
    }
    add_known(transaction, &account.id, account.first_open_month, &batch.tally)?;
    for service in batch.loaded {
        follow_load(transaction, operation, &service)?;
    }
    assess_limit(transaction, operation, account)?;
    if let (Some(at), true) = (batch.ahead, account.credit_limit_minor.is_some()) {
        transaction.set_due(&account.id, DueKind::Assess, "events ahead", Some(after(at)))?;
    }
    Ok(results)
}

/// Takes a refused event again.
pub fn resend(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    account: &Account,
    sequence: i64,
) -> Result<EventResult, Fault> {
    let refused = transaction.refused_event(&account.id, sequence)?.ok_or(Fault::NotFound)?;
    let event = RawValue::from_string(refused.event).map_err(|_| Fault::NotFound)?;
    let mut results = take(transaction, operation, account, &[ReadEvent::of(event)])?;
    let result = results.pop().ok_or(Fault::NotFound)?;
    if matches!(result.outcome, Outcome::Accepted | Outcome::Repeated) {
        transaction.remove_refused(&account.id, sequence)?;
    }
    Ok(result)
}

/// What the events of one request share.
#[derive(Default)]
struct Batch {
    services: std::collections::HashMap<String, Option<ServiceRecord>>,
    ordered: std::collections::HashMap<String, bool>,
    tally: Tally,
    /// The number of who reports the tokens.
    reporter: Option<i64>,
    /// The latest instant of tokens that lies ahead of the clock.
    ahead: Option<Instant>,
    /// Services whose load changed.
    loaded: Vec<ServiceRecord>,
}

fn take_one(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    ReadEvent { raw, read }: &ReadEvent,
    batch: &mut Batch,
) -> Result<EventResult, Fault> {
    let (event, content) = match read {
        Ok(read) => read,
        Err((id, source, refusal)) => {
            let outcome = refuse(transaction, operation, account, raw, refusal.clone().into())?;
            return Ok(EventResult { id: id.clone(), source: source.clone(), outcome });
        }
    };
    let told =
        |outcome| EventResult { id: Some(event.id.clone()), source: Some(event.source.clone()), outcome };
    if operation.actor != Actor::Platform && event.source.starts_with(INSTANCE_SOURCE) {
        let detail = format!("sources that begin with {INSTANCE_SOURCE} are this server's own instances");
        let refused = Refused { code: "reserved_source".to_owned(), pointer: "/source".to_owned(), detail };
        let outcome = refuse(transaction, operation, account, raw, refused)?;
        return Ok(told(outcome));
    }
    let outcome = match transaction.event(&account.id, &event.source, &event.id)? {
        Some(known) if known == *content => Outcome::Repeated,
        Some(_) => Outcome::Conflict,
        None => match count_whole(transaction, operation, account, event, batch)? {
            Ok(()) => {
                transaction.insert_event(&account.id, &event.source, &event.id, content)?;
                Outcome::Accepted
            }
            Err(Uncounted::Refused(refused)) => refuse(transaction, operation, account, raw, refused)?,
            Err(Uncounted::Fault(fault)) => return Err(fault),
        },
    };
    Ok(told(outcome))
}

/// Why an event is not counted.
struct Refused {
    code: String,
    pointer: String,
    detail: String,
}

enum Uncounted {
    Refused(Refused),
    Fault(Fault),
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let refusal = refusal.into_parts();
        Self { code: refusal.code.as_str().to_owned(), pointer: refusal.path, detail: refusal.message }
    }
}

impl From<Fault> for Uncounted {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(refusal) => Self::Refused(refusal.into()),
            fault => Self::Fault(fault),
        }
    }
}

impl From<crate::store::StoreError> for Uncounted {
    fn from(error: crate::store::StoreError) -> Self {
        Self::Fault(error.into())
    }
}

fn refused(code: &str, pointer: &str, detail: String) -> Uncounted {
    Uncounted::Refused(Refused { code: code.to_owned(), pointer: pointer.to_owned(), detail })
}

fn refuse(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    raw: &RawValue,
    refused: Refused,
) -> Result<Outcome, Fault> {
    let Refused { code, pointer, detail } = refused;
    let event = RefusedEvent {
        sequence: 0,
        received_at: operation.now,
        code: code.clone(),
        pointer: pointer.clone(),
        detail: detail.clone(),
        event: raw.get().to_owned(),
    };
    transaction.insert_refused(&account.id, &event, &hash(raw.get().as_bytes()))?;
    transaction.forget_refused(&account.id, MOST_REFUSED_EVENTS, MOST_REFUSED_BYTES)?;
    Ok(Outcome::Refused { code, pointer, detail })
}

/// Counts an event whole or not at all. Tokens are refused before anything of them is written, so they need no
/// savepoint, which costs more than the rest.
fn count_whole(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    event: &CloudEvent,
    batch: &mut Batch,
) -> Result<Result<(), Uncounted>, Fault> {
    if matches!(event.content, Content::Tokens { .. }) {
        return Ok(count(transaction, operation, account, event, batch));
    }
    let mut counted = Ok(());
    transaction.nested(&mut |transaction| {
        counted = count(transaction, operation, account, event, batch);
        if counted.is_ok() { Keep::Changes } else { Keep::Nothing }
    })?;
    Ok(counted)
}

fn count(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    event: &CloudEvent,
    batch: &mut Batch,
) -> Result<(), Uncounted> {
    within_window(event.time, operation)?;
    if !batch.services.contains_key(&event.service) {
        let service = transaction.service(&account.id, &event.service)?;
        batch.services.insert(event.service.clone(), service);
    }
    let Some(Some(service)) = batch.services.get(&event.service) else {
        let detail = format!("the account has no service {:?}", event.service);
        return Err(refused("unknown_service", event.service_pointer, detail));
    };
    match &event.content {
        Content::Tokens { model, tokens } => {
            tokens_used(transaction, operation, account, event, (model, *tokens), batch)
        }
        Content::Run { starts, instance, tier } => {
            run(transaction, operation, account, service, (*starts, instance, tier), event.time)
        }
        Content::Load { .. } if service.metering == Metering::Tokens => {
            let detail = format!("the service {:?} is not metered by seconds", service.id);
            Err(refused("wrong_metering", event.service_pointer, detail))
        }
        Content::Load { requests_in_flight } => {
            transaction.insert_load(&service.id, event.time, *requests_in_flight, false)?;
            let service = service.clone();
            batch.loaded.retain(|loaded| loaded.id != service.id);
            batch.loaded.push(service);
            Ok(())
        }
    }
}

fn within_window(time: Instant, operation: &Operation<'_>) -> Result<(), Uncounted> {
    let latest = later(operation.now, operation.settings.events_ahead_seconds);
    let earliest = earlier(operation.now, operation.settings.events_back_seconds);
    if (earliest..=latest).contains(&time) {
        return Ok(());
    }
    let detail = format!("{time} is outside of the window from {earliest} to {latest}");
    Err(refused("out_of_window", "/time", detail))
}

fn run(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    service: &ServiceRecord,
    (starts, instance, tier): (bool, &str, &str),
    at: Instant,
) -> Result<(), Uncounted> {
    if operation.book.tier(tier).is_none() {
        return Err(Fault::from(operation.book.unknown_tier(tier, "/data/tier".to_owned())).into());
    }
    if !matches!(service.metering, Metering::GpuSeconds { .. }) {
        let detail = format!("the service {:?} is not metered by seconds", service.id);
        return Err(refused("wrong_metering", "/data/service", detail));
    }
    if instance.starts_with(MANAGED_INSTANCE) {
        let detail =
            format!("instances named {MANAGED_INSTANCE}... are this server's own, which it meters itself");
        return Err(refused("reserved_instance", "/data/instance", detail));
    }
    let points = transaction.run_points(&service.id, instance, at, Some(at))?;
    if starts && points.iter().any(|point| point.starts) {
        let detail = format!("another run of instance {instance:?} starts at {at} too");
        return Err(refused("overlapping_runs", "/time", detail));
    }
    let point = RunPoint { at, starts, tier: tier.to_owned() };
    told_runs::tell(transaction, operation, account, &service.id, instance, &point)?;
    Ok(())
}

fn tokens_used(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    event: &CloudEvent,
    (model, tokens): (&str, [u64; 3]),
    batch: &mut Batch,
) -> Result<(), Uncounted> {
    if operation.book.model(model).is_none() {
        return Err(Fault::from(operation.book.unknown_model(model, "/data/model".to_owned())).into());
    }
    let ordered = if let Some(ordered) = batch.ordered.get(model) {
        *ordered
    } else {
        let ordered = order_matters(transaction, &account.id, model)?;
        batch.ordered.insert(model.to_owned(), ordered);
        ordered
    };
    let mut usage = Usage::new();
    let counts = tokens.map(TokenCount);
    usage.push_tokens(&event.id, &event.service, model, event.time, counts).map_err(Fault::from)?;
    let by_itself = Tally::of(&usage, operation.book, tiermeter_pricing::SettlementLimits::default())
        .map_err(|mut refusal| {
            refusal.path.clear();
            Fault::Refused(refusal)
        });
    let reporter = match batch.reporter {
        Some(reporter) => reporter,
        None => transaction.reporter(&account.id, &operation.actor.text())?,
    };
    batch.reporter = Some(reporter);
    let record = TokenRecord {
        source: event.source.clone(),
        id: event.id.clone(),
        service: event.service.clone(),
        model: model.to_owned(),
        at: event.time,
        tokens,
        reporter: Some(reporter),
    };
    if !ordered {
        by_itself.as_ref().map_err(Clone::clone)?;
    }
    if record.at > operation.now {
        batch.ahead = batch.ahead.max(Some(record.at));
    }
    if ordered {
        match by_itself {
            Ok(_) => transaction.insert_tokens(&account.id, &record)?,
            Err(refusal) => insert_if_priced(transaction, operation, account, &record, refusal)?,
        }
        let month = crate::metering::month_of(event.time, operation.book);
        if month < account.first_open_month {
            transaction.mark_late(&account.id, month)?;
        }
    } else {
        transaction.insert_tokens(&account.id, &record)?;
        batch.tally.add_all(&by_itself?);
    }
    Ok(())
}

/// Keeps tokens that have no price by themselves: what is reserved or free needs none, and only everything together
/// tells.
fn insert_if_priced(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    record: &TokenRecord,
    refusal: Fault,
) -> Result<(), Uncounted> {
    let mut counted = Ok(());
    transaction.nested(&mut |transaction| {
        let inserted = transaction.insert_tokens(&account.id, record).map_err(Fault::from);
        counted = inserted.and_then(|()| Meter::read(transaction, operation, account).map(drop));
        if counted.is_ok() { Keep::Changes } else { Keep::Nothing }
    })?;
    counted.map_err(|_| refusal.into())
}
