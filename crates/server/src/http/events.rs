//! `POST /events`, and the events that were refused.

use axum::body::Bytes;
use axum::extract::OriginalUri;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::{Value, json};
use tiermeter_backend::Fault;
use tiermeter_backend::events::{self, EventResult, MOST_EVENTS, Outcome};

use super::State;
use super::access::Caller;
use super::answers::{Answer, Change, Query, page};
use super::path::Path;
use super::problems::ApiError;

/// Takes one event or a batch, and says of each what became of it.
pub(super) async fn post(
    shared: State,
    caller: Caller,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let change = Change::new(caller, headers, "POST /events", body)?;
    let events = events::events_of(&change.body, MOST_EVENTS)?;
    shared
        .change(change, move |transaction, operation, account| {
            let results = events::take(transaction, operation, account, &events)?;
            let results: Vec<Value> = results.iter().map(shown).collect();
            Ok(Answer::ok(json!({ "results": results })))
        })
        .await
}

fn shown(result: &EventResult) -> Value {
    let (id, source) = (&result.id, &result.source);
    match &result.outcome {
        Outcome::Accepted => json!({ "id": id, "source": source, "outcome": "accepted" }),
        Outcome::Repeated => json!({ "id": id, "source": source, "outcome": "repeated" }),
        Outcome::Conflict => json!({
            "id": id, "source": source, "outcome": "conflict",
            "detail": "an event of this id and source is known with another content",
        }),
        Outcome::Refused { code, pointer, detail } => json!({
            "id": id, "source": source, "outcome": "refused", "code": code, "pointer": pointer, "detail": detail,
        }),
    }
}

/// `GET /events/refused`: what was refused and not taken since, the oldest first.
pub(super) async fn refused(
    shared: State,
    caller: Caller,
    OriginalUri(address): OriginalUri,
) -> Result<Response, ApiError> {
    let query = Query::read(&address, &["limit", "cursor"])?;
    let limit = query.limit()?;
    let after = query.number_cursor(&caller.account, "refused", 0)?;
    shared
        .look(&caller, move |transaction, _, account| {
            let events = transaction.refused(&account.id, after, limit + 1)?;
            page(
                &account.id,
                "refused",
                limit,
                events,
                |event| event.sequence.to_string(),
                |event| {
                    // What came is JSON; a name given twice in it is shown once.
                    let came: Value = serde_json::from_str(&event.event).unwrap_or_default();
                    Ok(json!({
                        "sequence": event.sequence,
                        "received_at": event.received_at,
                        "code": event.code,
                        "pointer": event.pointer,
                        "detail": event.detail,
                        "event": came,
                    }))
                },
            )
        })
        .await
}

/// `POST /events/refused/{sequence}/resend`: takes it again as it came.
pub(super) async fn resend(
    shared: State,
    caller: Caller,
    Path(sequence): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let change = Change::new(caller, headers, format!("POST /events/refused/{sequence}/resend"), body)?;
    let sequence: i64 = sequence.parse().map_err(|_| ApiError::from(Fault::NotFound))?;
    shared
        .change(change, move |transaction, operation, account| {
            Ok(Answer::ok(shown(&events::resend(transaction, operation, account, sequence)?)))
        })
        .await
}
