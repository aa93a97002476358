//! `POST /services/{id}/preview`: what a change would lead to and cost. It changes nothing.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use rust_decimal::Decimal;
use serde_json::json;
use tiermeter_api::{PreviewRequest, request};
use tiermeter_backend::services::{self, Change};
use tiermeter_pricing::{Refusal, RefusalCode};
use tiermeter_service::Command;

use super::shown;
use crate::http::State;
use crate::http::access::Caller;
use crate::http::answers::{Answer, uncoded};
use crate::http::path::Path;
use crate::http::problems::ApiError;

/// Answers the state, the instances, and the cost per hour, day and month.
pub(in crate::http) async fn preview(
    shared: State,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let body = body?;
    uncoded(&headers)?;
    let change = change_of(request(&body)?)?;
    shared
        .look(&caller, move |transaction, operation, account| {
            let service = services::find(transaction, &account.id, &id, None)?;
            let preview = services::preview(transaction, operation, account, &service, change)?;
            let over = |hours: u32| {
                preview
                    .per_hour
                    .checked_mul(Decimal::from(hours))
                    .unwrap_or(Decimal::MAX)
                    .normalize()
                    .to_string()
            };
            let mut cost = json!({
                "per_hour": over(1),
                "per_day": over(24),
                "per_month": over(24 * preview.days_of_month),
                "currency": operation.book.currency().code(),
            });
            shown::mark_sample_prices(operation, &service, &mut cost);
            Ok(Answer::ok(json!({
                "status": preview.description.status,
                "reasons": preview.description.reasons,
                "billing_mode": preview.description.billing_mode,
                "instances": { "wanted": preview.wanted },
                "cost": cost,
            })))
        })
        .await
}

fn change_of(request: PreviewRequest) -> Result<Change, Refusal> {
    match (request.command, request.scaling) {
        (Some(command @ (Command::Enable | Command::Disable)), None) => Ok(Change::Command(command)),
        (None, Some(scaling)) => Ok(Change::Scaling(scaling)),
        (Some(command), None) => {
            let message = format!("{command} is not the account's to give; allowed: enable, disable");
            Err(Refusal::new(RefusalCode::Malformed, "/command", message))
        }
        _ => Err(Refusal::new(RefusalCode::Malformed, "", "a preview is of either a command or a scaling")),
    }
}
