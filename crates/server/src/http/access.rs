//! Who calls: a program with its key, or the owner's browser with its session.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderName, Method, header};
use tiermeter_backend::accounts::credential_of;
use tiermeter_backend::operation::{Actor, hash};
use tiermeter_backend::records::{Credential, CredentialKind};

use super::Shared;
use super::problems::ApiError;
use crate::lock::locked;

/// The session's cookie: for this host alone, never readable by scripts.
pub(super) const SESSION_COOKIE: &str = "__Host-tiermeter-session";
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const LONGEST_SECRET: usize = 512;

/// A caller who was let in.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub(super) account: String,
    pub(super) actor: Actor,
    pub(super) credential: Credential,
}

impl FromRequestParts<Arc<Shared>> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, shared: &Arc<Shared>) -> Result<Self, ApiError> {
        let (kind, secret) = match bearer(parts) {
            Some(secret) => (CredentialKind::ApiKey, secret.to_owned()),
            None => match session(parts) {
                Some(secret) => {
                    same_origin(parts)?;
                    (CredentialKind::Session, secret.to_owned())
                }
                None => return Err(ApiError::Unauthenticated),
            },
        };
        let credential = shared.credential(kind, secret).await?.ok_or(ApiError::Unauthenticated)?;
        let actor = match kind {
            CredentialKind::ApiKey => Actor::ApiKey(credential.id.clone()),
            CredentialKind::Session | CredentialKind::SignIn => Actor::Owner,
        };
        shared.limiter.admit(&credential.account)?;
        Ok(Self { account: credential.account.clone(), actor, credential })
    }
}

impl Shared {
    /// The living credential of a secret. Those that were found once are remembered until they end.
    pub(super) async fn credential(
        &self,
        kind: CredentialKind,
        secret: String,
    ) -> Result<Option<Credential>, ApiError> {
        if secret.len() > LONGEST_SECRET {
            return Ok(None);
        }
        let key = hash(secret.as_bytes());
        let now = self.backend.now();
        let known = self.credentials().get(&key).cloned();
        if let Some(credential) = known
            && credential.kind == kind
            && credential.expires_at.is_none_or(|expires_at| expires_at > now)
        {
            return Ok(Some(credential));
        }
        let before = self.ended_count.load(Ordering::Acquire);
        let found = self
            .backend
            .look(move |transaction, operation| credential_of(transaction, operation.now, kind, &secret))
            .await?;
        // One that was ended meanwhile is not remembered.
        let mut known = self.credentials();
        if let Some(credential) = &found
            && self.ended_count.load(Ordering::Acquire) == before
        {
            known.insert(key, credential.clone());
        }
        Ok(found)
    }

    /// Forgets a credential that was ended; who still holds it is not let in any more.
    pub(super) fn forget(&self, id: &str) {
        let mut known = self.credentials();
        self.ended_count.fetch_add(1, Ordering::AcqRel);
        known.retain(|_, credential| credential.id != id);
        drop(known);
        self.ended.send_replace(());
    }

    fn credentials(&self) -> std::sync::MutexGuard<'_, std::collections::HashMap<Vec<u8>, Credential>> {
        locked(&self.backend.credentials)
    }
}

fn bearer(parts: &Parts) -> Option<&str> {
    let value = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(secret.trim())
}

/// The secret in the session's cookie.
pub(super) fn session(parts: &Parts) -> Option<&str> {
    let cookies = parts.headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split(';')).find_map(|cookie| {
        let (name, value) = cookie.trim().split_once('=')?;
        (name == SESSION_COOKIE).then_some(value)
    })
}

/// With a cookie, what changes something has to come from our own pages, and says so.
pub(super) fn same_origin(parts: &Parts) -> Result<(), ApiError> {
    if matches!(parts.method, Method::GET | Method::HEAD) {
        return Ok(());
    }
    if let Some(site) = parts.headers.get(FETCH_SITE) {
        return if site == "same-origin" { Ok(()) } else { Err(ApiError::CrossSite) };
    }
    let text = |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let (Some(origin), Some(host)) = (text(header::ORIGIN), text(header::HOST)) else {
        return Err(ApiError::CrossSite);
    };
    let own = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    if own == Some(host) { Ok(()) } else { Err(ApiError::CrossSite) }
}
