//! `GET /models`: every model with its prices, what is left of its free quota, and its default service.

use axum::extract::OriginalUri;
use axum::response::Response;
use serde_json::{Value, json};
use tiermeter_backend::Fault;
use tiermeter_backend::metering::Meter;
use tiermeter_backend::operation::Operation;
use tiermeter_backend::records::{Account, ServiceKind};
use tiermeter_backend::store::Transaction;
use tiermeter_pricing::{Item, Model};

use super::State;
use super::access::Caller;
use super::answers::{Query, page};
use super::problems::ApiError;

/// The models of the price book, for the caller's account.
pub(super) async fn list(
    shared: State,
    caller: Caller,
    OriginalUri(address): OriginalUri,
) -> Result<Response, ApiError> {
    let query = Query::read(&address, &["limit", "cursor"])?;
    let limit = query.limit()?;
    let after = query.cursor(&caller.account, "models")?;
    shared
        .look(&caller, move |transaction, operation, account| {
            let mut models: Vec<Model> = operation.book.models().to_vec();
            models.sort_by(|one, other| one.id.cmp(&other.id));
            models.retain(|model| after.as_ref().is_none_or(|after| model.id > *after));
            models.truncate(usize::try_from(limit).unwrap_or(usize::MAX) + 1);
            let services = transaction.all_services(&account.id)?;
            page(
                &account.id,
                "models",
                limit,
                models,
                |model| model.id.clone(),
                |model| {
                    let default = services
                        .iter()
                        .find(|service| service.kind == ServiceKind::Default && service.model == model.id);
                    Ok(json!({
                        "id": model.id,
                        "name": model.name,
                        "illustrative": model.illustrative,
                        "currency": operation.book.currency().code(),
                        "prices": prices(operation, model),
                        "free_quota": free_quota(transaction, operation, account, model)?,
                        "tpm_reservation": reservation(operation, model),
                        "default_service": default.map(|service| json!({
                            "id": service.id, "status": service.life.status(),
                        })),
                    }))
                },
            )
        })
        .await
}

fn prices(operation: &Operation<'_>, model: &Model) -> Value {
    let price = model.prices.at(operation.now.unix_nanoseconds());
    price.map_or(Value::Null, |price| {
        json!({
            "input_per_million": price.input_per_million,
            "cached_input_per_million": price.cached_input_per_million,
            "output_per_million": price.output_per_million,
        })
    })
}

fn reservation(operation: &Operation<'_>, model: &Model) -> Value {
    let offer = model.tpm_reservation.as_ref();
    offer.map_or(Value::Null, |offer| {
        let price = offer.prices.at(operation.now.unix_nanoseconds());
        json!({
            "minimum_tpm": offer.minimum_tpm,
            "step_tpm": offer.step_tpm,
            "per_ktpm_hour": price.map(|price| price.per_ktpm_hour),
        })
    })
}

fn free_quota(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    model: &Model,
) -> Result<Value, Fault> {
    let Some(offer) = &model.free_quota else {
        return Ok(Value::Null);
    };
    let granted = transaction.quotas(&account.id)?.into_iter().find(|quota| quota.model == model.id);
    let Some(quota) = granted else {
        return Ok(json!({
            "tokens": offer.tokens, "remaining": offer.tokens, "granted_at": null, "expires_at": null,
        }));
    };
    let remaining = if quota.expires_at <= operation.now {
        0
    } else {
        let billed =
            transaction.free_tokens_before(&account.id, &model.id, account.first_open_month, None)?;
        let tally = Meter::read(transaction, operation, account)?.tally(operation.now)?;
        let open = tally.filtered(|key| {
            key.item == Item::FreeTokens && key.subject == model.id && key.month >= account.first_open_month
        });
        let used: i128 = open.iter().map(|(_, units)| units).sum::<i128>() + billed;
        i128::from(quota.tokens).saturating_sub(used).max(0)
    };
    Ok(json!({
        "tokens": quota.tokens,
        "remaining": u64::try_from(remaining).unwrap_or_default(),
        "granted_at": quota.granted_at,
        "expires_at": quota.expires_at,
    }))
}
