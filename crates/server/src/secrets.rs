//! Secrets: 256 bits of the system's randomness as text.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use tiermeter_backend::Fault;
use tiermeter_backend::accounts::add_credential;
use tiermeter_backend::operation::{Operation, later};
use tiermeter_backend::records::CredentialKind;
use tiermeter_backend::store::Transaction;

use crate::backend::fresh;

/// A sign-in link works for so long.
const SIGN_IN_SECONDS: u64 = 24 * 3_600;

/// A secret that nobody can guess.
pub(crate) fn secret() -> String {
    let mut bytes = fresh().to_vec();
    bytes.extend(fresh());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The secret of a link that signs an account's owner in, once.
pub(crate) fn sign_in_token(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    account: &str,
    made_by: &str,
) -> Result<String, Fault> {
    let token = secret();
    let expires_at = Some(later(operation.now, SIGN_IN_SECONDS));
    let kind = CredentialKind::SignIn;
    add_credential(transaction, operation, account, kind, made_by, &token, expires_at)?;
    Ok(token)
}
