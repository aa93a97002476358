//! The test clock: a month of billing in seconds. It is there only under `serve --test-clock`.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;
use tiermeter_api::{TestClockRequest, request};
use tiermeter_backend::{Fault, instances};
use tiermeter_pricing::{Refusal, RefusalCode};

use super::State;
use super::access::Caller;
use super::answers::{Answer, uncoded};
use super::problems::ApiError;
use crate::serve::TEST_CLOCK;

/// `GET /test-clock`: where it stands.
pub(super) async fn get(shared: State, caller: Caller) -> Result<Response, ApiError> {
    if !shared.backend.parts().clock.is_test() {
        return Err(Fault::NotFound.into());
    }
    shared.look(&caller, |_, operation, _| Ok(Answer::ok(json!({ "now": operation.now })))).await
}

/// `POST /test-clock`: moves it forward, through every instant at which something is due, and waits each time until
/// what that starts is up.
pub(super) async fn post(
    shared: State,
    caller: Caller,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let backend = &shared.backend;
    if !backend.parts().clock.is_test() {
        return Err(Fault::NotFound.into());
    }
    let body = body?;
    uncoded(&headers)?;
    let to = request::<TestClockRequest>(&body)?.now;
    // One way at a time.
    let moving = shared.moving_clock.lock().await;
    let now = backend.now();
    if to < now {
        let message = format!("{to} has passed; the clock stands at {now} and only moves forward");
        return Err(Refusal::new(RefusalCode::OutOfRange, "/now", message).into());
    }
    shared.runner.settled().await;
    loop {
        let next = backend.next_due().await?.filter(|next| *next <= to);
        backend.parts().clock.move_to(next.unwrap_or(to).max(backend.now()));
        // What is shown at this instant is not taken back by a crash: the clock goes on from here.
        backend
            .prepare(|transaction, operation| {
                instances::heartbeat(transaction, operation.now)?;
                Ok(transaction.set_fact(TEST_CLOCK, &operation.now.to_string())?)
            })
            .await?;
        backend.catch_up().await?;
        shared.runner.settled().await;
        if next.is_none() {
            break;
        }
    }
    drop(moving);
    shared.look(&caller, |_, operation, _| Ok(Answer::ok(json!({ "now": operation.now })))).await
}
