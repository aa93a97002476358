//! API keys: made, listed, revoked. A key is shown once; only its hash is kept.

use axum::body::Bytes;
use axum::extract::OriginalUri;
use axum::extract::rejection::BytesRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::json;
use tiermeter_api::{NewKeyRequest, request};
use tiermeter_backend::Fault;
use tiermeter_backend::accounts::add_credential;
use tiermeter_backend::records::CredentialKind;
use tiermeter_backend::store::Page;

use super::State;
use super::access::Caller;
use super::answers::{Answer, Change, Query, page};
use super::path::Path;
use super::problems::ApiError;
use crate::secrets::secret;

const KEY_PREFIX: &str = "tm_";

/// `GET /api-keys`.
pub(super) async fn list(
    shared: State,
    caller: Caller,
    OriginalUri(address): OriginalUri,
) -> Result<Response, ApiError> {
    let query = Query::read(&address, &["limit", "cursor"])?;
    let limit = query.limit()?;
    let after = query.cursor(&caller.account, "api-keys")?;
    shared
        .look(&caller, move |transaction, _, account| {
            let page_of = Page { after: after.as_deref(), limit: limit + 1 };
            let keys = transaction.credentials(&account.id, CredentialKind::ApiKey, page_of)?;
            page(
                &account.id,
                "api-keys",
                limit,
                keys,
                |key| key.id.clone(),
                |key| Ok(json!({ "id": key.id, "name": key.name, "created_at": key.created_at })),
            )
        })
        .await
}

/// `POST /api-keys`: the answer is the only place where the key stands.
pub(super) async fn create(
    shared: State,
    caller: Caller,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let mut change = Change::new(caller, headers, "POST /api-keys", body)?;
    let wanted: NewKeyRequest = request(&change.body)?;
    // An answer that is given again would have to be kept, and with it the key.
    change.headers.remove(super::answers::IDEMPOTENCY_KEY);
    shared
        .change(change, move |transaction, operation, account| {
            let key = format!("{KEY_PREFIX}{}", secret());
            let kind = CredentialKind::ApiKey;
            let made = add_credential(transaction, operation, &account.id, kind, &wanted.name.0, &key, None)?;
            let body = json!({ "id": made.id, "name": made.name, "key": key, "created_at": made.created_at });
            Ok(Answer::created(body))
        })
        .await
}

/// `DELETE /api-keys/{id}`: who holds it is not let in any more, and its streams end.
pub(super) async fn revoke(
    shared: State,
    caller: Caller,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ApiError> {
    let change = Change::new(caller, headers, format!("DELETE /api-keys/{id}"), body)?;
    let key = id.clone();
    // Also for a client that does not wait for the answer.
    let revoking = tokio::spawn(async move {
        let answer = shared
            .change(change, move |transaction, operation, account| {
                let known = transaction
                    .credentials(&account.id, CredentialKind::ApiKey, Page { after: None, limit: u32::MAX })?
                    .iter()
                    .any(|credential| credential.id == key);
                if known && transaction.end_credential(&account.id, &key, operation.now)? {
                    Ok(Answer::nothing())
                } else {
                    Err(Fault::NotFound)
                }
            })
            .await?;
        shared.forget(&id);
        Ok(answer)
    });
    revoking.await.map_err(|_| ApiError::Internal)?
}
