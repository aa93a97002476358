//! Tokens whose order matters, and the reservations and free quotas that cover them before they are paid.

use std::collections::HashMap;

use tiermeter_pricing::{Instant, Item, Month, SettlementLimits, Tally, TokenCount, Usage};

use super::month_start;
use crate::fault::Fault;
use crate::operation::{Operation, hash, hexadecimal};
use crate::records::{Account, QuotaRecord, ReservationRecord, TokenRecord};
use crate::store::{RunsBetween, TokensOf, Transaction};

/// Where a stretch of time of an account begins and ends, and which records were known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub(super) from: Month,
    pub(super) to: Instant,
    pub(super) last_token_record: i64,
}

/// The quotas of an account, less what months before `from` have used of them.
pub(crate) fn quotas_left(
    transaction: &mut dyn Transaction,
    account: &str,
    from: Month,
    billed_by: Option<Month>,
) -> Result<Vec<QuotaRecord>, Fault> {
    let mut quotas = transaction.quotas(account)?;
    for quota in &mut quotas {
        let used = transaction.free_tokens_before(account, &quota.model, from, billed_by)?;
        quota.tokens = quota.tokens.saturating_sub(u64::try_from(used).unwrap_or_default());
    }
    Ok(quotas)
}

/// Adds token records to a usage. Ids of different sources that are the same are told apart, in a way that only
/// depends on which records there are.
pub(crate) fn push_tokens(usage: &mut Usage, records: &[TokenRecord]) -> Result<(), Fault> {
    let mut sources: HashMap<&str, (&str, bool)> = HashMap::with_capacity(records.len());
    for record in records {
        let (first, several) = sources.entry(record.id.as_str()).or_insert((record.source.as_str(), false));
        *several |= *first != record.source;
    }
    // One form for all, so that no id of one form can be taken for one of the other.
    let any = sources.values().any(|(_, several)| *several);
    for record in records {
        let own;
        let id = if any {
            let short: String = record.id.chars().take(120).collect();
            let whole = serde_json::json!([record.source, record.id]).to_string();
            own = format!("{short} {}", hexadecimal(&hash(whole.as_bytes())));
            &own
        } else {
            &record.id
        };
        usage.push_tokens(id, &record.service, &record.model, record.at, record.tokens.map(TokenCount))?;
    }
    Ok(())
}

/// Adds a reservation as far as it has come by `at`.
pub(crate) fn push_reservation(
    usage: &mut Usage,
    reservation: &ReservationRecord,
    at: Instant,
) -> Result<(), Fault> {
    if reservation.starts_at <= at {
        let until = reservation.ends_at.filter(|until| *until <= at);
        let tpm = TokenCount(reservation.tpm);
        usage.push_reservation(
            &reservation.service,
            &reservation.model,
            tpm,
            reservation.starts_at,
            until,
        )?;
    }
    Ok(())
}

pub(crate) fn push_quotas(usage: &mut Usage, quotas: &[QuotaRecord]) -> Result<(), Fault> {
    for quota in quotas {
        let tokens = TokenCount(quota.tokens);
        usage.push_free_quota(&quota.model, tokens, quota.granted_at, Some(quota.expires_at))?;
    }
    Ok(())
}

pub(crate) fn reservations_since(
    transaction: &mut dyn Transaction,
    account: &str,
    from: Instant,
) -> Result<Vec<ReservationRecord>, Fault> {
    let mut reservations = transaction.reservations(account, None)?;
    reservations.retain(|reservation| reservation.ends_at.is_none_or(|until| until >= from));
    Ok(reservations)
}

/// The tokens whose order matters, allotted to reservations, free quota and payment. The reservations' own cost is
/// not in it.
pub(super) fn ordered_tokens(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    known: Known,
    reservations: &[ReservationRecord],
) -> Result<Tally, Fault> {
    let quotas = quotas_left(transaction, &account.id, known.from, None)?;
    let mut models: Vec<&str> = quotas.iter().map(|quota| quota.model.as_str()).collect();
    let all = transaction.reservations(&account.id, None)?;
    models.extend(all.iter().map(|reservation| reservation.model.as_str()));
    models.sort_unstable();
    models.dedup();
    let mut usage = Usage::new();
    usage.set_as_of(operation.now);
    let stretch = RunsBetween { from: month_start(known.from, operation.book), to: known.to };
    let mut records = Vec::new();
    for model in models {
        let mut take = |record| records.push(record);
        transaction.tokens_between(
            &account.id,
            TokensOf::Model(model),
            stretch,
            known.last_token_record,
            &mut take,
        )?;
    }
    if records.is_empty() {
        return Ok(Tally::new());
    }
    push_tokens(&mut usage, &records)?;
    push_quotas(&mut usage, &quotas)?;
    // What they cost is counted elsewhere, by the hour; here their whole length covers.
    for reservation in reservations.iter().filter(|reservation| reservation.starts_at <= operation.now) {
        push_reservation(&mut usage, reservation, reservation.ends_at.unwrap_or(operation.now))?;
    }
    let tally = Tally::of(&usage, operation.book, SettlementLimits::default())?;
    Ok(tally.filtered(|key| key.item != Item::TpmReservation))
}
