//! `GET /stream`: changes as server-sent events; who reconnects goes on after the last one that it saw.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::OriginalUri;
use axum::http::{HeaderMap, HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::StreamBody;
use hyper::body::{Bytes, Frame};
use tiermeter_backend::records::Change;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;

use super::State;
use super::access::Caller;
use super::answers::{Query, malformed};
use super::problems::ApiError;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// A comment is sent when nothing else is, so that both sides notice a dead connection.
const QUIET_TIME: Duration = Duration::from_secs(10);
const MOST_AT_ONCE: u32 = 500;
const WAITING_FRAMES: usize = 16;

/// Sends what changes from now on, or after `Last-Event-ID` (also `?last_event_id=`).
pub(super) async fn get(
    shared: State,
    caller: Caller,
    headers: HeaderMap,
    OriginalUri(address): OriginalUri,
) -> Result<Response, ApiError> {
    let query = Query::read(&address, &["last_event_id"])?;
    let last =
        headers.get(LAST_EVENT_ID).and_then(|value| value.to_str().ok()).or(query.get("last_event_id"));
    let last = match last.filter(|text| !text.is_empty()) {
        None => None,
        Some(text) => {
            let number = text.parse().ok().filter(|number: &i64| *number >= 0);
            Some(number.ok_or_else(|| malformed(format!("Last-Event-ID {text:?} is none of this stream")))?)
        }
    };
    let (newest, oldest) = shared.backend.look(|transaction, _| Ok(transaction.change_range()?)).await?;
    let start = last.unwrap_or(newest);
    // What was forgotten since can't be sent any more: the client reads everything anew.
    let gap = last.is_some_and(|last| last.saturating_add(1) < oldest || last > newest);
    let (frames, sent) = mpsc::channel(WAITING_FRAMES);
    tokio::spawn(send(shared.0.clone(), caller, if gap { newest } else { start }, gap, frames));
    let stream = futures_of(sent);
    let headers = [(header::CONTENT_TYPE, "text/event-stream"), (header::CACHE_CONTROL, "no-store")];
    Ok((StatusCode::OK, headers, axum::body::Body::new(StreamBody::new(stream))).into_response())
}

type Sent = Result<Frame<Bytes>, Infallible>;

fn futures_of(receiver: mpsc::Receiver<Sent>) -> tokio_stream::wrappers::ReceiverStream<Sent> {
    tokio_stream::wrappers::ReceiverStream::new(receiver)
}

async fn send(
    shared: std::sync::Arc<super::Shared>,
    caller: Caller,
    mut last: i64,
    gap: bool,
    frames: mpsc::Sender<Sent>,
) {
    let mut told = shared.backend.changes();
    let mut ended = shared.ended.subscribe();
    let mut stopping = shared.stopping.clone();
    let opening =
        if gap { format!("id: {last}\nevent: reset\ndata: {{}}\n\n") } else { format!("id: {last}\n:\n\n") };
    if frames.send(frame(opening)).await.is_err() {
        return;
    }
    // What is in the store already; from then on each change is told as it comes.
    let mut behind = true;
    loop {
        if behind {
            let Some(changes) = stored(&shared, &caller, last).await else {
                return;
            };
            behind = !changes.is_empty();
            if let Some(newest) = changes.last() {
                last = newest.sequence;
                if frames.send(frame(changes.iter().map(text).collect())).await.is_err() {
                    return;
                }
            }
            continue;
        }
        tokio::select! {
            change = told.recv() => match change {
                Ok(change) if change.account == caller.account && change.sequence > last => {
                    last = change.sequence;
                    if has_expired(&shared, &caller) {
                        return;
                    }
                    if frames.send(frame(text(&change))).await.is_err() {
                        return;
                    }
                }
                Ok(_) => {}
                // Too many came while the client was slow: the store has them.
                Err(RecvError::Lagged(_)) => behind = true,
                Err(RecvError::Closed) => return,
            },
            _ = ended.changed() => if !still_let_in(&shared, &caller).await { return },
            _ = stopping.changed() => return,
            () = frames.closed() => return,
            () = tokio::time::sleep(QUIET_TIME) => {
                if !still_let_in(&shared, &caller).await || frames.send(frame(":\n\n".to_owned())).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// What the store has after a number; `None` where it can't be read.
async fn stored(shared: &super::Shared, caller: &Caller, last: i64) -> Option<Vec<Change>> {
    let account = caller.account.clone();
    let read = shared
        .backend
        .look(move |transaction, _| Ok(transaction.changes_after(&account, last, MOST_AT_ONCE)?));
    read.await.inspect_err(|fault| tracing::error!(?fault, "a stream ended")).ok()
}

/// Whether the credential has come to its end by itself.
fn has_expired(shared: &super::Shared, caller: &Caller) -> bool {
    let now = shared.backend.now();
    caller.credential.expires_at.is_some_and(|expires_at| expires_at <= now)
}

/// Whether the credential that the stream was opened with still lives.
async fn still_let_in(shared: &super::Shared, caller: &Caller) -> bool {
    let (account, id, kind) = (caller.account.clone(), caller.credential.id.clone(), caller.credential.kind);
    if has_expired(shared, caller) {
        return false;
    }
    let listed = shared.backend.look(move |transaction, _| {
        let before = tiermeter_backend::store::Page { after: None, limit: u32::MAX };
        Ok(transaction.credentials(&account, kind, before)?.iter().any(|credential| credential.id == id))
    });
    listed.await.unwrap_or(false)
}

#[expect(clippy::unnecessary_wraps, reason = "a body's stream is of results")]
fn frame(text: String) -> Sent {
    Ok(Frame::data(Bytes::from(text)))
}

fn text(change: &Change) -> String {
    format!("id: {}\nevent: {}\ndata: {}\n\n", change.sequence, change.kind, change.data)
}
