//! API keys.

use serde::Deserialize;
use tiermeter_pricing::Instant;

use super::read;

/// An API key as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ApiKey {
    /// Its id.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// When it was made.
    #[serde(deserialize_with = "read::instant")]
    pub created_at: Instant,
}

/// An API key that was just made: its secret is shown this once.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct NewApiKey {
    /// Its id.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// The secret.
    pub key: String,
    /// When it was made.
    #[serde(deserialize_with = "read::instant")]
    pub created_at: Instant,
}
