//! Secrets: 256 bits of the system's randomness as text.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::backend::fresh;

/// A secret that nobody can guess.
pub(crate) fn secret() -> String {
    let mut bytes = fresh().to_vec();
    bytes.extend(fresh());
    URL_SAFE_NO_PAD.encode(bytes)
}
