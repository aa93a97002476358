//! The owner's session: from a one-time link to a cookie, and its end.

use std::net::IpAddr;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tiermeter_api::{SignInRequest, request};
use tiermeter_backend::accounts::{add_credential, credential_of};
use tiermeter_backend::operation::{Actor, later};
use tiermeter_backend::records::CredentialKind;

use super::access::{Caller, SESSION_COOKIE, same_origin, session as session_of};
use super::answers::{Answer, Change, uncoded};
use super::problems::ApiError;
use super::{Peer, Shared, State};
use crate::secrets::secret;

const SESSION_SECONDS: u64 = 14 * 24 * 3_600;

/// `POST /session`: the secret of a sign-in link becomes a session, once. Anybody may ask, so nothing is written
/// before the secret is known to be one.
pub(super) async fn sign_in(shared: State, incoming: Request) -> Result<Response, ApiError> {
    let (parts, body) = incoming.into_parts();
    same_origin(&parts)?;
    let coded = uncoded(&parts.headers);
    let before = session_of(&parts).map(str::to_owned);
    let address = address_of(parts.extensions.get::<Peer>());
    let request_of = Request::from_parts(parts, body);
    let body: Result<Bytes, BytesRejection> = Bytes::from_request(request_of, &()).await;
    let body = body?;
    // Said when the body is read: a connection that is closed before it may lose the answer.
    coded?;
    let token = request::<SignInRequest>(&body)?.token.0;
    let asked = token.clone();
    let link = shared
        .backend
        .look(move |transaction, operation| {
            credential_of(transaction, operation.now, CredentialKind::SignIn, &asked)
        })
        .await?;
    let Some(link) = link else {
        // Only wrong ones are counted: nobody keeps an owner out by guessing.
        shared.guesses.admit(&address)?;
        return Err(ApiError::Unauthenticated);
    };
    let session = secret();
    let kept = session.clone();
    let signed_in = shared
        .backend
        .operate_for(&link.account, Actor::Owner, move |transaction, operation| {
            let kind = CredentialKind::SignIn;
            let Some(link) = credential_of(transaction, operation.now, kind, &token)? else {
                return Ok(false);
            };
            transaction.end_credential(&link.account, &link.id, operation.now)?;
            let expires_at = Some(later(operation.now, SESSION_SECONDS));
            let kind = CredentialKind::Session;
            add_credential(transaction, operation, &link.account, kind, "browser", &kept, expires_at)?;
            Ok(true)
        })
        .await?;
    if !signed_in {
        return Err(ApiError::Unauthenticated);
    }
    if let Some(before) = before {
        // The link is used up, so its session is answered in any case; one that could not be ended lapses.
        let _ = end_session(&shared, before).await;
    }
    Ok(with_cookie(StatusCode::NO_CONTENT.into_response(), &session, SESSION_SECONDS))
}

/// Ends the session that a browser had before, of whichever account: its cookie is replaced, and nobody else is to go on
/// with it.
async fn end_session(shared: &Shared, secret: String) -> Result<(), ApiError> {
    let Some(before) = shared.credential(CredentialKind::Session, secret).await? else {
        return Ok(());
    };
    let id = before.id.clone();
    shared
        .backend
        .operate_for(&before.account.clone(), Actor::Owner, move |transaction, operation| {
            transaction.end_credential(&before.account, &before.id, operation.now)?;
            Ok(())
        })
        .await?;
    shared.forget(&id);
    Ok(())
}

/// Whose guesses are counted together: an address, or the network of one that is too large to be told apart.
fn address_of(peer: Option<&Peer>) -> String {
    const NETWORK_PARTS: usize = 4;
    match peer.map(|peer| peer.0.to_canonical()) {
        None => String::new(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => format!("{:x?}", address.segments().first_chunk::<NETWORK_PARTS>()),
    }
}

/// `GET /session`: who is signed in, and what the server's clock says.
pub(super) async fn get(shared: State, caller: Caller) -> Result<Response, ApiError> {
    let test_clock = shared.backend.parts().clock.is_test();
    shared
        .look(&caller, move |transaction, operation, account| {
            let account = super::account::shown(transaction, operation, account)?;
            Ok(Answer::ok(json!({ "account": account, "now": operation.now, "test_clock": test_clock })))
        })
        .await
}

/// `DELETE /session`: signs out.
pub(super) async fn sign_out(
    shared: State,
    caller: Caller,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let id = caller.credential.id.clone();
    if caller.credential.kind != CredentialKind::Session {
        return Err(tiermeter_backend::Fault::NotFound.into());
    }
    let change = Change::new(caller, headers, "DELETE /session", Ok(Bytes::new()))?;
    let ended = id.clone();
    // Also for a browser that does not wait for the answer.
    let ending = tokio::spawn(async move {
        let answer = shared
            .change(change, move |transaction, operation, account| {
                transaction.end_credential(&account.id, &ended, operation.now)?;
                Ok(Answer::nothing())
            })
            .await?;
        shared.forget(&id);
        Ok::<_, ApiError>(answer)
    });
    let answer = ending.await.map_err(|_| ApiError::Internal)??;
    let mut answer = with_cookie(answer, "", 0);
    let clear = HeaderValue::from_static("\"cache\", \"storage\"");
    answer.headers_mut().insert(header::HeaderName::from_static("clear-site-data"), clear);
    Ok(answer)
}

fn with_cookie(mut response: Response, session: &str, seconds: u64) -> Response {
    let cookie =
        format!("{SESSION_COOKIE}={session}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
